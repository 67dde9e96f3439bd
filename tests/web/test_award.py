"""Award points on the screen: chosen at set-up, read by vendors, in order beside the risk, and at the decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assessor.services.finishing import finish_scoring
from assessor.services.work import writing
from assessor.storage.models import Tender
from assessor.storage.start import Store
from tests.conftest import Round
from tests.factories import Town, make_officer
from tests.services.assessing import fresh_store, opened_stage
from tests.services.test_standing import scored
from tests.services.test_tenders import ready
from tests.web.client import Page
from tests.web.conftest import Browser
from tests.web.judging import Office
from tests.web.test_tenders import Desk

ALFA, BETA = "Alfa BV (fictief)", "Beta BV (fictief)"


# --- setting up -------------------------------------------------------------------------------------------


@pytest.fixture
def desk(town: Town, browser: Browser) -> Desk:
    """A draft that can be published."""
    officer = make_officer(town)
    return Desk(town, officer, browser(officer), ready(town, officer).id)


def test_each_dimension_shows_its_weight_and_what_counts_in_it(desk: Desk) -> None:
    page = desk.get("weights")
    assert "2 vragen tellen mee" in page.words
    assert "1 vraag telt mee" in page.words
    assert "Geen vraag kan meetellen" in page.words
    assert "niet elke leverancier krijgt ze" in page.words
    assert "÷ 4" in page.words
    assert any(link.endswith("/sections/HUM#HUM-03") for link in page.links)
    assert sorted(page.fields()["counted"]) == ["CTX-01", "HUM-01", "HUM-02", "VAL-01"]


def test_weights_and_questions_are_saved_together(desk: Desk) -> None:
    typed: dict[str, Any] = {"weights.VAL": "50", "weights.HUM": "37"}
    desk.send("weights", **typed, counted=["CTX-01", "VAL-01", "HUM-02"])
    assert desk.tender.award["left_out"] == ["HUM-01"]
    assert desk.get("weights").fields()["weights.VAL"] == "50"
    assert "1 van 2 vragen tellen mee" in desk.get("weights").words
    words = desk.get("publish").words
    assert "HUM-02" in words
    assert "HUM-01" not in words
    assert "Zelf gekozen" in desk.get().words


def test_a_weight_without_a_question_is_refused_at_its_box(desk: Desk) -> None:
    page = desk.send("weights", 422, **{"weights.VAL": "34", "weights.SEC": "10"})
    assert page.find_all("div", id="weights.SEC-error")
    assert page.fields()["weights.SEC"] == "10"
    page = desk.send("weights", 422, counted=["VAL-01", "HUM-01", "HUM-02"])
    assert page.find_all("div", id="weights.CTX-error")


def test_a_forged_request_for_another_question_changes_nothing(desk: Desk) -> None:
    before = desk.tender.award
    for forged in ("HUM-03", "SEC-01", "PRO-01", "x" * 500, "{0}", "<b>"):
        page = desk.send("weights", 422, counted=["CTX-01", "VAL-01", "HUM-01", forged])
        assert page.find_all("div", id="counted-error")
        assert forged not in page.fields()["counted"]
    assert desk.tender.award == before


def test_without_the_use_the_page_says_what_to_do_first(town: Town, browser: Browser) -> None:
    officer = make_officer(town)
    client = browser(officer)
    made = client.post("/tenders/new", {"title": "Hulp (fictief)", "buyer": "Gemeente Waterstad (fictief)",
                                        "procedure": "open", "language": "nl", "test": "y"})  # fmt: skip
    desk = Desk(town, officer, client, made.location.rsplit("/", 1)[1])
    page = desk.get("weights")
    assert "Vul eerst het gebruik in" in page.words
    assert "counted" not in page.fields()
    desk.send("weights")
    desk.send("facts", effect="ranks")
    # The weights of the questionnaire were kept as a choice, and some have no question here.
    assert "geen vraag die meetelt" in desk.get().words


def test_a_vendor_reads_by_what_the_award_is_decided_and_nobody_elses(
    published: Round, browser: Browser
) -> None:
    path = f"/responses/{published.response}/award"
    vendor = browser(published.vendor)
    assert path in vendor.get(f"/responses/{published.response}").links
    words = vendor.get(path).words
    for said in ("hoogstens 44 punten", "VAL-01", "÷ 4", "HUM-02", "minimumscores"):
        assert said in words
    assert "HUM-03" not in words
    assert not list(vendor.get(path).find("main").iter("form"))
    browser(published.other_vendor).get(path, 404)
    for stranger in (published.officer, published.auditor):
        assert browser(stranger).get(path, 302).location.startswith("/sign-in")


def test_outside_a_tender_there_is_no_such_page(published: Round, browser: Browser) -> None:
    vendor, response = published.vendor, published.response
    with published.town.house() as house, writing(house, published.officer):
        house.db.get_one(Tender, published.tender.id).procedure = "market_consultation"
    browser(vendor).get(f"/responses/{response}/award", 404)
    assert f"/responses/{response}/award" not in browser(vendor).get(f"/responses/{response}").links


# --- in order ---------------------------------------------------------------------------------------------


@pytest.fixture
def store_here(tmp_path: Path) -> Iterator[Store]:
    with fresh_store(tmp_path) as store:
        yield store


def office(store: Store, first: str = "323", second: str = "333", **tender: Any) -> Office:
    """A tender with its scores handed in: of Beta, then of Alfa."""
    return Office(scored(store, first, second, **tender))


def rows(page: Page, table: int = 0) -> list[list[str]]:
    """The cells of a table's body, row by row."""
    body = page.find_all("tbody")[table]
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in body.iter("tr")]


