"""The verifications of a tender's offers, and how each stands. No verbs: the callers have checked the actor."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain.decisions import CHOICES, Choice
from assessor.domain.procedures import State
from assessor.domain.verification import HANDING_IN, Outcome, outcome_of
from assessor.services.house import House
from assessor.services.tenders import procedure_of, wants_verification
from assessor.storage.engine import get_locked
from assessor.storage.models import Company, Decision, Response, Tender, Verification


@dataclass(frozen=True)
class Verified:
    """One round in which an offer is, or was, verified."""

    tender: Tender
    """The round."""
    offer: Response
    vendor: str
    reason: str
    """Why this offer, where it was not the first by the formula."""
    outcome: Outcome
    requirement: str | None
    """The published requirement that the verification showed to be missed."""
    decided_at: datetime.datetime | None


def verifications_of(house: House, tender: Tender) -> tuple[Verified, ...]:
    """All verifications that a tender led to, oldest first.

    In a step that writes the rounds are locked too: what they say then holds until the end of it. A round's own steps
    lock only itself, so that nobody waits for the other.
    """
    if not procedure_of(tender).award:
        return ()
    rows = house.db.execute(
        select(Verification, Response, Company.name)
        .join(Response, Response.id == Verification.response_id)
        .join(Company, Company.id == Response.company_id)
        .join(Tender, Tender.id == Verification.tender_id)
        .where(Response.tender_id == tender.id)
        .order_by(Tender.created_at, Tender.id)
    ).all()
    return tuple(_verified(house, link, offer, vendor) for link, offer, vendor in rows)


def _verified(house: House, link: Verification, offer: Response, vendor: str) -> Verified:
    round = get_locked(house.db, Tender, link.tender_id)
    assert round is not None
    newest = house.db.scalars(
        select(Decision)
        .where(
            Decision.tender_id == round.id,
            Decision.choice.in_([c.value for c, rule in CHOICES.items() if rule.verification]),
        )
        .order_by(Decision.at.desc(), Decision.id)
        .limit(1)
    ).first()
    own = house.db.scalars(select(Response.state).where(Response.tender_id == round.id)).one()
    outcome = outcome_of(
        State(round.state),
        Choice(newest.choice) if newest else None,
        handed_in=own not in ("absent", "withdrawn"),
    )
    is_decided = newest is not None and outcome in (Outcome.CONFIRMS, Outcome.DOES_NOT_CONFIRM)
    return Verified(
        tender=round,
        offer=offer,
        vendor=vendor,
        reason=link.reason,
        outcome=outcome,
        requirement=_missed(outcome, newest),
        decided_at=newest.at if newest and is_decided else None,
    )


def _missed(outcome: Outcome, newest: Decision | None) -> str | None:
    if outcome is Outcome.NOT_ANSWERED:
        return HANDING_IN
    return newest.requirement if newest and outcome is Outcome.DOES_NOT_CONFIRM else None


def verified_by(house: House, tender: Tender) -> Verified | None:
    """Of a round: what it verifies. None for any other tender."""
    if not procedure_of(tender).verifies:
        return None
    link = house.db.get_one(Verification, tender.id)
    offer = house.db.get_one(Response, link.response_id)
    return _verified(house, link, offer, house.db.get_one(Company, offer.company_id).name)


def is_unverified(house: House, tender: Tender, offer: Response) -> bool:
    """Whether this offer still lacks the verification that was published with the tender."""
    if not wants_verification(tender):
        return False
    return not any(
        one.offer.id == offer.id and one.outcome is Outcome.CONFIRMS
        for one in verifications_of(house, tender)
    )


def missed_in_verification(house: House, tender: Tender, offer: Response) -> tuple[str, ...]:
    """The published requirements that a verification showed this offer to miss."""
    found = (one.requirement for one in verifications_of(house, tender) if one.offer.id == offer.id)
    return tuple(dict.fromkeys(requirement for requirement in found if requirement is not None))


def awaits_start(rounds: tuple[Verified, ...], set_aside: Collection[str]) -> bool:
    """Whether the next step is to start a verification: none is under way, and no outcome waits for the manager."""
    return not any(
        one.outcome in (Outcome.UNDER_WAY, Outcome.CONFIRMS)
        or (one.requirement is not None and one.offer.id not in set_aside)
        for one in rounds
    )
