"""The blank form of a question: made once for everybody, with gaps where each page puts what was typed.

A form of fifty boxes takes longer to make than all the rest of its page, and nothing of it differs between vendors
but what stands in the boxes. Only the blank is kept, never what was filled in.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Literal

from flask import current_app
from markupsafe import Markup, escape

from assessor.domain.language import Language
from assessor.domain.questionnaire.kinds import Typed
from assessor.domain.questionnaire.model import Question, Questionnaire
from assessor.domain.references import references_of
from assessor.domain.text import Text
from assessor.web.question_form import Box, groups, rows_of
from assessor.web.question_reading import (
    CONFIDENTIAL,
    DATE_FIELD,
    LEVEL,
    NOTE_FIELD,
    PART,
    PASSAGE_FIELD,
    REASON_FIELD,
    STANDING,
    STANDS,
    VALUE,
    WHOLE,
    WHY_FIELD,
    first,
)

Problems = dict[str, list[Text]]


STANDING_OPTIONS = (
    ("", Text(nl="Wij geven antwoord", en="We answer"), None),
    (
        "unknown",
        Text(nl="Wij weten dit niet", en="We do not know this"),
        Text(
            nl="De vraag levert dan niets op en blijft in de beoordeling onzeker.",
            en="The question then earns nothing and stays uncertain in the assessment.",
        ),
    ),
    (
        "withheld",
        Text(nl="Wij geven dit niet", en="We do not give this"),
        Text(
            nl="De vraag levert dan niets op. Leg uit waarom u het niet geeft.",
            en="The question then earns nothing. Explain why you do not give it.",
        ),
    ),
    (
        "not_applicable",
        Text(nl="Dit geldt niet voor ons product", en="This does not apply to our product"),
        Text(
            nl="Leg uit waarom niet. Vinden de beoordelaars dat ook, dan telt de vraag niet mee.",
            en="Explain why not. If the assessors agree, the question does not count.",
        ),
    ),
)


CONFIDENTIAL_OPTIONS = (
    ("", Text(nl="Nee", en="No"), None),
    (PART, Text(nl="Een deel: een passage of een bestand", en="Part of it: a passage or a file"), None),
    (WHOLE, Text(nl="Het hele antwoord, met de bestanden", en="All of it, with the files"), None),
)


@dataclass(frozen=True)
class Sheet:
    """Which question, in which language, with how many rows in its tables: what a blank is made of."""

    made_from: int
    """The questionnaire by identity, which is kept alive below: no two are ever taken for each other."""
    question: str
    language: Language
    rows: tuple[tuple[str, int], ...]
    questionnaire: Questionnaire = field(compare=False, repr=False)

    @property
    def asks(self) -> Question:
        return self.questionnaire.by_id[self.question]


def sheet_of(questionnaire: Questionnaire, asks: Question, language: Language, shown: Typed) -> Sheet:
    """The sheet on which these texts fit."""
    rows = tuple((f.id, rows_of(f, shown)) for f in asks.fields if f.columns)
    return Sheet(id(questionnaire), asks.id, language, rows, questionnaire)


def boxes(sheet: Sheet, shown: Typed, problems: Problems) -> Markup:
    """The boxes of a question with these texts in them, and the problems beside them."""
    return _made(sheet, shown, problems) if problems else _blank(sheet).filled(shown)


@lru_cache(maxsize=512)
def introduction(sheet: Sheet, day: datetime.date) -> Markup:
    """What stands above the form: the question, why it is asked, how to answer it, and the law behind it that day."""
    references = references_of(sheet.questionnaire, sheet.asks, day)
    return _rendered("responses/question_introduction.html", asks=sheet.asks, references=references)


def _made(sheet: Sheet, shown: Typed, problems: Problems) -> Markup:
    asks, questionnaire = sheet.asks, sheet.questionnaire
    return _rendered(
        "responses/question_boxes.html",
        form={"problems": problems},
        asks=asks,
        groups=groups(asks, shown),
        standing=first(shown, STANDING),
        standing_options=STANDING_OPTIONS,
        reason=Box(REASON_FIELD, REASON_FIELD.id, shown),
        reason_when=" ".join(STANDS),
        level=first(shown, LEVEL),
        level_options=_levels(questionnaire, asks),
        minimum=_level(questionnaire, asks.evidence.minimum.value),
        for_high=asks.evidence.for_high and _level(questionnaire, asks.evidence.for_high.value),
        evidence_note=Box(NOTE_FIELD, NOTE_FIELD.id, shown),
        evidence_date=Box(DATE_FIELD, DATE_FIELD.id, shown),
        confidential=first(shown, CONFIDENTIAL),
        confidential_options=CONFIDENTIAL_OPTIONS,
        passage=Box(PASSAGE_FIELD, PASSAGE_FIELD.id, shown),
        confidential_reason=Box(WHY_FIELD, WHY_FIELD.id, shown),
    )


def _rendered(template: str, **values: object) -> Markup:
    # Not by Flask's own function: nothing of the request or of the person is at hand in what is kept.
    return Markup(current_app.jinja_env.get_template(template).render(values))  # noqa: S704


def _levels(questionnaire: Questionnaire, asks: Question) -> list[tuple[str, Text, Text]]:
    example = Text(nl="Bijvoorbeeld: {example}.", en="For example: {example}.")
    most = Text(
        nl="Bijvoorbeeld: {example}. Een antwoord haalt hiermee hoogstens {cap} van de 4 punten.",
        en="For example: {example}. With this an answer gets at most {cap} of 4 points.",
    )
    return [
        (
            s.level.value,
            _level(questionnaire, s.level.value),
            (most if asks.is_scored and s.cap < 4 else example).fill(example=s.example, cap=s.cap),
        )
        for s in questionnaire.evidence_levels
    ]


def _level(questionnaire: Questionnaire, level: str) -> Text:
    return Text(nl="{level}: {name}", en="{level}: {name}").fill(
        level=level, name=questionnaire.step_by_level[level].name
    )


# --- the gaps -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a blank form: for a text, or for the mark that an option is chosen."""

    name: str
    kind: Literal["line", "lines", "radio", "checkbox", "option"]
    value: str = ""

    def filled(self, shown: Typed) -> str:
        texts = shown.get(self.name) or ("",)
        match self.kind:
            case "line":
                return str(escape(texts[0]))
            case "lines":
                return f"\n{escape(texts[0])}" if texts[0] else ""
            case "radio":
                return " checked" if texts[0] == self.value else ""
            case "checkbox":
                return " checked" if self.value in texts else ""
            case "option":
                return " selected" if texts[0] == self.value else ""


