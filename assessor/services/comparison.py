"""The vendors side by side. The number of queries is the same for five vendors and for fifty."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from assessor.domain.answers import Agreed, Answer, Fit, GateState, Key, Standing
from assessor.domain.assess import assess
from assessor.domain.assessment import Assessment
from assessor.domain.decisions import Choice
from assessor.domain.package import answer_from_json
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.question import EvidenceLevel
from assessor.services.access import find_tender
from assessor.services.assessments import case_of
from assessor.services.house import House
from assessor.storage.models import (
    AgreedScore,
    Company,
    Decision,
    GateJudgement,
    OpenedAnswer,
    Response,
    Tender,
)


@dataclass(frozen=True)
class Row:
    """One vendor. Without an assessment: the response could not be opened, or was not submitted."""

    response_id: str
    vendor: str
    state: str
    assessment: Assessment | None
    decision: Choice | None
    """The newest decision about this response, as far as there is one."""


@dataclass(frozen=True)
class Comparison:
    tender: Tender
    dimensions: tuple[str, ...]
    rows: tuple[Row, ...]
    """By the name of the vendor; a reader may sort otherwise."""


def compare(house: House, actor: Actor, tender_id: str) -> Comparison:
    """All vendors of a tender with what the method says of each."""
    tender = find_tender(house, actor, tender_id, Action.COMPARE)
    found = house.db.execute(
        select(Response, Company.name)
        .join(Company, Company.id == Response.company_id)
        .where(Response.tender_id == tender.id)
        .order_by(Company.name, Response.id)
    ).all()
    answers, agreed = _answers(house, tender), _agreed(house, tender)
    gates, decisions = _gates(house, tender), _decisions(house, tender)
    rows = []
    for response, vendor in found:
        assessment = None
        if response.state == "opened":
            assessment = assess(
                case_of(
                    house,
                    tender,
                    response,
                    vendor=vendor,
                    answers=answers[response.id],
                    agreed=agreed[response.id],
                    gates=gates[response.id],
                )
            )
        rows.append(Row(response.id, vendor, response.state, assessment, decisions.get(response.id)))
    dimensions = dict.fromkeys(d.code for r in rows if r.assessment for d in r.assessment.dimensions)
    return Comparison(tender, tuple(dimensions), tuple(rows))


def _of(tender: Tender) -> Any:
    return select(Response.id).where(Response.tender_id == tender.id).scalar_subquery()


def _answers(house: House, tender: Tender) -> dict[str, dict[Key, Answer]]:
    grouped: dict[str, dict[Key, Answer]] = defaultdict(dict)
    rows = house.db.execute(
        select(
            OpenedAnswer.response_id, OpenedAnswer.question, OpenedAnswer.module, OpenedAnswer.answer
        ).where(OpenedAnswer.response_id.in_(_of(tender)))
    )
    for response, question, module, answer in rows:
        grouped[response][Key(question, module)] = answer_from_json(answer)
    return grouped


def _agreed(house: House, tender: Tender) -> dict[str, dict[Key, Agreed]]:
    grouped: dict[str, dict[Key, Agreed]] = defaultdict(dict)
    rows = house.db.execute(
        select(
            AgreedScore.response_id,
            AgreedScore.question,
            AgreedScore.module,
            AgreedScore.anchor,
            AgreedScore.evidence,
            AgreedScore.evidence_date,
            AgreedScore.fit,
            AgreedScore.reason,
        )
        .where(AgreedScore.response_id.in_(_of(tender)))
        .order_by(AgreedScore.at)
    )
    for response, question, module, anchor, evidence, date, fit, reason in rows:
        grouped[response][Key(question, module)] = Agreed(
            anchor=int(anchor) if anchor.isdigit() else cast(Standing, anchor),
            evidence=EvidenceLevel(evidence),
            date=date,
            fit=cast(Fit, fit),
            reason=reason,
        )
    return grouped


def _gates(house: House, tender: Tender) -> dict[str, dict[str, GateState]]:
    grouped: dict[str, dict[str, GateState]] = defaultdict(dict)
    rows = house.db.execute(
        select(GateJudgement.response_id, GateJudgement.question, GateJudgement.state)
        .where(GateJudgement.response_id.in_(_of(tender)), GateJudgement.second_by.is_not(None))
        .order_by(GateJudgement.at, GateJudgement.id)
    )
    for response, question, state in rows:
        grouped[response][question] = cast(GateState, state)
    return grouped


def _decisions(house: House, tender: Tender) -> dict[str, Choice]:
    rows = house.db.execute(
        select(Decision.response_id, Decision.choice)
        .where(Decision.tender_id == tender.id, Decision.response_id.is_not(None))
        .order_by(Decision.at)
    )
    return {cast(str, response): Choice(choice) for response, choice in rows}
