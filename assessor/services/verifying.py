"""Verifying the presumptive winner: before the award one offer gets the full questionnaire, as was published.

The round is a tender of its own with the procedure "verification": the same people and rules, its own term, and one
vendor, whose draft begins with what it answered in its offer. So answering, sealing, opening, scoring and findings work
there as anywhere.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain.permissions import Action, Actor
from assessor.domain.procedures import State
from assessor.domain.text import Text
from assessor.domain.verification import (
    Outcome,
    StartFacts,
    earliest_day,
    fault_of_deadline,
    obstacles_to_starting,
)
from assessor.services.access import find_tender, opened_responses, tender_of
from assessor.services.award import Standing, standing_of
from assessor.services.carrying import carry
from assessor.services.decisions import missed_by, set_aside
from assessor.services.gathering import offers_of
from assessor.services.house import House
from assessor.services.keys import wrapped_response_key
from assessor.services.refusals import Refused
from assessor.services.tenders import (
    SHORTEST_REASON,
    agreement_of,
    condition_values,
    note,
    publish,
    wants_verification,
)
from assessor.services.typed import Typed
from assessor.services.verifications import Verified, verifications_of, verified_by
from assessor.storage.models import Company, Response, Tender, TenderPerson, Verification, new_id


@dataclass(frozen=True)
class Candidate:
    """An opened offer, and what stands in the way of verifying it now."""

    response_id: str
    vendor: str
    is_first: bool
    """By the published formula; several may be equal."""
    obstacles: tuple[Text, ...]


@dataclass(frozen=True)
class Starting:
    """What the page on which a verification is started shows."""

    tender: Tender
    candidates: tuple[Candidate, ...]
    """The first by the formula before the others."""
    rounds: tuple[Verified, ...]
    earliest: datetime.date
    """The first day on which the deadline can be."""


@dataclass(frozen=True)
class Seen:
    """What a tender's own people see of verification."""

    rounds: tuple[Verified, ...]
    """The verifications that the tender led to."""
    verifies: Verified | None
    """Of a round: what it verifies."""
    original: Tender | None
    """Of a round: the tender it belongs to."""


def verification(house: House, actor: Actor, tender_id: str) -> Seen:
    """How verification stands in a tender, or what a round belongs to."""
    tender = find_tender(house, actor, tender_id, Action.SEE_TENDER)
    own = verified_by(house, tender)
    original = tender_of(house, own.offer) if own is not None else None
    return Seen(verifications_of(house, tender), own, original)


def starting(house: House, actor: Actor, tender_id: str) -> Starting:
    """Which offers can be verified now, and from when on the term can end."""
    tender = find_tender(house, actor, tender_id, Action.START_VERIFICATION)
    rounds = verifications_of(house, tender)
    ranks = standing_of(house, tender, offers_of(house, tender))
    found = [
        Candidate(
            response.id,
            house.db.get_one(Company, response.company_id).name,
            _is_first(ranks, response),
            tuple(_obstacles(house, tender, response, rounds)),
        )
        for response in opened_responses(house, tender)
    ]
    found.sort(key=lambda one: not one.is_first)
    return Starting(tender, tuple(found), rounds, earliest_day(house.now()))


