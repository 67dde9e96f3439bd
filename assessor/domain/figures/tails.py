"""Tails of the hypergeometric and the binomial distribution, in a time that does not grow with the number of people.

The probability of a table comes from Stirling's formula with the differences between observed and expected cells
taken in whole numbers, so that nothing cancels: about 1e-11 relative, at any size. A tail is summed table by table
while that takes few steps, and else integrated (midpoint rule with its Euler-Maclaurin corrections at the end that
is not zero); neighbouring tables hardly differ then, and what is found is right to about 3e-9 relative.
"""

from __future__ import annotations

import math
from functools import cache
from math import exp, log, log1p

_HALF_LOG_2PI = 0.9189385332046727
_SLACK = log1p(1e-7)
"""Two tables whose probabilities differ by less than this count as equally likely."""
_REACH = 20.0
"""A tail is followed until its terms are exp(-20) of the first."""
_MOST_STEPS = 100
"""From how many tables on integrating is quicker than adding up."""
_NODES = 12
_LARGE = 24
"""From this size on a cell is large enough for Stirling's series: it is off by less than 1e-15."""


def _beyond_entropy(y: float) -> float:
    """log(y!) - (y log y - y)."""
    if y < _LARGE:
        return math.lgamma(y + 1) - (y * log(y) - y if y > 0 else 0.0)
    return _HALF_LOG_2PI + log(y) / 2 + _series(y)


def _series(y: float) -> float:
    """What Stirling's formula leaves out."""
    square = y * y
    return (1 - (1 / 30 - (1 / 105 - 1 / (140 * square)) / square) / square) / (12 * y)


def _deviance(d: float) -> float:
    """(1+d) log(1+d) - d: what a cell costs that differs by the share d from its expectation."""
    return (1 + d) * log1p(d) - d if d > -1 else 1.0


@cache
def _gauss_legendre(count: int) -> tuple[tuple[float, float], ...]:
    """Places and weights on (0, 1). Source: Newton's method on the Legendre polynomials."""
    found = []
    for number in range(1, count + 1):
        x = math.cos(math.pi * (number - 0.25) / (count + 0.5))
        slope = 1.0
        for _ in range(50):
            before, value = 1.0, x
            for degree in range(2, count + 1):
                before, value = value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree
            slope = count * (x * value - before) / (x * x - 1)
            step = value / slope
            x -= step
            if abs(step) < 1e-15:
                break
        found.append(((1 - x) / 2, 1 / ((1 - x * x) * slope * slope)))
    return tuple(found)


