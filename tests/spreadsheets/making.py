"""Files as vendors, and people who are none, send them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from assessor.domain.tables.grid import Cell, Faults, Grid
from assessor.spreadsheets.reading import read

Sheet = Sequence[Sequence[Any]]
SMALLEST: Sheet = [
    ["ground", "group", "n_in", "n_through"],
    ["sex", "woman", 120, 30],
    ["sex", "man", 150, 60],
]


def workbook(
    sheets: Mapping[str, Sheet] | None = None, then: Callable[[Workbook, dict[str, Any]], None] | None = None
) -> bytes:
    """A workbook with these sheets; `then` gets the workbook and its sheets before it is closed."""
    to = io.BytesIO()
    book = Workbook(to, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    pages = {}
    for name, rows in ({"T1": SMALLEST} if sheets is None else sheets).items():
        pages[name] = page = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(line, column, value)
    if then:
        then(book, pages)
    book.close()
    return to.getvalue()


def changed(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """The workbook with parts replaced, added, or (None) taken out."""
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name, old.read(name))
            if change is not None:
                new.writestr(name, change if isinstance(change, bytes) else change(old.read(name)))
        for name, change in parts.items():
            if name not in old.namelist():
                assert isinstance(change, bytes)
                new.writestr(name, change)
    return to.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_rows(rows: bytes) -> bytes:
    """A workbook whose only sheet has these rows, as XML."""
    top = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return changed(workbook(), {SHEET: top + rows + b"</sheetData></worksheet>"})


def packed(parts: Mapping[str, bytes]) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in parts.items():
            new.writestr(name, body)
    return to.getvalue()


def grid(name: str, content: bytes) -> Grid:
    """What was read; the faults if it was refused."""
    found = read(name, content)
    assert isinstance(found, Grid), [m.en for m in found.messages]
    return found


def faults(name: str, content: bytes) -> Faults:
    found = read(name, content)
    assert isinstance(found, Faults), found
    return found


def texts(cells: Iterable[Cell]) -> list[str]:
    return [cell.text for cell in cells]


def rows(found: Grid) -> list[list[str]]:
    return [texts(row.cells) for row in found.rows]


@dataclass
class Bad:
    what: str
    name: str
    content: bytes | Callable[[], bytes]
    nl: str
    en: str
    place: str = ""
    """Where a place is named, as a spreadsheet calls it."""

    def __str__(self) -> str:
        return self.what


def assert_refused(bad: Bad) -> None:
    found = faults(bad.name, bad.content() if callable(bad.content) else bad.content)
    first = found.faults[0]
    assert bad.nl in first.message.nl
    assert bad.en in first.message.en
    assert first.place == bad.place
