"""The Assessment of one response, built from what was opened, agreed and judged. Computed anew each time."""

from __future__ import annotations

from collections.abc import Mapping

from assessor.domain.answers import Agreed, Answer, GateState, Key
from assessor.domain.assess import Case, assess
from assessor.domain.assessment import Assessment
from assessor.domain.permissions import Action, Actor
from assessor.services.access import company_of, find_response, tender_of
from assessor.services.gates import gate_states
from assessor.services.house import House
from assessor.services.opened import answers_opened, as_of, scope_opened
from assessor.services.scoring import as_agreed, newest_agreed
from assessor.services.tenders import buyer_facts, questionnaire_of
from assessor.storage.models import Response, Tender


def assessment_of(house: House, actor: Actor, response_id: str) -> Assessment:
    """The risk assessment of an opened response."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    return assess(
        case_of(
            house,
            tender_of(house, response),
            response,
            vendor=company_of(house, response).name,
            answers=answers_opened(house, response),
            agreed={key: as_agreed(row) for key, row in newest_agreed(house, response).items()},
            gates=gate_states(house, response),
        )
    )


def case_of(
    house: House,
    tender: Tender,
    response: Response,
    *,
    vendor: str,
    answers: Mapping[Key, Answer],
    agreed: Mapping[Key, Agreed],
    gates: Mapping[str, GateState],
) -> Case:
    """What the method needs, from what services gathered. Integrity flags come with the figures."""
    return Case(
        questionnaire=questionnaire_of(house, tender),
        tier=tender.tier,
        as_of=as_of(tender),
        vendor=vendor,
        buyer=buyer_facts(tender, response),
        scope=scope_opened(tender, response),
        answers=answers,
        agreed=agreed,
        knock_outs=gates,
    )
