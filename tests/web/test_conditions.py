"""Contract conditions on the screen: chosen in set-up, settled by the officer, handed out as an annex."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from assessor.services.conditions import contract_of
from assessor.services.finishing import finish_scoring
from assessor.storage.models import Response, Tender
from tests.factories import make_tender
from tests.services.assessing import fresh_store, opened_stage
from tests.web.judging import Office

WHY = "Dit staat al in de verwerkersovereenkomst."
OWN = {
    "title_nl": "Inzage",
    "title_en": "Access",
    "text_nl": "De gemeente mag de code inzien.",
    "text_en": "The municipality may inspect the code.",
}


def offices(folder: Path, procedure: str) -> Iterator[Office]:
    with fresh_store(folder) as store:
        stage = opened_stage(store, procedure=procedure, facts={"effect": "ranks"})
        stage.declare()
        stage.finish_sheets()
        stage.agree()
        stage.town.do(finish_scoring, stage.officer, stage.tender.id)
        yield Office(stage)


@pytest.fixture
def in_tender(tmp_path: Path) -> Iterator[Office]:
    yield from offices(tmp_path, "open")


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Office]:
    yield from offices(tmp_path, "existing_product")


def about(office: Office, rest: str) -> str:
    return f"/assessments/{office.stage.response}{rest}"


def test_values_are_typed_kept_when_refused_and_shown_in_the_library(in_tender: Office) -> None:
    stage = in_tender.stage
    draft = make_tender(stage.town, stage.officer)
    officer = in_tender.browser(stage.officer)
    page = f"/tenders/{draft.id}/conditions/CC16"
    typed = {"revision": str(draft.revision), "place_hours": "99", "place_vendor_contact": "Piet (fictief)"}
    refused = officer.post(page, typed, status=422)
    assert refused.find("input", id="place_hours").get("value") == "99"
    assert refused.find("input", id="place_vendor_contact").get("value") == "Piet (fictief)"
    officer.post(page, typed | {"place_hours": "12"})
    assert "binnen 12 uur" in officer.get(f"/tenders/{draft.id}/conditions").words
    with stage.town.house() as house:
        assert house.db.get_one(Tender, draft.id).conditions == {
            "CC16": {"hours": 12, "vendor_contact": "Piet (fictief)"}
        }


def test_an_officer_switches_a_condition_off_and_on_with_reasons(in_tender: Office) -> None:
    officer = in_tender.browser(in_tender.stage.officer)
    page = about(in_tender, "/conditions/CC16")
    officer.post(f"{page}/switch", {"reason": "nee"}, status=422)
    officer.post(f"{page}/switch", {"reason": WHY})
    shown = officer.get(about(in_tender, "/conditions")).words
    assert WHY in shown
    officer.post(f"{page}/switch", {"reason": WHY, "on": "y"})
    assert WHY not in officer.get(about(in_tender, "/conditions")).words
    assert WHY in officer.get(page).words  # what was settled can still be read


def test_what_is_switched_off_does_not_count_as_applying_where_is_decided(in_tender: Office) -> None:
    """Only in the detail is said how many are off."""
    stage = in_tender.stage
    officer, manager = in_tender.browser(stage.officer), in_tender.browser(stage.manager)
    own, decision = about(in_tender, "/conditions"), f"/tenders/{stage.tender.id}/decision"

    def counted() -> list[str]:
        return re.findall(r"van toepassing: (\d+)", manager.get(decision).words)

    before = counted()
    assert len(before) == 2
    assert "Uitgezet" not in officer.get(own).words
    officer.post(about(in_tender, "/conditions/CC16/switch"), {"reason": WHY})
    assert sorted(counted()) == sorted([before[0], str(int(before[1]) - 1)])
    assert f"{int(before[0]) - 1} van toepassing" in manager.get(f"{decision}/{stage.response}").words
    assert "Uitgezet, met reden (1)" in officer.get(own).words
    officer.post(about(in_tender, "/conditions/CC16/switch"), {"reason": WHY, "on": "y"})
    assert counted() == before


def test_names_and_dates_are_filled_in_after_scoring(in_tender: Office) -> None:
    officer = in_tender.browser(in_tender.stage.officer)
    page = about(in_tender, "/conditions/CC22")
    refused = officer.post(f"{page}/names", {"place_plan_date": "morgen"}, status=422)
    assert refused.find("input", id="place_plan_date").get("value") == "morgen"
    officer.post(f"{page}/names", {"place_plan_date": "24-12-2026"})
    assert officer.get(page).find("input", id="place_plan_date").get("value") == "24-12-2026"
    assert "24 december 2026" in officer.get(about(in_tender, "/conditions")).words


def test_in_a_tender_own_words_are_noted_and_nothing_else(in_tender: Office) -> None:
    officer = in_tender.browser(in_tender.stage.officer)
    officer.post(about(in_tender, "/own-conditions/to-discuss"), OWN | {"text_en": ""}, status=422)
    officer.post(about(in_tender, "/own-conditions/to-discuss"), OWN)
    assert OWN["text_nl"] in officer.get(about(in_tender, "/conditions")).words
    officer.post(about(in_tender, "/own-conditions/added"), OWN, status=404)
    words = {"text_nl": "Andere tekst.", "text_en": "Other words.", "why": WHY}
    officer.post(about(in_tender, "/conditions/CC16/words"), words, status=404)
    assert not officer.get(about(in_tender, "/conditions/CC16")).find_all("textarea", id="text_nl")
    officer.post(about(in_tender, "/own-conditions/E01/remove"))
    assert OWN["text_nl"] not in officer.get(about(in_tender, "/conditions")).words


def test_outside_a_tender_words_change_and_conditions_are_added(outside: Office) -> None:
    officer = outside.browser(outside.stage.officer)
    page = about(outside, "/conditions/CC16")
    words = {"text_nl": "Geheel andere tekst.", "text_en": "Other words entirely.", "why": "x"}
    refused = officer.post(f"{page}/words", words, status=422)
    assert refused.find("textarea", id="why").get("aria-invalid") == "true"
    officer.post(f"{page}/words", words | {"why": WHY})
    assert "Geheel andere tekst." in officer.get(about(outside, "/conditions")).words
    officer.post(f"{page}/words", {"restore": "y"})
    assert "Geheel andere tekst." not in officer.get(about(outside, "/conditions")).words
    officer.post(about(outside, "/own-conditions/added"), OWN)
    assert "E01 Inzage" in officer.get(about(outside, "/conditions")).words


def test_others_read_what_was_settled_and_change_nothing(in_tender: Office) -> None:
    stage = in_tender.stage
    officer = in_tender.browser(stage.officer)
    officer.post(about(in_tender, "/conditions/CC16/switch"), {"reason": WHY})
    officer.post(about(in_tender, "/own-conditions/to-discuss"), OWN)
    for who in (stage.manager, stage.assessors[0]):
        other = in_tender.browser(who)
        page = other.get(about(in_tender, "/conditions/CC16"))
        assert WHY in page.words
        assert not list(page.find("main").iter("form"))
        other.post(about(in_tender, "/conditions/CC16/switch"), {"reason": WHY, "on": "y"}, status=404)
        other.post(about(in_tender, "/own-conditions/E01/remove"), status=404)
    with stage.town.house() as house:
        response = house.db.get_one(Response, stage.response)
        tender = house.db.get_one(Tender, stage.tender.id)
        contract = contract_of(house, tender, response)
    assert (set(contract.off), len(contract.to_discuss)) == ({"CC16"}, 1)


@pytest.mark.parametrize(("language", "name"), [("nl", "contractvoorwaarden"), ("en", "contract-conditions")])
def test_the_annex_is_one_click_away_as_pdf_and_word_with_a_readable_name(
    in_tender: Office, language: str, name: str
) -> None:
    manager = in_tender.browser(in_tender.stage.manager)
    links = manager.get(about(in_tender, "/conditions")).links
    for kind, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        address = about(in_tender, f"/annex/{language}/{kind}")
        assert address in links
        answer = manager.browser.get(address)
        assert answer.status_code == 200
        assert answer.data.startswith(start)
        assert f"{name}-beta-bv-" in answer.headers["Content-Disposition"]
        assert f"-{language}.{kind}" in answer.headers["Content-Disposition"]
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(answer.data)).paragraphs)
    assert "(CC16)" in text
    for wrong in ("/annex/de/pdf", f"/annex/{language}/exe"):
        assert manager.browser.get(about(in_tender, wrong)).status_code == 404


def test_before_the_scores_are_handed_in_there_is_no_annex(tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        stage = opened_stage(store)
        stage.declare()
        stage.finish_sheets()
        manager = Office(stage).browser(stage.manager)
        assert "/annex/" not in manager.get(f"/assessments/{stage.response}/conditions").text
        assert manager.browser.get(f"/assessments/{stage.response}/annex/nl/pdf").status_code == 404
