"""Tables as their figures may be printed: counts of fewer than ten people hidden, with what would give them away.

A vendor has to hide small counts itself; what it forgot is hidden here before anything goes on paper. Counts that are
hidden become ranges, and figures made of them bounds. A table without small counts stays as it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from assessor.domain.tables.model import ALL, NOBODY, Count, ExitRow, FunnelRow, Table, TableCode
from assessor.domain.tables.pooling import pooled, stage_of
from assessor.domain.tables.suppress import SMALL, Cell, Column, Counts, Group, protect

UNDER_TEN = Count(0, SMALL - 1)
Row = TypeVar("Row", FunnelRow, ExitRow)
Tables = Mapping[TableCode, Table[Any]]

_OUTS = ("n_rejected", "n_not_shown", "n_withdrawn", "n_pending")
_GROUPED: Mapping[TableCode, tuple[str, ...]] = {
    "T1s": ("campaign", "channel", "ground"),
    "T2": ("vacancy_family", "ground"),
    "T4": ("month", "ground"),
    "T5": ("dataset", "ground"),
    "T8": ("period",),
    "T9": ("period",),
}
"""Tables that count people, and which of their rows add up to a total that may be known."""


def for_print(tables: Tables) -> Tables:
    """The same tables, small counts hidden. The funnel and the ways out together, since each gives the other away."""
    shown = dict(tables)
    t1, t1x = tables.get("T1"), tables.get("T1x")
    if t1 is not None or t1x is not None:
        shown.update(_selection(t1, t1x))
    for code, alike in _GROUPED.items():
        if code in shown:
            shown[code] = replace(shown[code], rows=_hidden_rows(shown[code].rows, alike))
    return shown


# --- T1 and T1x -------------------------------------------------------------------------------------------


def _selection(t1: Table[FunnelRow] | None, t1x: Table[ExitRow] | None) -> dict[TableCode, Table[Any]]:
    funnel = pooled(t1.rows) if t1 is not None else ()
    exits = pooled(t1x.rows) if t1x is not None else ()
    found = _Selection(funnel, exits)
    if not found.has_small:
        return {}
    shown: dict[TableCode, Table[Any]] = {}
    protected = protect(found.counts)

    def count(cell: Cell, was: Count) -> Count:
        return protected.published(cell, was.exact) if was.is_exact else was

    def stays(row: FunnelRow | ExitRow) -> bool:
        return row.ground not in protected.left_out and ALL not in protected.left_out

    if t1 is not None:
        rows = (
            _with(row, {name: count(cell, was) for name, cell, was in _funnel_cells(row)})
            for row in funnel
            if stays(row)
        )
        shown["T1"] = replace(t1, rows=tuple(rows))
    if t1x is not None:
        ways = [replace(row, n=count(_exit_cell(row), row.n)) for row in exits if stays(row)]
        shown["T1x"] = replace(t1x, rows=tuple(_times_hidden(ways)))
    return shown


class _Selection:
    """The counts of both tables in the form of the rule."""

    def __init__(self, funnel: Sequence[FunnelRow], exits: Sequence[ExitRow]) -> None:
        values: dict[Cell, int] = {}
        parents: dict[Column, Column | None] = {}
        grounds: dict[str, dict[str, None]] = {}
        for row in funnel:
            stage = stage_of(row)
            came, out = (stage, "n_in"), (stage, "out")
            parents |= {came: None, (stage, "n_through"): came, out: came}
            for name, (group, column), was in _funnel_cells(row):
                if name in _OUTS:
                    parents[column] = out
                values[group, column] = _likely(was)
            group = _group(row)
            values[group, out] = max(values[group, came] - values[group, (stage, "n_through")], 0)
            grounds.setdefault(row.ground, {}).setdefault(row.group)
        for way in exits:
            group, column = _exit_cell(way)
            of = "n_not_shown" if way.exit == "not_shown" else "n_rejected"
            parents.setdefault(
                (way.stage_no, of), (way.stage_no, "out") if (way.stage_no, "out") in parents else None
            )
            parents[column] = (way.stage_no, of)
            values[group, column] = values.get((group, column), 0) + _likely(way.n)
            grounds.setdefault(way.ground, {}).setdefault(way.group)
        for (group, column), value in list(values.items()):
            above = parents[column]
            if above is not None and (group, above) not in values:
                values[group, above] = value
        self.counts = Counts(
            values, {name: tuple(groups) for name, groups in grounds.items() if name != ALL}, parents
        )

    @property
    def has_small(self) -> bool:
        used = {column for (_, column), value in self.counts.values.items() if value}
        return any(value < SMALL and column in used for (_, column), value in self.counts.values.items())


def _with(row: Row, changes: Mapping[str, Any]) -> Row:
    return replace(row, **changes)


def _group(row: FunnelRow | ExitRow) -> Group:
    return (row.ground, row.group)


def _funnel_cells(row: FunnelRow) -> Iterator[tuple[str, Cell, Count]]:
    """The counts of a row by their names, with their places."""
    for name in ("n_in", "n_through", *_OUTS):
        was = getattr(row, name)
        if was is not None:
            yield name, (_group(row), (stage_of(row), name)), was


def _exit_cell(row: ExitRow) -> Cell:
    return _group(row), (row.stage_no, row.exit, row.decided_by, row.viewed)


def _likely(count: Count) -> int:
    return (count.low + count.high) // 2


def _times_hidden(rows: Sequence[ExitRow]) -> Iterator[ExitRow]:
    """Of how many were rejected fast or at night only the total is shown, and only if it is not small."""
    everybody = [r for r in rows if r.ground == ALL]
    small = {
        name
        for name in ("n_under_1h", "n_22_06")
        if 0 < sum(c.high for r in everybody if (c := getattr(r, name)) is not None) < SMALL
    }
    first = dict.fromkeys(small, True)
    for row in rows:
        changes: dict[str, Count | None] = {}
        for name in ("n_under_1h", "n_22_06"):
            if row.ground != ALL:
                changes[name] = None
            elif name in small and getattr(row, name) is not None:
                changes[name] = UNDER_TEN if first[name] else NOBODY
                first[name] = False
        yield _with(row, changes)


# --- the other tables -------------------------------------------------------------------------------------


def _hidden_rows(rows: Sequence[Any], alike: Sequence[str]) -> tuple[Any, ...]:
    """Each small count hidden, and where it is the only one among rows that add up, the next larger one too."""
    found = list(rows)
    families: dict[Hashable, list[int]] = {}
    for place, row in enumerate(rows):
        if getattr(row, "ground", None) != ALL:
            families.setdefault(tuple(getattr(row, name) for name in alike), []).append(place)
    for name in _count_columns(rows):
        hidden = {place for place, row in enumerate(rows) if _is_small(getattr(row, name))}
        for places in families.values():
            own = [p for p in places if isinstance(getattr(rows[p], name), Count)]
            if len(own) > 1 and sum(p in hidden or not getattr(rows[p], name).is_exact for p in own) == 1:
                left = [p for p in own if p not in hidden and getattr(rows[p], name).exact > 0]
                hidden |= set(sorted(left, key=lambda p: getattr(rows[p], name).low)[:1])
        for place in hidden:
            count: Count = getattr(found[place], name)
            found[place] = replace(found[place], **{name: _ten(count)})
    return tuple(found)


def _ten(count: Count) -> Count:
    low = count.exact // SMALL * SMALL
    return Count(low, low + SMALL - 1)


def _count_columns(rows: Iterable[Any]) -> list[str]:
    first = next(iter(rows), None)
    if first is None:
        return []
    return [f.name for f in fields(first) if any(isinstance(getattr(r, f.name), Count) for r in rows)]


def _is_small(count: Count | None) -> bool:
    """Nobody at all is shown: there it says something of nobody in particular."""
    return count is not None and count.is_exact and 0 < count.exact < SMALL
