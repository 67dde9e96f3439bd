"""Handing one mail over to the mail server, and saying how that went.

What matters is whether the server may have taken the mail: until its last line was sent it has not, so that trying
again is safe; when the answer to that line does not come, nobody knows. The steps of the protocol are taken one by one
for this reason. No address, subject or text goes into a log.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from assessor.config import MailSettings
from assessor.domain.mail import Fault
from assessor.services.mail import Letter

SECONDS = 20
"""How long an answer of the server may take."""


def message(settings: MailSettings, letter: Letter) -> bytes:
    """The mail as it goes over the line. The same letter gets the same id, by which a second copy can be known."""
    name, address = parseaddr(settings.sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = Address(addr_spec=letter.to)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{letter.id}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body, cte="quoted-printable")
    mail["Content-Language"] = letter.language
    return mail.as_bytes()


def hand_over(settings: MailSettings, letter: Letter) -> Fault | None:
    """Send it; None when the server has it."""
    try:
        content = message(settings, letter)
    except (ValueError, IndexError):  # what the library makes of an address that is none
        return Fault.ADDRESS
    try:
        server = _connected(settings)
    except smtplib.SMTPAuthenticationError:
        return Fault.SIGN_IN
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        return Fault.INSECURE
    except (OSError, ValueError):  # also what the library raises itself, and a host name that is none
        return Fault.UNREACHABLE
    try:
        return _deliver(server, parseaddr(settings.sender)[1], letter.to, content)
    except (OSError, ValueError):
        return Fault.UNREACHABLE
    finally:
        server.close()


def _connected(settings: MailSettings) -> smtplib.SMTP:
    if settings.tls == "tls":
        secure = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
    try:
        if settings.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.password_file is not None:
            _sign_in(server, settings.user, settings.password_file)
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, user: str, password_file: Path) -> None:
    try:
        server.login(user, password_file.read_text(encoding="utf-8").strip())
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, FileNotFoundError, PermissionError, UnicodeDecodeError) as fault:
        raise smtplib.SMTPAuthenticationError(535, "") from fault


def _deliver(server: smtplib.SMTP, sender: str, to: str, content: bytes) -> Fault | None:
    server.ehlo_or_helo_if_needed()
    if not to.isascii():
        return Fault.ADDRESS  # few servers take such an address, and none need
    steps: tuple[tuple[Callable[[], tuple[int, bytes]], Fault], ...] = (
        (lambda: server.mail(sender), Fault.LATER),  # which whoever runs the server can mend
        (lambda: server.rcpt(to), Fault.ADDRESS),
        (lambda: server.docmd("data"), Fault.REFUSED),
    )
    for say, final in steps:
        code = say()[0]
        if code // 100 not in (2, 3):
            return final if code // 100 == 5 else Fault.LATER
    server.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
    try:
        code = server.getreply()[0]
    except OSError:
        return Fault.DOUBT
    if code // 100 == 2:
        with contextlib.suppress(OSError):
            server.putcmd("quit")
        return None
    return Fault.REFUSED if code // 100 == 5 else Fault.LATER
