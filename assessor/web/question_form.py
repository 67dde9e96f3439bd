"""One question as a form: what was typed becomes an answer, and an answer becomes what the form shows.

The form always shows typed texts. They come from the stored answer at first, and from the person after a POST, so
that nothing typed is lost, also when it cannot be read. What cannot be read is not stored: the stored value stays.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from assessor.domain.answers import Answer, Json, Standing
from assessor.domain.formats import day
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.limits import NOTE_LENGTH, clean_text
from assessor.domain.questionnaire.kinds import (
    Problem,
    Typed,
    check,
    display,
    fields_asked,
    is_empty,
    options_of,
    read,
    typed,
)
from assessor.domain.questionnaire.model import Column, EvidenceLevel, Field, Kind, Option, Question
from assessor.domain.text import Text
from assessor.domain.words import EVIDENCE_LEVELS, STANDINGS

VALUE = "value."
"""Before the names of a question's own fields, so that none is taken for a field of the form itself."""
LEVEL, NOTE, DATE = "evidence", "evidence_note", "evidence_date"
STANDING, REASON = "standing", "standing_reason"
STANDS = ("unknown", "withheld", "not_applicable")
"""What a vendor can say instead of answering."""

NOTE_FIELD = Field(
    id=NOTE,
    kind=Kind.TEXT,
    longest=NOTE_LENGTH,
    label=Text(nl="Toelichting op het bewijs", en="About the evidence"),
    hint=Text(
        nl="Waar staat het? Noem het bestand en de bladzijde, of het adres waar wij het kunnen inzien.",
        en="Where is it? Name the file and the page, or the address where we can see it.",
    ),
)
DATE_FIELD = Field(
    id=DATE,
    kind=Kind.DATE,
    label=Text(nl="Datum van het bewijs", en="Date of the evidence"),
    hint=Text(
        nl="De dag waarop het onderzoek of rapport is afgerond, bijvoorbeeld 22-11-2026.",
        en="The day the study or report was finished, for example 22-11-2026.",
    ),
)
REASON_FIELD = Field(
    id=REASON,
    kind=Kind.TEXT,
    longest=NOTE_LENGTH,
    label=Text(nl="Wat is de reden?", en="What is the reason?"),
)

_NOT_A_CHOICE = Text(nl="Kies een van de mogelijkheden.", en="Choose one of the options.")


# --- from what was typed to an answer -----------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """The answer that can be stored, and what was typed that cannot be read, by name in the form."""

    answer: Answer
    problems: Mapping[str, Text]


def cleaned(sent: Mapping[str, Sequence[str]]) -> Typed:
    """What was sent, without characters that no page can show again."""
    return {name: [clean_text(text) for text in texts] for name, texts in sent.items()}


def written_in(typed: Typed, otherwise: Language) -> Language:
    """The language in which the form was shown: 1.234 is another number in the other one."""
    said = _first(typed, "written_in")
    return said if said in LANGUAGES else otherwise


def read_answer(question: Question, typed: Typed, stored: Answer | None, language: Language) -> Reading:
    """What was typed as an answer. Where it cannot be read, what is stored stays and the problem is told.

    Fields that the choices do not ask have no problems: nobody sees them.
    """
    kept = stored or Answer()
    problems: dict[str, Text] = {}
    found = {f.id: read(f, typed, VALUE + f.id, language) for f in question.fields}
    value: dict[str, Json] = {
        id: v for id, v in found.items() if not isinstance(v, Problem) and not is_empty(v)
    }
    asked = fields_asked(question, value)
    for field in question.fields:
        one = found[field.id]
        fault = one.message if isinstance(one, Problem) else check(field, one, finished=False)
        if fault is not None:
            value.pop(field.id, None)
            if not is_empty(kept.value.get(field.id)):
                value[field.id] = kept.value[field.id]
            if field in asked:
                problems[VALUE + field.id] = fault
    answer = replace(
        kept,
        value=value,
        evidence_note=_text(NOTE_FIELD, typed, kept.evidence_note, problems),
        standing_reason=_text(REASON_FIELD, typed, kept.standing_reason, problems),
    )
    return Reading(_about_evidence(answer, typed, problems, language), problems)


def _about_evidence(answer: Answer, typed: Typed, problems: dict[str, Text], language: Language) -> Answer:
    level, standing = _first(typed, LEVEL), _first(typed, STANDING)
    date = read(DATE_FIELD, typed, DATE, language)
    if level in EVIDENCE_LEVELS or not level:
        answer = replace(answer, evidence=EvidenceLevel(level) if level else None)
    else:
        problems[LEVEL] = _NOT_A_CHOICE
    if standing in STANDS or not standing:
        answer = replace(answer, standing=cast(Standing, standing) if standing else None)
    else:
        problems[STANDING] = _NOT_A_CHOICE
    if isinstance(date, Problem):
        problems[DATE] = date.message
    else:
        answer = replace(answer, evidence_date=date_of(date))
    return answer


def _text(field: Field, typed: Typed, stored: str, problems: dict[str, Text]) -> str:
    text = _first(typed, field.id).strip()
    fault = check(field, text)
    if fault is not None:
        problems[field.id] = fault
    return stored if fault is not None else text


