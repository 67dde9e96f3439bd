"""Tables that add up, and what is said where they do not. Small counts are ranges: some value has to fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.tables.grid import Faults
from assessor.domain.tables.model import FEW, Count, FunnelRow, Table, TableCode, exactly
from assessor.domain.tables.reading import read_table
from assessor.domain.tables.reconcile import Mismatch, pooled, reconcile, reconcile_pair
from tests.domain.tables.files import LOOKS, VENDORS, read, vendor_files, vendor_grid

FULL = "stage_no,stage_name,ground,group,n_in,n_through,n_rejected,n_not_shown,n_withdrawn,n_pending"
OUT = "stage_no,stage_name,ground,group,exit,decided_by,viewed,n"


def _t1(*rows: str) -> Table[Any]:
    return read("T1", "\n".join([FULL, *rows]))


def _t1x(*rows: str, **header: str) -> Table[Any]:
    return read("T1x", "\n".join([OUT, *rows]), {**LOOKS, **header})


def _found(table: Table[Any]) -> list[str]:
    return [mismatch.code for mismatch in reconcile(table)]


def _only(mismatches: Sequence[Mismatch]) -> Mismatch:
    assert len(mismatches) == 1, [m.text.en for m in mismatches]
    return mismatches[0]


def _vendor(path: Path) -> Table[Any]:
    code: TableCode = path.stem  # type: ignore[assignment]
    table = read_table(code, vendor_grid(path))
    assert not isinstance(table, Faults)
    return table


# --- the demonstration ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", vendor_files("T*.csv"), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_table_of_the_demonstration_adds_up(path: Path) -> None:
    assert reconcile(_vendor(path)) == ()


@pytest.mark.parametrize("vendor", ["eerlijke-meetlat", "luchtkasteel", "papegaai", "zoalsaltijd"])
def test_the_ways_out_of_the_demonstration_add_up_to_its_selection(vendor: str) -> None:
    files = VENDORS / vendor / "files"
    assert reconcile_pair(_vendor(files / "T1.csv"), _vendor(files / "T1x.csv")) == ()


# --- T1 ---------------------------------------------------------------------------------------------------


def test_more_through_than_in_is_said_with_both_numbers() -> None:
    found = reconcile(_t1("1,brief,all,all,1000,1200,0,0,0,0"))[0]
    assert (found.code, found.line) == ("through", 2)
    assert (
        found.text.nl
        == "Rij 2: er gingen meer mensen door (n_through is 1.200) dan er begonnen (n_in is 1.000)."
    )
    assert (
        found.text.en == "Row 2: more people got through (n_through is 1,200) than came in (n_in is 1,000)."
    )


def test_everybody_who_came_in_ends_somewhere() -> None:
    found = _only(reconcile(_t1("1,brief,all,all,100,40,50,0,5,0")))
    assert (found.code, found.line) == ("outcomes", 2)
    assert "are 95 together, but n_in is 100" in found.text.en
    assert "zijn samen 95, maar n_in is 100" in found.text.nl


def test_outcomes_that_are_not_given_may_make_up_the_rest_and_no_more() -> None:
    columns = "ground,group,n_in,n_through,n_rejected"
    assert reconcile(read("T1", f"{columns}\nall,all,100,40,50")) == ()
    assert _only(reconcile(read("T1", f"{columns}\nall,all,100,40,70"))).code == "outcomes"


def test_the_groups_of_each_ground_are_everybody() -> None:
    table = _t1(
        "1,brief,all,all,100,40,60,0,0,0",
        "1,brief,sex,women,50,20,30,0,0,0",
        "1,brief,sex,men,40,20,20,0,0,0",
        "1,brief,age,young,60,20,40,0,0,0",
        "1,brief,age,old,40,20,20,0,0,0",
    )
    n_in, rejected = reconcile(table)
    assert n_in.text.en == (
        "Stage 1, sex: the groups add up to 90 in n_in, but the row all says 100. "
        "Is the row unknown missing, with the people whose group you do not know?"
    )
    assert rejected.text.nl.startswith(
        "Fase 1, sex: de groepen tellen bij n_rejected op tot 50, maar de rij all zegt 60."
    )


def test_one_group_alone_is_not_everybody() -> None:
    assert set(_found(_t1("1,brief,all,all,100,40,60,0,0,0", "1,brief,sex,women,50,20,30,0,0,0"))) == {
        "groups"
    }


def test_a_combination_adds_up_like_any_ground() -> None:
    table = _t1(
        "1,brief,all,all,100,40,60,0,0,0",
        "1,brief,geslacht x herkomst,a,60,30,30,0,0,0",
        "1,brief,geslacht x herkomst,b,30,10,20,0,0,0",
    )
    assert all("sex x origin" in found.text.en for found in reconcile(table))
    assert _found(table) == ["groups", "groups"]


def test_without_the_row_of_everybody_a_table_does_not_add_up() -> None:
    found = _only(reconcile(_t1("1,brief,sex,women,50,20,30,0,0,0")))
    assert found.code == "no_all_rows"
    assert found.text.nl == "Fase 1: de rij met iedereen ontbreekt: ground is all en group is all."


def test_the_smallest_form_needs_no_row_of_everybody_but_adds_up_to_one_that_is_there() -> None:
    smallest = "ground,group,n_in,n_through\nsex,women,50,20\nsex,men,50,30"
    assert reconcile(read("T1", smallest)) == ()
    assert reconcile(read("T1", smallest + "\nall,all,100,50")) == ()
    assert _only(reconcile(read("T1", smallest + "\nall,all,100,51"))).code == "groups"


def test_only_everybody_adds_up() -> None:
    assert _found(_t1("1,brief,all,all,100,40,60,0,0,0")) == []


@pytest.mark.parametrize(("through", "rejected"), [("0", "100"), ("100", "0")])
def test_nobody_or_everybody_through_adds_up(through: str, rejected: str) -> None:
    assert _found(_t1(f"1,brief,all,all,100,{through},{rejected},0,0,0")) == []


def test_a_group_of_nobody_adds_up() -> None:
    rows = (
        "1,brief,all,all,100,40,60,0,0,0",
        "1,brief,sex,women,100,40,60,0,0,0",
        "1,brief,sex,men,0,0,0,0,0,0",
    )
    assert _found(_t1(*rows)) == []


def test_no_more_people_enter_a_stage_than_got_through_the_one_before() -> None:
    table = _t1(
        "1,brief,all,all,100,40,60,0,0,0",
        "2,gesprek,all,all,45,20,25,0,0,0",
        "1,brief,sex,women,50,20,30,0,0,0",
        "1,brief,sex,men,50,20,30,0,0,0",
        "2,gesprek,sex,women,20,10,10,0,0,0",
        "2,gesprek,sex,men,25,10,15,0,0,0",
    )
    assert [(found.code, found.line) for found in reconcile(table)] == [("next_stage", 3), ("next_stage", 7)]
    assert (
        reconcile(table)[0].text.en
        == "Row 3: in stage 2 45 people come in (all, all), but 40 got through stage 1."
    )


def test_the_same_people_twice_is_no_sum() -> None:
    found = _only(reconcile(_t1("1,brief,all,all,100,40,60,0,0,0", "1,brief,all,all,100,40,60,0,0,0")))
    assert (found.code, found.line) == ("doubled", 3)
    assert found.text.nl == "Rij 3: deze rij gaat over dezelfde mensen als rij 2."


def test_a_total_beside_its_parts_is_no_sum() -> None:
    table = read(
        "T1",
        "vacancy_family,ground,group,n_in,n_through\n,all,all,100,40\nzorg,all,all,60,20\nklantcontact,all,all,40,20",
    )
    assert _only(reconcile(table)).code == "total_and_split"


def test_a_stage_has_one_name() -> None:
    table = _t1("1,brief,all,all,100,40,60,0,0,0", "1,selectie,sex,women,100,40,60,0,0,0")
    assert _found(table) == ["stage_names"]


def test_two_faults_in_two_vacancy_families_do_not_cancel_out() -> None:
    table = read(
        "T1",
        """vacancy_family,ground,group,n_in,n_through
