"""The same comparison made in several places: does what holds for all of them together hold in each?

A vendor that pools several jobs can show, or hide, a difference that no single job has (Simpson's paradox).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assessor.domain.figures.groups import Counts
from assessor.domain.figures.intervals import Z95, Interval

Pair = tuple[Counts, Counts]
"""A group and its reference, in one place."""


def common_odds_ratio(places: Sequence[Pair]) -> tuple[float, Interval] | None:
    """Odds of being selected, group over reference, place held equal; with its 95 % interval.

    None when in no place both somebody of the one was selected and somebody of the other rejected.
    Source: Mantel and Haenszel (1959); interval: Robins, Breslow and Greenland (1986).
    """
    r = s = pr = ps_qr = qs = 0.0
    for group, reference in places:
        n = group.n + reference.n
        if n == 0:
            continue
        concordant, discordant = group.selected * reference.rejected, group.rejected * reference.selected
        p = (group.selected + reference.rejected) / n
        r, s = r + concordant / n, s + discordant / n
        pr += p * concordant / n
        ps_qr += (p * discordant + (1 - p) * concordant) / n
        qs += (1 - p) * discordant / n
    if r == 0 or s == 0:
        return None
    spread = math.exp(Z95 * math.sqrt(pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s)))
    return r / s, (r / s / spread, r / s * spread)


def rate_at_reference_mix(places: Sequence[Pair]) -> float | None:
    """The rate of the group if it were spread over the places as the reference is.

    None when the group is missing in a place where the reference is. Source: direct standardisation.
    """
    people = sum(reference.n for _, reference in places)
    if people == 0 or any(group.n == 0 < reference.n for group, reference in places):
        return None
    return sum(group.selected / group.n * reference.n for group, reference in places if reference.n) / people


def reversed_when_pooled(places: Sequence[Pair]) -> bool:
    """Whether the places together point the other way than most people's own place does.

    The places are weighed by the common odds ratio. False where either points nowhere.
    """
    common = common_odds_ratio(places)
    group = sum((one for one, _ in places), Counts(0, 0))
    reference = sum((other for _, other in places), Counts(0, 0))
    lead = group.selected * reference.n - reference.selected * group.n
    return common is not None and (lead < 0 < common[0] - 1 or common[0] - 1 < 0 < lead)
