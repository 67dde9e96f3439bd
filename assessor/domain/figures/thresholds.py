"""What the percentiles of scores (T2) say of cut-offs: who is in the top k, and who stands where people look.

Between two percentiles of a group its share above a score is drawn as a straight line; the share lies in any case
between those of the two percentiles around it. Beyond the outermost percentile it is drawn as
falling on at the same rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessor.domain.tables.model import ScoreRow

TOPS = (0.10, 0.25, 0.50, 0.75, 0.90)
_PERCENTILES = (("p90", 0.10), ("p75", 0.25), ("median", 0.50), ("p25", 0.75), ("p10", 0.90))


@dataclass(frozen=True, slots=True, kw_only=True)
class TopShare:
    """The share of one group that is above a cut-off."""

    group: str
    low: float
    estimate: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A cut-off that lets through this share of everybody."""

    top: float
    score: float
    groups: tuple[TopShare, ...]
    lowest: str
    """The group with the lowest share above it."""
    ratio: float | None
    """Estimated: lowest over highest share."""
    ratio_low: float | None
    ratio_high: float | None
    """What the percentiles allow at least and, cut at 1, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """How much of the attention of people who read from the top goes to a group; an estimate."""

    group: str
    share: float
    """Of the sum of 1/log2(rank + 1) over all ranks."""
    share_of_people: float
    ratio: float


def thresholds_of(rows: Sequence[ScoreRow], everybody: ScoreRow | None) -> tuple[Threshold, ...]:
    """For cut-offs at the percentiles of everybody. Empty without those, or with fewer than two groups with theirs."""
    curves = {r.group: curve for r in rows if (curve := _curve(r))}
    if everybody is None or len(curves) < 2:
        return ()
    return tuple(
        _threshold(top, score, [_share_above(group, curve, score) for group, curve in curves.items()])
        for score, top in _curve(everybody)
    )


def exposure_of(rows: Sequence[ScoreRow], everybody: ScoreRow | None) -> tuple[Exposure, ...]:
    """Exposure per group over the bands between the percentiles of everybody, each band mixed evenly.

    Σ 1/log2(rank + 1), the discount of ranked lists (Singh and Joachims 2018). Empty where thresholds are, or where
    not all five percentiles of everybody are known.
    """
    thresholds = thresholds_of(rows, everybody)
    if len(thresholds) != len(TOPS):
        return ()
    sizes = {r.group: (r.n.low + r.n.high) / 2 for r in rows}
    people = {share.group: sizes[share.group] for share in thresholds[0].groups}
    n = sum(people.values())
    if n < 1:
        return ()
    above = [{s.group: s.estimate * people[s.group] for s in t.groups} for t in thresholds] + [people]
    attention = dict.fromkeys(people, 0.0)
    before, rank = dict.fromkeys(people, 0.0), 0.0
    for cumulative in above:
        own = {group: max(cumulative[group] - before[group], 0.0) for group in people}
        in_band = sum(own.values())
        weight = _discount(rank + in_band) - _discount(rank)
        for group in people:
            attention[group] += weight * own[group] / in_band if in_band else 0.0
        before, rank = cumulative, rank + in_band
    whole = sum(attention.values())
    return tuple(
        Exposure(
            group=group,
            share=attention[group] / whole,
            share_of_people=people[group] / n,
            ratio=attention[group] / whole / (people[group] / n),
        )
        for group in people
        if people[group]
    )


def _curve(row: ScoreRow) -> list[tuple[float, float]]:
    """(score, share above it), from the highest score down; empty with fewer than two percentiles or in disorder."""
    found = [(score, top) for name, top in _PERCENTILES if (score := getattr(row, name)) is not None]
    falls = all(upper >= lower for (upper, _), (lower, _) in pairwise(found))
    return found if len(found) > 1 and falls else []


def _share_above(group: str, curve: Sequence[tuple[float, float]], score: float) -> TopShare:
    highest, lowest = curve[0], curve[-1]
    if score > highest[0]:
        beyond = _tail(highest[1], curve[1][1], score - highest[0], highest[0] - curve[1][0])
        return TopShare(group=group, low=0.0, estimate=beyond, high=highest[1])
    if score < lowest[0]:
        beyond = _tail(1 - lowest[1], 1 - curve[-2][1], lowest[0] - score, curve[-2][0] - lowest[0])
        return TopShare(group=group, low=lowest[1], estimate=1 - beyond, high=1.0)
    # several percentiles may share the score: the share above it is between theirs
    on = [top for at, top in curve if at == score]
    if on:
        return TopShare(group=group, low=min(on), estimate=sum(on) / len(on), high=max(on))
    for (upper, few), (lower, many) in pairwise(curve):
        if lower < score < upper:
            estimate = few + (many - few) * (upper - score) / (upper - lower)
            return TopShare(group=group, low=few, estimate=estimate, high=many)
    raise AssertionError("the percentiles of a group do not fall")


def _tail(outer: float, inner: float, beyond: float, between: float) -> float:
    """The share further out than the last percentile: it goes on falling as it fell over the stretch before."""
    return outer * (outer / inner) ** (beyond / between) if between else outer / 2


def _threshold(top: float, score: float, shares: Sequence[TopShare]) -> Threshold:
    lowest = min(shares, key=lambda s: s.estimate)
    highest = max(shares, key=lambda s: s.estimate)
    return Threshold(
        top=top,
        score=score,
        groups=tuple(shares),
        lowest=lowest.group,
        ratio=lowest.estimate / highest.estimate if highest.estimate else None,
        ratio_low=lowest.low / highest.high if highest.high else None,
        ratio_high=min(lowest.high / highest.low, 1.0) if highest.low else None,
    )


def _discount(ranks: float) -> float:
    """Σ 1/log2(r + 1) for r from 1 to `ranks`, after the first thousand by the midpoint rule over stretches."""
    first = min(math.floor(ranks), 1000)
    summed = sum(1 / math.log2(r + 1) for r in range(1, first + 1))
    if ranks <= 1000:
        return summed + (ranks - first) / math.log2(first + 2)
    low = math.log(1000.5)
    step = (math.log(ranks + 0.5) - low) / 200
    for i in range(200):
        left, right = math.exp(low + i * step), math.exp(low + (i + 1) * step)
        summed += (right - left) / math.log2((left + right) / 2 + 1)
    return summed
