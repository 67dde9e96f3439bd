"""Who gets which mail when: invitations, notices to all, receipts, reminders, and the daily heads.

Notices go to each vendor by itself, so that none names another. To the address that the officers invited they are open
to the officers; what goes to other people of a vendor is private, as it would tell who joined.
"""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import select

from assessor.domain.formats import ZONE
from assessor.domain.mail import Kind, reminder_due
from assessor.domain.permissions import Actor, Role
from assessor.domain.text import Text
from assessor.domain.words import ROLES
from assessor.services.house import House
from assessor.services.mail import About, Value, forgettable, queue, take_out
from assessor.storage import events
from assessor.storage.engine import lock_name
from assessor.storage.models import Company, Invitation, Mail, Person, Response, Tender, Verification

HEADS_HOUR = 6
"""From this hour in the Netherlands on the day's heads are mailed."""
MOST_COLLEAGUES = 20
"""Invitations that one vendor can have mailed for one response in a day; nobody is to send advertisements by us."""


def link_of(house: House, token: str) -> str:
    """A personal link, as it stands in mail and on the page."""
    return f"{house.address}/invitation/{token}"


def _response_link(house: House, response: Response) -> str:
    return f"{house.address}/responses/{response.id}"


def _of(house: House, tender: Tender, response: Response) -> dict[str, Value]:
    """What every mail about a response is given."""
    return {
        "title": tender.title,
        "buyer": tender.buyer,
        "company": house.db.get_one(Company, response.company_id).name,
        "test": "TEST: " if tender.test else "",
        "link": _response_link(house, response),
    }


# --- inviting -----------------------------------------------------------------------------------------------


def account_made(house: House, actor: Actor, person: Person, token: str) -> None:
    """To one of the buyer's people."""
    values: dict[str, Value] = {
        "inviter": actor.name,
        "role": ROLES[person.role],
        "link": link_of(house, token),
    }
    language = person.language if person.password_hash else actor.language
    queue(house, Kind.ACCOUNT, person.email, language, values)


def link_made(house: House, person: Person, token: str) -> None:
    """To somebody who lost the link or the password."""
    about = About(private=person.role == Role.VENDOR)
    values: dict[str, Value] = {"link": link_of(house, token)}
    queue(house, Kind.LINK, person.email, person.language, values, about)


def colleague_invited(house: House, actor: Actor, response: Response, person: Person, token: str) -> None:
    """To somebody of a vendor, asked in by a colleague, who is named by an address and not by a text of their own."""
    tender = house.db.get_one(Tender, response.tender_id)
    since = house.now() - datetime.timedelta(days=1)
    sent = house.db.scalars(
        select(Mail.id).where(
            Mail.response_id == response.id, Mail.kind == Kind.COLLEAGUE.value, Mail.made_at > since
        )
    ).all()
    if len(sent) >= MOST_COLLEAGUES:
        return
    inviter = house.db.get_one(Person, actor.id).email
    values = _of(house, tender, response) | {"inviter": inviter, "link": link_of(house, token)}
    about = About(tender, response, private=True)
    queue(house, Kind.COLLEAGUE, person.email, actor.language, values, about)


def vendor_invited(house: House, tender: Tender, response: Response, email: str, token: str) -> None:
    """To the contact of a vendor; before publication nobody is written to."""
    take_out(house, response.id, Kind.INVITATION)
    if tender.published_at is None or tender.deadline is None:
        return
    values = _of(house, tender, response)
    values |= {"link": link_of(house, token), "deadline": tender.deadline}
    language = _language_of(house, email, tender)
    queue(house, Kind.INVITATION, email, language, values, About(tender, response), until=tender.deadline)


# --- to all -------------------------------------------------------------------------------------------------


def tell_all(house: House, tender: Tender, kind: Kind, values: dict[str, Value]) -> None:
    """The same news to every vendor invited, each by itself."""
    for response in _responses(house, tender):
        told = _of(house, tender, response) | values
        invited = _invited_address(house, tender, response)
        for email in sorted({*_addresses(house, response), *([invited] if invited else [])}):
            about = About(tender, response, private=email != invited)
            queue(house, kind, email, _language_of(house, email, tender), told, about)


def deadline_moved(house: House, tender: Tender, before: datetime.datetime, after: datetime.datetime) -> None:
    """The reason is left out, as it may name whoever asked for it."""
    tell_all(house, tender, Kind.DEADLINE, {"before": before, "after": after})


def nota_published(house: House, tender: Tender, number: int) -> None:
    """What it says is read after signing in: a mail can be forwarded and go astray."""
    tell_all(house, tender, Kind.NOTA, {"number": number})


def cancelled(house: House, tender: Tender) -> None:
    tell_all(house, tender, Kind.CANCELLED, {})


def verification_opened(house: House, round: Tender) -> None:
    """To the one vendor of a verification."""
    if round.deadline is not None:
        tell_all(house, round, Kind.VERIFICATION, {"deadline": round.deadline})


def is_verification(house: House, tender: Tender) -> bool:
    return house.db.get(Verification, tender.id) is not None


def _responses(house: House, tender: Tender) -> list[Response]:
    if not house.sends_mail:
        return []
    return list(
        house.db.scalars(select(Response).where(Response.tender_id == tender.id).order_by(Response.id))
    )


