"""What goes over the pipe between the server and the process that reads a file.

Standard library only: the child that reads a file starts in a few hundredths of a second, and has nothing with it
that a hostile file could use. Its answers are codes and places; the sentences are made on the other side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True)
class Limits:
    """See `assessor.domain.limits`, which the child does not load."""

    rows: int
    columns: int
    cells: int
    cell_length: int
    text: int
    unpacked: int
    parts: int


@dataclass(frozen=True)
class Confinement:
    """What the child may use of the machine."""

    memory: int
    """Bytes of address space."""
    cpu_seconds: int


END: Final = b"\n"
"""Closes the answer, which has no such byte inside: without it the child was stopped while it spoke."""

MOST_PROBLEMS: Final = 50
"""How many faults of one file are told; the rest are counted."""


@dataclass(frozen=True)
class Problem:
    """One fault: a code with its place. A line or column of 0 means that it is about more than that."""

    code: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """The file cannot be read further, and this is why."""

    def __init__(self, code: str, line: int = 0, column: int = 0, sheet: str = "", **values: Any) -> None:
        super().__init__(code)
        self.problem = Problem(code, line, column, sheet, values)


class Problems:
    """Faults found so far: told up to a number, then only counted."""

    def __init__(self) -> None:
        self.told: list[Problem] = []
        self.left_out = 0

    def add(self, code: str, line: int = 0, column: int = 0, sheet: str = "", **values: Any) -> None:
        if len(self.told) < MOST_PROBLEMS:
            self.told.append(Problem(code, line, column, sheet, values))
        else:
            self.left_out += 1


@dataclass
class RawRow:
    """A row as the file has it, empty rows included where the file has them."""

    line: int
    texts: list[str]
    kinds: str = ""
    """A letter a cell: t(ext), n(umber), d(ate), b(oolean). Empty: all text."""
    shown: dict[int, str] = field(default_factory=dict)
    """By position in the row, for numbers that the spreadsheet shows otherwise than they are."""


@dataclass
class RawHeader:
    """One `key: value` above the table or on the sheet for it; the place is that of the value."""

    key: str
    value: str
    line: int
    column: int
    kind: str = "t"


@dataclass
class RawSheet:
    """Rows of any length, the empty ones left out."""

    name: str
    rows: list[RawRow]
    pivot: bool = False
    """What a pivot table keeps of the rows that it was made from."""


@dataclass
class RawFile:
    """All texts of a file."""

    sheets: list[RawSheet]
    remarks: list[str] = field(default_factory=list)
    """What stands in no cell."""


@dataclass
class RawGrid:
    header: list[RawHeader]
    columns: RawRow
    rows: list[RawRow]
    sheet: str | None = None
    header_sheet: str | None = None
