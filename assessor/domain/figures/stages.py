"""The funnel as one value per stage: how many came in and what became of them, who said no, and what a human saw.

From the rows of everybody in T1 and T1x alone, in which each person stands once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessor.domain.figures.oversight import Slice, Unseen, oversight_of
from assessor.domain.figures.values import delivered, total
from assessor.domain.tables.model import ALL, Count, ExitRow, FunnelRow, Table
from assessor.domain.tables.pooling import StageKey, stage_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage; None where the table that tells it was not delivered."""

    name: str | None
    n_in: Count | None
    n_through: Count | None
    n_rejected: Count | None
    """Told no or never shown; from the ways out where these are known, which count expired ones too."""
    n_others: Count | None
    """Withdrawn, or no outcome yet."""
    unseen: Unseen | None
    deciders: tuple[Slice, ...]


def stages_of(t1: Table[FunnelRow] | None, t1x: Table[ExitRow] | None) -> tuple[Stage, ...]:
    """The stages in order. Empty where neither table has rows of everybody."""
    funnel: dict[StageKey, list[FunnelRow]] = {}
    for row in t1.rows if t1 else ():
        if row.ground == ALL:
            funnel.setdefault(stage_of(row), []).append(row)
    exits: dict[StageKey, list[ExitRow]] = {}
    for way in t1x.rows if t1x else ():
        if way.ground == ALL:
            exits.setdefault(way.stage_no, []).append(way)
    if len(funnel) == len(exits) == 1:
        # The smallest form of T1 names no stage.
        exits = dict(zip(funnel, exits.values(), strict=True))
    keys = sorted({*funnel, *exits}, key=lambda key: (isinstance(key, str), key or 0))
    return tuple(_stage(funnel.get(key, []), exits.get(key, []), t1x) for key in keys)


def _stage(rows: list[FunnelRow], ways: list[ExitRow], t1x: Table[ExitRow] | None) -> Stage:
    oversight = oversight_of(replace(t1x, rows=tuple(ways))) if t1x is not None and ways else None
    names = [r.stage_name for r in rows] + [w.stage_name for w in ways]
    rejected = delivered(c for r in rows for c in (r.n_rejected, r.n_not_shown))
    return Stage(
        name=names[0] if names else None,
        n_in=total(r.n_in for r in rows) if rows else None,
        n_through=total(r.n_through for r in rows) if rows else None,
        n_rejected=oversight.overall.n if oversight else rejected,
        n_others=delivered(c for r in rows for c in (r.n_withdrawn, r.n_pending)),
        unseen=oversight.overall if oversight else None,
        deciders=oversight.by_decider if oversight else (),
    )
