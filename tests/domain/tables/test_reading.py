"""A grid becomes a table, or a list of faults that names row, column and what to do in both languages."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.grid import Cell, Faults, Grid, Row, grid_of
from assessor.domain.tables.model import ALL, FEW, UNKNOWN, Column, Count, Table, TableCode, exactly
from assessor.domain.tables.reading import read_table
from tests.domain.tables.files import HEADER, LOOKS, lines, messages, read, refused, vendor_files, vendor_grid

T1_COLUMNS = (
    "vacancy_family,stage_no,stage_name,module_code,ground,group,"
    "n_in,n_through,n_rejected,n_not_shown,n_withdrawn,n_pending"
)
SMALLEST = "ground,group,n_in,n_through"


def _t1(*cells: str) -> str:
    return "\n".join([T1_COLUMNS, *cells])


WHOLE_T1 = _t1(
    "all,1,brievenselectie,T05,all,all,1600,408,1192,0,0,0",
    "all,1,brievenselectie,T05,sex,women,700,147,553,0,0,0",
    "all,1,brievenselectie,T05,sex,men,900,261,639,0,0,0",
)


# --- what is read -----------------------------------------------------------------------------------------


def test_a_table_of_selection_is_read_with_its_header() -> None:
    table = read_table("T1", lines(WHOLE_T1, HEADER))
    assert isinstance(table, Table)
    assert table.header["period_from"] == "2026-01-01"
    assert table.header["clients_pooled"] == "2"
    women = table.rows[1]
    assert (women.ground, women.group, women.n_in, women.n_through) == (
        "sex",
        "women",
        exactly(700),
        exactly(147),
    )
    assert (women.stage_no, women.stage_name, women.module_code) == (1, "brievenselectie", "T05")
    assert women.vacancy_family is None  # `all` does not split
    assert women.line == len(HEADER) + 3


def test_the_smallest_form_needs_four_columns_and_no_header() -> None:
    table = read("T1", f"{SMALLEST}\nall,all,1600,408\nsex,women,700,147\nsex,men,900,261")
    assert table.header == {}
    assert table.rows[0].stage_no is None
    assert table.rows[0].n_rejected is None


def test_on_the_server_the_smallest_form_is_not_enough() -> None:
    found = refused("T1", f"{SMALLEST}\nall,all,1600,408", HEADER)
    assert "The column n_rejected is missing from table T1." in messages(found)


@pytest.mark.parametrize("path", vendor_files("T*.csv"), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_table_of_the_demonstration_is_read(path: Path) -> None:
    code: TableCode = path.stem  # type: ignore[assignment]
    found = read_table(code, vendor_grid(path))
    assert isinstance(found, Table), messages(found)
    assert found.rows


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        ("sex", "sex"),
        ("Geslacht", "sex"),
        ("leeftijd", "age"),
        ("Herkomst", "origin"),
        ("geslacht x herkomst", "sex x origin"),
        ("Geslacht × Leeftijd", "sex x age"),
        ("sex*origin", "sex x origin"),
        ("burgerlijke staat", "marital_status"),
        ("linkshandigheid", "linkshandigheid"),
        ("X factor", "X factor"),
    ],
)
def test_known_grounds_are_known_in_both_languages(ground: str, code: str) -> None:
    assert read("T1", f"{SMALLEST}\n{ground},een,10,5").rows[0].ground == code


@pytest.mark.parametrize(
    ("word", "group"), [("onbekend", UNKNOWN), ("Unknown", UNKNOWN), ("vrouwen", "vrouwen")]
)
def test_unknown_is_a_group_in_both_languages(word: str, group: str) -> None:
    assert read("T1", f"{SMALLEST}\nsex,{word},10,5").rows[0].group == group


def test_everybody_is_everybody_in_both_languages() -> None:
    row = read("T1", f"{SMALLEST}\nalle,alle,10,5").rows[0]
    assert (row.ground, row.group) == (ALL, ALL)


def test_blanks_do_not_make_two_groups_of_one() -> None:
    rows = read("T1", f"{SMALLEST}\nsex,  older  women ,10,5\nsex,older women,10,5").rows
    assert {row.group for row in rows} == {"older women"}


T1X_COLUMNS = "stage_no,stage_name,ground,group,exit,decided_by,viewed,n"


def test_words_from_a_list_are_taken_in_both_languages() -> None:
    table = read(
        "T1x",
        f"{T1X_COLUMNS}\n1,brief,all,all,verlopen,model en mens,geopend,12\n1,brief,all,all,niet getoond,regel,Nee,<10",
    )
    first, second = table.rows
    assert (first.exit, first.decided_by, first.viewed, first.n) == (
        "expired",
        "model+human",
        "opened",
        exactly(12),
    )
    assert (second.exit, second.decided_by, second.viewed, second.n) == ("not_shown", "rule", "no", FEW)


@pytest.mark.parametrize("word", ["", "onbekend", "unknown"])
def test_what_was_not_recorded_is_left_open(word: str) -> None:
    assert read("T1x", f"{T1X_COLUMNS}\n1,brief,all,all,rejected,{word},{word},12").rows[0].viewed is None


def test_the_header_of_ways_out_is_kept_in_fixed_words() -> None:
    grid = lines(
        f"vacancy_family,module_code,{T1X_COLUMNS}\n,,1,brief,all,all,rejected,human,no,12",
        {
            **HEADER,
            **LOOKS,
            "bulk_counts_as_look": "Nee",
            "reviewers_trained": "onbekend",
            "complete_or_sample": "Steekproef",
        },
    )
    table = read_table("T1x", grid)
    assert isinstance(table, Table)
    assert table.header["bulk_counts_as_look"] == "no"
    assert table.header["reviewers_trained"] == "unknown"
    assert table.header["complete_or_sample"] == "sample"
    assert table.header["look_minimum_seconds"] == "20"


@pytest.mark.parametrize(
    ("month", "kept"),
    [
        ("2026-03", "2026-03"),
        ("03-2026", "2026-03"),
        ("mrt-26", "2026-03"),
        ("maart 2026", "2026-03"),
        ("March 2026", "2026-03"),
        ("2026-03-01", "2026-03"),
        ("2025-10/2026-09", "2025-10/2026-09"),
        ("2026-Q1", "2026-Q1"),
        ("2026-K4", "2026-Q4"),
        ("2026", "2026"),
    ],
)
def test_months_are_read_as_people_and_spreadsheets_write_them(month: str, kept: str) -> None:
    assert read("T4", f"month,n_cases\n{month},12").rows[0].month == kept


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-03-15", "03/2026", "spring", "2026-10/2026-03", "2026-Q1/2026-Q2", "26"]
)
def test_a_day_or_another_thing_is_no_month(month: str) -> None:
    assert "Row 2, column month (A2):" in messages(refused("T4", f"month,n_cases\n{month},12"))[0]


@pytest.mark.parametrize("day", ["2026-03-31", "31-3-2026", "31-03-2026", "2026-03-31T00:00:00"])
def test_days_are_read_as_people_and_spreadsheets_write_them(day: str) -> None:
    row = read("T7", f"date,metric,alarm\n{day},maat,ja").rows[0]
    assert row.date == datetime.date(2026, 3, 31)
    assert row.alarm is True


@pytest.mark.parametrize(
    "day", ["2026-02-30", "31/03/2026", "03/04/2026", "2026-3", "gisteren", "00-00-2026"]
)
def test_what_is_no_day_or_two_days_is_refused(day: str) -> None:
    assert messages(refused("T7", f"date,metric,alarm\n{day},maat,n")) == [
        "Row 2, column date (A2): this has to be a date as year-month-day, such as 2026-03-31."
    ]


def test_all_does_not_split_where_a_cell_may_be_empty() -> None:
    row = read("T4", "month,reviewer_decile,score_band,n_cases\n2026-03,all,alle,12").rows[0]
    assert row.reviewer_decile is None
    assert row.score_band is None


def test_printed_figures_keep_their_decimals_and_percent_signs() -> None:
    rows = read("T1", f'{SMALLEST},claimed_rate,claimed_impact_ratio\nsex,women,700,147,"21,0%","0,70"').rows
    assert (rows[0].claimed_rate, rows[0].claimed_impact_ratio) == ("21.0%", "0.70")


def test_a_figure_that_a_spreadsheet_shows_as_a_percentage_is_taken_as_shown() -> None:
    grid = _typed("ground,group,n_in,n_through,claimed_rate", [
        Cell("sex", 2, 1), Cell("women", 2, 2), Cell("700", 2, 3, "number"), Cell("147", 2, 4, "number"),
        Cell("0.21", 2, 5, "number", "21.0%"),
    ])  # fmt: skip
    table = read_table("T1", grid, header_required=False)
    assert isinstance(table, Table)
    assert table.rows[0].claimed_rate == "21.0%"


def test_a_number_of_a_spreadsheet_is_never_in_doubt() -> None:
    grid = _typed("study_id,criterion,n,lag_months,r_uncorrected", [
        Cell("S1", 2, 1), Cell("werk", 2, 2), Cell("412.0", 2, 3, "number"), Cell("1.234", 2, 4, "number"),
        Cell("0.3", 2, 5, "number", "0.30"),
    ])  # fmt: skip
    table = read_table("T3", grid, header_required=False)
    assert isinstance(table, Table)
    assert (table.rows[0].n, table.rows[0].lag_months, table.rows[0].r_uncorrected) == (412, 1.234, "0.30")


def test_a_cell_that_a_spreadsheet_made_a_date_of_is_refused() -> None:
    grid = _typed(SMALLEST, [
        Cell("age", 2, 1), Cell("2026-10-20", 2, 2, "date"), Cell("2026-05-01", 2, 3, "date"),
        Cell("5", 2, 4, "number"),
    ])  # fmt: skip
    found = read_table("T1", grid, header_required=False)
    assert isinstance(found, Faults)
    assert [fault.place for fault in found.faults] == ["B2", "C2"]
    assert all("made a date of this" in message for message in messages(found))


def _typed(columns: str, cells: list[Cell]) -> Grid:
    plain = grid_of(columns.split(","), [])
    return Grid({}, plain.columns, (Row(2, tuple(cells)),))


# --- two notations ----------------------------------------------------------------------------------------


def test_one_cell_that_proves_dutch_settles_the_whole_file() -> None:
    table = read("T1", f'{SMALLEST},claimed_impact_ratio\nall,all,1.600,408,\nsex,women,700,147,"0,97"')
    assert table.rows[0].n_in == exactly(1600)


def test_one_cell_that_proves_english_settles_the_whole_file() -> None:
    table = read("T1", f'{SMALLEST},claimed_impact_ratio\nall,all,"1,600",408,\nsex,women,700,147,0.97')
    assert table.rows[0].n_in == exactly(1600)


def test_a_number_with_a_point_is_refused_where_the_file_leaves_doubt() -> None:
    found = refused("T1", f"{SMALLEST}\nall,all,1.600,408\nsex,women,700,147")
    assert [fault.place for fault in found.faults] == ["C2"]
    assert found.messages[0].nl.startswith(
        "Rij 2, kolom n_in (C2): dit getal kan in dit bestand twee dingen betekenen"
    )
    assert found.messages[0].en.startswith(
        "Row 2, column n_in (C2): this number can mean two things in this file"
    )


def test_a_file_that_mixes_two_notations_is_refused_with_both_places() -> None:
    found = refused("T1", f'{SMALLEST},claimed_rate,claimed_impact_ratio\nsex,women,700,147,"0,21",0.97')
    assert any("E2" in message and "F2" in message for message in messages(found))


@pytest.mark.parametrize("code", FORMS)
def test_a_row_with_only_what_is_needed_is_read(code: TableCode) -> None:
    form = FORMS[code]
    needed = [column for column in form.columns if not column.empty]
    table = read(code, ",".join(c.name for c in needed) + "\n" + ",".join(_example(c) for c in needed))
    assert len(table.rows) == 1


@pytest.mark.parametrize("code", FORMS)
def test_a_row_with_everything_is_read(code: TableCode) -> None:
    columns = FORMS[code].columns
    table = read(code, ",".join(c.name for c in columns) + "\n" + ",".join(_example(c) for c in columns))
    assert all(getattr(table.rows[0], c.name) is not None for c in columns)


def _example(column: Column) -> str:
    by_kind = {"count": "12", "number": "12.5", "share": "0.25", "printed": "0.25", "word": "iets", "day": "2026-03-31",
               "month": "2026-03", "yes_no": "ja", "whole": str(int(column.lowest or 0) + 1)}  # fmt: skip
    return column.choices[0].label.nl if column.choices else by_kind[column.kind]


def test_a_count_of_a_spreadsheet_is_a_count() -> None:
    grid = _typed(SMALLEST, [
        Cell("sex", 2, 1), Cell("women", 2, 2), Cell("1234.0", 2, 3, "number"), Cell("<10", 2, 4),
    ])  # fmt: skip
    table = read_table("T1", grid, header_required=False)
    assert isinstance(table, Table)
    assert (table.rows[0].n_in, table.rows[0].n_through) == (exactly(1234), Count(1, 9))
