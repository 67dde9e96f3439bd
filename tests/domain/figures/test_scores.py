"""T2: score gaps, scoring rates, errors among suitable people, and cut-offs read from percentiles."""

from __future__ import annotations

import math
import random

import pytest

from assessor.domain.figures.scores import ScoredGroup, ScoreFigures, scores_of
from assessor.domain.figures.thresholds import thresholds_of
from assessor.domain.tables.model import ScoreRow, Table, exactly
from tests.domain.figures.known import case
from tests.domain.figures.tables import written

HEAD = "vacancy_family,ground,group,n,mean,sd,n_above_median,n_suitable_independent,n_suitable_below_cutoff"


def of(*rows: str, head: str = HEAD) -> tuple[ScoreFigures, ...]:
    return scores_of(written("T2", "\n".join((head, *rows))))


def group(figures: ScoreFigures, name: str) -> ScoredGroup:
    return next(g for g in figures.groups if g.group == name)


def test_d_uses_the_pooled_spread_of_both_groups() -> None:
    (found,) = of(",age,old,50,46,8,,,", ",age,young,150,50,12,,,")
    old = group(found, "old")
    pooled = math.sqrt((49 * 64 + 149 * 144) / 198)
    assert old.d == pytest.approx(-4 / pooled)
    half = 1.959964 * math.sqrt(200 / 7500 + (4 / pooled) ** 2 / 400)
    assert old.d_ci95 == pytest.approx((-4 / pooled - half, -4 / pooled + half), rel=1e-6)
    assert old.overlap == pytest.approx(math.erfc(4 / pooled / 2 / math.sqrt(2)))
    assert found.d_reference == "young"
    assert (group(found, "young").d, group(found, "young").overlap) == (0, 1)


def test_the_reference_is_large_and_known_where_there_is_such_a_group() -> None:
    (found,) = of(",o,a,20,90,5,,,", ",o,b,100,60,5,,,", ",o,unknown,100,95,5,,,", ",o,c,100,50,5,,,")
    assert found.d_reference == "b"
    assert group(found, "unknown").d is not None


def test_without_spread_there_is_no_d_and_a_reason() -> None:
    (found,) = of(",o,a,100,50,0,,,", ",o,b,100,50,0,,,")
    second = next(g for g in found.groups if g.group != found.d_reference)
    assert second.d is None
    assert second.why is not None


def test_scoring_rates_stand_beside_the_highest_and_ties_are_told() -> None:
    # scores 55 60 70 80 90 and 40 50 60 65 75: median 62.5
    (found,) = of(",g,all,10,,,5,,", ",g,a,5,,,3,,", ",g,b,5,,,2,,")
    b = group(found, "b")
    assert b.scoring is not None
    assert b.scoring.impact_ratio == pytest.approx(2 / 3)
    assert found.scoring_reference == "a"
    # an own row of the ground all counts everybody
    (tied,) = of(",all,all,100,,,30,,", ",g,a,50,,,20,,", ",g,b,50,,,10,,")
    assert tied.ties_at_least == pytest.approx(0.2)
    (added,) = of(",g,a,50,,,20,,", ",g,b,50,,,10,,")
    assert added.ties_at_least == pytest.approx(0.2)


def test_the_scoring_example_of_the_new_york_rule() -> None:
    found = case("dcwp_scoring")
    columns = found["columns"]
    rows = [dict(zip(columns, row, strict=True)) for row in found["race_ethnicity"]["rows"]]
    (scores,) = of(*(f",race,{r['group']},{r['n']},,,{r['selected']},," for r in rows))
    for row in rows:
        one = group(scores, row["group"])
        assert one.scoring_rate is not None
        assert one.scoring_rate.share == pytest.approx(row["rate"], rel=1e-6)
        ratio = 1.0 if one.scoring is None else one.scoring.impact_ratio
        assert ratio == pytest.approx(row["ratio"], rel=1e-6)


def test_suitable_people_who_are_missed_are_compared_among_the_suitable() -> None:
    (found,) = of(",g,all,400,,,,100,25", ",all,all,400,,,,100,25", ",g,a,200,,,,50,20", ",g,b,200,,,,50,5")
    a = group(found, "a")
    assert a.missed is not None
    assert a.missed.share == 0.4
    assert found.suitable_reference == "b"
    assert a.suitable is not None
    assert a.suitable.gap == pytest.approx(-0.3)
    assert a.suitable.reading == "signal"
    assert found.missed_overall is not None
    assert found.missed_overall.share == 0.25


