"""The stage of the demonstration: an installation, one step of work at a time, and a clock that is set."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assessor.domain.formats import ZONE
from assessor.domain.permissions import Actor
from assessor.parts import Parts
from assessor.services.house import House
from assessor.services.work import writing


class Clock:
    """A clock that stands still until it is set. It never goes back, as the records would not believe it."""

    def __init__(self, start: datetime.datetime) -> None:
        self._now = start

    def __call__(self) -> datetime.datetime:
        return self._now

    def set(self, moment: datetime.datetime) -> None:
        """Go to a later moment."""
        if moment < self._now:
            raise ValueError(f"the demonstration's clock would go back from {self._now} to {moment}")
        self._now = moment

    def forward(self, minutes: float) -> None:
        """Let some time pass."""
        self._now += datetime.timedelta(minutes=minutes)


def in_waterstad(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment as the clock in the Netherlands shows it."""
    return datetime.datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(datetime.UTC)


@dataclass(frozen=True)
class Stage:
    """An installation and its clock."""

    parts: Parts
    clock: Clock

    @contextmanager
    def step(self, actor: Actor) -> Iterator[House]:
        """One step of work, committed at its end, exactly as a page does it."""
        with self.parts.store.sessions() as session:
            house = self.parts.house(session)
            with writing(house, actor):
                yield house
