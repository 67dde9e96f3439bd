"""From studies (T3): does the score predict how people do at work, how surely, and the same for every group?

Correlations are judged as printed: a printed 0.31 is anything from 0.305 to 0.315, so what follows from it is a range.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessor.domain.figures.claims import Claim, Claimed, judge_claim, read_claim
from assessor.domain.figures.intervals import Z95, correlation_interval
from assessor.domain.figures.values import Range
from assessor.domain.tables.model import ALL, Table, ValidityRow
from assessor.domain.text import Text

ENOUGH = 100
"""People in a study."""
ENOUGH_PER_GROUP = 50
"""People in a group whose slope is compared."""
NOT_CLAIMED = Claim("not_claimed", None)

NO_COEFFICIENT = Text(
    nl="Er is geen samenhang (r of AUC) opgegeven.", en="No relation (r or AUC) was stated."
)
TOO_FEW = Text(
    nl="Voor een interval zijn er te weinig mensen.", en="There are too few people for an interval."
)
AT_BEST = Text(
    nl="Berekend alsof de helft tot de ene uitkomst hoort; bij een andere verdeling is het interval breder.",
    en="Computed as if half of them had either outcome; with any other split the interval is wider.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    study_id: str
    job_family: str | None
    criterion: str
    design: str | None
    lag_months: float | None
    n: int
    measure: str
    """`r` or `auc`."""
    value: float | None
    """Uncorrected, as printed."""
    ci95: Range | None
    """Fisher z for r; Hanley and McNeil with equal halves for an AUC."""
    ci_low: str | None
    """The interval as printed."""
    ci_high: str | None
    low_claim: Claim
    """Whether the printed interval's lower end follows from value and n."""
    high_claim: Claim
    above_chance: bool | None
    """The interval lies above 0 (r) or 0.5 (AUC)."""
    enough: bool
    """100 people or more."""
    range_ratio: float | None
    """Unrestricted over restricted spread."""
    corrected: float | None
    """Recomputed: corrected for range restriction with the spreads that were given."""
    r_corrected: str | None
    """As printed."""
    corrected_claim: Claim
    correction: str | None
    version: str | None
    why: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlopeDifference:
    """Whether the same score means the same outcome in two groups of a study."""

    study_id: str
    criterion: str
    ground: str
    group: str
    reference: str
    """The largest group."""
    slope_difference: float
    slope_ci95: Range | None
    """From the slopes' errors, that follow from slope, r and n."""
    intercept_difference: float | None
    enough: bool
    """50 people or more on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    studies: tuple[Study, ...]
    """Over everybody."""
    by_group: tuple[tuple[str, str, Study], ...]
    """(ground, group, study)."""
    slopes: tuple[SlopeDifference, ...]
    replications: int
    """Studies with an uncorrected r of .20 or more and 100 people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Increment:
    """What a score adds to a simple predictor, on the same people."""

    r_squared_simple: float
    r_squared_both: float
    gain: float
    f: float | None
    """F with 1 and n - 3 degrees of freedom; None where nothing is left unexplained."""
    multiple_r: float


def validity_of(table: Table[ValidityRow]) -> Validity:
    """Every study of T3 with its interval, what follows of what is printed, and slopes per group."""
    overall = [r for r in table.rows if r.ground in (None, ALL)]
    grouped = [r for r in table.rows if r.ground not in (None, ALL)]
    studies = tuple(study_of(r) for r in overall)
    return Validity(
        studies=studies,
        by_group=tuple((r.ground or "", r.group or "", study_of(r)) for r in grouped),
        slopes=tuple(_slopes(grouped)),
        replications=sum(
            s.measure == "r" and s.enough and s.value is not None and s.value >= 0.2 for s in studies
        ),
    )


def study_of(row: ValidityRow) -> Study:
    """One row: interval, whether the printed one follows, and the correction recomputed."""
    measure, printed = ("r", row.r_uncorrected) if row.r_uncorrected else ("auc", row.auc)
    claimed = read_claim(printed, "coefficient")
    value = None if claimed is None else float(claimed.value)
    low_claim = high_claim = NOT_CLAIMED
    ci95: Range | None = None
    why = NO_COEFFICIENT if value is None else None
    if claimed is not None and value is not None:
        ci95 = _interval(measure, value, row.n)
        why = TOO_FEW if ci95 is None else AT_BEST if measure == "auc" else None
        if measure == "r":
            low_claim, high_claim = _judge_ends(claimed, row)
    corrected, corrected_claim, u = None, NOT_CLAIMED, None
    if row.sd_unrestricted and row.sd_restricted:
        u = row.sd_unrestricted / row.sd_restricted
    if claimed is not None and measure == "r" and u is not None:
        corrected = corrected_for_range(float(claimed.value), u)
        ends = [corrected_for_range(end, u) for end in _ends(claimed)]
        corrected_claim = judge_claim(row.r_corrected, _exactly(*ends), "coefficient")
    return Study(
        study_id=row.study_id, job_family=row.job_family, criterion=row.criterion, design=row.design,
        lag_months=row.lag_months, n=row.n, measure=measure, value=value, ci95=ci95,
        ci_low=row.ci_low, ci_high=row.ci_high, low_claim=low_claim, high_claim=high_claim,
        above_chance=None if ci95 is None else ci95[0] > (0 if measure == "r" else 0.5),
        enough=row.n >= ENOUGH, range_ratio=u,
        corrected=corrected, r_corrected=row.r_corrected, corrected_claim=corrected_claim,
        correction=row.correction, version=row.version, why=why,
    )  # fmt: skip


