"""What is printed hides small counts, and with them what would give them away."""

from __future__ import annotations

from typing import Any

from assessor.domain.report.recomputed import printed, recomputed
from assessor.domain.tables.model import Count, ExitRow, FunnelRow, RightsRow, Table, exactly
from assessor.domain.tables.printed import for_print
from tests.reports import funnels


def table_of(rows: list[FunnelRow]) -> Table[FunnelRow]:
    return Table("T1", {}, tuple(rows))


def group(table: Table[Any], name: str) -> Any:
    return next(r for r in table.rows if r.group == name)


def test_a_table_without_small_counts_stays_as_it_is() -> None:
    table = table_of(funnels.stage(1, "cv", {"sex": {"women": (700, 147), "men": (900, 261)}}))
    assert for_print({"T1": table})["T1"] is table


def test_a_small_count_is_hidden_with_what_would_give_it_away() -> None:
    rows = funnels.stage(1, "cv", {"sex": {"women": (400, 7), "men": (400, 111)}})
    shown = for_print({"T1": table_of(rows)})["T1"]
    assert group(shown, "women").n_through == Count(0, 9)
    men, everybody = group(shown, "men").n_through, group(shown, "all").n_through
    assert not (men.is_exact and everybody.is_exact), "their difference would be seven"
    for row, was in zip(shown.rows, rows, strict=True):
        assert row.n_through.low <= was.n_through.low <= row.n_through.high


def test_people_who_did_not_go_through_are_hidden_too_where_they_are_few() -> None:
    rows = funnels.stage(1, "cv", {"sex": {"women": (400, 396), "men": (400, 300)}})
    women = group(for_print({"T1": table_of(rows)})["T1"], "women")
    assert not (women.n_in.is_exact and women.n_through.is_exact)


def test_few_looks_are_hidden_in_the_ways_out() -> None:
    ways = [
        funnels.way(1, "cv", 503, "no"),
        funnels.way(1, "cv", 100, "qualifying", "human"),
        funnels.way(1, "cv", 300, "no", ground="sex", group="women"),
        funnels.way(1, "cv", 4, "qualifying", "human", "sex", "women"),
        funnels.way(1, "cv", 203, "no", ground="sex", group="men"),
        funnels.way(1, "cv", 96, "qualifying", "human", "sex", "men"),
    ]
    table: Table[ExitRow] = Table("T1x", {}, tuple(ways))
    shown = for_print({"T1x": table})["T1x"]
    women = [r.n for r in shown.rows if r.group == "women" and r.viewed == "qualifying"]
    assert women == [Count(0, 9)]
    assert "<10" in [cell.nl for s in recomputed(funnels.figures(ways=ways)).sections for b in s.blocks if b.table
                     for row in b.table.rows for cell in row]  # fmt: skip


def test_a_total_of_few_fast_rejections_is_hidden() -> None:
    rows = (
        ExitRow(line=0, stage_no=1, stage_name="cv", ground="all", group="all", exit="rejected", decided_by="model",
                viewed="no", n=exactly(500), n_under_1h=exactly(3), n_22_06=exactly(0)),
        ExitRow(line=0, stage_no=1, stage_name="cv", ground="all", group="all", exit="rejected", decided_by="human",
                viewed="qualifying", n=exactly(4), n_under_1h=exactly(0), n_22_06=exactly(0)),
    )  # fmt: skip
    figures = printed(funnels.figures(ways=list(rows)))
    assert figures.oversight is not None
    assert figures.oversight.under_1h is not None
    assert figures.oversight.under_1h.share is None
    assert figures.oversight.at_night is not None
    assert figures.oversight.at_night.k == exactly(0), "nobody at all says nothing of anybody"


def test_counts_in_other_tables_are_hidden_one_by_one_and_never_one_alone() -> None:
    counts = {"access": 4, "erasure": 60, "objection": 31}
    rows = tuple(RightsRow(line=0, period="2026", kind=kind, n=exactly(n)) for kind, n in counts.items())
    shown = for_print({"T9": Table("T9", {}, rows)})["T9"]
    assert [r.n for r in shown.rows] == [Count(0, 9), exactly(60), Count(30, 39)]


def test_what_a_vendor_hid_itself_stays_hidden() -> None:
    rows = funnels.stage(1, "cv", {"sex": {"women": (400, Count(1, 9)), "men": (400, 111)}})
    assert group(for_print({"T1": table_of(rows)})["T1"], "women").n_through in (Count(1, 9), Count(0, 9))