zorg,all,all,100,40
zorg,sex,women,60,20
zorg,sex,men,50,20
bouw,all,all,100,40
bouw,sex,women,50,20
bouw,sex,men,40,20""",
    )
    assert _found(table) == ["groups", "groups"]


# --- small counts -----------------------------------------------------------------------------------------


def test_a_small_count_fits_where_some_value_fits() -> None:
    assert _found(_t1("1,brief,all,all,100,<10,92,0,0,0")) == []
    assert _found(_t1("1,brief,all,all,100,<10,90,0,0,0")) == ["outcomes"]
    assert _found(_t1("1,brief,all,all,<10,<10,0,0,0,0")) == []
    assert _found(_t1("1,brief,all,all,<10,10,0,0,0,0")) == ["through"]


def test_a_small_count_may_be_nobody_in_a_sum() -> None:
    """Nobody is written `<10` too, where it might have been somebody."""
    assert _found(_t1("1,brief,all,all,40,40,<10,<10,<10,<10")) == []


def test_a_hidden_ten_fits_where_some_value_fits() -> None:
    assert _found(_t1("1,brief,all,all,100,40..49,52,<10,0,0")) == []
    assert _found(_t1("1,brief,all,all,100,40..49,70,<10,0,0")) == ["outcomes"]


counts = st.integers(0, 60)


@given(st.lists(st.tuples(counts, counts, counts, counts, counts), min_size=1, max_size=5), st.booleans())
def test_what_adds_up_still_adds_up_when_small_counts_are_hidden(
    rows: list[tuple[int, ...]], hide: bool
) -> None:
    def shown(n: int) -> Count:
        return FEW if hide and n < 10 else exactly(n)

    def row(line: int, ground: str, group: str, parts: Sequence[int]) -> FunnelRow:
        through, rejected, not_shown, withdrawn, pending = map(shown, parts)
        return FunnelRow(
            line=line, ground=ground, group=group, n_in=shown(sum(parts)), n_through=through, n_rejected=rejected,
            n_not_shown=not_shown, n_withdrawn=withdrawn, n_pending=pending,
        )  # fmt: skip

    everybody = row(1, "all", "all", [sum(column) for column in zip(*rows, strict=True)])
    groups = [row(n, "sex", f"g{n}", parts) for n, parts in enumerate(rows, 2)]
    assert reconcile(Table("T1", {}, (everybody, *groups))) == ()


# --- T1x --------------------------------------------------------------------------------------------------

T1_OF_TWO = (
    "1,brief,all,all,100,40,45,15,0,0",
    "1,brief,sex,women,50,20,25,5,0,0",
    "1,brief,sex,men,50,20,20,10,0,0",
)
T1X_OF_TWO = (
    "1,brief,all,all,rejected,human,qualifying,30",
    "1,brief,all,all,expired,rule,no,15",
    "1,brief,all,all,not_shown,model,no,15",
    "1,brief,sex,women,rejected,human,qualifying,15",
    "1,brief,sex,women,expired,rule,no,10",
    "1,brief,sex,women,not_shown,model,no,5",
    "1,brief,sex,men,rejected,human,qualifying,15",
    "1,brief,sex,men,expired,rule,no,5",
    "1,brief,sex,men,not_shown,model,no,10",
)


def test_ways_out_that_are_the_rejected_and_the_unseen_add_up() -> None:
    assert reconcile(_t1x(*T1X_OF_TWO)) == ()
    assert reconcile_pair(_t1(*T1_OF_TWO), _t1x(*T1X_OF_TWO)) == ()


def test_ways_out_that_are_fewer_than_the_rejected_are_said_by_group() -> None:
    rows = [row.replace("rejected,human,qualifying,30", "rejected,human,qualifying,20") for row in T1X_OF_TWO]
    found = _only(reconcile_pair(_t1(*T1_OF_TWO), _t1x(*rows)))
    assert found.code == "ways_out"
    assert found.text.en == (
        "Stage 1, all: according to T1 n_rejected is 45, but in T1x the rows with exit rejected, expired and rule "
        "are 35 together."
    )


def test_of_a_sample_there_may_be_fewer_but_never_more() -> None:
    fewer = [row for row in T1X_OF_TWO if "expired" not in row]
    assert reconcile_pair(_t1(*T1_OF_TWO), _t1x(*fewer, complete_or_sample="sample")) == ()
    more = [row.replace("expired,rule,no,5", "expired,rule,no,55") for row in T1X_OF_TWO]
    assert reconcile_pair(_t1(*T1_OF_TWO), _t1x(*more, complete_or_sample="sample")) != ()


def test_people_of_a_stage_that_the_selection_does_not_know_do_not_add_up() -> None:
    extra = "2,gesprek,all,all,rejected,human,no,12"
    assert [m.code for m in reconcile_pair(_t1(*T1_OF_TWO), _t1x(*T1X_OF_TWO, extra))] == ["ways_out"]


def test_a_stage_without_ways_out_does_not_add_up() -> None:
    more = (
        "2,gesprek,all,all,40,10,30,0,0,0",
        "2,gesprek,sex,women,20,5,15,0,0,0",
        "2,gesprek,sex,men,20,5,15,0,0,0",
    )
    assert len(reconcile_pair(_t1(*T1_OF_TWO, *more), _t1x(*T1X_OF_TWO))) == 3


def test_a_ground_that_only_the_selection_has_is_no_fault() -> None:
    rows = [row for row in T1X_OF_TWO if ",all,all," in row]
    assert reconcile_pair(_t1(*T1_OF_TWO), _t1x(*rows)) == ()


def test_the_smallest_selection_is_held_against_ways_out_of_one_stage() -> None:
    smallest = read("T1", "ground,group,n_in,n_through,n_rejected\nall,all,100,40,45")
    assert reconcile_pair(smallest, _t1x(*(row for row in T1X_OF_TWO if ",all,all," in row))) == ()
    two = ("1,brief,all,all,rejected,human,no,45", "2,gesprek,all,all,rejected,human,no,12")
    assert [m.code for m in reconcile_pair(smallest, _t1x(*two))] == ["ways_out"]


def test_hidden_ways_out_fit_where_some_value_fits() -> None:
    rows = (
        "1,brief,all,all,rejected,human,no,<10",
        "1,brief,all,all,expired,rule,no,40",
        "1,brief,all,all,not_shown,model,no,15",
    )
    assert reconcile_pair(_t1(T1_OF_TWO[0]), _t1x(*rows)) == ()


def test_a_way_out_adds_up_over_its_groups() -> None:
    rows = [row.replace("men,expired,rule,no,5", "men,expired,rule,no,7") for row in T1X_OF_TWO]
    found = _only(reconcile(_t1x(*rows)))
    assert (
        found.text.en
        == "Stage 1, expired, rule, no, sex: the groups add up to 17 in n, but the row all says 15."
    )


def test_no_more_are_rejected_within_an_hour_than_are_rejected() -> None:
    table = read("T1x", f"{OUT},n_under_1h,n_22_06\n1,brief,all,all,rejected,human,no,12,13,12")
    assert _only(reconcile(table)).text.nl == "Rij 2: n_under_1h (13) is meer dan n (12)."


# --- rows of vacancy families -----------------------------------------------------------------------------


def test_rows_that_differ_only_in_vacancy_family_or_module_are_added_up() -> None:
    table = read(
        "T1",
        """vacancy_family,module_code,ground,group,n_in,n_through,n_rejected,claimed_impact_ratio
