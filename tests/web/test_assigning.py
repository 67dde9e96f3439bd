"""Assessors and their sections on the screen: assigned, scored, withdrawn; nothing seen of each other before time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor.domain.answers import Key
from assessor.domain.permissions import Actor, Role
from assessor.services import scoring
from assessor.services.scoring import Judgement
from assessor.storage.engine import begin_writing
from assessor.storage.models import TenderPerson
from tests.factories import Town, make_officer, make_person
from tests.services.assessing import GATE, HUM, VAL, fresh_store, judge, opened_stage
from tests.services.test_assigning import stating
from tests.services.test_tenders import ready
from tests.web.client import Client
from tests.web.conftest import Browser
from tests.web.judging import REASON, Office, judgement
from tests.web.test_tenders import Desk

WHY = "Werkt sinds kort voor Alfa BV (fictief)."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with fresh_store(tmp_path) as store:
        found = Office(opened_stage(store))
        found.stage.declare()
        yield found


@pytest.fixture
def desk(town: Town, browser: Browser) -> Desk:
    """A draft that can be published."""
    officer = make_officer(town)
    return Desk(town, officer, browser(officer), ready(town, officer).id)


def given(office: Office, who: Actor, *sections: str) -> None:
    with office.stage.town.store.sessions() as db:
        begin_writing(db)
        db.get_one(TenderPerson, (office.stage.tender.id, who.id)).sections = list(sections)
        db.commit()


# --- setting up -------------------------------------------------------------------------------------------


def test_an_officer_gives_a_colleague_sections_and_sees_which_lack_a_second_assessor(desk: Desk) -> None:
    assert "Iedere beoordelaar scoort alle onderdelen." in desk.get("people").words
    extra = make_person(desk.town, Role.ASSESSOR)
    typed = {
        "person": extra.id,
        "part": "assessor",
        "sections": ["VAL", "HUM"],
        "expertise": "selectiepsychologie",
    }
    desk.client.post(desk.path("people"), typed)
    page = desk.get("people")
    assert "selectiepsychologie" in page.words
    assert "minder dan twee" not in page.words
    form = desk.get(f"people/{extra.id}").fields(0)
    assert sorted(form["sections"]) == ["HUM", "VAL"]
    for link in page.links:
        if (
            f"{desk.id}/people/" in link
            and "Assessor" in desk.client.get(link).words
            and extra.id not in link
        ):
            desk.client.post(link, {"part": "assessor", "sections": "VAL"})
    assert "minder dan twee" in desk.get("people").words
    assert "Deze onderdelen hebben geen twee beoordelaars: " in desk.get().words
    assert "Deze onderdelen hebben geen twee beoordelaars: " in desk.get("publish").words


def test_a_section_that_is_none_comes_back_at_its_field_with_what_was_typed(desk: Desk) -> None:
    extra = make_person(desk.town, Role.ASSESSOR)
    typed = {"person": extra.id, "part": "assessor", "sections": "ZZZ", "expertise": "recht"}
    page = desk.client.post(desk.path("people"), typed, 422)
    assert page.find_all("div", id="sections-error")
    assert page.find("input", name="expertise").get("value") == "recht"
    assert extra.name not in [a.text for a in page.find_all("a")]


def test_vendors_read_how_many_assess_what_with_which_expertise_where_that_was_chosen(
    desk: Desk, browser: Browser
) -> None:
    extra = make_person(desk.town, Role.ASSESSOR)
    desk.client.post(
        desk.path("people"), {"person": extra.id, "part": "assessor", "expertise": "selectiepsychologie"}
    )
    desk.send("agreement", stated="y")
    assert "3 beoordelaars" in desk.get("publish").words
    desk.send("publish")
    assert "selectiepsychologie" in desk.get("publication").words
    desk.client.post(desk.path(f"people/{extra.id}/remove"))
    assert "3 beoordelaars" in desk.get("publication").words, "as it was published"
    assert "gepubliceerd: 3" in desk.get("people").words


# --- alone ------------------------------------------------------------------------------------------------


def test_a_sheet_lists_the_own_sections_and_the_rest_can_only_be_read(office: Office) -> None:
    stage, anna = office.stage, office.stage.assessors[0]
    given(office, anna, "VAL")
    browser, base = office.browser(anna), f"/scoring/{stage.response}"
    page = browser.get(base)
    assert "0 van 1 antwoorden gescoord" in page.words
    assert "U scoort alleen de onderdelen die aan u zijn toegewezen." in page.words
    assert f"{base}/questions/VAL-01" in page.links
    assert f"{base}/questions/PRO-01" not in page.links
    other = browser.get(f"{base}/questions/PRO-01")
    assert "Dit onderdeel scoort u niet." in other.words
    assert other.find_all("input", name="anchor") == []
    browser.post(f"{base}/questions/PRO-01", judgement(), 404)
    assert browser.post(f"{base}/questions/VAL-01", judgement()).location == f"{base}/final"
    browser.post(f"{base}/final")
    side = browser.get(f"{base}/agreed")
    assert [row.findtext("th/a") for row in side.find("tbody").iter("tr")] == ["VAL-01 tekst"]


def test_the_page_of_a_question_says_how_far_the_own_sheet_is(office: Office) -> None:
    stage, anna = office.stage, office.stage.assessors[0]
    browser, base = office.browser(anna), f"/scoring/{stage.response}/questions"
    browser.post(f"{base}/VAL-01", judgement())
    page = browser.get(f"{base}/PRO-01")
    assert "U hebt 1 van uw 3 antwoorden gescoord." in page.words
    assert page.find("progress").get("value") == "1"
    assert page.find("a", rel="next").get("href") == f"{base}/VAL-01"
    assert page.find_all("form", **{"data-keys": ""})


def test_own_earlier_words_come_into_the_box_and_nothing_is_saved_by_it(office: Office) -> None:
    stage, (anna, bram) = office.stage, office.stage.assessors
    first, second = stage.responses
    stage.town.do(scoring.record_score, anna, first, VAL, judge("3", reason="Het rapport noemt geen datum."))
    stage.town.do(scoring.record_score, bram, first, VAL, judge("3", reason="Van een ander."))
    browser = office.browser(anna, forbidden=("Van een ander.",))
    address = f"/scoring/{second}/questions/VAL-01"
    page = browser.get(address)
    assert "Het rapport noemt geen datum." in page.words
    buttons = [b for b in page.find_all("button") if b.get("name") == "reuse"]
    every = list(page.find("main").iter("button"))
    assert every[0].get("name") != "reuse", "Enter in a box must save"
    typed = judgement("1", reason="Eigen begin.") | {"reuse": buttons[0].get("value", "")}
    filled = browser.post(address, typed, 200)
    assert filled.find("textarea", name="reason").text == "\nEigen begin.\nHet rapport noemt geen datum."[1:]
    assert "checked" in filled.find("input", name="anchor", value="1").attrib
    assert stage.town.look(scoring.my_sheet, anna, second).scores == {}
    other = browser.post(address, judgement(reason="Zelf.") | {"reuse": "van-niemand"}, 200)
    assert other.find("textarea", name="reason").text == "Zelf."


# --- nothing of each other --------------------------------------------------------------------------------


def seen_by(who: Client, office: Office) -> dict[str, str]:
    """Every page an assessor can open, without what differs at every request."""
    tender, found = office.stage.tender.id, {}
    paths = ["/", f"/tenders/{tender}", f"/tenders/{tender}/scoring", f"/tenders/{tender}/scoring/differences",
             f"/tenders/{tender}/publication", f"/tenders/{tender}/findings"]  # fmt: skip
    for response in office.stage.responses:
        base = f"/scoring/{response}"
        paths += [base, f"{base}/final", f"{base}/agreed", f"{base}/gates", f"{base}/agreed/VAL-01"]
        paths += [f"{base}/questions/{q}" for q in ("PRO-01", "VAL-01", "HUM-01/T05", "HUM-02")]
    for path in paths:
        answer = who.browser.get(path)
        text = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.get_data(as_text=True))
        found[path] = f"{answer.status_code} {text}"
    return found


def test_no_page_of_an_assessor_changes_by_what_the_others_do_before_the_own_scores_are_final(
    office: Office,
) -> None:
    stage, (anna, bram) = office.stage, office.stage.assessors
    stage.score(anna, stage.response, "3", "3", keys=(GATE, VAL))
    mine = office.browser(anna)
    before = seen_by(mine, office)
    assert sum(page.startswith("200") for page in before.values()) >= 12
    for response in stage.responses:
        for key in (GATE, VAL, HUM):
            stage.town.do(scoring.record_score, bram, response, key, Judgement("0", "E4", "Geheim oordeel."))
        assert seen_by(mine, office) == before
        stage.town.do(scoring.make_final, bram, response)
        assert seen_by(mine, office) == before
    # The control: once the own ones are final it does show.
    stage.score(anna, stage.response, "3", keys=(HUM,))
    stage.town.do(scoring.make_final, anna, stage.response)
    assert seen_by(mine, office) != before
    assert "Geheim oordeel." in mine.get(f"/scoring/{stage.response}/agreed/VAL-01").words


# --- out --------------------------------------------------------------------------------------------------


def test_an_assessor_withdraws_on_the_screen_and_the_next_request_finds_nothing(office: Office) -> None:
    stage, anna = office.stage, office.stage.assessors[0]
    browser, base = office.browser(anna), f"/tenders/{stage.tender.id}/scoring"
    assert f"{base}/recuse" in browser.get(base).links
    refused = browser.post(f"{base}/recuse", {"reason": "kort"}, 422)
    assert refused.find("textarea", name="reason").text == "kort"
    assert browser.post(f"{base}/recuse", {"reason": WHY}).location == "/"
    for path in (
        base,
        f"{base}/recuse",
        f"/scoring/{stage.response}",
        f"/scoring/{stage.response}/questions/VAL-01",
    ):
        browser.get(path, 404)
    browser.post(f"/scoring/{stage.response}/questions/VAL-01", judgement(), 404)
    log = office.browser(stage.officer).get(f"/tenders/{stage.tender.id}/events")
    assert WHY in log.text
    for other in (stage.officer, stage.manager):
        office.browser(other).get(f"{base}/recuse", 404)


def test_an_officer_withdraws_an_assessor_and_adds_another_each_with_a_reason(office: Office) -> None:
    stage, anna = office.stage, office.stage.assessors[0]
    browser, base = office.browser(stage.officer), f"/tenders/{stage.tender.id}/people"
    assert f"{base}/{anna.id}/take-off" in browser.get(f"{base}/{anna.id}").links
    assert browser.post(f"{base}/{anna.id}/take-off", {"reason": ""}, 422).find_all("div", id="reason-error")
    browser.post(f"{base}/{anna.id}/take-off", {"reason": WHY})
    browser.get(f"{base}/{anna.id}/take-off", 404)
    assert "verschoond" in browser.get(base).words
    assert "De reden staat in het logboek." in browser.get(f"{base}/{anna.id}").words
    office.browser(anna).get(f"/scoring/{stage.response}", 404)
    late = make_person(stage.town, Role.ASSESSOR)
    refused = browser.post(base, {"person": late.id, "part": "assessor"}, 422)
    assert refused.find_all("div", id="reason-error")
    browser.post(base, {"person": late.id, "part": "assessor", "reason": WHY})
    assert late.name in browser.get(base).words


def test_what_was_agreed_before_somebody_withdrew_is_shown_as_no_longer_counting(office: Office) -> None:
    stage, (anna, bram) = office.stage, office.stage.assessors
    stage.finish_sheets()
    stage.agree()
    stage.town.do(scoring.recuse, bram, stage.tender.id, WHY)
    browser, base = office.browser(anna), f"/scoring/{stage.response}/agreed"
    assert "telt niet meer" in browser.get(f"{base}/VAL-01").words
    assert "0 van 3" in browser.get(base).words
    browser.post(f"{base}/VAL-01", judgement("2"))
    page = browser.get(f"{base}/VAL-01")
    assert "telt niet meer" not in page.words
    assert "vervangen" in page.words


# --- the meeting ------------------------------------------------------------------------------------------


@pytest.fixture
def apart(office: Office) -> Office:
    """On VAL-01 the assessors lie three apart for one vendor and two for the other."""
    stage = office.stage
    for assessor, anchors in zip(stage.assessors, (("4", "4"), ("1", "2")), strict=True):
        for response, anchor in zip(stage.responses, anchors, strict=True):
            stage.score(assessor, response, "3", anchor, "2")
            stage.town.do(scoring.make_final, assessor, response)
    return office


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            (
                "verschil 3",
                "4 van 6",
                "geven wij vanaf 30 antwoorden en 3 beoordelaars",
                REASON,
                "2 antwoorden",
            ),
        ),
        ("en", ("difference 3", "4 of 6", "from 30 answers and 3 assessors on", REASON, "2 answers")),
    ],
)
def test_the_list_for_the_meeting_shows_scores_reasons_and_how_well_assessors_agreed(
    apart: Office, language: str, words: tuple[str, ...]
) -> None:
    browser = apart.browser(apart.stage.officer)
    browser.post("/language", {"language": language})
    page = browser.get(f"/tenders/{apart.stage.tender.id}/scoring/differences")
    for said in words:
        assert said in page.words
    assert apart.stage.assessors[0].name in page.words
    assert page.find_all("div", class_="room-to-write"), "room to write on paper"


def test_the_list_is_filtered_by_vendor_section_and_what_is_open(apart: Office) -> None:
    stage = apart.stage
    browser, base = apart.browser(stage.assessors[0]), f"/tenders/{stage.tender.id}/scoring/differences"

    def listed(query: str) -> int:
        return len(
            [e for e in browser.get(f"{base}?{query}").find("main").iter("h2") if e.find("a") is not None]
        )

    assert listed("") == 2
    assert listed(f"vendor={stage.response}") == 1
    assert (listed("section=VAL"), listed("section=HUM"), listed("section=%00&vendor=x")) == (2, 0, 0)
    stage.town.do(scoring.record_agreed, stage.assessors[0], stage.response, Key("VAL-01"), judge("2"))
    assert (listed(""), listed("show=all")) == (1, 2)


def test_a_published_number_is_shown_where_it_no_longer_holds(office: Office) -> None:
    stage = office.stage
    stating(stage, 2)
    stage.town.do(scoring.recuse, stage.assessors[1], stage.tender.id, WHY)
    page = office.browser(stage.officer).get(f"/tenders/{stage.tender.id}/people")
    assert "gepubliceerd: 2" in page.words
    assert "minder dan twee" in page.words
