"""The pictures of recomputed figures. Here: differences between groups. See also `selection_pictures`.

Each gives one SVG element as text, for a screen or for paper; the words below a picture and in its description are the
captions of the domain. Ratios are drawn on a logarithmic scale: half as often and twice as often lie equally far from
1, and the intervals, which are computed on that scale, lie evenly round their points.
"""

from __future__ import annotations

import math

from assessor.domain.figures.captions import ground_caption, unknown_words
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.values import as_number
from assessor.domain.figures.words import (
    TOO_FEW,
    capital,
    ground_title,
    group_name,
    is_too_small,
    number_of,
    ratio_of,
    reading_of,
    together,
    with_interval,
)
from assessor.domain.language import Language
from assessor.domain.report.blocks import FunnelPicture, GroupsPicture, Picture, UnseenPicture
from assessor.domain.text import Text
from assessor.reports.drawing import ACCENT, INK, MUTED, PALE, PAPER, RULE, Drawing, Layout, wrap
from assessor.reports.selection_pictures import funnel_picture, unseen_picture


def draw(picture: Picture, language: Language, layout: Layout = "wide", place: str = "") -> str:
    """The picture of a block. `place` tells two equal ones on a page apart."""
    match picture:
        case FunnelPicture(stages):
            return funnel_picture(stages, language, layout, place)
        case GroupsPicture(ground):
            return groups_picture(ground, language, layout, place)
        case UnseenPicture(rows):
            return unseen_picture(rows, language, layout, place)


# --- differences between groups ---------------------------------------------------------------------------

_TICKS = (0.1, 0.25, 0.5, 0.8, 1.0, 1.25, 2.0, 4.0, 10.0)
_FOUR_FIFTHS = 0.8


class _Scale:
    """Where a ratio lies: logarithmic, wide enough for what is drawn, never narrower than half to one and a half."""

    def __init__(self, ground: GroundFigures, left: float, width: float) -> None:
        drawn = [r for g in ground.groups if not is_too_small(g, ground) for r in _reach(g, ground)]
        self.low = max(min([0.5, *(r * 0.92 for r in drawn if r > 0)]), 0.08)
        self.high = min(max([1.5, *(r * 1.08 for r in drawn)]), 12.0)
        self.left, self.width = left, width

    def at(self, ratio: float) -> float:
        kept = min(max(ratio, self.low), self.high)
        return self.left + self.width * math.log(kept / self.low) / math.log(self.high / self.low)

    @property
    def ticks(self) -> list[float]:
        """The lines at 1 and four fifths always; others where there is room beside these."""
        kept = [1.0, _FOUR_FIFTHS]
        for tick in sorted(_TICKS, key=lambda one: abs(math.log(one))):
            inside = self.low <= tick <= self.high and tick not in kept
            if inside and all(abs(self.at(tick) - self.at(other)) >= 30 for other in kept):
                kept.append(tick)
        return sorted(kept)


def _reach(group: GroupFigures, ground: GroundFigures) -> list[float]:
    """The ratios that are drawn of a group."""
    both = [*(group.impact_ratio_ci95 or ()), *group.ranges.get("impact_ratio", ())]
    both += [b for b in _bounds(group, ground) or () if b is not None]
    return both if group.impact_ratio is None else [*both, group.impact_ratio]


def _bounds(group: GroupFigures, ground: GroundFigures) -> tuple[float | None, float | None] | None:
    if group.group == ground.reference or not ground.unknown.n_in.high:
        return None
    return group.bounds_impact_ratio


def groups_picture(
    ground: GroundFigures, language: Language, layout: Layout = "wide", place: str = ""
) -> str:
    """A row for each group: its ratio with the interval, the lines at 1 and 0.80, and behind it the bounds."""
    drawing = Drawing(layout)
    left, right = (10.0, 10.0) if drawing.is_narrow else (176.0, 176.0)
    scale = _Scale(ground, left, drawing.width - left - right)
    y = 22.0
    _ticks(drawing, scale, language, y - 4)
    for group in ground.groups:
        y = _group_row(drawing, scale, group, ground, language, y)
    _groups_key(drawing, ground, language, y + 16)
    title = Text(nl="Verschillen tussen groepen: {t}.", en="Differences between groups: {t}.")
    words = together((ground_caption(ground), unknown_words(ground)))
    return drawing.svg("groups", title.fill(t=ground_title(ground)).to(language), words.to(language), place)


def _ticks(drawing: Drawing, scale: _Scale, language: Language, top: float) -> None:
    for tick in scale.ticks:
        x = scale.at(tick)
        digits = 0 if tick >= 1 and tick == int(tick) else 2
        is_line = tick in (1.0, _FOUR_FIFTHS)
        label = min(max(x, 13.0), drawing.width - 13)
        drawing.text(
            label, top - 6, as_number(tick, digits).to(language), 11, 700 if is_line else 400, "middle",
            INK if is_line else MUTED,
        )  # fmt: skip
        if not is_line:
            drawing.line(x, top, x, top + 4, MUTED)


