"""Rows that are about the same people are one row: vacancy families and modules are added up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import reduce
from operator import add
from typing import Any, TypeVar

from assessor.domain.tables.model import Count, ExitRow, FunnelRow

StageKey = int | str | None
Row = TypeVar("Row", FunnelRow, ExitRow)
T = TypeVar("T")
K = TypeVar("K")


def pooled(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows that differ only in vacancy_family or module_code, added up, in the order of the table.

    An optional count stays None where one of the rows does not give it. A claim or a median stays where all rows give
    the same.
    """
    return tuple(own[0] if len(own) == 1 else _sum(own) for own in by(rows, _key).values())


def by(rows: Iterable[T], key: Callable[[T], K]) -> Mapping[K, list[T]]:
    """The rows that are alike in something, in the order of the table."""
    found: dict[K, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def stage_of(row: FunnelRow | ExitRow) -> StageKey:
    """What tells stages apart: the number, or the name where a table gives none; None without either."""
    return row.stage_no if row.stage_no is not None else row.stage_name and row.stage_name.casefold()


def total(counts: Iterable[Count | None]) -> Count | None:
    """The sum; None where one of them is not given."""
    found = list(counts)
    given = [count for count in found if count is not None]
    return reduce(add, given, Count(0, 0)) if len(given) == len(found) else None


def _key(row: FunnelRow | ExitRow) -> Hashable:
    people = (stage_of(row), row.ground.casefold(), row.group.casefold())
    return people if isinstance(row, FunnelRow) else (*people, row.exit, row.decided_by, row.viewed)


def _sum(rows: Sequence[Row]) -> Row:
    first = rows[0]
    changed: dict[str, Any] = {}
    for field in fields(first):
        values = [getattr(row, field.name) for row in rows]
        if any(isinstance(value, Count) for value in values):
            changed[field.name] = total(values)
        elif field.name != "line" and any(value != values[0] for value in values):
            changed[field.name] = None
    # The names of what the rows are alike in stay as the first row spells them.
    return replace(first, **{name: value for name, value in changed.items() if name not in _ALIKE})


_ALIKE = ("stage_no", "stage_name", "ground", "group")
