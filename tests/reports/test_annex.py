"""The annex to the contract: the same clauses in PDF and Word, in both languages, from the published triggers."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from functools import cache

import docx
import page
import pytest
from docx.document import Document

from assessor.domain.contract import Contract, OwnWords
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.report import Report
from assessor.domain.report.annex import Annex, annex, paragraphs_of
from assessor.domain.text import Text
from assessor.reports.annexes import annex_docx
from assessor.reports.pdf import annex_pdf, render_pdf
from tests.reports import samples
from tests.reports.reading import whole_text

HOSTILE = "<b>Vet</b> & {0.__class__} \x01 \U0001f600 =1+1"
CONTRACT = Contract(
    values={"CC29": {"months": 6, "lead": HOSTILE}},
    off={"CC37": "De meting loopt al, sinds maart."},
    reworded={"CC04": Text(nl="Eigen woorden:\n\n- een\n- twee", en="Own words:\n\n- one\n- two")},
    added=(OwnWords("E01", Text(nl="Code", en="Source"), Text(nl="Inzage.\n\nKosteloos.", en="Access.\n\nFree.")),),
    to_discuss=(OwnWords("E02", Text(nl="Later", en="Later"), Text(nl="Niet hier.", en="Not here.")),),
)  # fmt: skip


@cache
def report() -> Report:
    return samples.report_of(samples.bluffer(), contract=CONTRACT)


def made(language: Language) -> Annex:
    return annex(report(), language)


@cache
def word(language: Language) -> bytes:
    return annex_docx(made(language))


def read(language: Language) -> Document:
    return docx.Document(io.BytesIO(word(language)))


def words_of(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_the_clauses_are_what_applies_in_the_order_of_the_library_and_own_ones_last() -> None:
    codes = [clause.code for clause in made("nl").clauses]
    assert codes == [*sorted(c.id for c in report().conditions if not c.is_own), "E01"]
    assert "CC29" in codes
    assert "CC37" not in codes
    assert "E02" not in codes


def test_every_clause_says_who_when_and_what_follows() -> None:
    terms: tuple[tuple[Language, str, str], ...] = (
        ("nl", "Wie en wanneer:", "Bij niet nakomen:"),
        ("en", "Who and when:", "If not met:"),
    )
    for language, who, breach in terms:
        for clause in made(language).clauses[:-1]:
            assert [p.lead for p in clause.paragraphs][-2:] == [who, breach]
            assert [p.number for p in clause.paragraphs] == [
                f"{clause.number}.{n}" for n in range(1, len(clause.paragraphs) + 1)
            ]


def test_published_values_and_names_stand_in_the_text_and_what_is_open_in_brackets() -> None:
    pilot = next(c for c in made("en").clauses if c.code == "CC29")
    text = " ".join(p.text for p in pilot.paragraphs)
    assert "for 6 months" in text
    assert "{0.__class__}" in text
    assert "[start of the pilot]" in text
    assert any("square brackets" in text for text in made("en").introduction)


def test_points_belong_to_the_paragraph_before_them() -> None:
    assert paragraphs_of("Een\nzin.\n\n- a\n  b\n- c\n\nSlot.") == [("Een zin.", ("a b", "c")), ("Slot.", ())]
    assert paragraphs_of(" \n\n ") == [("–", ())]
    own = next(c for c in made("nl").clauses if c.code == "CC04")
    assert (own.paragraphs[0].text, own.paragraphs[0].points) == ("Eigen woorden:", ("een", "twee"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_has_real_headings_numbered_clauses_and_tables_with_headings(language: Language) -> None:
    document, source = read(language), made(language)
    headings = [
        (p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Head")
    ]
    assert headings[0] == ("Heading 1", source.title)
    clauses = [text for style, text in headings if style == "Heading 3"]
    assert clauses == [f"{c.title} ({c.code})" for c in source.clauses]
    levels = [int(n) for p in document.paragraphs for n in p._p.xpath("./w:pPr/w:numPr/w:ilvl/@w:val")]
    assert levels.count(0) == len(source.clauses)
    assert levels.count(1) == sum(len(c.paragraphs) for c in source.clauses)
    assert len(document.tables) == 3
    for table in document.tables:
        assert "tblHeader" in table.rows[0]._tr.xml
        assert "tblCaption" in table._tbl.xml
    assert document.core_properties.title == f"{source.title}, {source.about}"
    assert document.core_properties.language == {"nl": "nl-NL", "en": "en-GB"}[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_and_pdf_hold_every_paragraph(language: Language) -> None:
    source, document = made(language), words_of(read(language))
    printed = "".join(whole_text(annex_pdf(source)).split())
    for clause in source.clauses:
        for paragraph in clause.paragraphs:
            assert paragraph.text in document
            if "\U0001f600" not in paragraph.text:
                assert "".join(paragraph.text.split()) in printed, paragraph.text
    assert "maart" in document
    assert "Later" not in document


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_breaks_no_rule_of_pdf_ua(language: Language) -> None:
    checked = page.validate_pdf_bytes(annex_pdf(made(language)), profile="ua1")
    assert checked.is_compliant, [(f.rule_id, f.message) for f in checked.failures][:5]


def test_the_same_annex_gives_the_same_bytes() -> None:
    assert annex_docx(made("nl")) == word("nl")
    assert annex_pdf(made("nl")) == annex_pdf(made("nl"))
    with zipfile.ZipFile(io.BytesIO(word("nl"))) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert b"python-docx" not in b"".join(archive.read(name) for name in archive.namelist())


def test_without_conditions_the_annex_says_so() -> None:
    nothing = Contract(off={c.id: "Alles geregeld." for c in report().assessment.conditions})
    found = annex(samples.report_of(samples.bluffer(), contract=nothing), "en")
    assert found.introduction == ("No condition applies.",)
    assert found.clauses == ()
    assert page.validate_pdf_bytes(annex_pdf(found), profile="ua1").is_compliant
    assert "No condition applies." in words_of(docx.Document(io.BytesIO(annex_docx(found))))


def test_the_report_prints_what_was_switched_off_and_what_is_to_be_discussed() -> None:
    text = " ".join(whole_text(render_pdf(report(), "nl")).split())
    assert "De meting loopt al, sinds maart." in text
    assert "Niet hier." in text


def test_word_is_loaded_only_when_one_is_made() -> None:
    code = "import sys, assessor.reports.annexes; sys.exit('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
