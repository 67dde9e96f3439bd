"""Workbooks that hold more than a table, or are none: refused with a sentence in both languages."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from xlsxwriter import Workbook

from tests.spreadsheets.making import (
    SHEET,
    SMALLEST,
    Bad,
    assert_refused,
    changed,
    faults,
    with_rows,
    workbook,
)


def shaped(change: Callable[[Workbook, dict[str, Any]], None], **sheets: Any) -> Callable[[], bytes]:
    return lambda: workbook({"T1": SMALLEST, **sheets}, change)


def with_part(name: str, body: bytes) -> Callable[[], bytes]:
    return lambda: changed(workbook(), {name: body})


def replaced(part: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    def replace(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new, 1)

    return lambda: changed(workbook(), {part: replace})


def encrypted_zip() -> bytes:
    content = bytearray(workbook())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def many_parts() -> bytes:
    return changed(workbook(), {f"xl/media/{n}.xml": b"<x/>" for n in range(1001)})


def part_twice() -> bytes:
    to = io.BytesIO(workbook())
    with zipfile.ZipFile(to, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr("xl/workbook.xml", b"<workbook/>")
    return to.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst>&f;</sst>'

WORKBOOKS = [
    Bad("damaged", "t.xlsx", b"PK\x03\x04" + b"x" * 500, "is beschadigd", "is damaged"),
    Bad("cut off", "t.xlsx", lambda: workbook()[:-300], "is beschadigd", "is damaged"),
    Bad("bad XML", "t.xlsx", with_part(SHEET, b"<worksheet><sheetData>"), "is beschadigd", "is damaged"),
    Bad("part twice", "t.xlsx", part_twice, "is beschadigd", "is damaged"),
    Bad("encrypted parts", "t.xlsx", encrypted_zip, "wachtwoord", "password"),
    Bad("many parts", "t.xlsx", many_parts, "hoogstens 1.000", "at most 1,000"),
    Bad("macros", "t.xlsm", with_part("xl/vbaProject.bin", b"x"), "macro’s", "macros"),
    Bad("embedded file", "t.xlsx", with_part("xl/embeddings/a.bin", b"x"), "ingesloten", "embedded"),
    Bad(
        "other file",
        "t.xlsx",
        with_part("xl/externalLinks/externalLink1.xml", b"<x/>"),
        "ander bestand",
        "another file",
    ),
    Bad(
        "other source",
        "t.xlsx",
        with_part("xl/connections.xml", b"<x/>"),
        "andere bron",
        "another file or source",
    ),
    Bad("entities", "t.xlsx", with_part(SHEET, LAUGHS), "DOCTYPE", "DOCTYPE"),
    Bad("entities in texts", "t.xlsx", with_part("xl/sharedStrings.xml", OUTSIDE), "DOCTYPE", "DOCTYPE"),
    Bad("entities nobody reads", "t.xlsx", with_part("xl/other.xml", OUTSIDE), "DOCTYPE", "DOCTYPE"),
    Bad(
        "another encoding",
        "t.xlsx",
        with_part(SHEET, '<?xml version="1.0" encoding="utf-16"?><worksheet/>'.encode("utf-16")),
        "beschadigd",
        "damaged",
    ),
    Bad(
        "deep nesting",
        "t.xlsx",
        with_part(SHEET, b"<a>" * 5000 + b"</a>" * 5000),
        "tijd of geheugen",
        "time or memory",
    ),
    Bad(
        "strict",
        "t.xlsx",
        replaced(
            "xl/workbook.xml",
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        "Strict Open XML",
        "Strict Open XML",
    ),
    Bad("no data", "t.xlsx", lambda: workbook({"T1": []}), "Op geen enkel blad", "no table on any sheet"),
    Bad(
        "only a header sheet",
        "t.xlsx",
        lambda: workbook({"Header": [["a", "b"]]}),
        "geen enkel blad",
        "no table",
    ),
    Bad(
        "two tables", "t.xlsx", lambda: workbook({"T1": SMALLEST, "T2": SMALLEST}), "‘T1’, ‘T2’", "‘T1’, ‘T2’"
    ),
    Bad(
        "hidden sheet",
        "t.xlsx",
        shaped(lambda _, p: p["Kop"].hide(), Kop=[["x"]]),
        "Blad ‘Kop’: dit blad is verborgen",
        "Sheet ‘Kop’: this sheet is hidden",
    ),
    Bad(
        "very hidden sheet",
        "t.xlsx",
        shaped(lambda _, p: p["Kop"].very_hidden(), Kop=[["x"]]),
        "is verborgen",
        "is hidden",
    ),
    Bad(
        "hidden row",
        "t.xlsx",
        shaped(lambda _, p: p["T1"].set_row(2, None, None, {"hidden": True})),
        "Blad ‘T1’, rij 3: deze rij is verborgen",
        "Sheet ‘T1’, row 3: this row is hidden",
    ),
    Bad("row without height", "t.xlsx", shaped(lambda _, p: p["T1"].set_row(1, 0)), "rij 2", "row 2"),
    Bad(
        "hidden column",
        "t.xlsx",
        shaped(lambda _, p: p["T1"].set_column(2, 2, None, None, {"hidden": True})),
        "kolom C: deze kolom is verborgen",
        "column C: this column is hidden",
    ),
    Bad(
        "merged cells",
        "t.xlsx",
        shaped(lambda _, p: p["T1"].merge_range("A4:B5", "all")),
        "A4:B5 zijn samengevoegd",
        "A4:B5 are merged",
    ),
    Bad(
        "formula",
        "t.xlsx",
        shaped(lambda _, p: p["T1"].write_formula("C4", "=SUM(C2:C3)", None, 270)),
        "Blad ‘T1’, cel C4: hier staat een formule (=SUM(C2:C3))",
        "Sheet ‘T1’, cell C4: there is a formula here (=SUM(C2:C3))",
        "C4",
    ),
    Bad(
        "array formula",
        "t.xlsx",
        shaped(lambda _, p: p["T1"].write_array_formula("C4:D4", "{=C2:D2}")),
        "cel C4",
        "cell C4",
        "C4",
    ),
    Bad(
        "error value",
        "t.xlsx",
        replaced(SHEET, b'<c r="C2"><v>120</v></c>', b'<c r="C2" t="e"><v>#DIV/0!</v></c>'),
        "cel C2: hier staat #DIV/0!",
        "cell C2: it says #DIV/0!",
        "C2",
    ),
    Bad(
        "day as a number",
        "t.xlsx",
        lambda: workbook({"T7": [["date", "metric"], [45000, "x"]]}),
        "het getal 45000",
        "the number 45000",
        "A2",
    ),
    Bad(
        "day as a number in the header",
        "t.xlsx",
        lambda: workbook({"T1": SMALLEST, "Header": [["period_from", 45000]]}),
        "Blad ‘Header’, cel B1",
        "Sheet ‘Header’, cell B1",
        "B1",
    ),
    Bad(
        "long text",
        "t.xlsx",
        lambda: workbook({"T1": [["ground"], ["x" * 2001]]}),
        "2.001 tekens",
        "2,001 char",
        "A2",
    ),
    Bad(
        "beyond the last column",
        "t.xlsx",
        lambda: workbook({"T1": [["ground"], ["sex", "all"]]}),
        "cel B2: hier staat iets voorbij",
        "cell B2: there is something beyond",
        "B2",
    ),
    Bad(
        "column twice",
        "t.xlsx",
        lambda: workbook({"T1": [["n", "n"]]}),
        "komt twee keer voor",
        "occurs twice",
        "B1",
    ),
    Bad(
        "16,384 columns",
        "t.xlsx",
        lambda: with_rows(b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>"),
        "hoogstens 60",
        "at most 60",
    ),
    Bad(
        "much text",
        "t.xlsx",
        lambda: workbook({"T1": [["a", "b"], *([["x" * 1990, n] for n in range(5_300)])]}),
        "meer dan 10 miljoen tekens",
        "more than 10 million characters",
    ),
    Bad(
        "many cells",
        "t.xlsx",
        lambda: with_rows((b"<row>" + b"<c><v>1</v></c>" * 50 + b"</row>") * 4_100),
        "200.000 cellen",
        "200,000 cells",
    ),
    Bad(
        "many rows",
        "t.xlsx",
        lambda: with_rows(b"<row><c><v>1</v></c></row>" * 20_002),
        "20.000 rijen",
        "20,000 rows",
    ),
    Bad(
        "no number where one is said",
        "t.xlsx",
        replaced(SHEET, b"<v>120</v>", b"<v>NaN</v>"),
        "beschadigd",
        "damaged",
    ),
    Bad(
        "9,999 digits",
        "t.xlsx",
        replaced(SHEET, b"<v>120</v>", b"<v>" + b"9" * 9999 + b"</v>"),
        "beschadigd",
        "damaged",
    ),
    Bad(
        "text that is not there",
        "t.xlsx",
        replaced(SHEET, b'<c r="A1" t="s"><v>0</v></c>', b'<c r="A1" t="s"><v>999</v></c>'),
        "beschadigd",
        "damaged",
    ),
]


@pytest.mark.parametrize("bad", WORKBOOKS, ids=str)
def test_a_bad_workbook_is_refused_with_a_sentence_that_says_what_to_do(bad: Bad) -> None:
    assert_refused(bad)


def test_all_faults_of_a_workbook_are_told_at_once() -> None:
    def spoil(_: Workbook, pages: dict[str, Any]) -> None:
        pages["T1"].merge_range("A4:B5", "all")
        pages["T1"].set_row(2, None, None, {"hidden": True})
        pages["T1"].write_formula("C6", "=1+1")

    assert len(faults("t.xlsx", workbook({"T1": SMALLEST}, spoil)).faults) == 3
