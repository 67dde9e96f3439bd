"""From the scores that assessors gave alone to one score: how far they lie apart, and their average.

And how well assessors agree, over many answers: how often exactly, how often within one, and with enough of them
Krippendorff's alpha, which takes off what chance alone would give.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.answers import Agreed, Fit, Standing
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.domain.text import Text

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


# --- how well assessors agree -----------------------------------------------------------------------------

ENOUGH_ANSWERS = 30
ENOUGH_ASSESSORS = 3
"""From so many answers and assessors on, alpha says something; below that it swings with a single score."""

SOUND, TENTATIVE = 0.8, 2 / 3
"""What Krippendorff asks of alpha: from .800 on to rely on, from .667 on for tentative conclusions only."""


@dataclass(frozen=True)
class Concordance:
    """How well assessors agreed on a number of answers."""

    answers: int
    """Those scored by at least two; others say nothing about agreement."""
    exact: int
    """On these all gave the same score."""
    within_one: int
    """On these the lowest and the highest score differ by one at most."""
    assessors: int
    alpha: float | None
    """None: too few answers or assessors, or nobody ever gave another score than one and the same."""

    @property
    def has_enough(self) -> bool:
        return self.answers >= ENOUGH_ANSWERS and self.assessors >= ENOUGH_ASSESSORS


def concordance(answers: Sequence[Mapping[str, Agreed]]) -> Concordance:
    """How well assessors agreed, from what each found about each answer.

    What counts as 0 in the score is 0 here too; "not applicable" is no score and left out.
    """
    scored = [
        {who: judgement.points for who, judgement in answer.items() if judgement.anchor != "not_applicable"}
        for answer in answers
    ]
    units = [points for points in scored if len(points) > 1]
    apart = [max(points.values()) - min(points.values()) for points in units]
    assessors = len({who for points in units for who in points})
    enough = len(units) >= ENOUGH_ANSWERS and assessors >= ENOUGH_ASSESSORS
    return Concordance(
        answers=len(units),
        exact=apart.count(0),
        within_one=apart.count(0) + apart.count(1),
        assessors=assessors,
        alpha=ordinal_alpha([list(points.values()) for points in units]) if enough else None,
    )


def ordinal_alpha(units: Sequence[Sequence[int]]) -> float | None:
    """Krippendorff's alpha for ordered values: 1 is perfect agreement, 0 what chance gives, below 0 worse than that.

    A unit holds the values that it got, as many as there were observers of it. Source: K. Krippendorff, "Computing
    Krippendorff's Alpha-Reliability" (2011), sections D and E. None where no value differs from another, for then
    there is nothing by which agreement could be told from habit.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    counts = Counter(value for unit in pairable for value in unit)
    values, n = sorted(counts), counts.total()
    if len(values) < 2:
        return None

    def apart(one: int, other: int) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(counts[value] for value in values if low <= value <= high)
        return (between - (counts[low] + counts[high]) / 2) ** 2

    distance = {(a, b): apart(a, b) for a in values for b in values if a != b}
    observed = 0.0
    for unit in pairable:
        own = Counter(unit)
        observed += sum(own[a] * own[b] * distance[a, b] for a in own for b in own if a != b) / (
            len(unit) - 1
        )
    expected = sum(counts[a] * counts[b] * d for (a, b), d in distance.items()) / (n - 1)
    return 1 - observed / expected


def alpha_in_words(alpha: float) -> Text:
    """What an alpha means, by the limits that its author gives."""
    if alpha >= SOUND:
        return Text(
            nl="goed: de beoordelaars lezen de schaal op dezelfde manier",
            en="good: the assessors read the scale in the same way",
        )
    if alpha >= TENTATIVE:
        return Text(
            nl="matig: bespreek hoe u de schaal leest",
            en="moderate: talk over how you read the scale",
        )
    return Text(
        nl="laag: de beoordelaars lezen de schaal verschillend",
        en="low: the assessors read the scale differently",
    )
