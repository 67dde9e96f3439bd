"""The nota van inlichtingen on paper: accessible in both languages, whole, and the same each time."""

from __future__ import annotations

import datetime

import page
import pytest

from assessor.domain.language import LANGUAGES, Language
from assessor.domain.nota import Corrected, Item, Published, Spoken, as_content, corrections, from_content
from assessor.domain.text import Text
from assessor.reports.notas import nota_html, nota_pdf
from tests.reports.reading import opened, whole_text

HOSTILE = (
    "# Kop\n\n#### Tussenkop\n\n<script>alert(1)</script> <b>vet</b> {{ 7*7 }} \x01 \U0001f600 =1+1\n\n"
    "![beeld](https://voorbeeld.example/x.png) [link](https://voorbeeld.example) [fout](javascript:alert(1))\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n> citaat\n\n1. een\n2. twee\n   - drie\n\n    code"
)
NOTA = Published(
    number=2,
    title="Selectiehulp <b>(fictief)</b>",
    buyer="Gemeente Waterstad (fictief)",
    is_test=True,
    language="nl",
    both_languages=True,
    tender_sha256="a" * 64,
    published_at=datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC),
    items=(
        Item(4, "", None, Spoken(), Spoken("Alleen een mededeling."), Spoken()),
        Item(
            5, "VAL-01", Text(nl="Validatie", en="Validation"), Spoken("Mag het ook zo?", "Is this allowed too?"),
            Spoken(HOSTILE, HOSTILE), Spoken("Paragraaf 3 vervalt.", "Paragraph 3 lapses."),
        ),
        Item(6, "", None, Spoken("Wie doet mee?"), Spoken("Dat zeggen wij niet."), Spoken(), rejected=True),
        Item(7, "", None, Spoken("Nog eens"), Spoken("Beter zo."), Spoken(), corrects=Corrected(1, 3)),
    ),
    sha256="b" * 64,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_breaks_no_rule_of_pdf_ua(language: Language) -> None:
    later = ((5, Corrected(3, 9)),)
    for made in (nota_pdf(NOTA, language), nota_pdf(NOTA, language, later)):
        checked = page.validate_pdf_bytes(made, profile="ua1")
        assert checked.is_compliant, [(f.rule_id, f.message) for f in checked.failures][:5]


@pytest.mark.parametrize(("language", "words"), [
    ("nl", ("Mag het ook zo?", "Dit verbetert nummer 3 van nota 1", "Paragraaf 3 vervalt.", "Niet beantwoord")),
    ("en", ("Is this allowed too?", "This puts right number 3 of nota 1", "Paragraph 3 lapses.", "Not answered")),
])  # fmt: skip
def test_the_paper_holds_every_item_in_its_language(language: Language, words: tuple[str, ...]) -> None:
    made = nota_pdf(NOTA, language)
    text = " ".join(whole_text(made).split())
    for word in (*words, "TEST", "Alleen een mededeling.", "4. ", "7. ", "{{ 7*7 }}"):
        assert word in text, word
    assert opened(made).open_metadata()["pdfuaid:part"] == "1"


def test_what_is_there_in_one_language_only_is_shown_and_marked_as_that() -> None:
    html = nota_html(NOTA, "en")
    assert '<div lang="nl"><p>Alleen een mededeling.</p></div>' in html
    assert '<p class="typed" lang="nl">Wie doet mee?</p>' in html


def test_what_officers_type_becomes_no_markup_of_its_own() -> None:
    html = nota_html(NOTA, "nl")
    body = html[html.index("<main>") :]
    for wrong in ("<script", "javascript:", "<img", "<b>", "<h3", "<h4"):
        assert wrong not in body, wrong
    assert body.count("<h1") == 1


def test_an_item_that_a_later_nota_puts_right_says_so_on_paper_made_after_that() -> None:
    assert "Let op: verbeterd" not in nota_html(NOTA, "nl")
    assert "verbeterd door nummer 9 van nota 3" in nota_html(NOTA, "nl", ((5, Corrected(3, 9)),))


def test_the_same_nota_gives_the_same_bytes() -> None:
    first = nota_pdf(NOTA, "nl")
    nota_pdf.cache_clear()
    assert nota_pdf(NOTA, "nl") == first


def test_a_nota_comes_back_from_its_content_as_it_was() -> None:
    assert from_content(as_content(NOTA)) == NOTA
    assert as_content(from_content(as_content(NOTA))) == as_content(NOTA)
    assert corrections([NOTA]) == {3: Corrected(2, 7)}
