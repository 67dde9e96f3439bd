"""From scores per group (T2): differences in score, in reaching the upper half, and in errors among suitable people.

Scores of different vacancy families are never put together: their scales may differ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.domain.figures.groups import COMPARED_FROM, Comparison, Counts, compare, highest_rate
from assessor.domain.figures.intervals import Z95
from assessor.domain.figures.thresholds import Exposure, Threshold, exposure_of, thresholds_of
from assessor.domain.figures.values import NOT_DELIVERED, SMALL_COUNT, Part, Range, is_unknown, part
from assessor.domain.tables.model import ALL, Count, ScoreRow, Table, exactly
from assessor.domain.text import Text

NO_SPREAD = Text(
    nl="Iedereen heeft dezelfde score, of de spreiding is niet opgegeven.",
    en="Everybody has the same score, or the spread was not given.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredGroup:
    group: str
    n: Count
    mean: float | None
    d: float | None
    """(mean - mean of the reference) / pooled spread: negative when the group scores lower."""
    d_ci95: Range | None
    overlap: float | None
    """Share that two normal spreads this far apart have in common: 2·Φ(-|d|/2)."""
    scoring_rate: Part | None
    """Strictly above the median of everybody."""
    scoring: Comparison | None
    """That rate beside the group with the highest, of any size."""
    above_cutoff: Part | None
    missed: Part | None
    """False negatives: suitable without the tool, and below its cut-off."""
    suitable: Comparison | None
    """Suitable people above the cut-off, beside the group where that share is highest."""
    why: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFigures:
    """One ground of one vacancy family."""

    vacancy_family: str | None
    ground: str
    d_reference: str | None
    """The group with the highest mean among those of 30 or more; without such the highest of all."""
    scoring_reference: str | None
    suitable_reference: str | None
    groups: tuple[ScoredGroup, ...]
    ties_at_least: float | None
    """At least this share stands exactly on the median, which pushes every scoring rate below one half."""
    thresholds: tuple[Threshold, ...]
    """Who is in the top k, for cut-offs at the percentiles of everybody."""
    exposure: tuple[Exposure, ...]
    missed_overall: Part | None


def scores_of(table: Table[ScoreRow]) -> tuple[ScoreFigures, ...]:
    """d, scoring rates, errors among suitable people, thresholds and exposure, per vacancy family and ground."""
    everybody = {r.vacancy_family: r for r in table.rows if r.ground == ALL}
    families: dict[tuple[str | None, str], list[ScoreRow]] = {}
    for row in table.rows:
        if row.ground != ALL:
            families.setdefault((row.vacancy_family, row.ground), []).append(row)
    return tuple(
        _figures(family, ground, rows, everybody.get(family)) for (family, ground), rows in families.items()
    )


def standardised_difference(group: ScoreRow, reference: ScoreRow) -> tuple[float, Range] | None:
    """d with its interval: ±1.96·√((n1+n2)/(n1·n2) + d²/(2(n1+n2))). Source: Cohen (1988); Hedges and Olkin (1985).

    The pooled spread is √(((n1-1)·sd1² + (n2-1)·sd2²) / (n1+n2-2)). None without means, spreads or exact numbers.
    """
    if not (group.n.is_exact and reference.n.is_exact):
        return None
    if group.mean is None or group.sd is None or reference.mean is None or reference.sd is None:
        return None
    n1, n2 = group.n.exact, reference.n.exact
    if n1 < 1 or n2 < 1 or n1 + n2 < 3:
        return None
    pooled = math.sqrt(((n1 - 1) * group.sd**2 + (n2 - 1) * reference.sd**2) / (n1 + n2 - 2))
    if pooled == 0:
        return None
    d = (group.mean - reference.mean) / pooled
    half = Z95 * math.sqrt((n1 + n2) / (n1 * n2) + d * d / (2 * (n1 + n2)))
    return d, (d - half, d + half)


def _figures(
    family: str | None, ground: str, rows: Sequence[ScoreRow], everybody: ScoreRow | None
) -> ScoreFigures:
    known = [r for r in rows if not is_unknown(r.group)]
    with_mean = [r for r in known if r.mean is not None]
    large = [r for r in with_mean if r.n.low >= COMPARED_FROM] or with_mean
    best = max(large, key=lambda r: r.mean or 0.0, default=None)
    above = {r.group: _above_median(r) for r in rows}
    found = {r.group: _suitable_found(r) for r in rows}
    scoring, suitable = _highest(known, above), _highest(known, found)
    return ScoreFigures(
        vacancy_family=family,
        ground=ground,
        d_reference=best.group if best else None,
        scoring_reference=scoring,
        suitable_reference=suitable,
        groups=tuple(
            _group(r, best, _beside(r.group, above, scoring), _beside(r.group, found, suitable)) for r in rows
        ),
        ties_at_least=_ties(everybody or _together(rows)),
        thresholds=thresholds_of(known, everybody),
        exposure=exposure_of(known, everybody),
        missed_overall=_missed(everybody) if everybody else None,
    )


def _group(
    row: ScoreRow, best: ScoreRow | None, scoring: Comparison | None, suitable: Comparison | None
) -> ScoredGroup:
    difference = None
    why = None
    if best is not None and row is not best:
        difference = standardised_difference(row, best)
        if difference is None:
            why = SMALL_COUNT if not (row.n.is_exact and best.n.is_exact) else NO_SPREAD
    d = None if difference is None else difference[0]
    return ScoredGroup(
        group=row.group,
        n=row.n,
        mean=row.mean,
        d=0.0 if row is best else d,
        d_ci95=None if difference is None else difference[1],
        overlap=1.0 if row is best else None if d is None else math.erfc(abs(d) / 2 / math.sqrt(2)),
        scoring_rate=None if row.n_above_median is None else part(row.n_above_median, row.n),
        scoring=scoring,
        above_cutoff=None if row.n_above_cutoff is None else part(row.n_above_cutoff, row.n),
        missed=_missed(row),
        suitable=suitable,
        why=why if row.mean is not None else NOT_DELIVERED,
    )


def _above_median(row: ScoreRow) -> Counts | None:
    return _counts(row.n_above_median, row.n)


def _suitable_found(row: ScoreRow) -> Counts | None:
    below = _counts(row.n_suitable_below_cutoff, row.n_suitable_independent)
    return None if below is None else Counts(below.rejected, below.n)


def _counts(k: Count | None, n: Count | None) -> Counts | None:
    """Where both are there, exact, and possible."""
    if k is None or n is None or not (k.is_exact and n.is_exact) or k.exact > n.exact:
        return None
    return Counts(k.exact, n.exact)


def _missed(row: ScoreRow) -> Part | None:
    suitable, below = row.n_suitable_independent, row.n_suitable_below_cutoff
    return None if suitable is None or below is None else part(below, suitable)


def _highest(known: Sequence[ScoreRow], counts: dict[str, Counts | None]) -> str | None:
    found = [(r.group, c) for r in known if (c := counts[r.group]) is not None]
    place = highest_rate([c for _, c in found])
    return None if place is None else found[place][0]


def _beside(group: str, counts: dict[str, Counts | None], reference: str | None) -> Comparison | None:
    own, other = counts[group], counts[reference] if reference else None
    return None if own is None or other is None or group == reference else compare(own, other)


def _together(rows: Sequence[ScoreRow]) -> ScoreRow | None:
    """The groups added up, where every one has its number above the median."""
    counts = [_above_median(r) for r in rows]
    if not counts or None in counts:
        return None
    both = sum((c for c in counts if c is not None), Counts(0, 0))
    return ScoreRow(line=0, ground=ALL, group=ALL, n=exactly(both.n), n_above_median=exactly(both.selected))


def _ties(everybody: ScoreRow | None) -> float | None:
    """At most half can stand below the median, so what is not above it and not in that half is on it."""
    counts = None if everybody is None else _above_median(everybody)
    if counts is None or counts.n == 0:
        return None
    return max(0.0, 0.5 - counts.selected / counts.n)
