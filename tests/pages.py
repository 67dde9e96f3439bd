"""Every page with its states, in the demonstration: the one list that the tests of pages go by.

A page that is not listed fails (tests/web/test_every_page.py). A state is somebody at a page about something.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask, url_for
from sqlalchemy import select

from assessor.app import create_app
from assessor.domain.permissions import Actor
from assessor.parts import Parts
from assessor.services.access import as_actor
from assessor.services.participants import invite_vendor, set_person
from assessor.services.people import invite_person
from assessor.services.setting_up import Basics, create
from assessor.services.work import writing
from assessor.storage.models import Company, Person, Response, Tender

INGE, BRAM, AISHA, JOOST, MARJA, FEMKE, RUUD = (
    f"{name}@demo.example" for name in ("inge", "bram", "aisha", "joost", "marja", "femke", "ruud")
)
MEETLAT, PAPEGAAI = "meetlat@demo.example", "papegaai@demo.example"

ROUND, OPEN, DRAFT = "Marktverkenning", "Selectieonderzoek", "Concept"
"""How the titles of the three tenders begin."""


@dataclass(frozen=True)
class State:
    """Somebody at a page: which tender, whose response, and the rest of the address."""

    who: str
    tender: str = ""
    vendor: str = ""
    """How the company's name begins."""
    rest: dict[str, str | int] = field(default_factory=dict)
    query: str = ""


def about(who: str, tender: str, vendor: str = "", query: str = "", **rest: str | int) -> State:
    return State(who, tender, vendor, rest, query)


SCANNED = ("Eerlijke", "Luchtkasteel", "Papegaai")
QUESTION = {"question": "HUM-12"}
QUESTIONNAIRE: dict[str, str | int] = {"id": "recruitment-ai", "version": 1}

PAGES: dict[str, tuple[State, ...]] = {
    "start.home": tuple(State(who) for who in ("", INGE, AISHA, MARJA, FEMKE, RUUD, MEETLAT)),
    "account.sign_in": (State(""),),
    "account.invitation": (State("", rest={"token": "TOKEN"}),),
    "people.overview": (State(FEMKE),),
    "people.person": (State(FEMKE, rest={"person_id": "RUUD"}),),
    "people.new": (State(FEMKE),),
    "questionnaires.overview": (State(INGE),),
    "questionnaires.contents": (State(AISHA, rest=QUESTIONNAIRE),),
    "questionnaires.section": (State(AISHA, rest=QUESTIONNAIRE | {"code": "HUM"}),),
    "questionnaires.conditions": (State(INGE, rest=QUESTIONNAIRE),),
    "questionnaires.references": (State(INGE, rest=QUESTIONNAIRE),),
    # the vendor
    "responses.tasks": (about(MEETLAT, OPEN, "Eerlijke"), about(MEETLAT, ROUND, "Eerlijke"), about(PAPEGAAI, OPEN, "Papegaai")),
    "responses.scope": (about(MEETLAT, OPEN, "Eerlijke"), about(PAPEGAAI, OPEN, "Papegaai")),
    "responses.section": (about(MEETLAT, OPEN, "Eerlijke", code="BIA"),),
    "responses.question": (
        about(MEETLAT, OPEN, "Eerlijke", question_id="BIA-04"),
        about(MEETLAT, OPEN, "Eerlijke", question_id="PRO-01"),
        about(MEETLAT, OPEN, "Eerlijke", question_id="VAL-03"),
        about(MEETLAT, OPEN, "Eerlijke", question_id="DAT-01"),
        about(MEETLAT, ROUND, "Eerlijke", question_id="BIA-04"),
    ),
    "responses.open_questions": (about(MEETLAT, OPEN, "Eerlijke"),),
    "responses.check": (about(MEETLAT, OPEN, "Eerlijke"), about(MEETLAT, ROUND, "Eerlijke")),
    "responses.send": (about(MEETLAT, OPEN, "Eerlijke"),),
    "responses.receipt": (about(MEETLAT, ROUND, "Eerlijke"),),
    "responses.colleagues": (about(MEETLAT, OPEN, "Eerlijke"),),
    # setting up
    "tenders.overview": tuple(about(INGE, t) for t in (ROUND, OPEN, DRAFT)),
    "tender_setup.new": (State(INGE),),
    "tender_setup.basics": (about(INGE, DRAFT),),
    "tender_setup.questionnaire": (about(INGE, DRAFT),),
    "tender_setup.facts": (about(INGE, DRAFT),),
    "tender_setup.weights": (about(INGE, DRAFT),),
    "tender_setup.minimums": (about(INGE, DRAFT), about(INGE, DRAFT, question="BIA-01")),
    "tender_setup.agreement": (about(INGE, DRAFT),),
    "tender_setup.dates": (about(INGE, DRAFT),),
    "tender_setup.publish": (about(INGE, DRAFT),),
    "participants.people": (about(INGE, DRAFT), about(INGE, OPEN)),
    "participants.person": (about(INGE, DRAFT, person_id="BRAM"),),
    "participants.vendors": (about(INGE, DRAFT), about(INGE, OPEN)),
    "participants.facts": (about(INGE, "Ronde", "Nieuwe"),),
    "tenders.publication": (about(INGE, OPEN), about(MARJA, ROUND)),
    "tenders.extend": (about(INGE, OPEN),),
    "tenders.cancel": (about(INGE, OPEN),),
    "tenders.delete": (about(INGE, DRAFT),),
    "opening.opening": (about(INGE, OPEN), about(INGE, ROUND)),
    "opening.protocol": (about(RUUD, ROUND),),
    "events.log": (about(INGE, OPEN), about(RUUD, ROUND)),
    # scoring
    "scoring.overview": (about(AISHA, ROUND), about(INGE, ROUND)),
    "scoring.interests": (about(AISHA, OPEN),),
    "scoring.sheet": (about(AISHA, ROUND, "Eerlijke"),),
    "scoring.question": tuple(about(AISHA, ROUND, v, **QUESTION) for v in ("Luchtkasteel", "Papegaai")),
    "agreeing.overview": (about(JOOST, ROUND, "Eerlijke"),),
    "agreeing.question": (about(JOOST, ROUND, "Luchtkasteel", **QUESTION),),
    "gates.overview": (about(JOOST, ROUND, "Glimlachmeter"),),
    "gates.gate": (about(JOOST, ROUND, "Glimlachmeter", question="PRO-01"),),
    # deciding
    "comparison.overview": (about(MARJA, ROUND), about(MARJA, ROUND, query="?sort=level")),
    "assessments.overview": tuple(about(MARJA, ROUND, v) for v in SCANNED),
    "decisions.overview": (about(MARJA, ROUND), about(INGE, ROUND)),
}  # fmt: skip

