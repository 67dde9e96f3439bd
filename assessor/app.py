"""The application: put together once, from settings; refuses to start on what is broken."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, g
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from assessor.config import Settings, read_settings
from assessor.places import static_folder, templates_folder
from assessor.services.house import House
from assessor.services.questionnaires import Shelf
from assessor.storage.start import Store, open_store
from assessor.web import errors, headers, language, menu
from assessor.web.access import Assessor, require_declarations
from assessor.web.routes import register_pages

MOST_BYTES = 52 * 1024 * 1024
"""Of one request: a file of 50 MB with its form around it."""


def utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True)
class Parts:
    """What the application is made of; kept for jobs and tests."""

    settings: Settings
    store: Store
    shelf: Shelf
    clock: Callable[[], datetime.datetime]

    def house(self, session: Session) -> House:
        """The working context around one database session."""
        return House(
            db=session,
            master=self.store.master,
            files=self.store.files,
            library=self.shelf,
            clock=self.clock,
            address=self.settings.address,
        )


def open_parts(settings: Settings, clock: Callable[[], datetime.datetime] = utc_now) -> Parts:
    """Questionnaires, database, key and files; raises with all faults when something is broken."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(settings.questionnaires)
    store = open_store(settings.database, settings.key_file, settings.files)
    return Parts(settings, store, shelf, clock)


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


def serve(settings: Settings | None = None) -> None:
    """Serve until stopped, with the job worker beside it."""
    from waitress import serve as wait_on

    from assessor.services.people import has_demonstration_people

    found = settings or read_settings()
    parts = open_parts(found)
    with parts.store.sessions() as session:
        if not found.is_local and has_demonstration_people(parts.house(session)):
            raise SystemExit(
                "This installation holds demonstration accounts with known passwords; it is served on 127.0.0.1 only."
            )
    wait_on(create_app(parts), host=found.host, port=found.port, threads=8, ident=None)
