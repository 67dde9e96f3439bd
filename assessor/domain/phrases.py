"""Phrases that often stand in place of facts: hints for assessors, never a score, never shown to vendors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessor.domain.answers import Answer, Json
from assessor.domain.questionnaire.model import Question

_QUOTED = re.compile(r"[\"\N{LEFT DOUBLE QUOTATION MARK}]([^\"\N{RIGHT DOUBLE QUOTATION MARK}]+)["
                     r"\"\N{RIGHT DOUBLE QUOTATION MARK}]")  # fmt: skip
_SHORTEST = 4


def heard(question: Question, answer: Answer) -> frozenset[int]:
    """The places of the warning signs that quote something this answer says, in either language."""
    said = _plain(" / ".join(_texts(answer)))
    return frozenset(
        place
        for place, sign in enumerate(question.warning_signs)
        if any(f" {phrase} " in f" {said} " for phrase in _phrases(sign.nl + " " + sign.en))
    )


def _phrases(sign: str) -> Iterator[str]:
    for found in _QUOTED.findall(sign):
        phrase = _plain(found)
        if len(phrase) >= _SHORTEST:
            yield phrase


def _plain(text: str) -> str:
    """Capitals, punctuation and line ends make no other phrase."""
    return " ".join(re.findall(r"[^\W_]+|%", text.casefold()))


def _texts(answer: Answer) -> Iterator[str]:
    yield answer.evidence_note
    yield answer.standing_reason
    for value in answer.value.values():
        yield from _words(value)


def _words(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)
