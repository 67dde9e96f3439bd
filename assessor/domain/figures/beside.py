"""A group beside a reference, with the people of unknown group between them, and small counts as ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from assessor.domain.figures import groups, intervals
from assessor.domain.figures.bounds import Bounds, bounds_of_ratio, ratio_if_spread_like_known, turning_point
from assessor.domain.figures.cells import Cell, Sheet
from assessor.domain.figures.claims import judge_claim, worse_of
from assessor.domain.figures.grounds import GroupFigures
from assessor.domain.figures.groups import (
    IS_REFERENCE,
    NOBODY_IN_GROUP,
    NOBODY_SELECTED,
    Counts,
    compare,
    reading_of,
)
from assessor.domain.figures.possible import (
    PossibleCounts,
    possible_bounds_of_ratio,
    possible_gap,
    possible_rate,
    possible_ratio,
    possible_readings,
    possible_rejection_ratio,
)
from assessor.domain.figures.values import SMALL_COUNT, Range, wilson_over
from assessor.domain.text import Text

OPEN_READING = Text(
    nl="Een aantal kleiner dan 10 is niet precies bekend, en de lezing hangt ervan af.",
    en="A count below 10 is not known exactly, and the reading depends on it.",
)
NO_KNOWN = Text(
    nl="Er zijn mensen van onbekende groep en geen van bekende groep om op af te gaan.",
    en="There are people of unknown group and none of a known one to go by.",
)
REFERENCE_CAN_VANISH = Text(
    nl="Een van de grenzen bestaat niet: dan kwam in de vergelijkingsgroep niemand door.",
    en="One of the bounds does not exist: nobody in the group it is compared with would have gone through.",
)
OF_TWO_GROUPS = (
    "impact_ratio_ci95", "rejection_ratio_ci95", "gap_ci95", "fisher_p", "z", "shortfall", "one_pick_reverses",
)  # fmt: skip
"""What says nothing of a group beside itself."""

Span = tuple[Fraction, Fraction]


def group_figures(cell: Cell, reference: Cell, against: Cell, sheet: Sheet) -> GroupFigures:
    """All figures of a group: ratios, gaps and tests beside `reference`, the reading beside `against`."""
    exact = all(c.is_exact for c in (cell, reference, against, sheet.unknown, sheet.everybody))
    figures = _exact(cell, reference, against, sheet) if exact else _ranges(cell, reference, against, sheet)
    rate, ratio = computed(cell, reference)
    rate_claim = judge_claim(cell.claimed_rate, rate, "rate")
    ratio_claim = judge_claim(cell.claimed_impact_ratio, ratio, "ratio")
    return replace(
        figures,
        rate_claim=rate_claim,
        ratio_claim=ratio_claim,
        claim=worse_of((rate_claim.verdict, ratio_claim.verdict)),
        under_two_percent=groups.under_two_percent(Counts(0, cell.n_in.high), sheet.everybody.n_in.low),
    )


def computed(cell: Cell, reference: Cell) -> tuple[Span | None, Span | None]:
    """Rate and impact ratio as claims are judged against: lowest and highest, the same where counts are exact."""
    g, h = cell.possible, reference.possible
    rates = _span(g.lowest.rate, g.highest.rate)
    if cell.group == reference.group:
        return rates, _span(groups.ratio(g.highest, g.highest))
    return rates, _span(groups.ratio(g.lowest, h.highest), groups.ratio(g.highest, h.lowest))


def _exact(cell: Cell, reference: Cell, against: Cell, sheet: Sheet) -> GroupFigures:
    g, h, unknown = cell.likely, reference.likely, sheet.unknown.likely
    found = compare(g, h, sheet.everybody.likely)
    why = {name: text for name, text in found.why.items() if name not in ("z_p", "reading")}
    is_reference = cell.group == reference.group
    if is_reference:
        why |= dict.fromkeys(OF_TWO_GROUPS, IS_REFERENCE)
    proportional: float | None
    bounds: Bounds | None
    if is_reference:
        bounds = None if found.impact_ratio is None else (1.0, 1.0)
        proportional = found.impact_ratio
    else:
        bounds = bounds_of_ratio(g, h, unknown)
        proportional = ratio_if_spread_like_known(g, h, unknown, sheet.known_counts)
    if bounds is None or bounds == (None, None):
        bounds, why["bounds_impact_ratio"] = None, NOBODY_IN_GROUP if g.n == 0 else NOBODY_SELECTED
    elif None in bounds:
        why["bounds_impact_ratio"] = REFERENCE_CAN_VANISH
    if proportional is None:
        why["proportional_ratio"] = found.why.get("impact_ratio", NO_KNOWN)
    is_yardstick = cell.group == against.group
    reading = None if is_yardstick else reading_of(g, against.likely)
    if reading is None:
        why["reading"] = IS_REFERENCE if is_yardstick else NOBODY_SELECTED
    return GroupFigures(
        group=cell.group, n_in=cell.n_in, n_through=cell.n_through,
        rate=found.rate, rate_ci95=found.rate_ci95,
        impact_ratio=found.impact_ratio,
        impact_ratio_ci95=None if is_reference else found.impact_ratio_ci95,
        interval_is_adjusted=not is_reference and found.interval_is_adjusted,
        rejection_ratio=found.rejection_ratio,
        rejection_ratio_ci95=None if is_reference else found.rejection_ratio_ci95,
        gap=found.gap,
        gap_ci95=None if is_reference else found.gap_ci95,
        fisher_p=None if is_reference else found.fisher_p,
        z=None if is_reference else found.z,
        below_four_fifths=found.below_four_fifths,
        bounds_impact_ratio=bounds,
        reading=reading,
        claimed_rate=cell.claimed_rate, claimed_impact_ratio=cell.claimed_impact_ratio, claim="not_claimed",
        shortfall=None if is_reference else found.shortfall,
        ratio_to_overall=found.ratio_to_overall,
        proportional_ratio=proportional,
        turning_point=None if is_yardstick or not unknown.n else turning_point(g, against.likely, unknown),
        one_pick_reverses=None if is_reference else found.one_pick_reverses,
        robust=not is_yardstick and groups.is_robust(g, against.likely),
        why=why,
    )  # fmt: skip


def _ranges(cell: Cell, reference: Cell, against: Cell, sheet: Sheet) -> GroupFigures:
    """The same where a count is small: what every value that it can have agrees on, and ranges of the others."""
    is_reference, is_yardstick = cell.group == reference.group, cell.group == against.group
    g, h = cell.possible, reference.possible
    nothing = NOBODY_IN_GROUP if cell.n_in.high == 0 else NOBODY_SELECTED
    one: dict[str, float] = {}
    ranges: dict[str, Range] = {}
    why: dict[str, Text] = dict.fromkeys(
        ("fisher_p", "z", "shortfall", "ratio_to_overall", "proportional_ratio", "one_pick_reverses"),
        SMALL_COUNT,
    )
    for name, (low, high) in _figures(g, h, is_reference).items():
        if low is None or high is None:
            why[name] = nothing
        elif low == high:
            one[name] = low
        else:
            ranges[name], why[name] = (low, high), SMALL_COUNT
    pairs = [(i, j) for i in (g.lowest, g.highest) for j in (h.lowest, h.highest) if i.n and j.n]
    ratio_ci95 = rejection_ci95 = gap_ci95 = None
    if is_reference:
        why |= dict.fromkeys(OF_TWO_GROUPS, IS_REFERENCE)
    else:
        ratio_ci95 = _envelope(pairs, intervals.ratio_interval)
        rejection_ci95 = _envelope(pairs, intervals.rejection_interval)
        gap_ci95 = _envelope(pairs, intervals.gap_interval)
        found = {
            "impact_ratio_ci95": ratio_ci95,
            "rejection_ratio_ci95": rejection_ci95,
            "gap_ci95": gap_ci95,
        }
        why |= {name: nothing for name, interval in found.items() if interval is None}
    below = {groups.below_four_fifths(g.lowest, h.highest), groups.below_four_fifths(g.highest, h.lowest)}
    if is_reference:
        below = {False} if "impact_ratio" in one else {None}
    if len(below) != 1 or None in below:
        why["below_four_fifths"] = SMALL_COUNT if len(below) > 1 else nothing
    readings = frozenset() if is_yardstick else possible_readings(g, against.possible)
    reading = next(iter(readings)) if len(readings) == 1 else None
    if reading is None:
        why["reading"] = (
            IS_REFERENCE if is_yardstick else OPEN_READING if len(readings) > 1 else NOBODY_SELECTED
        )
    bounds: Bounds = (1.0, 1.0) if is_reference else possible_bounds_of_ratio(g, h, sheet.unknown.possible)
    if None in bounds:
        why["bounds_impact_ratio"] = REFERENCE_CAN_VANISH
    return GroupFigures(
        group=cell.group, n_in=cell.n_in, n_through=cell.n_through,
        rate=one.get("rate"),
        rate_ci95=wilson_over((g.lowest.selected, g.lowest.n), (g.highest.selected, g.highest.n)),
        impact_ratio=one.get("impact_ratio"),
        impact_ratio_ci95=ratio_ci95,
        rejection_ratio=one.get("rejection_ratio"),
        rejection_ratio_ci95=rejection_ci95,
        gap=one.get("gap"),
        gap_ci95=gap_ci95,
        fisher_p=None, z=None,
        below_four_fifths=below.pop() if len(below) == 1 else None,
        bounds_impact_ratio=None if bounds == (None, None) else bounds,
        reading=reading,
        claimed_rate=cell.claimed_rate, claimed_impact_ratio=cell.claimed_impact_ratio, claim="not_claimed",
        robust=not is_yardstick
        and all(
            groups.is_robust(i, j)
            for i in (g.lowest, g.highest)
            for j in (against.possible.lowest, against.possible.highest)
        ),
        ranges=ranges,
        why=why,
    )  # fmt: skip


def _figures(g: PossibleCounts, h: PossibleCounts, is_reference: bool) -> dict[str, Bounds]:
    """Lowest and highest of what may be a range; of a group beside itself its rate alone."""
    rate = possible_rate(g)
    if not is_reference:
        return {
            "rate": rate,
            "impact_ratio": possible_ratio(g, h),
            "rejection_ratio": possible_rejection_ratio(g, h),
            "gap": possible_gap(g, h),
        }
    itself: Bounds = (1.0, 1.0)
    return {
        "rate": rate,
        "impact_ratio": itself if g.highest.selected else (None, None),
        "rejection_ratio": itself if g.lowest.rejected else (None, None),
        "gap": (0.0, 0.0),
    }


def _envelope(
    pairs: Sequence[tuple[Counts, Counts]], interval: Callable[[int, int, int, int], Range | None]
) -> Range | None:
    """From the lowest lower end to the highest upper end over the extreme counts."""
    found = [i for g, h in pairs if (i := interval(g.selected, g.n, h.selected, h.n)) is not None]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def _span(*values: Fraction | None) -> Span | None:
    found = [v for v in values if v is not None]
    return (min(found), max(found)) if found else None
