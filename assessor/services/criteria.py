"""The sub-criteria of a tender's award: as set up while it is a draft, and from publication on as frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assessor.domain.award import FORMULA, Award, SubCriterion, award_from_json, countable, proposed_weights
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.tender import PROCEDURES
from assessor.storage.models import Tender


def can_count(questionnaire: Questionnaire, tender: Tender) -> dict[str, tuple[str, ...]] | None:
    """By dimension the questions that every vendor gets; None while the use that decides it is not filled in."""
    effect = tender.facts.get("effect")
    return None if effect is None else countable(questionnaire, str(effect), tender.tier)


def award_set_up(
    questionnaire: Questionnaire, tender: Tender, chosen: Mapping[str, Any] | None = None
) -> Award:
    """What publishing would freeze now, or with these choices. Weights not chosen are as the questionnaire proposes."""
    chosen = tender.award if chosen is None else chosen
    possible: Mapping[str, tuple[str, ...]] = can_count(questionnaire, tender) or {}
    left_out = frozenset(chosen.get("left_out", ()))
    counted = {code: tuple(q for q in ids if q not in left_out) for code, ids in possible.items()}
    weights = {**proposed_weights(questionnaire, counted), **chosen.get("weights", {})}
    return Award(
        FORMULA,
        tuple(
            SubCriterion(d.code, d.name, weights[d.code], counted.get(d.code, ()))
            for d in questionnaire.dimensions
            if not d.gate
        ),
    )


def award_of(questionnaire: Questionnaire, tender: Tender) -> Award | None:
    """How points are given: as published, else as set up. None where no award by a formula was published."""
    if not PROCEDURES[tender.procedure].award:
        return None
    if tender.frozen is None:
        return award_set_up(questionnaire, tender)
    frozen = json.loads(tender.frozen).get("award")
    return award_from_json(frozen) if frozen else None
