"""The pictures: their numbers are the Assessment's, and they may stand anywhere."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from assessor.domain.assess import assess
from assessor.domain.assessment import Assessment, Unseen
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.domain.risk import LEVELS
from assessor.domain.text import Text
from assessor.reports.drawing import Layout
from assessor.reports.pictures import dimensions_picture, ways_out_picture
from assessor.reports.risk_pictures import inherent_picture, level_sign, risk_matrix_picture
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"
Picture = Callable[[Assessment, Language, Layout], str]

PICTURES: dict[str, Picture] = {
    "dimensions": lambda a, language, layout: dimensions_picture(
        a, samples.questionnaire(), language, layout
    ),
    "inherent": lambda a, language, layout: inherent_picture(a, samples.questionnaire(), language, layout),
    "matrix": lambda a, language, layout: risk_matrix_picture(a, samples.questionnaire(), language, layout),
    "ways_out": ways_out_picture,
}
LAYOUTS: tuple[Layout, ...] = ("wide", "narrow", "paper", "slip")


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)


def shown(picture: str) -> list[str]:
    return [text.text or "" for text in parsed(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_picture_is_safe_anywhere_and_says_what_it_shows(
    name: str, layout: Layout, language: Language
) -> None:
    picture = PICTURES[name](assess(samples.half_open()), language, layout)
    root = parsed(picture)
    assert root.get("role") == "img"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert (root.get("aria-labelledby") or "").split() == ids
    assert all(e.text for e in root.iter(f"{SVG}title"))
    for element in root.iter():
        assert "style" not in element.attrib
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "rect",
            "path",
            "line",
            "circle",
            "text",
        }
        assert not any("url(" in value or "href" in key for key, value in element.attrib.items())


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_drawn_outside_the_canvas(name: str, layout: Layout) -> None:
    for case in (samples.bluffer(), samples.half_open(), samples.small_and_good()):
        root = parsed(PICTURES[name](assess(case), "nl", layout))
        width = float(root.get("width") or 0)
        for rect in root.iter(f"{SVG}rect"):
            assert float(rect.get("x") or 0) >= 0
            assert float(rect.get("x") or 0) + float(rect.get("width") or 0) <= width + 0.5
        for text in root.iter(f"{SVG}text"):
            about = len(text.text or "") * float(text.get("font-size") or 0) * 0.5
            left = (
                float(text.get("x") or 0)
                - {"start": 0, "middle": about / 2, "end": about}[text.get("text-anchor") or ""]
            )
            assert left > -4, text.text
            assert left + about < width + 4, text.text


def test_letters_stay_legible_on_a_narrow_screen() -> None:
    for draw in PICTURES.values():
        root = parsed(draw(assess(samples.half_open()), "nl", "narrow"))
        scale = 320 / float(root.get("width") or 0)
        assert min(float(t.get("font-size") or 0) for t in root.iter(f"{SVG}text")) * scale >= 10


def test_a_dimension_that_scores_otherwise_is_drawn_otherwise() -> None:
    case = samples.small_and_good()
    before = dimensions_picture(assess(case), case.questionnaire, "nl")
    worse = {
        key: dataclasses.replace(a, anchor=1, evidence=EvidenceLevel.E1)
        if key.question.startswith("VAL")
        else a
        for key, a in case.agreed.items()
    }
    after = dimensions_picture(assess(dataclasses.replace(case, agreed=worse)), case.questionnaire, "nl")
    found = assess(dataclasses.replace(case, agreed=worse)).dimension("VAL")
    assert found is not None
    assert str(round(found.score or 0)) in shown(after)
    assert shown(before) != shown(after)
    assert "plafond" in after
    assert "plafond" not in before


def test_open_questions_show_as_a_range() -> None:
    picture = dimensions_picture(assess(samples.half_open()), samples.questionnaire(), "en")
    found = assess(samples.half_open()).dimension("VAL")
    assert found is not None
    assert f"{found.score:.0f}–{found.high:.0f}" in shown(picture)


def test_the_inherent_risk_is_drawn_from_the_buyers_facts() -> None:
    case = samples.bluffer()
    q = case.questionnaire
    assert "96" in shown(inherent_picture(assess(case), q, "nl"))
    milder = dataclasses.replace(
        case,
        scope=dataclasses.replace(case.scope, effect="highlights"),
        buyer=dataclasses.replace(case.buyer, effect="highlights"),
    )
    drawn = shown(inherent_picture(assess(milder), q, "nl"))
    assert "71" in drawn
    assert "+5" in drawn
    assert "96" not in drawn


def test_the_case_moves_in_the_matrix_with_its_risk() -> None:
    def place(case_assessment: Assessment) -> tuple[str | None, str | None]:
        root = parsed(risk_matrix_picture(case_assessment, samples.questionnaire(), "nl"))
        frame = next(r for r in root.iter(f"{SVG}rect") if r.get("stroke-width") == "3.5")
        return frame.get("x"), frame.get("y")

    one, other = assess(samples.bluffer()), assess(samples.small_and_good())
    assert place(one) != place(other)
    assert place(one) == place(dataclasses.replace(one, control_class="D"))
    without = risk_matrix_picture(dataclasses.replace(one, control_class=None), samples.questionnaire(), "en")
    assert "no control class" in shown(without)


@pytest.mark.parametrize(
    ("unseen", "numbers"),
    [
        (Unseen(0.87, 0.9, Text(nl="T1x.", en="T1x.")), ["87%", "3%", "10%"]),
        (Unseen(0.56, 0.56, Text(nl="T1x.", en="T1x.")), ["56%", "44%"]),
        (Unseen(0.0, 0.0, Text(nl="T1x.", en="T1x.")), ["0%", "100%"]),
    ],
)
def test_who_says_no_is_drawn_as_shares_of_all_rejections(unseen: Unseen, numbers: list[str]) -> None:
    found = dataclasses.replace(assess(samples.bluffer()), unseen=unseen)
    assert [t for t in shown(ways_out_picture(found, "nl")) if t.endswith("%")] == numbers


def test_an_unknown_share_is_said_and_not_drawn_as_none() -> None:
    unknown = Unseen(None, 1.0, Text(nl="Niet vastgelegd.", en="Not recorded."))
    found = dataclasses.replace(assess(samples.bluffer()), unseen=unknown)
    assert "kan niet worden berekend" in " ".join(shown(ways_out_picture(found, "nl")))
    nobody = ways_out_picture(dataclasses.replace(found, unseen=None), "en")
    assert "The output stops nobody." in shown(nobody)


def test_numbers_are_written_in_the_language() -> None:
    case = samples.bluffer()
    assert "6.200 sollicitaties per jaar" in shown(inherent_picture(assess(case), case.questionnaire, "nl"))
    assert "6,200 applications a year" in shown(inherent_picture(assess(case), case.questionnaire, "en"))


def test_texts_are_escaped() -> None:
    hostile = Text(nl="<script>&\x00\ufffe\"'", en="]]><b>")
    found = dataclasses.replace(assess(samples.bluffer()), unseen=Unseen(0.5, 1.0, hostile))
    for language in LANGUAGES:
        picture = ways_out_picture(found, language)
        parsed(picture)
        assert "<script" not in picture
        assert "<b>" not in picture


def test_two_equal_pictures_on_one_page_can_have_different_ids() -> None:
    found = assess(samples.bluffer())
    one, other = (ways_out_picture(found, "nl", place=place) for place in ("first", "second"))
    assert set(re.findall(r'id="([^"]+)"', one)).isdisjoint(re.findall(r'id="([^"]+)"', other))
    assert one == ways_out_picture(found, "nl", place="first")


def test_each_level_has_its_own_sign() -> None:
    signs = {level_sign(level) for level in LEVELS}
    assert len(signs) == 5
    assert all('aria-hidden="true"' in sign for sign in signs)
