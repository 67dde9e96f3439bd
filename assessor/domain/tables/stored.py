"""A table as plain JSON, as it is kept sealed beside the file it was read from."""

from __future__ import annotations

import datetime
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_type_hints

from assessor.domain.tables.model import ROWS, Count, Table, TableCode


def table_to_json(table: Table[Any]) -> dict[str, Any]:
    """Counts as [low, high], days as ISO text; cells that are empty are left out."""
    return {
        "code": table.code,
        "header": dict(table.header),
        "rows": [_row_to_json(row) for row in table.rows],
    }


def table_from_json(plain: dict[str, Any]) -> Table[Any]:
    """The table that `table_to_json` was given."""
    code: TableCode = plain["code"]
    kinds = _kinds(code)
    rows = tuple(
        ROWS[code](**{name: _value(kinds[name], cell) for name, cell in row.items()}) for row in plain["rows"]
    )
    return Table(code, plain["header"], rows)


def _row_to_json(row: Any) -> dict[str, Any]:
    cells = ((field.name, getattr(row, field.name)) for field in fields(row))
    return {name: _plain(value) for name, value in cells if value is not None}


def _plain(value: Any) -> Any:
    match value:
        case Count(low, high):
            return [low, high]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def _value(kind: type, cell: Any) -> Any:
    if kind is Count:
        return Count(*cell)
    return datetime.date.fromisoformat(cell) if kind is datetime.date else cell


@cache
def _kinds(code: TableCode) -> dict[str, type]:
    """The type of each column, without "or empty"."""
    hints = get_type_hints(ROWS[code])
    return {name: next((t for t in (hint, *get_args(hint)) if t in (Count, datetime.date)), str)
            for name, hint in hints.items()}  # fmt: skip
