"""The questionnaire as read from its files: what is asked, when, and how each answer counts.

Everything here is data, frozen after reading. `questionnaires/FORMAT.md` explains every key with an example;
the JSON Schema for editors is generated from these classes.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import StringConstraints

from assessor.domain.language import Language
from assessor.domain.questionnaire.consistency import Rule
from assessor.domain.questionnaire.library import ContractCondition, LawDate, Obligation, Risk
from assessor.domain.questionnaire.method import (
    Confidence,
    ControlClass,
    EvidenceStep,
    Inherent,
    Level,
    Minutes,
    Scoring,
)
from assessor.domain.questionnaire.question import (
    Clause,
    Column,
    Condition,
    EvidenceLevel,
    Field,
    Kind,
    Option,
    Part,
    Question,
    Slug,
    Weight,
)
from assessor.domain.text import Text

__all__ = [
    "Clause",
    "Column",
    "Condition",
    "ContractCondition",
    "ControlClass",
    "Dimension",
    "EvidenceLevel",
    "Field",
    "Inherent",
    "Kind",
    "Level",
    "Mark",
    "Obligation",
    "Option",
    "Part",
    "ProductType",
    "Question",
    "Questionnaire",
    "Risk",
    "Scoring",
    "Weight",
]


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
    minutes: Minutes
    """What answering asks of a vendor, for the estimate shown at set-up."""
    instruments: dict[str, Text]
    dates: dict[str, LawDate] = Key(default_factory=dict)
    """Dates of law on which several obligations rest, by name."""
    risks: tuple[Risk, ...]
    contract_conditions: tuple[ContractCondition, ...]
    obligations: tuple[Obligation, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()
    """Answers, tables and evidence that cannot all be true."""
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
