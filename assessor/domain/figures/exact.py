"""Tests of whether two groups differ: Fisher exact, pooled z, the exact sign test, Holm's correction.

Fisher and z are always given together; neither replaces the other. All p-values are two-sided.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assessor.domain.figures.intervals import checked
from assessor.domain.figures.tails import Table, half_tail


def fisher_two_sided(k1: int, n1: int, k0: int, n0: int) -> float:
    """Probability of a table as unlikely as k1 of n1 beside k0 of n0, or less likely, all margins given.

    Sum of all tables whose probability is at most that of the observed one, with a relative slack of 1e-7 for
    ties. 1 when only one table is possible; below 1e-308 it is 0.0, to be printed as "< 0.0001".
    Source: Fisher (1935); the two-sided sum as R and scipy have it.
    """
    checked(k1, n1)
    checked(k0, n0)
    return Table(k1, n1 - k1, k0, n0 - k0).as_unlikely()


def pooled_z(k1: int, n1: int, k0: int, n0: int) -> float | None:
    """Difference of two rates in standard errors, group minus reference, pooled, without correction.

    None when nobody or everybody was selected in both. Source: two-proportion z-test.
    """
    checked(k1, n1)
    checked(k0, n0)
    selected, everybody = k1 + k0, n1 + n0
    if selected in (0, everybody):
        return None
    return (k1 * n0 - k0 * n1) / math.sqrt(selected * (everybody - selected) * n1 * n0 / everybody)


def p_of_z(z: float) -> float:
    """Two-sided probability of a z at least this far from 0 (normal distribution)."""
    return math.erfc(abs(z) / math.sqrt(2))


def z_against_share(k: int, n: int, share: float) -> float | None:
    """How many standard deviations k of n lies from what `share` lets one expect; negative is too few.

    None when the share is 0 or 1. Source: one-sample binomial, as in Castaneda v. Partida (1977).
    """
    checked(k, n)
    if not 0 < share < 1:
        return None
    return (k - n * share) / math.sqrt(n * share * (1 - share))


def sign_test(favour_a: int, favour_b: int) -> float:
    """Probability of changes going one way as unevenly as these, if either way were as likely.

    1 when nothing changed. Source: exact sign test (McNemar's test in its exact form).
    """
    if favour_a < 0 or favour_b < 0:
        raise ValueError("a number of changes cannot be negative")
    fewer, changes = min(favour_a, favour_b), favour_a + favour_b
    if favour_a == favour_b:
        return 1.0
    return min(1.0, 2 * half_tail(fewer, changes))


def holm_adjusted(p_values: Sequence[float]) -> list[float]:
    """The p-values, each raised for the number of comparisons made. Source: Holm (1979), step-down."""
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def holm(p_values: Sequence[float], level: float = 0.05) -> list[bool]:
    """Which comparisons still stand out when all of them are counted. The raw p-values stay beside the marker."""
    return [p <= level for p in holm_adjusted(p_values)]
