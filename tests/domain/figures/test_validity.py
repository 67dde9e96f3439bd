"""T3: intervals of studies, whether the printed ones follow, corrections, increments, slopes."""

from __future__ import annotations

import pytest

from assessor.domain.figures.validity import (
    Study,
    Validity,
    auc_interval,
    corrected_for_range,
    increment,
    validity_of,
)
from tests.domain.figures.tables import demo, written

HEAD = "study_id,criterion,n,r_uncorrected,auc,ci_low,ci_high,r_corrected,sd_unrestricted,sd_restricted"


def of(*rows: str, head: str = HEAD) -> Validity:
    return validity_of(written("T3", "\n".join((head, *rows))))


def study(row: str) -> Study:
    (found,) = of(row).studies
    return found


def test_the_small_vendors_studies_follow_from_their_numbers() -> None:
    found = validity_of(demo("eerlijke-meetlat", "T3"))
    first, second = found.studies
    assert first.ci95 == pytest.approx((0.2199765, 0.3947880))
    assert (first.value, first.n, first.above_chance, first.enough) == (0.31, 412, True, True)
    for one in (first, second):
        assert {one.low_claim.verdict, one.high_claim.verdict, one.corrected_claim.verdict} == {"agrees"}
    assert found.replications == 2


@pytest.mark.parametrize(
    ("r", "low", "high"),
    # SelectionData of David Caughlin (CC0 1.0): predictors and performance of 163 people
    [("0.4686663425", 0.3393972582, 0.5805611098), ("0.3779140957", 0.238020991, 0.5024459255)],
)
def test_intervals_of_published_data(r: str, low: float, high: float) -> None:
    assert study(f"S,performance,163,{r},,,,,,").ci95 == pytest.approx((low, high), rel=1e-6)


def test_what_a_second_predictor_adds_in_published_data() -> None:
    # the same data: conscientiousness, interview, and the correlation between them
    found = increment(r_score=0.4686663425, r_simple=0.3779140957, r_between=0.3791558071, n=163)
    assert found.r_squared_both == pytest.approx(0.2664651757, rel=1e-6)
    assert found.multiple_r == pytest.approx(0.5162026498, rel=1e-6)
    assert found.gain == pytest.approx(0.2664651757 - 0.1428190638, rel=1e-6)
    assert found.f is not None
    assert found.f == pytest.approx(found.gain * 160 / (1 - 0.2664651757), rel=1e-6)


def test_an_interval_narrower_than_the_numbers_allow_is_contradicted() -> None:
    found = study("S,performance,100,0.30,,0.25,0.35,,,")
    assert found.low_claim.verdict == "contradicts"
    assert found.high_claim.verdict == "contradicts"
    assert found.low_claim.difference is not None


def test_a_correction_is_recomputed_from_the_spreads() -> None:
    assert corrected_for_range(0.31, 10 / 8.4) == pytest.approx(0.3618642, rel=1e-6)
    assert corrected_for_range(0.4, 1) == pytest.approx(0.4)
    assert study("S,performance,412,0.31,,,,0.55,10,8.4").corrected_claim.verdict == "contradicts"
    nothing = study("S,performance,412,0.31,,,,0.55,,")
    assert (nothing.corrected, nothing.corrected_claim.verdict) == (None, "not_claimed")


def test_an_auc_has_an_interval_that_is_at_least_so_wide() -> None:
    found = study("S,performance,200,,0.70,,,,,")
    assert (found.measure, found.value) == ("auc", 0.7)
    # Hanley and McNeil with 100 and 100: q1 0.53846, q2 0.57647, variance 0.00135683
    assert found.ci95 == pytest.approx((0.6278044, 0.7721956), rel=1e-4)
    assert found.why is not None
    low, high = auc_interval(0.7, 20, 180)
    assert high - low > 0.7721956 - 0.6278044
    assert auc_interval(1.0, 10, 10) == (1, 1)


def test_a_study_with_zero_in_its_interval_is_not_above_chance() -> None:
    found = study("S,performance,50,0.20,,,,,,")
    assert found.above_chance is False
    assert not found.enough


def test_too_few_people_or_no_figure_leaves_no_interval_and_says_why() -> None:
    for row in ("S,performance,3,0.5,,,,,,", "S,performance,300,,,,,,,"):
        found = study(row)
        assert found.ci95 is None
        assert found.why is not None


def test_slopes_are_compared_with_those_of_the_largest_group() -> None:
    found = of(
        "S,p,200,0.30,origin,a,0.20,1.0", "S,p,400,0.30,origin,b,0.50,0.5", "S,p,40,0.30,origin,c,0.50,0.5",
        head="study_id,criterion,n,r_uncorrected,ground,group,slope,intercept",
    )  # fmt: skip
    assert found.studies == ()
    a, c = found.slopes
    assert (a.reference, a.intercept_difference) == ("b", 0.5)
    assert a.slope_difference == pytest.approx(-0.3)
    # errors: 0.2·√(0.91/(0.09·198)) and 0.5·√(0.91/(0.09·398))
    assert a.slope_ci95 == pytest.approx((-0.3 - 1.959964 * 0.0916180, -0.3 + 1.959964 * 0.0916180), rel=1e-4)
    assert a.enough
    assert c.slope_difference == 0
    assert not c.enough
    assert [(ground, group) for ground, group, _ in found.by_group] == [
        ("origin", "a"),
        ("origin", "b"),
        ("origin", "c"),
    ]
