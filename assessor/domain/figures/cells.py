"""The counts of the funnel, added up and set out: ground by ground, stage by stage, group by group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessor.domain.figures.grounds import THROUGHOUT
from assessor.domain.figures.groups import Counts
from assessor.domain.figures.values import is_unknown, total
from assessor.domain.tables.model import ALL, NOBODY, Count, FunnelRow

Stage = tuple[int | None, str | None]
"""Number and name; without either in the smallest form of the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One group at one stage, rows of several vacancy families and modules added up."""

    group: str
    n_in: Count
    n_through: Count
    claimed_rate: str | None = None
    claimed_impact_ratio: str | None = None

    @property
    def is_exact(self) -> bool:
        return self.n_in.is_exact and self.n_through.is_exact

    @property
    def likely(self) -> Counts:
        """The counts; of a small count the middle value."""
        n = (self.n_in.low + self.n_in.high) // 2
        return Counts(min((self.n_through.low + self.n_through.high) // 2, n), n)

    @property
    def corners(self) -> tuple[Counts, ...]:
        """The extreme counts that small ones allow; the counts themselves where they are exact."""
        return tuple(dict.fromkeys(
            Counts(min(k, n), n)
            for n in (self.n_in.low, self.n_in.high)
            for k in (self.n_through.low, self.n_through.high)
        ))  # fmt: skip

    @property
    def possible(self) -> tuple[Counts, ...]:
        """Every count that a single small one allows, and the extremes of sums of such."""
        if self.n_through.high - self.n_through.low > 9:
            return self.corners
        return tuple(dict.fromkeys(
            Counts(min(k, n), n)
            for n in (self.n_in.low, self.n_in.high)
            for k in range(self.n_through.low, self.n_through.high + 1)
        ))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One ground at one stage."""

    ground: str
    stage: Stage
    known: tuple[Cell, ...]
    unknown: Cell
    everybody: Cell


def sheets_of(rows: Iterable[FunnelRow]) -> tuple[Sheet, ...]:
    """The grounds in the order of the table, each with its stages in order and, of several, the whole way."""
    rows = list(rows)
    everybody = {
        stage: _cell(ALL, own) for stage, own in _by_stage(r for r in rows if r.ground == ALL).items()
    }
    whole_way = _whole_way(everybody)
    sheets = []
    for ground in dict.fromkeys(r.ground for r in rows if r.ground != ALL):
        stages = _by_stage(r for r in rows if r.ground == ground)
        cells = {stage: _by_group(own) for stage, own in stages.items()}
        sheets += [_sheet(ground, stage, found, everybody.get(stage)) for stage, found in cells.items()]
        if len(stages) > 1:
            names = dict.fromkeys(cell.group for found in cells.values() for cell in found)
            through = [_whole_way({s: c for s, found in cells.items() for c in found if c.group == name},
                                  tuple(cells)) for name in names]  # fmt: skip
            sheets.append(
                _sheet(ground, (None, THROUGHOUT), [c for c in through if c is not None], whole_way)
            )
    return tuple(sheets)


def _sheet(ground: str, stage: Stage, cells: Sequence[Cell], everybody: Cell | None) -> Sheet:
    unknown = [c for c in cells if is_unknown(c.group)]
    return Sheet(
        ground=ground,
        stage=stage,
        known=tuple(c for c in cells if not is_unknown(c.group)),
        unknown=_added("unknown", unknown),
        everybody=everybody or _added(ALL, cells),
    )


def _by_stage(rows: Iterable[FunnelRow]) -> dict[Stage, list[FunnelRow]]:
    found: dict[Stage, list[FunnelRow]] = {}
    for row in rows:
        found.setdefault((row.stage_no, row.stage_name), []).append(row)
    return dict(sorted(found.items(), key=lambda item: (item[0][0] or 0, item[0][1] or "")))


def _by_group(rows: Iterable[FunnelRow]) -> list[Cell]:
    found: dict[str, list[FunnelRow]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return [_cell(group, own) for group, own in found.items()]


def _cell(group: str, rows: Sequence[FunnelRow]) -> Cell:
    """The rows added up. A claim is kept where all of them make the same: one about a part says nothing of the sum."""

    def claim(values: Iterable[str | None]) -> str | None:
        found = set(values)
        return found.pop() if len(found) == 1 else None

    return Cell(
        group=group,
        n_in=total(r.n_in for r in rows),
        n_through=total(r.n_through for r in rows),
        claimed_rate=claim(r.claimed_rate for r in rows),
        claimed_impact_ratio=claim(r.claimed_impact_ratio for r in rows),
    )


def _added(group: str, cells: Sequence[Cell]) -> Cell:
    return Cell(group=group, n_in=total(c.n_in for c in cells), n_through=total(c.n_through for c in cells))


def _whole_way(cells: dict[Stage, Cell], stages: Sequence[Stage] = ()) -> Cell | None:
    """From first in to last through. None where the group is missing at the first stage.

    Who is missing at a later stage although somebody went through to it cannot be followed, and is None too.
    """
    order = list(stages) or list(cells)
    if not order or order[0] not in cells:
        return None
    first, last = cells[order[0]], cells.get(order[-1])
    if last is None:
        reached = [cells[s] for s in order if s in cells][-1]
        if reached.n_through != NOBODY:
            return None
    return Cell(group=first.group, n_in=first.n_in, n_through=last.n_through if last else NOBODY)
