"""What the manager decides, from the closed list, always with a reason. Decisions are added, never changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from assessor.domain.award import in_points
from assessor.domain.decisions import CHOICES, Choice, ChoiceRule, choices_for
from assessor.domain.permissions import Action, Actor
from assessor.domain.requirements import missed_requirements
from assessor.domain.tender import NOT_VERIFIED, State, Step, StepFacts, obstacles
from assessor.domain.text import Text
from assessor.domain.verification import HANDING_IN, HANDING_IN_WORDS, in_words
from assessor.services.access import find_tender, opened_responses
from assessor.services.award import Standing, standing_of
from assessor.services.gates import gate_states
from assessor.services.gathering import offers_of
from assessor.services.house import House
from assessor.services.opened import answers_opened, keys_to_score, scope_opened
from assessor.services.refusals import NotThere, Refused
from assessor.services.scoring import as_agreed, newest_agreed
from assessor.services.tenders import SHORTEST_REASON, minimums_of, procedure_of, questionnaire_of
from assessor.services.typed import Typed
from assessor.services.verifications import is_unverified, missed_in_verification
from assessor.storage import events
from assessor.storage.models import Company, Decision, Person, Response, Tender

_STEPS = {
    Choice.RETURN_TO_ASSESSORS: Step.RETURN,
    Choice.END_WITHOUT_AWARD: Step.END_WITHOUT_AWARD,
    Choice.SET_ASIDE: Step.RETURN,  # the order of the others may change, so the award is decided anew
}
"""The step a choice takes; for the others it is deciding."""


def decisions_of(house: House, actor: Actor, tender_id: str) -> list[Decision]:
    """All decisions on a tender, oldest first."""
    return _decisions(house, find_tender(house, actor, tender_id, Action.COMPARE))


@dataclass(frozen=True)
class Taken:
    """A decision with the names that belong to it."""

    choice: ChoiceRule
    vendor: str | None
    """None: it was about the procedure as a whole."""
    response_id: str | None
    requirement: Text | None
    reason: str
    by: str
    at: datetime.datetime


def taken(house: House, actor: Actor, tender_id: str) -> list[Taken]:
    """All decisions on a tender with their names, oldest first."""
    tender = find_tender(house, actor, tender_id, Action.COMPARE)
    names = {q.id: q.name for q in questionnaire_of(house, tender).questions} | {HANDING_IN: HANDING_IN_WORDS}
    rows = house.db.execute(
        select(Decision, Person.name, Company.name)
        .join(Person, Person.id == Decision.by)
        .outerjoin(Response, Response.id == Decision.response_id)
        .outerjoin(Company, Company.id == Response.company_id)
        .where(Decision.tender_id == tender.id)
        .order_by(Decision.at, Decision.id)
    )
    return [
        Taken(
            choice=CHOICES[Choice(row.choice)],
            vendor=vendor,
            response_id=row.response_id,
            requirement=names.get(row.requirement) if row.requirement else None,
            reason=row.reason,
            by=by,
            at=row.at,
        )
        for row, by, vendor in rows
    ]


def choices(house: House, actor: Actor, tender_id: str) -> tuple[ChoiceRule, ...]:
    """What the manager can choose from now; none where there is nothing to decide for this actor."""
    tender = find_tender(house, actor, tender_id, Action.DECIDE)
    return tuple(
        rule for rule in choices_for(procedure_of(tender)) if not _obstacles(house, tender, rule.choice)
    )


def requirements(house: House, actor: Actor, tender_id: str, response_id: str) -> dict[str, Text]:
    """The published requirements that a response misses: on these it can be set aside."""
    tender = find_tender(house, actor, tender_id, Action.COMPARE)
    return missed_by(house, tender, _opened(house, tender, response_id))


def standing(house: House, actor: Actor, tender_id: str) -> Standing | None:
    """Who stands where by the published formula; None before the scores are in, and where none was published."""
    tender = find_tender(house, actor, tender_id, Action.COMPARE)
    return standing_of(house, tender, offers_of(house, tender))


def decide(
    house: House,
    actor: Actor,
    tender_id: str,
    choice: str,
    reason: str,
    response_id: str | None = None,
    requirement: str | None = None,
) -> Decision:
    """Record a decision and take the tender where it leads."""
    tender = find_tender(house, actor, tender_id, Action.DECIDE)
    typed = Typed()
    rules = {rule.choice.value: rule for rule in choices_for(procedure_of(tender))}
    typed.choice("choice", choice, rules)
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    rule = rules.get(choice)
    if rule is not None and rule.about_response and response_id is None:
        typed.wrong("response", Text(nl="Kies een leverancier.", en="Choose a vendor."))
    typed.stop()
    assert rule is not None
    in_the_way = _obstacles(house, tender, rule.choice)
    if in_the_way:
        raise Refused(*in_the_way)
    response, followed = None, None
    if rule.about_response and response_id is not None:
        response = _opened(house, tender, response_id)
        _require_fitting(house, tender, rule, response, requirement)
        if rule.choice is Choice.APPROVE_AWARD:
            followed = _require_first(house, tender, response)
            if is_unverified(house, tender, response):
                raise Refused(NOT_VERIFIED)
    row = Decision(
        tender_id=tender.id,
        response_id=response.id if response else None,
        choice=rule.choice.value,
        requirement=requirement if rule.needs_requirement else None,
        reason=reason,
        by=actor.id,
        at=_after(house, tender),
    )
    house.db.add(row)
    _move(house, tender, rule, reason)
    about: dict[str, Any] = {
        "choice": row.choice, "response": row.response_id, "requirement": row.requirement,
    }  # fmt: skip
    if followed is not None:
        # What the award followed from: the totals of all who had a place.
        about["points"] = {p.response_id: str(p.points.total) for p in followed.places if p.rank is not None}
    chain = events.tender_chain(tender.id)
    events.append(house.db, chain, actor.id, "decided", about, "", house.now(), row)
    return row


def set_aside(house: House, tender: Tender) -> set[str]:
    """The responses that were set aside."""
    return {
        d.response_id
        for d in _decisions(house, tender)
        if d.choice == Choice.SET_ASIDE and d.response_id is not None
    }


def missed_by(house: House, tender: Tender, response: Response) -> dict[str, Text]:
    """By question: a gate that two people confirmed, or a minimum score not reached, here or in its verification."""
    questionnaire = questionnaire_of(house, tender)
    scope, answers = scope_opened(tender, response), answers_opened(house, response)
    missed = missed_requirements(
        {m.question: m.least for m in minimums_of(tender)},
        keys_to_score(questionnaire, tender, scope, answers),
        {key: as_agreed(row) for key, row in newest_agreed(house, response).items()},
        gate_states(house, response),
    )
    found = dict.fromkeys((*missed, *missed_in_verification(house, tender, response)))
    return {one: HANDING_IN_WORDS if one == HANDING_IN else questionnaire.by_id[one].name for one in found}


# --- within -----------------------------------------------------------------------------------------------


def _decisions(house: House, tender: Tender) -> list[Decision]:
    query = select(Decision).where(Decision.tender_id == tender.id).order_by(Decision.at, Decision.id)
    return list(house.db.scalars(query))


def _opened(house: House, tender: Tender, response_id: str) -> Response:
    response = house.db.get(Response, response_id)
    if response is None or response.tender_id != tender.id or response.state != "opened":
        raise NotThere
    return response


def _obstacles(house: House, tender: Tender, choice: Choice) -> list[Text]:
    facts = StepFacts(
        state=State(tender.state),
        procedure=procedure_of(tender),
        now=house.now(),
        returned=tender.state == State.SCORED and tender.scored_at is None,
    )
    return obstacles(_STEPS.get(choice, Step.DECIDE), facts)


def _require_fitting(
    house: House, tender: Tender, rule: ChoiceRule, response: Response, requirement: str | None
) -> None:
    if response.id in set_aside(house, tender):
        raise Refused(
            Text(
                nl="Deze inschrijving is al terzijde gelegd.", en="This response has been set aside already."
            )
        )
    missed = missed_by(house, tender, response)
    if rule.needs_requirement and requirement not in missed:
        typed = Typed()
        message = Text(
            nl="Kies een gepubliceerde minimumeis waaraan deze inschrijving niet voldoet.",
            en="Choose a published minimum requirement that this response misses.",
        )
        typed.wrong("requirement", message)
        typed.stop()
    if rule.choice in (Choice.APPROVE_AWARD, Choice.CONFIRMS_OFFER) and missed:
        message = Text(
            nl="Deze inschrijving voldoet niet aan een gepubliceerde minimumeis: {names}.",
            en="This response misses a published minimum requirement: {names}.",
        )
        raise Refused(message.fill(names=in_words(missed)))


def _require_first(house: House, tender: Tender, response: Response) -> Standing | None:
    """An award goes to the first by the published formula, or to one of several equal firsts; the order it follows."""
    found = standing_of(house, tender, offers_of(house, tender))
    if found is None:
        return None
    place = found.by_response[response.id]
    if place.why_not is not None:
        raise Refused(place.why_not)
    if place.rank == 1:
        return found
    message = Text(
        nl="De gunning volgt uit de gepubliceerde formule. Eerste is {first} met {most} punten. {vendor} heeft "
        "{points} punten en staat op plaats {rank}.",
        en="The award follows from the published formula. First is {first} with {most} points. {vendor} has {points} "
        "points and is in place {rank}.",
    )
    raise Refused(
        message.fill(
            first=", ".join(p.vendor for p in found.first),
            most=in_points(found.first[0].points.total),
            vendor=place.vendor,
            points=in_points(place.points.total),
            rank=place.rank,
        )
    )


def _move(house: House, tender: Tender, rule: ChoiceRule, reason: str) -> None:
    if rule.choice is Choice.RETURN_TO_ASSESSORS:
        tender.scored_at = None
    if rule.leads_to is State.NO_AWARD:
        tender.end_reason = reason
    if rule.leads_to is not None:
        tender.state = rule.leads_to.value
        return
    house.db.flush()
    judged = {
        d.response_id
        for d in _decisions(house, tender)
        if d.response_id is not None and CHOICES[Choice(d.choice)].in_tender is False
    }
    if {r.id for r in opened_responses(house, tender)} <= judged:
        tender.state = State.DECIDED.value


def _after(house: House, tender: Tender) -> datetime.datetime:
    # "The newest counts" must hold even when two decisions come within one tick of the clock.
    last = max((d.at for d in _decisions(house, tender)), default=None)
    now = house.now()
    return now if last is None else max(now, last + datetime.timedelta(microseconds=1))
