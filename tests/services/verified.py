"""A tender that published a verification, handed in; and a round in which its first offer is verified."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from assessor.domain.answers import Answer, Key
from assessor.domain.permissions import Actor, Role
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.services import decisions, scoring
from assessor.services.access import as_actor
from assessor.services.evidence import add_file
from assessor.services.finishing import finish_scoring
from assessor.services.incoming import receive
from assessor.services.opening import close, confirm_opening
from assessor.services.responses import read_answers, response_for, save_answers
from assessor.services.verifying import start_verification
from assessor.storage.models import Person, Response, Tender
from assessor.storage.start import Store
from tests.factories import Town, send
from tests.services.assessing import GATE, HUM, VAL, Stage, judge, opened_stage

ONLY_FULL = Key("SEC-02")
FACTS = {"effect": "ranks", "volume_per_year": 1800, "data": ["cv_text"], "reversibility": "reapply"}
MINIMUM = {"minimums": [{"question": "VAL-01", "least": 3, "reason": "Nodig voor dit doel."}]}
TERM = datetime.datetime(2026, 12, 15, 16, tzinfo=datetime.UTC)
"""Six working days after the opening of the tests' tender, which is on 7 December."""
FILE, CONTENT = "validatie.txt", b"n = 600, r = 0,31"
WHY = "De uitleg staat in het verslag."


@dataclass
class Verifying:
    """The tender and the round that verifies one of its offers."""

    stage: Stage
    round: Tender
    vendor: Actor
    response: str
    """Of the round."""


def handed_in(store: Store, **tender: Any) -> Stage:
    """Both offers with a file and scored, the first one's ahead of the other's."""
    whole: dict[str, Any] = {"verification": True, "facts": FACTS, "award": MINIMUM}
    stage = opened_stage(store, _attach, **whole | tender)
    stage.declare()
    for assessor in stage.assessors:
        stage.score(assessor, stage.responses[0], "3", "3", "3")
        stage.score(assessor, stage.responses[1], "3", "3", "2")
        for response in stage.responses:
            stage.town.do(scoring.make_final, assessor, response)
    stage.agree()
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    return stage


def vendor_of(stage: Stage, response: str) -> Actor:
    with stage.town.house() as house:
        company = house.db.get_one(Response, response).company_id
        return as_actor(house.db.query(Person).filter_by(company_id=company, role=Role.VENDOR).one())


def start(stage: Stage, response: str = "", reason: str = "", deadline: datetime.datetime = TERM) -> Tender:
    return stage.town.do(
        start_verification, stage.officer, stage.tender.id, response or stage.response, deadline, reason
    )


def verifying(stage: Stage, response: str = "", reason: str = "") -> Verifying:
    """A round just started."""
    round = start(stage, response, reason)
    vendor = vendor_of(stage, response or stage.response)
    return Verifying(stage, round, vendor, stage.town.look(response_for, vendor, round.id).id)


def answer(found: Verifying, key: Key, word: str = "nieuw antwoord") -> None:
    drafts = found.stage.town.look(read_answers, found.vendor, found.response)
    revision = {key: drafts[key].revision} if key in drafts else {}
    text = Answer({"main": word}, EvidenceLevel.E2, "rapport")
    found.stage.town.do(save_answers, found.vendor, found.response, {key: text}, revision)


def opened(found: Verifying) -> Verifying:
    """Submitted in time, closed, and opened by the one officer."""
    town, officer = found.stage.town, found.stage.officer
    answer(found, ONLY_FULL)
    send(town, found.vendor, found.response)
    town.now = TERM + datetime.timedelta(minutes=61)
    town.do(close, officer, found.round.id)
    town.do(confirm_opening, officer, found.round.id)
    return found


def scored(found: Verifying, val: str = "3") -> Verifying:
    """Opened, scored by both alike, and handed in."""
    opened(found)
    stage = found.stage
    for assessor in stage.assessors:
        for key, anchor in ((GATE, "3"), (VAL, val), (HUM, "3"), (ONLY_FULL, "2")):
            stage.town.do(scoring.record_score, assessor, found.response, key, judge(anchor))
        stage.town.do(scoring.make_final, assessor, found.response)
    stage.town.do(scoring.agree_where_same, stage.assessors[0], found.response)
    stage.town.do(finish_scoring, stage.officer, found.round.id)
    return found


def conclude(found: Verifying, choice: str, requirement: str | None = None) -> None:
    stage = found.stage
    stage.town.do(decisions.decide, stage.manager, found.round.id, choice, WHY, found.response, requirement)


def approve(stage: Stage, response: str = "") -> None:
    stage.town.do(
        decisions.decide, stage.manager, stage.tender.id, "approve_award", WHY, response or stage.response
    )


def _attach(town: Town, vendor: Actor, response: str) -> None:
    town.do(add_file, vendor, response, VAL, receive(FILE, CONTENT))
