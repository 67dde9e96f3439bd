"""Handing the agreed scores to the manager, at first and again after the manager returned them."""

from __future__ import annotations

from assessor.domain.chain import canonical, sha256
from assessor.domain.permissions import Action, Actor
from assessor.domain.tender import State, Step, StepFacts, obstacles
from assessor.domain.text import Text
from assessor.services.access import active_assessors, find_tender, is_final, opened_responses
from assessor.services.agreeing import missing_agreed, newest_agreed, record_averages
from assessor.services.assigning import SectionTeam, teams_of
from assessor.services.findings import open_findings
from assessor.services.gates import waiting_gates
from assessor.services.house import House
from assessor.services.refusals import Refused
from assessor.services.tenders import agreement_of, note, procedure_of
from assessor.storage.models import Tender, TenderPerson


def obstacles_to_finishing(house: House, actor: Actor, tender: Tender) -> list[Text]:
    """What is still to be done before the scores can be handed in."""
    return obstacles(Step.FINISH_SCORING, _facts(house, actor, tender))


def finish_scoring(house: House, actor: Actor, tender_id: str) -> Tender:
    """Hand in the agreed scores of all opened responses."""
    tender = find_tender(house, actor, tender_id, Action.FINISH_SCORING)
    in_the_way = obstacles_to_finishing(house, actor, tender)
    if in_the_way:
        raise Refused(*in_the_way)
    opened = opened_responses(house, tender)
    if agreement_of(tender) == "average":
        for response in opened:
            record_averages(house, actor, response)
    house.db.flush()
    tender.state, tender.scored_at = State.SCORED.value, house.now()
    agreed = {r.id: {str(k): row.id for k, row in newest_agreed(house, r).items()} for r in opened}
    note(house, actor, tender, "scoring_finished", {"responses": len(opened)}, sha256(canonical(agreed)))
    return tender


def _facts(house: House, actor: Actor, tender: Tender) -> StepFacts:
    assessors, opened = active_assessors(house, tender), opened_responses(house, tender)
    parts = {p.id: house.db.get_one(TenderPerson, (tender.id, p.id)) for p in assessors}
    computed = agreement_of(tender) == "average"
    teams = teams_of(house, tender)
    return StepFacts(
        state=State(tender.state),
        procedure=procedure_of(tender),
        now=house.now(),
        returned=tender.state == State.SCORED and tender.scored_at is None,
        assessors=len(assessors),
        thin_sections=tuple(t.name for t in teams if t.has_too_few),
        not_as_stated=tuple(_numbers(t) for t in teams if not t.is_as_stated),
        undeclared=tuple(p.name for p in assessors if parts[p.id].declared_at is None),
        not_final=tuple(p.name for p in assessors if not all(is_final(house, p.id, r) for r in opened)),
        not_agreed=0 if computed else sum(len(missing_agreed(house, actor, r)) for r in opened),
        waiting_gates=tuple(sorted({j.question for r in opened for j in waiting_gates(house, r)})),
        open_findings=open_findings(house, tender),
    )


def _numbers(team: SectionTeam) -> Text:
    """How many score a section, against what was published."""
    text = Text(nl="{name} ({n} in plaats van {m})", en="{name} ({n} instead of {m})")
    stated = team.stated.number if team.stated else 0
    return text.fill(name=team.name, n=len(team.assessors), m=stated)
