"""The demonstration played on to every state that tests of pages look at."""

from __future__ import annotations

import copy
import datetime
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select

from assessor.app import create_app
from assessor.config import read_settings
from assessor.demo.making import make_demonstration
from assessor.demo.stage import Clock, Stage
from assessor.demo.stories import FOLDER, read_vendor
from assessor.domain.answers import Answer, Key, Provider
from assessor.domain.findings import Finding, usual_last_day
from assessor.domain.permissions import Actor
from assessor.domain.tables.model import TableCode
from assessor.domain.tender import PROCEDURES
from assessor.domain.text import Text
from assessor.parts import Parts, open_parts, utc_now
from assessor.services.access import as_actor
from assessor.services.assigning import Share, state_assessors
from assessor.services.colleagues import HandOut, hand_out
from assessor.services.findings import add_finding, judge, put_to_vendor, record_found, reply
from assessor.services.incoming import Incoming, receive_table
from assessor.services.measurements import add_measurement
from assessor.services.opening import close, confirm_opening
from assessor.services.participants import invite_vendor, set_person
from assessor.services.people import accept_invitation, invite_colleague, invite_person
from assessor.services.providers import declare_providers
from assessor.services.reports import ask_for_report
from assessor.services.responses import declare_scope, save_answers
from assessor.services.scoring import declare_interests
from assessor.services.setting_up import Basics, create, edit_award, edit_dates, edit_facts
from assessor.services.submitting import submit
from assessor.services.tables import deliver_table
from assessor.services.tenders import Minimum, publish
from assessor.storage.models import Company, Decision, NotaItem, Person, Response, Tender
from tests import verification_scene
from tests.award_scene import FACTS, play_award
from tests.factories import signed
from tests.pages import (
    AISHA,
    AWARD,
    BRAM,
    CHECKED,
    DRAFT,
    FEMKE,
    INGE,
    JOOST,
    MARJA,
    MEETLAT,
    OPEN,
    PAPEGAAI,
    ROUND,
    RUUD,
    SCORING,
    SENT,
    TO_VERIFY,
    USED,
    WEIGHED,
    State,
)

BUYER = "Gemeente Waterstad (fictief)"


def make_scenes(folder: Path) -> Scenes:
    """The demonstration made in a folder and played on; its pages are looked at three days from now."""
    settings = read_settings(folder)
    make_demonstration(settings)
    return Scenes(open_parts(settings, lambda: utc_now() + datetime.timedelta(days=3)), Clock(utc_now()))


def _table(code: TableCode, year: str = "") -> Incoming:
    """A table of the demonstration; with a year, as if it were of that year."""
    content = read_vendor(FOLDER / "papegaai").content(f"{code}.csv").decode()
    if year:
        content = re.sub(r"(?m)^(# period_(?:from|to): )\d{4}", rf"\g<1>{year}", content)
    return receive_table(code, f"{code}.csv", content.encode())


