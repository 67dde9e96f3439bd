"""The assessment round: five vendors from invitation to agreed scores, step by step as people would take them.

It ends where the manager decides, which is left to the visitor.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from assessor.demo.entrants import Entrant, fill_in, join, send
from assessor.demo.people import BUYER, QUESTIONNAIRE, Cast, give_parts
from assessor.demo.stage import Stage, in_waterstad
from assessor.demo.stories import GivenScore, Vendor
from assessor.domain.answers import Key
from assessor.domain.findings import usual_last_day
from assessor.domain.permissions import Actor
from assessor.services.finding_lists import findings_of_response
from assessor.services.findings import judge, put_to_vendor, reply
from assessor.services.finishing import finish_scoring
from assessor.services.gates import confirm_gate, propose_gate
from assessor.services.opening import close, confirm_opening
from assessor.services.readiness import plan_task
from assessor.services.scoring import (
    Judgement,
    declare_interests,
    make_final,
    record_agreed,
    record_score,
)
from assessor.services.setting_up import Basics, create, edit_dates, edit_facts
from assessor.services.tenders import publish

STARTS = in_waterstad(2026, 9, 28, 9)
DEADLINE = in_waterstad(2026, 11, 20, 17)
OPENS = in_waterstad(2026, 11, 23, 8, 30)

OWN_TASKS = (
    ("CTX-02", "Informatiemanager (fictief)", datetime.date(2026, 10, 16), True),
    ("CTX-04", "Hoofd HR (fictief)", datetime.date(2026, 11, 13), False),
    ("HUM-12", "Teamleider werving (fictief)", datetime.date(2027, 1, 15), False),
)
"""What the municipality has to arrange itself: one done, one late, one planned; the others wait for a name."""

_BASICS = Basics(
    title="Marktverkenning AI bij werving en selectie 2026",
    buyer=BUYER,
    procedure="market_consultation",
    questionnaire=QUESTIONNAIRE[0],
    questionnaire_version=QUESTIONNAIRE[1],
    description=(
        "Gemeente Waterstad (fictief) verkent welke AI-producten voor werving en selectie verantwoord te gebruiken "
        "zijn, vóór zij een aanbesteding begint. Elk product wordt beoordeeld voor het gebruik waarvoor het wordt "
        "aangeboden. Uit deze ronde volgt geen opdracht.\n\n"
        "Gemeente Waterstad (fictitious) explores which AI products for recruitment and selection can be used "
        "responsibly, before it starts a tender. Each product is assessed for the use it is offered for. No contract "
        "follows from this round."
    ),
    tier="quick",
    language="nl",
    both_languages=True,
    test=True,
)

_FACTS = {
    "effect": "ranks",
    "volume_per_year": 4000,
    "data": ["cv_text"],
    "reversibility": "reapply",
    "vulnerable_group": True,
    "learns_live": False,
}
"""Of the round as a whole; each offer has its own."""


def play_round(stage: Stage, cast: Cast, vendors: tuple[Vendor, ...]) -> tuple[Entrant, ...]:
    """Play the whole round up to the decision."""
    tender_id = _set_up(stage, cast)
    stage.clock.set(in_waterstad(2026, 10, 5, 10))
    entrants = tuple(join(stage, cast.inge, tender_id, vendor, vendor.story.facts) for vendor in vendors)
    with stage.step(cast.inge) as house:
        publish(house, cast.inge, tender_id)
        for question, owner, due, done in OWN_TASKS:
            plan_task(house, cast.inge, tender_id, question, owner=owner, due=due, done=done)
    for place, entrant in enumerate(entrants):
        stage.clock.set(in_waterstad(2026, 11, 9 + 2 * place, 9 + place))
        fill_in(stage, entrant, tuple(entrant.vendor.answers), minutes=4)
        stage.clock.forward(95)
        send(stage, entrant)
    _open(stage, cast, tender_id)
    for entrant in entrants:
        _hear(stage, cast, entrant)
    for entrant in entrants:
        _score(stage, cast, entrant)
    stage.clock.forward(30)
    with stage.step(cast.inge) as house:
        finish_scoring(house, cast.inge, tender_id)
    return entrants


def _set_up(stage: Stage, cast: Cast) -> str:
    with stage.step(cast.inge) as house:
        tender_id = create(house, cast.inge, _BASICS).id
    stage.clock.forward(20)
    with stage.step(cast.inge) as house:
        edit_facts(house, cast.inge, tender_id, _FACTS)
        edit_dates(house, cast.inge, tender_id, DEADLINE)
    give_parts(stage, cast, tender_id)
    return tender_id


def _open(stage: Stage, cast: Cast, tender_id: str) -> None:
    """Close on the day of the deadline; open with two officers on the next working day."""
    stage.clock.set(DEADLINE)
    stage.clock.forward(5)
    with stage.step(cast.inge) as house:
        close(house, cast.inge, tender_id)
    stage.clock.set(OPENS)
    for officer in (cast.inge, cast.bram):
        with stage.step(officer) as house:
            confirm_opening(house, officer, tender_id)
        stage.clock.forward(4)
    for assessor in (cast.aisha, cast.joost):
        with stage.step(assessor) as house:
            declare_interests(house, assessor, tender_id, none=True)
        stage.clock.forward(1)


def _hear(stage: Stage, cast: Cast, entrant: Entrant) -> None:
    """What the tables contradict is put to the vendor, who replies; then two assessors judge it."""
    with stage.step(cast.inge) as house:
        found = findings_of_response(house, cast.inge, entrant.response_id).to_put
        if not found:
            return
        ids = [one.id for one in found]
        put_to_vendor(house, cast.inge, entrant.response_id, ids, usual_last_day(house.now()))
    stage.clock.forward(90)
    story = entrant.vendor.story.findings
    for one in found:
        told = story[one.finding.question]
        with stage.step(entrant.actor) as house:
            reply(house, entrant.actor, one.id, told.reply, house.now())
        stage.clock.forward(2)
        for assessor, reason in ((cast.aisha, told.first), (cast.joost, told.second)):
            with stage.step(assessor) as house:
                judge(house, assessor, one.id, told.outcome, reason)
            stage.clock.forward(1)


def _score(stage: Stage, cast: Cast, entrant: Entrant) -> None:
    """Each assessor alone, then together, then the minimum requirements by two people."""
    scores = entrant.vendor.scores
    _score_alone(stage, cast.aisha, entrant, {key: found.first for key, found in scores.items()})
    _score_alone(stage, cast.joost, entrant, {key: found.second for key, found in scores.items()})
    with stage.step(cast.aisha) as house:
        for key, found in scores.items():
            stage.clock.forward(0.2)
            record_agreed(house, cast.aisha, entrant.response_id, key, _judgement(found.agreed))
    for question, gate in entrant.vendor.story.gates.items():
        with stage.step(cast.aisha) as house:
            proposed = propose_gate(
                house, cast.aisha, entrant.response_id, question, gate.state, gate.reason
            ).id
        stage.clock.forward(3)
        with stage.step(cast.joost) as house:
            confirm_gate(house, cast.joost, proposed)


def _score_alone(stage: Stage, assessor: Actor, entrant: Entrant, scores: Mapping[Key, GivenScore]) -> None:
    with stage.step(assessor) as house:
        for key, found in scores.items():
            stage.clock.forward(0.4)
            record_score(house, assessor, entrant.response_id, key, _judgement(found))
        make_final(house, assessor, entrant.response_id)


def _judgement(found: GivenScore) -> Judgement:
    return Judgement(str(found.anchor), found.evidence.value, found.reason, found.fit, found.date)
