"""A whole installation for tests: real database, real files, a clock that can be set, and people with work to do.

`town.do(verb, actor, ...)` runs a verb of the services as the web does, in a writing step of its own;
`town.look(...)` in a reading one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar

from assessor.config import MailSettings
from assessor.domain.answers import Answer, Key, Provider
from assessor.domain.award import award_json
from assessor.domain.chain import canonical, sha256
from assessor.domain.draft_contract import conditions_json
from assessor.domain.permissions import Actor, Role
from assessor.domain.questionnaire.model import EvidenceLevel, Questionnaire
from assessor.domain.signing import Signature
from assessor.services.access import as_actor
from assessor.services.criteria import award_of
from assessor.services.house import House
from assessor.services.keys import wrapped_response_key, wrapped_tender_key
from assessor.services.opening import close, confirm_opening
from assessor.services.providers import declare_providers
from assessor.services.responses import declare_scope, save_answers
from assessor.services.submitting import Receipt, submit
from assessor.services.work import reading, writing
from assessor.storage import events
from assessor.storage.engine import SUBMIT_SECONDS, begin_writing
from assessor.storage.models import Company, Person, Response, Tender, TenderPerson, new_id
from assessor.storage.start import Store
from tests.domain.miniature import miniature, question

P = ParamSpec("P")
T = TypeVar("T")

NOW = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
DEADLINE = NOW + datetime.timedelta(days=14)
SYSTEM = Actor(id="system", name="", role=Role.ADMINISTRATOR)
_TEXT = {"nl": "tekst", "en": "text"}
_CHOICES = [{"id": id, "label": _TEXT} for id in ("yes", "no")]

QUESTIONNAIRE: Questionnaire = miniature(
    question("CTX-01", quick=[]),
    question("VAL-01", quick=[], tables=["T1"], fields=[{"id": "main", "kind": "number", "label": _TEXT}]),
    question("HUM-01", quick=[], per="module"),
    question(
        "HUM-02",
        quick=[],
        tables=["T1", "T1x"],
        fields=[{"id": "main", "kind": "one_of", "label": _TEXT, "options": _CHOICES}],
    ),
    question("HUM-03", quick=[], when=[{"question": "HUM-02", "one_of": ["yes"]}]),
    question("SEC-01"),
)
"""Text, a number with its table, per module, choice, a question that follows from it, one outside the quick scan."""


@dataclass(frozen=True)
class Shelf:
    """The questionnaires of a test."""

    only: Questionnaire = QUESTIONNAIRE

    def get(self, id: str, version: int) -> Questionnaire:
        if (id, version) != (self.only.id, self.only.version):
            raise KeyError(id)
        return self.only

    def all(self) -> tuple[Questionnaire, ...]:
        return (self.only,)


@dataclass
class Town:
    """An installation with a settable clock."""

    store: Store
    now: datetime.datetime = NOW
    shelf: Shelf = Shelf()
    number: Iterator[int] = field(default_factory=lambda: count(1))
    mail: MailSettings | None = None
    woken: list[str] = field(default_factory=list)
    """The mails that were to be sent at once."""

    @contextmanager
    def house(self) -> Iterator[House]:
        with self.store.sessions() as db:
            yield House(
                db, self.store.master, self.store.files, self.shelf, lambda: self.now, "http://localhost",
                sends_mail=self.mail is not None, wake=self.woken.append,
            )  # fmt: skip

    def do(
        self, verb: Callable[Concatenate[House, Actor, P], T], actor: Actor, *a: P.args, **k: P.kwargs
    ) -> T:
        with self.house() as house, writing(house, actor, SUBMIT_SECONDS):
            return verb(house, actor, *a, **k)

    def look(
        self, verb: Callable[Concatenate[House, Actor, P], T], actor: Actor, *a: P.args, **k: P.kwargs
    ) -> T:
        with self.house() as house, reading(house, actor):
            return verb(house, actor, *a, **k)

    def put(self, *rows: Any) -> None:
        """Store rows as they are, past the services."""
        with self.store.sessions() as db:
            begin_writing(db)
            db.add_all(rows)
            db.commit()

    def later(self, **by: float) -> None:
        self.now += datetime.timedelta(**by)


def make_person(town: Town, role: Role, company: Company | None = None, **more: Any) -> Actor:
    n = next(town.number)
    name = f"{role.value.capitalize()} {n} (fictief)"
    person = Person(
        email=f"{role.value}{n}@voorbeeld.example", name=name, role=role.value, created_at=town.now,
        company_id=company.id if company else None, **more,
    )  # fmt: skip
    town.put(person)
    return as_actor(person)


def make_officer(town: Town) -> Actor:
    return make_person(town, Role.OFFICER)


def make_vendor(town: Town, name: str = "Waterman BV (fictief)") -> Actor:
    """The first person of a new company."""
    company = Company(name=name, created_at=town.now)
    town.put(company)
    return make_person(town, Role.VENDOR, company, administers=True)


def make_tender(town: Town, *people: Actor, vendors: tuple[Actor, ...] = (), **more: Any) -> Tender:
    """A draft with these people in the part of their role, and these vendors invited."""
    whole: dict[str, Any] = {
        "title": "Selectiehulp (fictief)",
        "buyer": "Gemeente Waterstad (fictief)",
        "procedure": "open",
        "questionnaire": QUESTIONNAIRE.id,
        "questionnaire_version": QUESTIONNAIRE.version,
        "test": True,
        "facts": {"effect": "ranks"},
        "deadline": DEADLINE,
        "created_by": people[0].id,
        "created_at": town.now,
    }
    tender = Tender(**whole | more)
    town.put(tender)
    for person in people:
        town.put(
            TenderPerson(tender_id=tender.id, person_id=person.id, part=person.role.value, added_at=town.now)
        )
    for vendor in vendors:
        id = new_id()
        with town.house() as house:
            wrapped = wrapped_response_key(house, id)
        assert vendor.company_id is not None
        town.put(
            Response(id=id, tender_id=tender.id, company_id=vendor.company_id, wrapped_key=wrapped,
                     created_at=town.now)
        )  # fmt: skip
    return tender


def publish(town: Town, tender: Tender) -> None:
    """Publish without asking what publishing needs."""
    with town.house() as house, writing(house, SYSTEM):
        row = house.db.get_one(Tender, tender.id)
        questionnaire = house.library.get(row.questionnaire, row.questionnaire_version)
        award = award_of(questionnaire, row)
        frozen = canonical(
            {
                "tender": row.id,
                "title": row.title,
                "award": award_json(questionnaire, award) if award is not None else None,
                "conditions": conditions_json(questionnaire, row.conditions),
            }
        )
        row.state, row.published_at, row.wrapped_key = (
            "published",
            town.now,
            wrapped_tender_key(house, row.id),
        )
        row.frozen, row.frozen_sha256 = frozen.decode(), sha256(frozen)
        chain = events.tender_chain(row.id)
        about = {"test": row.test}
        events.append(house.db, chain, row.created_by, "tender_published", about, row.frozen_sha256, town.now)


def fill_in(town: Town, vendor: Actor, response_id: str, word: str = "antwoord") -> None:
    """Declare two modules and answer every question of the quick scan."""
    town.do(declare_scope, vendor, response_id, ["T05", "T10"], ["learned"], 0)
    made = [Provider("T05", own=True), Provider("T10", own=False, name=f"Taalfirma {word}", version="4")]
    town.do(declare_providers, vendor, response_id, made, 1)
    text = Answer({"main": word}, EvidenceLevel.E1, f"toelichting {word}")
    answers = {
        Key("CTX-01"): text,
        Key("HUM-01", "T05"): text,
        Key("HUM-01", "T10"): text,
        Key("HUM-03"): text,
    }
    answers |= {Key("VAL-01"): Answer({"main": 12.5}), Key("HUM-02"): Answer({"main": "yes"})}
    town.do(save_answers, vendor, response_id, answers, {})


def signed(name: str = "Jo Visser (fictief)", position: str = "directeur", **more: Any) -> Signature:
    """The signature of somebody who may sign and says that all is true."""
    whole: dict[str, Any] = {"capacity": "registered", "authorised": True, "truthful": True}
    return Signature(name, position, **whole | more)


def send(town: Town, vendor: Actor, response_id: str, once: str = "") -> Receipt:
    """Submit what is drafted, received now."""
    return town.do(
        submit, vendor, response_id, once=once or f"once-{next(town.number):08}",
        signature=signed(), received_at=town.now,
    )  # fmt: skip


def open_all(town: Town, tender: Tender, first: Actor, second: Actor) -> None:
    """Wait for the deadline and the drain, close, and open with two officers."""
    town.now = max(town.now, DEADLINE + datetime.timedelta(minutes=61))
    town.do(close, first, tender.id)
    town.do(confirm_opening, first, tender.id)
    town.do(confirm_opening, second, tender.id)
