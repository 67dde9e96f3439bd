"""The whole questionnaire for review: one page, and a PDF, with warning signs for the buyer's side only."""

from __future__ import annotations

import datetime
import re

import pytest
from flask import Flask

from assessor.domain.questionnaire.describing import parts_of
from assessor.reports.questionnaires import Edition, questionnaire_html, questionnaire_pdf
from assessor.services.jobs import Jobs
from tests.conftest import Round
from tests.domain.miniature import miniature, question, shipped
from tests.factories import QUESTIONNAIRE
from tests.reports.reading import opened, whole_text
from tests.web.conftest import Browser

DAY = datetime.date(2026, 11, 23)
SHIPPED = shipped()


def plain(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_paper_holds_every_question_with_everything_known_of_it(language: str) -> None:
    html = questionnaire_html(Edition(SHIPPED, language, "buyer", DAY))  # type: ignore[arg-type]
    for q in SHIPPED.questions:
        assert f'id="{q.id}"' in html
        for part in parts_of(SHIPPED, q, DAY):
            for row in part.rows:
                assert row.lines or row.points
    assert html.count('class="part-title"') >= 8 * len(SHIPPED.questions)


def test_only_the_buyers_side_gets_warning_signs_and_rules_between_answers() -> None:
    sign = {"nl": "GEHEIM TEKEN", "en": "SECRET SIGN"}
    q = miniature(question("VAL-01", warning_signs=[sign]), question("HUM-01"))
    ours = questionnaire_html(Edition(q, "nl", "buyer", DAY))
    theirs = questionnaire_html(Edition(q, "nl", "anybody", DAY))
    assert "GEHEIM TEKEN" in ours
    assert "GEHEIM TEKEN" not in theirs
    assert SHIPPED.rules[0].ask.nl not in plain(theirs)


def test_the_same_edition_gives_the_same_accessible_pdf() -> None:
    edition = Edition(miniature(question("VAL-01")), "nl", "buyer", DAY)
    first = questionnaire_pdf(edition)
    assert first == questionnaire_pdf(edition)
    assert opened(first).open_metadata()["pdfuaid:part"] == "1"
    assert "VAL-01" in whole_text(first)


def test_a_buyer_reads_everything_on_one_page_and_a_vendor_does_not(
    published: Round, browser: Browser
) -> None:
    address = f"/questionnaires/{QUESTIONNAIRE.id}/{QUESTIONNAIRE.version}"
    page = browser(published.officer).get(f"{address}/whole")
    for q in QUESTIONNAIRE.questions:
        assert q.id in page.words
    browser(published.vendor).get(f"{address}/whole", 302)


def test_the_pdf_is_asked_for_made_in_a_job_and_downloaded(
    app: Flask, published: Round, browser: Browser
) -> None:
    address = f"/questionnaires/{QUESTIONNAIRE.id}/{QUESTIONNAIRE.version}"
    officer = browser(published.officer)
    assert "nog niet gemaakt" in officer.get(f"{address}/pdf/buyer/nl").words
    officer.get(f"{address}/pdf/buyer/nl/file", 404)
    officer.get(f"{address}/pdf/buyer/fy", 404)
    there = officer.post(f"{address}/pdf", {"language": "nl", "readers": "buyer"}).location
    assert "wacht op zijn beurt" in officer.get(there).words
    jobs = Jobs(app.config["PARTS"])
    jobs.huey.execute(jobs.huey.dequeue())
    assert "De PDF is klaar" in officer.get(there).words
    answer = officer.browser.get(f"{there}/file")
    assert answer.data.startswith(b"%PDF")
    assert f"vragenlijst-{QUESTIONNAIRE.id}-1-nl.pdf" in answer.headers["Content-Disposition"]
    officer.post(f"{address}/pdf", {"language": "nl", "readers": "buyer"})
    assert jobs.huey.dequeue() is None, "what is there is not made again"


def test_what_changed_since_an_earlier_version_is_a_page(published: Round, browser: Browser) -> None:
    address = f"/questionnaires/{QUESTIONNAIRE.id}/{QUESTIONNAIRE.version}/since"
    officer = browser(published.officer)
    assert "Er is niets veranderd" in officer.get(f"{address}/{QUESTIONNAIRE.version}").words
    officer.get(f"{address}/99", 404)
