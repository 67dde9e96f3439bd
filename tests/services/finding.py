"""Steps of findings in a test: found, put to the vendor, answered, judged."""

from __future__ import annotations

import datetime

from sqlalchemy import select

from assessor.domain.findings import Finding, FindingState, usual_last_day
from assessor.domain.permissions import Actor
from assessor.domain.text import Text
from assessor.services import findings
from assessor.services.access import as_actor
from assessor.services.found import Recorded, of_response, recorded
from assessor.services.house import House
from assessor.storage.models import Person, Response
from tests.services.assessing import Stage

REASON = "De uitleg past niet bij de aantallen."


def found(code: str = "T1/sex", question: str = "VAL-01") -> Finding:
    return Finding(
        question=question,
        code=code,
        claimed=Text(nl="0,97", en="0.97"),
        recomputed=Text(nl="0,72", en="0.72"),
        difference=Text(nl="0,25 lager dan opgegeven", en="0.25 lower than stated"),
    )


def record(stage: Stage, response_id: str, *some: Finding, by: Actor | None = None) -> list[str]:
    def verb(house: House, _actor: Actor) -> list[str]:
        response = house.db.get_one(Response, response_id)
        return [row.id for row in findings.record_found(house, by, response, some)]

    return stage.town.do(verb, stage.officer)


def vendor_of(stage: Stage, response_id: str) -> Actor:
    with stage.town.house() as house:
        company = house.db.get_one(Response, response_id).company_id
        return as_actor(house.db.scalars(select(Person).where(Person.company_id == company)).one())


def all_of(stage: Stage, response_id: str = "") -> list[Recorded]:
    with stage.town.house() as house:
        return recorded(house, of_response(response_id or stage.response))


def states(stage: Stage) -> list[FindingState]:
    return [one.state(stage.town.now) for one in all_of(stage)]


def last_day(stage: Stage) -> datetime.date:
    return usual_last_day(stage.town.now)


def put(stage: Stage, response_id: str = "") -> list[str]:
    response = response_id or stage.response
    ids = [one.id for one in all_of(stage, response)]
    stage.town.do(findings.put_to_vendor, stage.officer, response, ids, last_day(stage))
    return ids


def say(stage: Stage, id: str, words: str = "Onze uitleg.", who: Actor | None = None) -> None:
    stage.town.do(
        findings.reply, who or vendor_of(stage, stage.response), id, words, received_at=stage.town.now
    )


def judge(stage: Stage, id: str, *outcomes: str) -> None:
    for who, outcome in zip(stage.assessors, outcomes, strict=True):
        stage.town.do(findings.judge, who, id, outcome, REASON)
