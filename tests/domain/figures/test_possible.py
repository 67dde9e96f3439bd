"""Small counts: every number that fits lies within the bounds, and the ends are reached."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.figures.bounds import Bounds, bounds_of_ratio
from assessor.domain.figures.groups import READINGS, Counts, ratio, reading_of, rejection_ratio
from assessor.domain.figures.possible import (
    PossibleCounts,
    possible_bounds_of_ratio,
    possible_gap,
    possible_rate,
    possible_ratio,
    possible_readings,
    possible_rejection_ratio,
)
from assessor.domain.tables.model import FEW, Count, exactly


@st.composite
def small(draw: st.DrawFn) -> PossibleCounts:
    """Counts as tables have them: some exact, some below ten, with or without the rejected ones."""
    selected, rejected = draw(st.integers(0, 14)), draw(st.integers(0, 14))

    def delivered(number: int) -> Count:
        return FEW if 0 < number < 10 and draw(st.booleans()) else exactly(number)

    return PossibleCounts(
        delivered(selected),
        delivered(selected + rejected),
        delivered(rejected) if draw(st.booleans()) else None,
    )


def same(found: Bounds, values: list[Fraction | None]) -> None:
    """The ends are the extremes; an end may be missing only where some value is."""
    there = [float(v) for v in values if v is not None]
    low, high = found
    if None not in values:
        assert found == (min(there), max(there))
    else:
        assert low is None or low == min(there)
        assert high is None or high == max(there)


def gap(group: Counts, reference: Counts) -> Fraction | None:
    return None if group.rate is None or reference.rate is None else group.rate - reference.rate


@given(small())
def test_every_rate_that_fits_lies_between_the_ends(group: PossibleCounts) -> None:
    same(possible_rate(group), [one.rate for one in group.tables()])
    tables = list(group.tables())
    assert group.lowest in tables
    assert group.highest in tables


@settings(max_examples=60)
@given(small(), small())
def test_every_figure_of_two_groups_lies_between_its_ends(
    group: PossibleCounts, reference: PossibleCounts
) -> None:
    pairs = list(itertools.product(group.tables(), reference.tables()))
    figures: list[tuple[Callable[..., Bounds], Callable[[Counts, Counts], Fraction | None]]] = [
        (possible_ratio, ratio), (possible_rejection_ratio, rejection_ratio), (possible_gap, gap),
    ]  # fmt: skip
    for of, plain in figures:
        same(of(group, reference), [plain(*pair) for pair in pairs])
    assert possible_readings(group, reference) == {reading_of(*pair) for pair in pairs}


@settings(max_examples=40)
@given(small(), small(), small())
def test_unknown_people_in_small_counts_stay_within_the_bounds(
    group: PossibleCounts, reference: PossibleCounts, unknown: PossibleCounts
) -> None:
    ends = [
        bounds_of_ratio(*three)
        for three in itertools.product(
            (group.lowest, group.highest), (reference.lowest, reference.highest), unknown.tables()
        )
    ]
    low, high = possible_bounds_of_ratio(group, reference, unknown)
    lows, highs = [end[0] for end in ends], [end[1] for end in ends]
    if None not in lows:
        assert low == min(found for found in lows if found is not None)
    if None not in highs:
        assert high == max(found for found in highs if found is not None)


def test_what_was_rejected_narrows_what_can_have_been_selected() -> None:
    loose = PossibleCounts(FEW, exactly(12))
    tight = PossibleCounts(FEW, exactly(12), FEW)
    assert possible_rate(loose) == (1 / 12, 9 / 12)
    assert possible_rate(tight) == (3 / 12, 9 / 12)
    assert possible_rate(PossibleCounts(FEW, FEW)) == (1 / 9, 1)
    assert possible_rate(PossibleCounts(exactly(0), exactly(0))) == (None, None)


def test_a_small_count_that_does_not_matter_leaves_one_reading() -> None:
    reference = PossibleCounts(exactly(300), exactly(600))
    assert possible_readings(PossibleCounts(FEW, exactly(100)), reference) == {"signal"}
    assert possible_readings(PossibleCounts(FEW, FEW), reference) == {"insufficient"}
    wide = PossibleCounts(Count(10, 200), Count(300, 900))
    assert possible_readings(wide, reference) == set(READINGS)


def test_counts_that_no_numbers_fit_are_refused() -> None:
    for selected, n, rejected in ((exactly(12), FEW, None), (exactly(1), exactly(12), exactly(5))):
        with pytest.raises(ValueError, match="no numbers fit"):
            PossibleCounts(selected, n, rejected)
