"""Interests: declared before anything is read, and an assessor who has one is out at once, with the reason kept.

Who is out finds nothing of the tender at the next request. The scores given stay in the trail and no longer count.
"""

from __future__ import annotations

from assessor.domain.permissions import Action, Actor
from assessor.domain.tender import State
from assessor.services.access import all_final, find_tender, opened_responses
from assessor.services.agreeing import record_averages
from assessor.services.house import House
from assessor.services.tenders import SHORTEST_REASON, agreement_of, note
from assessor.services.typed import Typed
from assessor.storage.models import Tender, TenderPerson


def declare_interests(house: House, actor: Actor, tender_id: str, *, none: bool) -> None:
    """An assessor declares to have no interest in the outcome, or withdraws because there is one."""
    tender = find_tender(house, actor, tender_id, Action.DECLARE_INTERESTS)
    part = house.db.get_one(TenderPerson, (tender.id, actor.id))
    if none:
        part.declared_at = part.declared_at or house.now()
        note(house, actor, tender, "no_interests_declared", {})
    else:
        _end(house, actor, tender, part)
        note(house, actor, tender, "assessor_recused", {})


def recuse(house: House, actor: Actor, tender_id: str, reason: str) -> None:
    """An assessor withdraws, also after having declared and scored: an interest turned up."""
    tender = find_tender(house, actor, tender_id, Action.RECUSE)
    told = checked_reason(reason)
    _end(house, actor, tender, house.db.get_one(TenderPerson, (tender.id, actor.id)))
    note(house, actor, tender, "assessor_recused", {"reason": told})


def take_off(house: House, actor: Actor, tender: Tender, row: TenderPerson, reason: str) -> None:
    """An officer withdraws an assessor after the opening. For services that checked the actor."""
    told = checked_reason(reason)
    _end(house, actor, tender, row)
    note(house, actor, tender, "assessor_taken_off", {"person": row.person_id, "reason": told})


def checked_reason(reason: str) -> str:
    """A reason that is long enough to be one, else a message at its field."""
    typed = Typed()
    told = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    return told


def _end(house: House, actor: Actor, tender: Tender, row: TenderPerson) -> None:
    row.recused_at = row.recused_at or house.now()
    house.db.flush()
    # What was handed in stays as it is until the manager returns it.
    with_assessors = tender.state == State.OPENED or (
        tender.state == State.SCORED and tender.scored_at is None
    )
    if with_assessors and agreement_of(tender) == "average":
        for response in opened_responses(house, tender):
            if all_final(house, tender, response):
                record_averages(house, actor, response)
