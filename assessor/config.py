"""The settings of an installation: environment variables over defaults, read once at the start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from assessor.places import instance_folder, questionnaires_folder

_USUAL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class MailSettings:
    """How mail is handed over."""

    host: str
    port: int
    user: str
    password_file: Path | None
    tls: str
    """starttls, tls, or none for a server on the own network that asks for no password."""
    sender: str
    """The address that mail comes from, with or without a name before it."""

    @property
    def fault(self) -> str:
        """What is wrong with these settings, in one sentence; empty when nothing is."""
        if self.tls not in _USUAL_PORTS:
            return "ASSESSOR_SMTP_TLS must be starttls, tls or none."
        if not 0 < self.port < 65536:
            return "ASSESSOR_SMTP_PORT must be a number below 65536."
        if not self.sender.isprintable() or "@" not in parseaddr(self.sender)[1]:
            return "ASSESSOR_MAIL_FROM must be the address that mail comes from."
        if bool(self.user) != (self.password_file is not None):
            return "ASSESSOR_SMTP_USER and ASSESSOR_SMTP_PASSWORD_FILE belong together."
        if self.user and self.tls == "none":
            return "ASSESSOR_SMTP_TLS=none would send the password in the clear."
        if self.password_file is not None and not self.password_file.is_file():
            return f"ASSESSOR_SMTP_PASSWORD_FILE: {self.password_file} is not there."
        return ""


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
    mail: MailSettings | None
    """None: no mail is sent, and links are passed on by whoever invites."""
    heads_to: str
    """Where the heads of all tenders' logs are mailed daily; empty for nowhere."""

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
        "mail": _mail_settings(),
        "heads_to": get("ASSESSOR_HEADS_TO", ""),
    }
    return Settings(**(found | over))  # type: ignore[arg-type]


def _mail_settings() -> MailSettings | None:
    get = os.environ.get
    host, tls = get("ASSESSOR_SMTP_HOST", ""), get("ASSESSOR_SMTP_TLS", "starttls")
    if not host:
        return None
    port, password_file = get("ASSESSOR_SMTP_PORT", ""), get("ASSESSOR_SMTP_PASSWORD_FILE", "")
    return MailSettings(
        host=host,
        port=_USUAL_PORTS.get(tls, 0) if not port else int(port) if port.isdecimal() else 0,
        user=get("ASSESSOR_SMTP_USER", ""),
        password_file=Path(password_file) if password_file else None,
        tls=tls,
        sender=get("ASSESSOR_MAIL_FROM", ""),
    )
