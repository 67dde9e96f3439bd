"""Every text in a CSV or XLSX file, whatever its form: for looking whether it is about people, not for figures.

What a table may not hold is no fault here: hidden sheets, formulas, merged cells, rows of different lengths. Only what
cannot be read at all, or is beyond the limits, is refused.
"""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterator
from typing import Any

from assessor.spreadsheets.csv_file import bare, decoded_anyhow
from assessor.spreadsheets.protocol import Limits, RawFile, RawRow, RawSheet, Refused
from assessor.spreadsheets.xlsx_file import open_book, raw_row
from assessor.spreadsheets.xlsx_parts import Parts, Sheet

_BLANKS = 5
"""So many times the limit of cells may be reached where most of them are empty, since blanks weigh little."""
_REMARKS = re.compile(
    r"xl/(?:comments/?|threadedComments/|drawings/|charts/)[^/]*\.xml|xl/worksheets/[^/]*\.xml"
)
_SAID_IN = (
    "text",
    "p",
    "v",
    "oddHeader",
    "oddFooter",
    "evenHeader",
    "evenFooter",
    "firstHeader",
    "firstFooter",
)
_ONLY_TEXT = re.compile(r'=\s*"([^"]*)"')


def read_csv_loosely(content: bytes, limits: Limits) -> RawFile:
    text = decoded_anyhow(content)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    lines = text.splitlines()
    room = _Room(limits)
    rows = (room.take(RawRow(n, [bare(t) for t in texts])) for n, texts in _split(lines, _delimiter(lines)))
    return RawFile([RawSheet("", [row for row in rows if row])])


def _delimiter(lines: list[str]) -> str:
    """A decimal comma is in as many lines as a delimiter is; so the others come first."""
    filled = [line for line in lines[:1000] if line.strip()]
    return next((mark for mark in "\t;" if 2 * sum(mark in line for line in filled) >= len(filled) > 0), ",")