def _invited_address(house: House, tender: Tender, response: Response) -> str | None:
    """The address that the officers invited, and know."""
    return house.db.scalar(
        select(Invitation.email)
        .where(Invitation.tender_id == tender.id, Invitation.company_id == response.company_id)
        .order_by(Invitation.created_at)
        .limit(1)
    )


def invited_contacts(house: House, tender: Tender) -> list[tuple[Response, str]]:
    """The responses of a tender with the address that was invited for each."""
    found = [(response, _invited_address(house, tender, response)) for response in _responses(house, tender)]
    return [(response, email) for response, email in found if email]


def _addresses(house: House, response: Response) -> list[str]:
    """The people of the vendor who can sign in."""
    return list(
        house.db.scalars(
            select(Person.email).where(
                Person.company_id == response.company_id, Person.active, Person.password_hash.is_not(None)
            )
        )
    )


def _language_of(house: House, email: str, tender: Tender) -> str:
    found = house.db.scalar(
        select(Person.language).where(Person.email == email, Person.password_hash.is_not(None))
    )
    return found or tender.language


# --- to one vendor ------------------------------------------------------------------------------------------


def submitted(
    house: House, actor: Actor, tender: Tender, response: Response, receipt: dict[str, Any]
) -> None:
    """The receipt, to who submitted."""
    person = house.db.get(Person, actor.id)
    if person is None:
        return
    values = _of(house, tender, response) | {
        "version": receipt["version"],
        "received": datetime.datetime.fromisoformat(receipt["received_at"]),
        "answers": receipt["manifest"]["answers"],
        "files": receipt["manifest"]["files"],
        "digest": receipt["manifest"]["sha256"],
        "chain": receipt["chain"]["name"],
        "number": receipt["chain"]["number"],
        "head": receipt["chain"]["head"],
    }
    about = About(tender, response, private=True)
    queue(house, Kind.RECEIPT, person.email, person.language, values, about)


# --- by the clock -------------------------------------------------------------------------------------------


def is_anything_due(house: House, heads_to: str) -> bool:
    """Whether `make_due` has something to do, asked without keeping others from writing."""
    return bool(_reminders(house) or forgettable(house) or (heads_to and _heads_due(house)))


def make_due(house: House, heads_to: str) -> None:
    """Put in the outbox what the clock asks for, each once, and drop what nobody will send any more."""
    lock_name(house.db, "mail by the clock")
    for tender, response, email, language, once in _reminders(house):
        assert tender.deadline is not None
        said = _WITHDRAWN if response.state == "withdrawn" else _NOT_SENT
        values = _of(house, tender, response)
        values |= {"deadline": tender.deadline, "said": said, "at": house.now()}
        about = About(tender, response, private=True)
        queue(house, Kind.REMINDER, email, language, values, about, once=once, until=tender.deadline)
    once = _heads_due(house)
    if heads_to and once:
        queue(house, Kind.HEADS, heads_to, "nl", {"at": house.now(), "heads": _heads(house)}, once=once)
    for mail in forgettable(house):
        mail.sealed_body = None


_NOT_SENT = Text(nl="nog niets ingediend", en="nothing has been submitted yet")
_WITHDRAWN = Text(
    nl="de indiening ingetrokken en niets nieuws ingediend",
    en="the submission was withdrawn and nothing new was submitted",
)


def _reminders(house: House) -> list[tuple[Tender, Response, str, str, str]]:
    """For everybody of a vendor that has not submitted, what is to be told them now and was not yet."""
    now = house.now()
    rows = house.db.execute(
        select(Tender, Response, Person)
        .join(Response, Response.tender_id == Tender.id)
        .join(Person, Person.company_id == Response.company_id)
        .where(
            Tender.state == "published",
            Tender.deadline > now,
            Tender.deadline <= now + datetime.timedelta(hours=24),
            Response.state.in_(("draft", "withdrawn")),
            Person.active,
            Person.password_hash.is_not(None),
        )
        .order_by(Response.id, Person.id)
    ).all()
    found = []
    for tender, response, person in rows:
        assert tender.deadline is not None
        assert tender.published_at is not None
        before = reminder_due(tender.published_at, tender.deadline, now)
        if before is not None:
            hours = int(before.total_seconds()) // 3600
            once = f"reminder/{response.id}/{person.id}/{tender.deadline:%Y-%m-%dT%H:%M}/{hours}"
            found.append((tender, response, person.email, person.language, once))
    there = set(house.db.scalars(select(Mail.once).where(Mail.once.in_([one[-1] for one in found]))))
    return [one for one in found if one[-1] not in there]


def _heads_due(house: House) -> str:
    """The name of today's mail with heads; empty where it was made, or it is too early."""
    local = house.now().astimezone(ZONE)
    once = f"heads/{local:%Y-%m-%d}"
    is_there = house.db.scalar(select(Mail.id).where(Mail.once == once)) is not None
    return "" if local.hour < HEADS_HOUR or is_there else once


def _heads(house: House) -> tuple[str, ...]:
    """A line for the house and each published tender: chain, number, head. No titles, and no vendor's chain."""
    tenders = house.db.scalars(select(Tender.id).where(Tender.state != "draft").order_by(Tender.id)).all()
    names = [events.HOUSE, *(events.tender_chain(id) for id in tenders)]
    heads = [events.head_of(house.db, name) for name in names]
    return tuple(f"{head.chain} {head.number} {head.head}" for head in heads)
