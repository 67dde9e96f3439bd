"""From repeated and changed applications (T6): does the same person get the same outcome?"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessor.domain.figures.claims import read_claim
from assessor.domain.figures.exact import sign_test
from assessor.domain.figures.intervals import correlation_interval
from assessor.domain.figures.reviews import highest_rate
from assessor.domain.figures.values import NOT_DELIVERED, Part, Range, part
from assessor.domain.tables.model import RobustnessRow, Table, TestType, exactly
from assessor.domain.text import Text

ENOUGH_PAIRS = 100
ENOUGH_SWAPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustnessTest:
    test_type: TestType
    version: str | None
    date: datetime.date | None
    n_pairs: int
    enough: bool
    """100 pairs, for swaps 200."""
    flips: Part | None
    """Pairs whose decision changed, with the Wilson interval."""
    flips_highest: float | None
    """One-sided exact 95 % upper bound, so that no changes in few pairs is not taken for none ever."""
    favour_a: Part | None
    """Of the changes with a direction, those in favour of version a."""
    direction_p: float | None
    """Exact sign test: as uneven as this, were either direction as likely."""
    median_rank_shift_pct: float | None
    max_rank_shift_pct: float | None
    r_retest: float | None
    r_retest_ci95: Range | None
    interval_days: float | None
    why: Text | None


def robustness_of(table: Table[RobustnessRow]) -> tuple[RobustnessTest, ...]:
    """Flip rate, direction and retest correlation of every test in T6."""
    return tuple(result_of(row) for row in table.rows)


def result_of(row: RobustnessRow) -> RobustnessTest:
    """Flips: Wilson. Direction: exact sign test. Retest: Fisher z."""
    changed = row.n_decision_changed
    a, b = row.n_changed_favour_a, row.n_changed_favour_b
    r = read_claim(row.r_retest, "coefficient")
    value = None if r is None else float(r.value)
    pairs = exactly(row.n_pairs)
    return RobustnessTest(
        test_type=row.test_type, version=row.version, date=row.date, n_pairs=row.n_pairs,
        enough=row.n_pairs >= (ENOUGH_SWAPS if row.test_type.startswith("swap") else ENOUGH_PAIRS),
        flips=None if changed is None else part(changed, pairs),
        flips_highest=None if changed is None or not row.n_pairs else highest_rate(changed.high, row.n_pairs),
        favour_a=None if a is None or b is None else part(a, a + b),
        direction_p=sign_test(a.exact, b.exact) if a and b and a.is_exact and b.is_exact else None,
        median_rank_shift_pct=row.median_rank_shift_pct, max_rank_shift_pct=row.max_rank_shift_pct,
        r_retest=value,
        r_retest_ci95=None if value is None or abs(value) > 1 else correlation_interval(value, row.n_pairs),
        interval_days=row.interval_days,
        why=NOT_DELIVERED if changed is None and value is None and a is None else None,
    )  # fmt: skip
