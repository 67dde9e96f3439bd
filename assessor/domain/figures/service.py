"""Repair of what monitoring saw (T7), other ways of taking part (T8), and what candidates asked for (T9)."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessor.domain.figures.values import Part, Range, delivered, part, total, weighted_median
from assessor.domain.tables.model import AccommodationRow, Count, MonitoringRow, RightsRow, Table, exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """T7."""

    measurements: int
    metrics: int
    alarms: int
    acted_on: Part
    """Alarms with an action written down."""
    closed: Part
    median_days: float | None
    """From alarm to repair, over the closed ones; the others took longer than anybody knows."""
    longest_days: int | None
    affected: Count | None
    informed: Part | None
    """Of the people affected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accommodation:
    """T8, for one type of request or for all."""

    type: str | None
    """None: all together."""
    requested: Count
    granted: Part | None
    median_days: float | None
    """The median of the rows' medians, each weighing its requests."""
    passed: Part | None
    """Through, of those who completed another route."""
    standard_rate: float | None
    """Pass rate of the standard route, weighed by those who completed the other one."""
    gap: float | None
    """Pass rate of the other route minus the standard route."""
    gap_ci95: Range | None
    """Wilson interval of the other route, minus the standard rate, which counts as known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """T9, for one kind of request or for all."""

    kind: str | None
    n: Count
    median_days: float | None
    changed: Part | None
    """Requests after which the outcome changed."""
    upheld: Part | None


def monitoring_of(table: Table[MonitoringRow]) -> Monitoring:
    """Time to repair, share of alarms acted on, people informed."""
    alarms = [r for r in table.rows if r.alarm]
    closed = [(r.closed_date - r.date).days for r in alarms if r.closed_date is not None]
    affected = delivered(r.people_affected for r in alarms)
    both = [r for r in alarms if r.people_affected is not None and r.people_informed is not None]
    n = exactly(len(alarms))
    return Monitoring(
        measurements=len(table.rows),
        metrics=len({r.metric for r in table.rows}),
        alarms=len(alarms),
        acted_on=part(exactly(sum(bool(r.action) for r in alarms)), n),
        closed=part(exactly(len(closed)), n),
        median_days=statistics.median(closed) if closed else None,
        longest_days=max(closed, default=None),
        affected=affected,
        informed=part(
            total(r.people_informed for r in both if r.people_informed),
            total(r.people_affected for r in both if r.people_affected),
        )
        if both
        else None,
    )


def accommodations_of(table: Table[AccommodationRow]) -> tuple[Accommodation, ...]:
    """Grant rate, delay and difference in pass rate: all together first, then per type where there are several."""
    types = tuple(dict.fromkeys(r.type for r in table.rows))
    found = [_accommodation(None, table.rows)]
    if len(types) > 1:
        found += [_accommodation(type, [r for r in table.rows if r.type == type]) for type in types]
    return tuple(found)


def _accommodation(type: str | None, rows: Sequence[AccommodationRow]) -> Accommodation:
    decided = [r for r in rows if r.n_granted is not None]
    finished = [r for r in rows if r.n_completed is not None and r.n_through is not None]
    passed = None
    if finished:
        passed = part(
            total(r.n_through for r in finished if r.n_through),
            total(r.n_completed for r in finished if r.n_completed),
        )
    compared = [r for r in finished if r.n_through_standard_route_rate is not None]
    weights = [(r.n_completed.low + r.n_completed.high) / 2 for r in compared if r.n_completed]
    standard = None
    if compared and len(compared) == len(finished) and sum(weights):
        rates = [r.n_through_standard_route_rate or 0.0 for r in compared]
        standard = sum(w * rate for w, rate in zip(weights, rates, strict=True)) / sum(weights)
    gap = gap_ci95 = None
    if passed is not None and standard is not None and passed.ci95 is not None:
        gap = None if passed.share is None else passed.share - standard
        gap_ci95 = (passed.ci95[0] - standard, passed.ci95[1] - standard)
    return Accommodation(
        type=type,
        requested=total(r.n_requested for r in rows),
        granted=part(
            total(r.n_granted for r in decided if r.n_granted), total(r.n_requested for r in decided)
        )
        if decided
        else None,
        median_days=weighted_median(
            (r.median_days, r.n_requested) for r in rows if r.median_days is not None
        ),
        passed=passed,
        standard_rate=standard,
        gap=gap,
        gap_ci95=gap_ci95,
    )


def rights_of(table: Table[RightsRow]) -> tuple[Rights, ...]:
    """Response time, and how often it changed something: all together first, then per kind."""
    kinds = tuple(dict.fromkeys(r.kind for r in table.rows))
    found = [_rights(None, table.rows)]
    if len(kinds) > 1:
        found += [_rights(kind, [r for r in table.rows if r.kind == kind]) for kind in kinds]
    return tuple(found)


def _rights(kind: str | None, rows: Sequence[RightsRow]) -> Rights:
    def share(of: Callable[[RightsRow], Count | None]) -> Part | None:
        counted = [r for r in rows if of(r) is not None]
        k = delivered(of(r) for r in counted)
        return None if k is None else part(k, total(r.n for r in counted))

    return Rights(
        kind=kind,
        n=total(r.n for r in rows),
        median_days=weighted_median((r.median_days, r.n) for r in rows if r.median_days is not None),
        changed=share(lambda r: r.n_changed_outcome),
        upheld=share(lambda r: r.n_upheld),
    )
