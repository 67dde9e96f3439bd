"""Without a mouse: everything is reached with Tab, chosen with Space and arrows, and the focus is always in sight."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit
from tests.pages import AISHA, INGE, MEETLAT, OPEN, SCORING, about

# What the browser shows of the focus: an outline or a shadow that is not there without it, on something that is
# in the window and has a size.
_SHOWS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "nothing has the focus";
  const place = it.getBoundingClientRect();
  const inside = place.bottom > 0 && place.top < innerHeight && place.width > 0 && place.height > 0;
  const style = getComputedStyle(it);
  const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const name = it.outerHTML.slice(0, 120);
  return inside && drawn ? "" : `${inside ? "no sign of focus" : "out of sight"}: ${name}`;
}"""


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until this has the focus; every stop on the way must show that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(_SHOWS) == ""
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} times Tab did not lead to {selector} on {page.url}")


def test_the_first_stop_skips_to_the_content(visit: Visit) -> None:
    page = visit(INGE)
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    assert page.evaluate(_SHOWS) == ""
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_question_is_answered_by_keyboard(site: Site, visit: Visit) -> None:
    page = visit(MEETLAT)
    page.goto(
        site.scenes.address("responses.question", about(MEETLAT, OPEN, "Eerlijke", question_id="PRO-01"))
    )
    heading = page.locator("h1").inner_text()
    tab_to(page, "[name='value.outcome']")
    while not page.locator("#value\\.outcome-unclear").is_checked():
        page.keyboard.press("ArrowDown")
    follow_up = page.locator("[name='value.gap']")
    expect(follow_up).to_be_visible()
    tab_to(page, "[name='value.gap']")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("De maker van het taalmodel zegt het ons volgende maand.")
    tab_to(page, "[name='value.channels'][value='answers']")
    was_ticked = page.locator("[name='value.channels'][value='answers']").is_checked()
    page.keyboard.press("Space")
    expect(page.locator("[name='value.channels'][value='answers']")).to_be_checked(checked=not was_ticked)

    # A mistake: the focus goes to the summary, and from there to the field.
    tab_to(page, "[name='evidence_date']")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("31-02-2026")
    tab_to(page, "button.utrecht-button--primary-action[value='next']")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(page, ".error-summary a", most=1)
    page.keyboard.press("Enter")
    expect(page.locator("[name='evidence_date']")).to_be_focused()
    expect(follow_up).to_have_value("De maker van het taalmodel zegt het ons volgende maand.")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("28-02-2026")
    tab_to(page, "button.utrecht-button--primary-action[value='next']")
    page.keyboard.press("Space")
    expect(page.locator("h1")).not_to_have_text(heading)
    expect(page.locator(".error-summary")).to_have_count(0)


def test_a_score_is_given_by_keyboard(site: Site, visit: Visit) -> None:
    page = visit(AISHA)
    page.goto(site.scenes.address("scoring.question", about(AISHA, SCORING, "Papegaai", question="DAT-01")))
    save = "main button.utrecht-button--primary-action"
    tab_to(page, save)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(page, "[name='anchor']")
    page.keyboard.press("Space")
    expect(page.locator("[name='anchor']:checked")).to_have_count(1)
    while not page.locator("[name='anchor'][value='unknown']").is_checked():
        page.keyboard.press("ArrowDown")
    tab_to(page, "[name='evidence']")
    page.keyboard.press("Space")
    tab_to(page, "[name='fit']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    tab_to(page, "[name='reason']")
    page.keyboard.type("De leverancier zegt het zelf niet te weten.")
    tab_to(page, save)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page).to_have_url(re.compile("/scoring/[^/]+/final$"))
    expect(page.locator("main")).to_contain_text("De leverancier zegt het zelf niet te weten.")
