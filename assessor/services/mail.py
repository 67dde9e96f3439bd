"""Mail: put in the outbox in the transaction of the step it belongs to, and taken out of it by who sends.

A step that is rolled back sends nothing. One mail has one addressee. What it says may hold a personal link, so it lies
sealed in the outbox, and is dropped once it was sent. Sending itself stands in `mail_sending.py`; who gets which mail
when, in `notices.py`.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, partial
from typing import cast

from jinja2 import Environment
from sqlalchemy import or_, select

from assessor.domain import formats
from assessor.domain.language import Language
from assessor.domain.mail import FINAL, KEPT, LEASE, MOST_DOUBTS, STALE, Fault, Kind, State, next_try
from assessor.domain.text import Text
from assessor.reports.templating import templates
from assessor.services.house import House
from assessor.services.refusals import Refused
from assessor.services.typed import Typed
from assessor.storage.engine import get_locked
from assessor.storage.models import Mail, Response, Tender, new_id
from assessor.storage.sealing import Broken, seal, unseal

Value = str | int | Text | datetime.datetime | tuple[str, ...]
"""What a template is given; a Text and a moment are put in the mail's own language."""

LONGEST_SUBJECT = 150

_UNFIT = Text(
    nl="Dit kan niet worden gemaild: er staat een regeleinde of een ander teken in dat daar niet hoort.",
    en="This cannot be mailed: it contains a line break or another character that does not belong there.",
)


@dataclass(frozen=True)
class About:
    """What a mail is about, and whether that tells what a vendor does."""

    tender: Tender | None = None
    response: Response | None = None
    private: bool = False


def queue(
    house: House,
    kind: Kind,
    to: str,
    language: str,
    values: dict[str, Value],
    about: About = About(),
    *,
    once: str | None = None,
    until: datetime.datetime | None = None,
) -> Mail | None:
    """Put one mail in the outbox; nothing where no mail is sent here, or where the mail of this `once` is there."""
    if not house.sends_mail or (once is not None and _is_there(house, once)):
        return None
    spoken: Language = "en" if language == "en" else "nl"
    typed = Typed()
    typed.email("to", to)
    if typed.errors:
        raise Refused(next(iter(typed.errors.values())))
    subject, body = _written(house, kind, spoken, values)
    id, now = new_id(), house.now()
    mail = Mail(
        id=id,
        kind=kind.value,
        to=to,
        language=spoken,
        subject=subject,
        sealed_body=seal(house.master.derived("mail"), body.encode(), f"mail/{id}"),
        private=about.private,
        tender_id=about.tender.id if about.tender else None,
        response_id=about.response.id if about.response else None,
        once=once,
        made_at=now,
        next_at=now,
        until=until,
    )
    house.db.add(mail)
    house.db.flush()
    house.mailed.append(to)
    if house.wake is not None:
        house.afterwards.append(partial(_wake, house, id))
    return mail


def _is_there(house: House, once: str) -> bool:
    return house.db.scalar(select(Mail.id).where(Mail.once == once)) is not None


def _wake(house: House, id: str) -> None:
    assert house.wake is not None
    # The step is done and must not look as if it failed; the round of the next minute sends what waits.
    with contextlib.suppress(Exception):
        house.wake(id)


# --- what it says -------------------------------------------------------------------------------------------


@cache
def _letters() -> Environment:
    """Plain text: nothing is escaped, and a value is never read as a template."""
    return templates().overlay(autoescape=False)


def _written(house: House, kind: Kind, language: Language, values: dict[str, Value]) -> tuple[str, str]:
    """Subject and body: the first line of the template, and what follows it."""
    fitting = {name: _in_words(value, language) for name, value in values.items()}
    whole = (
        _letters()
        .get_template(f"mail/{kind.value}.txt")
        .render(fitting, nl=language == "nl", house=house.address)
    )
    subject, _, body = whole.strip().partition("\n")
    if len(subject) > LONGEST_SUBJECT:
        subject = subject[: LONGEST_SUBJECT - 2].rstrip() + " …"
    return subject, re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"


def _in_words(value: Value, language: Language) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(_line(one) for one in value)
    if isinstance(value, datetime.datetime):
        return formats.moment(value, language)
    return _line(value.to(language) if isinstance(value, Text) else str(value))


