"""Verifications: one that a vendor is filling in, and one that was opened and that one assessor has scored."""

from __future__ import annotations

import datetime

from sqlalchemy import select

from assessor.demo.stage import Stage
from assessor.domain.answers import Answer, Key
from assessor.domain.formats import ZONE
from assessor.domain.permissions import Actor
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.domain.working_days import working_days_after
from assessor.services.opening import close, confirm_opening
from assessor.services.responses import read_answers, save_answers
from assessor.services.scoring import Judgement, agree_where_same, make_final, my_sheet, record_score
from assessor.services.submitting import submit
from assessor.services.verifying import start_verification
from assessor.storage.models import Response, Tender
from tests.factories import signed

CHANGED, NEW = Key("DAT-01"), Key("DAT-03")


def start(stage: Stage, inge: Actor, tender_id: str, vendor: Actor) -> str:
    """Verify the offer of this vendor, who has then changed one answer and given a new one; returns its response."""
    day = working_days_after(stage.clock().astimezone(ZONE).date(), 6)
    deadline = datetime.datetime.combine(day, datetime.time(17), ZONE).astimezone(datetime.UTC)
    with stage.step(inge) as house:
        mine = Response.tender_id == tender_id, Response.company_id == vendor.company_id
        offer = house.db.scalars(select(Response).where(*mine)).one()
        why = "De inkopers kiezen deze voor de proef."
        round = start_verification(house, inge, tender_id, offer.id, deadline, why)
        response_id = house.db.scalars(select(Response.id).where(Response.tender_id == round.id)).one()
    with stage.step(vendor) as house:
        revision = read_answers(house, vendor, response_id)[CHANGED].revision
        answers = {
            CHANGED: Answer({}, EvidenceLevel.E2, "Bij nader inzien verwijzen wij naar ons register."),
            NEW: Answer(standing="unknown"),
        }
        save_answers(house, vendor, response_id, answers, {CHANGED: revision, NEW: 0})
    return response_id


def open_and_score(
    stage: Stage, inge: Actor, assessor: Actor, vendor: Actor, response_id: str, *others: Actor
) -> None:
    """Submit, cut the term short, open, and let the first assessor finish; the others too, with what was agreed."""
    with stage.step(vendor) as house:
        submit(
            house, vendor, response_id, once="scene-verification",
            signature=signed("Jo Visser (fictief)", "CEO"), received_at=stage.clock(),
        )  # fmt: skip
        round_id = house.db.get_one(Response, response_id).tender_id
        # The stage's clock may not run ahead of the one by which the pages are looked at.
        house.db.get_one(Tender, round_id).deadline = stage.clock() + datetime.timedelta(minutes=1)
    stage.clock.forward(5)
    with stage.step(inge) as house:
        close(house, inge, round_id)
    stage.clock.forward(90)
    with stage.step(inge) as house:
        confirm_opening(house, inge, round_id)
    for one in (assessor, *others):
        with stage.step(one) as house:
            told = Judgement("3", "E2", "Het rapport noemt methode en aantallen.")
            for key in my_sheet(house, one, response_id).to_score:
                record_score(house, one, response_id, key, told)
            make_final(house, one, response_id)
    if others:
        with stage.step(assessor) as house:
            agree_where_same(house, assessor, response_id)
