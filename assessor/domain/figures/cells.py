"""The counts of the funnel, added up and set out: ground by ground, stage by stage, group by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.figures.grounds import THROUGHOUT
from assessor.domain.figures.groups import Counts
from assessor.domain.figures.possible import PossibleCounts
from assessor.domain.figures.values import is_unknown
from assessor.domain.figures.values import total as added
from assessor.domain.tables.checks import loose_total
from assessor.domain.tables.model import ALL, NOBODY, UNKNOWN, Count, FunnelRow
from assessor.domain.tables.pooling import StageKey, by, pooled, stage_of, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One group at one stage."""

    group: str
    n_in: Count
    n_through: Count
    n_out: Count | None = None
    """Everybody who did not go through, where the table says that too."""
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
    def possible(self) -> PossibleCounts:
        """Every pair of numbers that fits."""
        try:
            return PossibleCounts(self.n_through, self.n_in, self.n_out)
        except ValueError:
            # A table that does not reconcile is refused before; what is left here is what fits without the rest.
            few = min(self.n_through.low, self.n_in.high)
            return PossibleCounts(Count(few, max(few, self.n_through.high)), self.n_in)


NO_GROUP = Cell(group="", n_in=NOBODY, n_through=NOBODY)
"""What a group without people is put beside where nobody else has people either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One ground at one stage."""

    ground: str
    stage: str | None
    stage_no: int | None
    known: tuple[Cell, ...]
    unknown: Cell
    everybody: Cell
    known_counts: Counts
    """Everybody whose group is known."""
    is_whole_way: bool = False


def sheets_of(rows: Iterable[FunnelRow]) -> tuple[Sheet, ...]:
    """The grounds in the order of the table, each with its stages in order and, of several, the whole way."""
    rows = pooled(rows)
    everybody = {key: _cell(own[0]) for key, own in _by_stage(r for r in rows if r.ground == ALL).items()}
    whole = _whole_way(everybody, tuple(everybody)) if len(everybody) > 1 else None
    sheets = []
    for own in by((r for r in rows if r.ground != ALL), lambda r: r.ground.casefold()).values():
        ground, stages = own[0].ground, _by_stage(own)
        cells = {key: {r.group.casefold(): _cell(r) for r in found} for key, found in stages.items()}
        sheets += [
            _sheet(ground, tuple(cells[key].values()), everybody.get(key), found[0])
            for key, found in stages.items()
        ]
        if len(stages) > 1:
            names = dict.fromkeys(name for found in cells.values() for name in found)
            through = (
                _whole_way({k: found[name] for k, found in cells.items() if name in found}, tuple(cells))
                for name in names
            )
            sheets.append(_sheet(ground, [c for c in through if c is not None], whole))
    return tuple(sheets)


def _sheet(
    ground: str, cells: Sequence[Cell], everybody: Cell | None, stage: FunnelRow | None = None
) -> Sheet:
    known = tuple(c for c in cells if not is_unknown(c.group))
    return Sheet(
        ground=ground,
        stage=stage.stage_name if stage else THROUGHOUT,
        stage_no=stage.stage_no if stage else None,
        known=known,
        known_counts=sum((c.likely for c in known), Counts(0, 0)),
        unknown=_added(UNKNOWN, [c for c in cells if is_unknown(c.group)]),
        everybody=everybody or _added(ALL, cells),
        is_whole_way=stage is None,
    )


def _by_stage(rows: Iterable[FunnelRow]) -> dict[StageKey, list[FunnelRow]]:
    found = by(rows, stage_of)
    return {key: found[key] for key in sorted(found, key=lambda key: (isinstance(key, str), key or 0))}


def _cell(row: FunnelRow) -> Cell:
    return Cell(
        group=row.group,
        n_in=row.n_in,
        n_through=row.n_through,
        n_out=loose_total((row.n_rejected, row.n_not_shown, row.n_withdrawn, row.n_pending)),
        claimed_rate=row.claimed_rate,
        claimed_impact_ratio=row.claimed_impact_ratio,
    )


def _added(group: str, cells: Sequence[Cell]) -> Cell:
    return Cell(
        group=group,
        n_in=added(c.n_in for c in cells),
        n_through=added(c.n_through for c in cells),
        n_out=total(c.n_out for c in cells),
    )


def _whole_way(cells: Mapping[StageKey, Cell], order: Sequence[StageKey]) -> Cell | None:
    """From first in to last through. None where the group is missing at the first stage.

    Who is missing at a later stage although somebody went through to it cannot be followed, and is None too.
    """
    first, last = cells.get(order[0]), cells.get(order[-1])
    if first is None:
        return None
    if last is None and [cells[key] for key in order if key in cells][-1].n_through != NOBODY:
        return None
    return Cell(group=first.group, n_in=first.n_in, n_through=last.n_through if last else NOBODY)
