"""Rules of consistency: answers, tables and evidence that cannot all be true. Closed lines, no formula language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field as Key
from pydantic import StringConstraints, model_validator

from assessor.domain.questionnaire.question import EvidenceLevel, Part, QuestionId, Slug, States
from assessor.domain.text import Text

EACH = "each"
"""In place of a question: every question that was asked."""


class Rows(Part):
    """The rows of a question's own table in which a choice is one of these."""

    column: Slug
    one_of: Annotated[tuple[Slug, ...], Key(min_length=1)]


class Operand(Part):
    """Something with a value: a field, a share of two fields, a number of rows, a date of evidence, or a figure."""

    question: QuestionId | Literal["each"] | None = None
    field: Slug | None = None
    """Left out: the main field."""
    part: Slug | None = None
    whole: Slug | None = None
    """Two numbers of the question, read as the percentage that the part is of the whole."""
    rest: bool = False
    """What is left of 100: of the share, or of a field that is a percentage."""
    rows: Rows | None = None
    """How many rows of the field, a table of the question's own, hold such a choice."""
    evidence_date: bool = False
    """The date of the evidence named at the question."""
    figure: States | None = None
    """A figure recomputed from the vendor's tables; shares and gaps in percent."""
    as_: Slug | None = Key(default=None, alias="as")
    """Its name in the sentences."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.question is None) == (self.figure is None):
            raise ValueError("a line is about a question or about a figure, one of the two")
        if (self.part is None) != (self.whole is None):
            raise ValueError("part and whole belong together")
        if [self.part is not None, self.evidence_date, self.field is not None].count(True) > 1:
            raise ValueError("a line looks at one thing: a field, part and whole, or evidence_date")
        return self


NUMBER_TESTS = ("above", "below", "more_than", "differs_from")
DATE_TESTS = ("before", "older_than_months")
TESTS = ("one_of", *NUMBER_TESTS, *DATE_TESTS, "other_version_than", "given", "evidence", "lacks_files")


class Line(Operand):
    """One thing that holds. Exactly one test."""

    one_of: tuple[str, ...] = ()
    above: float | None = None
    below: float | None = None
    more_than: Operand | None = None
    """More than the other, by more than `by`."""
    differs_from: Operand | None = None
    """More or less than the other, by more than `by`."""
    before: Operand | None = None
    """Earlier than the other date, by more than `by` days."""
    older_than_months: Annotated[int, Key(ge=1)] | None = None
    """Counted in whole months to the deadline."""
    other_version_than: Operand | None = None
    """Both texts name version numbers, and none of them agrees."""
    given: bool = False
    """It was answered, whatever the answer."""
    evidence: tuple[EvidenceLevel, ...] = ()
    """The level claimed for the answer is one of these."""
    lacks_files: bool = False
    """No file came with the answer, and none of the tables that belong to the question."""
    by: Annotated[float, Key(ge=0)] = 0

    @property
    def test(self) -> str:
        return next(name for name in TESTS if self._has(name))

    @property
    def other(self) -> Operand | None:
        """What it is held against."""
        return self.more_than or self.differs_from or self.before or self.other_version_than

    def _has(self, name: str) -> bool:
        value = getattr(self, name)
        return value is not None and value is not False and value != ()

    @model_validator(mode="after")
    def _has_one_test(self) -> Self:
        if [self._has(name) for name in TESTS].count(True) != 1:
            raise ValueError(f"a line has exactly one test: {', '.join(TESTS)}")
        if self.by and self.other is None:
            raise ValueError("by belongs to a test against something else")
        return self


class Rule(Part):
    """All lines hold: then what the one says and what the other says cannot both be true."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    about: QuestionId | Literal["each"]
    """The question at which the finding stands."""
    lines: Annotated[tuple[Line, ...], Key(min_length=1)]
    one: Text
    """What the one says."""
    other: Text
    """What the other says."""
    ask: Text
    """What to ask the vendor."""

    @property
    def operands(self) -> Iterator[Operand]:
        """Everything that has a value here."""
        for line in self.lines:
            yield line
            if line.other is not None:
                yield line.other

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that must have been asked and answered, in order."""
        return tuple(dict.fromkeys(o.question for o in self.operands if o.question is not None))
