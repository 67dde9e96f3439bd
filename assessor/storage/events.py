"""Adding events to their chains, and the latest moment that this installation has seen."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from assessor.domain.chain import NOTHING, Head, Link, content_of_row, id_from, sha256, stamp
from assessor.storage.engine import lock_name
from assessor.storage.models import Event, Remembered, Table

LATEST = "latest_moment"
BACK_BY = datetime.timedelta(seconds=2)
"""A clock that goes back by more than this is believed no longer."""

HOUSE = "house"


def tender_chain(tender_id: str) -> str:
    return f"tender:{tender_id}"


def response_chain(response_id: str) -> str:
    """A vendor's own chain: its receipts tell nothing of others."""
    return f"response:{response_id}"


def append(
    session: Session,
    chain: str,
    actor: str,
    verb: str,
    about: Mapping[str, Any],
    digest: str,
    now: datetime.datetime,
    row: Table | None = None,
) -> Event:
    """Add an event in the session's transaction.

    `about` is plain JSON. With `row` (a new score, decision ...) the event holds the digest of the whole
    row, which the verification compares with the row as it is stored; `digest` is then left empty.
    """
    told = dict(about)
    if row is not None:
        session.flush()
        told["row"], digest = row_name(row), row_digest(row)
    return _add(session, chain, actor, verb, told, digest, steady(session, now))


def head_of(session: Session, chain: str) -> Head:
    """Where a chain stands now; number 0 for a chain without events."""
    last = _last(session, chain)
    return Head(chain, last.number, last.head) if last else Head(chain, 0, NOTHING)


def row_name(row: Table) -> str:
    """A row's place, such as scores/3f..."""
    key = inspect(type(row)).primary_key_from_instance(row)
    return "/".join([row.__tablename__, *(str(part) for part in key)])


def row_digest(row: Table) -> str:
    """The digest of all columns of a row."""
    columns = inspect(type(row)).column_attrs
    return sha256(content_of_row({c.columns[0].name: getattr(row, c.key) for c in columns}))


def steady(session: Session, now: datetime.datetime) -> datetime.datetime:
    """`now`, or the latest moment seen if the clock went back by more than two seconds (an event)."""
    latest = latest_moment(session)
    if latest is None:
        lock_name(session, LATEST)  # the very first two could come together
        latest = latest_moment(session)
    if latest is not None and now < latest - BACK_BY:
        _note_clock_went_back(session, latest, now)
        return latest
    if latest is None:
        session.add(Remembered(name=LATEST, value=stamp(now)))
        session.flush()
    elif now > latest:
        # On a server another transaction may be moving the mark right now; then that is enough.
        mark = select(Remembered).where(Remembered.name == LATEST).with_for_update(skip_locked=True)
        kept = session.scalars(mark).one_or_none()
        if kept is not None:
            kept.value = max(kept.value, stamp(now))
            session.flush()
    return now


def latest_moment(session: Session) -> datetime.datetime | None:
    """The latest moment at which something was recorded here."""
    value = session.scalar(select(Remembered.value).where(Remembered.name == LATEST))
    return datetime.datetime.fromisoformat(value) if value else None


def _note_clock_went_back(session: Session, latest: datetime.datetime, now: datetime.datetime) -> None:
    # The mark stands still while the clock is behind it, so that one event for each mark is enough.
    last = _last(session, HOUSE)
    if last is None or last.verb != "clock_went_back" or last.about.get("latest") != stamp(latest):
        about = {"latest": stamp(latest), "clock": stamp(now)}
        _add(session, HOUSE, "system", "clock_went_back", about, NOTHING, latest)


def _add(
    session: Session,
    chain: str,
    actor: str,
    verb: str,
    about: dict[str, Any],
    digest: str,
    at: datetime.datetime,
) -> Event:
    lock_name(session, chain)
    last = _last(session, chain)
    link = Link(
        chain=chain,
        number=last.number + 1 if last else 1,
        at=at,
        actor=actor,
        verb=verb,
        about=about,
        digest=digest,
        previous=last.head if last else NOTHING,
    )
    event = Event(
        id=id_from(link.head),
        chain=chain,
        number=link.number,
        at=at,
        actor=actor,
        verb=verb,
        about=about,
        digest=digest,
        previous=link.previous,
        head=link.head,
    )
    session.add(event)
    session.flush()
    return event


def _last(session: Session, chain: str) -> Event | None:
    return session.scalars(
        select(Event).where(Event.chain == chain).order_by(Event.number.desc()).limit(1)
    ).first()
