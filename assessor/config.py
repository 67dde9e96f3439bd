"""The settings of an installation: environment variables over defaults, read once at the start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assessor.places import instance_folder, questionnaires_folder


@dataclass(frozen=True)
class Settings:
    """Where things are and how the outside reaches them."""

    instance: Path
    database: str
    key_file: Path
    """The master key; keep it out of the database's backup."""
    files: Path
    """Sealed evidence and finished reports."""
    queue: Path
    questionnaires: Path
    address: str
    """The external base address, for links in mail. Never taken from a request."""
    host: str
    port: int
    theme_css: str
    """A municipality's own theme: a file in the instance folder; empty for ours."""
    theme_class: str

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Only this machine can reach it."""
        return self.host in ("127.0.0.1", "::1", "localhost")


def read_settings(instance: Path | None = None, **over: object) -> Settings:
    """Settings from ASSESSOR_* variables; `over` replaces single ones."""
    place = instance or instance_folder()
    get = os.environ.get
    host, port = get("ASSESSOR_HOST", "127.0.0.1"), int(get("ASSESSOR_PORT", "8000"))
    found: dict[str, object] = {
        "instance": place,
        "database": get("ASSESSOR_DATABASE", f"sqlite:///{place / 'assessor.sqlite'}"),
        "key_file": Path(get("ASSESSOR_KEY_FILE", str(place / "master.key"))),
        "files": Path(get("ASSESSOR_FILES", str(place / "files"))),
        "queue": Path(get("ASSESSOR_QUEUE", str(place / "queue.sqlite"))),
        "questionnaires": Path(get("ASSESSOR_QUESTIONNAIRES", str(questionnaires_folder()))),
        "address": get("ASSESSOR_ADDRESS", f"http://{host}:{port}").rstrip("/"),
        "host": host,
        "port": port,
        "theme_css": get("ASSESSOR_THEME_CSS", ""),
        "theme_class": get("ASSESSOR_THEME_CLASS", ""),
    }
    return Settings(**(found | over))  # type: ignore[arg-type]
