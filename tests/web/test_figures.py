"""Recomputed figures on screen: pictures with tables and sums, contradictions with their finding, beside answers."""

from __future__ import annotations

import re

import pytest

from assessor.web.figures import figure_sections
from tests.factories import Town
from tests.pages import AISHA, MARJA, ROUND, about
from tests.reports import funnels
from tests.scenes import Scenes
from tests.web.client import Client, Page

LUCHTKASTEEL, MEETLAT, GLIMLACH, ZOALS = "Luchtkasteel", "Eerlijke", "Glimlach", "Zoals"


def client(scenes: Scenes, who: str, language: str = "nl") -> Client:
    found = Client(scenes.app, Town(scenes.parts.store, scenes.parts.clock()), scenes.person(who))
    found.post("/language", {"language": language})
    return found


def figures_page(scenes: Scenes, vendor: str, who: str = MARJA, language: str = "nl") -> Page:
    return client(scenes, who, language).get(scenes.address("figures.overview", about(who, ROUND, vendor)))


def test_everything_recomputed_stands_on_one_page_with_its_sum(scenes: Scenes) -> None:
    page = figures_page(scenes, LUCHTKASTEEL)
    for words in (
        "Wie zegt hier nee?", "Er zijn 1.192 afwijzingen; 87,0% van hen is door geen mens bekeken.",
        "Vrouwen: 21,0% kwam door (147 van 700); mannen: 29,0% (261 van 900).",
        "Dit is een signaal", "(147/700) / (261/900) = 0,72", "842 / 1.192 = 70,6%",
    ):  # fmt: skip
        assert words in page.words, words


def test_each_picture_comes_with_its_table_and_a_caption(scenes: Scenes) -> None:
    page = figures_page(scenes, MEETLAT)
    for section in page.find_all("section"):
        figures = section.findall("figure")
        if figures:
            assert section.findall("div/table"), section.get("id")
            assert all(f.findtext("figcaption") for f in figures)


def test_a_contradiction_stands_first_and_leads_to_its_finding(scenes: Scenes) -> None:
    page = figures_page(scenes, LUCHTKASTEEL)
    (table,) = [t for t in page.find_all("table") if t.findtext("caption", "").startswith("Opgaven")]
    rows = list(table.iter("tr"))[1:]
    first = " ".join("".join(rows[0].itertext()).split())
    assert "klopt niet met de aantallen" in first
    assert any(re.search(r"/findings/", a.get("href", "")) for a in rows[0].iter("a"))


def test_a_vendor_without_tables_gets_no_empty_figures(scenes: Scenes) -> None:
    page = figures_page(scenes, GLIMLACH, language="en")
    assert "The vendor delivered no tables from which anything can be computed." in page.words
    assert "This table was not delivered." in page.words
    assert not page.find_all("figure")


def test_numbers_follow_the_language_of_the_reader(scenes: Scenes) -> None:
    assert "63.0% to 73.0%" in figures_page(scenes, ZOALS, language="en").words
    assert "63,0% tot 73,0%" in figures_page(scenes, ZOALS).words


def test_nothing_on_the_page_is_called_fair(scenes: Scenes) -> None:
    for language in ("nl", "en"):
        page = figures_page(scenes, ZOALS, language=language)
        assert not re.search(r"\b(eerlijk|fair)\b", page.words, re.I)


BESIDE = [("BIA-04", "Verschillen tussen groepen"), ("HUM-01", "Wie zegt hier nee?")]


@pytest.mark.parametrize(("question", "words"), BESIDE)
def test_an_assessor_sees_the_figures_beside_the_answer_that_rests_on_them(
    scenes: Scenes, question: str, words: str
) -> None:
    state = about(AISHA, ROUND, LUCHTKASTEEL, question=question)
    page = client(scenes, AISHA).get(scenes.address("scoring.question", state))
    assert "Nagerekend uit de tabellen" in page.words
    assert words in page.words
    assert scenes.address("figures.overview", about(AISHA, ROUND, LUCHTKASTEEL)) in page.links


def test_a_question_that_rests_on_no_table_shows_no_figures(scenes: Scenes) -> None:
    state = about(AISHA, ROUND, LUCHTKASTEEL, question="PRO-01")
    assert "Nagerekend" not in client(scenes, AISHA).get(scenes.address("scoring.question", state)).words


def test_the_assessment_and_the_comparison_lead_to_the_figures(scenes: Scenes) -> None:
    manager = client(scenes, MARJA)
    address = scenes.address("figures.overview", about(MARJA, ROUND, LUCHTKASTEEL))
    overview = manager.get(scenes.address("assessments.overview", about(MARJA, ROUND, LUCHTKASTEEL)))
    assert address in overview.links
    assert "Vrouwen 21,0%, mannen 29,0%: verhouding 0,72 (0,61 tot 0,86)" in overview.words
    compared = manager.get(scenes.address("comparison.overview", about(MARJA, ROUND)))
    assert f"{address}#section-groups" in compared.links
    assert "Grootste verschil" in compared.words
    assert "vrouwen: signaal" in compared.words
    assert "geen tabel" in compared.words


def test_the_figures_are_not_for_the_vendor(scenes: Scenes) -> None:
    address = scenes.address("figures.overview", about(MARJA, ROUND, LUCHTKASTEEL))
    answer = client(scenes, "luchtkasteel@demo.example").browser.get(address)
    assert answer.status_code in (302, 404)
    assert b"Nagerekende" not in answer.data


def test_a_preview_shows_only_what_rests_on_the_table() -> None:
    figures = funnels.two_stages()
    assert [s.code for s in figure_sections(figures, ["T1"])] == ["groups"]
    assert [s.code for s in figure_sections(figures, ["T1x"])] == ["oversight"]
    assert [s.code for s in figure_sections(figures)] == ["oversight", "groups"]