def _split(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for texts in reader:
            found.append((start, texts))
            start = reader.line_num + 1
    except csv.Error:  # quotes that do not fit: what stands between the marks is a cell
        return ((n, [t.strip('"') for t in line.split(delimiter)]) for n, line in enumerate(lines, 1))
    return iter(found)


def read_xlsx_loosely(content: bytes, limits: Limits) -> RawFile:
    parts = Parts(content, limits)
    used = [sheet for sheet in parts.sheets() if sheet.cells]
    room = _Room(limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = open_book(content)
        sheets = [RawSheet(s.name, list(_rows(values, s, room))) for s in used]
        calculated = [s for s in used if s.formulas]
        if calculated:
            formulas = open_book(content, formulas=True)
            sheets += [RawSheet(s.name, list(_formulas(formulas, s, room))) for s in calculated]
    return RawFile([*sheets, *_pivots(parts, room)], list(_remarks(parts, room)))


def _rows(book: Any, sheet: Sheet, room: _Room) -> Iterator[RawRow]:
    for cells in _cells(book, sheet):
        row = raw_row(cells)
        taken = room.take(row) if row else None
        if taken:
            yield taken


def _formulas(book: Any, sheet: Sheet, room: _Room) -> Iterator[RawRow]:
    """What is calculated may itself hold a text that its outcome does not show."""
    for cells in _cells(book, sheet):
        told = [(c.row, _formula(c.value)) if c.data_type == "f" else (0, "") for c in cells]
        line = max((line for line, _ in told), default=0)
        taken = room.take(RawRow(line, [text for _, text in told])) if line else None
        if taken:
            yield taken


def _formula(value: Any) -> str:
    text = str(getattr(value, "text", value) or "")
    whole = _ONLY_TEXT.fullmatch(text)
    return whole[1] if whole else text


def _cells(book: Any, sheet: Sheet) -> Any:
    page = book[sheet.name]
    page.reset_dimensions()
    return page.iter_rows(max_row=sheet.last_row)


class _Room:
    """What may still be taken of the file, over all its sheets."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places = self._rows = self._cells = self._text = 0

    def take(self, row: RawRow) -> RawRow | None:
        """The row without the blanks at its end; None where it is empty."""
        while row.texts and not row.texts[-1].strip():
            row.texts.pop()
        row.kinds = row.kinds[: len(row.texts)]
        if not row.texts:
            return None
        self._rows += 1
        self._places += len(row.texts)
        self._cells += sum(1 for text in row.texts if text)
        if self._rows > self._limits.rows * 2:
            raise Refused("too_many_rows", row.line, most=self._limits.rows * 2)
        if self._cells > self._limits.cells or self._places > _BLANKS * self._limits.cells:
            raise Refused("too_many_cells", row.line, most=self._limits.cells)
        self.say(*row.texts)
        return row

    def say(self, *texts: str) -> None:
        self._text += sum(map(len, texts))
        if self._text > self._limits.text:
            raise Refused("too_much_text", most=self._limits.text // 1024 // 1024)


# --- what stands in no cell -------------------------------------------------------------------------------


def _remarks(parts: Parts, room: _Room) -> Iterator[str]:
    """Comments, text boxes, what a chart keeps of its numbers, and what is printed above and below a page."""
    for name in parts.names:
        if not _REMARKS.fullmatch(name):
            continue
        inside = _SAID_IN[3:] if name.startswith("xl/worksheets/") else _SAID_IN  # its cells were read
        for text in _texts(parts, name, inside):
            room.say(text)
            yield text


def _texts(parts: Parts, name: str, inside: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    pieces: list[str] = []
    depth = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += tag in inside

    def end(tag: str) -> None:
        nonlocal depth
        if tag in inside:
            depth -= 1
            if not depth:
                found.append("".join(pieces))
                pieces.clear()

    parser = parts.parser(start, end)
    parser.CharacterDataHandler = lambda words: pieces.append(words) if depth else None
    parts.feed(name, parser)
    return [text for text in found if text.strip()]


_CACHE = re.compile(r"xl/pivotCache/pivotCacheDefinition(\d+)\.xml")
_VALUES = ("s", "n", "d", "b", "e", "m")


def _pivots(parts: Parts, room: _Room) -> Iterator[RawSheet]:
    """What a pivot table keeps of the rows it was made from, which no sheet need show."""
    for name in parts.names:
        found = _CACHE.fullmatch(name)
        if not found:
            continue
        headings, shared = _fields(parts, name)
        records = f"xl/pivotCache/pivotCacheRecords{found[1]}.xml"
        rows = _records(parts, records, shared) if records in parts.names else list(_columns_of(shared))
        kept = (room.take(RawRow(line, row)) for line, row in enumerate([headings, *rows], 1))
        yield RawSheet("", [row for row in kept if row], pivot=True)


def _fields(parts: Parts, name: str) -> tuple[list[str], list[list[str]]]:
    headings: list[str] = []
    shared: list[list[str]] = []
    inside = False

    def start(tag: str, values: dict[str, str]) -> None:
        nonlocal inside
        if tag == "cacheField":
            headings.append(values.get("name", ""))
            shared.append([])
        elif tag == "sharedItems":
            inside = True
        elif inside and tag in _VALUES and shared:
            shared[-1].append(values.get("v", ""))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "sharedItems"

    parts.feed(name, parts.parser(start, end))
    return headings, shared


def _records(parts: Parts, name: str, shared: list[list[str]]) -> list[list[str]]:
    rows: list[list[str]] = []

    def start(tag: str, values: dict[str, str]) -> None:
        if tag == "r":
            rows.append([])
        elif rows and tag in _VALUES:
            rows[-1].append(values.get("v", ""))
        elif rows and tag == "x":
            at, said = len(rows[-1]), values.get("v", "")
            known = shared[at] if at < len(shared) else []
            which = int(said) if said.isdecimal() and len(said) < 8 else len(known)
            rows[-1].append(known[which] if which < len(known) else "")

    parts.feed(name, parts.parser(start))
    return rows


def _columns_of(shared: list[list[str]]) -> Iterator[list[str]]:
    for at in range(max(map(len, shared), default=0)):
        yield [items[at] if at < len(items) else "" for items in shared]
