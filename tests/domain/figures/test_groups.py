"""A group beside a reference: limits met exactly, nothing there, everybody there, and the order of the readings."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.figures.groups import (
    READINGS,
    Comparison,
    Counts,
    below_four_fifths,
    compare,
    highest_rate,
    is_robust,
    one_pick_reverses,
    ratio,
    reading_of,
    rejection_ratio,
    under_two_percent,
)


def of(k1: int, n1: int, k0: int, n0: int) -> Comparison:
    return compare(Counts(k1, n1), Counts(k0, n0))


@st.composite
def counts(draw: st.DrawFn, at_least: int = 0, most: int = 10**6) -> Counts:
    n = draw(st.integers(at_least, most))
    return Counts(draw(st.integers(0, n)), n)


@pytest.mark.parametrize(
    ("four", "reading"),
    [
        ((1, 29, 30, 60), "insufficient"),
        ((0, 29, 30, 60), "insufficient"),
        ((10, 60, 20, 29), "insufficient"),
        ((3, 30, 21, 30), "signal"),                    # exactly 30 on both sides is enough
        ((0, 40, 20, 80), "signal"),                    # nobody: ratio 0, interval with a half in each cell
        ((147, 700, 261, 900), "signal"),               # below four fifths
        ((8500, 10000, 9000, 10000), "signal"),         # exactly five points behind
        ((850, 1000, 900, 1000), "signal"),             # exactly five points, which floats put at 4.99...
        ((8501, 10000, 9000, 10000), "signal"),         # less, but rejections half as many again
        ((960, 1000, 990, 1000), "signal"),             # three points, yet four times the rejections
        ((3700, 10000, 4000, 10000), "small_but_certain"),
        ((4000, 5000, 4150, 5000), "small_but_certain"),
        ((68, 180, 344, 830), "unclear"),
        ((205, 512, 207, 498), "no_signal_seen"),
        ((40, 40, 80, 80), "no_signal_seen"),
        ((60, 80, 20, 80), "no_signal_seen"),           # the better group seen from the worse
        ((970, 1000, 1000, 1000), "small_but_certain"),  # no rejections to compare with
    ],
)  # fmt: skip
def test_readings_follow_the_fixed_order(four: tuple[int, int, int, int], reading: str) -> None:
    assert of(*four).reading == reading


def test_a_quarter_more_rejections_counts_from_exactly_a_quarter() -> None:
    assert of(87_500, 100_000, 90_000, 100_000).reading == "signal"  # 12.5 % beside 10 %
    assert of(87_501, 100_000, 90_000, 100_000).reading == "small_but_certain"


def test_five_points_count_in_whole_numbers_at_every_size() -> None:
    for n in (1000, 3000, 7000, 10**6, 7 * 10**6):
        reference = Counts(n // 2, n)
        behind = Counts(n // 2 - n // 20, n)
        assert reading_of(behind, reference) == "signal"
    for n in (10**6, 7 * 10**6):
        assert reading_of(Counts(n // 2 - n // 20 + 1, n), Counts(n // 2, n)) == "small_but_certain"


def test_nobody_selected_in_the_reference_gives_no_ratio_and_no_reading() -> None:
    found = of(0, 40, 0, 80)
    assert (found.impact_ratio, found.impact_ratio_ci95, found.below_four_fifths) == (None, None, None)
    assert (found.z, found.z_p, found.fisher_p) == (None, None, 1)
    assert (found.rate, found.gap, found.rejection_ratio, found.reading) == (0, 0, 1, None)
    assert of(0, 4, 0, 80).reading is None
    assert of(0, 4, 0, 8).reading == "insufficient"


def test_nobody_selected_in_the_group_is_ratio_nought_and_says_that_the_interval_is_adjusted() -> None:
    found = of(0, 40, 20, 80)
    assert (found.impact_ratio, found.interval_is_adjusted, found.below_four_fifths) == (0, True, True)
    assert found.impact_ratio_ci95 is not None
    assert not of(1, 40, 20, 80).interval_is_adjusted


def test_everybody_selected_leaves_no_rejections_to_compare() -> None:
    found = of(40, 40, 80, 80)
    assert (found.impact_ratio, found.rejection_ratio, found.rejection_ratio_ci95) == (1, None, None)
    assert (found.z, found.shortfall) == (None, 0)


def test_an_empty_group_has_no_figures_and_a_reason_for_each() -> None:
    found = compare(Counts(0, 0), Counts(5, 10), Counts(5, 10))
    assert found.rate is None
    assert found.why["rate"].nl == "In deze groep zat niemand."
    assert found.reading == "insufficient"
    found = compare(Counts(5, 10), Counts(0, 0), Counts(5, 10))
    assert (found.rate, found.ratio_to_overall, found.impact_ratio) == (0.5, 1, None)
    assert found.why["impact_ratio"].en == "Nobody was in the group it is compared with."


@given(counts(most=60), counts(most=60), st.none() | counts(most=60))
def test_whatever_is_missing_has_a_reason(group: Counts, reference: Counts, overall: Counts | None) -> None:
    found = compare(group, reference, overall)
    values: dict[str, Any] = {name: getattr(found, name) for name in Comparison.__dataclass_fields__}
    assert {name for name, value in values.items() if value is None} == set(found.why)


@given(counts(1), counts(1), st.integers(2, 1000))
def test_counts_scaled_alike_keep_rates_ratios_and_gap(group: Counts, reference: Counts, times: int) -> None:
    one = compare(group, reference)
    many = compare(
        Counts(group.selected * times, group.n * times),
        Counts(reference.selected * times, reference.n * times),
    )
    assert (many.rate, many.impact_ratio, many.rejection_ratio, many.below_four_fifths) == (
        one.rate, one.impact_ratio, one.rejection_ratio, one.below_four_fifths,
    )  # fmt: skip
    assert many.gap == pytest.approx(one.gap, abs=1e-12)
    assert many.shortfall == pytest.approx((one.shortfall or 0) * times)


@given(counts(1), counts(1))
def test_swapping_the_groups_turns_ratios_over_and_changes_signs(group: Counts, reference: Counts) -> None:
    one, other = compare(group, reference), compare(reference, group)
    assert one.gap == pytest.approx(-(other.gap or 0), abs=1e-12)
    assert one.shortfall == pytest.approx(-(other.shortfall or 0), abs=1e-6)
    assert one.fisher_p == pytest.approx(other.fisher_p, rel=1e-9, abs=1e-300)
    assert one.one_pick_reverses == other.one_pick_reverses
    assert one.robust == other.robust
    if one.impact_ratio and other.impact_ratio:
        assert ratio(group, reference) == 1 / (ratio(reference, group) or 1)
    if {one.reading, other.reading} & {"signal", "small_but_certain"}:
        assert one.reading != other.reading


@given(counts(1), counts(1))
def test_calling_the_selected_rejected_swaps_the_two_ratios(group: Counts, reference: Counts) -> None:
    turned = Counts(group.rejected, group.n), Counts(reference.rejected, reference.n)
    assert rejection_ratio(group, reference) == ratio(*turned)
    assert compare(group, reference).rejection_ratio_ci95 == compare(*turned).impact_ratio_ci95


@given(counts(1), counts(1))
def test_the_figures_hold_together(group: Counts, reference: Counts) -> None:
    found = compare(group, reference, group + reference)
    assert found.gap_ci95 is not None
    assert found.gap is not None
    assert found.gap_ci95[0] <= found.gap <= found.gap_ci95[1]
    assert found.fisher_p is not None
    assert 0 <= found.fisher_p <= 1
    if found.impact_ratio_ci95 is not None and found.impact_ratio:
        low, high = found.impact_ratio_ci95
        assert low * (1 - 1e-12) <= found.impact_ratio <= high * (1 + 1e-12)
    if found.ratio_to_overall is not None and found.impact_ratio is not None:
        assert (found.ratio_to_overall - 1) * (found.impact_ratio - 1) >= -1e-12
    assert found.reading is None or found.reading in READINGS


def test_the_reference_is_the_highest_rate_among_those_with_enough_people() -> None:
    groups = [Counts(9, 10), Counts(40, 100), Counts(30, 100), Counts(80, 200), Counts(0, 0)]
    assert highest_rate(groups) == 0
    assert highest_rate(groups, at_least=30) == 3  # 40 % twice: the larger
    assert highest_rate(groups, at_least=500) is None
    assert highest_rate([]) is None
    assert highest_rate([Counts(0, 0)]) is None
    assert highest_rate([Counts(1, 2), Counts(1, 2)]) == 0
    assert highest_rate([Counts(0, 5), Counts(0, 9)]) == 1


@given(st.lists(counts(most=1000), max_size=8), st.integers(0, 50))
def test_no_group_with_enough_people_has_a_higher_rate(groups: list[Counts], at_least: int) -> None:
    place = highest_rate(groups, at_least)
    enough = [one.rate for one in groups if one.rate is not None and one.n >= at_least]
    assert (None if place is None else groups[place].rate) == max(enough, default=None)


@pytest.mark.parametrize(
    ("four", "reverses"),
    [
        ((1, 10, 3, 20), True),      # one pick moved: 2 of 10 beside 2 of 20
        ((3, 20, 1, 10), True),
        ((2, 20, 4, 20), False),     # 3 and 3: level, not reversed
        ((2, 20, 3, 20), True),
        ((12, 40, 48, 80), False),
        ((5, 10, 5, 10), False),     # nothing to reverse
        ((0, 10, 1, 10), True),
    ],
)  # fmt: skip
def test_one_pick_moved_puts_the_other_group_ahead_or_not(
    four: tuple[int, int, int, int], reverses: bool
) -> None:
    k1, n1, k0, n0 = four
    assert one_pick_reverses(Counts(k1, n1), Counts(k0, n0)) is reverses


@given(counts(1, 500), counts(1, 500))
def test_one_pick_moved_is_what_it_says(group: Counts, reference: Counts) -> None:
    worse, better = sorted((group, reference), key=lambda one: one.rate or 0)
    moved = Fraction(worse.selected + 1, worse.n) > Fraction(better.selected - 1, better.n)
    assert one_pick_reverses(group, reference) is (group.rate != reference.rate and moved)


def test_two_per_cent_is_counted_in_whole_numbers() -> None:
    assert not under_two_percent(Counts(0, 2), 100)
    assert under_two_percent(Counts(0, 1), 51)
    assert under_two_percent(Counts(0, 41), 2584)


def test_robust_needs_a_hundred_people_and_five_expected_selections_on_both_sides() -> None:
    assert is_robust(Counts(2, 100), Counts(8, 100))
    assert not is_robust(Counts(2, 100), Counts(7, 100))  # 4.5 expected
    assert not is_robust(Counts(40, 99), Counts(40, 100))


@given(counts(1, 2000), counts(1, 2000))
def test_four_fifths_is_decided_exactly(group: Counts, reference: Counts) -> None:
    exact = ratio(group, reference)
    assert below_four_fifths(group, reference) is (None if exact is None else exact < Fraction(4, 5))


def test_more_selected_than_there_are_is_no_count() -> None:
    for selected, n in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="not a count"):
            Counts(selected, n)


def test_every_reading_has_words_in_both_languages_and_none_says_fair() -> None:
    for text in READINGS.values():
        assert text.nl != text.en
        assert "fair" not in text.en
        assert "eerlijk" not in text.nl
