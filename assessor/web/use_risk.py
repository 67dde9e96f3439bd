"""What the intended use alone already risks: by kind of product, and what would change if the buyer chose otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.answers import BuyerFacts, Scope
from assessor.domain.assessment import InherentPart
from assessor.domain.questionnaire.model import ProductType, Questionnaire
from assessor.domain.risk import alternatives, band_of, inherent_parts, inherent_score
from assessor.domain.text import Text

TONES = {"I1": "positive", "I2": "info", "I3": "warning", "I4": "negative"}


@dataclass(frozen=True)
class Risk:
    """Points out of 100, and their band."""

    of: Text
    score: int
    band: str

    @property
    def tone(self) -> str:
        return TONES[self.band]


@dataclass(frozen=True)
class UseRisk:
    """The inherent risk of one use."""

    product: ProductType
    """The kind of product that is worked out in full."""
    chosen: Risk
    parts: tuple[InherentPart, ...]
    instead: tuple[Risk, ...]
    by_product: tuple[tuple[ProductType, Risk], ...]


def use_risk(questionnaire: Questionnaire, facts: BuyerFacts, product: str) -> UseRisk | None:
    """The risk of a use for each kind of product; one is worked out, at first the heaviest."""
    kinds = [t for t in questionnaire.product_types if not t.prohibited]
    if not kinds:
        return None
    heaviest = max(kinds, key=lambda t: t.base)
    kind = next((t for t in kinds if t.code == product), heaviest)

    def risk(of: Text, t: ProductType, use: BuyerFacts) -> Risk:
        score = inherent_score(questionnaire, Scope(products=(t.code,), effect=use.effect), use)
        return Risk(of, score, band_of(questionnaire, score))

    return UseRisk(
        product=kind,
        chosen=risk(kind.name, kind, facts),
        parts=inherent_parts(questionnaire, Scope(products=(kind.code,), effect=facts.effect), facts),
        instead=tuple(risk(text, kind, use) for text, use in alternatives(questionnaire, facts)),
        by_product=tuple((t, risk(t.name, t, facts)) for t in kinds),
    )