class Table:
    """Two groups by selected and not: cells a, b (the one group) and c, d (the other), all margins given.

    A table is named by how far it is from this one: `moved` more in a and d, as many fewer in b and c.
    """

    def __init__(self, a: int, b: int, c: int, d: int) -> None:
        rows, columns = (a + b, c + d), (a + c, b + d)
        self._cells = a, b, c, d
        self._everybody = a + b + c + d
        self._surplus = a * d - b * c
        self._products = [row * column for row in rows for column in columns]
        self._margins = sum(map(_beyond_entropy, (*rows, *columns))) - _beyond_entropy(self._everybody)
        self._mode = (rows[0] + 1) * (columns[0] + 1) // (self._everybody + 2) - a

    def as_unlikely(self) -> float:
        """Sum of the probabilities of all tables that are at most as likely as this one."""
        if 0 in self._products:
            return 1.0
        limit = self._log_probability(0) + _SLACK
        if self._log_probability(self._mode) <= limit:
            return 1.0
        upwards = self._mode < 0
        tail = self._tail(0, upwards=upwards)
        other = self._first_as_unlikely(limit, upwards=not upwards)
        if other is not None:
            tail += self._tail(other, upwards=not upwards)
        return min(1.0, tail)

    def _log_probability(self, moved: float) -> float:
        """Also between two tables, where `moved` is not whole."""
        a, b, c, d = (
            self._cells[0] + moved,
            self._cells[1] - moved,
            self._cells[2] - moved,
            self._cells[3] + moved,
        )
        ab, ba, cd, dc = self._products
        surplus = self._surplus + moved * self._everybody
        if min(a, b, c, d) < 1000:
            rest = _beyond_entropy(a) + _beyond_entropy(b) + _beyond_entropy(c) + _beyond_entropy(d)
            entropy = (
                ab * _deviance(surplus / ab) + ba * _deviance(-surplus / ba)
                + cd * _deviance(-surplus / cd) + dc * _deviance(surplus / dc)
            )  # fmt: skip
        else:  # the same, with what the four cells share taken together
            rest = 4 * _HALF_LOG_2PI + log(a * b * c * d) / 2 + (1 / a + 1 / b + 1 / c + 1 / d) / 12
            entropy = (
                (ab + surplus) * log1p(surplus / ab) + (ba - surplus) * log1p(-surplus / ba)
                + (cd - surplus) * log1p(-surplus / cd) + (dc + surplus) * log1p(surplus / dc)
            )  # fmt: skip
        return self._margins - rest - entropy / self._everybody

    def _first_as_unlikely(self, limit: float, *, upwards: bool) -> int | None:
        """The table nearest to the mode, on one side of it, that is no likelier than the limit."""
        a, b, c, d = self._cells
        step, end = (1, min(b, c)) if upwards else (-1, -min(a, d))
        if self._log_probability(end) > limit:
            return None
        inside = self._mode
        outside = 2 * self._mode
        if (end - outside) * step < 0:
            outside = end
        width = step
        if self._log_probability(outside) <= limit:
            while (outside - width - inside) * step > 0 and self._log_probability(outside - width) <= limit:
                outside, width = outside - width, 2 * width
            if (outside - width - inside) * step > 0:
                inside = outside - width
        else:
            inside = outside
            while (end - inside - width) * step > 0 and self._log_probability(inside + width) > limit:
                inside, width = inside + width, 2 * width
            outside = inside + width if (end - inside - width) * step > 0 else end
        while abs(outside - inside) > 1:
            middle = (outside + inside) // 2
            if self._log_probability(middle) <= limit:
                outside = middle
            else:
                inside = middle
        return outside

    def _tail(self, moved: int, *, upwards: bool) -> float:
        """Probability of one table and all beyond it, away from the mode."""
        a, b, c, d = self._cells
        a, b, c, d = a + moved, b - moved, c - moved, d + moved
        if not upwards:
            a, b, c, d = b, a, d, c
        if min(b, c) <= _MOST_STEPS:
            return exp(self._log_probability(moved)) * _added_up(a, b, c, d)
        slope = log((a + 1) * (d + 1) / (b * c))
        curvature = 1 / (a + 1) + 1 / (d + 1) + 1 / b + 1 / c
        steps = (math.sqrt(slope * slope + 2 * curvature * _REACH) - slope) / curvature
        if steps <= _MOST_STEPS:
            return exp(self._log_probability(moved)) * _added_up(a, b, c, d)
        sign = 1 if upwards else -1
        edge = moved - sign / 2
        reach = sign * steps
        area = 0.0
        for place, weight in _gauss_legendre(_NODES):
            area += weight * exp(self._log_probability(edge + place * reach))
        slope = log(a * d / ((b + 1) * (c + 1)))
        square = slope * slope
        correction = slope * (
            1 / 24
            - 7 / 5760 * (square - 3 * curvature)
            + 31 / 967680 * (square * (square - 10 * curvature) + 15 * curvature * curvature)
        )
        return steps * area - correction * exp(self._log_probability(edge))


def _added_up(a: int, b: int, c: int, d: int) -> float:
    """A table and all beyond it with more in a and d, as a multiple of the first."""
    term = total = 1.0
    while b and c and term > 1e-15 * total:
        a, d = a + 1, d + 1
        term *= b * c / (a * d)
        b, c = b - 1, c - 1
        total += term
    return total


def half_tail(k: int, n: int) -> float:
    """Probability of at most k heads in n throws of a fair coin, for k below n/2."""
    surplus = 2 * k / n - 1
    entropy = (_deviance(surplus) + _deviance(-surplus)) * n / 2
    own = exp(_beyond_entropy(n) - _beyond_entropy(k) - _beyond_entropy(n - k) - entropy)
    term = total = 1.0
    while k and term > 1e-15 * total:
        term *= k / (n - k + 1)
        k -= 1
        total += term
    return own * total
