"""A vendor's journey: what it offers, answers, evidence, submitting, and what happens when it goes wrong."""

from __future__ import annotations

import datetime
import io
import json
from typing import Any

import pytest

from assessor.domain.answers import Answer, Key
from assessor.domain.permissions import Actor, Role
from assessor.services.evidence import list_files
from assessor.services.opening import close
from assessor.services.responses import read_answers
from assessor.services.tenders import cancel
from assessor.storage.models import Company, Person
from tests.conftest import Round
from tests.factories import DEADLINE, QUESTIONNAIRE, Town, fill_in, make_person, send
from tests.web.client import Client
from tests.web.conftest import Browser

NAUGHTY = [
    "nul\0nul",
    "half \ud83d teken",
    "\ufffe\uffff",
    "\u202egnp.exe\u202c en مرحبا",
    "x" * 1_000_000,
    "{{7*7}} {0.__class__} ${7*7} %s %n",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "'\"; drop table answers; --",
    "=cmd|' /C calc'!A0",
    "a\r\nSet-Cookie: x=1",
    "\u0000\u0001\u0008\u001b[31m",
    "🏳️‍🌈 Ω≈ç√ ﷽ ﻿",
]


@pytest.fixture
def offer(published: Round) -> str:
    """The address of a response whose scope was declared and whose answers are all there."""
    fill_in(published.town, published.vendor, published.response)
    return f"/responses/{published.response}"


def colleague(published: Round) -> Actor:
    with published.town.store.sessions() as session:
        company = session.get_one(Company, session.get_one(Person, published.vendor.id).company_id)
    return make_person(published.town, Role.VENDOR, company)


def answers(published: Round) -> dict[Key, Any]:
    return published.town.look(read_answers, published.vendor, published.response)


def answer(published: Round, question: str) -> Answer:
    found: Answer = answers(published)[Key(question)].answer
    return found


def title(page: Any) -> str:
    return str(page.find("title").text)


def pdf(name: str = "verslag.pdf", content: bytes = b"%PDF-1.7 klein") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


# --- the start page and the task list -------------------------------------------------------------------------


def test_a_vendor_sees_its_own_responses_with_what_to_do_next(published: Round, browser: Browser) -> None:
    vendor = browser(published.vendor)
    page = vendor.get("/")
    assert "Begin met aangeven wat u aanbiedt" in page.words
    assert "7 december 2026 om 10:00 (CET)" in page.words
    assert f"/responses/{published.response}" in page.links
    fill_in(published.town, published.vendor, published.response)
    assert "Vul de vragen verder in" in vendor.get("/").words
    send(published.town, published.vendor, published.response)
    assert "Ingediend. Tot de termijn" in vendor.get("/").words


def test_the_task_list_starts_with_the_scope_and_says_that_a_draft_is_no_submission(
    published: Round, browser: Browser
) -> None:
    page = browser(published.vendor).get(f"/responses/{published.response}")
    assert "hier begint u" in page.words
    assert "nog geen inschrijving" in page.words
    assert "23 november 2026 om 10:00 (CET)" in page.words, "the server's own time"


def test_progress_is_told_in_words(published: Round, offer: str, browser: Browser) -> None:
    page = browser(published.vendor).get(offer)
    assert "4 van 6 vragen beantwoord" in page.words
    assert "3 van 4 beantwoord" in page.words


# --- the scope ----------------------------------------------------------------------------------------------


def test_declaring_the_scope_gives_the_questions(published: Round, browser: Browser) -> None:
    vendor, address = browser(published.vendor), f"/responses/{published.response}"
    page = vendor.get(f"{address}/scope")
    assert "cv-rangschikking" in page.words
    assert "zet sollicitanten op volgorde" in page.words
    sent = page.fields() | {"products": ["T05"], "marks": ["learned"]}
    assert vendor.post(f"{address}/scope", sent).location == address
    assert "0 van 4 vragen beantwoord" in vendor.get(address).words
    assert "cv-rangschikking" in vendor.get(f"{address}/questions/HUM-01/T05").words


def test_no_module_is_refused_at_its_field_and_the_marks_are_kept(published: Round, browser: Browser) -> None:
    page = browser(published.vendor).post(
        f"/responses/{published.response}/scope", {"marks": ["learned"], "revision": "0"}, 422
    )
    assert title(page).startswith("Fout:")
    assert page.fields()["marks"] == "learned"
    assert "#products" in page.links