def start_verification(
    house: House,
    actor: Actor,
    tender_id: str,
    response_id: str,
    deadline: datetime.datetime | None,
    reason: str = "",
) -> Tender:
    """Ask the vendor of one offer the full questionnaire; returns the new round, which is published at once.

    A reason is needed where the offer is not the first by the published formula.
    """
    tender = find_tender(house, actor, tender_id, Action.START_VERIFICATION)
    typed = Typed()
    offer = next((r for r in opened_responses(house, tender) if r.id == response_id), None)
    first = offer is not None and _is_first(standing_of(house, tender, offers_of(house, tender)), offer)
    if offer is None:
        typed.wrong("response", Text(nl="Kies een leverancier.", en="Choose a vendor."))
    elif not first or reason.strip():
        reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    if deadline is None:
        typed.wrong("deadline", Text(nl="Vul een datum in.", en="Enter a date."))
    elif (fault := fault_of_deadline(house.now(), deadline)) is not None:
        typed.wrong("deadline", fault)
    typed.stop()
    assert offer is not None
    in_the_way = _obstacles(house, tender, offer, verifications_of(house, tender))
    if in_the_way:
        raise Refused(*in_the_way)
    round = _round(house, actor, tender, deadline)
    house.db.add(Verification(tender_id=round.id, response_id=offer.id, reason=reason.strip()))
    _same_people(house, tender, round)
    response = _response(house, offer, round)
    note(house, actor, round, "tender_created", {"title": round.title})
    note(house, actor, round, "vendor_invited", {"response": response.id})
    carry(house, actor, offer, response)
    publish(house, actor, round.id)
    about = {"tender": round.id, "response": offer.id, "reason": reason.strip()}
    note(house, actor, tender, "verification_started", about, round.frozen_sha256 or "")
    return round


def _obstacles(house: House, tender: Tender, offer: Response, rounds: tuple[Verified, ...]) -> list[Text]:
    under_way = next((one.vendor for one in rounds if one.outcome is Outcome.UNDER_WAY), None)
    return obstacles_to_starting(
        StartFacts(
            is_published=wants_verification(tender),
            returned=tender.state == State.SCORED and tender.scored_at is None,
            set_aside=offer.id in set_aside(house, tender),
            missed=tuple(missed_by(house, tender, offer)),
            under_way=under_way,
            outcomes=tuple(one.outcome for one in rounds if one.offer.id == offer.id),
        )
    )


def _is_first(ranks: Standing | None, offer: Response) -> bool:
    return ranks is not None and offer.id in {place.response_id for place in ranks.first}


# --- the round ----------------------------------------------------------------------------------------------


_TITLE = Text(nl="Verificatie: {title}", en="Verification: {title}")


def _round(house: House, actor: Actor, tender: Tender, deadline: datetime.datetime | None) -> Tender:
    """A draft like the tender, with the full questionnaire and nothing to award."""
    title = _TITLE.fill(title=tender.title)
    round = Tender(
        title=title.nl if tender.language == "nl" else title.en,
        description=tender.description,
        buyer=tender.buyer,
        procedure="verification",
        test=tender.test,
        language=tender.language,
        both_languages=tender.both_languages,
        questionnaire=tender.questionnaire,
        questionnaire_version=tender.questionnaire_version,
        tier="full",
        facts=dict(tender.facts),
        award={"minimums": list(tender.award.get("minimums", ())), "agreement": agreement_of(tender)},
        deadline=deadline,
        drain_minutes=tender.drain_minutes,
        created_by=actor.id,
        created_at=house.now(),
        conditions=condition_values(tender),
    )
    house.db.add(round)
    house.db.flush()
    return round


def _same_people(house: House, tender: Tender, round: Tender) -> None:
    """Everybody with the same part. Who declared no interest did so of this vendor too; who withdrew stays out."""
    for row in house.db.scalars(select(TenderPerson).where(TenderPerson.tender_id == tender.id)).all():
        house.db.add(
            TenderPerson(
                tender_id=round.id,
                person_id=row.person_id,
                part=row.part,
                labels=list(row.labels),
                added_at=house.now(),
                declared_at=row.declared_at,
                recused_at=row.recused_at,
                sections=list(row.sections),
                expertise=row.expertise,
            )
        )
    house.db.flush()


def _response(house: House, offer: Response, round: Tender) -> Response:
    """The same company at once, whose people find it on their start page: an invitation proves nothing new."""
    id = new_id()
    response = Response(
        id=id,
        tender_id=round.id,
        company_id=offer.company_id,
        wrapped_key=wrapped_response_key(house, id),
        created_at=house.now(),
    )
    house.db.add(response)
    house.db.flush()
    return response
