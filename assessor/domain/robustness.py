"""How firm an order by award points is: what other weights, and other scores, would make of it.

Two questions, asked apart:

1. **Nearby weights, drawn.** Stochastic multicriteria acceptability analysis (Lahdelma, Hokkanen and Salminen, European
   Journal of Operational Research 106, 1998; the places and central weights of SMAA-2, Operations Research 49, 2001):
   how often is each offer first, second and so on when weights vary, and with which weights is it first? The weights
   come from a Dirichlet distribution whose mean is the published weights; it is so wide that a weight of average
   size varies by a quarter of itself (its standard deviation). A weight of 0 stays 0.
2. **One thing at a time, exact.** The smallest change of one weight, the others in proportion, and of one agreed score
   by one point, that puts somebody else first; and what every weight a quarter up or down does. Fractions, no draws.

Equal totals share their place, as in the award. In the draws weights and points are whole numbers of small parts, so
that equal is equal on every machine, and who is better everywhere is always before. Rounding to hundredths is left
out where weights vary: it would only make ties by chance. The draws start from a fixed seed: the same points and
weights give the same numbers. None of this changes an order, and none of it is for vendors.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

DRAWS = 10_000
"""A share of these is right to about one in a hundred."""
SPREAD = Fraction(1, 4)
"""The standard deviation of a weight of average size, as a part of itself."""
_SEED = 20261123
_ROWS = 4096
"""Weights drawn at a time: small enough to stay close to the processor."""
_WHOLE = 2**52
"""Up to twice this, floats are whole numbers: what a weight and a point may have in parts together."""
_FINEST = 2**30
"""The most parts of a point."""

Shares = Sequence[Fraction]
"""What an offer earned of each sub-criterion, from 0 to 1."""


# --- drawn ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """What nearby weights make of an offer."""

    places: tuple[int, ...]
    """How many draws give it place 1, 2, ...; together all draws."""
    central: tuple[float, ...] | None
    """The mean of the weights with which it is first, of 100; None where it never is."""


def concentration(criteria: int) -> float:
    """How closely weights are drawn around their mean: the sum of the Dirichlet's parameters.

    A weight p varies with p(1 - p) / (c + 1). For p = 1/n to deviate by `SPREAD` of itself, c = (n - 1) / SPREAD² - 1.
    """
    return max(float((criteria - 1) / SPREAD**2 - 1), 1.0)


def acceptability(weights: Sequence[int], offers: Sequence[Shares], draws: int = DRAWS) -> tuple[Drawn, ...]:
    """Of each offer how often it has which place with nearby weights, and its central weights.

    `weights` are all above 0.
    """
    import numpy as np

    count, criteria = len(offers), len(weights)
    finest, whole = _in_parts(offers)
    points = -np.array(whole, dtype=np.float64).reshape(count, criteria).T
    alphas = np.array(weights) * (concentration(criteria) / sum(weights))
    random = np.random.Generator(np.random.PCG64(_SEED))
    places = np.zeros((count, count), dtype=np.int64)
    central = np.zeros((count, criteria))
    for start in range(0, draws, _ROWS):
        drawn = random.standard_gamma(alphas, size=(min(_ROWS, draws - start), criteria))
        drawn *= (_WHOLE // finest) / drawn.sum(axis=1, keepdims=True)
        np.ceil(drawn, out=drawn)
        # The highest total is the lowest here: sorting goes upwards.
        scored = drawn @ points
        order = scored.argsort(axis=1)
        ranked = scored.ravel().take(order + np.arange(0, scored.size, count)[:, None])
        equal = ranked[:, 1:] == ranked[:, :-1]
        if equal.any():
            places += _shared(np, order, equal)
            central += (scored == ranked[:, :1]).T.astype(np.float64) @ drawn
            continue
        for place, by in enumerate(order.T):
            places[:, place] += np.bincount(by, minlength=count)
        for first in np.flatnonzero(np.bincount(order[:, 0])):
            central[first] += drawn[order[:, 0] == first].sum(axis=0)
    return tuple(
        Drawn(
            tuple(int(n) for n in of),
            tuple(float(w) for w in 100 * mean / mean.sum()) if of[0] else None,
        )
        for of, mean in zip(places, central, strict=True)
    )


def _shared(np: Any, order: Any, equal: Any) -> Any:
    """By offer and place how many rows have it there, where equal totals share the best of their places."""
    count = order.shape[1]
    first = np.zeros(order.shape, dtype=np.int64)
    first[:, 1:] = np.where(equal, 0, np.arange(1, count))
    place = np.maximum.accumulate(first, axis=1)
    return np.bincount((order * count + place).ravel(), minlength=count * count).reshape(count, count)


def _in_parts(offers: Sequence[Shares]) -> tuple[int, list[list[int]]]:
    """How many parts a point has, and the shares in them: exact where that can be, else to a thousand-millionth."""
    finest = min(math.lcm(*(share.denominator for offer in offers for share in offer)), _FINEST)
    return finest, [[round(share * finest) for share in offer] for offer in offers]


def nearby(weights: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """Of each weight between which values nine of ten draws lie, in the size of the weights."""
    import numpy as np

    total = sum(weights)
    alphas = np.array(weights) * (concentration(len(weights)) / total)
    drawn = np.random.Generator(np.random.PCG64(_SEED)).standard_gamma(alphas, size=(DRAWS, len(weights)))
    drawn *= total / drawn.sum(axis=1, keepdims=True)
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    return tuple((float(a), float(b)) for a, b in zip(low, high, strict=True))


# --- one weight at a time ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class WeightChange:
    """One weight, the others in proportion, so far changed that others are first."""

    criterion: int
    weight: int
    """In points of 100: the nearest whole number at which it is so."""
    first: tuple[int, ...]

    def distance(self, weights: Sequence[int]) -> Fraction:
        return abs(self.weight - Fraction(100 * weights[self.criterion], sum(weights)))


@dataclass(frozen=True)
class _Line:
    """Each offer's total as a straight line in the part that one weight has, the others sharing the rest."""

    none: tuple[Fraction, ...]
    """Without this weight."""
    all: tuple[Fraction, ...]
    """With nothing else."""

    def at(self, part: Fraction) -> list[Fraction]:
        return [a + part * (b - a) for a, b in zip(self.none, self.all, strict=True)]


