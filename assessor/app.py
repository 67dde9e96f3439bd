"""The web application over the parts of an installation, and serving it."""

from __future__ import annotations

from flask import Flask, g
from flask_wtf.csrf import CSRFProtect

from assessor.config import Settings, read_settings
from assessor.domain.permissions import NOBODY
from assessor.parts import Parts, open_parts
from assessor.places import static_folder, templates_folder
from assessor.services.opening import close_due
from assessor.services.people import has_demonstration_people
from assessor.services.upkeep import sweep_files
from assessor.services.work import writing
from assessor.web import errors, headers, language, menu
from assessor.web.access import Assessor, require_declarations
from assessor.web.routes import register_pages

__all__ = ["create_app", "open_parts", "serve"]

MOST_BYTES = 52 * 1024 * 1024
"""Of one request: a file of 50 MB with its form around it."""


def create_app(parts: Parts) -> Flask:
    """The Flask application over these parts."""
    app = Assessor(
        "assessor",
        static_folder=str(static_folder()),
        template_folder=str(templates_folder()),
        instance_path=str(parts.settings.instance.resolve()),
    )
    app.make_session = parts.store.sessions
    app.make_house = parts.house
    app.config.update(
        SECRET_KEY=parts.store.master.sign(b"flask session"),
        SESSION_COOKIE_NAME="__Host-assessor" if parts.settings.is_https else "assessor",
        SESSION_COOKIE_SECURE=parts.settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        PARTS=parts,
        DEMONSTRATION=_is_demonstration(parts),
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.before_request
    def set_clock() -> None:
        g.house_clock = parts.clock

    CSRFProtect(app)
    language.register(app)
    menu.register(app)
    headers.register(app)
    errors.register(app)
    register_pages(app)
    require_declarations(app)
    return app


def _is_demonstration(parts: Parts) -> bool:
    with parts.store.sessions() as session:
        return has_demonstration_people(parts.house(session))


def serve(settings: Settings | None = None) -> None:
    """Serve until stopped, with the job worker beside it."""
    from waitress import serve as wait_on

    from assessor.services.jobs import start_worker

    found = settings or read_settings()
    parts = open_parts(found)
    if not found.is_local and _is_demonstration(parts):
        raise SystemExit(
            "This installation holds demonstration accounts with known passwords; it is served on 127.0.0.1 only."
        )
    _tidy_up(parts)
    worker = start_worker(parts)
    try:
        wait_on(create_app(parts), host=found.host, port=found.port, threads=8, ident=None)
    except OSError as fault:
        raise SystemExit(
            f"{found.address} cannot be served: {fault.strerror}. ASSESSOR_PORT chooses another port."
        ) from fault
    finally:
        worker.stop()


def _tidy_up(parts: Parts) -> None:
    """What the passing of time asks for: close tenders whose deadline passed, sweep files no row names."""
    with parts.store.sessions() as session:
        house = parts.house(session)
        with writing(house, NOBODY):
            close_due(house)
            sweep_files(house)
