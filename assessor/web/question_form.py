"""One question as a form: an answer becomes the typed texts that the form shows.

They come from the stored answer at first, and from the person after a POST, so that nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assessor.domain.answers import Answer
from assessor.domain.confidential import CONFIDENTIAL_LABEL, marked_words
from assessor.domain.formats import day
from assessor.domain.language import Language
from assessor.domain.questionnaire.counts import in_words
from assessor.domain.questionnaire.kinds import Typed, display, fields_asked, options_of, typed
from assessor.domain.questionnaire.model import Column, Field, Kind, Question
from assessor.domain.text import Text
from assessor.domain.words import EVIDENCE_LEVELS, STANDINGS
from assessor.web.question_reading import (
    CONFIDENTIAL,
    CONFIDENTIAL_FILE,
    DATE,
    DATE_FIELD,
    LEVEL,
    NOTE,
    NOTE_FIELD,
    PART,
    PASSAGE_FIELD,
    REASON,
    REASON_FIELD,
    STANDING,
    VALUE,
    WHOLE,
    WHY_FIELD,
    first,
)


@dataclass(frozen=True, slots=True)
class Label:
    text: Text


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the form: what it asks, what stands in it, and when it is asked.

    It looks like a field of a form library, so that the same macros show it.
    """

    field: Field
    name: str
    typed: Typed
    rows: int = 0

    @property
    def id(self) -> str:
        return self.name

    @property
    def label(self) -> Label:
        return Label(self.field.label)

    @property
    def legend(self) -> Text:
        label = self.field.label
        return (
            Text(nl=f"{label.nl} (niet verplicht)", en=f"{label.en} (optional)")
            if self.field.optional
            else label
        )

    @property
    def description(self) -> Text | str:
        if self.field.hint is None and self.field.kind in _HINTS:
            return _HINTS[self.field.kind]
        return self.field.hint or ""

    @property
    def data(self) -> str:
        return first(self.typed, self.name)

    @property
    def chosen(self) -> Sequence[str]:
        return self.typed.get(self.name, ())

    @property
    def options(self) -> list[tuple[str, Text]]:
        return [(o.id, o.label) for o in options_of(self.field)]

    @property
    def short(self) -> bool:
        """The options fit on one line."""
        return not self.field.options

    @property
    def explanation(self) -> Box:
        """Of a yes or no: why."""
        return Box(_EXPLANATION, f"{self.name}.reason", self.typed)

    @property
    def can_grow(self) -> bool:
        return self.rows < self.field.most_rows

    def cell(self, place: int, column: str) -> str:
        return first(self.typed, f"{self.name}.{place}.{column}")

    def cell_options(self, column: Column) -> list[tuple[str, Text]]:
        return [(o.id, o.label) for o in options_of(column)]


_EXPLANATION = Field(id="reason", kind=Kind.TEXT, label=Text(nl="Toelichting", en="Explanation"))
_HINTS = {
    Kind.DATE: Text(nl="Bijvoorbeeld 22-11-2026.", en="For example 22-11-2026."),
    Kind.SEVERAL_OF: Text(
        nl="U kunt meer dan één antwoord kiezen.", en="You can choose more than one answer."
    ),
}


