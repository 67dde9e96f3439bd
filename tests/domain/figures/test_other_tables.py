"""T1s, T5 to T9, and what differences come to: small tables computed by hand, and the demonstration's."""

from __future__ import annotations

import pytest

from assessor.domain.figures.composition import Composition, compositions_of, shifts_of, total_variation
from assessor.domain.figures.funnel import grounds_of
from assessor.domain.figures.robustness import robustness_of
from assessor.domain.figures.scale import excess_of, period_years, systemic_ratio
from assessor.domain.figures.service import accommodations_of, monitoring_of, rights_of
from assessor.domain.figures.sourcing import SourcedGroup, Sourcing, sourcing_of
from assessor.domain.figures.values import part, weighted_median
from assessor.domain.tables.model import FEW, Count, exactly
from tests.domain.figures.tables import demo, written

# --- T1s


def sourced(figures: Sourcing, name: str) -> SourcedGroup:
    return next(g for g in figures.groups if g.group == name)


SOURCING = (
    "campaign,channel,ground,group,n_reachable,n_shown,n_clicked,n_started,n_applied,n_suitable_blind,targeting_used,"
    "lookalike\n"
    "spring,social,sex,women,10000,2000,200,80,40,20,interests,y\n"
    "spring,social,sex,men,10000,4000,200,90,60,20,interests,y\n"
    "spring,board,sex,women,1000,500,50,40,30,15,no,n\n"
    "spring,board,sex,men,1000,500,50,40,30,15,no,n\n"
    "spring,board,sex,unknown,,100,5,4,3,1,no,n\n"
)


def test_a_campaign_shows_who_it_was_shown_to() -> None:
    social, board, both = sourcing_of(written("T1s", SOURCING))
    women = sourced(social, "women")
    assert women.reach is not None
    assert women.reach.share == 0.2
    assert women.delivery_ratio == pytest.approx(0.2 / 0.3)
    assert women.delivery is not None
    assert women.delivery.impact_ratio == 0.5
    assert women.delivery.reading == "signal"
    assert women.suitable_per_1000 == (10.0, 10.0)
    assert women.lift == pytest.approx(0.4 / 0.5)
    assert (social.targeted, social.lookalike) == (True, True)
    assert (board.targeted, board.lookalike) == (False, False)
    assert (both.campaign, both.channel) == (None, None)
    assert sourced(both, "women").suitable_per_1000 == (14.0, 14.0)


def test_reach_that_was_not_delivered_or_counts_showings_says_so() -> None:
    _, board, _ = sourcing_of(written("T1s", SOURCING))
    unknown = sourced(board, "unknown")
    assert (unknown.reach, unknown.delivery, unknown.lift) == (None, None, None)
    assert unknown.why is not None
    head = "campaign,channel,ground,group,n_reachable,n_shown"
    (shown,) = sourcing_of(written("T1s", f"{head}\nc,x,sex,women,100,250\nc,x,sex,men,100,50"))
    women = sourced(shown, "women")
    assert women.reach is None
    assert women.why is not None
    assert "vertoningen" in women.why.nl
    (small,) = sourcing_of(written("T1s", f"{head}\nc,x,sex,women,100,<10\nc,x,sex,men,100,50"))
    few = sourced(small, "women").reach
    assert few is not None
    assert (few.low, few.high) == (0.01, 0.09)


# --- T5, T5b


def data(ground: str) -> Composition:
    found = compositions_of(demo("eerlijke-meetlat", "T5"), demo("eerlijke-meetlat", "T5b"))
    return next(c for c in found if c.ground == ground)


def test_training_data_beside_the_labour_market() -> None:
    age = data("age")
    older = age.groups[0]
    assert older.representation_ratio == pytest.approx(0.2 / 0.33)
    assert age.total_variation == pytest.approx(0.13)
    assert age.lowest_representation == "50_plus"
    assert older.positive_label_ratio == pytest.approx(0.59 / 0.615)
    assert older.share_claim.verdict == "agrees"
    assert (age.employer_count, age.largest_employer_share, age.years) == (14, 0.18, (2021, 2024))
    assert not age.one_employer
    assert not age.past_choices


