"""M1 from the ways out: what no human saw, who decided, how fast."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.figures.intervals import wilson
from assessor.domain.figures.oversight import Oversight, Unseen, oversight_of
from assessor.domain.figures.values import is_unknown
from assessor.domain.tables.model import Count, ExitRow, Table, exactly
from tests.domain.figures.tables import demo, written

HEAD = "stage_no,stage_name,ground,group,exit,decided_by,viewed,n"


def of(*rows: str, header: str = "# complete_or_sample: complete") -> Oversight:
    return oversight_of(written("T1x", "\n".join((header, HEAD, *rows))))


@pytest.mark.parametrize(
    ("vendor", "rejected", "share", "share_max", "printed"),
    [
        ("luchtkasteel", 1192, 1037 / 1192, 1037 / 1192, "87%"),
        ("eerlijke-meetlat", 598, 0.0, 0.0, "0%"),
        ("papegaai", 525, 294 / 525, 294 / 525, "56%"),
        # 273 files were opened without a record of how long: seen, or not
        ("zoalsaltijd", 2744, 1729 / 2744, 2002 / 2744, "63%"),
    ],
)
def test_the_demonstrations_vendors_have_their_printed_share(
    vendor: str, rejected: int, share: float, share_max: float, printed: str
) -> None:
    found = oversight_of(demo(vendor, "T1x")).overall
    assert found.n == exactly(rejected)
    assert found.share == pytest.approx(share)
    assert found.share_max == pytest.approx(share_max)
    assert f"{found.share:.0%}" == printed
    assert found.ci95 is None


def test_the_bluffer_rejects_a_third_within_the_hour_and_by_machine_alone() -> None:
    found = oversight_of(demo("luchtkasteel", "T1x"))
    assert found.under_1h is not None
    assert found.under_1h.k == exactly(405)
    assert found.under_1h.share == pytest.approx(405 / 1192)
    assert found.at_night is not None
    assert found.at_night.share == pytest.approx(211 / 1192)
    assert found.without_human.share == pytest.approx(842 / 1192)
    assert [(s.code, s.of_all.k.exact) for s in found.by_decider] == [
        ("model", 842), ("model+human", 313), ("human", 37),
    ]  # fmt: skip


def test_silent_ways_out_are_rejections_too() -> None:
    found = oversight_of(demo("papegaai", "T1x"))
    assert (found.explicit.of_all.k, found.silent.of_all.k) == (exactly(357), exactly(168))
    assert found.explicit.unseen.share == pytest.approx(126 / 357)
    assert found.silent.unseen.share == 1
    assert [s.code for s in found.by_exit] == ["rejected", "expired"]


def test_groups_are_compared_with_the_least_unseen_one_and_unknown_is_no_yardstick() -> None:
    found = oversight_of(demo("papegaai", "T1x"))
    by_name = {g.group: g for g in found.by_group}
    migration, none = by_name["migration background"], by_name["no migration background"]
    assert migration.unseen.share == pytest.approx(76 / 120)
    assert migration.ratio == pytest.approx((76 / 120) / (186 / 348))
    assert none.ratio == 1
    assert by_name["unknown"].unseen.n == exactly(57)
    origin = next(e for e in found.equality if e.ground == "origin")
    assert (origin.highest, origin.lowest) == ("migration background", "no migration background")
    assert origin.gap == pytest.approx(76 / 120 - 186 / 348)
    assert origin.gap_ci95 is not None
    assert origin.gap_ci95[0] < origin.gap < origin.gap_ci95[1]


def test_opened_and_not_recorded_make_a_range() -> None:
    found = of(
        "1,cv,all,all,rejected,human,qualifying,40",
        "1,cv,all,all,rejected,human,opened,20",
        "1,cv,all,all,rejected,human,,10",
        "1,cv,all,all,not_shown,model,list_only,15",
        "1,cv,all,all,rule,rule,no,15",
    ).overall
    assert (found.share, found.share_max) == (0.3, 0.6)
    assert found.not_recorded == exactly(10)


def test_nothing_recorded_is_not_computable_and_at_most_everything() -> None:
    found = of(
        "1,cv,all,all,rejected,model,,90",
        "1,cv,sex,women,rejected,model,,50",
        "1,cv,sex,men,rejected,model,,40",
    )
    for unseen in (found.overall, found.by_stage[0].unseen, *(g.unseen for g in found.by_group)):
        assert unseen.share is None
        assert unseen.share_max == 1
        assert unseen.why is not None
    assert found.equality == ()


def test_a_stage_without_a_record_keeps_the_others() -> None:
    found = of("1,cv,all,all,rejected,model,,50", "2,talk,all,all,rejected,human,qualifying,50")
    assert [(s.stage_no, s.unseen.share, s.unseen.share_max) for s in found.by_stage] == [
        (1, None, 1.0),
        (2, 0, 0),
    ]
    assert (found.overall.share, found.overall.share_max) == (0, 0.5)


def test_nobody_rejected_has_no_share_at_all() -> None:
    found = of("1,cv,all,all,rejected,human,qualifying,0").overall
    assert (found.share, found.share_max) == (None, None)
    assert found.why is not None
    assert "niemand" in found.why.nl
    assert of().overall.share is None


def test_only_a_sample_has_an_interval_and_it_belongs_to_the_lower_share() -> None:
    rows = ("1,cv,all,all,rejected,human,opened,100", "1,cv,all,all,rejected,model,no,630",
            "1,cv,all,all,rejected,human,qualifying,170")  # fmt: skip
    assert of(*rows).overall.ci95 is None
    found = of(*rows, header="# complete_or_sample: sample").overall
    assert found.share == 0.7
    assert found.ci95 == wilson(630, 900)


def test_small_counts_widen_the_range() -> None:
    found = of("1,cv,all,all,rejected,model,no,<10", "1,cv,all,all,rejected,human,qualifying,90").overall
    assert found.n == Count(91, 99)
    assert (found.share, found.share_max) == (1 / 91, 9 / 99)


def test_everything_seen_in_the_best_group_leaves_no_ratio_and_says_why() -> None:
    found = of(
        "1,cv,all,all,rejected,human,qualifying,90", "1,cv,all,all,rejected,model,no,10",
        "1,cv,sex,women,rejected,model,no,10", "1,cv,sex,women,rejected,human,qualifying,40",
        "1,cv,sex,men,rejected,human,qualifying,50",
    )  # fmt: skip
    women = next(g for g in found.by_group if g.group == "women")
    assert women.ratio is None
    assert women.why is not None
    assert found.equality[0].ratio is None
    assert found.equality[0].gap == 0.2


def test_several_stages_are_also_given_per_group() -> None:
    found = of(
        "1,cv,all,all,rejected,model,no,50", "2,talk,all,all,rejected,human,qualifying,50",
        "1,cv,sex,women,rejected,model,no,50", "2,talk,sex,women,rejected,human,qualifying,50",
    )  # fmt: skip
    assert [(g.stage_no, g.unseen.share) for g in found.by_group_and_stage] == [(1, 1), (2, 0)]
    assert [g.unseen.share for g in found.by_group] == [0.5]


def test_spelling_makes_no_other_group_or_stage() -> None:
    found = of(
        "1,cv,all,all,rejected,model,no,20", "1,CV,all,all,rejected,human,qualifying,20",
        "1,cv,sex,Women,rejected,model,no,20", "1,cv,Sex,women,rejected,human,qualifying,20",
    )  # fmt: skip
    assert [(g.ground, g.group, g.unseen.share) for g in found.by_group] == [("sex", "Women", 0.5)]
    assert [(s.stage_name, s.unseen.share) for s in found.by_stage] == [("cv", 0.5)]


def test_unknown_has_two_names_and_a_combination_may_hold_it() -> None:
    assert all(is_unknown(name) for name in ("unknown", "Onbekend", "women x unknown"))
    assert not is_unknown("unknown origin")


exits = st.builds(
    ExitRow,
    line=st.just(1),
    vacancy_family=st.sampled_from(["a", "b"]),
    stage_no=st.integers(1, 2),
    stage_name=st.just("cv"),
    ground=st.sampled_from(["all", "sex"]),
    group=st.just("all"),
    exit=st.sampled_from(["rejected", "expired", "rule", "not_shown"]),
    decided_by=st.sampled_from(["rule", "model", "human", None]),
    viewed=st.sampled_from(["qualifying", "opened", "list_only", "no", None]),
    n=st.integers(0, 500).map(exactly) | st.just(Count(1, 9)),
)


@settings(deadline=None)
@given(st.lists(exits, max_size=12), st.randoms(use_true_random=False))
def test_order_and_vacancy_families_change_nothing(rows: list[ExitRow], chance: random.Random) -> None:
    straight = oversight_of(Table("T1x", {}, tuple(rows)))
    mixed = [dataclasses.replace(row, vacancy_family="c") for row in rows]
    chance.shuffle(mixed)
    shuffled = oversight_of(Table("T1x", {}, tuple(mixed)))
    assert shuffled.overall == straight.overall
    assert shuffled.by_stage == straight.by_stage
    assert shuffled.by_decider == straight.by_decider


@settings(deadline=None)
@given(st.lists(exits, max_size=12))
def test_the_share_lies_within_what_any_reading_of_the_counts_gives(rows: list[ExitRow]) -> None:
    found: Unseen = oversight_of(Table("T1x", {"complete_or_sample": "sample"}, tuple(rows))).overall
    if found.share is not None:
        assert found.share_max is not None
        assert 0 <= found.share <= found.share_max <= 1
        assert found.ci95 is not None
        assert found.ci95[0] <= found.share
