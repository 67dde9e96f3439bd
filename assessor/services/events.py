"""The log of a tender, and of a vendor's own response, as far as the reader may see it.

Until the opening an officer's log says nothing of what vendors do: their events stand in chains of their own, and
what the tender's chain took from these at the closing is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from assessor.domain.chain import Head
from assessor.domain.event_words import OF_THE_COMPANY, words_for
from assessor.domain.permissions import Action, Actor, Role
from assessor.domain.text import Text
from assessor.services.access import find_response, find_tender
from assessor.services.house import House
from assessor.storage import events
from assessor.storage.models import Company, Event, Person, Response

_SYSTEM = Text(nl="het systeem", en="the system")


@dataclass(frozen=True)
class Entry:
    """One line of a log."""

    at: datetime.datetime
    number: int
    """Its place in its own chain."""
    chain: str
    company: str | None
    """The vendor whose chain it is in; None for the tender's own."""
    verb: str
    words: Text
    who: Text
    about: dict[str, Any]
    head: str


def tender_log(house: House, actor: Actor, tender_id: str) -> list[Entry]:
    """What happened in a tender, oldest first; with the vendors' own events after the opening."""
    tender = find_tender(house, actor, tender_id, Action.READ_EVENTS)
    companies: dict[str, str] = {}
    if tender.opened_at is not None:
        rows = house.db.execute(
            select(Response.id, Company.name).join(Company).where(Response.tender_id == tender.id)
        )
        companies = {events.response_chain(id): name for id, name in rows}
    entries = _entries(house, [events.tender_chain(tender.id), *companies], companies)
    if actor.role is not Role.AUDITOR:
        # Who asked what is of no use for judging offers, not even after the opening.
        entries = [(e, id) for e, id in entries if e.verb != "question_asked"]
    if tender.opened_at is None:
        vendors = set(house.db.scalars(select(Person.id).where(Person.role == Role.VENDOR.value)))
        entries = [(e, id) for e, id in entries if id not in vendors]
    return [entry for entry, _ in entries]


def response_log(house: House, actor: Actor, response_id: str) -> list[Entry]:
    """What happened with the actor's own response, oldest first. Nothing in it tells of other vendors."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    return [entry for entry, _ in _entries(house, [events.response_chain(response.id)], {})]


def head_of_tender(house: House, actor: Actor, tender_id: str) -> Head:
    """Where the tender's chain stands, to be printed in protocols, reports and letters."""
    tender = find_tender(house, actor, tender_id, Action.READ_EVENTS)
    return events.head_of(house.db, events.tender_chain(tender.id))


def _entries(house: House, chains: Sequence[str], companies: dict[str, str]) -> list[tuple[Entry, str]]:
    query = select(Event).where(Event.chain.in_(chains)).order_by(Event.at, Event.chain, Event.number)
    if companies:
        query = query.where(Event.verb.not_in(OF_THE_COMPANY))
    rows = house.db.scalars(query).all()
    names = _names(house, {row.actor for row in rows}, hidden=bool(companies))
    return [
        (
            Entry(
                at=row.at,
                number=row.number,
                chain=row.chain,
                company=companies.get(row.chain),
                verb=row.verb,
                words=words_for(row.verb),
                who=names.get(row.actor, _SYSTEM) or _as_it_is(companies.get(row.chain, "")),
                about={name: value for name, value in row.about.items() if name != "heads"},
                head=row.head,
            ),
            row.actor,
        )
        for row in rows
    ]


def _names(house: House, ids: Iterable[str], *, hidden: bool) -> dict[str, Text | None]:
    """Names by id. With `hidden` a vendor's people have none: who did it is the business of their company."""
    rows = house.db.execute(select(Person.id, Person.name, Person.role).where(Person.id.in_(list(ids))))
    return {id: None if hidden and role == Role.VENDOR else _as_it_is(name) for id, name, role in rows}


def _as_it_is(name: str) -> Text:
    return Text(nl=name, en=name)
