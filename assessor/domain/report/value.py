"""The Report: all that the risk assessment shows, as one value in both languages.

It is made once from the Assessment and printed in either language; screen and paper show the same value. Nothing in
it is computed anew: scores, classes and levels are the Assessment's.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assessor.domain.answers import Standing
from assessor.domain.assessment import Assessment, DimensionResult
from assessor.domain.contract import Contract
from assessor.domain.language import Language
from assessor.domain.questionnaire.model import EvidenceLevel, Questionnaire
from assessor.domain.readiness import Planned
from assessor.domain.references import Reference
from assessor.domain.report.recomputed import Recomputed
from assessor.domain.text import Text


@dataclass(frozen=True)
class Particulars:
    """What the report says that no answer and no score can tell."""

    report_date: datetime.date
    is_tender: bool = False
    """Within a tender the decisions are those of a tender; outside it: buy, or do not."""
    is_verification: bool = False
    """The round verifies an offer of a tender, and ends with whether it confirms that."""
    verification: Text | None = None
    """Which verification belongs to this offer, or of which offer this is the verification."""
    title: str = ""
    """The name of the tender or of the assessment round."""
    product: str = ""
    assessors: tuple[str, ...] = ()
    is_test: bool = False
    publication_hash: str = ""
    """The hash under which questionnaire, weights and conditions were published."""
    chain_head: str = ""
    """The head of the chain of events when the report was made."""
    group_difference: Text | None = None
    """The largest difference between groups, where it is known otherwise than from tables."""
    vendor_reply: str = ""
    contract: Contract = field(default_factory=Contract)
    """The values published with the conditions, and what an officer settled about them."""
    readiness: Mapping[str, Planned] = field(default_factory=dict)
    """By question what the municipality noted at its own task there."""


@dataclass(frozen=True)
class Reason:
    """One of the main reasons for the advice."""

    kind: Literal[
        "gate", "misleading", "ceiling", "critical", "open", "confidence", "inherent", "sound", "strong"
    ]
    headline: Text
    text: Text
    needed: Text | None
    """What has to change; None where nothing has to."""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerLine:
    """One field of an answer in words; `nl` and `en` hold a line for each choice or row."""

    label: Text
    nl: tuple[str, ...]
    en: tuple[str, ...]

    def to(self, language: Language) -> tuple[str, ...]:
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True)
class Finding:
    """What one question brought to light, and how its score came about."""

    id: str
    module: Text | None
    """For questions asked per module: which product."""
    name: Text
    asked: Text
    answered_by: Literal["vendor", "buyer", "both"]
    is_gate: bool
    is_critical: bool
    weight: int
    answer: tuple[AnswerLine, ...]
    note: str
    """The vendor's note on the evidence, or the reason for giving no answer."""
    files: tuple[str, ...]
    anchor: int | None
    standing: Standing | None
    found: Text
    """The words of the anchor that was agreed, or why there is none."""
    evidence: EvidenceLevel
    evidence_name: Text
    evidence_date: datetime.date | None
    short_of_minimum: EvidenceLevel | None
    """The evidence the question asks at least, where less was found."""
    score: float
    why: Text
    misleading: bool
    reason: str
    """The assessors' own words."""
    higher: tuple[Text, ...]
    """What would have scored higher: a better practice, better evidence, or both."""


@dataclass(frozen=True)
class FindingGroup:
    code: str
    name: Text
    why: Text
    result: DimensionResult | None
    """None for the gates, which have no score."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class GateEntry:
    question: str
    name: Text
    state: Literal["suspected", "confirmed", "cleared"] | None
    basis: Literal["ban", "unlawful", "our_requirement"]
    ground: Text
    reason: Text
    law: tuple[Reference, ...]
    """The law behind it, with since when or from when it applies."""
    clauses: tuple[tuple[str, Text], ...]
    """The contract conditions that hang on it: code and title."""


@dataclass(frozen=True)
class FlagEntry:
    question: str
    name: Text
    outcome: Literal["explained", "error", "misleading"]
    reason: str


@dataclass(frozen=True)
class Cause:
    """A question that triggered a contract condition."""

    question: str
    name: Text
    score: float


@dataclass(frozen=True)
class ConditionEntry:
    """A contract condition with what it asks, of whom, by when, and what follows if it is not met."""

    id: str
    title: Text
    text: Text
    purpose: Text
    owner: Text
    due: Text
    consequence: Text
    model_articles: str
    verified: bool
    hardness: int
    causes: tuple[Cause, ...]
    rule: Text | None
    is_reworded: bool = False
    """The buyer changed the words, where the procedure allows it."""
    blanks: tuple[Text, ...] = ()
    """Names and dates that are still to be filled in."""
    is_own: bool = False
    """Added by the buyer; not of the questionnaire's library."""


