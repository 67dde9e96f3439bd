"""A nota van inlichtingen as a value: what was published, from its JSON and back, and how it is numbered."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assessor.domain.chain import canonical, stamp
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.text import Text

FORMAT = 1


@dataclass(frozen=True)
class Spoken:
    """What officers wrote in one language, or in both."""

    nl: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.nl or self.en)

    def to(self, language: Language) -> str:
        """In this language, else in the other."""
        return (self.nl or self.en) if language == "nl" else (self.en or self.nl)

    def language(self, language: Language) -> Language:
        """The language in which it is shown to a reader of this one."""
        other: Language = "en" if language == "nl" else "nl"
        return language if getattr(self, language) or not getattr(self, other) else other


@dataclass(frozen=True)
class Corrected:
    """The published item that is put right."""

    nota: int
    number: int


@dataclass(frozen=True)
class Item:
    """One answer, or a remark without a question."""

    number: int
    question: str
    """The question of the questionnaire that it is about; empty for a general one."""
    name: Text | None
    wording: Spoken
    answer: Spoken
    changes: Spoken
    rejected: bool = False
    corrects: Corrected | None = None


@dataclass(frozen=True)
class Published:
    """A nota with everything that its paper says."""

    number: int
    title: str
    buyer: str
    is_test: bool
    language: Language
    """The language that prevails."""
    both_languages: bool
    tender_sha256: str
    published_at: datetime.datetime
    items: tuple[Item, ...]
    sha256: str = field(default="", compare=False)
    """The digest of the content."""

    @property
    def name(self) -> Text:
        return Text(nl=f"Nota van inlichtingen {self.number}", en=f"Nota van inlichtingen {self.number}")

    @property
    def languages(self) -> tuple[Language, ...]:
        """In which its paper is made, the one that prevails first."""
        if not self.both_languages:
            return (self.language,)
        return (self.language, *(one for one in LANGUAGES if one != self.language))


def as_content(nota: Published) -> str:
    """What is frozen, as canonical JSON."""
    return canonical(
        {
            "format": FORMAT,
            "number": nota.number,
            "title": nota.title,
            "buyer": nota.buyer,
            "test": nota.is_test,
            "language": nota.language,
            "both_languages": nota.both_languages,
            "tender_sha256": nota.tender_sha256,
            "published_at": stamp(nota.published_at),
            "items": [_item_json(item) for item in nota.items],
        }
    ).decode("ascii")


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "number": item.number,
        "question": item.question,
        "name": item.name.model_dump() if item.name else None,
        "wording": vars(item.wording),
        "answer": vars(item.answer),
        "changes": vars(item.changes),
        "rejected": item.rejected,
        "corrects": vars(item.corrects) if item.corrects else None,
    }


def from_content(content: str, sha256: str = "") -> Published:
    """What was frozen, read again."""
    told = json.loads(content)
    return Published(
        number=told["number"],
        title=told["title"],
        buyer=told["buyer"],
        is_test=told["test"],
        language=told["language"],
        both_languages=told["both_languages"],
        tender_sha256=told["tender_sha256"],
        published_at=datetime.datetime.fromisoformat(told["published_at"]),
        items=tuple(_item(one) for one in told["items"]),
        sha256=sha256,
    )


def _item(told: dict[str, Any]) -> Item:
    return Item(
        number=told["number"],
        question=told["question"],
        name=Text(**told["name"]) if told["name"] else None,
        wording=Spoken(**told["wording"]),
        answer=Spoken(**told["answer"]),
        changes=Spoken(**told["changes"]),
        rejected=told["rejected"],
        corrects=Corrected(**told["corrects"]) if told["corrects"] else None,
    )


def corrections(notas: Iterable[Published]) -> dict[int, Corrected]:
    """By number of an item the latest one that puts it right."""
    return {
        item.corrects.number: Corrected(nota.number, item.number)
        for nota in notas
        for item in nota.items
        if item.corrects is not None
    }
