"""The questions of one response as a list by section, with what the reader scored."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from assessor.domain.answers import WHOLE_OFFER, Key
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.report.findings import module_name
from assessor.domain.text import Text
from assessor.domain.words import STANDINGS, WEIGHTS
from assessor.services.carrying import Earlier, earlier_of
from assessor.services.sheets import Sheet
from assessor.storage.models import AgreedScore, Score
from assessor.web.access import house
from assessor.web.in_offer import word_beside


@dataclass(frozen=True)
class Line:
    """One question of the list."""

    key: Key
    name: Text
    module: Text | None
    weight: Text | None
    """Said only where it matters more than usual: a gate or a critical question."""
    url: str
    is_open: bool
    """The vendor left it open."""
    score: Text | None
    """The reader's own score in words."""
    reason: str
    offer: Text | None
    """In a verification: whether the answer is still that of the offer."""


@dataclass(frozen=True)
class Section:
    code: str
    name: Text
    why: Text
    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.score is not None for line in self.lines if not line.is_open)

    @property
    def total(self) -> int:
        return sum(not line.is_open for line in self.lines)


def address(page: str, response_id: str, key: Key) -> str:
    """The address of a question's page, such as scoring.question."""
    module = None if key.module == WHOLE_OFFER else key.module
    return url_for(page, response_id=response_id, question=key.question, module=module)


def score_in_words(row: Score | AgreedScore) -> Text:
    """A score as it is shown in a list: "3 van 4", or why there is none."""
    if row.anchor.isdigit():
        return Text(nl="{n} van 4", en="{n} of 4").fill(n=int(row.anchor))
    return STANDINGS[row.anchor]


def weight_in_words(questionnaire: Questionnaire, key: Key) -> Text | None:
    weight = questionnaire.by_id[key.question].weight.value
    return WEIGHTS[weight] if weight in ("gate", "critical") else None


def sections_of(sheet: Sheet) -> tuple[Section, ...]:
    """What was asked of the vendor in the reader's sections, by dimension, in the order asked."""
    questionnaire, earlier = sheet.questionnaire, earlier_of(house(), sheet.response)
    found = []
    for dimension in questionnaire.dimensions:
        keys = [k for k in sheet.own if questionnaire.by_id[k.question].dimension == dimension.code]
        if keys:
            lines = tuple(_line(sheet, key, earlier) for key in keys)
            found.append(Section(dimension.code, dimension.name, dimension.why, lines))
    return tuple(found)


def _line(sheet: Sheet, key: Key, earlier: Earlier | None) -> Line:
    row = sheet.scores.get(key)
    return Line(
        key=key,
        name=sheet.questionnaire.by_id[key.question].name,
        module=module_name(sheet.questionnaire, key.module),
        weight=weight_in_words(sheet.questionnaire, key),
        url=address("scoring.question", sheet.response.id, key),
        is_open=key not in sheet.answers,
        score=score_in_words(row) if row else None,
        reason=row.reason if row else "",
        offer=word_beside(earlier, key, sheet.answers.get(key)) if earlier is not None else None,
    )
