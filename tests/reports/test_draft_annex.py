"""The draft contract on paper: numbered through all topics, the same in PDF and Word, in both languages."""

from __future__ import annotations

import io
from functools import cache

import docx
import page
import pytest

from assessor.domain.language import LANGUAGES, Language
from assessor.domain.report.annex import Annex
from assessor.domain.report.draft_annex import draft_annex
from assessor.reports.annexes import annex_docx
from assessor.reports.pdf import annex_pdf
from tests.reports.drafts import draft
from tests.reports.reading import whole_text

HOSTILE = "<b>Vet</b> & {0.__class__} =1+1"


@cache
def made(language: Language) -> Annex:
    contract = draft(
        is_test=True, title=f"Werving {HOSTILE}", values={"CC29": {"months": 6, "lead": HOSTILE}}
    )
    return draft_annex(contract, language)


def test_clauses_are_numbered_through_all_topics() -> None:
    for language in LANGUAGES:
        found = made(language)
        assert [c.number for c in found.clauses] == list(range(1, len(found.clauses) + 1))
        assert [row[0].split(".")[0] for row in found.overview.rows] == [str(c.number) for c in found.clauses]
        assert len(found.chapters) > 10


@pytest.mark.parametrize(
    ("language", "leads"),
    [
        ("nl", ["Geldt bij:", "Wie en wanneer:", "Bij niet nakomen:", "Modelbepaling:"]),
        ("en", ["Applies at:", "Who and when:", "If not met:", "Model clause:"]),
    ],
)
def test_every_clause_ends_with_when_it_applies_who_what_follows_and_the_model_clause(
    language: Language, leads: list[str]
) -> None:
    for clause in made(language).clauses:
        assert [p.lead for p in clause.paragraphs][-4:] == leads
        assert all(p.text for p in clause.paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_breaks_no_rule_of_pdf_ua_and_holds_every_paragraph(language: Language) -> None:
    content = annex_pdf(made(language))
    checked = page.validate_pdf_bytes(content, profile="ua1")
    assert checked.is_compliant, [(f.rule_id, f.message) for f in checked.failures][:5]
    printed = "".join(whole_text(content).split())
    for clause in made(language).clauses:
        for paragraph in clause.paragraphs:
            assert "".join(paragraph.text.split()) in printed, paragraph.text
    assert "TEST" in printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_has_a_heading_for_every_topic_and_clause(language: Language) -> None:
    document = docx.Document(io.BytesIO(annex_docx(made(language))))
    headings = [
        (p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Head")
    ]
    assert [text for style, text in headings if style == "Heading 2"] == [
        c.heading for c in made(language).chapters
    ]
    assert [text for style, text in headings if style == "Heading 3"] == [
        f"{c.title} ({c.code})" for c in made(language).clauses
    ]
    assert "{0.__class__}" in "\n".join(p.text for p in document.paragraphs)


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert annex_pdf(made("nl")) == annex_pdf(made("nl"))
    assert annex_docx(made("nl")) == annex_docx(made("nl"))
