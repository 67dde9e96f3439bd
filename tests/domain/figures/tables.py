"""Tables for these tests: the demonstration's files, and small ones written as text, read without any reader."""

from __future__ import annotations

import csv
import datetime
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from assessor.domain.tables.model import FEW, ROWS, Count, Table, TableCode, exactly

VENDORS = Path(__file__).parents[3] / "assessor" / "demo" / "vendors"


def demo(vendor: str, code: TableCode) -> Table[Any]:
    """A table as one of the five vendors of the demonstration delivers it."""
    return written(code, (VENDORS / vendor / "files" / f"{code}.csv").read_text("utf-8"))


def written(code: TableCode, text: str) -> Table[Any]:
    """A table from CSV text; `<10` is a small count, an empty cell is None."""
    lines = [line.strip() for line in text.strip().splitlines()]
    header = dict(line[1:].strip().split(": ", 1) for line in lines if line.startswith("#"))
    records = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    hints = _hints(code)
    names = {field.name for field in fields(ROWS[code])}
    rows = tuple(
        ROWS[code](line=number, **{n: _cell(hints[n], n, v) for n, v in record.items() if n in names and v})
        for number, record in enumerate(records, start=1)
    )
    return Table(code, header, rows)


@cache
def _hints(code: TableCode) -> dict[str, Any]:
    return get_type_hints(ROWS[code])


def _cell(hint: Any, name: str, text: str) -> Any:
    kinds = getattr(hint, "__args__", (hint,))
    if Count in kinds:
        return FEW if text == "<10" else exactly(int(text))
    if bool in kinds:
        return text == "y"
    if datetime.date in kinds:
        return datetime.date.fromisoformat(text)
    if int in kinds:
        return None if text == "all" else int(text)
    if float in kinds:
        return float(text)
    return text
