"""What could be true: bounds where people's group is not known, and where a count is only known as a range.

People of unknown group may all belong to the group, all to the reference, or anything between; nothing in the counts
says which. The reference stays the one that it is.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from assessor.domain.figures.groups import Counts, Reading, ratio, reading_of

Bounds = tuple[float | None, float | None]
"""Lowest and highest; None where it does not exist: the reference could be left without anybody selected."""


def bounds_of_ratio(group: Counts, reference: Counts, unknown: Counts) -> Bounds:
    """Lowest and highest impact ratio over every way to divide the unknown; not cut at 1.

    Lowest: all unknown who were rejected belong to the group, all who were selected to the reference; highest the
    other way round. A bound is None when its reference has nobody selected, or its group nobody at all.
    Source: worst-case (Manski) bounds.
    """
    lowest = ratio(
        Counts(group.selected, group.n + unknown.rejected),
        Counts(reference.selected + unknown.selected, reference.n + unknown.selected),
    )
    highest = ratio(
        Counts(group.selected + unknown.selected, group.n + unknown.selected),
        Counts(reference.selected, reference.n + unknown.rejected),
    )
    return _plain(lowest), _plain(highest)


def ratio_if_spread_like_known(
    group: Counts, reference: Counts, unknown: Counts, known: Counts
) -> float | None:
    """Impact ratio if the unknown divide over the groups as the known do, among the selected and among the rejected.

    `known` is everybody whose group is known. None when nobody of the reference was selected, the group is empty, or
    there are unknown selected (or rejected) people and no known ones to go by.
    """
    selected = _growth(unknown.selected, known.selected)
    rejected = _growth(unknown.rejected, known.rejected)
    if selected is None or rejected is None:
        return None
    group_n = group.selected * selected + group.rejected * rejected
    reference_n = reference.selected * selected + reference.rejected * rejected
    if group_n == 0 or reference.selected == 0:
        return None
    return float(group.selected * reference_n / (reference.selected * group_n))


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """How many of the unknown, put where they count worst for the group, make the reading a signal."""

    people: int
    share: float
    """Of all people of unknown group."""
    before: Reading
    to_group: int
    """Of them rejected and counted with the group."""
    to_reference: int
    """Of them selected and counted with the reference."""


def turning_point(group: Counts, reference: Counts, unknown: Counts) -> TurningPoint | None:
    """The smallest part of the unknown people, assigned worst, at which the reading turns into `signal`.

    Worst means: for that number of people the impact ratio is the lowest that there is. The number is exact up to a
    thousand unknown people and else found to a thousandth of them. None when the reading is `signal` already, cannot
    be given, or stays no signal even with all of them.
    """
    before = reading_of(group, reference)
    if before is None or before in ("signal", "insufficient"):
        return None
    parts = min(unknown.n, 1000)

    def assigned(part: int) -> tuple[int, int]:
        return worst_assignment(group, reference, unknown, -(-part * unknown.n // parts))

    def turned(part: int) -> bool:
        to_group, to_reference = assigned(part)
        return (
            reading_of(
                Counts(group.selected, group.n + to_group),
                Counts(reference.selected + to_reference, reference.n + to_reference),
            )
            == "signal"
        )

    if parts == 0 or not turned(parts):
        return None
    part = bisect_left(range(parts), True, key=turned)
    to_group, to_reference = assigned(part)
    people = to_group + to_reference
    return TurningPoint(people, people / unknown.n, before, to_group, to_reference)


def worst_assignment(group: Counts, reference: Counts, unknown: Counts, people: int) -> tuple[int, int]:
    """How many rejected people to add to the group, and selected ones to the reference, for the lowest ratio.

    With i of them to the reference the ratio goes with (n_h+i) / ((s_h+i)(n_g+people-i)), which falls until
    i = sqrt(r_h (n_h+n_g+people)) - n_h and rises from there.
    """
    fewest, most = max(0, people - unknown.rejected), min(people, unknown.selected)
    best = isqrt(reference.rejected * (reference.n + group.n + people)) - reference.n
    best = min(max(best, fewest), most)
    if best < most:
        one_more = (reference.n + best + 1) * (reference.selected + best) * (group.n + people - best)
        as_it_is = (reference.n + best) * (reference.selected + best + 1) * (group.n + people - best - 1)
        best += one_more < as_it_is
    return people - best, best


def _growth(unknown: int, known: int) -> Fraction | None:
    if unknown == 0:
        return Fraction(1)
    return 1 + Fraction(unknown, known) if known else None


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
