"""T1 and T1x, counted again by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from assessor.domain.tables.grid import grid_of
from assessor.domain.tables.model import Table, TableCode
from assessor.domain.tables.reading import read_table
from assessor.domain.tables.reconcile import reconcile, reconcile_pair
from tests.tables.scene import HEADER, candidates, csv_file, options, run, table

GROUNDS = ("--ground", "sex", "--ground", "herkomst", "--column", "herkomst=origin")


def read_back(records: Path, code: TableCode) -> Table[object]:
    rows = table(records, code)
    found = read_table(code, grid_of(list(rows[0]), [list(r.values()) for r in rows], HEADER))
    assert isinstance(found, Table), found
    return found


def parquet(path: Path) -> Path:
    made = path.with_suffix(".parquet")
    duckdb.execute(f"copy (select * from read_csv('{path}')) to '{made}'")
    return made


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_funnel_counts_every_row_once_a_ground(tmp_path: Path, kind: str) -> None:
    rows = candidates(6000)
    records = csv_file(tmp_path / "records.csv", rows)
    if kind == "parquet":
        records = parquet(records)
    told = run(records, *GROUNDS, "--table", "t1")
    assert told.exit_code == 0, told.output
    by_hand = Counter(
        (str(r["stage_no"]), ground, group, str(r["outcome"]))
        for r in rows
        for ground, group in (("all", "all"), ("sex", r["sex"]), ("origin", r["origin"]))
    )
    written = table(records, "T1")
    assert len(written) == 2 * (1 + 3 + 3)
    for row in written:
        for outcome in ("through", "rejected", "not_shown", "withdrawn", "pending"):
            count = by_hand[row["stage_no"], row["ground"], row["group"], outcome]
            assert row[f"n_{outcome}"] == str(count)
    assert [row["ground"] for row in written][:2] == ["all", "sex"]


def test_the_ways_out_add_up_to_the_funnel_and_both_are_read_back(tmp_path: Path) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(4000))
    told = run(records, *GROUNDS, "--ground", "sex x herkomst")
    assert told.exit_code == 0, told.output
    t1, t1x = read_back(records, "T1"), read_back(records, "T1x")
    assert reconcile(t1) == ()
    assert reconcile(t1x) == ()
    assert reconcile_pair(t1, t1x) == ()  # type: ignore[arg-type]
    assert {row["ground"] for row in table(records, "T1x")} == {"all", "sex", "origin", "sex x origin"}


def test_a_look_qualifies_only_when_long_enough_and_not_in_bulk(tmp_path: Path) -> None:
    base = {
        "stage_no": 1,
        "outcome": "afgewezen",
        "sex": "v",
        "opened": "ja",
        "dwell_seconds": 30,
        "bulk": "nee",
    }
    kinds = {
        "qualifying": base,
        "opened": base | {"dwell_seconds": "29,9"},
        "no": base | {"opened": "nee"},
        "": base | {"opened": ""},
    }
    rows = [row for row in kinds.values() for _ in range(20)]
    rows += [base | {"bulk": "ja"}] * 20 + [base | {"bulk": ""}] * 20
    records = csv_file(tmp_path / "records.csv", rows, ";")
    told = run(records, "--ground", "sex")
    assert told.exit_code == 0, told.output
    seen = {row["viewed"]: row["n"] for row in table(records, "T1x") if row["ground"] == "all"}
    assert seen == {"qualifying": "20", "opened": "60", "no": "20", "": "20"}


def test_a_look_after_the_decision_is_no_look(tmp_path: Path) -> None:
    base = {"stage_no": 1, "outcome": "rejected", "decided_at": "2026-03-01 12:00:00"}
    rows = [base | {"opened_at": "2026-03-01 11:00:00"}] * 15 + [
        base | {"opened_at": "2026-03-02 08:00:00"}
    ] * 25
    records = csv_file(tmp_path / "records.csv", [r | {"dwell_seconds": 60, "bulk": 0} for r in rows])
    assert run(records).exit_code == 0
    assert {row["viewed"]: row["n"] for row in table(records, "T1x")} == {"qualifying": "15", "no": "25"}


def test_untrained_reviewers_never_really_look(tmp_path: Path) -> None:
    base = {"stage_no": 1, "outcome": "rejected", "opened": 1, "dwell_seconds": 60, "bulk": 0}
    records = csv_file(tmp_path / "records.csv", [base] * 30)
    assert run(records, header=options(reviewers_trained="no")).exit_code == 0
    assert [row["viewed"] for row in table(records, "T1x")] == ["opened"]


def test_hours_and_nights_are_counted_and_the_median_left_out_where_few(tmp_path: Path) -> None:
    base = {"stage_no": 1, "outcome": "rejected", "applied_at": "2026-03-01 22:30:00"}
    rows = [base | {"sex": "man", "decided_at": "2026-03-01 23:00:00"}] * 20
    rows += [base | {"sex": "woman", "decided_at": "2026-03-02 10:30:00"}] * 5
    rows += [base | {"sex": "woman", "decided_at": "2026-03-03 22:00:00"}] * 2
    records = csv_file(tmp_path / "records.csv", rows)
    assert run(records, "--table", "T1x", "--ground", "sex").exit_code == 0
    found = {row["group"]: row for row in table(records, "T1x")}
    assert found["all"]["median_hours"] == "0.5"
    assert (found["all"]["n_under_1h"], found["all"]["n_22_06"]) == ("20", "22")
    assert (found["man"]["n"], found["man"]["n_under_1h"]) == ("20..29", "10..29")
    assert found["woman"]["n"] == "<10"
    assert found["woman"]["median_hours"] == ""


def test_dates_without_a_time_say_nothing_of_hours(tmp_path: Path) -> None:
    row = {"stage_no": 1, "outcome": "rejected", "applied_at": "2026-03-01", "decided_at": "2026-03-01"}
    records = csv_file(tmp_path / "records.csv", [row] * 30)
    assert run(records, "--table", "T1x").exit_code == 0
    assert [(r["n"], r["median_hours"], r["n_under_1h"]) for r in table(records, "T1x")] == [("30", "", "")]


def test_rows_are_left_out_for_a_reason_that_is_told(tmp_path: Path) -> None:
    good = {"candidate": "", "stage_no": "1", "outcome": "through", "decided_at": "31-3-2026"}
    rows = [good | {"candidate": f"k{n}"} for n in range(50)]
    rows += [good | {"candidate": "k7"}] * 12
    rows += [good | {"stage_no": ""}] * 13
    rows += [good | {"outcome": "geparkeerd"}] * 14
    rows += [good | {"outcome": ""}] * 15
    rows += [good | {"decided_at": "1-4-2025"}] * 16
    rows += [good | {"decided_at": "gisteren"}] * 17
    records = csv_file(tmp_path / "records.csv", rows)
    told = run(records, "--table", "T1", "--lang", "en")
    assert told.exit_code == 0, told.output
    assert [row["n_in"] for row in table(records, "T1")] == ["50"]
    for part in (
        "Rows read: 137", "12 rows double", "13 rows without a stage", "14 rows with an outcome", "15 rows without an",
        "16 rows with a date outside", "17 rows without a date", "'geparkeerd'",
    ):  # fmt: skip
        assert part in told.output
    summary = (tmp_path / "out" / "summary.txt").read_text("utf-8-sig")
    assert "Rows read: 137" in summary


def test_nothing_that_identifies_a_person_is_written(tmp_path: Path) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(300))
    assert run(records, *GROUNDS, "--ground", "age", "--column", "age=birth_year").exit_code == 0
    written = [path.read_text("utf-8-sig") for path in (tmp_path / "out").iterdir()]
    for text in written:
        assert "kandidaat-" not in text
        assert "2026-02-" not in text
        assert "19" not in {row.split(",")[5] for row in text.splitlines() if row.count(",") > 6}
    assert {r["group"] for r in table(records, "T1") if r["ground"] == "age"} == {"<50", "50+"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "records.csv"]


def test_bands_of_age_are_never_finer_than_asked(tmp_path: Path) -> None:
    rows = [{"stage_no": 1, "outcome": "through", "leeftijd": age} for age in range(16, 96)] * 12
    records = csv_file(
        tmp_path / "records.csv", rows + [{"stage_no": 1, "outcome": "through", "leeftijd": "?"}] * 15
    )
    told = run(records, "--table", "T1", "--ground", "age", "--age-bands", "30,50")
    assert told.exit_code == 0, told.output
    found = {r["group"]: r["n_in"] for r in table(records, "T1") if r["ground"] == "age"}
    assert found == {"30-49": "240", "50+": "552", "<30": "168", "unknown": "15"}
    assert run(records, "--table", "T1", "--ground", "age", "--age-bands", "30,31").exit_code == 2


@pytest.mark.parametrize("day", ["{y}-05-06", "{y}-05-06 00:00:00", "06-05-{y}", "6/5/{y}", "{y}0506", "{y}"])
def test_dates_of_birth_become_bands(tmp_path: Path, day: str) -> None:
    rows = [
        {"stage_no": 1, "outcome": "through", "b": day.format(y=y)} for y in (1960, 1990) for _ in range(20)
    ]
    records = csv_file(tmp_path / "records.csv", rows)
    assert run(records, "--table", "T1", "--ground", "age", "--column", "age=b").exit_code == 0
    found = {r["group"]: r["n_in"] for r in table(records, "T1")}
    assert found == {"all": "40", "<50": "20", "50+": "20"}
