"""The whole main job, as the people of a municipality and a vendor do it: once in Dutch and once in English."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assessor.domain.language import Language
from tests.browser import steps
from tests.browser.town import Person, Town, Windows, fresh_town

OFFICER, ASSESSOR, MANAGER = ("inkoper", "officer"), ("beoordelaar", "assessor"), ("opdrachtgever", "manager")
TITLE = "Planning van gesprekken"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with fresh_town(tmp_path / "instance") as made:
        yield made


@dataclass
class Story:
    """Who play in it, each at a window of their own."""

    town: Town
    windows: Windows
    femke: Person
    inge: Person
    bram: Person
    aisha: Person
    joost: Person
    marja: Person
    tim: Person
    """The vendor."""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_tender_goes_from_set_up_to_a_decision(town: Town, chromium: Browser, language: Language) -> None:
    windows = Windows(chromium, town.address, language)

    def person(name: str, email: str) -> Person:
        password = f"drie losse woorden van {name}"
        return Person(f"{name} (fictief)", f"{email}.example", password, language, windows.open())

    story = Story(
        town,
        windows,
        femke=person("Femke Visser", "beheer@waterstad"),
        inge=person("Inge Waterman", "inge@waterstad"),
        bram=person("Bram Sluis", "bram@waterstad"),
        aisha=person("Aisha Demir", "aisha@waterstad"),
        joost=person("Joost Haverkamp", "joost@waterstad"),
        marja=person("Marja van Dijk", "marja@waterstad"),
        tim=person("Tim Planken", "tim@planwerk"),
    )
    the_administrator_lets_everybody_in(story)
    link, deadline, published = the_officer_sets_up_and_publishes(story)
    the_vendor_answers_and_submits(story, link)
    a_change_after_the_deadline_is_refused(story, deadline)
    two_officers_close_and_open(story, deadline, published)
    assessors_score_alone_and_agree(story)
    the_manager_reads_and_decides(story)
    windows.close()
    assert windows.complaints == []


def the_administrator_lets_everybody_in(story: Story) -> None:
    story.femke.accept(story.town.first_link)
    for who, role in (
        (story.inge, OFFICER),
        (story.bram, OFFICER),
        (story.aisha, ASSESSOR),
        (story.joost, ASSESSOR),
        (story.marja, MANAGER),
    ):
        who.accept(steps.invite(story.femke, who, role))


def the_officer_sets_up_and_publishes(story: Story) -> tuple[str, datetime.datetime, str]:
    """The vendor's link, the deadline and the hash."""
    inge = story.inge
    inge.sees("Er loopt nog geen beoordeling waaraan u meedoet.", "There is no assessment yet")
    steps.make_draft(inge, TITLE)
    steps.set_up(inge, TITLE)
    colleagues = (
        (story.bram, OFFICER),
        (story.aisha, ASSESSOR),
        (story.joost, ASSESSOR),
        (story.marja, MANAGER),
    )
    steps.add_people(inge, colleagues)
    link = steps.invite_vendor(inge, story.tim)
    deadline = steps.set_deadline(inge, story.town.clock(), TITLE)
    published = steps.publish(inge)
    story.town.clock.forward(10)
    return link, deadline, published


def the_vendor_answers_and_submits(story: Story, link: str) -> None:
    tim = story.tim
    tim.accept(link)
    steps.declare_scope(tim, TITLE)
    steps.answer(tim)
    steps.look_at_what_is_open(tim)
    steps.sign_and_submit(tim)


def a_change_after_the_deadline_is_refused(story: Story, deadline: datetime.datetime) -> None:
    """What was typed stays in sight, and what was received in time stays what counts."""
    tim, inge, clock = story.tim, story.inge, story.town.clock
    clock.set(deadline - datetime.timedelta(minutes=1))
    inge.sign_in()
    inge.follow(TITLE)
    inge.follow("Opening")
    inge.sees("Sluiten kan nog niet", "Closing is not possible yet")
    tim.sign_in()
    tim.follow(TITLE)
    signing = steps.open_for_a_late_change(tim)
    story.windows.listen(tim.page)
    clock.set(deadline)
    tim.press("Opslaan en volgende", "Save and next")
    tim.sees("De termijn is voorbij.", "The deadline has passed.")
    expect(tim.box(*steps.SAVING)).to_have_value("99")
    tim.page.close()
    tim.page = signing
    tim.press("Ondertekenen en indienen", "Sign and submit")
    tim.sees("Te laat: de termijn liep tot", "Too late: the deadline was")
    tim.page.goto("/")
    tim.follow(TITLE)
    tim.follow("Ontvangstbevestiging", "Receipt")
    tim.sees("Versie 1 is op tijd ontvangen en telt mee.", "Version 1 was received in time and counts.")
    tim.page.goto("/")
    clock.forward(10)


def two_officers_close_and_open(story: Story, deadline: datetime.datetime, published: str) -> None:
    inge, bram = story.inge, story.bram
    inge.page.goto("/")
    inge.follow("De termijn is voorbij. Sluit", "The deadline has passed. Close", begins=True)
    inge.press("Sluiten", "Close")
    inge.sees("Gesloten. Er wordt niets meer ontvangen.", "Closed. Nothing is received any more.")
    inge.sees("Openen kan nog niet", "Opening is not possible yet")
    story.town.clock.set(deadline + datetime.timedelta(minutes=61))
    inge.sign_in()
    steps.open_together(inge, bram)
    bram.sees("Ontvangen: 1. Geopend: 1.", "Received: 1. Opened: 1.")
    for words in (steps.VENDOR, inge.name, bram.name, published):
        bram.sees(words)


def assessors_score_alone_and_agree(story: Story) -> None:
    aisha, joost = story.aisha, story.joost
    for who in (aisha, joost):
        who.sign_in()
        steps.declare_no_interest(who)
    steps.score_all(aisha, {"CTX-05": "0", "CTX-08": "2"})
    steps.make_final(aisha)
    aisha.sees("Nog niet iedereen is klaar", "Not everybody is ready yet")

    # Joost has not finished: the page that Aisha sees now is not there for him.
    refused = joost.page.goto(aisha.page.url)
    assert refused is not None
    assert refused.status == 404
    joost.page.goto("/")
    joost.follow(TITLE)
    joost.follow("Scores")
    joost.sees_not("Scores naast elkaar", "Scores side by side")
    steps.score_all(joost, {"CTX-05": "0", "CTX-08": "1"})
    joost.sees_not(aisha.name)
    steps.make_final(joost)
    joost.sees(aisha.name)
    steps.agree(joost)


def the_manager_reads_and_decides(story: Story) -> None:
    inge, marja = story.inge, story.marja
    inge.sign_in()
    inge.follow("Alle scores zijn vastgesteld", "All scores have been settled", begins=True)
    inge.press("Scores overdragen", "Hand over the scores")
    inge.is_at("Leveranciers naast elkaar", "Vendors side by side")
    inge.sees(steps.VENDOR)

    marja.sign_in()
    marja.sees("Neem een besluit.", "Take a decision.")
    marja.follow(TITLE)
    marja.follow("Leveranciers naast elkaar", "Vendors side by side")
    marja.follow(steps.VENDOR)
    marja.sees("Restrisico", "Residual risk")
    name, content = steps.get_pdf(marja)
    kind = marja.t("risicobeoordeling", "risk-assessment")
    assert re.fullmatch(rf"{kind}-planwerk-bv-\d{{4}}-\d\d-\d\d-{marja.language}\.pdf", name)
    assert content.startswith(b"%PDF-")
    steps.decide(marja)
    expect(marja.page.locator(".test-banner")).to_be_visible()
