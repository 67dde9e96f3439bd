"""Every text of a file that need not be a table is read, and only what cannot be read at all is refused."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from openpyxl import Workbook as Other
from openpyxl.comments import Comment
from xlsxwriter import Workbook

from assessor.domain import limits
from assessor.domain.tables.grid import Faults, LooseFile
from assessor.spreadsheets.reading import read_loosely
from tests.spreadsheets.making import SMALLEST, Sheet, changed, with_rows, workbook


def loosely(name: str, content: bytes) -> LooseFile:
    found = read_loosely(name, content)
    assert isinstance(found, LooseFile), [m.en for m in found.messages]
    return found


def lines(name: str, content: bytes) -> list[list[list[str]]]:
    return [[[c.text for c in row.cells] for row in sheet.rows] for sheet in loosely(name, content).sheets]


# --- CSV --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ("a;b\n1;2;3\n\n4\n", [["a", "b"], ["1", "2", "3"], ["4"]]),
        ("titel, met een komma\na;b\n1,5;2,5\n", [["titel, met een komma"], ["a", "b"], ["1,5", "2,5"]]),
        ("a\tb\n1;2\tx\n", [["a", "b"], ["1;2", "x"]]),
        ("een regel zonder meer", [["een regel zonder meer"]]),
        ('a;b\n"1"2;x\n"open;y\n', [["a", "b"], ['1"2', "x"], ["open", "y"]]),
        ('a;b\n"twee\nregels";x\n', [["a", "b"], ["twee\nregels", "x"]]),
        ("a,b;c\n'=1+1,x\n3,4", [["a", "b;c"], ["=1+1", "x"], ["3", "4"]]),
        ("naam;één\n".encode("cp1252"), [["naam", "één"]]),
        ("Ž‰;1\n".encode("cp1252"), [["Ž‰", "1"]]),
        ("a;b\n1;2\n".encode("utf-16"), [["a", "b"], ["1", "2"]]),
    ],
)
def test_a_csv_is_read_whatever_its_lines_are(content: str | bytes, cells: list[list[str]]) -> None:
    (found,) = lines("x.csv", content if isinstance(content, bytes) else content.encode())
    assert found == cells


def test_the_lines_of_a_csv_keep_their_number() -> None:
    (found,) = loosely("x.csv", b'a;b\n"x\ny";2\n\n3;4\n').sheets
    assert [row.line for row in found.rows] == [1, 2, 5]


# --- XLSX -------------------------------------------------------------------------------------------------


def test_all_sheets_are_read_with_the_hidden_ones_and_the_one_that_explains() -> None:
    def hide(_: Workbook, pages: dict[str, Any]) -> None:
        pages["Weg"].hide()
        pages["Heel weg"].very_hidden()
        pages["T1"].set_row(1, None, None, {"hidden": True})
        pages["T1"].set_column(1, 1, None, None, {"hidden": True})

    book: dict[str, Sheet] = {
        "T1": SMALLEST,
        "Weg": [["w"]],
        "Heel weg": [["h"]],
        "Uitleg": [["u"]],
        "Leeg": [],
    }
    found = loosely("x.xlsx", workbook(book, hide))
    assert [s.name for s in found.sheets] == ["T1", "Weg", "Heel weg", "Uitleg"]
    assert [c.text for c in found.sheets[0].rows[1].cells] == ["sex", "woman", "120", "30"]
    assert [s.rows[0].cells[0].text for s in found.sheets[1:]] == ["w", "h", "u"]


def test_places_stay_those_of_the_sheet() -> None:
    (found,) = loosely("x.xlsx", workbook({"A": [[], [None, None, "x"], [], ["y"]]})).sheets
    assert [[c.place for c in row.cells if not c.is_empty] for row in found.rows] == [["C2"], ["A4"]]


def test_formulas_merged_cells_and_days_are_read_as_what_they_show_and_hold() -> None:
    def fill(book: Workbook, pages: dict[str, Any]) -> None:
        page = pages["A"]
        page.merge_range("A2:B2", "samen")
        page.write_formula("A3", '="jan" & "@voorbeeld.nl"', None, "jan@voorbeeld.nl")
        page.write_formula("A4", '="Jan Jansen"')
        page.write_datetime("A5", datetime.date(1985, 3, 12), book.add_format({"num_format": "dd-mm-yyyy"}))

    cells, formulas = lines("x.xlsx", workbook({"A": [["kop"]]}, fill))
    assert cells == [["kop"], ["samen"], ["jan@voorbeeld.nl"], ["0"], ["1985-03-12"]]
    assert formulas == [['="jan" & "@voorbeeld.nl"'], ["Jan Jansen"]]


def test_what_stands_in_no_cell_is_read() -> None:
    def add(_: Workbook, pages: dict[str, Any]) -> None:
        pages["A"].write_comment("A1", "bel jan@voorbeeld.nl")
        pages["A"].insert_textbox(3, 3, "tekst in een vak")
        pages["A"].set_header("&Lboven")
        pages["A"].set_footer("&Londer")

    remarks = loosely("x.xlsx", workbook({"A": [["x"]]}, add)).remarks
    assert {"bel jan@voorbeeld.nl", "tekst in een vak", "&Lboven", "&Londer"} <= set(remarks)
    other = Other()
    page = other.active
    assert page is not None
    page["A1"] = "x"
    page["A1"].comment = Comment("ook hier", "")
    to = io.BytesIO()
    other.save(to)
    assert "ook hier" in loosely("x.xlsx", to.getvalue()).remarks


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_DEFINITION = (
    f'<pivotCacheDefinition {_MAIN}><cacheFields count="2"><cacheField name="kandidaat"><sharedItems count="2">'
    '<s v="Jan"/><s v="Fatima"/></sharedItems></cacheField><cacheField name="score"><sharedItems/></cacheField>'
    "</cacheFields></pivotCacheDefinition>"
).encode()
_RECORDS = (
    f'<pivotCacheRecords {_MAIN}><r><x v="1"/><n v="7"/></r><r><x v="0"/><n v="8"/></r><r><x v="9"/><m/></r>'
    "</pivotCacheRecords>"
).encode()


def test_what_a_pivot_table_keeps_is_read_with_and_without_its_rows() -> None:
    cache = "xl/pivotCache/pivotCache{}1.xml"
    parts: dict[str, bytes] = {cache.format("Definition"): _DEFINITION}
    *_, kept = loosely("x.xlsx", changed(workbook(), parts)).sheets
    assert kept.pivot
    assert [[c.text for c in row.cells] for row in kept.rows] == [["kandidaat", "score"], ["Jan"], ["Fatima"]]
    parts[cache.format("Records")] = _RECORDS
    *_, kept = loosely("x.xlsx", changed(workbook(), parts)).sheets
    assert [[c.text for c in row.cells] for row in kept.rows] == [
        ["kandidaat", "score"],
        ["Fatima", "7"],
        ["Jan", "8"],
    ]


def test_more_than_one_table_may_hold_is_read_up_to_the_limits() -> None:
    wide = [[f"k{n}" for n in range(limits.TABLE_COLUMNS + 40)]]
    assert len(lines("x.xlsx", workbook({"A": wide}))[0][0]) == limits.TABLE_COLUMNS + 40
    far = b'<row r="1"><c r="XFD1" t="inlineStr"><is><t>ver weg</t></is></c></row>'
    assert lines("x.xlsx", with_rows(far))[0][0][-1] == "ver weg"


# --- refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "en"),
    [
        ("x.xlsx", workbook()[:-200], "damaged"),
        ("x.xlsx", changed(workbook(), {"xl/worksheets/sheet1.xml": b"<worksheet><row>"}), "damaged"),
        ("x.xlsx", changed(workbook(), {"xl/vbaProject.bin": b"x"}), "macros"),
        (
            "x.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("x.csv", b"PK\x03\x04", "packed file"),
        ("x.csv", b"n\n" * (3 * limits.TABLE_ROWS), "rows"),
        ("x.csv", b"1;2;3;4;5;6;7;8;9;0\n" * (limits.TABLE_CELLS // 10 + 1), "cells"),
        ("x.csv", b"x" * (limits.TABLE_BYTES + 1), "too big"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused_with_the_reason(
    name: str, content: bytes, en: str
) -> None:
    found = read_loosely(name, content)
    assert isinstance(found, Faults)
    assert en in found.messages[0].en
    assert found.messages[0].nl != found.messages[0].en


def test_a_workbook_that_is_mostly_blanks_is_given_up_in_time() -> None:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="XFD%d"><v>1</v></c></row>'
    body = b"".join(row % (n, n, n) for n in range(1, 5000))
    found = read_loosely("x.xlsx", with_rows(body))
    assert isinstance(found, Faults)
    assert "cells" in found.messages[0].en or "heavy" in found.messages[0].en
