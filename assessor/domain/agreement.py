"""From the scores that assessors gave alone to one score: how far they lie apart, and their average."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.domain.answers import Agreed, Fit, Standing
from assessor.domain.questionnaire.model import EvidenceLevel

APART = 2
"""Scores that lie this far apart are talked over before they are agreed."""

_LEVELS = tuple(EvidenceLevel)
_FITS: tuple[Fit, ...] = ("neither", "one", "both")


@dataclass(frozen=True)
class Spread:
    """How far the separate scores of one answer lie apart."""

    lowest: int
    highest: int
    same: bool
    """Anchor or standing, evidence, fit and date are all the same."""
    standings_differ: bool
    """Some gave a score and others found that there is nothing to score."""

    @property
    def difference(self) -> int:
        return self.highest - self.lowest

    @property
    def needs_talk(self) -> bool:
        return self.difference >= APART or self.standings_differ


def spread_of(judgements: Sequence[Agreed]) -> Spread:
    """The spread of at least one judgement; what has no anchor counts as 0, as in the score."""
    points = [j.points for j in judgements]
    return Spread(
        lowest=min(points),
        highest=max(points),
        same=len({(j.anchor, j.evidence, j.fit, j.date) for j in judgements}) == 1,
        standings_differ=len({j.anchor if not j.is_answered else "scored" for j in judgements}) > 1,
    )


def average(judgements: Sequence[Agreed]) -> Agreed:
    """The average of at least one judgement.

    Anchor, evidence and fit are each the mean of their steps, rounded to the nearest step and a half downwards:
    a better score needs more than half behind it. Where half or more found nothing to score, that is the outcome,
    in the word most of them used. The date is the oldest given, and none where half or more gave none.
    """
    standings = [s for j in judgements if (s := _standing_of(j)) is not None]
    evidence = _LEVELS[_mean_step([_LEVELS.index(j.evidence) for j in judgements])]
    fit = _FITS[_mean_step([_FITS.index(j.fit) for j in judgements])]
    if 2 * len(standings) >= len(judgements):
        return Agreed(Counter(sorted(standings)).most_common(1)[0][0], evidence, _date(judgements), fit)
    return Agreed(_mean_step([j.points for j in judgements]), evidence, _date(judgements), fit)


def _standing_of(judgement: Agreed) -> Standing | None:
    return None if isinstance(judgement.anchor, int) else judgement.anchor


def _mean_step(steps: Sequence[int]) -> int:
    # ceil(mean - 1/2) in whole numbers, so that a half goes down
    return -((len(steps) - 2 * sum(steps)) // (2 * len(steps)))


def _date(judgements: Sequence[Agreed]) -> datetime.date | None:
    given = [j.date for j in judgements if j.date is not None]
    return None if 2 * len(given) <= len(judgements) else min(given)
