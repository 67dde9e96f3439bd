"""One question as its file states it: what is asked, when, and how the answer counts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as Key

from assessor.domain.text import Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[0-9]{2}$")]
Points = Annotated[int, Key(ge=0, le=4)]


class Part(BaseModel):
    """Base of all parts: unknown keys are refused, nothing changes after reading. Built when the first is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# --- what one question asks -------------------------------------------------------------------------------


class Kind(StrEnum):
    """The kinds of field a question can have."""

    ONE_OF = "one_of"
    SEVERAL_OF = "several_of"
    YES_NO = "yes_no"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    TEXT = "text"
    TABLE = "table"
    FILES = "files"


class Option(Part):
    """One answer to choose. `points` is the anchor it stands for, where the choice settles it."""

    id: Slug
    label: Text
    points: Points | None = None


class Band(Part):
    """A stretch of numbers that stands for an anchor: at_least <= value < below, ends left out are open."""

    points: Points
    at_least: float | None = None
    below: float | None = None

    def holds(self, value: float) -> bool:
        return (self.at_least is None or value >= self.at_least) and (
            self.below is None or value < self.below
        )


class Column(Part):
    """A column of a question's own table."""

    id: Slug
    label: Text
    kind: Literal["text", "number", "percentage", "date", "one_of", "yes_no"]
    options: tuple[Option, ...] = ()
    optional: bool = False


class FieldCondition(Part):
    """A follow-up: the field is asked when an earlier choice of the same question is one of these."""

    field: Slug
    one_of: tuple[Slug, ...]


States = Annotated[
    str,
    StringConstraints(
        pattern=r"^(unseen_share|lowest_impact_ratio|largest_gap|under_one_hour_share|flip_rate|retest_r|validity_r"
        r"|wrongful_rejection_rate|override_rate)(:[A-Za-z0-9_ ]+)?$"
    ),
]
"""A figure that an answer can claim; after a colon what it is about, such as a kind of test."""


class Field(Part):
    """One thing to fill in. The first field of a question is its main one."""

    id: Slug
    kind: Kind
    label: Text
    hint: Text | None = None
    optional: bool = False
    asked_if: FieldCondition | None = None
    options: tuple[Option, ...] = ()
    bands: tuple[Band, ...] = ()
    unit: Text | None = None
    minimum: float | None = None
    maximum: float | None = None
    longest: Annotated[int, Key(ge=1, le=20000)] = 4000
    columns: tuple[Column, ...] = ()
    states: States | None = None
    """The figure that the field claims, which a table of counts can confirm or contradict."""
    of: Slug | None = None
    """The count that this one is among, a field of the same question."""
    sample: bool = False
    """That other count was drawn or tried out, so the share holds for more than these with some uncertainty."""
    most_rows: Annotated[int, Key(ge=1, le=200)] = 40
    table: Annotated[str, StringConstraints(pattern=r"^T[1-9][xsb]?$")] | None = None

    @model_validator(mode="after")
    def _keys_fit_the_kind(self) -> Self:
        allowed = {
            Kind.ONE_OF: {"options"},
            Kind.SEVERAL_OF: {"options"},
            Kind.YES_NO: {"options"},
            Kind.NUMBER: {"bands", "unit", "minimum", "maximum", "states", "of", "sample"},
            Kind.PERCENTAGE: {"bands", "minimum", "maximum", "states"},
            Kind.DATE: set(),
            Kind.TEXT: {"longest"},
            Kind.TABLE: {"columns", "table", "most_rows"},
            Kind.FILES: set(),
        }[self.kind]
        own = {
            "options",
            "bands",
            "unit",
            "minimum",
            "maximum",
            "longest",
            "columns",
            "most_rows",
            "table",
            "states",
            "of",
            "sample",
        }
        for name in sorted(own & self.model_fields_set - allowed):
            raise ValueError(f"the key '{name}' does not belong to a field of kind {self.kind}")
        if self.kind in (Kind.ONE_OF, Kind.SEVERAL_OF) and len(self.options) < 2:
            raise ValueError("a choice needs two options or more")
        if self.kind is Kind.YES_NO and self.options and {o.id for o in self.options} != {"yes", "no"}:
            raise ValueError("a yes/no field may only name the options yes and no")
        if self.kind is Kind.TABLE and bool(self.columns) == bool(self.table):
            raise ValueError("a table has either its own columns or the name of a standard table")
        ids = [o.id for o in self.options] + [c.id for c in self.columns]
        for name in sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"'{name}' stands twice in field {self.id}")
        return self


# --- when a question is asked -----------------------------------------------------------------------------


class Clause(Part):
    """One line of a condition. Exactly one of: any mark holds, no mark holds, an earlier answer is one of."""

    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    question: QuestionId | None = None
    field: Slug | None = None
    one_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if [bool(self.any), bool(self.none), self.question is not None].count(True) != 1:
            raise ValueError("a condition line has exactly one of: any, none, question")
        if bool(self.one_of) != (self.question is not None):
            raise ValueError("question and one_of belong together")
        return self


