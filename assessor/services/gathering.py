"""What the results of a tender are made of, of all its responses at once.

The number of queries is the same for five vendors and for fifty.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import String, select, type_coerce

from assessor.domain.answers import Agreed, Answer, Fit, GateState, IntegrityFlag, Key, Standing
from assessor.domain.decisions import Choice
from assessor.domain.figures.figures import Figures
from assessor.domain.package import answer_from_json
from assessor.domain.questionnaire.conditions import decisive
from assessor.domain.questionnaire.question import EvidenceLevel
from assessor.services.agreeing import void_agreed
from assessor.services.assessments import Material
from assessor.services.figures import figures_of_tender
from assessor.services.findings import flags_of_tender
from assessor.services.house import House
from assessor.services.tenders import questionnaire_of
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
class Decided:
    """The newest decision about a response."""

    choice: Choice
    requirement: str | None
    """On which it was set aside."""


@dataclass(frozen=True)
class Offers:
    """What award points and requirements rest on, by response. Nothing of the risk assessment is in it."""

    responses: Sequence[tuple[Response, str]]
    """With the name of the vendor, by which they are in order."""
    answers: Mapping[str, dict[Key, Answer]]
    """Those that decide what is asked."""
    agreed: Mapping[str, dict[Key, Agreed]]
    gates: Mapping[str, dict[str, GateState]]
    decisions: Mapping[str, Decided]


@dataclass(frozen=True)
class Gathered:
    """What all assessments of a tender are made of."""

    offers: Offers
    flags: Mapping[str, tuple[IntegrityFlag, ...]]
    figures: Mapping[str, Figures]

    def material(self, response: str) -> Material:
        """What was gathered of one response."""
        return Material(
            answers=self.offers.answers[response],
            agreed=self.offers.agreed[response],
            gates=self.offers.gates[response],
            flags=self.flags.get(response, ()),
            figures=self.figures.get(response),
        )


def offers_of(house: House, tender: Tender) -> Offers:
    """All responses with their agreed scores. For services that checked the actor."""
    responses = house.db.execute(
        select(Response, Company.name)
        .join(Company, Company.id == Response.company_id)
        .where(Response.tender_id == tender.id)
        .order_by(Company.name, Response.id)
    ).all()
    return Offers(
        [(response, name) for response, name in responses],
        _answers(house, tender),
        _agreed(house, tender),
        _gates(house, tender),
        _decisions(house, tender),
    )


def gather(house: House, tender: Tender) -> Gathered:
    """Read it all. For services that checked the actor."""
    return Gathered(
        offers_of(house, tender), flags_of_tender(house, tender), figures_of_tender(house, tender)
    )


def _of(tender: Tender) -> Any:
    return select(Response.id).where(Response.tender_id == tender.id).scalar_subquery()


def _answers(house: House, tender: Tender) -> dict[str, dict[Key, Answer]]:
    """Of the answers only those that an assessment looks into: scores are what counts of the others."""
    grouped: dict[str, dict[Key, Answer]] = defaultdict(dict)
    rows = house.db.execute(
        select(
            OpenedAnswer.response_id, OpenedAnswer.question, OpenedAnswer.module, OpenedAnswer.answer
        ).where(
            OpenedAnswer.response_id.in_(_of(tender)),
            OpenedAnswer.question.in_(decisive(questionnaire_of(house, tender))),
        )
    )
    for response, question, module, answer in rows:
        grouped[response][Key(question, module)] = answer_from_json(answer)
    return grouped


def _agreed(house: House, tender: Tender) -> dict[str, dict[Key, Agreed]]:
    """The newest agreed score of each answer, without its reason, which no comparison shows."""
    grouped: dict[str, dict[Key, Agreed]] = defaultdict(dict)
    # Past the session's own loading, which is a third of the time and makes no difference to plain columns.
    rows = house.db.connection().execute(
        select(
            AgreedScore.response_id,
            AgreedScore.question,
            AgreedScore.module,
            AgreedScore.anchor,
            AgreedScore.evidence,
            # As the driver gives it: with no column to convert, rows are made much faster.
            type_coerce(AgreedScore.evidence_date, String),
            AgreedScore.fit,
        )
        .where(AgreedScore.response_id.in_(_of(tender)), AgreedScore.id.not_in(void_agreed(house, tender)))
        .order_by(AgreedScore.at)
    )
    # Thousands of rows hold few different values: each is made once.
    keys: dict[tuple[str, str], Key] = {}
    judged: dict[tuple[str, str, object, str], Agreed] = {}
    for response, question, module, anchor, evidence, date, fit in rows.all():
        key = keys.get((question, module))
        if key is None:
            key = keys[question, module] = Key(question, module)
        found = judged.get((anchor, evidence, date, fit))
        if found is None:
            found = judged[anchor, evidence, date, fit] = Agreed(
                anchor=int(anchor) if anchor.isdigit() else cast(Standing, anchor),
                evidence=EvidenceLevel(evidence),
                date=_as_day(date),
                fit=cast(Fit, fit),
            )
        grouped[response][key] = found
    return grouped


def _as_day(value: object) -> datetime.date | None:
    if value is None or isinstance(value, datetime.date):
        return value
    return datetime.date.fromisoformat(str(value))


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


def _decisions(house: House, tender: Tender) -> dict[str, Decided]:
    rows = house.db.execute(
        select(Decision.response_id, Decision.choice, Decision.requirement)
        .where(Decision.tender_id == tender.id, Decision.response_id.is_not(None))
        .order_by(Decision.at)
    )
    return {
        cast(str, response): Decided(Choice(choice), requirement) for response, choice, requirement in rows
    }