@dataclass(frozen=True)
class SwitchedOff:
    """A condition that follows from the scores and that an officer switched off."""

    condition: ConditionEntry
    reason: str


@dataclass(frozen=True)
class Settled:
    """What an officer settled about the conditions after scoring."""

    off: tuple[SwitchedOff, ...] = ()
    to_discuss: tuple[ConditionEntry, ...] = ()
    """Not published, so no part of this contract."""


@dataclass(frozen=True)
class LegalEntry:
    """One rule of law that the questions rest on."""

    id: str
    instrument: Text
    article: Text
    title: Text
    duty: Text
    binds: Text
    applies: Text
    """applies now, from a date, disputed: in words, against the date of the assessment."""
    is_later: bool
    disputed: Text | None
    is_checked: bool
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Framework:
    """A norm, guidance or model clause that is not law, and on what ground it is asked."""

    instrument: Text
    articles: tuple[Text, ...]
    basis: Text
    unchecked: frozenset[Text]
    """The articles not yet compared with their source."""


BenefitStatus = Literal["shown", "partly", "not_shown", "not_asked"]


@dataclass(frozen=True)
class Benefit:
    """A promise of such products, against what this vendor could show of it."""

    code: str
    claim: Text
    status: BenefitStatus
    words: Text
    questions: tuple[Cause, ...]


@dataclass(frozen=True)
class OpenEntry:
    question: str
    name: Text
    module: Text | None
    standing: Standing
    note: str


@dataclass(frozen=True)
class Contradiction:
    """Answers and tables that cannot all be true: both sides, and what to ask."""

    question: str
    name: Text
    module: Text | None
    one: Text
    other: Text
    ask: Text


@dataclass(frozen=True)
class BuyerTask:
    """What the municipality itself has to do; never counted against the vendor."""

    question: str
    name: Text
    task: Text
    is_own: bool = False
    """A question only the municipality answers, which is not among those of the report."""
    planned: Planned = field(default_factory=Planned)


@dataclass(frozen=True)
class Report:
    questionnaire: Questionnaire
    assessment: Assessment
    """With every typed text made printable."""
    particulars: Particulars
    products: tuple[Text, ...]
    effect: Text
    advice: Text
    reasons: tuple[Reason, ...]
    hardest: tuple[ConditionEntry, ...]
    recomputed: Recomputed
    """The figures that follow from the vendor's tables, as they are printed."""
    unseen_value: Text
    """The share of rejections no human saw, as short as can be: "87%", "unknown"."""
    unseen: Text
    """The same as a sentence."""
    group_difference: Text
    decisions: tuple[Text, ...]
    """The closed list from which the manager chooses."""
    signed_by: Text
    groups: tuple[FindingGroup, ...]
    gates: tuple[GateEntry, ...]
    flags: tuple[FlagEntry, ...]
    conditions: tuple[ConditionEntry, ...]
    settled: Settled
    law: tuple[LegalEntry, ...]
    frameworks: tuple[Framework, ...]
    benefits: tuple[Benefit, ...]
    open_points: tuple[OpenEntry, ...]
    contradictions: tuple[Contradiction, ...]
    """What cannot all be true and nobody heard the vendor about; findings that are put to it have their own course."""
    tasks: tuple[BuyerTask, ...]
    valid_until: datetime.date
    is_fictitious: bool

    @property
    def title(self) -> Text:
        text = Text(nl="Risicobeoordeling {v}", en="Risk assessment {v}")
        return text.fill(v=self.assessment.vendor)
