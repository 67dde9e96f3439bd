"""A real mail server for tests, well or badly behaved, and an installation that sends by it."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from assessor.config import MailSettings, read_settings
from assessor.parts import Parts
from assessor.services.jobs import Jobs
from assessor.storage.models import Mail
from tests.factories import Shelf, Town

SENDER = "Gemeente Waterstad (fictief) <assessor@waterstad.example>"


@dataclass
class PostOffice:
    """What the server took, and how it behaves."""

    mode: str = "well"
    """well, slow, hangs, greylists, full, drops_after, drops_before."""
    refused: set[str] = field(default_factory=set)
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    settings: MailSettings = field(
        default_factory=lambda: MailSettings("127.0.0.1", 0, "", None, "none", SENDER)
    )

    @property
    def messages(self) -> list[EmailMessage]:
        return [message for _, message in self.taken]

    def to(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.taken if to == [address]]

    async def handle_MAIL(self, *given: Any) -> str:  # noqa: N802 - the library calls it so
        envelope, address = given[2:4]
        if self.mode == "slow":
            await asyncio.sleep(0.2)
        if self.mode == "hangs":
            await asyncio.sleep(2)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802 - as above
        envelope, address = given[2:4]
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        if self.mode == "greylists":
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802 - as above
        server, _, envelope = given
        if self.mode == "full":
            return "552 5.3.4 too big"
        if self.mode != "drops_before":
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.taken.append((envelope.rcpt_tos, message))
        if self.mode.startswith("drops"):
            server.transport.abort()
        return "250 OK"


class _AnyPort(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = cast(Any, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def post_office(tls: str = "none", folder: Path | None = None, password: str = "") -> Iterator[PostOffice]:
    """A server on this machine; with tls its certificate is `certificate.pem` in the folder."""
    office, more = PostOffice(), dict[str, Any]()
    if tls != "none":
        assert folder is not None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(_certificate(folder))
        more = (
            {"ssl_context": context} if tls == "tls" else {"tls_context": context, "require_starttls": True}
        )
    if password:

        def is_right(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
            return AuthResult(success=given.password.decode() == password, handled=False)

        more |= {
            "authenticator": is_right,
            "auth_required": tls == "starttls",
            "auth_require_tls": tls == "starttls",
        }
    controller = _AnyPort(office, hostname="127.0.0.1", port=0, **more)
    controller.start()
    office.settings = replace(office.settings, port=controller.port, tls=tls, host="localhost")
    try:
        yield office
    finally:
        controller.stop()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def jobs_of(town: Town, folder: Path, **more: Any) -> Jobs:
    """The jobs of the town's installation, to be done by hand."""
    url = town.store.engine.url.render_as_string(hide_password=False)
    settings = read_settings(folder, mail=town.mail, database=url, **more)
    return Jobs(Parts(settings, town.store, cast(Any, Shelf()), lambda: town.now))


def deliver(jobs: Jobs) -> None:
    """One round, and sending what it found."""
    for id in jobs.post.round():
        jobs.post.send(id)


def mails(town: Town, kind: str = "") -> list[Mail]:
    """The outbox, the oldest first."""
    with town.house() as house:
        query = select(Mail).order_by(Mail.made_at, Mail.to)
        return list(house.db.scalars(query.where(Mail.kind == kind) if kind else query))
