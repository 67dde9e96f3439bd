"""Kinds of product that may not be offered at all, with the ground on which each is stopped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assessor.domain.questionnaire.model import Obligation, ProductType, Question, Questionnaire
from assessor.domain.text import Text


@dataclass(frozen=True)
class Stop:
    """One prohibited kind in an offer, the ground that stops it and the law it rests on.

    A questionnaire may ban a kind without asking about it; then its legal class is the ground.
    """

    product: ProductType
    gate: Question | None
    ground: Text
    law: tuple[Obligation, ...]


def stops(questionnaire: Questionnaire, products: Collection[str]) -> tuple[Stop, ...]:
    """What stops an offer of these products, in the order of the product types; nothing where it may be offered."""
    return tuple(
        _stop(questionnaire, p) for p in questionnaire.product_types if p.prohibited and p.code in products
    )


def _stop(questionnaire: Questionnaire, product: ProductType) -> Stop:
    for gate in questionnaire.questions:
        if gate.knock_out is not None and product.code in gate.knock_out.products:
            sources = (questionnaire.obligation_by_id[id] for id in gate.references)
            law = tuple(o for o in sources if o.demand_basis in ("law_now", "law_later"))
            return Stop(product, gate, gate.knock_out.ground, law)
    return Stop(product, None, product.legal_class, ())