zorg,T05,sex,women,60,20,40,0.9
bouw,T05,sex,Women,40,10,30,0.9
bouw,T07,sex,men,40,<10,31,0.8""",
    )
    women, men = pooled(table.rows)
    assert (women.group, women.n_in, women.n_through, women.n_rejected) == (
        "women",
        exactly(100),
        exactly(30),
        exactly(70),
    )
    assert (women.vacancy_family, women.module_code, women.claimed_impact_ratio) == (None, "T05", "0.9")
    assert men is table.rows[2]


def test_a_sum_with_something_missing_is_missing() -> None:
    table = read(
        "T1",
        "vacancy_family,ground,group,n_in,n_through,n_rejected\nzorg,sex,women,60,20,40\nbouw,sex,women,40,10,",
    )
    (women,) = pooled(table.rows)
    assert women.n_rejected is None


def test_claims_that_differ_are_nobodys_claim() -> None:
    table = read(
        "T1",
        "vacancy_family,ground,group,n_in,n_through,claimed_rate\nzorg,sex,women,60,20,0.3\nbouw,sex,women,40,10,0.4",
    )
    assert pooled(table.rows)[0].claimed_rate is None


def test_ways_out_are_added_up_by_how_and_by_whom() -> None:
    table = read(
        "T1x",
        f"vacancy_family,{OUT}\nzorg,1,b,all,all,rejected,human,no,60\nbouw,1,b,all,all,rejected,human,no,40\nbouw,1,b,all,all,rejected,human,,5",
    )
    assert [row.n for row in pooled(table.rows)] == [exactly(100), exactly(5)]


def test_stages_are_never_added_up() -> None:
    assert len(pooled(_t1("1,brief,all,all,100,40,60,0,0,0", "2,gesprek,all,all,40,20,20,0,0,0").rows)) == 2
