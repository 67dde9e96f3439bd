"""What the counts of a group and a reference say: rates, ratios, gaps, tests, and the reading in fixed words.

Differences are group minus reference, ratios group over reference, all as fractions. Whatever is compared with a
limit (four fifths, five points, two per cent) is compared in whole numbers, so that exactly the limit is the limit.
A figure that does not exist is None, and `why` says why under its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessor.domain.figures import intervals
from assessor.domain.figures.exact import fisher_two_sided, p_of_z, pooled_z
from assessor.domain.figures.intervals import Interval
from assessor.domain.text import Text

Reading = Literal["insufficient", "signal", "small_but_certain", "unclear", "no_signal_seen"]

READINGS: Mapping[Reading, Text] = {
    "insufficient": Text(nl="te weinig om iets te zeggen", en="too few to tell"),
    "signal": Text(nl="signaal", en="signal"),
    "small_but_certain": Text(nl="klein maar zeker verschil", en="small but certain"),
    "unclear": Text(nl="onduidelijk", en="unclear"),
    "no_signal_seen": Text(nl="geen signaal gezien", en="no signal seen"),
}

RATE_FROM = 10
"""A rate is shown from this many people."""
COMPARED_FROM = 30
"""Ratio and gap are read from this many people on both sides."""
ROBUST_FROM = 100

NOBODY_IN_GROUP = Text(nl="In deze groep zat niemand.", en="Nobody was in this group.")
NOBODY_IN_REFERENCE = Text(
    nl="In de vergelijkingsgroep zat niemand.", en="Nobody was in the group it is compared with."
)
NOBODY_SELECTED = Text(
    nl="In de vergelijkingsgroep kwam niemand door; er is niets om door te delen.",
    en="Nobody in the group it is compared with went through; there is nothing to divide by.",
)
NOBODY_REJECTED = Text(
    nl="In de vergelijkingsgroep viel niemand af; er is niets om door te delen.",
    en="Nobody in the group it is compared with dropped out; there is nothing to divide by.",
)
ALL_THE_SAME = Text(
    nl="In beide groepen kwam iedereen door of niemand; er is niets te toetsen.",
    en="In both groups everybody went through, or nobody; there is nothing to test.",
)
NOBODY_OVERALL = Text(nl="Er kwam niemand door.", en="Nobody went through.")
NOT_ASKED = Text(nl="Het totaal is niet opgegeven.", en="The total was not given.")
IS_REFERENCE = Text(nl="Dit is de vergelijkingsgroep zelf.", en="This is the group that is compared with.")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of how many went through."""

    selected: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.selected <= self.n:
            raise ValueError(f"{self.selected} of {self.n} is not a count")

    @property
    def rejected(self) -> int:
        """Everybody who did not go through."""
        return self.n - self.selected

    @property
    def rate(self) -> Fraction | None:
        """Exact. None when nobody is in the group."""
        return Fraction(self.selected, self.n) if self.n else None

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.selected + other.selected, self.n + other.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A group beside a reference. Intervals are 95 %: Wilson, Katz log, Newcombe."""

    group: Counts
    reference: Counts
    rate: float | None
    rate_ci95: Interval | None
    impact_ratio: float | None
    impact_ratio_ci95: Interval | None
    interval_is_adjusted: bool
    """0.5 was added to all four cells, for the interval of the impact ratio alone."""
    rejection_ratio: float | None
    rejection_ratio_ci95: Interval | None
    gap: float | None
    gap_ci95: Interval | None
    shortfall: float | None
    """How many more of the group would have gone through at the rate of both together; negative is a surplus."""
    ratio_to_overall: float | None
    fisher_p: float | None
    z: float | None
    z_p: float | None
    below_four_fifths: bool | None
    one_pick_reverses: bool | None
    robust: bool
    reading: Reading | None
    why: Mapping[str, Text]
    """For each figure that is None."""


def ratio(group: Counts, reference: Counts) -> Fraction | None:
    """Impact ratio, exact: rate of the group over rate of the reference. Source: 29 CFR 1607.4D.

    None when one of the groups is empty or nobody in the reference was selected.
    """
    if group.n == 0 or reference.selected == 0:
        return None
    return Fraction(group.selected * reference.n, reference.selected * group.n)


def rejection_ratio(group: Counts, reference: Counts) -> Fraction | None:
    """The same for those not selected; above 1 is worse for the group. None when the reference has none."""
    if group.n == 0 or reference.rejected == 0:
        return None
    return Fraction(group.rejected * reference.n, reference.rejected * group.n)


def highest_rate(groups: Sequence[Counts], at_least: int = 1) -> int | None:
    """Place of the group with the highest rate among those with enough people; of equals the larger, then the first.

    None when no group has so many people.
    """
    best: int | None = None
    for place, one in enumerate(groups):
        if one.n < max(at_least, 1):
            continue
        if best is None:
            best = place
            continue
        lead = one.selected * groups[best].n - groups[best].selected * one.n
        if lead > 0 or (lead == 0 and one.n > groups[best].n):
            best = place
    return best


def below_four_fifths(group: Counts, reference: Counts) -> bool | None:
    """Whether the impact ratio is below 0.8, in whole numbers. None when there is no ratio. Source: 29 CFR 1607.4D."""
    if group.n == 0 or reference.selected == 0:
        return None
    return 5 * group.selected * reference.n < 4 * reference.selected * group.n


def one_pick_reverses(group: Counts, reference: Counts) -> bool | None:
    """Whether one selection moved from the better group to the other would put the other ahead.

    Then the numbers are too small for any conclusion. None when a group is empty. Source: UGESP Q&A (1979), 21.
    """
    if group.n == 0 or reference.n == 0:
        return None
    lead = group.selected * reference.n - reference.selected * group.n
    one_pick = reference.n + group.n
    if lead < 0:
        return lead + one_pick > 0
    return lead - one_pick < 0 < lead


def under_two_percent(group: Counts, everybody: int) -> bool:
    """Whether the group is below 2 % of the people in its table, in whole numbers. Source: 6 RCNY 5-301(d)."""
    return 50 * group.n < everybody


def is_robust(group: Counts, reference: Counts) -> bool:
    """Both have at least 100 people and at least 5 expected selections at the rate of both together."""
    both = group + reference
    fewest = min(group.n, reference.n)
    return fewest >= ROBUST_FROM and fewest * both.selected >= 5 * both.n


def reading_of(group: Counts, reference: Counts) -> Reading | None:
    """What may be said, in fixed words and in this order; None where nobody was selected
    in a reference of 30 or more.

    insufficient: fewer than 30 people on either side. signal: the interval of the ratio ends below 1, and the ratio is
    below four fifths, or the gap is five points or more, or rejections are at least 1.25 times as frequent with an
    interval above 1. small_but_certain: that interval without any of the three. unclear: it holds 1 and begins below
    0.8. no_signal_seen: anything else.
    """
    if reference.n >= COMPARED_FROM and reference.selected == 0:
        return None
    if min(group.n, reference.n) < COMPARED_FROM:
        return "insufficient"
    interval = intervals.ratio_interval(group.selected, group.n, reference.selected, reference.n)
    if interval is None:
        return None
    if interval[1] >= 1:
        return "unclear" if interval[0] < 0.8 else "no_signal_seen"
    return "signal" if _matters(group, reference) else "small_but_certain"


def _matters(group: Counts, reference: Counts) -> bool:
    """Four fifths, five points, or a quarter more rejections; exactly five points and 1.25 count."""
    if below_four_fifths(group, reference):
        return True
    behind = reference.selected * group.n - group.selected * reference.n
    if 20 * behind >= group.n * reference.n:
        return True
    if reference.rejected == 0 or 4 * group.rejected * reference.n < 5 * reference.rejected * group.n:
        return False
    interval = intervals.rejection_interval(group.selected, group.n, reference.selected, reference.n)
    return interval is not None and interval[0] > 1


def compare(group: Counts, reference: Counts, overall: Counts | None = None) -> Comparison:
    """All figures of a group against a reference; `overall` is everybody, for the ratio to the overall rate."""
    why: dict[str, Text] = {}
    empty = NOBODY_IN_GROUP if group.n == 0 else NOBODY_IN_REFERENCE if reference.n == 0 else None
    if empty is not None:
        return _nothing_to_compare(group, reference, overall, empty)
    four = group.selected, group.n, reference.selected, reference.n
    impact = ratio(group, reference)
    if impact is None:
        why |= dict.fromkeys(("impact_ratio", "impact_ratio_ci95", "below_four_fifths"), NOBODY_SELECTED)
    rejections = rejection_ratio(group, reference)
    if rejections is None:
        why |= dict.fromkeys(("rejection_ratio", "rejection_ratio_ci95"), NOBODY_REJECTED)
    z = pooled_z(*four)
    if z is None:
        why |= dict.fromkeys(("z", "z_p"), ALL_THE_SAME)
    to_overall = _to_overall(group, overall, why)
    both = group + reference
    reading = reading_of(group, reference)
    if reading is None:
        why["reading"] = NOBODY_SELECTED
    return Comparison(
        group=group,
        reference=reference,
        rate=group.selected / group.n,
        rate_ci95=intervals.wilson(group.selected, group.n),
        impact_ratio=None if impact is None else float(impact),
        impact_ratio_ci95=intervals.ratio_interval(*four),
        interval_is_adjusted=impact is not None and intervals.is_adjusted(group.selected),
        rejection_ratio=None if rejections is None else float(rejections),
        rejection_ratio_ci95=intervals.rejection_interval(*four),
        gap=(group.selected * reference.n - reference.selected * group.n) / (group.n * reference.n),
        gap_ci95=intervals.gap_interval(*four),
        shortfall=(group.n * both.selected - group.selected * both.n) / both.n,
        ratio_to_overall=to_overall,
        fisher_p=fisher_two_sided(*four),
        z=z,
        z_p=None if z is None else p_of_z(z),
        below_four_fifths=below_four_fifths(group, reference),
        one_pick_reverses=one_pick_reverses(group, reference),
        robust=is_robust(group, reference),
        reading=reading,
        why=why,
    )


def _to_overall(group: Counts, overall: Counts | None, why: dict[str, Text]) -> float | None:
    found = None if overall is None else ratio(group, overall)
    if found is None:
        why["ratio_to_overall"] = NOT_ASKED if overall is None else NOBODY_OVERALL
        return None
    return float(found)


def _nothing_to_compare(group: Counts, reference: Counts, overall: Counts | None, empty: Text) -> Comparison:
    """One side is empty: what can be said is the rate of the group, where there is a group."""
    why = dict.fromkeys(
        (
            "impact_ratio", "impact_ratio_ci95", "rejection_ratio", "rejection_ratio_ci95", "gap", "gap_ci95",
            "shortfall", "fisher_p", "z", "z_p", "below_four_fifths", "one_pick_reverses",
        ),
        empty,
    )  # fmt: skip
    reading = reading_of(group, reference)
    if reading is None:
        why["reading"] = NOBODY_SELECTED
    rate = interval = to_overall = None
    if group.n:
        rate, interval = group.selected / group.n, intervals.wilson(group.selected, group.n)
        to_overall = _to_overall(group, overall, why)
    else:
        why |= dict.fromkeys(("rate", "rate_ci95", "ratio_to_overall"), empty)
    return Comparison(
        group=group, reference=reference, rate=rate, rate_ci95=interval, impact_ratio=None, impact_ratio_ci95=None,
        interval_is_adjusted=False, rejection_ratio=None, rejection_ratio_ci95=None, gap=None, gap_ci95=None,
        shortfall=None, ratio_to_overall=to_overall, fisher_p=None, z=None, z_p=None, below_four_fifths=None,
        one_pick_reverses=None, robust=False, reading=reading, why=why,
    )  # fmt: skip
