"""People of unknown group: no way to divide them leaves the bounds, and the ends are reached."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.figures.bounds import (
    bounds_of_ratio,
    ratio_if_spread_like_known,
    turning_point,
    worst_assignment,
)
from assessor.domain.figures.groups import Counts, Reading, ratio, reading_of

NOBODY = Counts(0, 0)


def assignments(group: Counts, reference: Counts, unknown: Counts) -> Iterator[tuple[Counts, Counts]]:
    """Every way to count unknown people with the group, with the reference, or with neither.

    People of one outcome are alike, so how many go where is all there is to choose.
    """
    selected = [(i, j) for i in range(unknown.selected + 1) for j in range(unknown.selected + 1 - i)]
    rejected = [(i, j) for i in range(unknown.rejected + 1) for j in range(unknown.rejected + 1 - i)]
    for (s_g, s_h), (r_g, r_h) in itertools.product(selected, rejected):
        yield group + Counts(s_g, s_g + r_g), reference + Counts(s_h, s_h + r_h)


def all_counts(most: int, at_least: int = 0) -> list[Counts]:
    return [Counts(k, n) for n in range(at_least, most + 1) for k in range(n + 1)]


def test_the_bounds_are_the_extremes_over_every_assignment() -> None:
    for group, reference, unknown in itertools.product(all_counts(4, 1), all_counts(4, 1), all_counts(3)):
        found = [r for pair in assignments(group, reference, unknown) if (r := ratio(*pair)) is not None]
        low, high = bounds_of_ratio(group, reference, unknown)
        if reference.selected:
            assert (low, high) == (float(min(found)), float(max(found)))
        else:
            assert high is None
            assert low == (float(min(found)) if found else None)


@st.composite
def counts(draw: st.DrawFn, at_least: int = 0, most: int = 10**6) -> Counts:
    n = draw(st.integers(at_least, most))
    return Counts(draw(st.integers(0, n)), n)


@given(counts(1), counts(1), counts(), st.data())
def test_no_assignment_leaves_the_bounds(
    group: Counts, reference: Counts, unknown: Counts, data: st.DataObject
) -> None:
    s_g = data.draw(st.integers(0, unknown.selected))
    s_h = data.draw(st.integers(0, unknown.selected - s_g))
    r_g = data.draw(st.integers(0, unknown.rejected))
    r_h = data.draw(st.integers(0, unknown.rejected - r_g))
    found = ratio(group + Counts(s_g, s_g + r_g), reference + Counts(s_h, s_h + r_h))
    low, high = bounds_of_ratio(group, reference, unknown)
    if found is not None:
        assert low is not None
        assert low <= float(found)
        assert high is None or float(found) <= high


@given(counts(1), counts(1), counts(), counts())
def test_known_people_merged_into_the_unknown_only_widen_the_bounds(
    group: Counts, reference: Counts, unknown: Counts, merged: Counts
) -> None:
    low, high = bounds_of_ratio(group, reference, unknown)
    wider_low, wider_high = bounds_of_ratio(group, reference, unknown + merged)
    if low is not None:
        assert wider_low is not None
        assert wider_low <= low
    if high is not None:
        assert wider_high is not None
        assert wider_high >= high


@given(counts(1), counts(1))
def test_without_unknown_people_the_bounds_are_the_ratio(group: Counts, reference: Counts) -> None:
    exact = ratio(group, reference)
    plain = None if exact is None else float(exact)
    assert bounds_of_ratio(group, reference, NOBODY) == (plain, plain)
    assert ratio_if_spread_like_known(group, reference, NOBODY, group + reference) == plain


@given(counts(1), counts(1), counts(), counts())
def test_unknown_people_spread_like_the_known_stay_within_the_bounds(
    group: Counts, reference: Counts, others: Counts, unknown: Counts
) -> None:
    found = ratio_if_spread_like_known(group, reference, unknown, group + reference + others)
    low, high = bounds_of_ratio(group, reference, unknown)
    if found is not None:
        assert low is not None
        assert low <= found * (1 + 1e-12)
        assert high is not None
        assert found <= high * (1 + 1e-12)


def test_unknown_people_spread_like_the_known_take_their_shares_among_selected_and_rejected() -> None:
    # 30 unknown selected go 20 and 10, as 40 and 20 of the known; 60 unknown rejected go 20 and 40, as 10 and 20
    found = ratio_if_spread_like_known(Counts(40, 50), Counts(20, 40), Counts(30, 90), Counts(60, 90))
    assert found == pytest.approx(float(Fraction(60, 90) / Fraction(30, 90)))
    assert ratio_if_spread_like_known(Counts(1, 2), Counts(0, 2), Counts(1, 2), Counts(1, 4)) is None
    assert ratio_if_spread_like_known(Counts(0, 2), Counts(0, 2), Counts(1, 2), Counts(0, 4)) is None


def test_the_worst_assignment_has_the_lowest_ratio_of_its_size() -> None:
    chosen = [Counts(k, n) for n in (3, 7, 12) for k in range(1, n + 1)]
    for group, reference in itertools.product(chosen, repeat=2):
        for unknown in (Counts(6, 12), Counts(1, 12), Counts(12, 12), Counts(0, 5)):
            for people in range(unknown.n + 1):
                to_group, to_reference = worst_assignment(group, reference, unknown, people)
                assert (to_group + to_reference, min(to_group, to_reference) >= 0) == (people, True)
                assert to_group <= unknown.rejected
                assert to_reference <= unknown.selected
                found = ratio(group + Counts(0, to_group), reference + Counts(to_reference, to_reference))
                lowest = min(
                    ratio(group + Counts(0, people - i), reference + Counts(i, i)) or Fraction(0)
                    for i in range(max(0, people - unknown.rejected), min(people, unknown.selected) + 1)
                )
                assert found == lowest


def read_after(group: Counts, reference: Counts, unknown: Counts, people: int) -> Reading | None:
    to_group, to_reference = worst_assignment(group, reference, unknown, people)
    return reading_of(group + Counts(0, to_group), reference + Counts(to_reference, to_reference))


@settings(max_examples=200)
@given(counts(30, 400), counts(30, 400), counts(0, 60))
def test_the_turning_point_is_the_first_number_that_turns_it(
    group: Counts, reference: Counts, unknown: Counts
) -> None:
    before = reading_of(group, reference)
    turning = [n for n in range(unknown.n + 1) if read_after(group, reference, unknown, n) == "signal"]
    found = turning_point(group, reference, unknown)
    if before in (None, "signal", "insufficient") or not turning:
        assert found is None
        return
    assert found is not None
    assert turning == list(range(found.people, unknown.n + 1))  # and from there on it stays a signal
    assert found.before == before
    assert found.share == found.people / unknown.n
    assert found.to_group + found.to_reference == found.people


@settings(max_examples=60)
@given(st.integers(30, 120), st.integers(30, 120), st.integers(2, 9), st.integers(0, 10), counts(0, 12))
def test_no_assignment_at_all_gives_a_signal_where_no_turning_point_is_found(
    n1: int, n0: int, tenths: int, behind: int, unknown: Counts
) -> None:
    reference = Counts(n0 * tenths // 10, n0)
    group = Counts(max(0, n1 * tenths // 10 - behind), n1)
    before = reading_of(group, reference)
    # Where nobody of the group was selected, the interval rests on added halves and one selection can narrow it.
    if before in (None, "signal", "insufficient") or group.selected == 0:
        return
    signals = any(reading_of(*pair) == "signal" for pair in assignments(group, reference, unknown))
    assert signals is (turning_point(group, reference, unknown) is not None)


def test_with_many_unknown_people_the_turning_point_is_found_to_a_thousandth() -> None:
    group, reference, unknown = Counts(37_800, 100_000), Counts(38_000, 100_000), Counts(30_000, 80_000)
    found = turning_point(group, reference, unknown)
    assert found is not None
    assert read_after(group, reference, unknown, found.people) == "signal"
    assert read_after(group, reference, unknown, found.people - 80) != "signal"


def test_a_reading_that_cannot_turn_has_no_turning_point() -> None:
    unknown = Counts(50, 100)
    assert turning_point(Counts(147, 700), Counts(261, 900), unknown) is None  # a signal already
    assert turning_point(Counts(5, 10), Counts(5, 10), unknown) is None  # too few
    assert turning_point(Counts(0, 40), Counts(0, 40), unknown) is None
    assert turning_point(Counts(205, 512), Counts(207, 498), NOBODY) is None