def look(of: Office, path: str, language: str = "nl") -> Page:
    client = of.browser(of.stage.manager)
    client.post("/language", {"language": language})
    return client.get(f"/tenders/{of.stage.tender.id}/{path}")


def test_vendors_stand_in_the_order_of_their_points_and_each_total_unfolds(store_here: Store) -> None:
    of = office(store_here, "333", "323")
    page = look(of, "comparison")
    assert rows(page) == [[BETA, "1", "56,25", "37,50", "18,75"], [ALFA, "2", "43,75", "25,00", "18,75"]]
    assert f"Hoe {ALFA} aan 43,75 punten komt" in page.words
    assert "3 van 8 × 50 punten" in page.words
    assert "niet beantwoord" in page.words
    assert "Niets uit de risicobeoordeling telt erin mee." in page.words
    names = [row[0] for table in (-2, -1) for row in rows(page, table)]
    assert [name[: len(BETA)] for name in names] == [BETA, ALFA, BETA, ALFA]
    assert [r[0] for r in rows(look(of, "comparison?sort=vendor"))] == [BETA, ALFA], "the places stay"


def test_the_same_in_english(store_here: Store) -> None:
    page = look(office(store_here), "comparison", "en")
    assert rows(page)[0] == [ALFA, "1", "56.25", "37.50", "18.75"]
    assert "Nothing of the risk assessment counts in them." in page.words


def test_before_the_scores_are_in_the_page_says_that_points_follow(store_here: Store) -> None:
    stage = opened_stage(store_here)
    stage.declare()
    stage.finish_sheets()
    page = Office(stage).browser(stage.officer).get(f"/tenders/{stage.tender.id}/comparison")
    assert "volgen zodra de scores zijn overgedragen" in page.words
    stage.agree()
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    page = Office(stage).browser(stage.officer).get(f"/tenders/{stage.tender.id}/comparison")
    assert [row[:3] for row in rows(page)] == [[ALFA, "1", "56,25"], [BETA, "1", "56,25"]]


def test_who_misses_a_requirement_stands_there_without_place_and_with_the_reason(store_here: Store) -> None:
    minimum = {"minimums": [{"question": "VAL-01", "least": 3, "reason": "Nodig voor dit doel."}]}
    page = look(office(store_here, award=minimum), "comparison")
    assert rows(page)[1] == [BETA, "–", "Voldoet niet aan: VAL-01 tekst."]
    assert f"Hoe {BETA}" not in page.words


# --- the decision -----------------------------------------------------------------------------------------


def test_the_manager_sees_who_is_first_and_can_approve_nobody_else(store_here: Store) -> None:
    of = office(store_here)
    stage = of.stage
    words = look(of, "decision").words
    assert f"Eerste volgens de gepubliceerde formule: {ALFA}, 56,25 punten" in words
    assert words.index("Plaats 1, 56,25 punten") < words.index("Plaats 2, 43,75 punten")
    manager = of.browser(stage.manager)
    path = f"/tenders/{stage.tender.id}/decision/{stage.response}"
    page = manager.get(path)
    assert (
        f"Eerste volgens de formule: {ALFA}. De gunning aan een ander kunt u niet goedkeuren." in page.words
    )
    why = "De formule wijst deze leverancier niet aan."
    refused = manager.post(path, page.fields() | {"choice": "approve_award", "reason": why}, 422)
    assert (
        f"De gunning volgt uit de gepubliceerde formule. Eerste is {ALFA} met 56,25 punten." in refused.words
    )
    assert refused.fields()["reason"] == why
    path = f"/tenders/{stage.tender.id}/decision/{stage.responses[1]}"
    manager.post(
        path, manager.get(path).fields() | {"choice": "approve_award", "reason": "Eerste volgens de formule."}
    )


def test_equal_firsts_are_named_together(store_here: Store) -> None:
    of = office(store_here, "333", "333")
    assert (
        f"Gelijk eerste volgens de gepubliceerde formule, 56,25 punten: {ALFA}, {BETA}"
        in look(of, "decision").words
    )
    page = look(of, f"decision/{of.stage.response}", "en")
    assert f"Equal first; you can choose any of them: {ALFA}, {BETA}." in page.words


def test_when_all_miss_something_nobody_is_first(store_here: Store) -> None:
    minimum = {"minimums": [{"question": "VAL-01", "least": 4, "reason": "Nodig voor dit doel."}]}
    of = office(store_here, award=minimum)
    assert "Geen inschrijving heeft een plaats" in look(of, "decision").words
    assert "No offer has a place" in look(of, "decision", "en").words
    assert "Misses: VAL-01" in look(of, f"decision/{of.stage.response}", "en").words


def test_a_round_without_award_shows_no_points(store_here: Store) -> None:
    of = office(store_here, procedure="market_consultation")
    for path in ("comparison", "decision", f"decision/{of.stage.response}"):
        assert "punten" not in look(of, path).words.lower().replace("aandachtspunten", "").replace(
            "open punten", ""
        )
