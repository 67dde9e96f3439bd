"""Intervals hold their estimate, shrink with numbers, and do the same whichever way the groups are named."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.figures.intervals import (
    Z95,
    correlation_interval,
    gap_interval,
    highest_rate_after_none,
    is_adjusted,
    ratio_interval,
    rejection_interval,
    wilson,
)

many = st.integers(1, 10**7)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(many)
    return draw(st.integers(0, n)), n


@given(counts())
def test_a_rate_lies_in_its_interval(of: tuple[int, int]) -> None:
    k, n = of
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    mirrored = wilson(n - k, n)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-9)


@given(counts())
def test_a_wilson_end_is_where_the_score_test_just_rejects(of: tuple[int, int]) -> None:
    k, n = of
    for end in wilson(k, n):
        if 1e-9 < end < 1 - 1e-9:
            assert abs(k / n - end) == pytest.approx(Z95 * math.sqrt(end * (1 - end) / n), rel=1e-5)


def test_nobody_and_everybody_give_the_ends() -> None:
    assert wilson(0, 60)[0] == 0
    assert wilson(60, 60)[1] == 1
    assert wilson(0, 10) == pytest.approx((0, 0.2775328), abs=1e-7)


@given(counts(), counts())
def test_a_ratio_lies_in_its_interval_and_turns_over_with_the_groups(
    group: tuple[int, int], reference: tuple[int, int]
) -> None:
    if reference[0] == 0:
        assert ratio_interval(*group, *reference) is None
        return
    found = ratio_interval(*group, *reference)
    assert found is not None
    assert found[0] <= found[1]
    if group[0] == 0:
        assert is_adjusted(group[0])
        return
    ratio = (group[0] / group[1]) / (reference[0] / reference[1])
    assert found[0] <= ratio * (1 + 1e-12)
    assert ratio <= found[1] * (1 + 1e-12)
    other_way = ratio_interval(*reference, *group)
    assert other_way == pytest.approx((1 / found[1], 1 / found[0]), rel=1e-9)
    rejected = rejection_interval(group[1] - group[0], group[1], reference[1] - reference[0], reference[1])
    assert rejected == found


def test_nobody_selected_adds_a_half_to_all_four_cells_for_the_interval_alone() -> None:
    ratio = (0.5 / 41) / (20.5 / 81)
    spread = math.exp(Z95 * math.sqrt(1 / 0.5 - 1 / 41 + 1 / 20.5 - 1 / 81))
    assert ratio_interval(0, 40, 20, 80) == pytest.approx((ratio / spread, ratio * spread), rel=1e-12)
    assert rejection_interval(40, 40, 60, 80) == pytest.approx(
        (ratio_interval(0, 40, 20, 80) or (0, 0)), rel=1e-12
    )


def test_everybody_on_both_sides_leaves_no_room() -> None:
    assert ratio_interval(40, 40, 80, 80) == (1, 1)
    assert rejection_interval(40, 40, 80, 80) is None


@given(counts(), counts())
def test_a_gap_lies_in_its_interval_and_changes_sign_with_the_groups(
    group: tuple[int, int], reference: tuple[int, int]
) -> None:
    low, high = gap_interval(*group, *reference)
    gap = group[0] / group[1] - reference[0] / reference[1]
    assert -1 <= low <= gap <= high <= 1
    assert gap_interval(*reference, *group) == pytest.approx((-high, -low), abs=1e-12)


@given(counts(), st.integers(2, 1000))
def test_more_people_at_the_same_rate_make_it_narrower(of: tuple[int, int], times: int) -> None:
    k, n = of
    low, high = wilson(k, n)
    again = wilson(k * times, n * times)
    assert low - 1e-12 <= again[0]
    assert again[1] <= high + 1e-12


def test_sixty_looks_without_a_mistake_still_allow_five_per_cent() -> None:
    assert highest_rate_after_none(60) == pytest.approx(1 - 0.05 ** (1 / 60), rel=1e-12)
    assert highest_rate_after_none(60) == pytest.approx(0.049, abs=5e-4)
    assert highest_rate_after_none(1) == pytest.approx(0.95)
    assert highest_rate_after_none(0) is None


@given(st.integers(1, 10**9))
def test_the_bound_for_none_is_about_three_over_n(n: int) -> None:
    bound = highest_rate_after_none(n)
    assert bound is not None
    assert bound <= 3 / n
    assert (1 - bound) ** n == pytest.approx(0.05, rel=1e-6)


@given(st.floats(-0.999, 0.999), st.integers(4, 10**6))
def test_a_correlation_lies_in_its_interval(r: float, n: int) -> None:
    found = correlation_interval(r, n)
    assert found is not None
    assert -1 <= found[0] <= r + 1e-12
    assert r - 1e-12 <= found[1] <= 1


def test_a_correlation_of_three_pairs_or_a_perfect_one_has_no_interval() -> None:
    assert correlation_interval(0.5, 3) is None
    assert correlation_interval(1, 100) is None
    assert correlation_interval(0.31, 412) == pytest.approx((0.22, 0.395), abs=2e-3)


def test_what_is_no_count_is_a_mistake_of_the_caller() -> None:
    for wrong in ((-1, 5), (6, 5), (0, 0)):
        with pytest.raises(ValueError, match=r"not a count|nobody"):
            wilson(*wrong)
    with pytest.raises(ValueError, match="not a correlation"):
        correlation_interval(1.2, 50)
    with pytest.raises(ValueError, match="negative"):
        highest_rate_after_none(-1)
