"""What a difference comes to: people a year, over clients, and people who are turned away everywhere."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.figures.grounds import GroundFigures
from assessor.domain.figures.values import Range

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """People of a group who would have come through at the rate of the reference."""

    ground: str
    stage: str | None
    group: str
    reference: str
    n_in: int
    rate: float
    reference_rate: float
    in_period: float
    """N·(rate of the reference - rate of the group); negative: more than expected."""
    in_period_ci95: Range | None
    """From the Newcombe interval of the gap."""
    a_year: float | None
    """None where the header does not say which period it was."""
    a_year_ci95: Range | None
    clients: int
    """The figures a year count so many clients of this size."""


def period_years(header: Mapping[str, str]) -> float | None:
    """Length of the table's period in years, both days included. None where the header lacks it."""
    try:
        start = datetime.date.fromisoformat(header["period_from"])
        end = datetime.date.fromisoformat(header["period_to"])
    except (KeyError, ValueError):
        return None
    days = (end - start).days + 1
    return days / DAYS_A_YEAR if days > 0 else None


def excess_of(grounds: Iterable[GroundFigures], years: float | None, clients: int = 1) -> tuple[Excess, ...]:
    """Excess rejections of every group beside the reference; the whole way where there are several stages."""
    found = []
    grounds = tuple(grounds)
    whole = {g.ground for g in grounds if g.is_whole_way}
    for ground in grounds:
        if ground.reference is None or (ground.ground in whole and not ground.is_whole_way):
            continue
        for group in ground.groups:
            if group.gap is None or group.gap_ci95 is None or group.rate is None or not group.n_in.is_exact:
                continue
            n = group.n_in.exact
            ends = (-n * group.gap_ci95[1], -n * group.gap_ci95[0])
            a_year = None if years is None else clients / years
            found.append(Excess(
                ground=ground.ground, stage=ground.stage, group=group.group, reference=ground.reference,
                n_in=n, rate=group.rate, reference_rate=group.rate - group.gap,
                in_period=-n * group.gap, in_period_ci95=ends,
                a_year=None if a_year is None else -n * group.gap * a_year,
                a_year_ci95=None if a_year is None else (ends[0] * a_year, ends[1] * a_year),
                clients=clients,
            ))  # fmt: skip
    return tuple(found)


def systemic_ratio(rejected_by_all: int, applicants: int, rejection_rates: Sequence[float]) -> float | None:
    """How much more often the same people are turned away by every client than chance would have it.

    Share rejected by all, over the product of the single rejection rates; 1 is chance. None where that is nothing.
    """
    expected = math.prod(rejection_rates)
    return rejected_by_all / applicants / expected if applicants and expected else None