def test_unknown_people_in_the_data_are_counted_and_not_compared() -> None:
    origin = data("origin")
    assert origin.unknown is not None
    assert origin.unknown.share == pytest.approx(421 / 2340)
    assert origin.groups[0].share_of_known == pytest.approx(421 / 1919)
    assert origin.groups[2].representation_ratio is None
    assert origin.groups[2].why is None


def test_data_of_one_employers_past_choices_are_marked() -> None:
    table = written(
        "T5",
        "dataset,employer_count,largest_employer_share,label,ground,group,n,share\n"
        "past,2,0.62,aangenomen door recruiter,sex,women,200,0.40\n"
        "past,2,0.62,aangenomen door recruiter,sex,men,800,0.80",
    )
    (found,) = compositions_of(table)
    assert found.one_employer
    assert found.past_choices
    assert found.groups[0].share_claim.verdict == "contradicts"
    assert found.why is not None
    assert found.total_variation is None


def test_groups_that_differ_cannot_be_measured_apart() -> None:
    assert total_variation({"a": 1, "b": 3}, {"a": 0.5, "b": 0.5}) == 0.25
    assert total_variation({"a": 1}, {"b": 1}) is None
    assert total_variation({"a": 0}, {"a": 0}) is None
    table = written("T5", "dataset,ground,group,n\nd,sex,women,40\nd,sex,men,60")
    population = written(
        "T5b", "population,source,year,ground,group,share\np,s,2025,sex,women,0.5\np,s,2025,sex,x,0.5"
    )
    (found,) = compositions_of(table, population)
    assert found.total_variation is None
    assert found.why is not None


def test_a_shortlist_nearer_to_the_data_than_the_applicants_is_a_mark() -> None:
    training = compositions_of(
        written("T5", "dataset,ground,group,n\nstaff,sex,women,200\nstaff,sex,men,800")
    )
    keeps = grounds_of(written("T1", "ground,group,n_in,n_through\nsex,women,500,50\nsex,men,500,100"))
    (shift,) = shifts_of(keeps, training)
    assert shift.applicants == pytest.approx(0.3)
    assert shift.selected == pytest.approx(50 / 150 - 0.2)
    assert shift.nearer
    changes = grounds_of(written("T1", "ground,group,n_in,n_through\nsex,women,500,100\nsex,men,500,50"))
    assert not shifts_of(changes, training)[0].nearer
    other = grounds_of(written("T1", "ground,group,n_in,n_through\nsex,w,500,100\nsex,m,500,50"))
    assert shifts_of(other, training) == ()


# --- T6


def test_the_wrapper_flips_one_in_seventeen_and_favours_machine_style() -> None:
    repeat, swap, style = robustness_of(demo("papegaai", "T6"))
    assert repeat.flips is not None
    assert f"{repeat.flips.share:.1%}" == "9.5%"
    assert swap.flips is not None
    assert f"{swap.flips.share:.4f}" == "0.0575"
    assert swap.enough
    assert swap.direction_p == pytest.approx(0.0931, abs=5e-5)
    assert style.favour_a is not None
    assert style.favour_a.share == 0.71
    assert style.flips is None
    assert style.direction_p is not None
    assert style.direction_p < 1e-10


def test_no_flip_at_all_still_has_a_highest_rate_and_a_retest_its_interval() -> None:
    repeat, retest, device = robustness_of(demo("eerlijke-meetlat", "T6"))
    assert repeat.flips_highest == pytest.approx(1 - 0.05 ** (1 / 200))
    assert retest.r_retest == 0.81
    assert retest.r_retest_ci95 == pytest.approx((0.7496, 0.8570), abs=5e-4)
    assert device.flips is not None
    assert device.flips.share is None
    assert (device.flips.low, device.flips.high) == (1 / 210, 9 / 210)
    (swap,) = robustness_of(written("T6", "test_type,n_pairs,n_decision_changed\nswap_age,150,3"))
    assert not swap.enough


# --- T7, T8, T9