def _first(typed: Typed, name: str) -> str:
    return (typed.get(name) or ("",))[0]


def date_of(value: Json) -> datetime.date | None:
    """A stored date."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None


# --- from an answer to what the form shows ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the form: what it asks, what stands in it, what is wrong with that, and when it is asked."""

    field: Field
    name: str
    typed: Typed
    message: Text | None = None
    follows: str = ""
    """The name of the choice that this follows, where it does."""
    when: str = ""
    condition: Text | None = None
    """The same in words, for who has no script."""
    rows: int = 0

    @property
    def text(self) -> str:
        return _first(self.typed, self.name)

    @property
    def chosen(self) -> Sequence[str]:
        return self.typed.get(self.name, ())

    @property
    def reason(self) -> str:
        return _first(self.typed, f"{self.name}.reason")

    @property
    def options(self) -> tuple[Option, ...]:
        return options_of(self.field)

    @property
    def can_grow(self) -> bool:
        return self.rows < self.field.most_rows

    def cell(self, place: int, column: str) -> str:
        return _first(self.typed, f"{self.name}.{place}.{column}")

    def cell_options(self, column: Column) -> tuple[Option, ...]:
        return options_of(column)


def as_typed(question: Question, answer: Answer, language: Language) -> Typed:
    """The texts that the form shows of a stored answer."""
    found: dict[str, list[str]] = {
        LEVEL: [answer.evidence.value if answer.evidence else ""],
        NOTE: [answer.evidence_note],
        STANDING: [answer.standing or ""],
        REASON: [answer.standing_reason],
    }
    if answer.evidence_date is not None:
        found |= typed(DATE_FIELD, answer.evidence_date.isoformat(), DATE, language)
    for field in question.fields:
        found |= typed(field, answer.value.get(field.id), VALUE + field.id, language)
    return found


def boxes(question: Question, shown: Typed, problems: Mapping[str, Text]) -> tuple[Box, ...]:
    """The question's own fields with what stands in them."""
    return tuple(_box(question, field, shown, problems) for field in question.fields)


def box(field: Field, shown: Typed, problems: Mapping[str, Text]) -> Box:
    """A field of the form itself."""
    return Box(field, field.id, shown, problems.get(field.id))


def _box(question: Question, field: Field, shown: Typed, problems: Mapping[str, Text]) -> Box:
    name = VALUE + field.id
    rows = _rows(field, shown, name) if field.columns else 0
    message = problems.get(name)
    if field.asked_if is None:
        return Box(field, name, shown, message, rows=rows)
    parent = question.field(field.asked_if.field)
    assert parent is not None
    chosen = [o.label for o in options_of(parent) if o.id in field.asked_if.one_of]
    condition = Text(
        nl="Alleen als u bij ‘{label}’ kiest voor: {options}", en="Only if at ‘{label}’ you choose: {options}"
    )
    return Box(
        field, name, shown, message, VALUE + parent.id, " ".join(field.asked_if.one_of),
        condition.fill(label=parent.label, options=_joined(chosen)), rows,
    )  # fmt: skip


def _joined(texts: Sequence[Text]) -> Text:
    return Text(nl=" / ".join(x.nl for x in texts), en=" / ".join(x.en for x in texts))


def _rows(field: Field, shown: Typed, name: str) -> int:
    """How many rows of a table to show: as many as asked for, or those filled in and an empty one."""
    said = _first(shown, f"{name}.rows")
    if said.isascii() and said.isdigit() and len(said) < 5:
        return max(1, min(int(said), field.most_rows))
    start = f"{name}."
    places = {text[len(start) :].partition(".")[0] for text in shown if text.startswith(start)}
    return min(len(places) + 1, field.most_rows)


# --- two versions side by side ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Something of an answer that two people wrote differently."""

    label: Text
    mine: Sequence[str]
    theirs: Sequence[str]


def differences(question: Question, mine: Answer, theirs: Answer, language: Language) -> list[Difference]:
    """Where two versions of an answer part, in words."""
    pairs = [
        (f.label, display(f, mine.value.get(f.id), language), display(f, theirs.value.get(f.id), language))
        for f in question.fields
    ]
    pairs += [
        (label, one, other)
        for (label, one), (_, other) in zip(_rest(mine, language), _rest(theirs, language), strict=True)
    ]
    return [Difference(label, one, other) for label, one, other in pairs if one != other]


def _rest(answer: Answer, language: Language) -> list[tuple[Text, list[str]]]:
    standing = [STANDINGS[answer.standing].to(language)] if answer.standing else []
    level = (
        [f"{answer.evidence.value}: {EVIDENCE_LEVELS[answer.evidence.value].to(language)}"]
        if answer.evidence
        else []
    )
    date = [day(answer.evidence_date, language)] if answer.evidence_date else []
    reason, note = ([text] if text else [] for text in (answer.standing_reason, answer.evidence_note))
    return [
        (Text(nl="In plaats van een antwoord", en="Instead of an answer"), standing),
        (REASON_FIELD.label, reason),
        (Text(nl="Bewijsniveau", en="Evidence level"), level),
        (NOTE_FIELD.label, note),
        (DATE_FIELD.label, date),
    ]
