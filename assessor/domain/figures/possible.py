"""Figures over small counts: `<10` is any number from 1 to 9, so a figure is its lowest and highest value.

A rate falls with every person rejected and rises with every person selected, so its ends belong to two tables:
fewest selected beside most rejected, and the other way round. Groups vary independently of each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from assessor.domain.figures.bounds import Bounds, bounds_of_ratio
from assessor.domain.figures.groups import READINGS, Counts, Reading, ratio, reading_of, rejection_ratio
from assessor.domain.tables.model import Count

_MOST_PAIRS = 5_000


@dataclass(frozen=True, slots=True)
class PossibleCounts:
    """How many of how many went through, each perhaps known only as a range; at least one table must fit."""

    selected: Count
    n: Count
    rejected: Count | None = None
    """Everybody who did not go through, where the table says that too."""

    def __post_init__(self) -> None:
        if self.selected.low > self.n.high or next(self.tables(), None) is None:
            raise ValueError("no numbers fit these counts")

    @property
    def lowest(self) -> Counts:
        """The table with the lowest rate."""
        _, many = self._rejected
        rejected = min(many, self.n.high - self.selected.low)
        selected = max(self.selected.low, self.n.low - rejected)
        return Counts(selected, selected + rejected)

    @property
    def highest(self) -> Counts:
        """The table with the highest rate."""
        few, _ = self._rejected
        selected = min(self.selected.high, self.n.high - few)
        rejected = max(few, self.n.low - selected)
        return Counts(selected, selected + rejected)

    @property
    def _rejected(self) -> tuple[int, int]:
        if self.rejected is None:
            return max(0, self.n.low - self.selected.high), self.n.high - self.selected.low
        return self.rejected.low, self.rejected.high

    def most_rejected(self) -> Iterator[Counts]:
        """For each number of selected people the table with the most rejected ones."""
        few, many = self._rejected
        for selected in range(self.selected.low, self.selected.high + 1):
            rejected = min(many, self.n.high - selected)
            if rejected >= few and selected + rejected >= self.n.low:
                yield Counts(selected, selected + rejected)

    def tables(self) -> Iterator[Counts]:
        """All numbers that fit."""
        few, many = self._rejected
        for selected in range(self.selected.low, self.selected.high + 1):
            for n in range(max(self.n.low, selected + few), min(self.n.high, selected + many) + 1):
                yield Counts(selected, n)


def possible_rate(group: PossibleCounts) -> Bounds:
    """Lowest and highest rate; None when the group may be empty."""
    low, high = group.lowest, group.highest
    return (low.selected / low.n if low.n else None), (high.selected / high.n if high.n else None)


def possible_ratio(group: PossibleCounts, reference: PossibleCounts) -> Bounds:
    """Lowest and highest impact ratio; None where the reference would have nobody selected."""
    return _plain(ratio(group.lowest, reference.highest)), _plain(ratio(group.highest, reference.lowest))


def possible_rejection_ratio(group: PossibleCounts, reference: PossibleCounts) -> Bounds:
    """Lowest and highest ratio of rejections; None where the reference would have nobody rejected."""
    return (
        _plain(rejection_ratio(group.highest, reference.lowest)),
        _plain(rejection_ratio(group.lowest, reference.highest)),
    )


def possible_gap(group: PossibleCounts, reference: PossibleCounts) -> Bounds:
    """Lowest and highest gap, group minus reference; None when a group may be empty."""

    def gap(one: Counts, other: Counts) -> float | None:
        return None if one.rate is None or other.rate is None else float(one.rate - other.rate)

    return gap(group.lowest, reference.highest), gap(group.highest, reference.lowest)


def possible_bounds_of_ratio(
    group: PossibleCounts, reference: PossibleCounts, unknown: PossibleCounts
) -> Bounds:
    """Lowest and highest impact ratio over every way to divide the unknown and every number that small counts allow.

    None where the reference could be left with nobody selected, or the group with nobody at all.
    """
    found = [
        (bounds_of_ratio(group.lowest, reference.highest, people)[0],
         bounds_of_ratio(group.highest, reference.lowest, people)[1])
        for people in unknown.most_rejected()
    ]  # fmt: skip
    lows, highs = [low for low, _ in found], [high for _, high in found]
    return (
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def possible_readings(group: PossibleCounts, reference: PossibleCounts) -> frozenset[Reading | None]:
    """Every reading that the counts allow; where there is one, the small counts do not matter for it.

    Where too many numbers fit to try them all, every reading is taken to be possible.
    """
    pairs = list(islice(product(group.tables(), reference.tables()), _MOST_PAIRS + 1))
    if len(pairs) > _MOST_PAIRS:
        return frozenset(READINGS)
    return frozenset(reading_of(one, other) for one, other in pairs)


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
