"""The gates of one response as they stand: what raised suspicion, who judged them, and what waits for a second."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain.assessment import Gate
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.questionnaire.model import Question
from assessor.domain.questionnaire.question import KnockOut
from assessor.services.access import case_for, find_response, tender_of
from assessor.services.assessments import assessment_of
from assessor.services.house import House
from assessor.services.scoring import newest_agreed
from assessor.services.tenders import questionnaire_of
from assessor.storage.models import AgreedScore, GateJudgement, OpenedAnswer, Person, Response, TenderPerson


@dataclass(frozen=True)
class Judged:
    """A proposal, and who decided on it, if somebody did."""

    id: str
    state: str
    reason: str
    first: str
    is_own: bool
    """The reader proposed it, so somebody else has to decide."""
    second: str | None
    at: datetime.datetime


@dataclass(frozen=True)
class GateStanding:
    """One gate that was asked of this vendor."""

    question: Question
    gate: Gate | None
    """None while its answer has no agreed score."""
    agreed: tuple[AgreedScore, ...]
    judgements: tuple[Judged, ...]
    """Oldest first."""

    @property
    def rule(self) -> KnockOut:
        assert self.question.knock_out is not None
        return self.question.knock_out

    @property
    def waiting(self) -> Judged | None:
        return next((j for j in self.judgements if j.second is None), None)


@dataclass(frozen=True)
class Gates:
    standings: tuple[GateStanding, ...]
    may_judge: bool
    jurists: tuple[str, ...]
    """One of the two who judge must be one of these."""


def gates_of(house: House, actor: Actor, response_id: str) -> Gates:
    """Every gate that was asked, in the order of the questionnaire."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    tender = tender_of(house, response)
    questionnaire = questionnaire_of(house, tender)
    states = {gate.question: gate for gate in assessment_of(house, actor, response_id).knock_outs}
    agreed = newest_agreed(house, response)
    judged = _judged(house, actor, response)
    standings = []
    for question in questionnaire.questions:
        if question.id not in states:
            continue
        own = tuple(row for key, row in sorted(agreed.items()) if key.question == question.id)
        # What the vendor left open gets no score and is suspected all the same.
        is_known = (
            bool(own)
            or states[question.id].state != "suspected"
            or not _was_answered(response, question, house)
        )
        standings.append(
            GateStanding(
                question, states[question.id] if is_known else None, own, tuple(judged.get(question.id, ()))
            )
        )
    case = case_for(house, actor, tender, response)
    return Gates(tuple(standings), may(actor, Action.JUDGE_GATE, case), _jurists(house, tender.id))


def _was_answered(response: Response, question: Question, house: House) -> bool:
    query = select(OpenedAnswer.module).where(
        OpenedAnswer.response_id == response.id, OpenedAnswer.question == question.id
    )
    return house.db.scalar(query.limit(1)) is not None


def _judged(house: House, actor: Actor, response: Response) -> dict[str, list[Judged]]:
    rows = house.db.scalars(
        select(GateJudgement)
        .where(GateJudgement.response_id == response.id)
        .order_by(GateJudgement.at, GateJudgement.id)
    ).all()
    ids = {id for row in rows for id in (row.first_by, row.second_by) if id}
    names = dict(house.db.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())
    found: dict[str, list[Judged]] = {}
    for row in rows:
        found.setdefault(row.question, []).append(
            Judged(
                id=row.id,
                state=row.state,
                reason=row.reason,
                first=names[row.first_by],
                is_own=row.first_by == actor.id,
                second=names[row.second_by] if row.second_by else None,
                at=row.at,
            )
        )
    return found


def _jurists(house: House, tender_id: str) -> tuple[str, ...]:
    rows = house.db.execute(
        select(Person.name, TenderPerson.labels)
        .join(TenderPerson, TenderPerson.person_id == Person.id)
        .where(TenderPerson.tender_id == tender_id, TenderPerson.recused_at.is_(None))
        .order_by(Person.name)
    )
    return tuple(name for name, labels in rows if "jurist" in labels)
