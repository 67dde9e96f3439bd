"""What an installation is made of, put together from its settings; refuses to start on what is broken."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assessor.config import Settings
from assessor.services.house import House
from assessor.services.questionnaires import Shelf
from assessor.storage.migrations import UnknownSchema
from assessor.storage.sealing import KeyFileFault
from assessor.storage.start import Store, open_store

if TYPE_CHECKING:
    from assessor.services.jobs import Jobs


class CannotStart(Exception):
    """The key, the schema, the database or the folder is not what it must be; said in one sentence."""


def utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True)
class Parts:
    """What the application is made of; kept for jobs and tests."""

    settings: Settings
    store: Store
    shelf: Shelf
    clock: Callable[[], datetime.datetime]

    def house(self, session: Session) -> House:
        """The working context around one database session."""
        return House(
            db=session,
            master=self.store.master,
            files=self.store.files,
            library=self.shelf,
            clock=self.clock,
            address=self.settings.address,
            sends_mail=self.settings.mail is not None,
            wake=self._wake if self.settings.mail is not None else None,
        )

    @cached_property
    def jobs(self) -> Jobs:
        """The queue of this installation, opened when it is first needed."""
        from assessor.services.jobs import Jobs  # noqa: PLC0415 - most commands ask for no job

        return Jobs(self)

    def _wake(self, mail_id: str) -> None:
        self.jobs.ask_mail(mail_id)


def open_parts(settings: Settings, clock: Callable[[], datetime.datetime] = utc_now) -> Parts:
    """Questionnaires, database, key and files; raises with all faults when something is broken."""
    if settings.mail is not None and settings.mail.fault:
        raise CannotStart(f"This installation cannot start: {settings.mail.fault}")
    shelf = Shelf(settings.questionnaires)
    try:
        settings.instance.mkdir(parents=True, exist_ok=True)
        store = open_store(settings.database, settings.key_file, settings.files)
    except (KeyFileFault, UnknownSchema, DBAPIError, OSError) as fault:
        raise CannotStart(f"This installation cannot start: {fault}") from fault
    return Parts(settings, store, shelf, clock)
