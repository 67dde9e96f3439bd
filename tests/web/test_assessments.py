"""The manager's pages: the assessment with its parts, its PDF, and the decision from the closed list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor.services import scoring
from assessor.services.assessments import assessment_of
from assessor.services.jobs import Jobs, start_worker
from assessor.storage.models import Tender
from tests.services.assessing import VAL, fresh_store, judge, opened_stage
from tests.services.test_reports import wait_until
from tests.web.judging import REASON, Office

PARTS = ("", "/risk", "/findings", "/conditions")


@pytest.fixture
def scored(tmp_path: Path) -> Iterator[Office]:
    """A round whose assessors are done, before the officer hands the scores in."""
    with fresh_store(tmp_path) as store:
        stage = opened_stage(store, procedure="market_consultation", facts={"effect": "rejects"})
        stage.declare()
        stage.finish_sheets("0", "3", "3")
        stage.agree()
        yield Office(stage)


@pytest.fixture
def office(scored: Office) -> Office:
    """The same after the hand-in."""
    scored.browser(scored.stage.officer).post(f"/tenders/{scored.stage.tender.id}/scoring/finish")
    return scored


# --- reading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part_of_an_assessment_can_be_read_in_both_languages(office: Office, language: str) -> None:
    stage = office.stage
    manager = office.browser(stage.manager)
    manager.post("/language", {"language": language})
    for part in PARTS:
        page = manager.get(f"/assessments/{stage.response}{part}")
        current = [a for a in page.find_all("a") if a.get("aria-current") == "page"]
        assert len(current) == 1, "one part of the assessment is marked as the present one"


def test_the_screen_shows_the_numbers_of_the_assessment_and_changes_with_them(office: Office) -> None:
    stage = office.stage
    manager = office.browser(stage.manager)
    address = f"/assessments/{stage.response}/risk"
    before = stage.town.look(assessment_of, stage.manager, stage.response)
    validation = before.dimension("VAL")
    assert validation is not None
    assert validation.score is not None
    shown = f"{validation.score:.1f}".replace(".", ",")
    assert shown in manager.get(address).words
    stage.town.do(
        lambda house, _: setattr(house.db.get_one(Tender, stage.tender.id), "scored_at", None), stage.manager
    )
    stage.town.do(scoring.record_agreed, stage.assessors[0], stage.response, VAL, judge("0", "E0"))
    page = manager.get(address)
    assert shown not in _row(page.text, "Validatie")
    assert "Voorlopig" in page.words


def _row(text: str, name: str) -> str:
    found = re.search(rf"<tr><th scope=\"row\">{name}.*?</tr>", text, re.DOTALL)
    assert found is not None
    return found.group(0)


def test_a_finding_unfolds_to_how_its_score_came_about(office: Office) -> None:
    stage = office.stage
    page = office.browser(stage.manager).get(f"/assessments/{stage.response}/findings")
    finding = page.find("details", id="VAL-01")
    words = " ".join(" ".join(finding.itertext()).split())
    for part in ("Hoe de score tot stand komt", "ons antwoord", "Het rapport noemt methode", "Hoger scoort"):
        assert part in words


def test_before_everybody_is_final_there_is_no_assessment_for_anybody(tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        stage = opened_stage(store)
        stage.declare()
        stage.score(stage.assessors[0], stage.response, "3", "3", "3")
        stage.town.do(scoring.make_final, stage.assessors[0], stage.response)
        office = Office(stage)
        for who in (stage.officer, stage.manager, *stage.assessors):
            for part in PARTS:
                office.browser(who).get(f"/assessments/{stage.response}{part}", 404)
            office.browser(who).get(f"/tenders/{stage.tender.id}/comparison", 404)


# --- the PDF ----------------------------------------------------------------------------------------------


def test_a_pdf_is_asked_for_watched_and_downloaded(office: Office) -> None:
    stage = office.stage
    manager = office.browser(stage.manager)
    base = f"/assessments/{stage.response}"
    job = manager.post(f"{base}/report", {"language": "nl"}).location
    waiting = manager.get(job)
    assert 'http-equiv="refresh"' in waiting.text
    plain = manager.get(job, headers={"Accept": "application/json"}).answer.get_json()
    assert plain == {"progress": 0, "words": "De PDF wacht op zijn beurt.", "done": False}
    manager.get(f"{job}/pdf", 404)
    assert "PDF in de maak" in manager.get(base).words
    worker = start_worker(office.app.config["PARTS"])
    try:
        wait_until(lambda: manager.get(job, headers={"Accept": "application/json"}).answer.get_json()["done"])
    finally:
        worker.stop()
    ready = manager.get(job)
    assert f"{job}/pdf" in ready.links
    assert 'http-equiv="refresh"' not in ready.text
    assert f"{job}/pdf" in manager.get(base).links, "one click on the assessment itself"
    got = manager.get(f"{job}/pdf")
    assert got.data.startswith(b"%PDF-")
    assert re.search(
        r"attachment; filename=risicobeoordeling-beta-bv-.*-nl\.pdf",
        got.answer.headers["Content-Disposition"],
    )
    assert manager.post(f"{base}/report", {"language": "nl"}).location == job
    office.browser(stage.officer).get(f"{job}/pdf")
    other = job.replace(stage.responses[0], stage.responses[1])
    manager.get(other, 404)


def test_no_pdf_before_the_hand_in_and_none_in_a_language_that_is_not_there(scored: Office) -> None:
    stage = scored.stage
    officer = scored.browser(stage.officer)
    base = f"/assessments/{stage.response}"
    assert "Maak PDF" not in officer.get(base).words
    assert (
        "zodra de scores zijn overgedragen" in officer.post(f"{base}/report", {"language": "nl"}, 422).words
    )
    officer.post(f"/tenders/{stage.tender.id}/scoring/finish")
    for language in ("", "fr", "nl\x00", "💩"):
        officer.post(f"{base}/report", {"language": language}, 404)
    jobs = Jobs(scored.app.config["PARTS"])
    assert jobs.huey.pending_count() == 0
    jobs.huey.storage.close()


# --- the decision -----------------------------------------------------------------------------------------


def test_the_manager_decides_on_each_vendor_with_a_reason(office: Office) -> None:
    stage = office.stage
    manager = office.browser(stage.manager)
    base = f"/tenders/{stage.tender.id}/decision"
    first = f"{base}/{stage.responses[0]}"
    offered = [box.get("value") for box in manager.get(first).find_all("input", name="choice")]
    assert offered == ["use", "use_with_conditions", "do_not_use"]
    refused = manager.post(first, {"reason": "te kort"}, 422)
    assert [a.get("href") for a in refused.find("div", role="alert").iter("a")] == ["#choice", "#reason"]
    manager.post(first, {"choice": "do_not_use", "reason": REASON})
    listed = manager.get(base)
    assert "Niet gebruiken" in listed.words
    assert REASON in listed.words
    manager.post(f"{base}/{stage.responses[1]}", {"choice": "use_with_conditions", "reason": REASON})
    manager.get(first, 409)
    assert "Niet gebruiken" in manager.get(f"/assessments/{stage.responses[0]}").words
    assert "Niet gebruiken" in manager.get(f"/tenders/{stage.tender.id}/comparison").words


def test_the_scores_can_be_returned_and_no_other_role_decides(office: Office) -> None:
    stage = office.stage
    base = f"/tenders/{stage.tender.id}/decision"
    for who in (stage.officer, *stage.assessors):
        other = office.browser(who)
        other.get(base)
        other.get(f"{base}/procedure", 404)
        other.post(f"{base}/{stage.responses[0]}", {"choice": "use", "reason": REASON}, 404)
    manager = office.browser(stage.manager)
    offered = [box.get("value") for box in manager.get(f"{base}/procedure").find_all("input", name="choice")]
    assert offered == ["return_to_assessors"]
    manager.post(f"{base}/procedure", {"choice": "return_to_assessors", "reason": REASON})
    assert "Er is nu niets te besluiten" not in manager.get(base).words
    manager.post(f"{base}/procedure", {"choice": "return_to_assessors", "reason": REASON}, 422)


def test_in_a_tender_an_offer_is_set_aside_on_a_requirement_it_misses(tmp_path: Path) -> None:
    minimum = {"question": "VAL-01", "least": 4, "reason": "Nodig voor dit doel."}
    with fresh_store(tmp_path) as store:
        stage = opened_stage(store, award={"minimums": [minimum]})
        stage.hand_in("3", "3", "3")
        manager = Office(stage).browser(stage.manager)
        address = f"/tenders/{stage.tender.id}/decision/{stage.response}"
        page = manager.get(address)
        assert [b.get("value") for b in page.find_all("input", name="requirement")] == ["VAL-01"]
        typed = {"choice": "set_aside", "reason": REASON}
        assert "Kies een gepubliceerde minimumeis" in manager.post(address, typed, 422).words
        manager.post(address, typed | {"requirement": "VAL-01"})
        assert "Minimumeis:" in manager.get(f"/tenders/{stage.tender.id}/decision").words