def test_changing_the_scope_says_first_what_changes_and_keeps_answers(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    sent = vendor.get(f"{offer}/scope").fields() | {"products": ["T05"], "marks": []}
    page = vendor.post(f"{offer}/scope", sent, 200)
    assert "HUM-01" in page.words
    assert "Hiervan hebt u er 1 ingevuld" in page.words
    assert "T10" in str(vendor.get(f"{offer}/scope").fields()["products"]), "nothing changed yet"
    vendor.post(f"{offer}/scope", page.fields())
    vendor.get(f"{offer}/questions/HUM-01/T10", 404)
    assert Key("HUM-01", "T10") in answers(published)
    back = vendor.get(f"{offer}/scope").fields() | {"products": ["T05", "T10"], "confirmed": "1"}
    vendor.post(f"{offer}/scope", back)
    assert vendor.get(f"{offer}/questions/HUM-01/T10").fields()["value.main"] == "\nantwoord"[1:]


def test_a_colleague_who_declared_first_is_not_overwritten(
    published: Round, offer: str, browser: Browser
) -> None:
    one, other = browser(published.vendor), browser(colleague(published))
    seen = one.get(f"{offer}/scope").fields()
    theirs = other.get(f"{offer}/scope").fields()
    other.post(f"{offer}/scope", theirs | {"products": ["T05"], "confirmed": "1"})
    page = one.post(f"{offer}/scope", seen | {"products": ["T05", "T11"], "confirmed": "1"}, 409)
    assert page.fields()["products"] == ["T05", "T11"]
    assert "Een collega koos intussen" in page.words
    one.post(f"{offer}/scope", page.fields() | {"confirmed": "1"})


# --- answering ------------------------------------------------------------------------------------------------


def test_an_answer_is_saved_and_the_next_question_comes(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/VAL-01").fields()
    form |= {
        "value.main": "1.234,5",
        "evidence": "E2",
        "evidence_note": "bladzijde 3",
        "evidence_date": "1-2-2026",
    }
    page = vendor.post(f"{offer}/questions/VAL-01", form | {"action": "next"})
    assert page.location == f"{offer}/questions/HUM-01/T05"
    found = answer(published, "VAL-01")
    assert found.value == {"main": 1234.5}
    assert (found.evidence, found.evidence_note) == ("E2", "bladzijde 3")
    assert found.evidence_date == datetime.date(2026, 2, 1)
    again = vendor.get(f"{offer}/questions/VAL-01")
    assert again.fields()["value.main"] == "1234,5"
    assert again.fields()["evidence_date"] == "01-02-2026"
    assert f"Concept bewaard op 23 november 2026 om 10:00 (CET) door {published.vendor.name}" in again.words


def test_the_last_question_leads_to_the_check_and_back_leads_to_the_section(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/HUM-03").fields()
    assert vendor.post(f"{offer}/questions/HUM-03", form | {"action": "next"}).location == f"{offer}/check"
    back = vendor.post(f"{offer}/questions/HUM-03", form | {"action": "section"})
    assert back.location == f"{offer}/sections/HUM"


def test_a_number_that_cannot_be_read_is_shown_again_and_the_rest_is_saved(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/VAL-01").fields() | {
        "value.main": "ongeveer 12",
        "evidence_note": "blijft",
    }
    page = vendor.post(f"{offer}/questions/VAL-01", form, 422)
    assert title(page).startswith("Fout:")
    assert page.fields()["value.main"] == "ongeveer 12"
    assert page.find("input", id="value.main").get("aria-invalid") == "true"
    assert "#value.main" in page.links
    assert "Al het andere is bewaard" in page.words
    kept = answer(published, "VAL-01")
    assert kept.value == {"main": 12.5}, "what was stored stays"
    assert kept.evidence_note == "blijft"
    vendor.post(f"{offer}/questions/VAL-01", page.fields() | {"value.main": "12"})
    assert answer(published, "VAL-01").value == {"main": 12}


def test_a_number_is_read_in_the_language_in_which_the_page_was_shown(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/VAL-01").fields()
    vendor.post("/language", {"language": "en"})
    vendor.post(f"{offer}/questions/VAL-01", form | {"value.main": "1.234"})
    assert answer(published, "VAL-01").value == {"main": 1234}
    english = vendor.get(f"{offer}/questions/VAL-01").fields()
    vendor.post(f"{offer}/questions/VAL-01", english | {"value.main": "1.234"})
    assert answer(published, "VAL-01").value == {"main": 1.234}


@pytest.mark.parametrize("standing", ["unknown", "withheld", "not_applicable"])
def test_instead_of_an_answer_one_can_say_why_there_is_none(
    published: Round, offer: str, browser: Browser, standing: str
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields()
    vendor.post(f"{offer}/questions/CTX-01", form | {"standing": standing, "standing_reason": "daarom"})
    found = answer(published, "CTX-01")
    assert (found.standing, found.standing_reason) == (standing, "daarom")
    assert found.value == {"main": "antwoord"}, "the answer stays for when it is wanted again"
    assert "daarom" in vendor.get(f"{offer}/check").words


def test_looking_and_going_on_makes_no_answer(published: Round, browser: Browser) -> None:
    vendor, address = browser(published.vendor), f"/responses/{published.response}"
    vendor.post(f"{address}/scope", {"products": ["T05"], "revision": "0"})
    form = vendor.get(f"{address}/questions/CTX-01").fields()
    vendor.post(f"{address}/questions/CTX-01", form)
    assert answers(published) == {}


def test_a_question_that_is_not_asked_is_not_there(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    for path in ("SEC-01", "HUM-01", "HUM-01/T11", "XXX-99", "CTX-01/T05"):
        vendor.get(f"{offer}/questions/{path}", 404)
    for path in ("XXX-99", "HUM-01/T11", "HUM-01"):
        vendor.post(f"{offer}/questions/{path}", {"revision": "0", "value.main": "x"}, 404)


# --- two people at once -------------------------------------------------------------------------------------


def test_the_second_of_two_colleagues_sees_both_versions_and_loses_nothing(
    published: Round, offer: str, browser: Browser
) -> None:
    other = colleague(published)
    one, two = browser(published.vendor), browser(other)
    mine = one.get(f"{offer}/questions/CTX-01").fields() | {"value.main": "mijn tekst"}
    theirs = two.get(f"{offer}/questions/CTX-01").fields() | {"value.main": "tekst van de ander"}
    two.post(f"{offer}/questions/CTX-01", theirs)
    page = one.post(f"{offer}/questions/CTX-01", mine, 409)
    assert other.name in page.words
    assert "tekst van de ander" in page.words
    assert page.fields()["value.main"] == "mijn tekst"
    assert page.find("form", id="question").get("data-autosave") is None, "nothing is overwritten by itself"
    assert answer(published, "CTX-01").value == {"main": "tekst van de ander"}
    one.post(f"{offer}/questions/CTX-01", page.fields())
    assert answer(published, "CTX-01").value == {"main": "mijn tekst"}


def test_saving_the_same_twice_is_no_conflict(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields() | {"value.main": "anders"}
    vendor.post(f"{offer}/questions/CTX-01", form)
    vendor.post(f"{offer}/questions/CTX-01", form)
    assert answers(published)[Key("CTX-01")].revision == 2


def autosave(vendor: Client, offer: str, form: dict[str, Any], question: str = "CTX-01/*") -> dict[str, Any]:
    page = vendor.post(
        f"{offer}/questions/{question}/autosave", form, 200, headers={"Accept": "application/json"}
    )
    found: dict[str, Any] = json.loads(page.data)
    return found


def test_autosave_saves_and_gives_the_next_revision(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    page = vendor.get(f"{offer}/questions/CTX-01")
    assert page.find("form", id="question").get("data-autosave") == f"{offer}/questions/CTX-01/*/autosave"
    form = page.fields() | {"value.main": "vanzelf"}
    said = autosave(vendor, offer, form)
    assert said["fields"] == {"revision": "2"}
    assert said["message"].startswith("Concept bewaard")
    assert answer(published, "CTX-01").value == {"main": "vanzelf"}
    assert autosave(vendor, offer, form | said["fields"] | {"value.main": "verder"})["fields"] == {
        "revision": "3"
    }


def test_autosave_says_what_it_could_not_save(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/VAL-01").fields() | {"value.main": "1,", "evidence_note": "wel"}
    said = autosave(vendor, offer, form, "VAL-01/*")
    assert "Nog niet bewaard: tekst: Vul een getal in" in said["message"]
    assert answer(published, "VAL-01").evidence_note == "wel"


def test_autosave_overwrites_no_colleague(published: Round, offer: str, browser: Browser) -> None:
    one, two = browser(published.vendor), browser(colleague(published))
    form = one.get(f"{offer}/questions/CTX-01").fields()
    theirs = two.get(f"{offer}/questions/CTX-01").fields()
    two.post(f"{offer}/questions/CTX-01", theirs | {"value.main": "eerder"})
    said = autosave(one, offer, form | {"value.main": "later"})
    assert said["conflict"] is True
    assert answer(published, "CTX-01").value == {"main": "eerder"}


# --- evidence -------------------------------------------------------------------------------------------------


def test_a_file_is_added_listed_given_back_as_a_file_and_removed(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields()
    sent = form | {"value.main": "met bestand", "action": "upload", "file": pdf("Étude “n° 1”.pdf")}
    page = vendor.post(f"{offer}/questions/CTX-01", sent)
    assert page.location == f"{offer}/questions/CTX-01#files"
    assert answer(published, "CTX-01").value == {"main": "met bestand"}
    page = vendor.get(f"{offer}/questions/CTX-01")
    assert "Étude “n° 1”.pdf" in page.words
    address = next(link for link in page.links if "/files/" in link)
    given = vendor.get(address)
    assert given.data == b"%PDF-1.7 klein"
    headers = given.answer.headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%C3%89tude%20%E2%80%9Cn%C2%B0%201%E2%80%9D.pdf" in headers["Content-Disposition"]
    id = address.rsplit("/", 1)[-1]
    vendor.post(f"{offer}/questions/CTX-01", page.fields() | {"action": f"remove:{id}"})
    assert "Étude" not in vendor.get(f"{offer}/questions/CTX-01").words


def test_a_chosen_file_is_not_forgotten_when_another_button_saves(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields()
    vendor.post(f"{offer}/questions/CTX-01", form | {"action": "next", "file": pdf()})
    assert [f.name for f in published.town.look(list_files, published.vendor, published.response)] == [
        "verslag.pdf"
    ]


def test_the_same_file_again_is_added_once(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields() | {"action": "upload"}
    for content in (b"%PDF-1.7 een", b"%PDF-1.7 een", b"%PDF-1.7 twee"):
        vendor.post(f"{offer}/questions/CTX-01", form | {"file": pdf(content=content)})
    assert len(published.town.look(list_files, published.vendor, published.response)) == 2


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (pdf("programma.exe"), "programma.exe"),
        (pdf("pagina.html", b"<script>1</script>"), "pagina.html"),
        (pdf("plaatje.svg", b"<svg/>"), "plaatje.svg"),
        (pdf("leeg.pdf", b""), "leeg.pdf is leeg"),
        (pdf("geen.pdf", b"<html>"), "geen.pdf is vanbinnen geen pdf-bestand"),
        (pdf("x\u202efdp.exe"), "onzichtbaar teken"),
        (pdf("n" * 300 + ".pdf"), "tekens lang"),
    ],
)
def test_a_file_is_refused_by_name_and_nothing_typed_is_lost(
    published: Round, offer: str, browser: Browser, file: Any, words: str
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields() | {"value.main": "net getypt"}
    sent = form | {"action": "upload", "file": (io.BytesIO(file[0].getvalue()), file[1])}
    page = vendor.post(f"{offer}/questions/CTX-01", sent, 422)
    assert words in page.words
    assert "#file" in page.links
    assert page.fields()["value.main"] == "net getypt"
    assert published.town.look(list_files, published.vendor, published.response) == []


# --- checking and submitting ----------------------------------------------------------------------------------


def test_what_is_open_is_listed_with_the_reason(published: Round, offer: str, browser: Browser) -> None:
    page = browser(published.vendor).get(f"{offer}/open")
    assert "VAL-01" in page.words
    assert "het bewijsniveau is nog niet gekozen" in page.words
    assert f"{offer}/questions/VAL-01" in page.links
    assert f"{offer}/questions/CTX-01" not in page.links


def test_all_answers_are_checked_in_words(published: Round, offer: str, browser: Browser) -> None:
    page = browser(published.vendor).get(f"{offer}/check")
    assert "12,5" in page.words
    assert "E1: eigen beschrijving" in page.words
    assert "2 van 6 vragen zijn nog niet af" in page.words
    assert f"{offer}/questions/HUM-01/T10" in page.links


DECLARED = {"capacity": "registered", "authorised": "y", "truthful": "y"}


def sign(vendor: Client, offer: str, **other: Any) -> dict[str, Any]:
    form = vendor.get(f"{offer}/submit").fields()
    return form | {"name": "Jo Visser (fictief)", "position": "directeur"} | DECLARED | other


def test_submitting_gives_a_receipt_to_keep(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    assert "2 van 6 vragen zijn nog niet af" in vendor.get(f"{offer}/submit").words
    page = vendor.post(f"{offer}/submit", sign(vendor, offer))
    assert page.location == f"{offer}/receipt/1"
    receipt = vendor.get(page.location)
    told = json.loads(vendor.get(f"{offer}/receipt/1/receipt.json").data)
    assert told["manifest"]["sha256"] in receipt.words
    assert told["chain"]["head"] in receipt.words
    assert told["signature"] in receipt.words
    text = vendor.get(f"{offer}/receipt/1/receipt.txt")
    assert told["signature"] in text.text
    assert "attachment; filename=ontvangstbevestiging-1.txt" in text.answer.headers["Content-Disposition"]
    manifest = json.loads(vendor.get(f"{offer}/receipt/1/manifest.json").data)
    assert set(manifest["answers"]) == {"CTX-01", "VAL-01", "HUM-01@T05", "HUM-01@T10", "HUM-02", "HUM-03"}
    vendor.get(f"{offer}/receipt/2", 404)
    vendor.get(f"{offer}/receipt/1/manifest.txt", 404)


def test_a_double_click_submits_once(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    form = sign(vendor, offer)
    assert vendor.post(f"{offer}/submit", form).location == vendor.post(f"{offer}/submit", form).location
    again = sign(vendor, offer)
    assert vendor.post(f"{offer}/submit", again).location == f"{offer}/receipt/2"


def test_submitting_needs_a_name_a_position_and_the_declaration(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = sign(vendor, offer, position="") | {"name": "Jo"}
    del form["truthful"], form["capacity"]
    page = vendor.post(f"{offer}/submit", form, 422)
    assert {"#position", "#truthful", "#capacity"} <= set(page.links)
    assert page.fields()["name"] == "Jo"
    assert page.fields()["once"] == form["once"]


def test_a_change_after_submitting_is_told(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    vendor.post(f"{offer}/submit", sign(vendor, offer))
    assert "Versie 1 is ontvangen" in vendor.get(offer).words
    published.town.later(minutes=5)
    form = vendor.get(f"{offer}/questions/CTX-01").fields()
    vendor.post(f"{offer}/questions/CTX-01", form | {"value.main": "beter"})
    assert "U hebt na het indienen nog iets gewijzigd" in vendor.get(offer).words


def test_withdrawing_keeps_the_draft(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    vendor.post(f"{offer}/submit", sign(vendor, offer))
    assert "Versie 1 telt dan niet meer mee" in vendor.get(f"{offer}/withdraw").words
    vendor.post(f"{offer}/withdraw")
    assert "nog geen inschrijving" in vendor.get(offer).words
    assert answer(published, "CTX-01").value == {"main": "antwoord"}
    assert "telt niet meer mee" in vendor.get(f"{offer}/receipt/1").words
    vendor.post(f"{offer}/withdraw", {}, 422)


def later(published: Round, browser: Browser, *forms: dict[str, Any]) -> Client:
    """The vendor signed in again, with forms that were filled in before."""
    vendor = browser(published.vendor)
    for form in forms:
        form["csrf_token"] = vendor.token()
    return vendor


def test_a_late_submission_is_refused_and_the_draft_kept(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = sign(vendor, offer)
    published.town.now = DEADLINE
    vendor = later(published, browser, form)
    page = vendor.post(f"{offer}/submit", form, 422)
    assert "Te laat" in page.words
    assert "Uw concept is bewaard" in page.words
    assert "De termijn is voorbij en er is niets ingediend" in vendor.get(offer).words
    vendor.get(f"{offer}/receipt", 404)


def test_after_the_deadline_everything_is_readable_and_nothing_editable(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields() | {"value.main": "te laat getypt"}
    scope = vendor.get(f"{offer}/scope").fields() | {"products": ["T05"], "confirmed": "1"}
    published.town.now = DEADLINE + datetime.timedelta(minutes=1)
    for close_first in (False, True):
        if close_first:
            published.town.do(close, published.officer, published.tender.id)
        vendor = later(published, browser, form, scope)
        page = vendor.get(f"{offer}/questions/CTX-01")
        assert "antwoord" in page.words
        assert not page.find("main").findall(".//form")
        kept = vendor.post(f"{offer}/questions/CTX-01", form, 422)
        assert "De termijn is voorbij" in kept.words
        assert kept.fields()["value.main"] == "te laat getypt"
        assert "De termijn is voorbij" in autosave(vendor, offer, form)["message"]
        vendor.post(f"{offer}/scope", scope, 422)
        for path in ("", "/scope", "/check", "/open", "/sections/HUM", "/submit", "/withdraw", "/colleagues"):
            vendor.get(offer + path)
        assert answer(published, "CTX-01").value == {"main": "antwoord"}


def test_a_stopped_procedure_says_so(published: Round, offer: str, browser: Browser) -> None:
    published.town.do(cancel, published.officer, published.tender.id, "Het budget is vervallen.")
    vendor = browser(published.vendor)
    assert "Deze procedure is gestopt" in vendor.get(offer).words
    assert "Deze procedure is gestopt" in vendor.get("/").words


# --- colleagues -----------------------------------------------------------------------------------------------


def test_a_colleague_is_invited_by_a_link_and_joins_the_company(
    published: Round, offer: str, browser: Browser
) -> None:
    vendor = browser(published.vendor)
    page = vendor.post(f"{offer}/colleagues", {"name": "Bo (fictief)", "email": "bo@voorbeeld.example"}, 200)
    link = "".join(page.find("p", id="link").itertext())
    newcomer = browser()
    path = link.removeprefix("http://127.0.0.1:8000").removeprefix("http://localhost")
    newcomer.post(path, {"name": "Bo (fictief)", "password": "drie losse woorden samen"})
    assert "antwoord" in newcomer.get(f"{offer}/questions/CTX-01").text
    assert "Bo (fictief)" in vendor.get(f"{offer}/colleagues").words
    assert "/invitation/" not in vendor.get(f"{offer}/colleagues").text


def test_somebody_elses_address_cannot_be_invited(published: Round, offer: str, browser: Browser) -> None:
    page = browser(published.vendor).post(
        f"{offer}/colleagues", {"name": "X", "email": "vendor7@voorbeeld.example"}, None
    )
    assert page.status in (200, 422)
    wrong = browser(published.vendor).post(f"{offer}/colleagues", {"name": "X", "email": "geen adres"}, 422)
    assert wrong.fields()["email"] == "geen adres"


# --- who may see it -------------------------------------------------------------------------------------------


def test_nobody_else_finds_a_response(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields()
    vendor.post(f"{offer}/questions/CTX-01", form | {"value.main": "kanarie-a", "file": pdf("kanarie-b.pdf")})
    id = published.town.look(list_files, published.vendor, published.response)[0].id
    send(published.town, published.vendor, published.response)
    paths = ["", "/scope", "/check", "/open", "/submit", "/withdraw", "/receipt", "/colleagues",
             "/receipt/1/receipt.json", "/receipt/1/manifest.json", "/questions/CTX-01", "/sections/HUM",
             f"/files/{id}"]  # fmt: skip
    others = (published.other_vendor, published.officer, published.assessor, published.manager,
              published.administrator, published.auditor)  # fmt: skip
    for other in others:
        client = browser(other, forbidden=("kanarie-a", "kanarie-b"))
        for path in paths:
            assert client.browser.get(offer + path).status_code in (302, 404), (other.role, path)
        client.post(f"{offer}/questions/CTX-01", form, None)
        client.post(f"{offer}/submit", {"once": "abcdefgh"}, None)
    assert answer(published, "CTX-01").value == {"main": "kanarie-a"}
    rival = browser(published.other_vendor, forbidden=("kanarie-a", "kanarie-b", published.vendor.name))
    own = f"/responses/{published.other_response}"
    for path in ("", "/scope", "/submit", "/colleagues"):
        rival.get(own + path)
    rival.get(f"{own}/files/{id}", 404)


def test_warning_signs_are_no_part_of_a_vendors_pages(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    page = vendor.get(f"{offer}/questions/CTX-01")
    assert "Wat een goed antwoord laat zien" in page.words
    assert QUESTIONNAIRE.by_id["CTX-01"].warning_signs
    assert "aarschuw" not in page.text


# --- whatever a form can send -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda t: ascii(t)[:20])
def test_no_text_breaks_a_page(published: Round, offer: str, browser: Browser, text: str) -> None:
    vendor = browser(published.vendor)
    sent = text.encode("utf-8", "surrogatepass")
    of_texts = ("value.main", "evidence_note", "standing_reason")
    of_codes = ("evidence_date", "standing", "evidence", "revision", "written_in", "action", "value.x.0.y")
    for names in (of_texts, of_codes):
        for question in ("CTX-01", "VAL-01", "HUM-02"):
            form = vendor.get(f"{offer}/questions/{question}").fields() | dict.fromkeys(names, sent)
            vendor.post(f"{offer}/questions/{question}", form, None)
            vendor.post(f"{offer}/questions/{question}/*/autosave", form, None)
    vendor.get(f"{offer}/check")
    vendor.get(f"{offer}/questions/CTX-01")
    for name in ("products", "marks", "revision", "confirmed"):
        vendor.post(f"{offer}/scope", {"products": "T05", name: sent}, None)
    vendor.post(f"{offer}/submit", sign(vendor, offer) | {"name": sent, "position": sent}, None)
    vendor.post(f"{offer}/submit", sign(vendor, offer) | {"once": sent}, None)
    vendor.post(f"{offer}/colleagues", {"name": sent, "email": sent}, None)
    for path in ("", "/receipt", "/receipt/1/receipt.txt", "/receipt/1/manifest.json", "/colleagues"):
        assert vendor.browser.get(offer + path).status_code < 500


@pytest.mark.parametrize("name", [t for t in NAUGHTY if len(t) < 10_000], ids=lambda t: ascii(t)[:20])
def test_no_file_name_breaks_a_page(published: Round, offer: str, browser: Browser, name: str) -> None:
    vendor = browser(published.vendor)
    clean = name.encode("utf-8", "replace").decode()
    vendor.post(f"{offer}/questions/CTX-01", {"revision": "1", "file": pdf(clean + ".pdf")}, None)
    page = vendor.get(f"{offer}/questions/CTX-01")
    for link in page.links:
        if "/files/" in link:
            assert vendor.get(link).answer.headers["Content-Disposition"].startswith("attachment")
    vendor.get(f"{offer}/check")


def test_answers_come_out_as_text(published: Round, offer: str, browser: Browser, town: Town) -> None:
    vendor = browser(published.vendor)
    form = vendor.get(f"{offer}/questions/CTX-01").fields()
    vendor.post(f"{offer}/questions/CTX-01", form | {"value.main": "{{7*7}}<script>alert(1)</script>"})
    for path in ("/check", "/questions/CTX-01"):
        page = vendor.get(offer + path)
        assert "{{7*7}}" in page.text
        assert "<script>alert" not in page.text


def test_a_receipt_is_checked_without_signing_in(published: Round, offer: str, browser: Browser) -> None:
    vendor = browser(published.vendor)
    vendor.post(f"{offer}/submit", sign(vendor, offer))
    text = vendor.get(f"{offer}/receipt/1/receipt.json").data.decode()
    visitor = browser()
    assert "is echt" in visitor.post("/receipts/check", {"receipt": text}, 200).words
    changed = text.replace('"version": 1', '"version": 2')
    assert "is niet echt" in visitor.post("/receipts/check", {"receipt": changed}, 200).words
    for nonsense in ("", "[1]", "geen json", "[" * 19_000, "x" * 30_000, *NAUGHTY):
        page = visitor.post("/receipts/check", {"receipt": nonsense.encode("utf-8", "surrogatepass")}, 422)
        assert "geen ontvangstbevestiging in JSON" in page.words
    for odd in (
        '{"chain": {"name": "x", "number": 1e400, "head": "y"}}',
        '{"a": "\\ud800"}',
        '{"signature": NaN}',
    ):
        assert "is niet echt" in visitor.post("/receipts/check", {"receipt": odd}, 200).words
