"""The PDF: conformity, one page to decide on, reading order, and nothing of the other language."""

from __future__ import annotations

import dataclasses
import hashlib
import html as html_module
import itertools
import pickle
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import page
import pikepdf
import pytest

from assessor.domain.language import LANGUAGES, Language
from assessor.domain.report import Report
from assessor.reports.documents import render_html
from assessor.reports.pdf import DecisionPageTooLongError, render_pdf
from tests.reports import samples
from tests.reports.reading import marked_texts, opened, read_aloud, whole_text, with_text

SAMPLES = {
    "bluffer": samples.bluffer,
    "small_and_good": samples.small_and_good,
    "half_open": samples.half_open,
}


@cache
def report(name: str) -> Report:
    return samples.report_of(SAMPLES[name]())


@cache
def pdf(name: str, language: Language) -> bytes:
    return render_pdf(report(name), language, page_check=True)


PRINTED: list[tuple[str, Language]] = [("bluffer", "nl"), ("small_and_good", "en"), ("half_open", "nl")]


@pytest.mark.parametrize(("name", "language"), PRINTED)
def test_no_rule_of_pdf_ua_fails(name: str, language: Language) -> None:
    checked = page.validate_pdf_bytes(pdf(name, language), profile="ua1")
    assert checked.is_compliant, [(f.rule_id, f.message) for f in checked.failures][:5]
    assert checked.rules.total > 50
    assert checked.rules.failed == 0


def _without_language(file: pikepdf.Pdf) -> None:
    del file.Root["/Lang"]


def _without_alternative_texts(file: pikepdf.Pdf) -> None:
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item:
            del item["/Alt"]


def _without_tags(file: pikepdf.Pdf) -> None:
    del file.Root["/StructTreeRoot"]


def _without_title_shown(file: pikepdf.Pdf) -> None:
    del file.Root["/ViewerPreferences"]


@pytest.mark.parametrize(
    "spoil", [_without_language, _without_alternative_texts, _without_tags, _without_title_shown]
)
def test_a_spoiled_file_does_fail_so_the_check_is_real(spoil: object, tmp_path: object) -> None:
    assert callable(spoil)
    with opened(pdf("bluffer", "nl")) as file:
        spoil(file)
        path = f"{tmp_path}/spoiled.pdf"
        file.save(path)
    assert not page.validate_pdf(path, profile="ua1").is_compliant


@pytest.mark.parametrize(("name", "language"), PRINTED)
def test_the_decision_is_on_one_page_and_the_contents_begin_the_next(name: str, language: Language) -> None:
    decided = {"nl": "Handtekening", "en": "Signature"}[language]
    contents = {"nl": "Inhoud", "en": "Contents"}[language]
    with opened(pdf(name, language)) as file:
        first, second = (_drawn(file.pages[n]) for n in (0, 1))
    assert decided in first
    assert contents not in first
    assert contents in second


