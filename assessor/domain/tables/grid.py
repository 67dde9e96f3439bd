"""What a CSV or XLSX file holds before anybody asks which table it is: cells, each with its place.

The file's own form is gone here: delimiter, encoding, sheets. What a cell means is decided by whoever reads the
grid as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from assessor.domain.text import Text

CellKind = Literal["text", "number", "date", "truth"]
"""What the file itself says a cell is. CSV says nothing: all its cells are text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was typed."""

    text: str
    """A number of a spreadsheet as 1234.5, a date as 2026-03-01 (with a time: 2026-03-01T09:30:00), a truth value as
    TRUE or FALSE. Text as it stands, blanks included."""
    line: int
    """Of the file (CSV: where the row begins) or of the sheet; from 1."""
    column: int
    """From 1."""
    kind: CellKind = "text"
    format_shows: str = ""
    """A number as the spreadsheet shows it, where its format says so: 29% for 0.29, 0.70 for 0.7."""

    @property
    def place(self) -> str:
        """As a spreadsheet calls it: B7."""
        return f"{column_letters(self.column)}{self.line}"

    @property
    def shown(self) -> str:
        """What a person sees in the cell; for a figure whose decimals matter."""
        return self.format_shows or self.text

    @property
    def is_empty(self) -> bool:
        return not self.text or self.text.isspace()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data; as many cells as there are columns."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A file that was read. Rows that are empty throughout are left out."""

    header: Mapping[str, Cell]
    """What stands above the table or on a sheet of its own: the key as typed, without blanks around it."""
    columns: tuple[Cell, ...]
    """The headings; no two the same, none empty."""
    rows: tuple[Row, ...]
    sheet: str | None = None
    """The sheet that the table is on; None for CSV."""
    header_sheet: str | None = None


@dataclass(frozen=True)
class LooseSheet:
    """A sheet as it stands: rows of any length, the empty ones left out."""

    name: str
    """Empty for CSV."""
    rows: tuple[Row, ...]
    pivot: bool = False
    """Not a sheet but what a pivot table keeps of the rows it was made from."""


@dataclass(frozen=True)
class LooseFile:
    """Every text in a file that need not be a table."""

    sheets: tuple[LooseSheet, ...]
    remarks: tuple[str, ...] = ()
    """What stands in no cell: comments, text boxes."""


@dataclass(frozen=True)
class Fault:
    """Why a file, a row or a cell cannot be taken: one sentence that names the place and what to do."""

    message: Text
    place: str = ""
    """B7, or empty where it is about a row or the whole file."""
    line: int | None = None


@dataclass(frozen=True)
class Faults:
    """A file that was refused. Never empty."""

    faults: tuple[Fault, ...]
    left_out: int = 0
    """How many more there are than were listed."""

    @property
    def messages(self) -> tuple[Text, ...]:
        """Each fault, and at the end how many were left out."""
        more = Text(nl="Er zijn nog {n} andere fouten.", en="There are {n} more faults.").fill(n=self.left_out)
        return (*(f.message for f in self.faults), *((more,) if self.left_out else ()))


def column_letters(column: int) -> str:
    """A for 1, AB for 28."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def grid_of(
    columns: Iterable[str], rows: Iterable[Iterable[str]], header: Mapping[str, str] | None = None
) -> Grid:
    """A grid of plain texts, as a CSV file with these lines would give."""
    lines = list((header or {}).items())
    start = len(lines) + 1
    return Grid(
        header={key: Cell(value, n, 1) for n, (key, value) in enumerate(lines, 1)},
        columns=tuple(Cell(name, start, n) for n, name in enumerate(columns, 1)),
        rows=tuple(
            Row(line, tuple(Cell(text, line, n) for n, text in enumerate(cells, 1)))
            for line, cells in enumerate(rows, start + 1)
        ),
    )
