"""The bytes of an XLSX file to rows: one sheet with the table, at most one with the header."""

from __future__ import annotations

import datetime
import io
import math
import re
import warnings
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import IO, Any
from xml.etree import ElementTree

from assessor.spreadsheets.assembling import assemble
from assessor.spreadsheets.protocol import Limits, Problems, RawGrid, RawHeader, RawRow, Refused
from assessor.spreadsheets.xlsx_parts import Parts, Sheet

HEADER_SHEETS = ("Kopgegevens", "Header")
EXPLANATION_SHEETS = ("Uitleg", "Explanation")
HEADER_HEADINGS = ("Waarde", "Value")
"""What stands above the values on the sheet for the header; such a row is no entry."""


def read_xlsx(content: bytes, limits: Limits, problems: Problems) -> RawGrid:
    sheets = Parts(content, limits).sheets()
    explaining = {name.casefold() for name in EXPLANATION_SHEETS}
    used = [s for s in sheets if s.cells and s.name.strip().casefold() not in explaining]
    for sheet in used:
        _check(sheet, problems)
    heading = {name.casefold() for name in HEADER_SHEETS}
    headers = [s for s in used if s.name.strip().casefold() in heading]
    tables = [s for s in used if s not in headers]
    if len(headers) > 1 or len(tables) > 1:
        several = headers if len(headers) > 1 else tables
        problems.add("several_sheets", names=[s.name for s in several[:10]])
    if not tables:
        problems.add("no_table_sheet", names=[s.name for s in sheets[:10]])
    if problems.told:
        raise _AlreadyTold
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts that are not read: drop-downs, extensions of other programs
        book = open_book(content)
        header = _header(book, headers[0]) if headers else []
        header_sheet = headers[0].name if headers else ""
        return assemble(
            _rows(book, tables[0], limits), header, limits, problems, tables[0].name, header_sheet
        )


class _AlreadyTold(Refused):
    """Nothing to add to the faults that were found."""

    def __init__(self) -> None:
        super().__init__("")


def _check(sheet: Sheet, problems: Problems) -> None:
    if sheet.hidden:
        problems.add("hidden_sheet", sheet=sheet.name)
    for line in sheet.hidden_rows:
        problems.add("hidden_row", line, sheet=sheet.name)
    for column in sheet.hidden_columns:
        problems.add("hidden_column", 0, column, sheet.name)
    for area in sheet.merged:
        problems.add("merged", sheet=sheet.name, area=area)
    for line, column, formula in sheet.formulas:
        problems.add("formula", line, column, sheet.name, formula=formula)
    for line, column, value in sheet.errors:
        problems.add("error_value", line, column, sheet.name, value=value)


def open_book(content: bytes, *, formulas: bool = False) -> Any:
    """The workbook with the outcomes of its formulas, or with the formulas themselves."""
    from openpyxl.reader.excel import ExcelReader

    class Reader(ExcelReader):
        # The library's own way of reading texts takes `x005F_` out wherever it stands.
        def read_strings(self) -> None:
            part = self.package.find(_SHARED_STRINGS)
            if part is not None:
                with self.archive.open(part.PartName[1:]) as source:
                    self.shared_strings = _shared_strings(source)

    reader = Reader(io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False)
    reader.read()
    return reader.wb


_SHARED_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def _shared_strings(source: IO[bytes]) -> list[str]:
    """The texts that cells refer to; with formatting inside them, its pieces put together."""
    texts: list[str] = []
    for _, node in ElementTree.iterparse(source):  # noqa: S314 — looked through before: no entities, no depth
        if node.tag == f"{_SPREADSHEET}si":
            pieces = [*node.findall(f"{_SPREADSHEET}t"), *node.findall(f"{_SPREADSHEET}r/{_SPREADSHEET}t")]
            texts.append("".join(piece.text or "" for piece in pieces))
            node.clear()
    return texts


_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _header(book: Any, sheet: Sheet) -> list[RawHeader]:
    found: list[RawHeader] = []
    for row in book[sheet.name].iter_rows(max_row=sheet.last_row, max_col=2):
        cells = [*row, None, None][:2]
        key, value = (_value(cell) for cell in cells)
        if not key[0].strip() or value[0].strip() in HEADER_HEADINGS:
            continue
        found.append(RawHeader(key[0].strip(), value[0].strip(), cells[0].row, 2, value[1]))
    return found


def _rows(book: Any, sheet: Sheet, limits: Limits) -> Iterator[RawRow]:
    widest = min(sheet.last_column, limits.columns + 1)
    for row in book[sheet.name].iter_rows(max_row=sheet.last_row, max_col=widest):
        made = raw_row(row)
        if made:
            yield made


def raw_row(cells: Any) -> RawRow | None:
    """The cells of a row as texts; None where all are empty."""
    line, texts, kinds, shown = 0, [], [], {}
    for at, cell in enumerate(cells):
        text, kind, format_shows = _value(cell)
        texts.append(text)
        kinds.append(kind)
        if format_shows:
            shown[at] = format_shows
        if text:
            line = cell.row
    return RawRow(line, texts, "".join(kinds), shown) if line else None


def _value(cell: Any) -> tuple[str, str, str]:
    """Text, kind and, for a number with a format of its own, what is shown."""
    value = None if cell is None else cell.value
    if value is None:
        return "", "t", ""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), "b", ""
    if isinstance(value, int | float):
        if isinstance(value, float) and not math.isfinite(value):
            raise Refused("damaged")
        return _plain(value), "n", _as_shown(value, cell.number_format)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time(0)
        return (value.date().isoformat() if midnight else value.isoformat(timespec="seconds")), "d", ""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat(), "d", ""
    if isinstance(value, datetime.timedelta):
        return str(value), "d", ""
    return _unescaped(str(value)), "t", ""


def _plain(value: int | float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


_FORMAT = re.compile(r"(?:#,##)?0(?:\.(0+))?(%)?")


def _as_shown(value: int | float, number_format: str) -> str:
    """The number with the decimals or the percent sign that its format gives it; empty for other formats."""
    found = _FORMAT.fullmatch(number_format or "")
    if not found or abs(value) >= 1e15:
        return ""
    exact = Decimal(repr(value)) * (100 if found[2] else 1)
    digits = Decimal(1).scaleb(-min(len(found[1] or ""), 15))
    return f"{exact.quantize(digits, ROUND_HALF_UP):f}{found[2] or ''}"


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_ in a workbook."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
