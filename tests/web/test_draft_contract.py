"""The draft contract on the screen: for every invited vendor the same, as published, and for no other vendor."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from assessor.domain.permissions import Actor
from assessor.services.conditions import fill_in, switch_off
from assessor.storage.models import Response
from tests.conftest import Round
from tests.factories import fill_in as fill_in_answers
from tests.factories import make_officer, make_tender, make_vendor, publish, send
from tests.services.assessing import fresh_store, opened_stage
from tests.services.verified import vendor_of
from tests.web.client import Page
from tests.web.conftest import Browser
from tests.web.judging import Office

WHY = "Dit staat al in de verwerkersovereenkomst."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Handed in; one condition with a value of its own, published."""
    with fresh_store(tmp_path) as store:
        stage = opened_stage(store, conditions={"CC16": {"hours": 12}})
        stage.hand_in()
        yield Office(stage)


def at(round: Round, rest: str = "") -> str:
    return f"/responses/{round.response}/contract{rest}"


def conditions_on(page: Page) -> list[str]:
    """Every condition on the page, with all its words."""
    found = [" ".join(" ".join(one.itertext()).split()) for one in page.find_all("details")]
    assert len(found) > 40
    return found


def test_a_vendor_reads_what_can_apply_before_and_after_submitting(
    published: Round, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    before = vendor.get(at(published)).words
    assert "CC16" in before
    assert "Modelbepaling" in before
    assert at(published) in vendor.get(f"/responses/{published.response}").links
    fill_in_answers(published.town, published.vendor, published.response)
    send(published.town, published.vendor, published.response)
    assert vendor.get(at(published)).words == before


def test_in_english_it_says_the_same(published: Round, browser: Browser) -> None:
    vendor = browser(published.vendor)
    vendor.post("/language", {"language": "en"})
    page = vendor.get(at(published))
    assert "no longer change" in page.words
    assert "Applies at" in page.words
    assert page.find_all("h2", id="oversight")


def test_nobody_reads_it_by_another_address(published: Round, browser: Browser) -> None:
    stranger = make_vendor(published.town, "Vreemd BV (fictief)")
    elsewhere = make_tender(published.town, published.officer, published.second_officer, vendors=(stranger,))
    publish(published.town, elsewhere)
    for rest in ("", "/nl/pdf", "/en/docx"):
        for who in (stranger, published.other_vendor):
            browser(who).get(at(published, rest), status=404)
        for visitor in (published.officer, published.auditor, published.administrator, None):
            asked = browser(visitor).get(at(published, rest), status=302)  # vendors sign in apart
            assert "/sign-in" in asked.location
    page = f"/tenders/{published.tender.id}/contract"
    for rest in ("", "/nl/pdf"):
        browser(make_officer(published.town)).get(page + rest, status=404)
        assert "/sign-in" in browser(published.vendor).get(page + rest, status=302).location


def test_there_is_none_while_the_tender_is_set_up(published: Round, browser: Browser) -> None:
    draft = make_tender(published.town, published.officer, vendors=(published.vendor,))
    browser(published.officer).get(f"/tenders/{draft.id}/contract", status=404)
    with published.town.house() as house:
        unpublished = house.db.query(Response).filter_by(tender_id=draft.id).one().id
    browser(published.vendor).get(f"/responses/{unpublished}/contract", status=404)


def test_the_buyers_people_see_what_vendors_see(published: Round, browser: Browser) -> None:
    vendor = conditions_on(browser(published.vendor).get(at(published)))
    officer = browser(published.officer)
    page = f"/tenders/{published.tender.id}/contract"
    assert page in officer.get(f"/tenders/{published.tender.id}/publication").links
    for who in (published.officer, published.assessor, published.manager):
        assert conditions_on(browser(who).get(page)) == vendor


def test_what_is_settled_about_one_vendor_changes_nothing_in_it(office: Office) -> None:
    stage = office.stage

    def page_of(response: str) -> str:
        who: Actor = vendor_of(stage, response)
        return (
            office.browser(who, forbidden=(WHY, "Piet", "24 december"))
            .get(f"/responses/{response}/contract")
            .words
        )

    before = [page_of(response) for response in stage.responses]
    assert before[0] == before[1]
    assert "binnen 12 uur" in before[0]
    stage.town.do(switch_off, stage.officer, stage.response, "CC16", WHY)
    stage.town.do(fill_in, stage.officer, stage.response, "CC16", {"vendor_contact": "Piet (fictief)"})
    stage.town.do(fill_in, stage.officer, stage.response, "CC22", {"plan_date": "24-12-2026"})
    assert [page_of(response) for response in stage.responses] == before


@pytest.mark.parametrize(("language", "name"), [("nl", "conceptcontract"), ("en", "draft-contract")])
def test_it_is_one_click_away_as_pdf_and_word(
    published: Round, browser: Browser, language: str, name: str
) -> None:
    vendor = browser(published.vendor)
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        address = at(published, f"/{language}/{kind}")
        assert address in vendor.get(at(published)).links
        file = vendor.browser.get(address)
        assert file.data.startswith(start)
        assert f"{name}-selectiehulp-{language}.{kind}" in file.headers["Content-Disposition"]
        if kind == "docx":
            assert "CC16" in "\n".join(p.text for p in docx.Document(io.BytesIO(file.data)).paragraphs)
    vendor.get(at(published, f"/{language}/csv"), status=404)
    vendor.get(at(published, "/fr/pdf"), status=404)
