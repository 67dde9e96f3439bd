"""What every verb works with: the database session, keys, files, clock and questionnaires."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from assessor.domain.questionnaire.model import Questionnaire
from assessor.storage.files import Files
from assessor.storage.sealing import MasterKey


class Library(Protocol):
    """The questionnaires that were read at the start."""

    def get(self, id: str, version: int) -> Questionnaire: ...

    def all(self) -> tuple[Questionnaire, ...]: ...


@dataclass(frozen=True)
class House:
    """One request's or one command's working context. Whoever made it commits."""

    db: Session
    master: MasterKey
    files: Files
    library: Library
    clock: Callable[[], datetime.datetime]
    """The one clock: an aware moment in UTC."""
    address: str
    """The external base address for links, from settings and never from a request."""

    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What is to be done once the step is committed, such as removing files whose rows are gone. Forgotten when the
    step is rolled back."""

    sends_mail: bool = False
    """Whether this installation sends mail at all."""
    wake: Callable[[str], None] | None = None
    """Has the mail with this id sent soon. Without it the round of every minute finds it."""
    mailed: list[str] = field(default_factory=list)
    """The addresses that this step writes to, for the page that says so."""

    def now(self) -> datetime.datetime:
        return self.clock()
