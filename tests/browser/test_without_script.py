"""With JavaScript off nothing is lost but comfort: the same pages do the same work."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from assessor.domain.language import Language
from tests.browser import steps
from tests.browser.conftest import Site, Visit
from tests.browser.town import Person
from tests.pages import AISHA, INGE, MARJA, MEETLAT, OPEN, ROUND, about


def test_a_question_with_follow_ups_and_a_table_is_answered(site: Site, visit: Visit) -> None:
    page = visit(MEETLAT, script=False)
    address = site.scenes.address(
        "responses.question", about(MEETLAT, OPEN, "Eerlijke", question_id="PRO-05")
    )
    page.goto(address)
    # All follow-ups stand there, each saying when it is meant.
    assert "Alleen als u bij" in page.locator("main").inner_text()
    page.locator("label[for='value.reach-staff']").click()
    page.fill("[name='value.who']", "Alleen onze beheerders.")
    page.fill("[name='value.people']", "3")
    page.locator("label[for='value.trace-yes']").click()
    page.get_by_role("button", name=re.compile("^Opslaan en terug naar")).click()
    expect(page.locator("h1")).to_contain_text("Verboden praktijken")
    page.goto(address)
    expect(page.locator("#value\\.reach-staff")).to_be_checked()
    expect(page.locator("[name='value.who']")).to_have_value("Alleen onze beheerders.")

    # A row is added without losing what was typed in the one before.
    page.goto(address.replace("PRO-05", "PRO-01"))
    rows = page.locator("[id='value.outputs'] tbody tr")
    before = rows.count()
    last = before - 1
    page.fill(f"[name='value.outputs.{last}.name']", "matchscore")
    page.get_by_role("button", name=re.compile("^Rij toevoegen")).click()
    expect(rows).to_have_count(before + 1)
    expect(page.locator(f"[name='value.outputs.{last}.name']")).to_have_value("matchscore")
    page.fill(f"[name='value.outputs.{before}.name']", "motivatie")
    page.get_by_role("button", name=re.compile("^Opslaan en terug naar")).click()
    expect(page.locator("h1")).to_contain_text("Verboden praktijken")
    page.goto(address.replace("PRO-05", "PRO-01"))
    expect(page.locator(f"[name='value.outputs.{before}.name']")).to_have_value("motivatie")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_tender_is_set_up(visit: Visit, language: Language) -> None:
    inge = Person("Inge", INGE, "", language, visit(INGE, language, script=False))
    inge.page.goto("/")
    title = inge.t("Zonder script", "Without script")
    steps.make_draft(inge, title)
    steps.set_up(inge, title)
    inge.follow("Controleren en publiceren", "Check and publish")
    inge.sees("Er zijn twee inkopers nodig", "Two officers are needed")
    inge.sees(steps.BUYER)


def test_results_are_read_and_the_pdf_is_asked_for(site: Site, visit: Visit) -> None:
    page = visit(MARJA, script=False)
    page.goto(site.scenes.address("assessments.overview", about(MARJA, ROUND, "Papegaai")))
    page.get_by_role("button", name="Maak PDF, Nederlands").click()
    # The page looks again by itself until the PDF is there.
    ready = page.get_by_role("link", name="Download de PDF")
    expect(ready).to_be_visible(timeout=120_000)


def test_explanations_open_and_close(site: Site, visit: Visit) -> None:
    page = visit(AISHA, script=False)
    page.goto(site.scenes.address("scoring.question", about(AISHA, ROUND, "Papegaai", question="HUM-12")))
    why = page.locator("details", has_text="Waarom wij dit vragen")
    expect(why).not_to_have_attribute("open", "")
    why.locator("summary").click()
    expect(why).to_have_attribute("open", "")
