"""Questions to all for tests: asked, answered and published, through the services or past them."""

from __future__ import annotations

import datetime
from typing import Any

from assessor.domain.nota import Spoken
from assessor.domain.permissions import Actor
from assessor.services import nota_drafts as drafts
from assessor.services.house import House
from assessor.services.nota_drafts import Words
from assessor.services.notas import preview, publish_nota
from assessor.services.questions_to_all import ask
from assessor.services.responses import response_for
from assessor.storage import events
from assessor.storage.engine import begin_writing
from assessor.storage.models import AnsweredIn, AskedBy, Nota, NotaItem, QuestionToAll, Tender
from tests.conftest import Round
from tests.factories import DEADLINE, SYSTEM, Town

UNTIL = DEADLINE - datetime.timedelta(days=10)
CANARY = "kanarievogel"
ANSWER = Words("", Spoken("Mag het ook later?"), Spoken("Nee, dat kan **niet**."), Spoken(), ready=True)


def put(
    round: Round, words: str = "Mag het ook later?", who: Actor | None = None, **more: Any
) -> QuestionToAll:
    vendor = who or round.vendor
    response = round.town.look(response_for, vendor, round.tender.id).id
    told: dict[str, Any] = {"text": words, "received_at": round.town.now}
    return round.town.do(ask, vendor, response, **told | more)


def answer(round: Round, *questions: QuestionToAll, words: Words = ANSWER) -> NotaItem:
    ids = [one.id for one in questions]
    row = round.town.do(drafts.begin, round.officer, round.tender.id, ids)
    return round.town.do(drafts.save, round.officer, round.tender.id, row.id, words, ids, row.revision)


def publish_all(round: Round, who: Actor | None = None) -> None:
    officer = who or round.officer
    seen = round.town.look(preview, officer, round.tender.id).seen
    round.town.do(publish_nota, officer, round.tender.id, seen)


def allow_questions(round: Round) -> Round:
    """Make a published tender one in which questions can be asked."""
    with round.town.house() as house:
        begin_writing(house.db)
        house.db.get_one(Tender, round.tender.id).questions_until = UNTIL
        house.db.commit()
    return round


def ask_and_publish(town: Town, tender_id: str, response_id: str, officer: Actor) -> None:
    """The same in a tender whose state would refuse these steps: each row with its event, as the services leave it."""

    def verb(house: House, _: Actor) -> None:
        now = house.now()
        asked = QuestionToAll(
            tender_id=tender_id, question="", text="Mag het ook later?", sensitive=False, sensitive_reason="",
            day=now.date(),
        )  # fmt: skip
        nota = Nota(
            tender_id=tender_id, number=1, published_at=now, published_by=officer.id, content="{}", sha256=""
        )
        house.db.add_all([asked, nota])
        house.db.flush()
        item = NotaItem(tender_id=tender_id, nota_id=nota.id, number=1, written_by=officer.id, written_at=now)
        house.db.add(item)
        house.db.flush()
        house.db.add(AskedBy(question_id=asked.id, response_id=response_id, person_id=officer.id, at=now))
        house.db.add(AnsweredIn(question_id=asked.id, item_id=item.id, tender_id=tender_id))
        chains = events.response_chain(response_id), events.tender_chain(tender_id)
        for chain, name, row in zip(chains, ("question_asked", "nota_published"), (asked, nota), strict=True):
            events.append(house.db, chain, officer.id, name, {}, "", now, row)

    town.do(verb, SYSTEM)