def _line(said: str) -> str:
    # In any value: what ends a line would make a header of the next one, or a paragraph that is not the buyer's.
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in said):
        raise Refused(_UNFIT)
    return said


# --- taking it out ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Letter:
    """A mail on its way, for whoever hands it over."""

    id: str
    attempt: int
    to: str
    language: str
    subject: str
    body: str
    at: datetime.datetime


def due(house: House) -> list[str]:
    """The mails that are to be sent now, the oldest first; also those that whoever sent them left halfway."""
    states = (State.WAITING.value, State.SENDING.value)
    return list(
        house.db.scalars(
            select(Mail.id)
            .where(Mail.state.in_(states), Mail.next_at <= house.now())
            .order_by(Mail.next_at, Mail.id)
        )
    )


def begin(house: House, mail_id: str) -> Letter | None:
    """Take a mail to send it; None when there is nothing to be done, now or by this worker."""
    mail, now = get_locked(house.db, Mail, mail_id), house.now()
    if mail is None or mail.state not in (State.WAITING, State.SENDING) or mail.next_at > now:
        return None
    if now - mail.next_at > STALE:
        mail.state = State.HELD.value
        return None
    if mail.state == State.SENDING:  # who had it was stopped, perhaps after the server took it
        mail.doubts += 1
    body = _body(house, mail)
    if mail.until is not None and now >= mail.until:
        _give_up(mail, Fault.TOO_LATE)
    elif mail.doubts >= MOST_DOUBTS:
        _give_up(mail, Fault.DOUBT)
    elif body is None:
        _give_up(mail, Fault.UNREADABLE)
    else:
        mail.state, mail.attempts, mail.next_at = State.SENDING.value, mail.attempts + 1, now + LEASE
        return Letter(mail.id, mail.attempts, mail.to, mail.language, mail.subject, body, mail.made_at)
    return None


def finish(house: House, letter: Letter, fault: Fault | None) -> None:
    """Note how sending went. Somebody else's turn, or a mail that is gone, is left alone."""
    mail = get_locked(house.db, Mail, letter.id)
    if mail is None or mail.state != State.SENDING or mail.attempts != letter.attempt:
        return
    if fault is None:
        mail.state, mail.sealed_body, mail.fault = State.SENT.value, None, None
        mail.sent_at = house.now()
        return
    mail.doubts += fault is Fault.DOUBT
    later = next_try(mail.attempts, house.now())
    if fault in FINAL or later is None or mail.doubts >= MOST_DOUBTS:
        _give_up(mail, fault)
    else:
        mail.state, mail.fault, mail.next_at = State.WAITING.value, fault.value, later


def try_again(house: House, mail: Mail) -> None:
    """Have a mail sent that failed, waits or was held. Callers have checked the actor."""
    if mail.sealed_body is None or mail.state in (State.SENDING, State.SENT):
        return
    mail.state, mail.attempts, mail.next_at = State.WAITING.value, 0, house.now()
    if house.wake is not None:
        house.afterwards.append(partial(_wake, house, mail.id))


def take_out(house: House, response_id: str, kind: Kind) -> None:
    """What was not sent yet is not to be sent any more, as its link no longer works."""
    waiting = select(Mail).where(
        Mail.response_id == response_id, Mail.kind == kind.value, Mail.state.notin_(("sent", "sending"))
    )
    for mail in house.db.scalars(waiting).all():
        house.db.delete(mail)


def forgettable(house: House) -> list[Mail]:
    """What failed or was held so long ago that nobody will send it."""
    long_ago = house.now() - KEPT
    return list(
        house.db.scalars(
            select(Mail).where(
                Mail.sealed_body.is_not(None),
                or_(Mail.state == State.FAILED.value, Mail.state == State.HELD.value),
                Mail.made_at <= long_ago,
            )
        )
    )


def _give_up(mail: Mail, fault: Fault) -> None:
    mail.state, mail.fault = State.FAILED.value, fault.value


def _body(house: House, mail: Mail) -> str | None:
    try:
        return unseal(house.master.derived("mail"), cast(bytes, mail.sealed_body), f"mail/{mail.id}").decode()
    except (Broken, TypeError):
        return None
