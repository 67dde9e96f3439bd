"""Answers that cannot all be true: the rules of a questionnaire held against what a vendor sent.

A rule speaks only when everything it looks at was asked and answered. What it gives is a finding like those from
tables: a question to the vendor, which changes nothing before it was heard and judged.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assessor.domain.answers import WHOLE_OFFER, Answer, Answers, Json, Key
from assessor.domain.figures.contradictions import figure_in_percent
from assessor.domain.figures.figures import Figures
from assessor.domain.findings import Finding
from assessor.domain.formats import day, number
from assessor.domain.language import Language
from assessor.domain.questionnaire.consistency import EACH, Line, Operand, Rule
from assessor.domain.questionnaire.kinds import display, fields_asked, is_empty
from assessor.domain.questionnaire.model import Field, Kind, Questionnaire
from assessor.domain.scoring import months_between
from assessor.domain.text import Text

_SHOWN = 300
"""Of a typed text a finding quotes so many characters."""
_PLACE = re.compile(r"\{([a-z0-9_]+)\}")
_VERSION = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+)*)(?![\w])", re.IGNORECASE)


@dataclass(frozen=True)
class Sent:
    """What a vendor sent, as far as rules look at it."""

    asked: tuple[Key, ...]
    answers: Answers
    """With the names of their files."""
    figures: Figures | None
    tables: Collection[str]
    """The codes of the tables that came with it."""
    as_of: datetime.date
    """The day of the deadline."""
    can_have_files: bool = True
    """An answers file holds no files, so that lacking one says nothing there."""


@dataclass(frozen=True)
class _Value:
    """The value of an operand: one kind of thing, and how it reads."""

    words: Text
    low: float | None = None
    high: float | None = None
    date: datetime.date | None = None
    text: str = ""
    chosen: frozenset[str] = frozenset()


def inconsistencies(questionnaire: Questionnaire, sent: Sent) -> tuple[Finding, ...]:
    """A finding for each rule that all lines hold for, in the order of the rules."""
    return tuple(
        finding
        for rule in questionnaire.rules
        for place in _places(rule, sent)
        if (finding := _Held(questionnaire, rule, sent, place).finding()) is not None
    )


def _places(rule: Rule, sent: Sent) -> Iterable[Key]:
    """Where a rule is held: once for the offer, for each module, or for each question."""
    if EACH in rule.questions:
        return sent.asked
    modules = dict.fromkeys(
        key.module for key in sent.asked if key.question in rule.questions and key.module != WHOLE_OFFER
    )
    return [Key(rule.about, module) for module in modules or (WHOLE_OFFER,)]


class _Held:
    """One rule at one place."""

    def __init__(self, questionnaire: Questionnaire, rule: Rule, sent: Sent, place: Key) -> None:
        self.questionnaire = questionnaire
        self.rule = rule
        self.sent = sent
        self.place = place
        self.asked = frozenset(sent.asked)
        self.words: dict[str, Text] = {}

    def finding(self) -> Finding | None:
        if not all(self._holds(line) for line in self.rule.lines):
            return None
        about = self._key(self.rule.about)
        where = "" if about is None or self.rule.about != EACH else f"/{about.question}"
        module = "" if self.place.module == WHOLE_OFFER else f"@{self.place.module}"
        return Finding(
            question=about.question if about else self.rule.about,
            module=about.module if about else self.place.module,
            code=f"pair/{self.rule.id}{where}{module}",
            claimed=self._filled(self.rule.one),
            recomputed=self._filled(self.rule.other),
            difference=self._filled(self.rule.ask),
            source="pair",
        )

    def _key(self, question: str | None) -> Key | None:
        """Where the question was asked: for this module, or for the whole offer."""
        if question == EACH:
            return self.place
        if question is None:
            return None
        keys = (Key(question, self.place.module), Key(question))
        return next((key for key in keys if key in self.asked), None)

    def _answer(self, question: str | None) -> Answer | None:
        key = self._key(question)
        answer = self.sent.answers.get(key) if key is not None else None
        return None if answer is None or answer.standing is not None else answer

    def _holds(self, line: Line) -> bool:
        if line.test == "evidence":
            answer = self._answer(line.question)
            return answer is not None and answer.evidence in line.evidence
        if line.test == "lacks_files":
            return self._lacks_files(line)
        value = self._value(line)
        if value is None:
            return False
        other = self._value(line.other) if line.other is not None else None
        if line.other is not None and other is None:
            return False
        return self._passes(line, value, other)

    def _lacks_files(self, line: Line) -> bool:
        """Nor does the note name a table, or a file that came with another answer."""
        answer, key = self._answer(line.question), self._key(line.question)
        if not self.sent.can_have_files or answer is None or key is None or answer.files:
            return False
        sent = {file for one in self.sent.answers.values() for file in one.files} | set(self.sent.tables)
        if any(_names(answer.evidence_note, file) for file in sent):
            return False
        return not set(self.questionnaire.by_id[key.question].tables) & set(self.sent.tables)

    def _passes(self, line: Line, value: _Value, other: _Value | None) -> bool:
        """A range passes only when all of it does."""
        low, high = value.low, value.high
        match line.test:
            case "given":
                return True
            case "one_of":
                return bool(value.chosen & set(line.one_of))
            case "above":
                return low is not None and line.above is not None and low > line.above
            case "below":
                return high is not None and line.below is not None and high < line.below
            case "more_than" | "differs_from":
                if other is None or low is None or high is None or other.low is None or other.high is None:
                    return False
                over, under = low - other.high > line.by, other.low - high > line.by
                return over or (under and line.test == "differs_from")
            case "before":
                if other is None or value.date is None or other.date is None:
                    return False
                return (other.date - value.date).days > line.by
            case "older_than_months":
                assert line.older_than_months is not None
                return value.date is not None and (
                    months_between(value.date, self.sent.as_of) > line.older_than_months
                )
            case "other_version_than":
                return other is not None and _other_versions(value.text, other.text)
            case test:
                raise ValueError(test)

    # --- values -------------------------------------------------------------------------------------------

    def _value(self, operand: Operand) -> _Value | None:
        value = self._figure(operand) if operand.figure is not None else self._answered(operand)
        if value is not None and operand.as_ is not None:
            self.words[operand.as_] = value.words
        return value

    def _figure(self, operand: Operand) -> _Value | None:
        assert operand.figure is not None
        if self.sent.figures is None:
            return None
        found = figure_in_percent(self.sent.figures, operand.figure)
        if found is None:
            return None
        return _Value(found.words, found.low, found.high)

    def _answered(self, operand: Operand) -> _Value | None:
        answer, key = self._answer(operand.question), self._key(operand.question)
        if answer is None or key is None:
            return None
        question = self.questionnaire.by_id[key.question]
        if operand.evidence_date:
            return None if answer.evidence_date is None else _date(answer.evidence_date)
        fields = {f.id: f for f in fields_asked(question, answer.value)}
        if operand.part is not None and operand.whole is not None:
            part, whole = (_number(fields, answer, name) for name in (operand.part, operand.whole))
            if part is None or not whole:
                return None
            share = 100 * part / whole
            return _percent(100 - share if operand.rest else share)
        field = fields.get(operand.field or question.main.id)
        value = answer.value.get(field.id) if field is not None else None
        if field is None or is_empty(value):
            return None
        if operand.rows is not None:
            return _rows(value, operand.rows.column, operand.rows.one_of)
        found = _of_field(field, value)
        return _percent(100 - found.low) if operand.rest and found.low is not None else found

    def _filled(self, text: Text) -> Text:
        def put(words: str, language: Language) -> str:
            return _PLACE.sub(lambda found: self.words[found[1]].to(language), words)

        return Text(nl=put(text.nl, "nl"), en=put(text.en, "en"))


def _of_field(field: Field, value: Json) -> _Value:
    chosen = value.get("choice") if isinstance(value, dict) else value
    several = chosen if isinstance(chosen, list) else [chosen]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return _Value(
        words=Text(nl=_quoted(field, value, "nl"), en=_quoted(field, value, "en")),
        low=float(value) if is_number else None,  # type: ignore[arg-type]
        high=float(value) if is_number else None,  # type: ignore[arg-type]
        date=_as_date(value),
        text=value if isinstance(value, str) else "",
        chosen=frozenset(one for one in several if isinstance(one, str)),
    )


def _quoted(field: Field, value: Json, language: Language) -> str:
    if field.kind is Kind.NUMBER and isinstance(value, int | float):
        return number(value, language)
    words = "; ".join(display(field, value, language)) or "-"
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _number(fields: dict[str, Field], answer: Answer, name: str) -> float | None:
    value = answer.value.get(name) if name in fields else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _rows(value: Json, column: str, one_of: Collection[str]) -> _Value:
    rows = value if isinstance(value, list) else []
    n = float(sum(isinstance(row, dict) and row.get(column) in one_of for row in rows))
    return _Value(Text(nl=number(n, "nl"), en=number(n, "en")), n, n)


def _percent(share: float) -> _Value:
    words = Text(nl=f"{number(round(share, 1), 'nl')}%", en=f"{number(round(share, 1), 'en')}%")
    return _Value(words, share, share)


def _date(date: datetime.date) -> _Value:
    return _Value(Text(nl=day(date, "nl"), en=day(date, "en")), date=date)


def _as_date(value: Json) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _names(note: str, file: str) -> bool:
    """The note names the file: "Test report, p. 1" names test-report.pdf."""
    plain = [
        " ".join(re.findall(r"[^\W_]+", text.lower())) for text in (note, file.rpartition(".")[0] or file)
    ]
    return f" {plain[1]} " in f" {plain[0]} "


def _other_versions(one: str, other: str) -> bool:
    """Both name version numbers and none agrees; 5 agrees with 5.2, and with it 5.2 with 5.2.1."""
    ones, others = ([m.split(".") for m in _VERSION.findall(text)] for text in (one, other))
    if not ones or not others:
        return False
    return not any(a[: len(b)] == b or b[: len(a)] == a for a in ones for b in others)