FILES = {
    "static": "style sheets, fonts and scripts",
    "start.theme": "a municipality's own style sheet",
    "responses.file": "evidence, to the vendor",
    "responses.receipt_file": "a receipt or its manifest as a file",
    "scoring.file": "evidence, to the assessor",
    "opening.protocol_file": "the protocol as JSON",
    "tenders.frozen": "what was published, as JSON",
}
"""Addresses that give a file, not a page."""


# --- where a state is ---------------------------------------------------------------------------------------


class Scenes:
    """The demonstration with what it lacks for every state: a draft tender, a draft round, an unused link."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.app: Flask = create_app(parts)
        inge, bram, femke = (self.person(email) for email in (INGE, BRAM, FEMKE))
        with parts.store.sessions() as session:
            house = parts.house(session)
            with writing(house, inge):
                for title, procedure in ((DRAFT, "open"), ("Ronde", "market_consultation")):
                    basics = Basics(
                        f"{title} voor de tests",
                        "Gemeente Waterstad (fictief)",
                        procedure,
                        "recruitment-ai",
                        1,
                        test=True,
                    )
                    tender = create(house, inge, basics)
                    set_person(house, inge, tender.id, bram.id, "officer")
                    firm = f"Nieuwe Firma {title} BV (fictief)"
                    invite_vendor(house, inge, tender.id, firm, f"{title.lower()}@nieuw.example")
            with writing(house, femke):
                link = invite_person(house, femke, "nieuw@demo.example", "Noor Nieuw (fictief)", "officer")
        self.named = {"TOKEN": link, "BRAM": bram.id, "RUUD": self.person(RUUD).id}

    def person(self, email: str) -> Actor:
        with self.parts.store.sessions() as session:
            return as_actor(session.scalars(select(Person).where(Person.email == email)).one())

    def address(self, endpoint: str, state: State) -> str:
        """The address of a page in a state."""
        values = {name: self.named.get(str(value), value) for name, value in state.rest.items()}
        with self.parts.store.sessions() as session:
            if state.tender:
                named = select(Tender.id).where(Tender.title.startswith(state.tender))
                values["tender_id"] = session.scalars(named).one()
            if state.vendor:
                values["response_id"] = session.scalars(
                    select(Response.id)
                    .join(Company, Company.id == Response.company_id)
                    .where(Response.tender_id == values["tender_id"], Company.name.startswith(state.vendor))
                ).one()
        rules = [r for r in self.app.url_map.iter_rules(endpoint) if "GET" in (r.methods or set())]
        names = set.union(*(set(r.arguments) for r in rules))
        with self.app.test_request_context():
            return url_for(endpoint, **{n: v for n, v in values.items() if n in names}) + state.query
