"""The questionnaire as read from its files: what is asked, when, and how each answer counts.

Everything here is data, frozen after reading. `questionnaires/FORMAT.md` explains every key with an example;
the JSON Schema for editors is generated from these classes.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as Key

from assessor.domain.language import Language
from assessor.domain.text import Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[0-9]{2}$")]
Points = Annotated[int, Key(ge=0, le=4)]


class Part(BaseModel):
    """Base of all parts: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
    states: Literal["unseen_share"] | None = None
    """What the field states of the whole offer, where reports show it beside the judgement."""
    most_rows: Annotated[int, Key(ge=1, le=200)] = 40
    table: Annotated[str, StringConstraints(pattern=r"^T[1-9][xsb]?$")] | None = None

    @model_validator(mode="after")
    def _keys_fit_the_kind(self) -> Self:
        allowed = {
            Kind.ONE_OF: {"options"},
            Kind.SEVERAL_OF: {"options"},
            Kind.YES_NO: {"options"},
            Kind.NUMBER: {"bands", "unit", "minimum", "maximum"},
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
        if (self.answered_by == "both") != (self.buyer_part is not None):
            raise ValueError("buyer_part belongs to questions answered by both, and only to those")
        return self


# --- the questionnaire ------------------------------------------------------------------------------------


class ProductType(Part):
    code: Annotated[str, StringConstraints(pattern=r"^(T[0-9]{2}|X[1-3])$")]
    phase: Literal["sourcing", "selection", "after", "any"]
    name: Text
    effect: Text
    legal_class: Text
    base: Annotated[int, Key(ge=0, le=100)] = 0
    prohibited: bool = False


class Mark(Part):
    """Something true of an offer or its use that decides which questions are asked."""

    code: Slug
    name: Text
    help: Text
    implied_by: tuple[str, ...] = ()


class Dimension(Part):
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    name: Text
    why: Text
    weight: Annotated[int, Key(ge=0, le=100)] = 0
    core: bool = False
    gate: bool = False


class EvidenceStep(Part):
    level: EvidenceLevel
    name: Text
    example: Text
    cap: Points
    factor: Annotated[float, Key(gt=0, le=1)]


class Ceiling(Part):
    """A critical question below `critical_below` holds its dimension at or under `cap`."""

    critical_below: float
    cap: int


class ClassRule(Part):
    """What a control class asks at least: of the index, of each core dimension, of the others."""

    code: Literal["A", "B", "C"]
    index: float
    core: float
    others: float


class Scoring(Part):
    question_weights: dict[Literal["critical", "major", "normal"], int]
    fit: dict[Literal["both", "one", "neither"], float]
    age_factors: tuple[float, float, float]
    """Fresh, up to the double of the limit, older or undated."""
    ceilings: tuple[Ceiling, ...]
    core_needs: int
    """A core dimension with fewer scored questions than this counts as one of the others."""
    judgement_needs: int
    """With fewer scored questions than this a dimension stays out of the control class."""
    open_counts_as: float
    """What an unanswered question is worth at best, for the high end of the range."""
    classes: tuple[ClassRule, ...]
    misleading_for_d: int
    """So many misleading answers in core dimensions give control class D."""


class Step(Part):
    """Points for a number below a limit; the last step has no limit."""

    below: int | None = None
    points: int


class RiskBand(Part):
    code: Literal["I1", "I2", "I3", "I4"]
    at_least: int


class Factor(Part):
    """One choice of the buyer or one property of the product, with its points."""

    code: Slug
    name: Text
    points: int


class Inherent(Part):
    per_extra_type: int
    effects: tuple[Factor, ...]
    volume: tuple[Step, ...]
    data: tuple[Factor, ...]
    reversibility: tuple[Factor, ...]
    vulnerable_group: int
    learns_live: int
    cap: int
    bands: tuple[RiskBand, ...]


class Confidence(Part):
    strong_evidence: float
    answered: float
    recomputed: float
    fresh: float
    high: float
    reasonable: float
    limited: float
    pilot_condition: str
    """The condition that applies when confidence is limited."""


Level = Literal["low", "moderate", "high", "very_high", "unacceptable"]
ControlClass = Literal["A", "B", "C", "D"]


class Risk(Part):
    id: Annotated[str, StringConstraints(pattern=r"^R[0-9]{2}$")]
    title: Text
    text: Text


class Parameter(Part):
    default: int | str
    label: Text


class ContractCondition(Part):
    id: Annotated[str, StringConstraints(pattern=r"^CC[0-9]{2}$")]
    title: Text
    text: Text
    purpose: Text
    topics: tuple[str, ...]
    model_articles: str
    verified: bool
    owner: Literal["vendor", "buyer"]
    due: Text
    consequence: Text
    hardness: Annotated[int, Key(ge=1, le=3)]
    parameters: dict[Slug, Parameter] = {}


class Obligation(Part):
    """A legal reference or a framework; the only place that holds a date of law."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    instrument: str
    article: str
    title: Text
    duty: Text
    binds: tuple[
        Literal["provider", "deployer", "controller", "processor", "employer", "contracting_authority"], ...
    ]
    demand_basis: Literal["law_now", "law_later", "contract", "good_practice"]
    applies_from: datetime.date | None
    disputed: Text | None
    source: str
    checked_on: datetime.date
    verified: bool


class Questionnaire(Part):
    """A whole version. Ids are stable for ever; a published version is never edited."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    version: Annotated[int, Key(ge=1)]
    status: Literal["draft", "published"]
    languages: tuple[Language, ...]
    title: Text
    purpose: Text
    product_types: tuple[ProductType, ...]
    marks: tuple[Mark, ...]
    groups: dict[Slug, tuple[str, ...]]
    """Names for sets of marks, so that conditions read as sentences."""
    dimensions: tuple[Dimension, ...]
    evidence_levels: tuple[EvidenceStep, ...]
    scoring: Scoring
    inherent: Inherent
    residual: dict[Literal["I1", "I2", "I3", "I4"], dict[ControlClass, Level]]
    residual_without_class: dict[Literal["I1", "I2", "I3", "I4"], Level]
    confidence: Confidence
    minutes_per_question: Annotated[int, Key(ge=1)]
    """What one question asks of a vendor, for the estimate shown at set-up."""
    instruments: dict[str, Text]
    risks: tuple[Risk, ...]
    contract_conditions: tuple[ContractCondition, ...]
    obligations: tuple[Obligation, ...]
    questions: tuple[Question, ...]
    sha256: str = ""

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {q.id: q for q in self.questions}

    @cached_property
    def condition_by_id(self) -> dict[str, ContractCondition]:
        return {c.id: c for c in self.contract_conditions}

    @cached_property
    def obligation_by_id(self) -> dict[str, Obligation]:
        return {o.id: o for o in self.obligations}

    @cached_property
    def risk_by_id(self) -> dict[str, Risk]:
        return {r.id: r for r in self.risks}

    @cached_property
    def dimension_by_code(self) -> dict[str, Dimension]:
        return {d.code: d for d in self.dimensions}

    @cached_property
    def type_by_code(self) -> dict[str, ProductType]:
        return {t.code: t for t in self.product_types}

    @cached_property
    def step_by_level(self) -> dict[str, EvidenceStep]:
        return {s.level.value: s for s in self.evidence_levels}
