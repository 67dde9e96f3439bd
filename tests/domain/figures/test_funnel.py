"""T1: every ground at every stage, beside a reference, with the unknown between them."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.figures.bounds import bounds_of_ratio
from assessor.domain.figures.funnel import grounds_of
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.groups import Counts
from assessor.domain.tables.model import FEW, Count, FunnelRow, Table, exactly
from tests.domain.figures.known import case
from tests.domain.figures.tables import demo, written

SMALLEST = "ground,group,n_in,n_through"


def of(text: str, *references: str) -> tuple[GroundFigures, ...]:
    return grounds_of(written("T1", text), references)


def only(text: str, *references: str) -> GroundFigures:
    (found,) = of(text, *references)
    return found


def group(ground: GroundFigures, name: str) -> GroupFigures:
    found = ground.group(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("vendor", "ground", "name", "rate", "ratio", "interval", "points", "reading"),
    [
        ("luchtkasteel", "sex", "women", "21.0%", "0.72", "0.61-0.86", "-8.0", "signal"),
        ("eerlijke-meetlat", "sex", "women", "40.0%", "0.96", "0.83-1.12", "-1.5", "no_signal_seen"),
        ("eerlijke-meetlat", "age", "50_plus", "37.8%", "0.91", "0.74-1.12", "-3.7", "unclear"),
        (
            "eerlijke-meetlat",
            "origin",
            "migration_background",
            "37.8%",
            "0.92",
            "0.74-1.16",
            "-3.2",
            "unclear",
        ),
        ("papegaai", "sex", "women", "35.0%", "0.95", "0.79-1.14", "-1.9", "unclear"),
        ("papegaai", "origin", "migration background", "25.0%", "0.66", "0.49-0.88", "-12.9", "signal"),
        ("zoalsaltijd", "sex", "women", "26.0%", "0.72", "0.66-0.79", "-10.0", "signal"),
        ("zoalsaltijd", "age", "50_plus", "19.0%", "0.54", "0.47-0.63", "-16.0", "signal"),
        ("zoalsaltijd", "origin", "born_outside_europe", "21.0%", "0.64", "0.54-0.75", "-12.0", "signal"),
    ],
)
def test_the_demonstrations_vendors_have_their_printed_figures(
    vendor: str, ground: str, name: str, rate: str, ratio: str, interval: str, points: str, reading: str
) -> None:
    found = next(g for g in grounds_of(demo(vendor, "T1")) if g.ground == ground)
    one = group(found, name)
    assert one.rate is not None
    assert one.impact_ratio is not None
    assert one.impact_ratio_ci95 is not None
    assert one.gap is not None
    assert f"{one.rate:.1%}" == rate
    assert f"{one.impact_ratio:.2f}" == ratio
    assert "{:.2f}-{:.2f}".format(*one.impact_ratio_ci95) == interval
    assert f"{one.gap * 100:.1f}" == points
    assert one.reading == reading


def test_the_bluffers_claim_is_contradicted_and_the_honest_ones_agrees() -> None:
    (sex,) = grounds_of(demo("luchtkasteel", "T1"))
    women = group(sex, "women")
    assert women.claim == "contradicts"
    assert women.ratio_claim.difference is not None
    assert "0.97" in women.ratio_claim.difference.en
    assert group(sex, "men").claim == "not_claimed"
    for ground in grounds_of(demo("papegaai", "T1")):
        assert {g.claim for g in ground.groups} == {"agrees", "not_claimed"}


def test_the_reference_stands_beside_itself_without_tests_or_a_reading() -> None:
    men = group(only(f"{SMALLEST}\nsex,women,700,147\nsex,men,900,261"), "men")
    assert (men.impact_ratio, men.gap, men.rejection_ratio) == (1, 0, 1)
    assert men.below_four_fifths is False
    assert men.bounds_impact_ratio == (1.0, 1.0)
    for name in ("impact_ratio_ci95", "gap_ci95", "fisher_p", "z", "reading"):
        assert getattr(men, name) is None
        assert name in men.why


def test_the_reading_is_against_the_highest_of_thirty_or_more_and_the_ratio_against_the_highest_of_all() -> (
    None
):
    found = only(f"{SMALLEST}\norigin,a,20,20\norigin,b,200,120\norigin,c,200,60")
    assert (found.reference, found.reading_reference) == ("a", "b")
    assert group(found, "c").impact_ratio == 0.3
    assert group(found, "c").reading == "signal"
    assert group(found, "a").reading == "insufficient"
    assert group(found, "b").reading is None
    assert found.worst == "c"


def test_without_a_group_of_thirty_every_reading_is_too_few_to_tell() -> None:
    found = only(f"{SMALLEST}\nsex,women,20,2\nsex,men,25,20")
    assert group(found, "women").reading == "insufficient"
    assert group(found, "men").reading is None
    assert found.worst is None
    assert "worst" in found.why


def test_another_reference_can_be_asked_for_but_not_in_grounds_that_lack_it() -> None:
    text = f"{SMALLEST}\nsex,women,100,50\nsex,men,100,40\nage,old,100,30\nage,young,100,60"
    sex, age = of(text, "Men")
    assert (sex.reference, sex.reading_reference) == ("men", "women")
    assert group(sex, "women").impact_ratio == 1.25
    assert age.reference == "young"
    assert only(f"{SMALLEST}\nsex,women,100,50\nsex,unknown,100,80", "unknown").reference == "women"


def test_people_of_unknown_group_are_counted_and_bound_the_ratio() -> None:
    found = only(f"{SMALLEST}\norigin,a,160,40\norigin,b,560,212\norigin,Onbekend,100,43")
    assert (found.unknown.n_in, found.unknown.share) == (exactly(100), 100 / 820)
    assert (found.unknown.n_through, found.unknown.rate) == (exactly(43), 0.43)
    assert [g.group for g in found.groups] == ["a", "b"]
    assert group(found, "a").bounds_impact_ratio == bounds_of_ratio(
        Counts(40, 160), Counts(212, 560), Counts(43, 100)
    )
    assert found.overall.share == pytest.approx(295 / 820)


def test_a_zero_best_rate_leaves_no_ratio_and_nobody_in_the_group_makes_it_zero() -> None:
    nobody = only(f"{SMALLEST}\nsex,women,100,0\nsex,men,120,0")
    for one in nobody.groups:
        assert one.impact_ratio is None
        assert "impact_ratio" in one.why
        assert one.reading is None
        assert one.bounds_impact_ratio is None
    zero = group(only(f"{SMALLEST}\nsex,women,100,0\nsex,men,120,60"), "women")
    assert zero.impact_ratio == 0
    assert zero.interval_is_adjusted
    assert zero.impact_ratio_ci95 is not None
    assert zero.reading == "signal"


def test_one_group_or_none_is_no_comparison() -> None:
    alone = only(f"{SMALLEST}\nsex,women,100,50")
    assert alone.reference == "women"
    assert alone.groups[0].reading is None
    nobody = only(f"{SMALLEST}\nsex,unknown,100,50")
    assert nobody.reference is None
    assert nobody.groups == ()
    assert "reference" in nobody.why
    empty = only(f"{SMALLEST}\nsex,women,0,0\nsex,men,0,0")
    assert empty.reference is None
    assert [g.rate for g in empty.groups] == [None, None]
    assert of(SMALLEST) == ()


def test_stages_follow_their_numbers_and_the_whole_way_goes_from_first_in_to_last_through() -> None:
    sex = of(
        "stage_no,stage_name,ground,group,n_in,n_through\n"
        "2,talk,all,all,100,50\n1,cv,all,all,400,100\n"
        "2,talk,sex,women,40,10\n2,talk,sex,men,60,40\n"
        "1,cv,sex,women,200,40\n1,cv,sex,men,200,60"
    )
    assert [(g.stage_no, g.stage) for g in sex] == [(1, "cv"), (2, "talk"), (None, "all")]
    women = group(sex[2], "women")
    assert (women.n_in, women.n_through) == (exactly(200), exactly(10))
    assert women.impact_ratio == 0.25
    assert sex[2].overall.share == 50 / 400


def test_a_group_that_nobody_of_reached_a_later_stage_has_nobody_through() -> None:
    whole = of(
        "stage_no,stage_name,ground,group,n_in,n_through\n"
        "1,cv,sex,women,50,0\n1,cv,sex,men,50,20\n1,cv,sex,other,40,10\n2,talk,sex,men,20,10"
    )[-1]
    assert [(g.group, g.n_through) for g in whole.groups] == [("women", exactly(0)), ("men", exactly(10))]


def test_combinations_of_grounds_name_the_worst_one() -> None:
    found = only(
        f"{SMALLEST}\nsex x origin,women x a,100,20\nsex x origin,women x b,100,40\n"
        "sex x origin,men x a,100,45\nsex x origin,men x b,100,50\nsex x origin,women x unknown,50,20"
    )
    assert found.intersection
    assert found.worst == "women x a"
    assert found.unknown.n_in == exactly(50)
    assert found.reference == "men x b"


def test_holm_counts_the_comparisons_of_all_grounds() -> None:
    grounds = grounds_of(demo("zoalsaltijd", "T1"))
    assert {g.comparisons for g in grounds} == {3}
    assert all(one.holm for g in grounds for one in g.groups if one.group != g.reference)
    weak = of(f"{SMALLEST}\nsex,women,100,38\nsex,men,100,53\nage,old,100,50\nage,young,100,53")
    women = group(weak[0], "women")
    assert women.fisher_p is not None
    assert women.fisher_p < 0.05
    assert women.holm is False


def test_groups_below_two_per_cent_are_marked() -> None:
    found = only(f"{SMALLEST}\nsex,women,490,200\nsex,men,491,200\nsex,other,19,5")
    assert [g.under_two_percent for g in found.groups] == [False, False, True]


def test_claims_that_follow_from_another_reference_name_it() -> None:
    text = (
        "ground,group,n_in,n_through,claimed_rate,claimed_impact_ratio\n"
        "origin,a,100,60,60%,1.20\norigin,b,100,50,50%,1.00\norigin,c,100,40,40%,0.80"
    )
    found = only(text)
    assert found.reference == "a"
    assert group(found, "b").ratio_claim.verdict == "contradicts"
    assert group(found, "b").rate_claim.verdict == "agrees"
    assert group(found, "b").claim == "contradicts"
    assert found.claims_follow_from == ("b",)
    assert only(text, "b").claims_follow_from == ()
    assert {g.claim for g in only(text, "b").groups} == {"agrees"}


def test_small_counts_give_ranges_and_readings_only_where_they_do_not_matter() -> None:
    found = only(f"{SMALLEST}\nsex,women,200,<10\nsex,men,200,100")
    women = group(found, "women")
    assert (women.rate, women.impact_ratio, women.gap) == (None, None, None)
    assert women.ranges["rate"] == (1 / 200, 9 / 200)
    assert women.ranges["impact_ratio"] == (0.01, 0.09)
    assert women.reading == "signal"
    assert women.below_four_fifths is True
    assert women.fisher_p is None
    assert {"rate", "fisher_p", "z"} <= set(women.why)
    open_one = group(only(f"{SMALLEST}\nsex,women,40,<10\nsex,men,40,<10"), "women")
    assert open_one.reading is None or open_one.reading == "unclear"


def test_a_claim_within_the_range_of_a_small_count_agrees() -> None:
    head = "ground,group,n_in,n_through,claimed_rate,claimed_impact_ratio"
    inside = group(only(f"{head}\nsex,women,200,<10,2.5%,0.05\nsex,men,200,100,,"), "women")
    assert inside.claim == "agrees"
    outside = group(only(f"{head}\nsex,women,200,<10,2.5%,0.50\nsex,men,200,100,,"), "women")
    assert outside.claim == "contradicts"


def test_claims_about_parts_say_nothing_of_the_sum() -> None:
    found = only(
        "vacancy_family,ground,group,n_in,n_through,claimed_impact_ratio\n"
        "a,sex,women,100,40,0.80\nb,sex,women,100,40,0.90\na,sex,men,100,50,\nb,sex,men,100,50,"
    )
    assert group(found, "women").claimed_impact_ratio is None
    assert group(found, "women").n_in == exactly(200)


names = st.sampled_from(["a", "b", "c", "unknown"])
counts = st.integers(0, 3000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
funnels = st.dictionaries(names, counts, min_size=1)


def _rows(funnel: dict[str, tuple[int, int]], stage: int = 1) -> list[FunnelRow]:
    return [
        FunnelRow(
            line=i,
            stage_no=stage,
            stage_name="cv",
            ground="g",
            group=name,
            n_in=exactly(n),
            n_through=exactly(k),
        )
        for i, (name, (n, k)) in enumerate(funnel.items())
    ]


def _table(rows: list[FunnelRow]) -> Table[FunnelRow]:
    return Table("T1", {}, tuple(rows))


@settings(deadline=None)
@given(funnels, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(funnel: dict[str, tuple[int, int]], chance: random.Random) -> None:
    rows = _rows(funnel)
    shuffled = chance.sample(rows, len(rows))

    def by_name(table: list[FunnelRow]) -> list[GroupFigures]:
        (ground,) = grounds_of(_table(table))
        return sorted(ground.groups, key=lambda g: g.group)

    rates = [k * 10**9 // n for name, (n, k) in funnel.items() if n and name != "unknown"]
    if len(set(rates)) == len(rates):
        assert by_name(shuffled) == by_name(rows)


@settings(deadline=None)
@given(funnels)
def test_other_names_change_nothing_but_the_names(funnel: dict[str, tuple[int, int]]) -> None:
    other = {name if name == "unknown" else f"x{name}": cell for name, cell in funnel.items()}
    (first,), (second,) = grounds_of(_table(_rows(funnel))), grounds_of(_table(_rows(other)))
    assert [dataclasses.replace(g, group=f"x{g.group}") for g in first.groups] == list(second.groups)


@settings(deadline=None)
@given(funnels, st.data())
def test_a_row_split_over_two_vacancy_families_changes_nothing(
    funnel: dict[str, tuple[int, int]], data: st.DataObject
) -> None:
    rows = _rows(funnel)
    split: list[FunnelRow] = []
    for row in rows:
        through = data.draw(st.integers(0, row.n_through.exact))
        rest = data.draw(st.integers(0, row.n_in.exact - row.n_through.exact))
        part: dict[str, Any] = {"n_in": exactly(through + rest), "n_through": exactly(through)}
        other: dict[str, Any] = {
            "n_in": exactly(row.n_in.exact - through - rest), "n_through": exactly(row.n_through.exact - through),
        }  # fmt: skip
        split += [
            dataclasses.replace(row, vacancy_family="a", **part),
            dataclasses.replace(row, vacancy_family="b", **other),
        ]
    assert grounds_of(_table(split)) == grounds_of(_table(rows))


@settings(deadline=None)
@given(funnels, st.integers(1, 9), st.integers(40, 200))
def test_a_small_counts_range_holds_the_figure_of_every_number_it_may_be(
    funnel: dict[str, tuple[int, int]], k: int, n: int
) -> None:
    with_small = [r for r in _rows(funnel) if r.group != "c"]
    row = FunnelRow(
        line=9, stage_no=1, stage_name="cv", ground="g", group="c", n_in=exactly(n), n_through=FEW
    )
    (ranged,) = grounds_of(_table([*with_small, row]))
    reference = ranged.reference
    assert reference is not None
    (exact,) = grounds_of(_table([*with_small, dataclasses.replace(row, n_through=Count(k, k))]), [reference])
    for one in exact.groups:
        small = group(ranged, one.group)
        for name in ("rate", "impact_ratio", "gap", "rejection_ratio"):
            value = getattr(one, name)
            low, high = small.ranges.get(name, (getattr(small, name),) * 2)
            if value is not None and low is not None:
                assert low - 1e-12 <= value <= high + 1e-12
        if small.reading is not None and exact.reading_reference == ranged.reading_reference:
            assert one.reading == small.reading


@pytest.mark.parametrize("ground", ["sex", "race_ethnicity", "intersectional"])
def test_the_selection_example_of_the_new_york_rule(ground: str) -> None:
    found = case("dcwp_selection")
    expected = [dict(zip(found["columns"], row, strict=True)) for row in found[ground]["rows"]]
    table = "\n".join((SMALLEST, *(f"{ground},{r['group']},{r['n']},{r['selected']}" for r in expected)))
    figures = only(table)
    assert figures.reference == found[ground]["reference"]
    for row in expected:
        one = group(figures, row["group"])
        assert one.rate == pytest.approx(row["rate"], rel=1e-6)
        assert one.impact_ratio == pytest.approx(row["ratio"], rel=1e-6)
        assert one.below_four_fifths is row["below_four_fifths"]
        assert one.under_two_percent is row["under_2_percent"]
