"""Suspected gates: one person proposes that a minimum requirement is missed or cleared, a second one decides.

One of the two must have the function of jurist in the tender. A gate stays suspected until then.
"""

from __future__ import annotations

from typing import Literal, cast

from sqlalchemy import select

from assessor.domain.answers import Agreed, GateState
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.question import EvidenceLevel, KnockOut
from assessor.domain.text import Text
from assessor.services.access import find_response, tender_of
from assessor.services.house import House
from assessor.services.refusals import NotThere, Refused
from assessor.services.scoring import as_agreed, newest_agreed
from assessor.services.tenders import SHORTEST_REASON, note, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage.engine import get_locked
from assessor.storage.models import GateJudgement, Response, TenderPerson

JURIST = "jurist"


def propose_gate(
    house: House,
    actor: Actor,
    response_id: str,
    question: str,
    state: Literal["confirmed", "cleared"],
    reason: str,
) -> GateJudgement:
    """Propose what a suspected gate is; it waits for a second person."""
    response = find_response(house, actor, response_id, Action.JUDGE_GATE)
    rule = _rule(house, response, question)
    typed = Typed()
    typed.choice("state", state, ("confirmed", "cleared"))
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    if question in {j.question for j in waiting_gates(house, response)}:
        raise Refused(
            Text(
                nl="Over deze minimumeis ligt al een voorstel. Een tweede persoon beslist daarover.",
                en="There is a proposal on this requirement already. A second person decides on it.",
            )
        )
    if state == "cleared":
        _require_evidence(house, response, question, rule)
    row = GateJudgement(
        response_id=response.id,
        question=question,
        state=state,
        reason=reason,
        first_by=actor.id,
        at=house.now(),
    )
    house.db.add(row)
    house.db.flush()
    _note(house, actor, response, "gate_proposed", row)
    return row


def confirm_gate(house: House, actor: Actor, judgement_id: str) -> GateJudgement:
    """The second person agrees with a proposal; from here on it counts."""
    row, response = _waiting(house, actor, judgement_id)
    if row.first_by == actor.id:
        raise Refused(
            Text(
                nl="U heeft dit zelf voorgesteld. Een ander moet erover beslissen.",
                en="You proposed this yourself. Somebody else must decide on it.",
            )
        )
    if not _one_is_jurist(house, response, row.first_by, actor.id):
        raise Refused(
            Text(
                nl="Een van de twee moet in deze procedure de functie jurist hebben.",
                en="One of the two must have the function of legal adviser in this procedure.",
            )
        )
    if row.state == "cleared":
        _require_evidence(house, response, row.question, _rule(house, response, row.question))
    row.second_by, row.at = actor.id, max(house.now(), row.at)
    _note(house, actor, response, "gate_decided", row)
    return row


def decline_gate(house: House, actor: Actor, judgement_id: str, reason: str) -> None:
    """Take a proposal off the table, with the reason; the log keeps both."""
    row, response = _waiting(house, actor, judgement_id)
    typed = Typed()
    reason = typed.paragraphs("reason", reason, shortest=SHORTEST_REASON)
    typed.stop()
    _note(house, actor, response, "gate_declined", row, why=reason)
    house.db.delete(row)


def waiting_gates(house: House, response: Response) -> list[GateJudgement]:
    """Proposals without a second person."""
    return [row for row in _judgements(house, response) if row.second_by is None]


def gate_states(house: House, response: Response) -> dict[str, GateState]:
    """What two people decided, newest per gate. For services that checked the actor."""
    return {
        row.question: cast(GateState, row.state)
        for row in _judgements(house, response)
        if row.second_by is not None
    }


def _judgements(house: House, response: Response) -> list[GateJudgement]:
    query = select(GateJudgement).where(GateJudgement.response_id == response.id)
    return list(house.db.scalars(query.order_by(GateJudgement.at, GateJudgement.id)))


def _waiting(house: House, actor: Actor, judgement_id: str) -> tuple[GateJudgement, Response]:
    found = house.db.get(GateJudgement, judgement_id)
    if found is None:
        raise NotThere
    response = find_response(house, actor, found.response_id, Action.JUDGE_GATE)
    # Somebody else may have judged while this one waited for the response.
    row = get_locked(house.db, GateJudgement, judgement_id)
    if row is None or row.second_by is not None:
        raise NotThere
    return row, response


def _rule(house: House, response: Response, question: str) -> KnockOut:
    found = questionnaire_of(house, tender_of(house, response)).by_id.get(question)
    if found is None or found.knock_out is None:
        raise NotThere
    return found.knock_out


def _require_evidence(house: House, response: Response, question: str, rule: KnockOut) -> None:
    agreed = [as_agreed(r) for key, r in newest_agreed(house, response).items() if key.question == question]
    have = min((a.evidence for a in agreed or [Agreed("unanswered")]), default=EvidenceLevel.E0)
    if rule.cleared_from is not None and have < rule.cleared_from:
        message = Text(
            nl="Hiervoor is bewijs van niveau {need} of beter nodig; vastgesteld is {have}.",
            en="Clearing needs evidence of level {need} or better; {have} was found.",
        )
        raise Refused(message.fill(need=rule.cleared_from.value, have=have.value))


def _one_is_jurist(house: House, response: Response, *people: str) -> bool:
    rows = house.db.scalars(
        select(TenderPerson).where(
            TenderPerson.tender_id == response.tender_id, TenderPerson.person_id.in_(people)
        )
    )
    return any(JURIST in row.labels for row in rows)


def _note(
    house: House, actor: Actor, response: Response, verb: str, row: GateJudgement, why: str = ""
) -> None:
    about = {
        "response": response.id,
        "question": row.question,
        "state": row.state,
        "reason": why or row.reason,
        "first_by": row.first_by,
    }
    note(house, actor, tender_of(house, response), verb, about)
