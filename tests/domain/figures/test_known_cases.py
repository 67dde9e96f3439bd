"""Court cases, textbook data, published audits and the invented vendors come out as they are known."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assessor.domain.figures.claims import judge_claim, worse_of
from assessor.domain.figures.exact import z_against_share
from assessor.domain.figures.groups import (
    Comparison,
    Counts,
    below_four_fifths,
    compare,
    highest_rate,
    ratio,
    under_two_percent,
)
from assessor.domain.figures.intervals import correlation_interval
from assessor.domain.figures.strata import common_odds_ratio, rate_at_reference_mix, reversed_when_pooled
from tests.domain.figures.known import case, rows

PAIRS = case("pairs")["pairs"]
AUDITS = ("beamery", "cigna", "covey")


def close(value: object) -> object:
    return pytest.approx(value, rel=1e-6, abs=0)


@pytest.mark.parametrize("known", PAIRS, ids=[pair["name"] for pair in PAIRS])
def test_two_groups_give_the_figures_that_others_computed(known: dict[str, Any]) -> None:
    found = compare(Counts(*known["group"]), Counts(*known["reference"]))
    assert found.rate == close(known["rate"])
    assert found.rate_ci95 == close(tuple(known["rate_ci95"]))
    assert found.impact_ratio == close(known["ratio"])
    assert found.impact_ratio_ci95 == close(tuple(known["ratio_ci95"]))
    assert found.gap == close(known["gap"])
    assert found.gap_ci95 == close(tuple(known["gap_ci95"]))
    assert found.fisher_p == close(known["fisher_p"])
    assert found.z == close(known["z"])
    assert found.z_p == close(known["z_p"])
    assert found.below_four_fifths is known["below_four_fifths"]
    assert found.shortfall == close(known["expected_if_equal"] - known["group"][0])
    other_way = compare(Counts(*known["reference"]), Counts(*known["group"]))
    assert other_way.rate == close(known["reference_rate"])
    assert other_way.rate_ci95 == close(tuple(known["reference_rate_ci95"]))


@pytest.mark.parametrize("name", ["dcwp_selection", "dcwp_scoring"])
@pytest.mark.parametrize("axis", ["sex", "race_ethnicity", "intersectional"])
def test_the_examples_of_the_new_york_rule_follow_from_their_counts(name: str, axis: str) -> None:
    known = case(name)
    groups = rows(known[axis], known["columns"])
    counts = [Counts(row["selected"], row["n"]) for row in groups]
    place = highest_rate(counts)
    assert place is not None
    assert groups[place]["group"] == known[axis]["reference"]
    everybody = sum(one.n for one in counts)
    for row, one in zip(groups, counts, strict=True):
        found = compare(one, counts[place])
        assert found.rate == close(row["rate"])
        assert found.impact_ratio == close(row["ratio"])
        assert found.below_four_fifths is row["below_four_fifths"]
        assert under_two_percent(one, everybody) is row["under_2_percent"]
        rate = judge_claim(f"{row['printed_percent']}%", one.rate, "rate")
        truncated = row["printed_percent"] == 64.2  # 18 of 28 is 64.29 %: cut off, not rounded
        assert rate.verdict == ("differs_slightly" if truncated else "agrees")
        printed = judge_claim(row["printed_ratio"], ratio(one, counts[place]), "ratio")
        assert printed.verdict == "agrees"


def audit_rows() -> list[Any]:
    found = []
    for name in AUDITS:
        audit = case(f"audit_{name}")
        for row in rows(audit, audit["columns"]):
            found.append(pytest.param(audit, row, id=f"{name}, {row['table']}: {row['group']}"))
    return found


def reference_of(audit: dict[str, Any], table: str) -> Counts:
    counts = [Counts(r["selected"], r["n"]) for r in rows(audit, audit["columns"]) if r["table"] == table]
    place = highest_rate(counts)
    assert place is not None
    return counts[place]


def printed(value: float | None, decimals: int) -> str | None:
    return None if value is None else f"{value:.{decimals}f}"


@pytest.mark.parametrize(("audit", "row"), audit_rows())
def test_a_published_audit_is_consistent_or_not_as_it_is(audit: dict[str, Any], row: dict[str, Any]) -> None:
    group, reference = Counts(row["selected"], row["n"]), reference_of(audit, row["table"])
    found = compare(group, reference)
    rate = judge_claim(printed(row["printed_rate"], audit["rate_decimals"]), group.rate, "rate")
    impact = judge_claim(
        printed(row["printed_ratio"], audit["ratio_decimals"]), ratio(group, reference), "ratio"
    )
    if group.n == 0:
        assert (found.rate, found.impact_ratio) == (None, None)
        assert (rate.verdict, impact.verdict) == ("not_claimed", "not_claimed")
        return
    assert found.rate == close(row["rate"])
    assert found.impact_ratio == close(row["ratio"])
    assert (rate.verdict == "agrees") is row["rate_consistent"]
    assert (impact.verdict == "agrees") is row["ratio_consistent"]
    beyond = abs(row["printed_ratio"] - row["ratio"]) > 0.02
    assert (impact.verdict == "contradicts") is beyond


@pytest.mark.parametrize(
    ("name", "rates", "ratios", "worst"),
    [("beamery", 0, 0, "agrees"), ("cigna", 0, 8, "differs_slightly"), ("covey", 1, 8, "contradicts")],
)
def test_a_whole_audit_is_as_good_as_its_worst_figure(name: str, rates: int, ratios: int, worst: str) -> None:
    audit = case(f"audit_{name}")
    on_rates, on_ratios = [], []
    for row in rows(audit, audit["columns"]):
        group, reference = Counts(row["selected"], row["n"]), reference_of(audit, row["table"])
        on_rates.append(judge_claim(printed(row["printed_rate"], audit["rate_decimals"]), group.rate, "rate"))
        on_ratios.append(
            judge_claim(
                printed(row["printed_ratio"], audit["ratio_decimals"]), ratio(group, reference), "ratio"
            )
        )
    off = {"differs_slightly", "contradicts"}
    assert sum(c.verdict in off for c in on_rates) == rates == audit["not_consistent"]["rates"]
    assert sum(c.verdict in off for c in on_ratios) == ratios == audit["not_consistent"]["ratios"]
    assert worse_of(c.verdict for c in on_rates + on_ratios) == worst


def test_exactly_four_fifths_is_not_below_four_fifths() -> None:
    known = case("four_fifths")
    white = Counts(60, 100)
    for row in rows(known, known["columns"]):
        group = Counts(row["percent"], 100)
        assert below_four_fifths(group, white) is row["below_four_fifths"]
        if row["printed_ratio_percent"] is not None:
            assert ratio(group, white) == Fraction(row["printed_ratio_percent"], 100)
    traps = known["exactly_four_fifths"]
    assert any((k1 / n1) / (k0 / n0) < 0.8 for k1, n1, k0, n0 in traps)  # where floats would go wrong
    for k1, n1, k0, n0 in traps:
        assert below_four_fifths(Counts(k1, n1), Counts(k0, n0)) is False


def test_too_few_jurors_lie_29_standard_deviations_off() -> None:
    known = case("castaneda")
    found = z_against_share(known["observed"], known["n"], known["share"])
    assert found == close(known["z"])
    assert known["n"] * known["share"] - known["observed"] == close(known["shortfall"])


def test_correlations_have_the_interval_of_fisher_z() -> None:
    known = case("correlations")
    for row in rows(known, known["columns"]):
        assert correlation_interval(row["r"], row["n"]) == close((row["low"], row["high"]))


def test_berkeley_points_one_way_as_a_whole_and_the_other_by_department() -> None:
    known = case("berkeley")
    places = [
        (Counts(row["women_admitted"], row["women"]), Counts(row["men_admitted"], row["men"]))
        for row in rows(known, known["columns"])
    ]
    found = common_odds_ratio([(men, women) for women, men in places])
    assert found is not None
    assert found[0] == pytest.approx(known["published"]["common_odds_ratio_male_over_female"], abs=5e-8)
    assert found[0] == close(known["common_odds_ratio_male_over_female"])
    assert found[1] == close(tuple(known["common_odds_ratio_ci95"]))
    assert rate_at_reference_mix(places) == close(known["female_rate_at_male_mix"])
    assert reversed_when_pooled(places)
    assert not reversed_when_pooled(places[:1])
    assert common_odds_ratio([]) is None
    assert rate_at_reference_mix([(Counts(0, 0), Counts(1, 2))]) is None


VENDORS = rows(case("vendors"), case("vendors")["columns"])


@pytest.mark.parametrize("row", VENDORS, ids=[f"{row['vendor']}: {row['group']}" for row in VENDORS])
def test_the_invented_vendors_have_the_figures_of_their_story(row: dict[str, Any]) -> None:
    found = compare(Counts(row["selected"], row["n"]), Counts(row["reference_selected"], row["reference_n"]))
    assert found.impact_ratio == pytest.approx(row["ratio"], abs=0.005)
    assert found.impact_ratio_ci95 == pytest.approx((row["low"], row["high"]), abs=0.005)
    assert found.reading == row["reading"]
    assert found.gap is not None
    if row["gap_points"] is not None:
        assert 100 * found.gap == pytest.approx(row["gap_points"], abs=0.05)


def of(k1: int, n1: int, k0: int, n0: int) -> Comparison:
    return compare(Counts(k1, n1), Counts(k0, n0))


def test_one_of_ten_beside_three_of_twenty_means_nothing() -> None:
    found = of(1, 10, 3, 20)
    assert (found.impact_ratio, found.fisher_p) == (close(2 / 3), close(1))
    assert found.z == pytest.approx(-0.380, abs=5e-4)
    assert (found.below_four_fifths, found.one_pick_reverses, found.reading) == (True, True, "insufficient")


def test_thirty_per_cent_beside_sixty_is_a_signal_eight_people_short() -> None:
    found = of(12, 40, 48, 80)
    assert (found.shortfall, found.reading, found.robust) == (8, "signal", False)
    assert found.impact_ratio_ci95 == pytest.approx((0.301, 0.829), abs=5e-4)
    assert found.z == pytest.approx(-3.098, abs=5e-4)
    assert found.fisher_p == pytest.approx(0.0034, abs=5e-5)


def test_where_most_pass_the_rejections_tell() -> None:
    found = of(900, 1000, 960, 1000)
    assert (found.below_four_fifths, found.reading, found.robust) == (False, "signal", True)
    assert found.impact_ratio == close(0.9375)
    assert found.rejection_ratio == close(2.5)
    assert found.rejection_ratio_ci95 is not None
    assert found.rejection_ratio_ci95[0] > 1
    assert found.z == pytest.approx(-5.26, abs=5e-3)
    assert found.fisher_p is not None
    assert found.fisher_p < 1e-4


def test_a_score_above_the_median_counts_as_selected() -> None:
    found = of(2, 5, 3, 5)  # 40, 50, 60, 65, 75 beside 55, 60, 70, 80, 90; the median is 62.5
    assert found.impact_ratio == close(2 / 3)
