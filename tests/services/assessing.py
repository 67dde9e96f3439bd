"""A round that has been opened and is ready to be scored, with a gate in its questionnaire."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from assessor.domain.answers import Answer, Key, Provider
from assessor.domain.permissions import Actor, Role
from assessor.domain.questionnaire.model import EvidenceLevel, Questionnaire
from assessor.services import scoring
from assessor.services.finishing import finish_scoring
from assessor.services.house import House
from assessor.services.participants import set_person
from assessor.services.providers import declare_providers
from assessor.services.responses import declare_scope, response_for, save_answers
from assessor.services.scoring import Judgement
from assessor.storage.models import AgreedScore, Company, OpenedAnswer, Response, Tender, TenderPerson
from assessor.storage.start import Store, open_store
from tests.domain.miniature import miniature, question
from tests.factories import Town, make_officer, make_person, make_tender, make_vendor, open_all, publish, send

GATED: Questionnaire = miniature(
    question(
        "PRO-01",
        "gate",
        quick=[],
        knock_out={
            "suspected_at": 1,
            "basis": "ban",
            "ground": {"nl": "verbod", "en": "ban"},
            "cleared_from": "E3",
        },
    ),
    question("VAL-01", quick=[], conditions=[{"id": "CC16", "below": 4}, {"id": "CC22", "below": 4}]),
    question("HUM-01", quick=[], per="module"),
    question("HUM-02", quick=[]),
    question("SEC-01", quick=[], when=[{"any": ["T01"]}]),
    question("SEC-02"),
)

VAL, HUM, OPEN = Key("VAL-01"), Key("HUM-01", "T05"), Key("HUM-02")
GATE = Key("PRO-01")
"""The vendor leaves HUM-02 open."""

REASON = "Het rapport noemt methode en aantallen."


class GatedShelf:
    def get(self, id: str, version: int) -> Questionnaire:  # noqa: ARG002
        return GATED

    def all(self) -> tuple[Questionnaire, ...]:
        return (GATED,)


class GatedTown(Town):
    """A town with the questionnaire above."""

    @contextmanager
    def house(self) -> Iterator[House]:
        with self.store.sessions() as db:
            yield House(
                db, self.store.master, self.store.files, GatedShelf(), lambda: self.now, "http://localhost"
            )


@dataclass
class Stage:
    """Two vendors' opened responses and the people who judge them."""

    town: Town
    tender: Tender
    officer: Actor
    assessors: tuple[Actor, Actor]
    manager: Actor
    responses: tuple[str, str]

    @property
    def response(self) -> str:
        return self.responses[0]

    def declare(self) -> None:
        for assessor in self.assessors:
            self.town.do(scoring.declare_interests, assessor, self.tender.id, none=True)

    def score(self, assessor: Actor, response: str, *anchors: str, keys: tuple[Key, ...] = ()) -> None:
        for key, anchor in zip(keys or (GATE, VAL, HUM), anchors, strict=True):
            self.town.do(scoring.record_score, assessor, response, key, judge(anchor))

    def finish_sheets(self, *anchors: str) -> None:
        """Both assessors score both responses alike and make it final."""
        for assessor in self.assessors:
            for response in self.responses:
                self.score(assessor, response, *(anchors or ("3", "3", "3")))
                self.town.do(scoring.make_final, assessor, response)

    def hand_in(self, *anchors: str) -> None:
        """All of scoring, up to the manager's desk."""
        self.declare()
        self.finish_sheets(*anchors)
        self.agree()
        self.town.do(finish_scoring, self.officer, self.tender.id)

    def agree(self) -> None:
        for response in self.responses:
            self.town.do(scoring.agree_where_same, self.assessors[0], response)


def judge(anchor: str, evidence: str = "E2", reason: str = REASON, **more: Any) -> Judgement:
    return Judgement(anchor, evidence, reason, **more)


def opened_stage(
    store: Store, before_sending: Callable[[Town, Actor, str], None] | None = None, **tender: Any
) -> Stage:
    """Set up, filled in, submitted and opened."""
    town = GatedTown(store)
    officers = make_officer(town), make_officer(town)
    assessors = make_person(town, Role.ASSESSOR), make_person(town, Role.ASSESSOR)
    manager = make_person(town, Role.MANAGER)
    vendors = make_vendor(town, "Beta BV (fictief)"), make_vendor(town, "Alfa BV (fictief)")
    made = make_tender(town, *officers, *assessors, manager, vendors=vendors, **tender)
    publish(town, made)
    responses = []
    for vendor in vendors:
        id = town.look(response_for, vendor, made.id).id
        town.do(declare_scope, vendor, id, ["T05"], [], 0)
        town.do(declare_providers, vendor, id, [Provider("T05", own=True)], 1)
        text = Answer({"main": "ons antwoord"}, EvidenceLevel.E2, "rapport")
        town.do(save_answers, vendor, id, {GATE: text, VAL: text, HUM: text}, {})
        if before_sending is not None:
            before_sending(town, vendor, id)
        send(town, vendor, id)
        responses.append(id)
    open_all(town, made, *officers)
    with town.house() as house:
        made = house.db.get_one(Tender, made.id)
    return Stage(town, made, officers[0], assessors, manager, (responses[0], responses[1]))


@contextmanager
def fresh_store(folder: Path) -> Iterator[Store]:
    """An empty installation in a folder."""
    shutil.copytree(_blank(), folder, dirs_exist_ok=True)
    made = _open(folder, upgrade=False)
    yield made
    made.engine.dispose()


@cache
def _blank() -> Path:
    """An installation without anything in it, made once: copying is much faster than making the tables."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    _open(folder).engine.dispose()
    return folder


def _open(folder: Path, *, upgrade: bool = True) -> Store:
    data = folder / "data"
    url = f"sqlite:///{data}/assessor.db"
    return open_store(url, folder / "key" / "master", data / "files", upgrade=upgrade)


def give_label(stage: Stage, person: Actor, *labels: str) -> None:
    with stage.town.house() as house:
        part = house.db.get_one(TenderPerson, (stage.tender.id, person.id)).part
    stage.town.do(set_person, stage.officer, stage.tender.id, person.id, part, labels)


def add_vendors(stage: Stage, number: int) -> None:
    """So many more opened responses, each with the answers and agreed scores of the first."""
    town = stage.town
    with town.house() as house:
        one = house.db.get_one(Response, stage.response)
        answers = house.db.scalars(select(OpenedAnswer).where(OpenedAnswer.response_id == one.id)).all()
        scores = house.db.scalars(select(AgreedScore).where(AgreedScore.response_id == one.id)).all()
    for n in range(number):
        company = Company(name=f"Vendor {n} (fictief)", created_at=town.now)
        town.put(company)
        copy = Response(
            tender_id=one.tender_id, company_id=company.id, state="opened", wrapped_key=b"",
            opened_scope=one.opened_scope, created_at=town.now,
        )  # fmt: skip
        town.put(copy)
        town.put(
            *(
                OpenedAnswer(response_id=copy.id, question=a.question, module=a.module, answer=a.answer)
                for a in answers
            ),
            *(
                AgreedScore(
                    response_id=copy.id, question=s.question, module=s.module, anchor=s.anchor,
                    evidence=s.evidence, reason=s.reason, recorded_by=s.recorded_by, at=s.at,
                )
                for s in scores
            ),
        )  # fmt: skip
