"""XLSX as spreadsheet programs write it."""

import datetime
import io
from typing import Any

import pytest
from openpyxl import Workbook as Other
from xlsxwriter import Workbook

from tests.spreadsheets.making import SMALLEST, changed, grid, rows, texts, workbook


def test_the_sheet_with_data_is_the_table_and_empty_sheets_do_not_matter() -> None:
    found = grid("t1.xlsx", workbook({"Blad1": [], "Tabel": SMALLEST, "Blad3": []}))
    assert found.sheet == "Tabel"
    assert texts(found.columns) == ["ground", "group", "n_in", "n_through"]
    assert rows(found) == [["sex", "woman", "120", "30"], ["sex", "man", "150", "60"]]
    assert found.rows[1].cells[2].place == "C3"
    assert found.rows[0].cells[2].kind == "number"


@pytest.mark.parametrize(("name", "headings"), [("Kopgegevens", ["Gegeven", "Waarde"]), ("header", [])])
def test_the_header_has_a_sheet_of_its_own_named_in_either_language(name: str, headings: list[str]) -> None:
    lines = [*([headings] if headings else []), ["period_from", "2026-01-01"], ["legal_basis"]]
    found = grid("t1.xlsx", workbook({"T1": SMALLEST, name: lines}))
    assert {key: cell.text for key, cell in found.header.items()} == {
        "period_from": "2026-01-01",
        "legal_basis": "",
    }
    assert found.header["period_from"].column == 2
    assert found.header_sheet == name


def test_header_lines_above_the_columns_are_taken_as_in_csv() -> None:
    sheet = [["# period_from: 2026-01-01"], ["# legal_basis:", "AVG 9"], [], *SMALLEST]
    found = grid("t1.xlsx", workbook({"T1": sheet}))
    assert [(key, cell.text) for key, cell in found.header.items()] == [
        ("period_from", "2026-01-01"),
        ("legal_basis", "AVG 9"),
    ]
    assert found.rows[0].line == 5


def test_the_sheet_that_explains_is_passed_over_whatever_it_holds() -> None:
    found = grid(
        "t1.xlsx", workbook({"Uitleg": [["tekst"], ["meer"]], "T1": SMALLEST, "Explanation": [["x"]]})
    )
    assert found.sheet == "T1"


def test_numbers_keep_their_value_and_tell_what_is_shown() -> None:
    def formats(book: Workbook, pages: dict[str, Any]) -> None:
        for line, (value, shown) in enumerate(
            [(0.29, "0%"), (0.7, "0.00"), (0.2949, "0.0%"), (1234567, "#,##0")], 1
        ):
            pages["T1"].write_number(line, 0, value, book.add_format({"num_format": shown}))
        pages["T1"].write_number(5, 0, 1e21)
        pages["T1"].write_number(6, 0, 0.1)
        pages["T1"].write_number(7, 0, 3.0)

    found = grid("t1.xlsx", workbook({"T1": [["claimed"]]}, formats))
    cells = [row.cells[0] for row in found.rows]
    assert texts(cells) == ["0.29", "0.7", "0.2949", "1234567", "1000000000000000000000", "0.1", "3"]
    assert [cell.shown for cell in cells[:4]] == ["29%", "0.70", "29.5%", "1234567"]


def test_dates_are_dates_and_truth_values_truth_values() -> None:
    def cells(book: Workbook, pages: dict[str, Any]) -> None:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        pages["T7"].write_datetime(1, 0, datetime.date(2026, 3, 1), day)
        pages["T7"].write_number(1, 1, 46082 + 9.5 / 24, moment)
        pages["T7"].write_boolean(1, 2, True)

    found = grid("t7.xlsx", workbook({"T7": [["date", "seen", "alarm"]]}, cells))
    assert [(c.text, c.kind) for c in found.rows[0].cells] == [
        ("2026-03-01", "date"),
        ("2026-03-01T09:30:00", "date"),
        ("TRUE", "truth"),
    ]


def test_text_with_formatting_inside_is_one_text() -> None:
    def rich(book: Workbook, pages: dict[str, Any]) -> None:
        pages["T1"].write_rich_string(1, 0, "se", book.add_format({"bold": True}), "x (vr", "ouw)")

    assert rows(grid("t1.xlsx", workbook({"T1": [["ground"]]}, rich))) == [["sex (vrouw)"]]


def test_hidden_things_with_nothing_in_them_do_not_matter() -> None:
    def hide(book: Workbook, pages: dict[str, Any]) -> None:
        pages["T1"].set_column(10, 20, None, None, {"hidden": True})
        pages["T1"].set_row(50, None, None, {"hidden": True})
        pages["Leeg"].hide()

    assert len(grid("t1.xlsx", workbook({"T1": SMALLEST, "Leeg": []}, hide)).rows) == 2


def test_cells_that_only_have_looks_are_no_cells() -> None:
    def paint(book: Workbook, pages: dict[str, Any]) -> None:
        grey = book.add_format({"bg_color": "#EEEEEE"})
        for line in range(3, 200):
            for column in range(12):
                pages["T1"].write_blank(line, column, None, grey)
        pages["T1"].write_blank(1_000_000, 16_000, None, grey)

    assert len(grid("t1.xlsx", workbook({"T1": SMALLEST}, paint)).rows) == 2


def test_inline_texts_and_other_prefixes_are_read() -> None:
    sheet = (
        b'<?xml version="1.0" encoding="UTF-8"?><x:worksheet '
        b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row><x:c t="inlineStr"><x:is><x:t>ground</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>n_in</x:t></x:is>'
        b'</x:c></x:row><x:row><x:c t="inlineStr"><x:is><x:t>sex</x:t></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row>'
        b"</x:sheetData></x:worksheet>"
    )
    found = grid("t1.xlsx", changed(workbook(), {"xl/worksheets/sheet1.xml": sheet}))
    assert rows(found) == [["sex", "7"]]


def test_empty_rows_between_are_left_out_and_places_stay_right() -> None:
    found = grid("t1.xlsx", workbook({"T1": [[], SMALLEST[0], [], SMALLEST[1], [" "], SMALLEST[2]]}))
    assert [row.line for row in found.rows] == [4, 6]
    assert found.rows[1].cells[0].place == "A6"


def test_a_file_of_another_library_is_read() -> None:
    book = Other()
    page = book.active
    assert page is not None
    for row in SMALLEST:
        page.append(list(row))
    to = io.BytesIO()
    book.save(to)
    assert rows(grid("t1.xlsx", to.getvalue())) == [
        ["sex", "woman", "120", "30"],
        ["sex", "man", "150", "60"],
    ]
