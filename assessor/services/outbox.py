"""The outbox as people may see it: the administrator what the installation sent, an officer whom it reached.

What would tell what a vendor does is shown to nobody one by one: the administrator sees only whether something of it
did not arrive, without a number, a moment, a kind or an address.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain.mail import FAULTS, KINDS, Fault, Kind, State
from assessor.domain.permissions import Action, Actor
from assessor.domain.text import Text
from assessor.services.access import check, find_tender
from assessor.services.house import House
from assessor.services.mail import try_again
from assessor.services.refusals import NotThere
from assessor.storage import events
from assessor.storage.engine import get_locked
from assessor.storage.models import Mail

_NEWEST = 200
_TO_KNOWN = (Kind.ACCOUNT, Kind.LINK, Kind.HEADS)
"""What goes to the buyer's own people, whose addresses the administrator manages."""


@dataclass(frozen=True)
class Line:
    """One mail of the outbox."""

    id: str
    kind: Text
    to: str
    """Empty where the address is none of the administrator's business."""
    made_at: datetime.datetime
    state: State
    attempts: int
    fault: Text | None
    can_be_sent: bool


@dataclass(frozen=True)
class Outbox:
    """What the administrator sees."""

    is_set_up: bool
    lines: tuple[Line, ...]
    vendors_faults: tuple[Text, ...]
    """Why messages that vendors alone know of did not arrive; each reason once."""
    vendors_held: bool
    """Some of these wait for the administrator."""
    vendors_retry: bool


def outbox(house: House, actor: Actor) -> Outbox:
    """The newest mails, and whether vendors were reached."""
    check(house, actor, Action.MANAGE_SETTINGS)
    rows = house.db.scalars(
        select(Mail).where(~Mail.private).order_by(Mail.made_at.desc(), Mail.id).limit(_NEWEST)
    )
    lost = _vendors(house)
    found = {FAULTS[Fault(mail.fault)] for mail in lost if mail.fault}
    return Outbox(
        is_set_up=house.sends_mail,
        lines=tuple(_line(mail) for mail in rows),
        vendors_faults=tuple(sorted(found, key=lambda text: text.nl)),
        vendors_held=any(mail.state == State.HELD for mail in lost),
        vendors_retry=any(mail.sealed_body is not None for mail in lost),
    )


def send_again(house: House, actor: Actor, mail_id: str) -> None:
    """Have one mail sent that failed or was held."""
    check(house, actor, Action.MANAGE_SETTINGS)
    mail = get_locked(house.db, Mail, mail_id)
    if mail is None or mail.private or not _can_be_sent(mail):
        raise NotThere
    try_again(house, mail)
    events.append(house.db, events.HOUSE, actor.id, "mail_sent_again", {"mail": mail.id}, "", house.now())


def send_vendors_again(house: House, actor: Actor) -> None:
    """Have everything sent that vendors alone know of and that did not arrive."""
    check(house, actor, Action.MANAGE_SETTINGS)
    for mail in _vendors(house):
        try_again(house, mail)
    events.append(house.db, events.HOUSE, actor.id, "mail_sent_again", {}, "", house.now())


def _vendors(house: House) -> list[Mail]:
    """The private mails that did not arrive."""
    states = (State.FAILED.value, State.HELD.value)
    return list(house.db.scalars(select(Mail).where(Mail.private, Mail.state.in_(states)).order_by(Mail.id)))


def _line(mail: Mail) -> Line:
    kind = Kind(mail.kind)
    return Line(
        id=mail.id,
        kind=KINDS[kind],
        to=mail.to if kind in _TO_KNOWN else "",
        made_at=mail.made_at,
        state=State(mail.state),
        attempts=mail.attempts,
        fault=FAULTS[Fault(mail.fault)] if mail.fault else None,
        can_be_sent=_can_be_sent(mail),
    )


def _can_be_sent(mail: Mail) -> bool:
    tried = mail.state == State.WAITING and mail.attempts > 0
    return mail.sealed_body is not None and (tried or mail.state in (State.FAILED, State.HELD))


# --- the officer --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reached:
    """How it stands with what was mailed to an invited address."""

    kind: Text
    state: State
    at: datetime.datetime
    tried: bool
    """Sending was tried at least once."""


def of_tender(house: House, actor: Actor, tender_id: str) -> dict[str, tuple[Reached, ...]]:
    """By response the invitation and the notices to all; nothing that would tell what the vendor did with them."""
    tender = find_tender(house, actor, tender_id, Action.INVITE_VENDOR)
    rows = house.db.scalars(
        select(Mail).where(Mail.tender_id == tender.id, ~Mail.private).order_by(Mail.made_at, Mail.id)
    )
    found: dict[str, dict[str, Reached]] = {}
    for mail in rows:
        one = Reached(
            KINDS[Kind(mail.kind)], State(mail.state), mail.sent_at or mail.made_at, mail.attempts > 0
        )
        found.setdefault(mail.response_id or "", {})[mail.kind] = one  # the newest of each kind
    order = [kind.value for kind in Kind]
    return {
        response: tuple(kinds[kind] for kind in sorted(kinds, key=order.index))
        for response, kinds in found.items()
    }
