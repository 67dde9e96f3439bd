"""One step of work: the only place that commits, for pages, commands, the demonstration and tests alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError

from assessor.domain.permissions import Actor
from assessor.services.access import note_attempt
from assessor.services.house import House
from assessor.services.refusals import Attempt, NotThere
from assessor.storage.engine import WRITE_SECONDS, Busy, begin_writing, is_passing
from assessor.storage.models.base import NotText


@contextmanager
def writing(house: House, actor: Actor, wait_seconds: float = WRITE_SECONDS) -> Iterator[None]:
    """Take the write lock before anything is read; commit at the end, or roll everything back.

    Raises storage.engine.Busy when the lock is not to be had in time. Submitting waits longer than the rest:
    storage.engine.SUBMIT_SECONDS.
    """
    begin_writing(house.db, wait_seconds)
    with _rolling_back(house, actor):
        yield
        house.db.commit()
    while house.afterwards:
        house.afterwards.pop(0)()


@contextmanager
def reading(house: House, actor: Actor, *, more: bool = False) -> Iterator[None]:
    """Read one moment of the database; nothing is kept, and what was read stays readable.

    With `more`, the next step of reading goes on at the same moment.
    """
    with _rolling_back(house, actor):
        yield
        if not more:
            house.db.close()


@contextmanager
def _rolling_back(house: House, actor: Actor) -> Iterator[None]:
    try:
        yield
    except BaseException as fault:
        house.db.rollback()
        house.afterwards.clear()
        if isinstance(fault, Attempt):
            begin_writing(house.db)
            note_attempt(house, actor, fault)
            house.db.commit()
        if isinstance(fault, StatementError) and isinstance(fault.orig, NotText):
            raise NotThere from fault
        if isinstance(fault, DBAPIError) and is_passing(fault):
            raise Busy(str(fault.orig)) from fault
        raise