def test_vacancy_families_are_kept_apart() -> None:
    found = of("x,g,a,50,5,1,,,", "x,g,b,50,6,1,,,", "y,g,a,50,500,90,,,", "y,g,b,50,400,90,,,")
    assert [(f.vacancy_family, f.d_reference) for f in found] == [("x", "b"), ("y", "a")]


def test_small_counts_and_impossible_ones_leave_no_comparison() -> None:
    (found,) = of(",g,a,<10,50,5,<10,,", ",g,b,100,50,5,60,,", ",g,c,10,50,5,20,5,9")
    assert group(found, "a").d is None or found.d_reference == "a"
    assert group(found, "a").scoring is None
    assert group(found, "c").scoring is None
    assert group(found, "c").suitable is None


def row(name: str, scores: list[float], ground: str = "g") -> ScoreRow:
    ordered = sorted(scores)

    def at(share: float) -> float:
        return ordered[round(share * (len(ordered) - 1))]

    return ScoreRow(
        line=1, ground=ground, group=name, n=exactly(len(ordered)),
        p10=at(0.1), p25=at(0.25), median=at(0.5), p75=at(0.75), p90=at(0.9),
    )  # fmt: skip


def test_cut_offs_read_from_percentiles_come_near_the_real_ones_and_their_bounds_hold_them() -> None:
    chance = random.Random(7)
    people = {
        "a": [chance.gauss(50, 10) for _ in range(4000)],
        "b": [chance.gauss(46, 9) for _ in range(2000)],
    }
    everybody = row("all", [s for scores in people.values() for s in scores], "all")
    rows = [row(name, scores) for name, scores in people.items()]
    found = thresholds_of(rows, everybody)
    assert [t.top for t in found] == [0.1, 0.25, 0.5, 0.75, 0.9]
    for threshold in found:
        assert threshold.lowest == "b"
        for share in threshold.groups:
            real = sum(s > threshold.score for s in people[share.group]) / len(people[share.group])
            assert share.low - 0.005 <= real <= share.high + 0.005
            assert share.estimate == pytest.approx(real, abs=0.03)
    (figures,) = scores_of(written("T2", "ground,group,n\ng,a,1"))
    assert figures.thresholds == ()


def test_exposure_is_less_than_their_share_for_a_group_that_stands_lower() -> None:
    chance = random.Random(11)
    people = {
        "a": [chance.gauss(50, 10) for _ in range(3000)],
        "b": [chance.gauss(42, 10) for _ in range(3000)],
    }
    everybody = row("all", [s for scores in people.values() for s in scores], "all")
    rows = (everybody, *(row(name, scores) for name, scores in people.items()))
    (figures,) = scores_of(Table("T2", {}, rows))
    by_group = {e.group: e for e in figures.exposure}
    ranked = sorted(((s, name) for name, scores in people.items() for s in scores), reverse=True)
    real = {
        name: sum(1 / math.log2(i + 2) for i, (_, who) in enumerate(ranked) if who == name) for name in people
    }
    for name, exposure in by_group.items():
        assert exposure.share == pytest.approx(real[name] / sum(real.values()), abs=0.02)
        assert exposure.ratio == pytest.approx(exposure.share / 0.5)
    assert by_group["b"].ratio < 1 < by_group["a"].ratio
    assert sum(e.share for e in figures.exposure) == pytest.approx(1)


def test_percentiles_in_disorder_give_no_cut_offs() -> None:
    head = "ground,group,n,p10,p25,median,p75,p90"
    (figures,) = of("all,all,200,1,2,3,4,5", "g,a,100,5,4,3,2,1", "g,b,100,1,2,3,4,5", head=head)
    assert figures.thresholds == ()
    (same,) = of("all,all,200,3,3,3,3,3", "g,a,100,3,3,3,3,3", "g,b,100,1,2,3,4,5", head=head)
    assert all(0 <= s.low <= s.estimate <= s.high <= 1 for t in same.thresholds for s in t.groups)
