"""Questions to all on the pages: asked by a vendor, answered at the officers' desk, read by everybody."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from assessor.domain.permissions import Actor
from assessor.services.setting_up import edit_dates
from assessor.storage.engine import begin_writing
from assessor.storage.models import Tender
from tests.conftest import Round
from tests.factories import DEADLINE, Town, fill_in, make_officer, make_tender, open_all
from tests.reports.reading import whole_text
from tests.web.client import Client, Page
from tests.web.conftest import Browser
from tests.web.replaying import crawl

UNTIL = DEADLINE - datetime.timedelta(days=10)
CANARY = "kanarievogel"
QUESTION = f"Mag de {CANARY} ook later komen?"


@pytest.fixture
def asked(published: Round) -> Round:
    with published.town.house() as house:
        begin_writing(house.db)
        row = house.db.get_one(Tender, published.tender.id)
        row.questions_until, row.both_languages = UNTIL, True
        house.db.commit()
    return published


def ask(asked: Round, browser: Browser, who: Actor | None = None, **more: Any) -> Page:
    response = asked.response if who in (None, asked.vendor) else asked.other_response
    form = {"question": "", "text": QUESTION, "sensitive_reason": ""} | more
    return browser(who or asked.vendor).post(f"/responses/{response}/questions-to-all/ask", form, None)


def desk(asked: Round) -> str:
    return f"/tenders/{asked.tender.id}/questions-to-all"


def begin(asked: Round, officer: Client) -> str:
    """The address of a new draft for all questions that are open."""
    open_ones = [e.get("value", "") for e in officer.get(desk(asked)).find_all("input", name="questions")]
    return officer.post(f"{desk(asked)}/items", {"questions": open_ones}).location


def published_nota(asked: Round, browser: Browser, **more: Any) -> Client:
    """One question answered and published."""
    officer = browser(asked.officer)
    address = begin(asked, officer)
    form = officer.get(address).fields()
    form |= {"wording_nl": "Mag het later?", "answer_nl": "**Nee.**\n\n<b>x</b>", "ready": "y"} | more
    officer.post(address, form)
    officer.post(f"{desk(asked)}/publish", officer.get(f"{desk(asked)}/publish").fields())
    return officer


def test_the_last_moment_is_set_on_the_page_of_dates_and_can_be_left_to_the_usual(
    town: Town, browser: Browser
) -> None:
    officer = make_officer(town)
    tender = make_tender(town, officer, deadline=None)
    client = browser(officer)
    page = client.get(f"/tenders/{tender.id}/dates")
    form = page.fields() | {"deadline_date": "15-1-2027", "deadline_time": "17:00"}
    client.post(f"/tenders/{tender.id}/dates", form)
    form = client.get(f"/tenders/{tender.id}/dates").fields()
    assert (form["questions_date"], form["questions_time"]) == ("05-01-2027", "17:00")
    assert "Vragen kunnen laat komen" not in client.get(f"/tenders/{tender.id}/dates").words
    client.post(f"/tenders/{tender.id}/dates", form | {"questions_date": "14-1-2027"})
    page = client.get(f"/tenders/{tender.id}/dates")
    assert "Vragen kunnen laat komen" in page.words
    form = page.fields()
    refused = client.post(f"/tenders/{tender.id}/dates", form | {"questions_date": "16-1-2027"}, 422)
    assert "Kies een moment voor de uiterste datum en tijd." in refused.words
    assert refused.fields()["questions_date"] == "16-1-2027"
    town.do(edit_dates, officer, tender.id, DEADLINE)
    assert "Vragen stellen kan tot" in client.get(f"/tenders/{tender.id}/publish").words


def test_a_vendor_asks_from_the_page_of_a_question(asked: Round, browser: Browser) -> None:
    fill_in(asked.town, asked.vendor, asked.response)
    vendor = browser(asked.vendor)
    page = vendor.get(f"/responses/{asked.response}/questions/CTX-01")
    [link] = [one for one in page.links if "/ask?question=CTX-01" in one]
    form = vendor.get(link).fields()
    assert form["question"] == "CTX-01"
    there = vendor.post(link, form | {"text": QUESTION}).location
    page = vendor.get(there)
    assert "Uw vraag is ontvangen" in page.text
    assert QUESTION in page.words
    assert "bij de inkoper" in page.words


def test_what_was_typed_comes_back_when_it_is_refused(asked: Round, browser: Browser) -> None:
    page = ask(asked, browser, sensitive="y", question="CTX-01")
    assert page.status == 422
    kept = page.fields()
    assert (kept["text"], kept["question"], kept["sensitive"]) == (QUESTION, "CTX-01", "y")
    assert "Wat is er gevoelig" in page.words
    asked.town.now = UNTIL + datetime.timedelta(hours=1)
    page = ask(asked, browser)
    assert (page.status, page.fields()["text"]) == (422, QUESTION)
    assert "kwam te laat" in page.words


def test_after_the_last_moment_nothing_offers_to_ask(asked: Round, browser: Browser) -> None:
    fill_in(asked.town, asked.vendor, asked.response)
    asked.town.now = UNTIL
    vendor = browser(asked.vendor)
    for path in ("", "/questions/CTX-01", "/questions-to-all"):
        page = vendor.get(f"/responses/{asked.response}{path}")
        assert not [one for one in page.links if "/ask" in one]
    page = vendor.get(f"/responses/{asked.response}/questions-to-all/ask")
    assert "Dat is voorbij" in page.words
    assert page.find("main").find(".//form") is None


def test_the_desk_shows_the_question_and_nothing_of_who_asked(asked: Round, browser: Browser) -> None:
    ask(asked, browser)
    vendor, company = asked.vendor, "Waterman"
    shown = crawl(browser(asked.officer))
    assert any(CANARY.encode() in body for body in shown.values())
    for path, body in shown.items():
        if CANARY.encode() in body or "events" in path:
            for word in (vendor.id, vendor.name, asked.response, company):
                assert word.encode() not in body, (path, word)
    [card] = browser(asked.officer).get(desk(asked)).find_all("article")
    told = " ".join("".join(card.itertext()).split())
    assert told == f"Algemene vraag 23 november 2026 {QUESTION} Deze vraag beantwoorden", "a day, no time"
    assert "Beantwoord één vraag van een leverancier." in browser(asked.officer).get("/").words


def test_another_vendor_sees_a_question_only_once_it_is_published_in_the_officer_s_words(
    asked: Round, browser: Browser
) -> None:
    ask(asked, browser)
    other = browser(asked.other_vendor, forbidden=(CANARY,))
    crawl(other)
    published_nota(asked, browser)
    crawl(other)
    page = other.get(f"/responses/{asked.other_response}/questions-to-all")
    assert "Mag het later?" in page.words
    assert "Nee." in page.words
    assert "<b>" not in "".join(page.text.split("Antwoord")[1:]).replace("&lt;b&gt;", "")
    assert "Wat uw bedrijf vroeg" not in page.words
    own = browser(asked.vendor).get(f"/responses/{asked.response}/questions-to-all")
    assert "Nummer 1 van nota 1" in own.words
    assert "Nota van inlichtingen 1" in browser(asked.vendor).get(f"/responses/{asked.response}").words


def test_everybody_downloads_the_same_paper(asked: Round, browser: Browser) -> None:
    ask(asked, browser)
    published_nota(asked, browser)
    papers = []
    for who, folder in (
        (asked.vendor, f"/responses/{asked.response}"),
        (asked.other_vendor, f"/responses/{asked.other_response}"),
        (asked.officer, f"/tenders/{asked.tender.id}"),
        (asked.assessor, f"/tenders/{asked.tender.id}"),
    ):
        answer = browser(who).browser.get(f"{folder}/notas/1/nl.pdf")
        assert "nota-van-inlichtingen-1-nl.pdf" in answer.headers["Content-Disposition"]
        papers.append(answer.data)
    assert len(set(papers)) == 1
    assert "Mag het later?" in whole_text(papers[0])
    vendor = browser(asked.vendor)
    for wrong in ("2/nl", "1/fy", "0/en"):
        vendor.get(f"/responses/{asked.response}/notas/{wrong}.pdf", 404)
    browser(asked.other_vendor).get(f"/responses/{asked.response}/notas/1/nl.pdf", 404)


def test_the_second_of_two_officers_sees_both_texts(asked: Round, browser: Browser) -> None:
    ask(asked, browser)
    first, second = browser(asked.officer), browser(asked.second_officer)
    address = begin(asked, first)
    mine, theirs = (dict(c.get(address).fields()) for c in (first, second))
    first.post(address, mine | {"answer_nl": "Het eerste antwoord."})
    page = second.post(address, theirs | {"answer_nl": "Het tweede antwoord."}, 422)
    assert "heeft dit net gewijzigd" in page.words
    assert "Het eerste antwoord." in page.words
    kept = dict(page.fields())
    assert kept["answer_nl"] == "Het tweede antwoord."
    second.post(address, kept)
    assert second.get(address).fields()["answer_nl"] == "Het tweede antwoord."


def test_a_draft_is_removed_and_a_reason_told_to_the_asker_only(asked: Round, browser: Browser) -> None:
    ask(asked, browser)
    officer = browser(asked.officer)
    assert "Kies ten minste één vraag." in officer.post(f"{desk(asked)}/items", {}, 422).words
    assert "Mededeling" in officer.get(officer.post(f"{desk(asked)}/items", {"remark": "y"}).location).words
    address = begin(asked, officer)
    officer.post(address, {"revision": "1", "remove": "y"})
    assert QUESTION in officer.get(desk(asked)).words
    address = begin(asked, officer)
    form = dict(officer.get(address).fields()) | {
        "outcome": "told", "answer_nl": f"Omdat de {CANARY} niets met dit contract doet.", "ready": "y",
    }  # fmt: skip
    officer.post(address, form)
    page = officer.get(address)
    assert "Reden nu aan de vraagsteller tonen" in page.words
    officer.post(address, page.fields() | {"tell": "y"})
    assert "Omdat de" in browser(asked.vendor).get(f"/responses/{asked.response}/questions-to-all").words
    crawl(browser(asked.other_vendor, forbidden=(CANARY,)))
    officer.get(f"/tenders/{asked.tender.id}")


def test_a_correction_names_the_old_item_and_the_old_one_the_correction(
    asked: Round, browser: Browser
) -> None:
    ask(asked, browser)
    officer = published_nota(asked, browser)
    address = officer.post(f"{desk(asked)}/items", {"corrects": "1"}).location
    form = dict(officer.get(address).fields()) | {"answer_nl": "Toch wel.", "ready": "y"}
    officer.post(address, form)
    officer.post(f"{desk(asked)}/publish", officer.get(f"{desk(asked)}/publish").fields())
    for page in (
        officer.get(f"/tenders/{asked.tender.id}/notas"),
        browser(asked.other_vendor).get(f"/responses/{asked.other_response}/questions-to-all"),
    ):
        assert "Dit verbetert nummer 1 van nota 1" in page.words
        assert "Verbeterd door nummer 2 van nota 2" in page.words


def test_after_the_opening_the_desk_is_there_to_read_and_nothing_can_be_sent(
    asked: Round, browser: Browser
) -> None:
    ask(asked, browser)
    address = begin(asked, browser(asked.officer))
    form = browser(asked.officer).get(address).fields()
    del form["csrf_token"]
    open_all(asked.town, asked.tender, asked.officer, asked.second_officer)
    officer = browser(asked.officer)
    assert officer.get(desk(asked)).find("main").find(".//form") is None
    assert QUESTION in officer.get(address).words
    officer.post(address, form, 404)
    officer.post(f"{desk(asked)}/items", {}, 404)
    officer.get(f"{desk(asked)}/publish", 404)
    browser(asked.vendor).get(f"/responses/{asked.response}/questions-to-all/ask", 404)
    assert (
        "niet beantwoord" in browser(asked.vendor).get(f"/responses/{asked.response}/questions-to-all").words
    )