def test_alarms_and_their_repair() -> None:
    found = monitoring_of(demo("eerlijke-meetlat", "T7"))
    assert (found.measurements, found.alarms, found.median_days, found.longest_days) == (29, 1, 7, 7)
    assert found.informed is not None
    assert found.informed.share == 1
    none = monitoring_of(written("T7", "date,metric,alarm\n2026-01-01,ratio,n"))
    assert none.acted_on.share is None
    assert none.median_days is None
    open_one = monitoring_of(
        written(
            "T7", "date,metric,alarm,action,closed_date\n2026-01-01,r,y,,\n2026-01-01,r,y,stopped,2026-01-31"
        )
    )
    assert (open_one.acted_on.share, open_one.closed.share, open_one.median_days) == (0.5, 0.5, 30)


def test_another_way_of_taking_part() -> None:
    head = "period,type,n_requested,n_granted,median_days,n_completed,n_through,n_through_standard_route_rate"
    all_together, time, human = accommodations_of(
        written("T8", f"{head}\n2026,time,20,18,3,16,4,0.40\n2026,human_route,10,10,8,10,5,0.40")
    )
    assert all_together.type is None
    assert all_together.granted is not None
    assert all_together.granted.share == pytest.approx(28 / 30)
    assert all_together.median_days == 3
    assert all_together.gap == pytest.approx(9 / 26 - 0.4)
    assert all_together.gap_ci95 is not None
    low, high = all_together.gap_ci95
    assert low < 9 / 26 - 0.4 < high
    assert time.gap == pytest.approx(-0.15)
    assert human.median_days == 8
    (nothing,) = accommodations_of(written("T8", f"{head}\n2026,time,12,,,,,"))
    assert (nothing.granted, nothing.passed, nothing.gap) == (None, None, None)


def test_what_candidates_asked_for() -> None:
    found = rights_of(
        written(
            "T9",
            "period,kind,n,median_days,n_changed_outcome,n_upheld\n2026,review,30,10,6,\n2026,access,50,20,,",
        )
    )
    assert [r.kind for r in found] == [None, "review", "access"]
    assert found[0].changed is not None
    assert found[0].changed.n == exactly(30)
    assert found[0].median_days == 20
    assert found[1].changed is not None
    assert found[1].changed.share == 0.2
    assert found[2].changed is None


# --- people


def test_a_difference_in_people_a_year_and_over_clients() -> None:
    table = demo("luchtkasteel", "T1")
    years = period_years(table.header)
    assert years == pytest.approx(183 / 365.25)
    # men are the reference: nobody of them is missing
    (women,) = excess_of(grounds_of(table), years, clients=10)
    assert women.in_period == pytest.approx(56)
    assert women.a_year == pytest.approx(56 / (183 / 365.25) * 10)
    assert women.in_period_ci95 is not None
    assert women.in_period_ci95[0] < 56 < women.in_period_ci95[1]
    without = excess_of(grounds_of(table), None)
    assert without[0].a_year is None
    assert period_years({}) is None
    assert period_years({"period_from": "2026-02-01", "period_to": "2026-01-01"}) is None


def test_of_several_stages_the_whole_way_counts() -> None:
    stages = grounds_of(written(
        "T1",
        "stage_no,stage_name,ground,group,n_in,n_through\n1,cv,sex,women,100,50\n1,cv,sex,men,100,60\n"
        "2,talk,sex,women,50,10\n2,talk,sex,men,60,30",
    ))  # fmt: skip
    (women,) = excess_of(stages, 1.0)
    assert women.stage == "all"
    assert women.in_period == pytest.approx(20)


def test_rejected_everywhere_more_often_than_chance() -> None:
    assert systemic_ratio(150, 1000, [0.5, 0.5, 0.4]) == pytest.approx(1.5)
    assert systemic_ratio(0, 0, [0.5]) is None
    assert systemic_ratio(0, 10, [0.5, 0]) is None


# --- parts


def test_a_part_of_small_counts_is_a_range() -> None:
    both = part(FEW, Count(1, 9))
    assert (both.low, both.high, both.share) == (1 / 9, 1, None)
    assert both.ci95 is not None
    assert both.ci95[0] < 1 / 9
    nobody = part(exactly(0), exactly(0))
    assert nobody.share is None
    assert nobody.why is not None


def test_a_median_of_medians_weighs_its_cases() -> None:
    assert weighted_median([(10, exactly(1)), (20, exactly(5)), (30, exactly(2))]) == 20
    assert weighted_median([]) is None
    assert weighted_median([(10, exactly(0))]) is None