def _drawn(one: pikepdf.Page) -> str:
    return " ".join(marked_texts(one).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_decision_stays_one_page_with_the_longest_names_and_texts(language: Language) -> None:
    name = "Internationale Arbeidsbemiddelingssoftwareontwikkelaars Noordoost (fictief) " * 4
    case = samples.bluffer()
    case = dataclasses.replace(
        case,
        vendor="W" * 900,
        buyer=dataclasses.replace(case.buyer, name=name),
        scope=dataclasses.replace(
            case.scope, products=("T03", "T04", "T05", "T06", "T08", "T10", "T11", "T12")
        ),
        flags=(dataclasses.replace(case.flags[0], reason="Zeer lang woord " * 400),),
    )
    long = samples.report_of(case, product=name, title=name, is_tender=True, is_test=True)
    printed = render_pdf(dataclasses.replace(long, groups=()), language, page_check=True)
    assert page.is_pdf_compliant_bytes(printed, profile="ua1")


def test_a_decision_page_that_cannot_fit_is_refused_when_asked() -> None:
    found = report("bluffer")
    endless = tuple(dataclasses.replace(found.benefits[0]) for _ in range(120))
    with pytest.raises(DecisionPageTooLongError):
        render_pdf(dataclasses.replace(found, benefits=endless), "nl", page_check=True)


def test_the_same_report_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    kept = tmp_path / "report"
    kept.write_bytes(pickle.dumps(report("bluffer")))
    script = (
        "import hashlib, pathlib, pickle, sys\n"
        "from assessor.reports.pdf import render_pdf\n"
        "report = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "print(hashlib.sha256(render_pdf(report, 'nl')).hexdigest())\n"
    )
    done = subprocess.run([sys.executable, "-c", script, kept], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.split()[-1] == hashlib.sha256(pdf("bluffer", "nl")).hexdigest()


def test_the_first_page_is_read_in_the_order_of_the_decision() -> None:
    text = whole_text(pdf("bluffer", "nl"))
    order = [
        "Risicobeoordeling", "Luchtkasteel", "Restrisico", "Onaanvaardbaar", "Advies", "Koop dit product niet",
        "Afwijzingen die geen mens zag", "87%", "Zekerheid van dit oordeel", "Grootste verschil tussen groepen",
        "Waarom", "Minimumeis geschonden", "Wie zegt hier nee?", "Zwaarste voorwaarden", "Wat het kan opleveren",
        "Besluit", "Handtekening", "Geldig tot", "Inhoud",
    ]  # fmt: skip
    places = []
    at = 0
    for words in order:
        at = text.find(words, at)
        assert at >= 0, words
        places.append(at)
    assert places == sorted(places)


def test_the_chapters_are_headings_in_the_order_of_the_contents() -> None:
    headings = [
        (tag, text)
        for tag, text in with_text(read_aloud(pdf("small_and_good", "en")))
        if re.fullmatch("H[1-6]", tag)
    ]
    assert [tag for tag, _ in headings].count("H1") == 1
    chapters = [text for tag, text in headings if tag == "H2"]
    wanted = ["Contents", "What the product does", "Inherent risk", "Score for each dimension",
              "Minimum requirements", "Findings", "Benefits", "Contract conditions", "Legal map", "Open points",
              "Method", "Annex"]  # fmt: skip
    found = [next((n for n, c in enumerate(chapters) if c.startswith(w)), -1) for w in wanted]
    assert -1 not in found
    assert found == sorted(found)
    levels = [int(tag[1]) for tag, _ in headings]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_every_picture_says_its_numbers_in_words() -> None:
    figures = [s.alt for s in read_aloud(pdf("bluffer", "nl")) if s.tag == "Figure"]
    assert len(figures) == 5
    dimensions = next(alt for alt in figures if "Score per dimensie" in alt)
    validation = report("bluffer").assessment.dimension("VAL")
    assert validation is not None
    assert f"Validatie: {round(validation.score or 0)}, plafond 39" in dimensions
    assert sum("87% door geen mens gezien" in alt for alt in figures) == 2
    assert any("samen 96 van 100, klasse I4" in alt for alt in figures)
    assert any("Inherent risico I4, beheersing D" in alt for alt in figures)


def test_every_table_has_headers_with_their_scope_and_a_caption() -> None:
    """A table over two pages is two tables of tags; the second repeats the column headers."""
    spoken = read_aloud(pdf("half_open", "nl"))
    assert {s.scope for s in spoken if s.tag == "TH"} == {"/Column", "/Row"}
    tables = [(place, text) for place, (tag, text) in enumerate(with_text(spoken)) if tag == "Table"]
    captions = [text for tag, text in with_text(spoken) if tag == "Caption"]
    assert len(captions) == render_html(report("half_open"), "nl").count("<table")
    for place, text in tables:
        inside = [s.tag for s in spoken[place : place + 40]]
        assert "TH" in inside, text[:60]
        assert text.startswith(tuple(captions)) or inside.index("TH") < inside.index("TD"), text[:60]
        assert text not in captions, "a caption stands alone at the foot of a page"


def test_the_document_carries_title_author_language_and_bookmarks() -> None:
    with opened(pdf("small_and_good", "en")) as file:
        assert str(file.Root["/Lang"]) == "en"
        assert str(file.docinfo["/Title"]) == "Risk assessment Eerlijke Meetlat Assessments (fictief)"
        assert str(file.docinfo["/Author"]) == samples.BUYER
        assert str(file.docinfo["/CreationDate"]).startswith("D:20261130")
        with file.open_outline() as outline:
            vendor = outline.root[0]
            assert vendor.title == "Eerlijke Meetlat Assessments (fictief)"
            assert len(vendor.children) >= 11


def test_a_test_assessment_says_so_on_every_page() -> None:
    marked = samples.report_of(samples.small_and_good(), is_test=True)
    html = render_html(marked, "nl")
    assert 'data-test="TEST"' in html
    assert "TEST: geen echte beoordeling" in html
    assert "TEST" not in render_html(report("small_and_good"), "nl")


# --- one language at a time -------------------------------------------------------------------------------

# Words that the other language does not have.
ENGLISH = re.compile(
    r"\b(the|and|with|from|this|that|these|which|were|not|questions?|evidence|answers?|high|very|page|contents|"
    r"requirements?|applies|vendor|municipality|shown|because|until|whether|seen|by|limits|weight|range|cause|owner|"
    r"otherwise|rule|state|reason|note|sum|found|higher|conditions?|assessment|confidence|residual|valid|decision|"
    r"signature|needed|why)\b"
)
DUTCH = re.compile(
    r"\b(het|een|van|voor|niet|wordt|zijn|vraag|vragen|bewijs|antwoord|leverancier|gemeente|waarom|besluit|"
    r"bladzijde|inhoud|eis|zeer|hoog|geldt|omdat|nog|te|controleren|weging|bereik|aanleiding|eigenaar|anders|regel|"
    r"wie|reden|toelichting|berekening|gevonden|voorwaarde|zekerheid|oordeel|nodig|geldig|tot)\b"
)


def _own_words(text: str) -> str:
    """The words of a document without what people typed and without names."""
    text = re.sub(r'<(span|strong|p|td) class="[^"]*typed[^"]*">.*?</\1>', " ", text, flags=re.S)
    text = re.sub(r"<(h1|title)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r"<meta [^>]*>", " ", text)
    plain = html_module.unescape(re.sub(r"<[^>]+>", " ", text))
    for name in (
        "Luchtkasteel Talent Cloud",
        "Papegaai & Prompt",
        "Gemeente Waterstad",
        "Marktverkenning werving 2026",
    ):
        plain = plain.replace(name, " ")
    return plain.lower()


@pytest.mark.parametrize("name", ["bluffer", "half_open"])
def test_no_english_stands_in_the_dutch_report(name: str) -> None:
    assert ENGLISH.findall(_own_words(_without_names(report(name), "nl"))) == []


@pytest.mark.parametrize("name", ["bluffer", "half_open"])
def test_no_dutch_stands_in_the_english_report(name: str) -> None:
    assert DUTCH.findall(_own_words(_without_names(report(name), "en"))) == []


def _without_names(found: Report, language: Language) -> str:
    """The document without the assessors' reason on the first page and without titles of foreign works."""
    flags = tuple(
        dataclasses.replace(r, text=r.headline) if r.kind == "misleading" else r for r in found.reasons
    )
    return render_html(dataclasses.replace(found, reasons=flags, frameworks=()), language)
