"""The tables as CSV files: the header lines, the columns of the form, a row for everybody and one for each group."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text
from assessor.tables.counted import CountedRow, CountedTable
from assessor.tables.hiding import Hidden
from assessor.tables.records import Refused

_CLAIMS = ("claimed_rate", "claimed_impact_ratio")
"""What the vendor may have claimed is not in its records."""


@dataclass(frozen=True)
class WrittenTable:
    code: TableCode
    name: str
    """Of the file."""
    content: str
    rows: int


def columns_of(code: TableCode) -> tuple[str, ...]:
    """The columns of the file, in their order."""
    return tuple(c.name for c in FORMS[code].columns if c.name not in _CLAIMS)


def header_fields(code: TableCode) -> tuple[str, ...]:
    return tuple(field.name for field in FORMS[code].header)


def as_csv(table: CountedTable, hidden: Mapping[str, Hidden], header: Mapping[str, str]) -> WrittenTable:
    """The finished table. Nothing in it was not counted, hidden or asked before."""
    columns = columns_of(table.code)
    text = io.StringIO()
    for name in header_fields(table.code):
        if name in header:
            text.write(f"# {name}: {header[name]}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    written = 0
    for together, row in table.rows:
        own = hidden[together.name]
        if own.shows(row.group):
            cells = _cells(own, row)
            writer.writerow([cells.get(name, "") for name in columns])
            written += 1
    return WrittenTable(table.code, f"{table.code}.csv", text.getvalue(), written)


def _cells(hidden: Hidden, row: CountedRow) -> dict[str, str]:
    """What is written of a row, by column; what is not there stays empty."""
    cells = {name: _harmless(word) for name, word in row.words.items()}
    cells["ground"], cells["group"] = row.group[0], _harmless(row.group[1])
    cells |= hidden.counts(row)
    if not hidden.is_small(row):
        cells |= {name: f"{value:.10g}" for name, value in row.figures.items() if value is not None}
    return cells


@lru_cache(maxsize=10_000)
def _harmless(word: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{word}" if word[:1] in "=+-@" and len(word) > 1 else word


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Put the files in the folder, which is made if it is not there; files of the same names are replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            # With its mark at the beginning, so that a spreadsheet program takes the file for UTF-8.
            (folder / name).write_text(content, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Refused(
            Text(
                nl="In de map {p} kan niet worden geschreven ({why}).",
                en="The folder {p} cannot be written to ({why}).",
            ).fill(p=folder, why=error.strerror or error)
        ) from error