@dataclass(frozen=True)
class Blank:
    """A form without anything in it: its text around the gaps, one piece more than there are gaps."""

    pieces: tuple[str, ...]
    gaps: tuple[Gap, ...]

    def filled(self, shown: Typed) -> Markup:
        parts = [self.pieces[0]]
        for gap, piece in zip(self.gaps, self.pieces[1:], strict=True):
            parts += (gap.filled(shown), piece)
        return Markup("".join(parts))  # noqa: S704 - each gap escapes


@lru_cache(maxsize=512)
def _blank(sheet: Sheet) -> Blank:
    empty = {f"{VALUE}{field}.rows": [str(rows)] for field, rows in sheet.rows}
    # Not even the empty choice is marked.
    return cut(_made(sheet, empty | {STANDING: ["-"], CONFIDENTIAL: ["-"]}, {}))


_TAG = re.compile(r"<(input|textarea|select|option)\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def cut(form: str) -> Blank:
    """Cut an empty form at its boxes. What a tag says of itself is read from the tag: our own macros wrote it."""
    pieces, gaps, done, select = [], [], 0, ""
    for tag in _TAG.finditer(form):
        said = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag.group())}
        at, name, value = tag.end() - 1, said.get("name", ""), said.get("value", "")
        gap: Gap | None = None
        match tag.group(1), said.get("type"):
            case "input", "text":
                at, gap = tag.start() + tag.group().index('value="') + len('value="'), Gap(name, "line")
            case "input", "radio":
                gap = Gap(name, "radio", value)
            case "input", "checkbox":
                gap = Gap(name, "checkbox", value)
            case "textarea", _:
                at, gap = tag.end(), Gap(name, "lines")
            case "select", _:
                select = name
            case "option", _ if value:
                gap = Gap(select, "option", value)
        if gap is not None:
            pieces.append(form[done:at])
            gaps.append(gap)
            done = form.index("</textarea>", at) if gap.kind == "lines" else at
    return Blank((*pieces, form[done:]), tuple(gaps))
