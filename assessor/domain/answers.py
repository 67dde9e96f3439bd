"""What a vendor answered, and what assessors agreed about it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assessor.domain.questionnaire.model import EvidenceLevel

WHOLE_OFFER = "*"

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Value = Mapping[str, Json]
"""An answer's value: one plain JSON value for each field of the question."""

Fit = Literal["both", "one", "neither"]
"""How well the evidence fits: version and population, one of the two, neither."""

Standing = Literal["unknown", "withheld", "not_applicable", "unanswered"]
"""Instead of an anchor: the vendor does not know, does not give it, rightly or wrongly says it does not apply,
or left it open. Agreed as `not_applicable` it is left out of the score; all else counts as 0 and widens the range."""


@dataclass(frozen=True, order=True)
class Key:
    """Which answer: a question, for one module or for the whole offer (`*`)."""

    question: str
    module: str = WHOLE_OFFER

    def __str__(self) -> str:
        return self.question if self.module == WHOLE_OFFER else f"{self.question}@{self.module}"


@dataclass(frozen=True)
class Confidential:
    """What of an answer the vendor marks as confidential, and why. Assessors read it all the same."""

    reason: str
    whole: bool = False
    """All of the answer with its files."""
    passage: str = ""
    """Words of the answer, as they stand in it."""
    files: tuple[str, ...] = ()
    """Names of its evidence files."""


@dataclass(frozen=True)
class Answer:
    """One answer as the vendor gave it. `files` are names of evidence files."""

    value: Value = field(default_factory=dict)
    evidence: EvidenceLevel | None = None
    evidence_note: str = ""
    evidence_date: datetime.date | None = None
    standing: Standing | None = None
    standing_reason: str = ""
    files: tuple[str, ...] = ()
    confidential: Confidential | None = None


Answers = Mapping[Key, Answer]


@dataclass(frozen=True)
class Agreed:
    """What the assessors agreed for one question: the anchor or why there is none, and the evidence found."""

    anchor: int | Standing
    evidence: EvidenceLevel = EvidenceLevel.E0
    date: datetime.date | None = None
    """The date of the evidence; undated counts as old where a question is time-bound."""
    fit: Fit = "both"
    reason: str = ""

    @property
    def points(self) -> int:
        return self.anchor if isinstance(self.anchor, int) else 0

    @property
    def is_answered(self) -> bool:
        return isinstance(self.anchor, int)


AgreedScores = Mapping[Key, Agreed]

GateState = Literal["suspected", "confirmed", "cleared"]
FlagOutcome = Literal["explained", "error", "misleading"]


@dataclass(frozen=True)
class IntegrityFlag:
    """A finding that an answer and the facts part, after the vendor was heard and two assessors judged."""

    question: str
    outcome: FlagOutcome
    reason: str


@dataclass(frozen=True)
class Provider:
    """Who makes a module: the vendor itself, or a third party with the name and version of its product."""

    module: str
    own: bool
    name: str = ""
    """Of the third party's product and firm; none where it is the vendor's own."""
    version: str = ""


@dataclass(frozen=True)
class Scope:
    """Which product is judged: the vendor's half (products, marks, providers) with the buyer's effect."""

    products: tuple[str, ...]
    marks: frozenset[str] = frozenset()
    effect: str = "informs"
    providers: tuple[Provider, ...] = ()
    """At most one for each module, in the order of the modules."""

    def provider_of(self, module: str) -> Provider | None:
        return next((one for one in self.providers if one.module == module), None)

    @property
    def without_provider(self) -> tuple[str, ...]:
        """Modules of which nobody said yet who makes them."""
        named = {one.module for one in self.providers}
        return tuple(code for code in self.products if code not in named)


@dataclass(frozen=True)
class BuyerFacts:
    """The buyer's half: what the product is used for and on whom."""

    name: str
    effect: str
    volume_per_year: int
    data: tuple[str, ...]
    reversibility: str
    vulnerable_group: bool = False
    learns_live: bool = False