def as_typed(question: Question, answer: Answer, language: Language) -> Typed:
    """The texts that the form shows of a stored answer."""
    found: dict[str, list[str]] = {
        LEVEL: [answer.evidence.value if answer.evidence else ""],
        NOTE: [answer.evidence_note],
        STANDING: [answer.standing or ""],
        REASON: [answer.standing_reason],
    }
    if answer.confidential is not None:
        marked = answer.confidential
        found |= {
            CONFIDENTIAL: [WHOLE if marked.whole else PART],
            PASSAGE_FIELD.id: [marked.passage],
            WHY_FIELD.id: [marked.reason],
            CONFIDENTIAL_FILE: list(marked.files),
        }
    if answer.evidence_date is not None:
        found |= typed(DATE_FIELD, answer.evidence_date.isoformat(), DATE, language)
    for field in question.fields:
        found |= typed(field, answer.value.get(field.id), VALUE + field.id, language)
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that are asked together: always, or after a choice."""

    boxes: Sequence[Box]
    follows: str = ""
    """The name of the choice."""
    when: str = ""
    condition: Text | None = None
    """The same in words, for who has no script."""


def groups(question: Question, shown: Typed) -> list[Group]:
    """The question's own fields with what stands in them, in order."""
    found = []
    for condition, fields in groupby(question.fields, key=lambda field: field.asked_if):
        boxes = [_box(field, shown) for field in fields]
        if condition is None:
            found.append(Group(boxes))
            continue
        parent = question.field(condition.field)
        assert parent is not None
        chosen = [o.label for o in options_of(parent) if o.id in condition.one_of]
        words = _ONLY_IF.fill(label=parent.label, options=_joined(chosen))
        found.append(Group(boxes, VALUE + parent.id, " ".join(condition.one_of), words))
    return found


_ONLY_IF = Text(
    nl="Alleen als u bij ‘{label}’ kiest voor: {options}", en="Only if at ‘{label}’ you choose: {options}"
)


def _box(field: Field, shown: Typed) -> Box:
    name = VALUE + field.id
    return Box(field, name, shown, rows_of(field, shown) if field.columns else 0)


def _joined(texts: Sequence[Text]) -> Text:
    return Text(nl=" / ".join(x.nl for x in texts), en=" / ".join(x.en for x in texts))


def rows_of(field: Field, shown: Typed) -> int:
    """How many rows of a table to show: as many as asked for, or those filled in and an empty one."""
    name = VALUE + field.id
    said = first(shown, f"{name}.rows")
    if said.isascii() and said.isdigit() and len(said) < 5:
        return max(1, min(int(said), field.most_rows))
    start = f"{name}."
    places = {text[len(start) :].partition(".")[0] for text in shown if text.startswith(start)}
    return min(len(places) + 1, field.most_rows)


# --- an answer in words -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One thing of an answer, in words."""

    label: Text
    lines: Sequence[str]


def answer_lines(question: Question, answer: Answer, language: Language) -> list[Said]:
    """An answer as it will be read: the fields that are asked, or what stands instead, and the evidence."""
    if answer.standing is not None:
        return [said for said in _rest(answer, language) if said.lines]
    found = [
        Said(f.label, in_words(question, f, answer.value, language))
        for f in fields_asked(question, answer.value)
    ]
    return [said for said in (*found, *_rest(answer, language)) if said.lines]


def _rest(answer: Answer, language: Language) -> list[Said]:
    level = answer.evidence.value if answer.evidence else ""
    return [
        Said(
            Text(nl="In plaats van een antwoord", en="Instead of an answer"),
            [STANDINGS[answer.standing].to(language)] if answer.standing else [],
        ),
        Said(REASON_FIELD.label, [answer.standing_reason] if answer.standing_reason else []),
        Said(
            Text(nl="Bewijsniveau", en="Evidence level"),
            [f"{level}: {EVIDENCE_LEVELS[level].to(language)}"] if level else [],
        ),
        Said(NOTE_FIELD.label, [answer.evidence_note] if answer.evidence_note else []),
        Said(DATE_FIELD.label, [day(answer.evidence_date, language)] if answer.evidence_date else []),
        Said(CONFIDENTIAL_LABEL, [one.to(language) for one in marked_words(answer)]),
    ]


@dataclass(frozen=True)
class Difference:
    """Something of an answer that two people wrote differently."""

    label: Text
    mine: Sequence[str]
    theirs: Sequence[str]


def differences(question: Question, mine: Answer, theirs: Answer, language: Language) -> list[Difference]:
    """Where two versions of an answer part, in words."""

    def all_of(answer: Answer) -> list[Said]:
        values = [Said(f.label, display(f, answer.value.get(f.id), language)) for f in question.fields]
        return values + _rest(answer, language)

    pairs = zip(all_of(mine), all_of(theirs), strict=True)
    return [Difference(a.label, a.lines, b.lines) for a, b in pairs if a.lines != b.lines]
