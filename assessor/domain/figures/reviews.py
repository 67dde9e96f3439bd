"""From the log of reviews (T4): M2 departures from advice, M3 time taken, M5 wrongful rejections.

M4, planted errors caught, comes from counts in an answer: `assessor/domain/questionnaire/counts.py`.

The log may hold totals beside their parts. A figure over everybody comes from the coarsest rows that have its
columns (no reviewer decile, all score bands), so that nobody counts twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assessor.domain.figures.intervals import highest_rate_after_none
from assessor.domain.figures.values import Part, Range, part, total, weighted_median
from assessor.domain.tables.model import ALL, Count, ReviewRow, Table
from assessor.domain.text import Text

HARDLY_EVER = 0.05
"""Where the interval of departures ends below this share, advice is as good as the decision."""

NOT_BY_BAND = Text(
    nl="De tabel laat niet zien in welke scorebanden het advies tegen de kandidaat was.",
    en="The table does not show in which score bands the advice went against the candidate.",
)
NO_DOWNWARD = Text(
    nl="Er is nergens naar beneden afgeweken; een verhouding tot nul bestaat niet.",
    en="Nobody departed downwards; there is no ratio to zero.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """M2 over some rows: what reviewers did with advice, as shares of the cases that had advice."""

    code: str
    """`all`, a score band, a decile or a group."""
    followed: Part | None
    up: Part
    """Departed in favour of the candidate."""
    down: Part
    departed: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How differently tenths of the reviewers depart from the same advice."""

    lowest: Overrides
    highest: Overrides
    median: float
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRejections:
    """M5: a random sample of rejections looked at again."""

    found: Part
    highest: float
    """One-sided exact 95 % upper bound of the rate; with nobody found 1 - 0.05^(1/n)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    cases: Count
    """Of which something was logged: what was done with advice, or how long it took."""
    overrides: Overrides | None
    by_band: tuple[Overrides, ...]
    by_decile: tuple[Overrides, ...]
    by_group: tuple[tuple[str, Overrides], ...]
    """(ground, overrides of the group)."""
    up_when_rejected: Part | None
    """M2: advanced by a human although the advice was against, after a look."""
    down_when_advanced: Part | None
    """M2: rejected by a human although the advice was in favour."""
    asymmetry: float | None
    """`up_when_rejected` over `down_when_advanced`."""
    asymmetry_why: Text | None
    hardly_ever: bool
    """So few departures over so many cases that the advice decides in effect."""
    abstained: Part | None
    """The tool gave no advice and left the case to a human."""
    spread: Spread | None
    median_seconds: float | None
    """M3: the median of the rows' medians, each weighing its cases; not the exact median of all cases."""
    seconds_range: Range | None
    """The lowest and highest median of a row."""
    under_10s: Part | None
    bulk: Part | None
    wrong: WrongRejections | None


def reviews_of(table: Table[ReviewRow]) -> Reviews:
    """M2, M3 and M5 from T4."""
    rows = [r for r in table.rows if r.ground in (None, ALL)]
    advised = _coarsest(rows, _has_overrides)
    bands = _parts(rows, lambda r: r.score_band)
    deciles = _parts(rows, lambda r: None if r.reviewer_decile is None else str(r.reviewer_decile))
    timed = _coarsest(rows, lambda r: r.median_seconds is not None)
    against, in_favour = _by_advice(rows)
    asymmetry, why = _asymmetry(against, in_favour)
    overrides = _overrides(ALL, advised) if advised else None
    return Reviews(
        cases=total(r.n_cases for r in _coarsest(rows, _is_logged)),
        overrides=overrides,
        by_band=bands,
        by_decile=deciles,
        by_group=_groups(table.rows),
        up_when_rejected=against,
        down_when_advanced=in_favour,
        asymmetry=asymmetry,
        asymmetry_why=why,
        hardly_ever=overrides is not None
        and overrides.departed.ci95 is not None
        and overrides.departed.ci95[1] < HARDLY_EVER,
        abstained=_share(rows, lambda r: r.n_abstained),
        spread=_spread(deciles),
        median_seconds=weighted_median([(r.median_seconds, r.n_cases) for r in timed if r.median_seconds is not None]),
        seconds_range=_range(r.median_seconds for r in timed if r.median_seconds is not None),
        under_10s=_share(rows, lambda r: r.n_under_10s),
        bulk=_share(rows, lambda r: r.n_bulk),
        wrong=_wrong(rows),
    )  # fmt: skip


def highest_rate(k: int, n: int) -> float:
    """One-sided exact 95 % upper bound of the rate behind k of n. Source: Clopper and Pearson (1934).

    With k = 0 it is 1 - 0.05^(1/n), about 3/n; so 0 of n is never printed as "0%".
    """
    if k >= n:
        return 1.0
    if k == 0:
        return highest_rate_after_none(n) or 1.0
    low, high = k / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(k, n, middle) > 0.05:
            low = middle
        else:
            high = middle
    return high


def wrongful_a_year(unseen_share: float, rejections_a_year: float, rate: float) -> float:
    """People wrongly rejected in a year without a look: M1 · R · k/n."""
    return unseen_share * rejections_a_year * rate


