"""95 % intervals of rates, ratios, gaps and correlations, from counts alone.

All rates, ratios and gaps are fractions (0.05 is five percentage points). An interval is (lower, upper). `None`
means that the figure itself does not exist: nobody was selected (or rejected) in the reference. A group without
people has no figures at all; asking for them is a mistake of the caller.
"""

from __future__ import annotations

import math

Interval = tuple[float, float]

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


def checked(k: int, n: int) -> None:
    """Counts come from tables that were read and reconciled; anything else is a mistake of the caller."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a count")
    if n == 0:
        raise ValueError("nobody in the group")


def wilson(k: int, n: int) -> Interval:
    """The rate k/n lies between these. Source: Wilson (1927), score interval."""
    checked(k, n)
    z2 = Z95 * Z95
    middle = k + z2 / 2
    half = Z95 * math.sqrt(k * (n - k) / n + z2 / 4)
    lower = 0.0 if k == 0 else (middle - half) / (n + z2)
    upper = 1.0 if k == n else (middle + half) / (n + z2)
    return lower, upper


def ratio_interval(k1: int, n1: int, k0: int, n0: int) -> Interval | None:
    """Interval of the ratio (k1/n1) / (k0/n0). Source: Katz and others (1978), log method.

    Where k1 is 0 the ratio is 0 and has no logarithm: 0.5 is then added to all four cells, for the interval alone
    (`is_adjusted` tells), and its lower end lies above 0. None when k0 is 0.
    """
    checked(k1, n1)
    checked(k0, n0)
    if k0 == 0:
        return None
    a, m, b, n = float(k1), float(n1), float(k0), float(n0)
    if is_adjusted(k1):
        a, m, b, n = a + 0.5, m + 1, b + 0.5, n + 1
    ratio = a * n / (b * m)
    spread = math.exp(Z95 * math.sqrt((m - a) / (a * m) + (n - b) / (b * n)))
    return ratio / spread, ratio * spread


def is_adjusted(k1: int) -> bool:
    """Whether the interval of the ratio needed 0.5 in all four cells, which is to be said beside it."""
    return k1 == 0


def rejection_interval(k1: int, n1: int, k0: int, n0: int) -> Interval | None:
    """The same interval for the ratio of rejections, ((n1-k1)/n1) / ((n0-k0)/n0), given the selected k.

    None when nobody was rejected in the reference.
    """
    checked(k1, n1)
    checked(k0, n0)
    return ratio_interval(n1 - k1, n1, n0 - k0, n0)


def gap_interval(k1: int, n1: int, k0: int, n0: int) -> Interval:
    """Interval of the gap k1/n1 - k0/n0. Source: Newcombe (1998), method 10."""
    own, other = wilson(k1, n1), wilson(k0, n0)
    p1, p0 = k1 / n1, k0 / n0
    gap = p1 - p0
    lower = gap - math.hypot(p1 - own[0], other[1] - p0)
    upper = gap + math.hypot(own[1] - p1, p0 - other[0])
    return max(lower, -1.0), min(upper, 1.0)


def highest_rate_after_none(n: int) -> float | None:
    """The rate that n cases without a single hit still allow: 1 - 0.05^(1/n), one-sided 95 % (about 3/n).

    None when n is 0. Source: exact binomial bound for zero counts ("rule of three").
    """
    if n < 0:
        raise ValueError("a number of cases cannot be negative")
    return -math.expm1(math.log(0.05) / n) if n else None


def correlation_interval(r: float, n: int) -> Interval | None:
    """Interval of a correlation over n pairs. None when n is below 4, or r is -1 or 1. Source: Fisher's z."""
    if not -1 <= r <= 1:
        raise ValueError(f"{r} is not a correlation")
    if n < 4 or abs(r) == 1:
        return None
    half = Z95 / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)
