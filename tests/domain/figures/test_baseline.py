"""The figures of the award beside those of a later year."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.figures.baseline import CHANGE_READINGS, Change, beside
from assessor.domain.figures.figures import Figures, figures_of
from assessor.domain.figures.intervals import gap_interval
from tests.domain.figures.tables import demo, written

HEAD = "ground,group,n_in,n_through"
EXITS = "stage_no,stage_name,ground,group,exit,decided_by,viewed,n"


def funnel(*rows: str) -> Figures:
    return figures_of({"T1": written("T1", "\n".join((HEAD, *rows)))})


def exits(*rows: str) -> Figures:
    return figures_of({"T1x": written("T1x", "\n".join((EXITS, *rows)))})


def change(before: Figures, now: Figures, code: str, group: str | None = None) -> Change:
    return next(c for c in beside(before, now) if c.code == code and c.where.group == group)


def test_a_vendor_beside_itself_has_not_changed() -> None:
    tables = {code: demo("eerlijke-meetlat", code) for code in ("T1", "T1x", "T3", "T4", "T6")}
    figures = figures_of(tables)  # type: ignore[arg-type]
    found = beside(figures, figures)
    assert {"rate", "impact_ratio", "unseen_share", "flip_rate", "retest_r", "validity_r", "wrongful_rejection_rate",
            "override_rate", "under_one_hour_share"} == {c.code for c in found}  # fmt: skip
    assert {c.reading for c in found} <= {"no_change_seen", None, "not_comparable"}
    assert all(c.difference in (0, None) for c in found)
    assert all(c.why is not None for c in found if c.reading == "not_comparable")


def test_a_ratio_that_fell_further_than_chance_is_worse() -> None:
    before = funnel("sex,women,2000,700", "sex,men,2000,740")
    now = funnel("sex,women,2000,400", "sex,men,2000,740")
    found = change(before, now, "impact_ratio", "women")
    assert found.reading == "worse"
    assert found.quotient == pytest.approx(400 / 700)
    assert found.difference == pytest.approx(400 / 740 - 700 / 740)
    variance = sum((1 - k / 2000) / k for k in (700, 740, 400, 740))
    half = 1.959964 * math.sqrt(variance)
    assert found.quotient_ci95 == pytest.approx(
        (400 / 700 * math.exp(-half), 400 / 700 * math.exp(half)), rel=1e-5
    )
    assert change(now, before, "impact_ratio", "women").reading == "better"
    rate = change(before, now, "rate", "women")
    assert rate.ci95 == gap_interval(400, 2000, 700, 2000)
    assert rate.reading is None


def test_a_difference_within_chance_is_no_change_seen_and_few_people_are_too_few() -> None:
    before = funnel("sex,women,200,70", "sex,men,200,74")
    assert (
        change(before, funnel("sex,women,200,66", "sex,men,200,74"), "impact_ratio", "women").reading
        == "no_change_seen"
    )
    few = funnel("sex,women,20,2", "sex,men,200,74")
    assert change(before, few, "impact_ratio", "women").reading == "insufficient"


def test_another_reference_is_not_comparable_and_is_named() -> None:
    before = funnel("o,a,200,100", "o,b,200,80", "o,c,200,60")
    found = change(before, funnel("o,a,200,80", "o,b,200,100", "o,c,200,60"), "impact_ratio", "c")
    assert found.reading == "not_comparable"
    assert found.difference is None
    assert found.why is not None
    assert "(a, now b)" in found.why.en


def test_a_group_that_came_or_went_is_said() -> None:
    before, now = funnel("sex,women,200,70", "sex,men,200,74"), funnel("sex,men,200,74", "sex,other,200,70")
    found = {c.where.group: c for c in beside(before, now) if c.code == "impact_ratio"}
    assert {name: c.reading for name, c in found.items()} == {
        "women": "not_comparable",
        "other": "not_comparable",
    }


def test_fewer_unseen_rejections_are_better_and_an_open_share_is_not_comparable() -> None:
    before = exits("1,cv,all,all,rejected,model,no,600", "1,cv,all,all,rejected,human,qualifying,400")
    now = exits("1,cv,all,all,rejected,model,no,300", "1,cv,all,all,rejected,human,qualifying,700")
    found = change(before, now, "unseen_share")
    assert (found.before, found.now, found.reading) == (0.6, 0.3, "better")
    assert change(now, before, "unseen_share").reading == "worse"
    unrecorded = exits("1,cv,all,all,rejected,model,no,300", "1,cv,all,all,rejected,human,,700")
    open_share = change(before, unrecorded, "unseen_share")
    assert open_share.reading == "not_comparable"
    assert open_share.why is not None
    assert change(before, figures_of({}), "unseen_share").reading == "not_comparable"
    assert beside(figures_of({}), figures_of({})) == ()


def test_correlations_are_compared_with_the_interval_of_their_difference() -> None:
    def study(r: str, n: int) -> Figures:
        return figures_of({"T3": written("T3", f"study_id,criterion,n,r_uncorrected\nS,work,{n},{r}")})

    found = change(study("0.40", 500), study("0.10", 500), "validity_r")
    assert found.difference == pytest.approx(-0.3)
    assert found.ci95 is not None
    assert found.ci95[0] < -0.3 < found.ci95[1] < 0
    assert found.reading == "worse"
    assert change(study("0.40", 20), study("0.10", 500), "validity_r").reading == "insufficient"


@settings(deadline=None)
@given(*(st.integers(1, 900),) * 4)
def test_turning_before_and_now_round_turns_the_reading_round(a: int, b: int, c: int, d: int) -> None:
    before = funnel(f"sex,women,1000,{a}", f"sex,men,1000,{b}", "sex,x,1000,990")
    now = funnel(f"sex,women,1000,{c}", f"sex,men,1000,{d}", "sex,x,1000,990")
    turned = {
        "better": "worse",
        "worse": "better",
        "no_change_seen": "no_change_seen",
        "insufficient": "insufficient",
    }
    there = {c.where.group: c for c in beside(before, now) if c.code == "impact_ratio"}
    back = {c.where.group: c for c in beside(now, before) if c.code == "impact_ratio"}
    for name in ("women", "men"):
        reading = there[name].reading
        assert reading is not None
        assert back[name].reading == turned[reading]
        assert reading in CHANGE_READINGS
