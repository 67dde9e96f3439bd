"""A file of a vendor to a grid of cells, or to sentences that say what is wrong with it and what to do.

No byte of the file is interpreted in this process: a child does that under limits of memory and time.
"""

from __future__ import annotations

from typing import Any

from assessor.domain import limits
from assessor.domain.limits import clean_text
from assessor.domain.tables.grid import Cell, CellKind, Faults, Grid, LooseFile, LooseSheet, Row
from assessor.spreadsheets.confined import ask_child
from assessor.spreadsheets.file_kinds import kind_of
from assessor.spreadsheets.sentences import fault_of

_KINDS: dict[str, CellKind] = {"t": "text", "n": "number", "d": "date", "b": "truth"}


def read(name: str, content: bytes) -> Grid | Faults:
    """The cells of a CSV or XLSX file, or why it cannot be taken; `name` as the vendor calls the file."""
    said = _asked(name, content, "")
    return said if isinstance(said, Faults) else _grid(said["grid"])


def read_loosely(name: str, content: bytes) -> LooseFile | Faults:
    """Every text of a CSV or XLSX file, whatever its form, or why it cannot be read at all."""
    said = _asked(name, content, " loosely")
    if isinstance(said, Faults):
        return said
    sheets = (
        LooseSheet(clean_text(name), tuple(_loose(*r) for r in rows), p)
        for name, p, rows in said["file"]["sheets"]
    )
    return LooseFile(tuple(sheets), tuple(clean_text(text) for text in said["file"]["remarks"]))


def _asked(name: str, content: bytes, how: str) -> dict[str, Any] | Faults:
    if len(content) > limits.TABLE_BYTES:
        return _refused("too_big", most=limits.TABLE_BYTES // limits.MEGABYTE)
    kind, fault = kind_of(name, content)
    if kind is None:
        return _refused(fault)
    said = ask_child(kind + how, content)
    if "faults" in said:
        is_csv = kind == "csv"
        return Faults(
            tuple(fault_of(problem, is_csv) for problem in said["faults"]), left_out=said["left_out"]
        )
    if kind == "xlsx" and not name.lower().endswith(".xlsx"):
        return _refused("unknown_name")
    return said


def _refused(code: str, **values: Any) -> Faults:
    return Faults((fault_of({"code": code, "values": values}, False),))


def _grid(said: dict[str, Any]) -> Grid:
    line, names = said["columns"]
    return Grid(
        header={
            clean_text(key): Cell(clean_text(value), line, column, _KINDS[kind])
            for key, value, line, column, kind in said["header"]
        },
        columns=tuple(Cell(clean_text(name), line, at) for at, name in enumerate(names, 1)),
        rows=tuple(_row(*row) for row in said["rows"]),
        sheet=said["sheet"],
        header_sheet=said["header_sheet"],
    )


_EMPTY = Cell("", 0, 0)


def _loose(line: int, texts: list[str]) -> Row:
    cells = (Cell(clean_text(text), line, at) if text else _EMPTY for at, text in enumerate(texts, 1))
    return Row(line, tuple(cells))


def _row(line: int, texts: list[str], kinds: str, shown: dict[str, str]) -> Row:
    if not kinds:
        return Row(line, tuple(Cell(clean_text(text), line, at) for at, text in enumerate(texts, 1)))
    return Row(
        line,
        tuple(
            Cell(clean_text(text), line, at, _KINDS[kind], shown.get(str(at - 1), ""))
            for at, (text, kind) in enumerate(zip(texts, kinds, strict=True), 1)
        ),
    )
