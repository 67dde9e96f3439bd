"""A vendor answers a question in a real browser: with script, without it, and in two windows at once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit, findings
from tests.pages import MEETLAT, OPEN, about

QUESTION = "BIA-01"


def address(site: Site, question: str = QUESTION) -> str:
    return site.scenes.address("responses.question", about(MEETLAT, OPEN, "Eerlijke", question_id=question))


def save_and_next(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Opslaan en volgende|Mijn versie bewaren")).click()


def test_follow_ups_appear_and_the_draft_saves_itself(site: Site, visit: Visit) -> None:
    page = visit(MEETLAT)
    page.goto(address(site))
    page.locator("label[for='value.situation-never']").click()
    expect(page.locator("[name='value.persons']")).to_be_hidden()
    page.locator("label[for='value.situation-recent']").click()
    expect(page.locator("[name='value.persons']")).to_be_visible()
    page.fill("[name='value.persons']", "veel")
    expect(page.locator("[data-save-state]")).to_contain_text("Vul een getal in", timeout=15_000)
    page.fill("[name='value.persons']", "1.250")
    expect(page.locator("[data-save-state]")).not_to_contain_text("Vul een getal in", timeout=15_000)
    page.reload()
    expect(page.locator("[name='value.persons']")).to_have_value("1250")


def test_two_windows_lose_nothing(site: Site, visit: Visit) -> None:
    first, second = visit(MEETLAT), visit(MEETLAT)
    first.goto(address(site))
    second.goto(address(site))
    second.fill("[name='value.offered_version']", "versie van het tweede venster")
    save_and_next(second)
    first.fill("[name='value.offered_version']", "versie van het eerste venster")
    save_and_next(first)
    expect(first.locator(".utrecht-alert--warning", has_text="tweede venster")).to_be_visible()
    expect(first.locator("[name='value.offered_version']")).to_have_value("versie van het eerste venster")
    assert findings(first) == []
    save_and_next(first)
    first.goto(address(site))
    expect(first.locator("[name='value.offered_version']")).to_have_value("versie van het eerste venster")


def test_a_whole_answer_without_script(site: Site, visit: Visit) -> None:
    page = visit(MEETLAT, script=False)
    page.goto(address(site))
    page.locator("label[for='value.situation-repeated']").click()
    expect(page.locator("[name='value.held_on']")).to_be_visible()
    rows = page.locator("[id='value.trend'] tbody tr")
    before = rows.count()
    page.locator("[id='value.trend']").get_by_role("button", name="Rij toevoegen").click()
    expect(rows).to_have_count(before + 1)
    assert page.url.endswith("#value.trend")
    page.fill(f"[name='value.trend.{before - 1}.version']", "9.9")
    page.fill("[name='evidence_date']", "31-02-2026")
    save_and_next(page)
    expect(page).to_have_title(re.compile("^Fout:"))
    expect(page.locator(".error-summary a")).to_have_attribute("href", "#evidence_date")
    page.fill("[name='evidence_date']", "28-02-2026")
    save_and_next(page)
    page.goto(address(site))
    expect(page.locator(f"[name='value.trend.{before - 1}.version']")).to_have_value("9.9")


def test_enter_saves_and_a_file_too_large_is_named_before_it_is_sent(site: Site, visit: Visit) -> None:
    page = visit(MEETLAT)
    page.goto(address(site))
    page.evaluate("document.querySelector('[data-most]').dataset.most = '10'")
    page.set_input_files(
        "#file", {"name": "verslag.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 groot"}
    )
    expect(page.locator("[data-file-message]")).to_contain_text("verslag.pdf is te groot")
    page.focus("[name='value.offered_version']")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(QUESTION))
