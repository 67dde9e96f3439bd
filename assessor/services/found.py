"""Stored findings, each with all that happened to it. No verbs: the callers have checked the actor."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, select

from assessor.domain.answers import FlagOutcome
from assessor.domain.findings import Course, Finding, FindingState, Judgement, Source, state_of
from assessor.domain.text import Text
from assessor.services.house import House
from assessor.storage.models import FindingJudgement, FindingStep, RecordedFinding, Response, TenderPerson


@dataclass(frozen=True)
class Recorded:
    """A finding with all that happened to it."""

    row: RecordedFinding
    finding: Finding
    steps: dict[str, FindingStep]
    """By kind: put, replied, set_aside."""
    judgements: tuple[Judgement, ...]
    """Oldest first, of assessors who have not withdrawn."""

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def last_day(self) -> datetime.date | None:
        return self.steps["put"].last_day if "put" in self.steps else None

    def state(self, now: datetime.datetime) -> FindingState:
        course = Course("set_aside" in self.steps, self.last_day, "replied" in self.steps, self.judgements)
        return state_of(course, now)


def recorded(house: House, which: ColumnElement[bool]) -> list[Recorded]:
    """The findings that meet a condition, in the order found."""
    order = (RecordedFinding.found_at, RecordedFinding.code)
    rows = house.db.scalars(select(RecordedFinding).where(which).order_by(*order)).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    steps: dict[str, dict[str, FindingStep]] = {}
    for step in house.db.scalars(select(FindingStep).where(FindingStep.finding_id.in_(ids))):
        steps.setdefault(step.finding_id, {})[step.kind] = step
    judged: dict[str, list[Judgement]] = {}
    for one in house.db.scalars(
        select(FindingJudgement)
        .join(Response, Response.id == FindingJudgement.response_id)
        .join(
            TenderPerson,
            (TenderPerson.tender_id == Response.tender_id)
            & (TenderPerson.person_id == FindingJudgement.assessor_id),
        )
        .where(FindingJudgement.finding_id.in_(ids), TenderPerson.recused_at.is_(None))
        .order_by(FindingJudgement.at, FindingJudgement.id)
    ):
        told = Judgement(one.assessor_id, cast(FlagOutcome, one.outcome), one.reason, one.at)
        judged.setdefault(one.finding_id, []).append(told)
    return [
        Recorded(row, as_finding(row), steps.get(row.id, {}), tuple(judged.get(row.id, ()))) for row in rows
    ]


def of_response(response_id: str) -> ColumnElement[bool]:
    return RecordedFinding.response_id == response_id


def of_tender(tender_id: str) -> ColumnElement[bool]:
    return RecordedFinding.response_id.in_(select(Response.id).where(Response.tender_id == tender_id))


def as_finding(row: RecordedFinding) -> Finding:
    """A stored finding as the rules know it."""
    in_dutch = _with_commas if row.source == "recomputed" else str
    return Finding(
        question=row.question,
        module=row.module,
        code=row.code,
        claimed=Text(nl=in_dutch(row.claimed_nl), en=row.claimed_en),
        recomputed=Text(nl=row.recomputed_nl, en=row.recomputed_en),
        difference=Text(nl=in_dutch(row.difference_nl), en=row.difference_en),
        source=cast(Source, row.source),
    )


_CLAIMED = re.compile(r"^((?:opgegeven:|Opgegeven is) [+\-\N{MINUS SIGN}]?\d{0,9})\.(\d)")


def _with_commas(text: str) -> str:
    """Findings of before this was put right hold the claimed figure with a decimal point in Dutch too."""
    return _CLAIMED.sub(r"\1,\2", text)
