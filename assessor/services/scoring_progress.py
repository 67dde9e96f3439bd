"""How far the scoring of a tender is: one's own part, and for the officer that of all, without any score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select, tuple_

from assessor.domain.assignments import covers
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services.access import active_assessors, case_for, find_tender
from assessor.services.agreeing import void_agreed
from assessor.services.findings import open_findings
from assessor.services.finishing import obstacles_to_finishing
from assessor.services.house import House
from assessor.services.tenders import agreement_of, questionnaire_of
from assessor.storage.models import (
    AgreedScore,
    Company,
    OpenedAnswer,
    Person,
    Response,
    Score,
    ScoreSheet,
    Tender,
    TenderPerson,
)


@dataclass(frozen=True)
class Scored:
    """One opened response: counts only, so that nobody's scores show through."""

    response_id: str
    vendor: str
    to_score: int
    """Answers that need a score; for an assessor those of the own sections."""
    own: int
    """Of these, scored by the reader."""
    own_final: bool
    finals: tuple[str, ...] | None
    """The names of assessors whose scores are final; None while an assessor's own ones are not."""
    agreed: int
    """Answers with an agreed score; 0 while an assessor's own scores are not final."""


@dataclass(frozen=True)
class ScoringRound:
    """The scoring of a tender as its reader may see it."""

    tender: Tender
    part: TenderPerson | None
    """The reader's own part; an auditor has none."""
    rows: tuple[Scored, ...]
    """The opened responses, by vendor; none before the opening."""
    unopened: tuple[str, ...]
    """Vendors without an opened response."""
    assessors: tuple[str, ...]
    """Their names."""
    is_averaged: bool
    may_declare: bool
    may_finish: bool
    in_the_way: tuple[Text, ...]
    """What must still be done before the scores can be handed in; for who may do that."""
    open_findings: int
    """Neither judged nor set aside; for who may hand in."""
    may_compare: bool

    @property
    def was_opened(self) -> bool:
        return self.tender.opened_at is not None

    @property
    def is_returned(self) -> bool:
        return self.tender.state == State.SCORED and self.tender.scored_at is None


def scoring_round(house: House, actor: Actor, tender_id: str) -> ScoringRound:
    """Where the scoring stands. The number of queries is the same for five vendors and for fifty."""
    tender = find_tender(house, actor, tender_id, Action.SEE_TENDER)
    case = case_for(house, actor, tender)
    part = house.db.get(TenderPerson, (tender.id, actor.id))
    assessors = active_assessors(house, tender)
    rows = _rows(house, actor, tender, part, assessors) if case.was_opened else ()
    may_finish = may(actor, Action.FINISH_SCORING, case)
    return ScoringRound(
        tender=tender,
        part=part,
        rows=rows,
        unopened=_unopened(house, tender) if case.was_opened else (),
        assessors=tuple(p.name for p in assessors),
        is_averaged=agreement_of(tender) == "average",
        may_declare=may(actor, Action.DECLARE_INTERESTS, case) and not case.declared,
        may_finish=may_finish,
        in_the_way=tuple(obstacles_to_finishing(house, actor, tender)) if may_finish else (),
        open_findings=open_findings(house, tender) if may_finish else 0,
        may_compare=may(actor, Action.COMPARE, case),
    )


def _rows(
    house: House, actor: Actor, tender: Tender, part: TenderPerson | None, assessors: Sequence[Person]
) -> tuple[Scored, ...]:
    answers, agreed, own = OpenedAnswer, AgreedScore, Score
    of_tender = select(Response.id).where(Response.tender_id == tender.id).scalar_subquery()
    scores_here = part is not None and part.part == "assessor"
    held = [answers.response_id.in_(of_tender)]
    if part is not None and scores_here and part.sections:
        questions = questionnaire_of(house, tender).questions
        held.append(answers.question.in_([q.id for q in questions if covers(part.sections, q.dimension)]))
    to_score = _counts(
        house,
        select(answers.response_id, func.count()).where(*held).group_by(answers.response_id),
    )
    # A score of a question that the vendor left open is allowed and does not count as progress.
    asked = select(answers.response_id, answers.question, answers.module).where(*held)
    scored = (
        select(own.response_id, own.question, own.module)
        .where(own.assessor_id == actor.id, tuple_(own.response_id, own.question, own.module).in_(asked))
        .distinct()
        .subquery()
    )
    together = (
        select(agreed.response_id, agreed.question, agreed.module)
        .where(
            tuple_(agreed.response_id, agreed.question, agreed.module).in_(asked),
            agreed.id.not_in(void_agreed(house, tender)),
        )
        .distinct()
        .subquery()
    )
    mine = _counts(house, select(scored.c.response_id, func.count()).group_by(scored.c.response_id))
    ours = _counts(house, select(together.c.response_id, func.count()).group_by(together.c.response_id))
    final: dict[str, set[str]] = {}
    for response, assessor in house.db.execute(
        select(ScoreSheet.response_id, ScoreSheet.assessor_id)
        .join(
            TenderPerson,
            (TenderPerson.tender_id == tender.id) & (TenderPerson.person_id == ScoreSheet.assessor_id),
        )
        .where(ScoreSheet.response_id.in_(of_tender), TenderPerson.recused_at.is_(None))
    ):
        final.setdefault(response, set()).add(assessor)
    found = house.db.execute(
        select(Response.id, Company.name)
        .join(Company, Company.id == Response.company_id)
        .where(Response.tender_id == tender.id, Response.state == "opened")
        .order_by(Company.name, Response.id)
    )
    rows = []
    for id, vendor in found:
        done = final.get(id, set())
        # Nothing of others, not even how far they are, before the own scores are final.
        is_blind = scores_here and actor.id not in done
        rows.append(
            Scored(
                response_id=id,
                vendor=vendor,
                to_score=to_score.get(id, 0),
                own=mine.get(id, 0),
                own_final=actor.id in done,
                finals=None if is_blind else tuple(p.name for p in assessors if p.id in done),
                agreed=0 if is_blind else ours.get(id, 0),
            )
        )
    return tuple(rows)


def _counts(house: House, query: Select[str, int]) -> Mapping[str, int]:
    return {id: n for id, n in house.db.execute(query)}  # noqa: C416 - rows are tuples only to look at


def _unopened(house: House, tender: Tender) -> tuple[str, ...]:
    query = (
        select(Company.name)
        .join(Response, Response.company_id == Company.id)
        .where(Response.tender_id == tender.id, Response.state != "opened")
        .order_by(Company.name)
    )
    return tuple(house.db.scalars(query))
