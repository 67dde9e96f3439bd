"""The picture of how firm an order is: its numbers are those of the table, in every layout and both languages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from assessor.domain.award import FORMULA, Award, SubCriterion
from assessor.domain.firmness import Candidate, Firmness, firmness
from assessor.domain.language import Language
from assessor.domain.text import Text
from assessor.reports.drawing import Layout
from assessor.reports.robustness_pictures import MOST_OFFERS, MOST_PLACES, places_picture, share_words
from tests.domain.miniature import agreed, keys, miniature, question

SVG = "{http://www.w3.org/2000/svg}"
LAYOUTS: tuple[Layout, ...] = ("wide", "narrow", "paper", "slip")
Q = miniature(question("VAL-01"), question("HUM-01"), question("BIA-01"))
KEYS = keys("VAL-01", "HUM-01", "BIA-01")
NAME = Text(nl="naam", en="name")
LONG = "Onafhankelijke Arbeidsmarktbemiddelingsorganisatie Noordoost-Nederland & Partners (fictief)"


@cache
def found(*scores: str, weights: tuple[int, int, int] = (40, 35, 25)) -> Firmness:
    award = Award(
        FORMULA,
        tuple(
            SubCriterion(k.question[:3], NAME, w, (k.question,)) for k, w in zip(KEYS, weights, strict=True)
        ),
    )
    offers = [
        Candidate(
            Text(nl=f"{LONG} {n}", en=f"{LONG} {n}"),
            KEYS,
            {key: agreed(int(anchor), "E4") for key, anchor in zip(KEYS, one, strict=True)},
            {},
        )
        for n, one in enumerate(scores)
    ]
    result = firmness(Q, award, {}, offers)
    assert result is not None
    return result


FIVE = ("431", "224", "343", "111", "244")
MANY = tuple(f"{n % 5}{n // 5 % 5}{n // 3 % 5}" for n in range(30))


def root_of(of: Firmness, language: Language = "nl", layout: Layout = "wide") -> ET.Element:
    return ET.fromstring(places_picture(of, language, layout))


def shown(of: Firmness, layout: Layout = "wide") -> list[str]:
    return [text.text or "" for text in root_of(of, "nl", layout).iter(f"{SVG}text")]


@pytest.mark.parametrize("scores", [FIVE, MANY, ("222", "222")])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_safe_anywhere_within_its_canvas_and_says_what_it_shows(
    scores: tuple[str, ...], layout: Layout, language: Language
) -> None:
    root = root_of(found(*scores), language, layout)
    assert root.get("role") == "img"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert (root.get("aria-labelledby") or "").split() == ids
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "rect", "line", "text"}
        assert "style" not in element.attrib
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.get("x") or 0) >= 0
        assert float(rect.get("x") or 0) + float(rect.get("width") or 0) <= width + 0.5
        assert float(rect.get("y") or 0) + float(rect.get("height") or 0) <= height
    for text in root.iter(f"{SVG}text"):
        about = len(text.text or "") * float(text.get("font-size") or 0) * 0.5
        assert float(text.get("x") or 0) + about < width + 4, text.text
        assert float(text.get("font-size") or 0) * 320 / width >= 10 or layout in ("wide", "paper")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_number_is_that_of_the_table(layout: Layout) -> None:
    of = found(*FIVE)
    numbers = [
        share_words(count, of.draws)
        for offer in of.offers
        for count in offer.drawn.places
        if count or layout in ("wide", "paper")
    ]
    drawn = [t for t in shown(of, layout) if t.lstrip("<>").isdigit()]
    assert drawn == numbers


def test_a_bar_is_as_long_as_its_share() -> None:
    of = found("444", "111", "222")
    bars = [float(r.get("width") or 0) for r in root_of(of).iter(f"{SVG}rect") if r.get("stroke") is None]
    lanes = [float(r.get("width") or 0) + 1 for r in root_of(of).iter(f"{SVG}rect") if r.get("stroke")]
    assert bars == pytest.approx(lanes[:3], abs=0.2), "each has one place for certain"
    assert len(lanes) == 9


def test_changed_scores_and_changed_weights_change_the_numbers() -> None:
    usual = shown(found(*FIVE))
    assert shown(found("431", "224", "243", "111", "244")) != usual
    assert shown(found(*FIVE, weights=(60, 20, 20))) != usual
    assert shown(found(*FIVE)) == usual


def test_the_words_say_the_same_in_both_languages() -> None:
    of = replace(found("431", "224"), draws=10_000)
    first = Fraction(of.offers[0].drawn.places[0], 100)
    for language, said in (("nl", "plaats 1 bij {n} van de 100"), ("en", "place 1 in {n} of 100")):
        for layout in ("wide", "paper"):
            picture = places_picture(of, language, layout)  # type: ignore[arg-type]
            assert said.format(n=int(first + Fraction(1, 2))) in picture
    paper = root_of(of, "nl", "paper")
    assert not list(paper.iter(f"{SVG}desc")), "on paper the title holds all"


def test_of_many_the_first_are_drawn() -> None:
    of = found(*MANY)
    assert len(of.offers) == 30
    heads = [t for t in shown(of) if t.startswith("plaats ")]
    assert len(heads) == MOST_PLACES
    numbers = [t for t in shown(of) if t.lstrip("<>").isdigit()]
    assert len(numbers) == MOST_OFFERS * MOST_PLACES


def test_what_is_nearly_nothing_or_all_is_not_drawn_as_that() -> None:
    assert [share_words(n, 10_000) for n in (0, 1, 50, 9950, 9999, 10_000)] == [
        "0",
        "<1",
        "1",
        ">99",
        ">99",
        "100",
    ]
