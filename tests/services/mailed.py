"""An installation that sends mail, for tests: who is asked in, and what is seen of it."""

from __future__ import annotations

import datetime

from assessor.config import MailSettings
from assessor.domain.mail import Kind
from assessor.domain.permissions import Actor
from assessor.domain.text import Text
from assessor.services.access import as_actor
from assessor.services.house import House
from assessor.services.mail import Value, queue
from assessor.services.outbox import Outbox, Reached, of_tender, outbox
from assessor.services.participants import invite_vendor
from assessor.services.people import accept_invitation
from assessor.services.tenders import extend_deadline
from assessor.storage.models import Person
from tests.conftest import Round
from tests.factories import (
    DEADLINE,
    NOW,
    SYSTEM,
    Town,
)
from tests.mailing import SENDER, PostOffice, mails

SOME = MailSettings("localhost", 25, "", None, "none", SENDER)
REASON = "Op verzoek van een van de leveranciers, Zwijger BV (fictief)."
NEW = ("Kanarievogel BV (fictief)", "kanarie@vogel.example")
PASSWORD = "drie losse woorden samen"


VALUES: dict[str, Value] = {
    "title": "Selectiehulp", "buyer": "Waterstad", "company": "Alfa BV", "test": "", "link": "http://localhost/x",
    "inviter": "Inge", "role": Text(nl="inkoper", en="officer"), "before": NOW, "after": DEADLINE,
    "deadline": DEADLINE, "version": 1, "received": NOW, "answers": 2, "files": 1, "digest": "ab", "chain": "c",
    "number": 3, "head": "cd", "at": NOW, "said": Text(nl="niets", en="nothing"), "heads": ("house 1 ab",),
}  # fmt: skip


def put_in(town: Town, kind: Kind, to: str, language: str, values: dict[str, Value]) -> None:
    """Put a mail in the outbox, past the steps that do so."""

    def verb(house: House, _: Actor) -> None:
        queue(house, kind, to, language, values)

    town.do(verb, SYSTEM)


def with_password(town: Town, who: Actor, language: str = "nl") -> str:
    def verb(house: House, _: Actor) -> str:
        person = house.db.get_one(Person, who.id)
        person.password_hash, person.language = "-", language
        return person.email

    return town.do(verb, who)


def email_of(town: Town, who: Actor) -> str:
    with town.house() as house:
        return house.db.get_one(Person, who.id).email


def invited(round: Round, company: str = NEW[0], email: str = NEW[1]) -> tuple[str, str]:
    """The id of the new response, and the token of its link."""
    found = round.town.do(invite_vendor, round.officer, round.tender.id, company, email)
    return found.response.id, found.token


def joined(town: Town, token: str) -> Actor:
    """Somebody who used a link."""

    def verb(house: House, _: Actor) -> Actor:
        return as_actor(accept_invitation(house, token, PASSWORD, "Kee (fictief)", "nl"))

    return town.do(verb, SYSTEM)


def extend(round: Round, days: int = 1) -> datetime.datetime:
    later = DEADLINE + datetime.timedelta(days=days)
    round.town.do(extend_deadline, round.officer, round.tender.id, later, REASON)
    return later


def addresses(town: Town, kind: str) -> list[str]:
    return [m.to for m in mails(town, kind)]


def seen_by_officer(round: Round, response: str) -> tuple[Reached, ...]:
    return round.town.look(of_tender, round.officer, round.tender.id).get(response, ())


def seen_by_administrator(round: Round) -> Outbox:
    return round.town.look(outbox, round.administrator)


def texts(office: PostOffice, address: str) -> str:
    return "\n".join(f"{m['Subject']}\n{m.get_content()}" for m in office.to(address))
