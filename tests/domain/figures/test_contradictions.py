"""Claims in tables and answers beside what the counts give."""

from __future__ import annotations

from typing import Any

import pytest

from assessor.domain.figures.contradictions import Contradiction, contradictions, judged_claims
from assessor.domain.figures.figures import Figures, figures_of
from assessor.domain.figures.funnel import grounds_of
from assessor.domain.tables.model import FunnelRow, Table, TableCode, exactly
from assessor.domain.text import Text
from tests.domain.figures.known import case, rows
from tests.domain.figures.tables import demo, written


def delivered(vendor: str, *codes: TableCode) -> Figures:
    return figures_of({code: demo(vendor, code) for code in codes})


def one(figures: Figures, **claimed: str | float) -> Contradiction:
    (found,) = [c for c in judged_claims(figures, claimed) if not c.in_table]
    return found


def test_the_bluffers_three_claims_are_contradicted_with_both_computations() -> None:
    figures = delivered("luchtkasteel", "T1", "T1x")
    found = contradictions(
        figures, {"unseen_share": "0%", "lowest_impact_ratio": "0.97", "under_one_hour_share": "2%"}
    )
    assert [c.code for c in found] == [
        "claimed_impact_ratio", "unseen_share", "lowest_impact_ratio", "under_one_hour_share",
    ]  # fmt: skip
    in_table, unseen, lowest, fast = found
    assert in_table.in_table
    assert (in_table.where.ground, in_table.where.group, in_table.where.stage) == (
        "sex",
        "women",
        "cv-rangschikking",
    )
    assert in_table.claim_words == Text(nl="opgegeven: 0,97", en="claimed: 0.97")
    assert in_table.computation == Text(nl="(147/700) / (261/900) = 0,72", en="(147/700) / (261/900) = 0.72")
    assert in_table.ci95 is not None
    assert in_table.n == exactly(700)
    assert not unseen.in_table
    assert unseen.value == pytest.approx(1037 / 1192)
    assert unseen.computation.en == "at least 1,037 / 1,192 = 87.0%"
    assert lowest.where.group == "women"
    assert fast.computation.en == "405 / 1,192 = 34.0%"
    assert "0%" in unseen.difference.nl


def test_what_agrees_is_judged_and_is_no_contradiction() -> None:
    figures = delivered("papegaai", "T1", "T1x", "T6")
    claimed: dict[str, str | float | None] = {
        "unseen_share": "56%", "flip_rate:repeat": "9,5%", "flip_rate:swap_name": "5.8%", "lowest_impact_ratio": 0.66,
        "largest_gap": "12,9%",
    }  # fmt: skip
    assert contradictions(figures, claimed) == ()
    assert {c.verdict for c in judged_claims(figures, claimed)} == {"agrees"}
    assert len(judged_claims(figures, claimed)) == 7
    assert {c.verdict for c in judged_claims(figures, {"largest_gap": "-12.9%"})} == {"agrees"}


def test_a_share_that_is_only_known_as_a_range_agrees_with_what_lies_in_it() -> None:
    figures = delivered("zoalsaltijd", "T1x")
    assert one(figures, unseen_share="63%").verdict == "agrees"
    assert one(figures, unseen_share="70%").verdict == "agrees"
    low = one(figures, unseen_share="20%")
    assert low.verdict == "contradicts"
    assert low.value is None
    assert low.low == pytest.approx(1729 / 2744)
    assert "at most" in low.computation.en


def test_studies_and_reviews_can_be_claimed_too() -> None:
    figures = delivered("eerlijke-meetlat", "T3", "T4", "T5", "T6")
    assert one(figures, **{"validity_r:S1": "0.31"}).verdict == "agrees"
    assert one(figures, validity_r="0.55").verdict == "contradicts"
    assert one(figures, **{"validity_r:S2": "0.28"}).verdict == "differs_slightly"
    assert one(figures, retest_r="0.81").computation.en.startswith("tanh(")
    assert one(figures, wrongful_rejection_rate="8%").n == exactly(150)
    assert one(figures, override_rate="2%").verdict == "contradicts"
    in_tables = [c for c in judged_claims(figures) if c.in_table]
    assert {c.table for c in in_tables} == {"T3", "T5"}
    assert {c.verdict for c in in_tables} == {"agrees"}