Condition = tuple[Clause, ...]  # every line must hold; no line: always


# --- how a question counts --------------------------------------------------------------------------------


class Weight(StrEnum):
    GATE = "gate"
    CRITICAL = "critical"
    MAJOR = "major"
    NORMAL = "normal"


class EvidenceLevel(StrEnum):
    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"


class Evidence(Part):
    """What proves the answer. `for_high`: below this level an anchor of 3 or 4 counts as 2."""

    accepted: Text
    minimum: EvidenceLevel
    for_high: EvidenceLevel | None = None


class KnockOut(Part):
    """A gate outside the score. Suspected at `suspected_at` or lower, when unanswered, or by a product."""

    suspected_at: Annotated[int, Key(ge=0, le=3)]
    basis: Literal["ban", "unlawful", "our_requirement"]
    ground: Text
    products: tuple[str, ...] = ()
    cleared_from: EvidenceLevel | None = EvidenceLevel.E3
    """The evidence that clearing needs; None where a contract condition can clear it."""


class Trigger(Part):
    """The contract condition that applies when the agreed score of the question is below a limit."""

    id: Annotated[str, StringConstraints(pattern=r"^CC[0-9]{2}$")]
    below: Annotated[int, Key(ge=1, le=5)] = 3

    @property
    def is_always(self) -> bool:
        """Whether it applies whatever the score, wherever the question is asked."""
        return self.below > 4


class Anchors(Part):
    """What deserves each score, 0 (worst) to 4 (best)."""

    zero: Text = Key(alias="0")
    one: Text = Key(alias="1")
    two: Text = Key(alias="2")
    three: Text = Key(alias="3")
    four: Text = Key(alias="4")

    def __getitem__(self, points: int) -> Text:
        return (self.zero, self.one, self.two, self.three, self.four)[points]


class Question(Part):
    """One question and all that is known of it."""

    id: QuestionId
    name: Text
    text: Text
    why: Text
    help: Text
    answered_by: Literal["vendor", "buyer", "both"] = "vendor"
    buyer_part: Text | None = None
    weight: Weight
    per: Literal["offer", "module"] = "offer"
    when: Condition = ()
    quick: Condition | None = None
    """None: not in the quick scan. A condition (often empty): in it when that holds too."""
    fields: Annotated[tuple[Field, ...], Key(min_length=1)]
    anchors: Anchors
    evidence: Evidence
    fresh_months: Annotated[int, Key(ge=1, le=60)] | None = None
    """Set for time-bound questions: evidence up to this age counts fully, to its double at less."""
    knock_out: KnockOut | None = None
    risks: Annotated[tuple[str, ...], Key(min_length=1)]
    severity: Annotated[int, Key(ge=1, le=4)]
    claims: tuple[Annotated[str, StringConstraints(pattern=r"^S(0[1-9]|1[0-7])$")], ...] = ()
    """The claims of the study (S01 to S17) that the question tests."""
    references: Annotated[tuple[str, ...], Key(min_length=1)]
    conditions: tuple[Trigger, ...] = ()
    warning_signs: Annotated[tuple[Text, ...], Key(min_length=1)]
    """Hints for assessors; never shown to vendors."""
    tables: tuple[str, ...] = ()
    """The tables of counts from which the claim can be recomputed."""

    @property
    def dimension(self) -> str:
        return self.id[:3]

    @property
    def is_gate(self) -> bool:
        return self.weight is Weight.GATE

    @property
    def by_vendor(self) -> bool:
        return self.answered_by != "buyer"

    @property
    def is_scored(self) -> bool:
        """Scored questions count in a dimension; gates and the buyer's own questions do not."""
        return self.by_vendor and not self.is_gate

    @property
    def main(self) -> Field:
        return self.fields[0]

    def field(self, id: str) -> Field | None:
        return next((f for f in self.fields if f.id == id), None)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        ids = [f.id for f in self.fields]
        for name in sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"the field '{name}' stands twice")
        for place, field in enumerate(self.fields):
            if field.asked_if is None:
                continue
            earlier = next((f for f in self.fields[:place] if f.id == field.asked_if.field), None)
            if earlier is None:
                raise ValueError(
                    f"field {field.id} depends on '{field.asked_if.field}', which is not earlier"
                )
            known = {o.id for o in earlier.options} | (
                {"yes", "no"} if earlier.kind is Kind.YES_NO else set()
            )
            for option in field.asked_if.one_of:
                if option not in known:
                    raise ValueError(f"field {field.id} depends on the unknown option '{option}'")
        counts = {f.id for f in self.fields if f.kind is Kind.NUMBER}
        for field in self.fields:
            if field.sample and field.of is None:
                raise ValueError(f"field {field.id} is of a sample, but of which")
            if field.of is not None and field.of not in counts - {field.id}:
                raise ValueError(f"field {field.id} is a count among '{field.of}', which is no other number here")
        if (self.answered_by == "both") != (self.buyer_part is not None):
            raise ValueError("buyer_part belongs to questions answered by both, and only to those")
        return self
