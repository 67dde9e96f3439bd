"""Recomputed figures on paper: beside their pictures, with every sum, nothing small, and still an accessible PDF."""

from __future__ import annotations

import dataclasses
import itertools
import re
from functools import cache

import page
import pytest

from assessor.domain.language import LANGUAGES, Language
from assessor.domain.report import Report
from assessor.reports.documents import render_html
from assessor.reports.pdf import render_pdf
from tests.reports import funnels, samples
from tests.reports.reading import opened, read_aloud, whole_text, with_text
from tests.reports.test_pdf import DUTCH, ENGLISH, _own_words


@cache
def report() -> Report:
    rows = funnels.stage(
        1, "cv",
        {
            "sex": {"women": (700, 147), "men": (900, 261), "unknown": (200, 60)},
            "age": {"50_plus": (25, 12), "under_50": (1775, 456)},
        },
        women="0.97",
    )  # fmt: skip
    ways = [
        funnels.way(1, "cv", 1032, "no"),
        funnels.way(1, "cv", 300, "qualifying", "human"),
        funnels.way(1, "cv", 490, "no", ground="sex", group="women"),
        funnels.way(1, "cv", 63, "qualifying", "human", "sex", "women"),
        funnels.way(1, "cv", 500, "no", ground="sex", group="men"),
        funnels.way(1, "cv", 139, "qualifying", "human", "sex", "men"),
    ]
    figures = funnels.figures(rows, ways)
    return samples.report_of(dataclasses.replace(samples.bluffer(), figures=figures))


def chapters(html: str) -> str:
    """The chapter of figures and the annex with their sums."""
    found = ""
    for start, end in (("figures", "findings"), ("recomputation", "answers")):
        found += html[html.index(f'id="{start}"') : html.rindex("<section", 0, html.index(f'id="{end}"'))]
    return found.replace('id="figures">', "").replace('id="recomputation">', "")


@cache
def pdf(language: Language) -> bytes:
    return render_pdf(report(), language, page_check=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_of_pdf_ua_fails_with_figures_and_the_decision_stays_one_page(language: Language) -> None:
    checked = page.validate_pdf_bytes(pdf(language), profile="ua1")
    assert checked.rules.failed == 0, [(f.rule_id, f.message) for f in checked.failures][:5]
    assert checked.is_compliant


def test_the_same_figures_give_the_same_bytes() -> None:
    assert render_pdf(report(), "nl") == pdf("nl")


def test_the_first_page_has_the_largest_difference_and_how_unequally_groups_are_not_seen() -> None:
    first = whole_text(pdf("nl"))[:6000]
    assert "Vrouwen 21,0%, mannen 29,0%: verhouding 0,72 (0,61 tot 0,86)" in first
    assert "Lezing: signaal. Groep onbekend: 11%." in first
    assert "Door geen mens bekeken: vrouwen 88,6%, mannen 78,2%." in first
    assert "Door ons berekend uit tabel T1x" in first


def test_the_chapter_holds_pictures_tables_and_what_could_not_be_computed() -> None:
    html = render_html(report(), "en")
    chapter = html[html.index('id="figures"') : html.index('id="findings"')]
    assert chapter.count("<svg") >= 4
    assert chapter.count("<table") >= 6
    for words in (
        "Who says no here?", "Differences between groups", "What could not be computed, and why",
        "T3 Validity", "This table was not delivered.", "Too few people to tell: at least 30 are needed on both sides.",
    ):  # fmt: skip
        assert words in chapter, words


def test_the_annex_holds_where_tables_come_from_and_every_sum() -> None:
    html = render_html(report(), "nl")
    annex = html[html.index('id="recomputation"') : html.index('id="answers"')]
    for words in (
        "opgave van de klant", "statistiek in opdracht van de klant", "1 januari 2026", "3.1",
        "147 / 700 = 21,0%", "(147/700) / (261/900) = 0,72", "ten minste 1.032 / 1.332 = 77,5%",
    ):  # fmt: skip
        assert words in annex, words
    # The vendored fonts have no shape for these.
    assert "\N{SQUARE ROOT}" not in annex
    assert "\N{GREATER-THAN OR EQUAL TO}" not in annex


def test_small_counts_are_nowhere_on_paper() -> None:
    rows = funnels.stage(1, "cv", {"sex": {"women": (431, 7), "men": (437, 211)}})
    figures = funnels.figures(rows)
    html = render_html(samples.report_of(dataclasses.replace(samples.bluffer(), figures=figures)), "nl")
    cells = re.findall(r">([^<>]*)</t[dh]>", chapters(html))
    assert "&lt;10" in cells
    assert "7" not in cells
    assert not ("218" in cells and "211" in cells), "everybody less men is seven"
    assert not re.search(r"\b7 (/|van)\b|\(7/", chapters(html))


def test_every_picture_of_figures_says_its_numbers_in_words() -> None:
    alts = [s.alt for s in read_aloud(pdf("nl")) if s.tag == "Figure"]
    assert any("Vrouwen: 21,0% kwam door (147 van 700)" in alt for alt in alts)
    assert any("Geslacht. Vrouwen (n = 553): 88,6%." in alt for alt in alts)
    assert any("1.332 werden afgewezen; 77,5% van hen is door geen mens bekeken" in alt for alt in alts)


def test_headings_of_figures_skip_no_level_and_stand_in_the_contents() -> None:
    headings = [(tag, text) for tag, text in with_text(read_aloud(pdf("en"))) if re.fullmatch("H[1-6]", tag)]
    levels = [int(tag[1]) for tag, _ in headings]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    titles = [text for tag, text in headings if tag == "H2"]
    assert "Recomputed figures" in titles
    assert "Annex: recomputation" in titles
    assert "Annex: recomputation" in whole_text(pdf("en"))[:20000]


def test_without_tables_the_chapter_says_so_and_there_is_no_annex() -> None:
    html = render_html(samples.report_of(samples.bluffer()), "nl")
    assert "leverde geen tabellen" in html
    assert 'id="recomputation"' not in html
    assert "Bijlage: narekening" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_other_language_stands_in_the_figures(language: Language) -> None:
    html = render_html(report(), language)
    other = ENGLISH if language == "nl" else DUTCH
    assert other.findall(_own_words(chapters(html))) == []


def test_the_file_opens_and_counts_its_pages() -> None:
    with opened(pdf("nl")) as file:
        assert len(file.pages) > 20
