"""The Assessment: everything the method says about one offer, as one value.

Screen, PDF, letter, JSON and comparison all show this value; none of them computes. Levels, classes and bands are
codes; `words.py` has their words. Scores of questions run from 0 to 4, of dimensions and the index from 0 to 100.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessor.domain.answers import Agreed, BuyerFacts, FlagOutcome, GateState, Key, Scope, Standing
from assessor.domain.figures.figures import Figures
from assessor.domain.questionnaire.model import ControlClass, EvidenceLevel, Level
from assessor.domain.text import Text


@dataclass(frozen=True)
class QuestionResult:
    """How one asked question came to its score: min(anchor, cap) x factor x age x fit."""

    key: Key
    anchor: int | Standing
    evidence: EvidenceLevel
    counted_anchor: int
    """The anchor after `for_high`: 3 or 4 counts as 2 below the evidence it asks."""
    cap: int
    factor: float
    age_months: int | None
    age_factor: float
    fit_factor: float
    score: float
    weight: int
    """Its weight in the dimension; 0 for gates and the buyer's own questions."""
    misleading: bool
    why: Text
    """The sum in words, with the numbers filled in."""
    agreed: Agreed | None

    @property
    def is_open(self) -> bool:
        """No anchor though one is owed: unanswered, unknown or withheld."""
        return not isinstance(self.anchor, int) and self.anchor != "not_applicable"


@dataclass(frozen=True)
class CeilingReason:
    question: str
    score: float
    cap: int


@dataclass(frozen=True)
class DimensionResult:
    code: str
    raw: float | None
    """Before ceilings; None when nothing scored was asked."""
    ceiling: int | None
    reasons: tuple[CeilingReason, ...]
    score: float | None
    low: float | None
    high: float | None
    """If every open question had the best answer an internal report can prove."""
    questions: tuple[QuestionResult, ...]
    """The lowest result of each scored question over the modules, in the order asked."""
    is_core: bool
    """Core in the questionnaire and with enough scored questions here."""
    too_few: bool
    """Too few questions for a judgement: counts in the index, not in the control class."""


@dataclass(frozen=True)
class InherentPart:
    """One addend of the inherent risk, as it is shown in the built-up bar."""

    code: str
    """base, types, effect, volume, data, reversibility, vulnerable, live"""
    label: Text
    points: int


@dataclass(frozen=True)
class WhatIf:
    """The inherent risk and the level if the buyer chose otherwise; the control class is kept."""

    change: Text
    score: int
    band: str
    level: Level


@dataclass(frozen=True)
class InherentRisk:
    score: int
    band: str
    parts: tuple[InherentPart, ...]
    what_ifs: tuple[WhatIf, ...]


@dataclass(frozen=True)
class ConfidencePart:
    code: str
    """strong_evidence, answered, recomputed, fresh"""
    weight: float
    share: float | None
    """None: nothing to count; the other parts are rescaled."""


@dataclass(frozen=True)
class ConfidenceResult:
    score: float
    word: str
    """high, reasonable, limited, very_limited; capped by misleading answers, unlike the score."""
    parts: tuple[ConfidencePart, ...]


@dataclass(frozen=True)
class Gate:
    question: str
    state: GateState | None
    """None: asked, and nothing raises suspicion."""
    reason: Text


@dataclass(frozen=True)
class Flag:
    question: str
    outcome: FlagOutcome
    reason: str


@dataclass(frozen=True)
class TriggeredCondition:
    """A contract condition with what triggered it: questions, or a rule of the method."""

    id: str
    questions: tuple[str, ...]
    rule: Text | None


@dataclass(frozen=True)
class OpenPoint:
    key: Key
    standing: Standing
    note: str


@dataclass(frozen=True)
class Unseen:
    """The share of rejections no human saw, as far as it is known. `None` is "cannot be computed", the worst."""

    lowest: float | None
    highest: float
    source: Text


@dataclass(frozen=True)
class Assessment:
    vendor: str
    questionnaire: str
    version: int
    questionnaire_sha256: str
    tier: str
    as_of: datetime.date
    buyer: BuyerFacts
    scope: Scope
    asked: tuple[Key, ...]
    questions: tuple[QuestionResult, ...]
    """Every asked question, each module apart."""
    dimensions: tuple[DimensionResult, ...]
    index: float | None
    control_class: ControlClass | None
    class_reasons: tuple[Text, ...]
    """What keeps the class from being better, or why there is none."""
    inherent: InherentRisk
    matrix_level: Level
    """The level of the residual matrix, before the limits of confidence and gates."""
    residual_level: Level
    level_reasons: tuple[Text, ...]
    confidence: ConfidenceResult
    knock_outs: tuple[Gate, ...]
    integrity_flags: tuple[Flag, ...]
    conditions: tuple[TriggeredCondition, ...]
    open_points: tuple[OpenPoint, ...]
    unseen: Unseen | None
    figures: Figures | None = None
    """What follows from the delivered tables; None where there are none."""

    def result_of(self, question: str) -> QuestionResult | None:
        """The lowest result of a question over the modules."""
        found = [r for r in self.questions if r.key.question == question]
        return min(found, key=lambda r: r.score, default=None)

    def dimension(self, code: str) -> DimensionResult | None:
        return next((d for d in self.dimensions if d.code == code), None)

    @property
    def suspected(self) -> tuple[Gate, ...]:
        return tuple(g for g in self.knock_outs if g.state == "suspected")

    @property
    def confirmed(self) -> tuple[Gate, ...]:
        return tuple(g for g in self.knock_outs if g.state == "confirmed")
