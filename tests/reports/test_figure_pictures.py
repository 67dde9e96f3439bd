"""The pictures of recomputed figures: drawn from the values, readable anywhere, and saying what they show."""

from __future__ import annotations

import dataclasses
import re
from xml.etree import ElementTree as ET

import pytest

from assessor.domain.figures.figures import Figures
from assessor.domain.language import LANGUAGES, Language
from assessor.domain.report.blocks import Block, GroupsPicture, UnseenPicture
from assessor.domain.report.recomputed import sections_of
from assessor.domain.tables.model import exactly
from assessor.reports.drawing import Layout
from assessor.reports.figure_pictures import draw, groups_picture
from assessor.reports.selection_pictures import funnel_picture, unseen_picture
from tests.reports import funnels
from tests.reports.test_pictures import SVG, parsed, shown

LAYOUTS: tuple[Layout, ...] = ("wide", "narrow", "paper", "slip")
FIGURES = {
    "two_stages": funnels.two_stages,
    "not_recorded": funnels.not_recorded,
    "only_small": funnels.only_small,
}


def drawn_blocks(figures: Figures) -> list[Block]:
    return [b for s in sections_of(figures) for b in s.blocks if b.picture is not None]


def pictures(figures: Figures, language: Language, layout: Layout) -> list[str]:
    return [draw(b.picture, language, layout, b.id) for b in drawn_blocks(figures) if b.picture is not None]


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_safe_anywhere_says_what_it_shows_and_stays_on_its_canvas(
    name: str, layout: Layout, language: Language
) -> None:
    found = pictures(FIGURES[name](), language, layout)
    assert found
    ids = [i for picture in found for i in re.findall(r' id="([^"]+)"', picture)]
    assert len(ids) == len(set(ids)), "several on one page"
    for picture in found:
        root = parsed(picture)
        assert root.get("role") == "img"
        assert all(e.text for e in root.iter(f"{SVG}title"))
        tags = {e.tag.removeprefix(SVG) for e in root.iter()}
        assert tags <= {"svg", "title", "desc", "rect", "path", "line", "circle", "text"}
        for element in root.iter():
            assert "style" not in element.attrib
            assert not any("url(" in value or "href" in key for key, value in element.attrib.items())
        _is_inside(root)


def _is_inside(root: ET.Element) -> None:
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    for rect in root.iter(f"{SVG}rect"):
        x, y = float(rect.get("x") or 0), float(rect.get("y") or 0)
        assert x >= 0
        assert x + float(rect.get("width") or 0) <= width + 0.5
        assert y + float(rect.get("height") or 0) <= height + 0.5
    for text in root.iter(f"{SVG}text"):
        about = len(text.text or "") * float(text.get("font-size") or 0) * 0.5
        left = (
            float(text.get("x") or 0)
            - {"start": 0, "middle": about / 2, "end": about}[text.get("text-anchor") or ""]
        )
        assert left > -4, text.text
        assert left + about < width + 4, text.text


def test_letters_stay_legible_on_a_narrow_screen() -> None:
    for picture in pictures(funnels.two_stages(), "nl", "narrow"):
        root = parsed(picture)
        scale = 320 / float(root.get("width") or 0)
        assert min(float(t.get("font-size") or 0) for t in root.iter(f"{SVG}text")) * scale >= 10


def test_all_words_of_a_picture_on_paper_are_in_its_title() -> None:
    for picture in pictures(funnels.two_stages(), "nl", "paper"):
        root = parsed(picture)
        assert next(root.iter(f"{SVG}desc"), None) is None
        assert len(next(root.iter(f"{SVG}title")).text or "") > 80


def ground_block(figures: Figures, place: int = 0) -> GroupsPicture:
    return [b.picture for b in drawn_blocks(figures) if isinstance(b.picture, GroupsPicture)][place]


def test_a_group_that_falls_further_behind_is_drawn_further_to_the_left() -> None:
    def place(women: int) -> float:
        rows = funnels.stage(1, "cv", {"sex": {"women": (700, women), "men": (900, 261)}})
        picture = groups_picture(ground_block(funnels.figures(rows)).ground, "nl")
        first = next(parsed(picture).iter(f"{SVG}circle"))
        return float(first.get("cx") or 0)

    assert place(120) < place(147) < place(200)


def test_the_lines_at_one_and_at_four_fifths_are_always_there() -> None:
    for make in FIGURES.values():
        for block in drawn_blocks(make()):
            if isinstance(block.picture, GroupsPicture):
                drawn = parsed(draw(block.picture, "en", "wide"))
                texts = shown(draw(block.picture, "en", "wide"))
                assert {"1", "0.80"} <= set(texts)
                dashed = [e for e in drawn.iter(f"{SVG}line") if e.get("stroke-dasharray")]
                assert dashed