def _line(
    weights: Sequence[int], offers: Sequence[Shares], usual: Sequence[Fraction], criterion: int
) -> _Line:
    """Not for a weight that is all there is."""
    own = Fraction(weights[criterion], sum(weights))
    earned = tuple(offer[criterion] for offer in offers)
    return _Line(tuple((t - own * x) / (1 - own) for t, x in zip(usual, earned, strict=True)), earned)


def totals(weights: Sequence[int], offers: Sequence[Shares]) -> list[Fraction]:
    """Each offer's total, of 1, before any rounding."""
    of = sum(weights)
    return [sum((w * x for w, x in zip(weights, offer, strict=True)), Fraction(0)) / of for offer in offers]


def first_of(totals: Sequence[Fraction]) -> tuple[int, ...]:
    """Who has the highest; several where they are equal."""
    best = max(totals)
    return tuple(place for place, total in enumerate(totals) if total == best)


def weight_changes(weights: Sequence[int], offers: Sequence[Shares]) -> tuple[WeightChange, ...]:
    """For each weight the nearest change upwards and downwards that puts others first; nearest of all first.

    Two straight lines cross at most once, and where is known.
    """
    usual = totals(weights, offers)
    first = first_of(usual)
    found = []
    for criterion, weight in enumerate(weights):
        own = Fraction(weight, sum(weights))
        if own == 1:
            continue
        line = _line(weights, offers, usual, criterion)
        crossings = set(_crossings(first, line))
        above = min((c for c in crossings if c >= own), default=None)
        below = max((c for c in crossings if c <= own), default=None)
        tried = [] if above is None else [math.floor(100 * above) + 1]
        tried += [] if below is None else [math.ceil(100 * below) - 1]
        for whole in tried:
            then = first_of(line.at(Fraction(whole, 100)))
            if 0 <= whole <= 100 and then != first:
                found.append(WeightChange(criterion, whole, then))
    return tuple(sorted(found, key=lambda change: change.distance(weights)))


def _crossings(first: Iterable[int], line: _Line) -> Iterable[Fraction]:
    """Where another total meets one that is first."""
    for leader in first:
        for other in range(len(line.none)):
            yield from _crossing(line, leader, other)


def _crossing(line: _Line, one: int, other: int) -> Iterable[Fraction]:
    """The part at which two totals are equal; none where they never are, or always."""
    before, beyond = line.none[one] - line.none[other], line.all[one] - line.all[other]
    if before != beyond and 0 <= before / (before - beyond) <= 1:
        yield before / (before - beyond)


@dataclass(frozen=True)
class Swap:
    """The nearest change of one weight at which the order changes somewhere."""

    criterion: int
    weight: int
    pair: tuple[int, int]
    """Who change places: the one that was before, and the one that comes before it."""


def nearest_swap(weights: Sequence[int], offers: Sequence[Shares]) -> Swap | None:
    """Which single weight changes the order soonest, wherever in it; None where no single weight can.

    Totals are straight lines, so the first two to cross are neighbours in the order.
    """
    usual = totals(weights, offers)
    order = sorted(range(len(offers)), key=lambda number: -usual[number])
    found: list[tuple[Fraction, Swap]] = []
    for criterion, weight in enumerate(weights):
        own = Fraction(weight, sum(weights))
        if own == 1:
            continue
        line = _line(weights, offers, usual, criterion)
        for before, after in itertools.pairwise(order):
            if usual[before] == usual[after]:
                continue
            for at in _crossing(line, before, after):
                whole = math.floor(100 * at) + 1 if at > own else math.ceil(100 * at) - 1
                if 0 <= whole <= 100:
                    found.append((abs(whole - 100 * own), Swap(criterion, whole, (before, after))))
    return min(found, key=lambda one: one[0])[1] if found else None


@dataclass(frozen=True)
class Quarter:
    """What each weight a quarter higher and lower in turn, brought back to 100 together, changes."""

    first: tuple[int, ...]
    """The weights that put others first."""
    order: tuple[int, ...]
    """The weights that change the order anywhere."""


def quarter(weights: Sequence[int], offers: Sequence[Shares]) -> Quarter:
    """The plain sensitivity: all weights in turn, exact."""
    usual = totals(weights, offers)
    first, order = [], []
    for criterion, weight in enumerate(weights):
        own = Fraction(weight, sum(weights))
        if own == 1:
            continue
        line = _line(weights, offers, usual, criterion)
        for step in (1 - SPREAD, 1 + SPREAD):
            then = line.at(own * step / (1 - own + own * step))
            if first_of(then) != first_of(usual):
                first.append(criterion)
            if _ranks(then) != _ranks(usual):
                order.append(criterion)
    return Quarter(tuple(dict.fromkeys(first)), tuple(dict.fromkeys(order)))


def _ranks(totals: Sequence[Fraction]) -> list[int]:
    best_first = sorted(totals, reverse=True)
    return [best_first.index(total) for total in totals]
