"""The Assessment of one response, built from what was opened, agreed and judged. Computed anew each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor.domain.answers import Agreed, Answer, GateState, IntegrityFlag, Key
from assessor.domain.assess import Case, assess
from assessor.domain.assessment import Assessment
from assessor.domain.figures.figures import Figures
from assessor.domain.permissions import Action, Actor
from assessor.services.access import company_of, find_response, tender_of
from assessor.services.figures import figures_opened
from assessor.services.findings import flags_of
from assessor.services.gates import gate_states
from assessor.services.house import House
from assessor.services.opened import answers_opened, as_of, scope_opened
from assessor.services.scoring import as_agreed, newest_agreed
from assessor.services.tenders import buyer_facts, questionnaire_of
from assessor.storage.models import Response, Tender


@dataclass(frozen=True)
class Material:
    """What an assessment of one response is made of, besides what is the same for the whole tender."""

    answers: Mapping[Key, Answer]
    agreed: Mapping[Key, Agreed]
    gates: Mapping[str, GateState]
    flags: tuple[IntegrityFlag, ...]
    figures: Figures | None


def assessment_of(house: House, actor: Actor, response_id: str) -> Assessment:
    """The risk assessment of an opened response."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    material = material_of(house, response, answers_opened(house, response))
    return assess(
        case_of(house, tender_of(house, response), response, company_of(house, response).name, material)
    )


def material_of(house: House, response: Response, answers: Mapping[Key, Answer]) -> Material:
    """All of one response, with these answers. For services that checked the actor."""
    return Material(
        answers=answers,
        agreed={key: as_agreed(row) for key, row in newest_agreed(house, response).items()},
        gates=gate_states(house, response),
        flags=flags_of(house, response),
        figures=figures_opened(house, response),
    )


def case_of(house: House, tender: Tender, response: Response, vendor: str, material: Material) -> Case:
    """What the method needs, from what services gathered."""
    return Case(
        questionnaire=questionnaire_of(house, tender),
        tier=tender.tier,
        as_of=as_of(tender),
        vendor=vendor,
        buyer=buyer_facts(tender, response),
        scope=scope_opened(tender, response),
        answers=material.answers,
        agreed=material.agreed,
        knock_outs=material.gates,
        flags=material.flags,
        figures=material.figures,
    )
