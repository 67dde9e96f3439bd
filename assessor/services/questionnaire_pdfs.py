"""The PDF of a whole questionnaire: made in a job, kept beside the queue.

It follows from published text alone and can be made again at any time, so it is no record: the queue's own store holds
how far it is and, when done, the bytes. Its name says all it depends on.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

from assessor import __version__
from assessor.domain.findings import today
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.questionnaire.describing import Readers
from assessor.domain.questionnaire.model import Questionnaire
from assessor.services.house import House
from assessor.services.refusals import NotThere

if TYPE_CHECKING:
    from huey import Huey

State = Literal["absent", "waiting", "running", "ready", "failed"]


@dataclass(frozen=True)
class Wanted:
    """Which PDF: a questionnaire in a language, for the buyer's side or for anybody, the law seen on a day."""

    id: str
    version: int
    sha256: str
    language: Language
    readers: Readers
    as_of: datetime.date

    @property
    def name(self) -> str:
        """The name of what is kept; a change of text, program or day is another name."""
        parts = (
            self.id,
            self.version,
            self.sha256[:16],
            self.language,
            self.readers,
            self.as_of,
            __version__,
        )
        return "questionnaire:" + ":".join(str(p) for p in parts)

    @property
    def file_name(self) -> str:
        kind = "vragenlijst" if self.language == "nl" else "questionnaire"
        more = "" if self.readers == "buyer" else "-extern" if self.language == "nl" else "-external"
        return f"{kind}-{self.id}-{self.version}{more}-{self.language}.pdf"


@dataclass(frozen=True)
class Progress:
    """How far the PDF is."""

    state: State
    per_cent: int


def wanted(house: House, questionnaire: Questionnaire, language: str, readers: str) -> Wanted:
    """The PDF as it would be made today."""
    if language not in LANGUAGES or readers not in get_args(Readers):
        raise NotThere
    return Wanted(
        questionnaire.id, questionnaire.version, questionnaire.sha256,
        language, cast(Readers, readers), today(house.now()),
    )  # fmt: skip


def as_message(one: Wanted) -> list[str]:
    """What goes into the queue."""
    return [one.id, str(one.version), one.sha256, one.language, one.readers, one.as_of.isoformat()]


def from_message(parts: list[str]) -> Wanted:
    """What came out of it."""
    id, version, sha256, language, readers, as_of = parts
    day = datetime.date.fromisoformat(as_of)
    return Wanted(id, int(version), sha256, cast(Language, language), cast(Readers, readers), day)


def progress_of(huey: Huey, one: Wanted) -> Progress:
    """How far it is; absent where nobody asked for it yet."""
    found = huey.storage.peek_data(one.name)
    if not isinstance(found, bytes | memoryview):
        return Progress("absent", 0)
    state, per_cent = json.loads(bytes(found))
    return Progress(state, per_cent)


def note_progress(huey: Huey, one: Wanted, state: State, per_cent: int) -> None:
    """Keep how far it is."""
    huey.storage.put_data(one.name, json.dumps([state, per_cent]).encode())


def keep(huey: Huey, one: Wanted, content: bytes) -> None:
    """Keep the finished PDF, and say so last."""
    huey.storage.put_data(one.name + ":pdf", content)
    note_progress(huey, one, "ready", 100)


def content_of(huey: Huey, one: Wanted) -> bytes:
    """The finished PDF."""
    found = huey.storage.peek_data(one.name + ":pdf")
    if progress_of(huey, one).state != "ready" or not isinstance(found, bytes | memoryview):
        raise NotThere
    return bytes(found)
