"""The numbers of the method, as a questionnaire's frame states them: evidence, scoring, risk, confidence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Key

from assessor.domain.questionnaire.question import EvidenceLevel, Part, Points, Slug
from assessor.domain.text import Text


class EvidenceStep(Part):
    level: EvidenceLevel
    name: Text
    example: Text
    cap: Points
    factor: Annotated[float, Key(gt=0, le=1)]


class Minutes(Part):
    """What answering asks of a vendor on average, in minutes; for the estimate of hours."""

    question: Annotated[int, Key(ge=0)]
    """For each question besides its fields: reading it, and naming its evidence."""
    one_of: Annotated[int, Key(ge=0)]
    several_of: Annotated[int, Key(ge=0)]
    yes_no: Annotated[int, Key(ge=0)]
    number: Annotated[int, Key(ge=0)]
    percentage: Annotated[int, Key(ge=0)]
    date: Annotated[int, Key(ge=0)]
    text: Annotated[int, Key(ge=0)]
    table: Annotated[int, Key(ge=0)]
    """A question's own table."""
    counts: Annotated[int, Key(ge=0)]
    """A table of counts (T1 to T9), once for all questions."""
    files: Annotated[int, Key(ge=0)]


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