def _two_lines(drawing: Drawing, scale: _Scale, top: float, bottom: float) -> None:
    """At 1 and at four fifths; drawn row by row under the points; on a narrow picture where no words stand."""
    for ratio, dashes in ((1.0, ""), (_FOUR_FIFTHS, "5 3")):
        drawing.line(scale.at(ratio), top, scale.at(ratio), bottom, INK, 1.5, dashes)


def _group_row(
    drawing: Drawing, scale: _Scale, group: GroupFigures, ground: GroundFigures, language: Language, y: float
) -> float:
    name = capital(group_name(group.group)).to(language)
    n = Text(nl="n = {n}", en="n = {n}").fill(n=number_of(group.n_in)).to(language)
    is_small = is_too_small(group, ground)
    reading = TOO_FEW if is_small else reading_of(group, ground)
    value = None if is_small else with_interval(ratio_of(group), group.impact_ratio_ci95).to(language)
    top = y
    if drawing.is_narrow:
        for line in wrap(name, 42):
            y += 17
            drawing.text(0, y, line, 13, 600)
        below = f"{value}: {reading.to(language)}" if value else reading.to(language)
        for line in wrap(f"{below} ({n})", 46):
            y += 16
            drawing.text(0, y, line, 12)
        middle = y + 18
        y += 10 if is_small else 34
    else:
        lines = wrap(name, 24)
        says = wrap(reading.to(language), 25)
        height = 16.0 * max(len(lines) + 1, len(says) + (1 if value else 0)) + 12
        middle = y + height / 2
        for place, line in enumerate([*lines, n]):
            drawing.text(0, y + 16 + place * 16, line, 12 if line == n else 13, 400 if line == n else 600)
        x = drawing.width - 164
        for place, line in enumerate([*([value] if value else []), *says]):
            drawing.text(x, y + 16 + place * 16, line, 12.5, 700 if value and place == 0 else 400)
        y += height
    if not drawing.is_narrow:
        _two_lines(drawing, scale, top, y)
    elif not is_small:
        _two_lines(drawing, scale, middle - 11, middle + 11)
    if not is_small:
        _point(drawing, scale, group, ground, middle)
    drawing.line(0, y, drawing.width, y, RULE, 0.6)
    return y


def _point(drawing: Drawing, scale: _Scale, group: GroupFigures, ground: GroundFigures, y: float) -> None:
    bounds = _bounds(group, ground)
    if bounds is not None:
        low = scale.low if bounds[0] is None else bounds[0]
        high = scale.high if bounds[1] is None else bounds[1]
        x = scale.at(low)
        drawing.box(x, y - 8, max(scale.at(high) - x, 2), 16, PALE, RULE, 0.8)
    ends = group.impact_ratio_ci95 or group.ranges.get("impact_ratio")
    if ends is not None:
        left, right = scale.at(ends[0]), scale.at(ends[1])
        drawing.line(left, y, right, y, INK, 2.2)
        for x, is_inside in ((left, ends[0] >= scale.low), (right, ends[1] <= scale.high)):
            if is_inside:
                drawing.line(x, y - 5, x, y + 5, INK, 2.2)
    if group.impact_ratio is not None:
        is_reference = group.group == ground.reference
        drawing.dot(scale.at(group.impact_ratio), y, 5.5, PAPER if is_reference else ACCENT)


def _groups_key(drawing: Drawing, ground: GroundFigures, language: Language, y: float) -> None:
    entries = [
        (Text(nl="verhouding met 95%-interval", en="ratio with 95% interval"), "point"),
        (Text(nl="vergelijkingsgroep", en="group compared with"), "reference"),
        (Text(nl="grens van vier vijfde (0,80)", en="line of four fifths (0.80)"), "line"),
    ]
    if ground.unknown.n_in.high:
        words = Text(
            nl="wat mensen van onbekende groep kunnen schelen", en="what people of unknown group may change"
        )
        entries.append((words, "bounds"))
    x = 0.0
    for words, kind in entries:
        label = words.to(language)
        wide = 40 + len(label) * 6.3
        if x and x + wide > drawing.width:
            x, y = 0.0, y + 18
        if kind == "bounds":
            drawing.box(x, y - 9, 22, 12, PALE, RULE, 0.8)
        elif kind == "line":
            drawing.line(x, y - 3, x + 22, y - 3, INK, 1.5, "5 3")
        elif kind == "reference":
            drawing.dot(x + 11, y - 3, 5, PAPER)
        else:
            drawing.line(x, y - 3, x + 22, y - 3, INK, 2.2)
            drawing.dot(x + 11, y - 3, 4.5, ACCENT)
        drawing.text(x + 28, y + 1, label, 11, fill=MUTED)
        x += wide
