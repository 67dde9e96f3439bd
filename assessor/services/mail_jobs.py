"""Sending as a job: one mail by its id, and every minute a round of what is due."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assessor.domain.mail import OF_THE_SERVER, Fault
from assessor.domain.permissions import NOBODY
from assessor.services import mail, notices
from assessor.services.work import reading
from assessor.storage.engine import Busy

if TYPE_CHECKING:
    from assessor.services.jobs import Workshop

PAUSE = datetime.timedelta(seconds=55)
"""After a mail server was found to be away, so that other work need not wait for it with every mail."""
_TRIES = 5


class Post:
    """The mail jobs of an installation."""

    def __init__(self, workshop: Workshop, write: Callable[..., Any]) -> None:
        self._workshop, self._write = workshop, write
        self._paused_until: datetime.datetime | None = None

    def send(self, mail_id: str) -> None:
        """Send one mail, if it is due. Doing it twice, also at the same time, has one effect."""
        settings = self._workshop.settings.mail
        if settings is None or self._is_paused():
            return
        letter = self._write(mail.begin, mail_id)
        if letter is None:
            return
        from assessor.services.mail_sending import hand_over  # noqa: PLC0415 - loaded with the first mail

        fault = hand_over(settings, letter)
        if fault in OF_THE_SERVER:
            self._paused_until = self._now() + PAUSE
        self._note(letter, fault)

    def round(self) -> list[str]:
        """What every minute asks for: make what is due by the clock; returns the mails to be sent."""
        if self._workshop.settings.mail is None or self._is_paused():
            return []
        heads_to = self._workshop.settings.heads_to
        with self._workshop.store.sessions() as session:
            house = self._workshop.house(session)
            with reading(house, NOBODY):
                is_work = notices.is_anything_due(house, heads_to)
        if is_work:
            self._write(notices.make_due, heads_to)
        with self._workshop.store.sessions() as session:
            house = self._workshop.house(session)
            with reading(house, NOBODY):
                return mail.due(house)

    def _note(self, letter: mail.Letter, fault: Fault | None) -> None:
        # Not to know that a mail was sent is to send it again: so the lock is worth some waiting.
        for left in reversed(range(_TRIES)):
            try:
                self._write(mail.finish, letter, fault)
                return
            except Busy:
                if not left:
                    raise

    def _is_paused(self) -> bool:
        return self._paused_until is not None and self._now() < self._paused_until

    def _now(self) -> datetime.datetime:
        with self._workshop.store.sessions() as session:
            return self._workshop.house(session).now()