def test_equal_ratios_lie_equally_far_on_either_side_of_one() -> None:
    rows = funnels.stage(1, "cv", {"sex": {"a": (1000, 250), "b": (1000, 500), "c": (1000, 1000)}})
    figures = funnels.figures(rows)
    ground = dataclasses.replace(ground_block(figures).ground, reference="b")
    groups = tuple(
        dataclasses.replace(g, impact_ratio=ratio, impact_ratio_ci95=None, reading="signal")
        for g, ratio in zip(ground.groups, (0.5, 1.0, 2.0), strict=True)
    )
    circles = parsed(groups_picture(dataclasses.replace(ground, groups=groups), "nl")).iter(f"{SVG}circle")
    low, one, high = [float(c.get("cx") or 0) for c in circles][:3]
    assert one - low == pytest.approx(high - one, abs=0.2)


def test_people_of_unknown_group_are_drawn_as_a_lighter_bar_and_explained_only_where_there_are_any() -> None:
    with_unknown = draw(ground_block(funnels.two_stages(), 0), "nl", "wide")
    assert "wat mensen van onbekende groep kunnen schelen" in shown(with_unknown)
    without = draw(ground_block(funnels.two_stages(), 1), "nl", "wide")
    assert "wat mensen van onbekende groep kunnen schelen" not in shown(without)
    assert not list(parsed(without).iter(f"{SVG}rect"))


def test_a_small_group_is_said_in_words_and_has_no_point() -> None:
    for language, words in (("nl", "te weinig om iets te"), ("en", "too few to tell")):
        picture = draw(ground_block(funnels.only_small()), language, "wide")  # type: ignore[arg-type]
        assert any(words in text for text in shown(picture))
        # Only the signs of the key: no point, and no ratio anywhere.
        assert len(list(parsed(picture).iter(f"{SVG}circle"))) == 2
        assert "0.56" not in picture
        assert "0,56" not in picture


def test_n_stands_at_every_row() -> None:
    texts = shown(draw(ground_block(funnels.two_stages()), "en", "wide"))
    assert {"n = 700", "n = 900"} <= set(texts)


def test_the_funnel_names_who_looked_and_who_decided_at_each_stage() -> None:
    block = next(b for b in drawn_blocks(funnels.two_stages()) if b.id == "funnel")
    assert block.picture is not None
    texts = shown(draw(block.picture, "nl", "wide"))
    for words in (
        "1. Cv-screening", "1.800 mensen binnen", "door: 468 (26%)", "afgewezen: 1.332 (74%)",
        "door geen mens bekeken: 842 (63%)", "geopend, blik niet zeker: 300 (23%)", "niet vastgelegd: 190 (14%)",
        "regel: 190 (14%)", "model: 842 (63%)", "model en mens: 300 (23%)", "2. Gesprek", "mens: 268 (100%)",
    ):  # fmt: skip
        assert words in texts


def test_the_funnel_changes_with_the_counts() -> None:
    def picture(seen: int) -> str:
        ways = [funnels.way(1, "cv", 500, "no"), funnels.way(1, "cv", seen, "qualifying", "human")]
        block = drawn_blocks(funnels.figures(ways=ways))[0]
        assert block.picture is not None
        return draw(block.picture, "nl")

    assert "door een mens bekeken: 100 (17%)" in shown(picture(100))
    assert "door een mens bekeken: 500 (50%)" in shown(picture(500))


def test_what_cannot_be_computed_is_never_drawn_as_seen() -> None:
    figures = funnels.not_recorded()
    oversight = figures.oversight
    assert oversight is not None
    row = next(b for s in sections_of(figures) for b in s.blocks if b.id == "unseen-stages")
    assert row.table is not None
    assert row.table.rows[0][-1].nl == "niet te berekenen"
    block = next(b for b in drawn_blocks(figures) if b.id == "funnel")
    assert block.picture is not None
    assert "niet vastgelegd: 500 (100%)" in shown(draw(block.picture, "nl"))
    assert not any("bekeken" in text for text in shown(draw(block.picture, "nl")))


def test_unseen_shares_are_drawn_from_at_least_to_at_most() -> None:
    block = next(b for b in drawn_blocks(funnels.two_stages()) if b.id == "unseen-groups")
    assert isinstance(block.picture, UnseenPicture)
    women = block.picture.rows[0]
    texts = shown(unseen_picture(block.picture.rows, "en"))
    assert "72.3% to 100.0%" in texts
    assert "at most not seen" in texts
    closed = dataclasses.replace(
        women, unseen=dataclasses.replace(women.unseen, opened=exactly(0), share_max=women.unseen.share)
    )
    assert "at most not seen" not in shown(unseen_picture([closed], "en"))


def test_hostile_names_are_escaped_and_wrapped() -> None:
    name = "<script>alert(1)</script> " + "W" * 300
    rows = funnels.stage(1, name, {"<b>": {name: (700, 147), "men & \x00": (900, 261)}})
    figures = funnels.figures(rows, [funnels.way(1, name, 100, "no")])
    for language in LANGUAGES:
        for layout in LAYOUTS:
            for picture in pictures(figures, language, layout):
                parsed(picture)
                assert "<script" not in picture


def test_nothing_at_all_gives_an_empty_picture_and_no_error() -> None:
    assert parsed(funnel_picture((), "nl")) is not None
    assert parsed(unseen_picture((), "nl")) is not None
