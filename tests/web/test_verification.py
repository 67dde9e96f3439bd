"""The pages of a verification: starting it, what a vendor and an assessor see of the offer, and who sees nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from assessor.app import create_app
from assessor.config import read_settings
from assessor.parts import Parts
from assessor.services.verifying import verification
from assessor.storage.models import Tender
from assessor.storage.start import Store
from tests.factories import Town
from tests.services.assessing import HUM, VAL, GatedShelf, Stage
from tests.services.verified import answer, handed_in, opened, vendor_of, verifying
from tests.web.client import Client


def app_of(town: Town) -> Flask:
    """The web application with the questionnaire of the stage."""
    settings = read_settings(town.store.files.folder.parent, mail=town.mail)
    found = create_app(Parts(settings, town.store, GatedShelf(), lambda: town.now))  # type: ignore[arg-type]
    found.testing = True
    return found


@pytest.fixture
def stage(store: Store) -> Stage:
    return handed_in(store)


@pytest.fixture
def app(stage: Stage) -> Flask:
    return app_of(stage.town)


def test_an_officer_starts_it_and_comes_to_the_round(stage: Stage, app: Flask) -> None:
    officer = Client(app, stage.town, stage.officer)
    path = f"/tenders/{stage.tender.id}/verification"
    assert path in officer.get(f"/tenders/{stage.tender.id}").links
    sent = {"response": stage.response, "deadline_date": "15-12-2026", "deadline_time": "17:00", "reason": ""}
    assert "werkdagen" in officer.post(path, sent | {"deadline_date": "8-12-2026"}, 422).words
    officer.post(path, sent)
    [round] = stage.town.look(verification, stage.officer, stage.tender.id).rounds
    seen = officer.get(f"/tenders/{stage.tender.id}")
    assert f"/tenders/{round.tender.id}" in seen.links
    assert path not in seen.links, "one at a time"
    assert f"/tenders/{stage.tender.id}" in officer.get(f"/tenders/{round.tender.id}").links


def test_where_nothing_was_published_the_page_says_so_and_nothing_links_to_it(store: Store) -> None:
    stage = handed_in(store, verification=False)
    officer = Client(app_of(stage.town), stage.town, stage.officer)
    path = f"/tenders/{stage.tender.id}/verification"
    assert path not in officer.get(f"/tenders/{stage.tender.id}").links
    assert "niet gepubliceerd" in officer.get(path).words


def test_the_vendor_sees_what_comes_from_the_offer_and_what_was_changed(stage: Stage, app: Flask) -> None:
    found = verifying(stage)
    vendor = Client(app, stage.town, found.vendor)
    place = f"/responses/{found.response}"
    assert "uw inschrijving klopt" in vendor.get(place).words
    assert "uit uw inschrijving" in vendor.get(f"{place}/questions/VAL-01").words
    answer(found, VAL, "bij nader inzien")
    changed = vendor.get(f"{place}/questions/VAL-01").words
    assert "Dit antwoord is gewijzigd" in changed
    assert "ons antwoord" in changed
    assert "blijven zoals in uw inschrijving" in vendor.get(f"{place}/scope").words


def test_another_vendor_finds_none_of_it(stage: Stage, app: Flask) -> None:
    found = verifying(stage)
    other = Client(app, stage.town, vendor_of(stage, stage.responses[1]))
    for page in ("", "/scope", "/check", "/questions/VAL-01"):
        assert other.browser.get(f"/responses/{found.response}{page}").status_code == 404


def test_an_assessor_sees_that_an_answer_was_changed(stage: Stage, app: Flask) -> None:
    found = verifying(stage)
    answer(found, HUM, "bij nader inzien")
    opened(found)
    assessor = Client(app, stage.town, stage.assessors[0])
    place = f"/scoring/{found.response}/questions"
    assert "zoals in de inschrijving" in assessor.get(f"{place}/VAL-01").words
    changed = assessor.get(f"{place}/HUM-01/T05").words
    assert "gewijzigd sinds de inschrijving" in changed
    assert "ons antwoord" in changed
    assert "nieuw: niet in de inschrijving" in assessor.get(f"{place}/SEC-02").words


def test_a_verification_cannot_be_chosen_when_setting_up(stage: Stage, app: Flask) -> None:
    officer = Client(app, stage.town, stage.officer)
    assert 'value="verification"' not in officer.browser.get("/tenders/new").text
    sent = {"title": "X", "buyer": "Y (fictief)", "procedure": "verification", "language": "nl"}
    officer.post("/tenders/new", sent, 422)
    with stage.town.house() as house:
        assert house.db.query(Tender).count() == 1
