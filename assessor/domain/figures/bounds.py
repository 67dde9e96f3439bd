"""What could be true: bounds where people's group is not known, and where a count is only known as a range.

People of unknown group may all belong to the group, all to the reference, or anything between; nothing in the counts
says which. The reference stays the one that it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

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
    """The smallest number of unknown people, assigned worst, at which the reading turns into `signal`.

    Worst means: for that number of people the impact ratio is the lowest that there is. None when the reading is
    `signal` already, cannot be given, or stays what it is even with all of them.
    """
    before = reading_of(group, reference)
    if before is None or before in ("signal", "insufficient"):
        return None

    def turned(people: int) -> bool:
        return reading_of(*_assigned(group, reference, unknown, people)) == "signal"

    stays, turns = 0, unknown.n
    if not turned(turns):
        return None
    while turns - stays > 1:
        middle = (turns + stays) // 2
        if turned(middle):
            turns = middle
        else:
            stays = middle
    to_reference = _to_reference(group, reference, unknown, turns)
    return TurningPoint(turns, turns / unknown.n, before, turns - to_reference, to_reference)


def _assigned(group: Counts, reference: Counts, unknown: Counts, people: int) -> tuple[Counts, Counts]:
    selected = _to_reference(group, reference, unknown, people)
    return (
        Counts(group.selected, group.n + people - selected),
        Counts(reference.selected + selected, reference.n + selected),
    )


def _to_reference(group: Counts, reference: Counts, unknown: Counts, people: int) -> int:
    """How many selected people among `people` make the ratio lowest, the rest being rejected people.

    Each further person helps less than the one before, on either side, so the best mix is where the next selected
    person for the reference would bring no more than the last rejected one for the group.
    """
    low, high = max(0, people - unknown.rejected), min(people, unknown.selected)
    while low < high:
        i = (low + high) // 2
        j = people - i
        one_more = (reference.n + i + 1) * (reference.selected + i) * (group.n + j)
        as_it_is = (reference.n + i) * (reference.selected + i + 1) * (group.n + j - 1)
        if one_more < as_it_is:
            low = i + 1
        else:
            high = i
    return low


def _growth(unknown: int, known: int) -> Fraction | None:
    if unknown == 0:
        return Fraction(1)
    return 1 + Fraction(unknown, known) if known else None


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