class Scenes:
    """The demonstration with what it lacks for every state: a draft, a response just sent, scoring going on."""

    def __init__(self, parts: Parts, clock: Clock) -> None:
        self.parts = parts
        self.app: Flask = create_app(parts)
        self.stage = Stage(replace(parts, clock=clock), clock)
        inge, bram, femke = (self.person(email) for email in (INGE, BRAM, FEMKE))
        for title, procedure in ((DRAFT, "open"), ("Ronde", "market_consultation")):
            tender_id = self._draft(title, procedure)
            with self.stage.step(inge) as house:
                firm = f"Nieuwe Firma {title} BV (fictief)"
                invite_vendor(house, inge, tender_id, firm, f"{title.lower()}@nieuw.example")
        with self.stage.step(femke) as house:
            link = invite_person(house, femke, "nieuw@demo.example", "Noor Nieuw (fictief)", "officer")
        self._sent(SENT, days=20)
        scoring, used = self._sent(SCORING, days=2), self._sent(USED, days=2, tables=("T1", "T1x"))
        self._scoring(scoring)
        self._in_use(used)
        weighed = self._draft(WEIGHED, "open")
        with self.stage.step(inge) as house:
            edit_facts(house, inge, weighed, FACTS)
        aisha, joost, marja = (self.person(email) for email in (AISHA, JOOST, MARJA))
        award = self._draft(AWARD, "open")
        play_award(self.stage, self.person, (inge, bram), (aisha, joost), marja, award)
        verified = [self._draft(title, "open", verification=True) for title in (TO_VERIFY, CHECKED)]
        vendor = self.person(MEETLAT)
        for one in verified:
            play_award(self.stage, self.person, (inge, bram), (aisha, joost), marja, one)
        verification_scene.start(self.stage, inge, verified[0], vendor)
        checked = verification_scene.start(self.stage, inge, verified[1], vendor)
        verification_scene.open_and_score(self.stage, inge, aisha, vendor, checked)
        self.named = self._findings(scoring) | {
            "TOKEN": link,
            "BRAM": bram.id,
            "RUUD": self.person(RUUD).id,
            "AISHA": aisha.id,
            "JOB": self._report(),
            "MEETLAT": self.person(MEETLAT).id,
            "COLLEAGUE": self._colleague(),
            "ITEM": self._item(),
        }

    def _draft(self, title: str, procedure: str, *, verification: bool = False) -> str:
        inge = self.person(INGE)
        with self.stage.step(inge) as house:
            basics = Basics(
                f"{title} voor de tests", BUYER, procedure, "recruitment-ai", 1, test=True,
                verification=verification,
            )  # fmt: skip
            tender = create(house, inge, basics)
            set_person(house, inge, tender.id, self.person(BRAM).id, "officer")
            if PROCEDURES[procedure].in_tender:
                why = "Zonder toets weten wij niet wie wordt benadeeld."
                edit_award(house, inge, tender.id, minimums=(Minimum("BIA-01", 2, why),))
            return tender.id

    def _sent(self, title: str, days: int, tables: tuple[TableCode, ...] = ()) -> str:
        """A published round in which one vendor submitted with nearly everything open."""
        inge, vendor = self.person(INGE), self.person(PAPEGAAI)
        tender_id = self._draft(title, "market_consultation")
        facts = {"effect": "ranks", "volume_per_year": 500, "data": ["cv_text"], "reversibility": "easy"}
        with self.stage.step(inge) as house:
            for email, expertise in ((AISHA, "selectiepsychologie"), (JOOST, "statistiek")):
                share = Share((), expertise)
                set_person(house, inge, tender_id, self.person(email).id, "assessor", share=share)
            set_person(house, inge, tender_id, self.person(MARJA).id, "manager")
            state_assessors(house, inge, tender_id, stated=True)
            edit_facts(house, inge, tender_id, facts | {"vulnerable_group": False, "learns_live": False})
            edit_dates(house, inge, tender_id, self.stage.clock() + datetime.timedelta(days=days))
            invited = invite_vendor(house, inge, tender_id, "Papegaai & Prompt (fictief)", PAPEGAAI)
            accept_invitation(house, invited.token, "", "Polly Verhage (fictief)", "en")
            publish(house, inge, tender_id)
            response_id = invited.response.id
        with self.stage.step(vendor) as house:
            declare_scope(house, vendor, response_id, ["T05"], ["learned"], 0)
            declare_providers(house, vendor, response_id, [Provider("T05", own=True, version="3")], 1)
            save_answers(
                house, vendor, response_id, {Key("DAT-01"): Answer(standing="unknown")}, {Key("DAT-01"): 0}
            )
            for code in tables:
                deliver_table(house, vendor, response_id, _table(code))
            submit(
                house, vendor, response_id, once=f"scene-{title.lower()}-of-the-tests",
                signature=signed("Polly Verhage (fictief)", "CEO"), received_at=self.stage.clock(),
            )  # fmt: skip
        return tender_id

    def _in_use(self, tender_id: str) -> None:
        """A product that may be used, with a measurement of a year later; its scoring is passed over."""
        inge, marja = self.person(INGE), self.person(MARJA)
        with self.stage.step(inge) as house:
            close(house, inge, tender_id)
        self.stage.clock.forward(90)
        for officer in (inge, self.person(BRAM))[
            : 2 if PROCEDURES["market_consultation"].two_officers else 1
        ]:
            with self.stage.step(officer) as house:
                confirm_opening(house, officer, tender_id)
        with self.stage.step(inge) as house:
            tender = house.db.get_one(Tender, tender_id)
            tender.state = "decided"
            [response] = house.db.scalars(select(Response).where(Response.tender_id == tender_id))
            why = "Het product mag worden gebruikt."
            house.db.add(Decision(tender_id=tender_id, response_id=response.id, choice="use", reason=why,
                                  by=marja.id, at=house.now()))  # fmt: skip
        with self.stage.step(inge) as house:
            for code in ("T1", "T1x"):
                add_measurement(house, inge, response.id, _table(code, "2027"))

    def _colleague(self) -> str:
        """Two firms with a colleague, to whom a section was handed."""
        meetlat = self.person(MEETLAT)
        with self.stage.step(meetlat) as house:
            [response_id] = house.db.scalars(
                select(Response.id).join(Tender, Tender.id == Response.tender_id)
                .where(Tender.title.startswith(OPEN), Response.company_id == meetlat.company_id)
            )  # fmt: skip
            link = invite_colleague(house, meetlat, response_id, "stien@demo.example", "Stien Maat (fictief)")
            stien = accept_invitation(
                house, link, "een-lang-wachtwoord-voor-stien", "Stien Maat (fictief)", "nl"
            )
            hand_out(house, meetlat, response_id, {"BIA": HandOut(stien.id), "HUM": HandOut(meetlat.id)})
            return stien.id

    def _report(self) -> str:
        """A PDF that was asked for and waits for the worker."""
        marja = self.person(MARJA)
        with self.parts.store.sessions() as session:
            response_id = session.scalars(
                select(Response.id)
                .join(Tender, Tender.id == Response.tender_id)
                .join(Company, Company.id == Response.company_id)
                .where(Tender.title.startswith(ROUND), Company.name.startswith("Luchtkasteel"))
            ).one()
        with self.stage.step(marja) as house:
            return ask_for_report(house, marja, response_id, "nl").id

    def _scoring(self, tender_id: str) -> None:
        inge, bram, aisha = (self.person(email) for email in (INGE, BRAM, AISHA))
        self.stage.clock.forward(2 * 24 * 60 + 5)
        with self.stage.step(inge) as house:
            close(house, inge, tender_id)
        self.stage.clock.forward(90)
        for officer in (inge, bram)[: 2 if PROCEDURES["market_consultation"].two_officers else 1]:
            with self.stage.step(officer) as house:
                confirm_opening(house, officer, tender_id)
        for assessor in (aisha, self.person(JOOST)):
            with self.stage.step(assessor) as house:
                declare_interests(house, assessor, tender_id, none=True)

    def _findings(self, tender_id: str) -> dict[str, str]:
        """Findings in each state, by the state."""
        inge, vendor, aisha, joost = (self.person(email) for email in (INGE, PAPEGAAI, AISHA, JOOST))
        stated, computed = Text(nl="0,97", en="0.97"), "(147/700) / (261/900) = 0,72 [0,61-0,86]"
        sum_ = Text(nl=computed, en=computed.replace(",", "."))
        less = Text(nl="0,25 lager dan opgegeven", en="0.25 lower than stated")
        with self.stage.step(inge) as house:
            response = house.db.scalars(select(Response).where(Response.tender_id == tender_id)).one()
            some = [Finding("DAT-01", f"T1/{n}", stated, sum_, less) for n in range(3)]
            put, answered, judged = (row.id for row in record_found(house, None, response, some))
        with self.stage.step(inge) as house:
            last_day = usual_last_day(self.stage.clock())
            put_to_vendor(house, inge, response.id, (put, answered, judged), last_day)
        for one in (answered, judged):
            with self.stage.step(vendor) as house:
                reply(
                    house, vendor, one, "Wij telden stagiairs mee.\n\nDat was niet juist.", self.stage.clock()
                )
        for who, outcome in ((aisha, "error"), (joost, "misleading"), (joost, "error")):
            with self.stage.step(who) as house:
                judge(house, who, judged, outcome, "De uitleg past bij de aantallen in de tabel.")
        with self.stage.step(joost) as house:
            judge(house, joost, answered, "explained", "De uitleg past bij de aantallen in de tabel.")
        with self.stage.step(inge) as house:
            found = add_finding(
                house, inge, response.id, Key("DAT-01"), claimed="Wij bewaren niets langer dan vier weken.",
                recomputed="De privacyverklaring op de website noemt een jaar.", difference="Wat geldt er?",
                reason="Gelezen op de website van de leverancier.",
            )  # fmt: skip
        return {"FOUND": found.id, "PUT": put, "ANSWERED": answered, "JUDGED": judged}

    def _item(self) -> str:
        """The answer in the making, for the next nota."""
        with self.parts.store.sessions() as session:
            return session.scalars(select(NotaItem.id).where(NotaItem.nota_id.is_(None))).one()

    def copied_to(self, folder: Path) -> Scenes:
        """The same in another folder, for a test that changes it; much faster than making it anew."""
        self.parts.store.engine.dispose()
        shutil.copytree(self.parts.settings.instance, folder)
        found = copy.copy(self)
        found.parts = open_parts(read_settings(folder), self.parts.clock)
        found.app = create_app(found.parts)
        found.app.testing = True
        found.stage = Stage(replace(found.parts, clock=self.stage.clock), self.stage.clock)
        return found

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
            wanted: dict[str, Any] = {n: v for n, v in values.items() if n in names}
            return url_for(endpoint, **wanted) + state.query
