"""A tender with award points: three offers scored and handed in, of which one misses a minimum score."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from assessor.demo.entrants import Entrant, join_again
from assessor.demo.stage import Stage
from assessor.demo.stories import FOLDER, read_vendor
from assessor.domain.answers import Key
from assessor.domain.permissions import Actor
from assessor.services.finding_lists import findings_of_response
from assessor.services.findings import set_aside
from assessor.services.finishing import finish_scoring
from assessor.services.opening import close, confirm_opening
from assessor.services.participants import set_person
from assessor.services.providers import declare_providers
from assessor.services.responses import declare_scope, save_answers
from assessor.services.scoring import Judgement, agree_where_same, declare_interests, make_final, record_score
from assessor.services.setting_up import edit_dates, edit_facts
from assessor.services.submitting import submit
from assessor.services.tenders import publish
from tests.factories import signed

FACTS: dict[str, Any] = {
    "effect": "highlights", "volume_per_year": 900, "data": ["cv_text"], "reversibility": "easy",
    "vulnerable_group": False, "learns_live": False,
}  # fmt: skip
ANSWERED = (Key("BIA-01"), Key("BIA-28"), Key("HUM-16"), Key("DAT-01"), Key("TRA-01"), Key("ACC-04"))
SCORES = {"eerlijke-meetlat": "433344", "papegaai": "223311", "luchtkasteel": "143344"}
"""By vendor the anchor of each of these; the minimum on BIA-01 is 2."""


def play_award(
    stage: Stage, person: Callable[[str], Actor], officers: tuple[Actor, Actor], judges: tuple[Actor, Actor],
    manager: Actor, tender_id: str,
) -> None:  # fmt: skip
    """Play a draft up to the manager's desk."""
    inge = officers[0]
    with stage.step(inge) as house:
        for assessor in judges:
            set_person(house, inge, tender_id, assessor.id, "assessor")
        set_person(house, inge, tender_id, manager.id, "manager")
        edit_facts(house, inge, tender_id, FACTS)
        edit_dates(house, inge, tender_id, stage.clock() + datetime.timedelta(hours=3))
    entrants = []
    for slug in SCORES:
        vendor = read_vendor(FOLDER / slug)
        entrants.append(
            join_again(stage, inge, tender_id, Entrant(vendor, person(vendor.story.contact.email), ""))
        )
    with stage.step(inge) as house:
        publish(house, inge, tender_id)
    for entrant in entrants:
        story, answers = entrant.vendor.story, entrant.vendor.answers
        with stage.step(entrant.actor) as house:
            declare_scope(house, entrant.actor, entrant.response_id, story.products, story.marks, 0)
            declare_providers(house, entrant.actor, entrant.response_id, story.providers, 1)
            # Without tables, which would bring more findings that hold up the hand-in.
            given = {key: answers[key].answer() for key in ANSWERED}
            save_answers(house, entrant.actor, entrant.response_id, given, dict.fromkeys(given, 0))
            submit(
                house, entrant.actor, entrant.response_id, once=f"scene-award-{entrant.vendor.slug}",
                signature=signed("Jo Visser (fictief)", "CEO"), received_at=stage.clock(),
            )  # fmt: skip
    stage.clock.forward(3 * 60 + 5)
    with stage.step(inge) as house:
        close(house, inge, tender_id)
    stage.clock.forward(90)
    for officer in officers:
        with stage.step(officer) as house:
            confirm_opening(house, officer, tender_id)
    _score(stage, inge, judges, tender_id, entrants)
    with stage.step(inge) as house:
        finish_scoring(house, inge, tender_id)


def _score(
    stage: Stage, inge: Actor, judges: tuple[Actor, Actor], tender_id: str, entrants: list[Entrant]
) -> None:
    for assessor in judges:
        with stage.step(assessor) as house:
            declare_interests(house, assessor, tender_id, none=True)
        for entrant in entrants:
            with stage.step(assessor) as house:
                for key, anchor in zip(ANSWERED, SCORES[entrant.vendor.slug], strict=True):
                    told = Judgement(anchor, "E2", "Het rapport noemt methode en aantallen.")
                    record_score(house, assessor, entrant.response_id, key, told)
                make_final(house, assessor, entrant.response_id)
    for entrant in entrants:
        with stage.step(inge) as house:
            for one in findings_of_response(house, inge, entrant.response_id).to_put:
                set_aside(house, inge, one.id, "Doet niet ter zake voor deze proef.")
        with stage.step(judges[0]) as house:
            agree_where_same(house, judges[0], entrant.response_id)