def corrected_for_range(r: float, u: float) -> float:
    """Correlation had nobody been left out by the score itself; u is the unrestricted over the restricted spread.

    r·u / √(1 + r²(u² - 1)). Source: Thorndike (1949), case 2: direct restriction on the predictor.
    """
    return r * u / math.sqrt(1 + r * r * (u * u - 1))


def auc_interval(auc: float, positives: float, negatives: float) -> Range:
    """Interval of an AUC, cut at 0 and 1. Source: Hanley and McNeil (1982). Both numbers at least 1."""
    q1, q2 = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    variance = (auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc)) / (
        positives * negatives
    )
    half = Z95 * math.sqrt(max(variance, 0.0))
    return max(auc - half, 0.0), min(auc + half, 1.0)


def increment(r_score: float, r_simple: float, r_between: float, n: int) -> Increment:
    """What the score adds to a simple predictor: the gain in explained variance, from three correlations and n.

    R² = (r1² + r2² - 2·r1·r2·r12) / (1 - r12²); F = gain·(n - 3) / (1 - R²). Source: two-predictor regression.
    `r_between` (score with simple predictor) strictly between -1 and 1.
    """
    both = (r_score**2 + r_simple**2 - 2 * r_score * r_simple * r_between) / (1 - r_between**2)
    gain = both - r_simple**2
    return Increment(
        r_squared_simple=r_simple**2,
        r_squared_both=both,
        gain=gain,
        f=gain * (n - 3) / (1 - both) if both < 1 and n > 3 else None,
        multiple_r=math.sqrt(max(both, 0.0)),
    )


def _interval(measure: str, value: float, n: int) -> Range | None:
    if measure == "r":
        return correlation_interval(value, n) if -1 <= value <= 1 else None
    return auc_interval(value, n / 2, n / 2) if 0 <= value <= 1 and n >= 4 else None


def _judge_ends(claimed: Claimed, row: ValidityRow) -> tuple[Claim, Claim]:
    """The printed ends against those of any r that is printed like this."""
    found = [correlation_interval(end, row.n) for end in _ends(claimed) if -1 <= end <= 1]
    intervals = [i for i in found if i is not None]
    if not intervals:
        return judge_claim(row.ci_low, None, "coefficient"), judge_claim(row.ci_high, None, "coefficient")
    return (
        judge_claim(row.ci_low, _exactly(*(low for low, _ in intervals)), "coefficient"),
        judge_claim(row.ci_high, _exactly(*(high for _, high in intervals)), "coefficient"),
    )


def _ends(claimed: Claimed) -> tuple[float, float, float]:
    """Lowest, printed and highest value that is printed like this."""
    low, high = claimed.value - claimed.half_unit, claimed.value + claimed.half_unit
    return float(low), float(claimed.value), float(high)


def _exactly(*values: float) -> tuple[Fraction, Fraction]:
    return Fraction(repr(min(values))), Fraction(repr(max(values)))


def _slopes(rows: Sequence[ValidityRow]) -> list[SlopeDifference]:
    """Each group's slope and intercept minus those of the largest group of its study, criterion and ground."""
    found: list[SlopeDifference] = []
    families: dict[tuple[str, str, str | None], list[ValidityRow]] = {}
    for row in rows:
        if row.slope is not None:
            families.setdefault((row.study_id, row.criterion, row.ground), []).append(row)
    for (study_id, criterion, ground), own in families.items():
        largest = max(own, key=lambda r: r.n)
        for row in own:
            if row is largest or row.slope is None or largest.slope is None:
                continue
            difference = row.slope - largest.slope
            errors = _slope_error(row), _slope_error(largest)
            ci95 = None
            if errors[0] is not None and errors[1] is not None:
                half = Z95 * math.hypot(errors[0], errors[1])
                ci95 = (difference - half, difference + half)
            intercepts = row.intercept, largest.intercept
            found.append(SlopeDifference(
                study_id=study_id, criterion=criterion, ground=ground or "", group=row.group or "",
                reference=largest.group or "", slope_difference=difference, slope_ci95=ci95,
                intercept_difference=None if intercepts[0] is None or intercepts[1] is None
                else intercepts[0] - intercepts[1],
                enough=min(row.n, largest.n) >= ENOUGH_PER_GROUP,
            ))  # fmt: skip
    return found


def _slope_error(row: ValidityRow) -> float | None:
    """Standard error of a slope from r and n: |b|·√((1 - r²) / (r²·(n - 2))). None without r, or where it is 0."""
    claimed = read_claim(row.r_uncorrected, "coefficient")
    if claimed is None or claimed.value == 0 or row.n <= 2 or row.slope is None:
        return None
    r = float(claimed.value)
    return abs(row.slope) * math.sqrt(max(1 - r * r, 0.0) / (r * r * (row.n - 2)))