def test_a_claim_without_its_table_or_without_a_figure_is_left_out() -> None:
    figures = figures_of({})
    codes = ("lowest_impact_ratio", "largest_gap", "unseen_share", "under_one_hour_share", "flip_rate", "retest_r",
             "validity_r", "wrongful_rejection_rate", "override_rate")  # fmt: skip
    assert judged_claims(figures, dict.fromkeys(codes, "0.5")) == ()
    assert (
        judged_claims(delivered("luchtkasteel", "T1x"), {"unseen_share": None, "under_one_hour_share": ""})
        == ()
    )


def test_nothing_recorded_cannot_bear_out_any_claim() -> None:
    table = written(
        "T1x", "stage_no,stage_name,ground,group,exit,decided_by,viewed,n\n1,cv,all,all,rejected,model,,90"
    )
    found = one(figures_of({"T1x": table}), unseen_share="0%")
    assert found.verdict == "contradicts"
    assert (found.low, found.high) == (None, None)
    assert "100%" in found.computation.nl


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="accuracy"):
        judged_claims(figures_of({}), {"accuracy": "94%"})


def test_where_claims_follow_from_another_group_the_contradiction_names_it() -> None:
    table = written(
        "T1",
        "ground,group,n_in,n_through,claimed_impact_ratio\norigin,a,100,60,1.20\norigin,b,100,50,1.00\norigin,c,100,40,0.80",
    )
    found = contradictions(figures_of({"T1": table}))
    assert {c.where.group for c in found} == {"a", "b", "c"}
    assert all("with b as the group to compare with" in c.claim_words.en for c in found)


def as_table(audit: dict[str, Any]) -> Table[FunnelRow]:
    """A published audit as the table that a vendor would deliver, with what it prints as claims."""
    found = []
    for line, row in enumerate(rows(audit, audit["columns"]), start=1):
        rate, ratio = (
            None if value is None else f"{value:.{audit[decimals]}f}"
            for value, decimals in (
                (row["printed_rate"], "rate_decimals"),
                (row["printed_ratio"], "ratio_decimals"),
            )
        )
        found.append(FunnelRow(
            line=line, ground=row["table"], group=row["group"], n_in=exactly(row["n"]),
            n_through=exactly(row["selected"]), claimed_rate=rate, claimed_impact_ratio=ratio,
        ))  # fmt: skip
    return Table("T1", {}, tuple(found))


@pytest.mark.parametrize("name", ["beamery", "cigna", "covey"])
def test_published_audits_are_judged_as_they_are_known(name: str) -> None:
    audit = case(f"audit_{name}")
    table = as_table(audit)
    judged = judged_claims(figures_of({"T1": table}))
    not_consistent = {
        code: sum(c.code == code and c.verdict != "agrees" for c in judged)
        for code in ("claimed_rate", "claimed_impact_ratio")
    }
    assert not_consistent == {
        "claimed_rate": audit["not_consistent"]["rates"], "claimed_impact_ratio": audit["not_consistent"]["ratios"],
    }  # fmt: skip
    named = {g.ground: g.claims_follow_from for g in grounds_of(table) if g.claims_follow_from}
    # one combination, whose own rate does not follow from its count, took the place of the auditor's reference
    assert named == ({"intersectional": ("Asian / Male",)} if name == "covey" else {})
    assert all(group.claim != "not_claimed" or group.n_in == exactly(0)
               for ground in grounds_of(table) for group in ground.groups)  # fmt: skip