def _at_most(k: int, n: int, p: float) -> float:
    """P(X <= k) for n tries at p, summed from the largest term downwards."""
    odds = (1 - p) / p
    term = math.exp(
        math.lgamma(n + 1)
        - math.lgamma(k + 1)
        - math.lgamma(n - k + 1)
        + k * math.log(p)
        + (n - k) * math.log1p(-p)
    )
    summed = 0.0
    for i in range(k, -1, -1):
        summed += term
        if term < summed * 1e-17:
            break
        term *= odds * i / (n - i + 1)
    return summed


def _groups(rows: Iterable[ReviewRow]) -> tuple[tuple[str, Overrides], ...]:
    found: dict[tuple[str, str], list[ReviewRow]] = {}
    for row in rows:
        if row.ground is not None and row.ground != ALL and row.group is not None:
            found.setdefault((row.ground, row.group), []).append(row)
    counted = {key: _coarsest(own, _has_overrides) for key, own in found.items()}
    return tuple((ground, _overrides(group, own)) for (ground, group), own in counted.items() if own)


def _is_logged(row: ReviewRow) -> bool:
    logged = (
        row.n_followed,
        row.n_up,
        row.n_down,
        row.n_abstained,
        row.median_seconds,
        row.n_under_10s,
        row.n_bulk,
    )
    return any(cell is not None for cell in logged)


def _has_overrides(row: ReviewRow) -> bool:
    return row.n_up is not None and row.n_down is not None


def _coarsest(rows: Iterable[ReviewRow], has: Callable[[ReviewRow], bool]) -> list[ReviewRow]:
    """Per month the rows that count everybody once: without a decile, and of all bands, where there are such."""
    chosen: list[ReviewRow] = []
    months: dict[str, list[ReviewRow]] = {}
    for row in rows:
        if has(row):
            months.setdefault(row.month, []).append(row)
    for found in months.values():
        undivided = [r for r in found if r.reviewer_decile is None] or found
        chosen += [r for r in undivided if r.score_band in (None, ALL)] or undivided
    return chosen


def _parts(rows: Iterable[ReviewRow], code_of: Callable[[ReviewRow], str | None]) -> tuple[Overrides, ...]:
    """Overrides for each band, or each decile."""
    found: dict[str, list[ReviewRow]] = {}
    for row in rows:
        code = code_of(row)
        if code not in (None, ALL) and _has_overrides(row):
            found.setdefault(str(code), []).append(row)
    return tuple(_overrides(code, own) for code, own in found.items())


def _overrides(code: str, rows: Sequence[ReviewRow]) -> Overrides:
    up, down = total(r.n_up for r in rows if r.n_up), total(r.n_down for r in rows if r.n_down)
    departed = up + down
    logged = [r.n_followed for r in rows if r.n_followed is not None]
    if len(logged) == len(rows):
        followed = total(logged)
        n = followed + departed
    else:
        followed, n = None, total(r.n_cases for r in rows)
    return Overrides(
        code=code,
        followed=None if followed is None else part(followed, n),
        up=part(up, n), down=part(down, n), departed=part(departed, n),
    )  # fmt: skip


def _by_advice(rows: Sequence[ReviewRow]) -> tuple[Part | None, Part | None]:
    """Bands whose departures all go up are those where the advice was against; all down: in favour."""
    against = [b for b in _parts(rows, lambda r: r.score_band) if b.up.k.high and not b.down.k.high]
    in_favour = [b for b in _parts(rows, lambda r: r.score_band) if b.down.k.high and not b.up.k.high]
    return (
        part(total(b.up.k for b in against), total(b.up.n for b in against)) if against else None,
        part(total(b.down.k for b in in_favour), total(b.down.n for b in in_favour)) if in_favour else None,
    )


def _asymmetry(against: Part | None, in_favour: Part | None) -> tuple[float | None, Text | None]:
    if against is None and in_favour is None:
        return None, NOT_BY_BAND
    if in_favour is None:
        return None, NO_DOWNWARD
    up = 0.0 if against is None else against.share
    if up is None or in_favour.share is None:
        return None, in_favour.why or (against.why if against else None)
    return up / in_favour.share, None


def _spread(deciles: Sequence[Overrides]) -> Spread | None:
    """From two tenths of the reviewers on."""
    shares = sorted((d.departed.share, d.code, d) for d in deciles if d.departed.share is not None)
    if len(shares) < 2:
        return None
    values = [share for share, _, _ in shares]
    middle = len(values) // 2
    return Spread(
        lowest=shares[0][2],
        highest=shares[-1][2],
        median=values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2,
        difference=values[-1] - values[0],
    )


def _share(rows: Sequence[ReviewRow], of: Callable[[ReviewRow], Count | None]) -> Part | None:
    counted = _coarsest(rows, lambda r: of(r) is not None)
    if not counted:
        return None
    return part(total(c for r in counted if (c := of(r)) is not None), total(r.n_cases for r in counted))


def _range(values: Iterable[float]) -> Range | None:
    found = list(values)
    return (min(found), max(found)) if found else None


def _wrong(rows: Sequence[ReviewRow]) -> WrongRejections | None:
    """M5: k of n random rejections that a blind second look found wrong."""
    looked = _coarsest(
        rows, lambda r: r.n_reviewed_random_rejects is not None and r.n_found_wrong is not None
    )
    n = total(r.n_reviewed_random_rejects for r in looked if r.n_reviewed_random_rejects)
    if n.high == 0:
        return None
    k = total(r.n_found_wrong for r in looked if r.n_found_wrong)
    return WrongRejections(found=part(k, n), highest=highest_rate(min(k.high, n.low), max(n.low, 1)))
