"""Whether the tables about scores, studies, data, tests and service are consistent in themselves: T2 to T9."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from assessor.domain.formats import number
from assessor.domain.tables.checks import (
    Mismatch,
    fits,
    groups_add_up,
    is_everybody,
    limits,
    loose,
    loose_total,
    row,
    said,
    t,
)
from assessor.domain.tables.model import (
    ALL,
    AccommodationRow,
    Count,
    MonitoringRow,
    ReferenceRow,
    ReviewRow,
    RightsRow,
    RobustnessRow,
    ScoreRow,
    TrainingRow,
    ValidityRow,
    exactly,
)
from assessor.domain.tables.numbers import printed_value
from assessor.domain.tables.pooling import by
from assessor.domain.text import Text

HALF_POINT = 0.005
"""Shares are taken as rounded to whole percentages, at worst."""


def check_scores(rows: Sequence[ScoreRow]) -> Iterator[Mismatch]:
    """T2."""
    for one in rows:
        yield from _limits(
            one,
            ("n_above_median", "n"),
            ("n_above_cutoff", "n"),
            ("n_suitable_independent", "n"),
            ("n_suitable_below_cutoff", "n_suitable_independent"),
            ("n_suitable_below_cutoff", "n"),
        )
        yield from _ascending(one, ("p10", "p25", "median", "p75", "p90"))
        if is_everybody(one.ground) and one.n_above_median is not None:
            above = loose(one.n_above_median)
            if 2 * above.low > loose(one.n).high:
                yield Mismatch("limits", row(one.line, _HALF), one.line)
    for own in by(rows, lambda r: r.vacancy_family).values():
        for column in ("n", "n_above_median", "n_above_cutoff", "n_suitable_independent"):
            yield from _groups(own, column)


def check_validity(rows: Sequence[ValidityRow]) -> Iterator[Mismatch]:
    """T3."""
    for one in rows:
        if one.r_uncorrected is None and one.auc is None and one.slope is None:
            yield Mismatch("printed", row(one.line, _NO_COEFFICIENT), one.line)
        low, high = (printed_value(text) if text else None for text in (one.ci_low, one.ci_high))
        if low is not None and high is not None and low > high:
            yield Mismatch("printed", row(one.line, _INTERVAL_TURNED), one.line)
            continue
        # One interval is printed; with both coefficients it belongs to the first.
        name = "r_uncorrected" if one.r_uncorrected else "auc"
        text = one.r_uncorrected or one.auc
        if text and _outside(printed_value(text), low, high):
            yield Mismatch("printed", row(one.line, _NOT_BETWEEN.fill(name=name)), one.line)


def check_reviews(rows: Sequence[ReviewRow]) -> Iterator[Mismatch]:
    """T4."""
    parts = ("n_followed", "n_up", "n_down", "n_abstained")
    for one in rows:
        yield from _limits(
            one,
            ("n_under_10s", "n_cases"),
            ("n_bulk", "n_cases"),
            ("n_found_wrong", "n_reviewed_random_rejects"),
        )
        given = [name for name in parts if getattr(one, name) is not None]
        found = loose_total(getattr(one, name) for name in given)
        assert found is not None
        if fits(one.n_cases, found) if len(given) == len(parts) else found.low <= loose(one.n_cases).high:
            continue
        text = _CASES.fill(found=said(found), n=said(one.n_cases), names=", ".join(given))
        yield Mismatch("outcomes", row(one.line, text), one.line)


def check_training(rows: Sequence[TrainingRow]) -> Iterator[Mismatch]:
    """T5."""
    for one in rows:
        if one.year_from is not None and one.year_to is not None and one.year_from > one.year_to:
            yield Mismatch("limits", row(one.line, _YEARS_TURNED), one.line)
        if one.employer_count and one.largest_employer_share is not None:
            least = 1 / one.employer_count - HALF_POINT
            if one.largest_employer_share < least:
                yield Mismatch("shares", row(one.line, _LARGEST.fill(n=one.employer_count)), one.line)
    for own in by(rows, lambda r: (r.dataset, r.source, r.country, r.year_from, r.year_to, r.label)).values():
        yield from _groups(own, "n")
        yield from _shares_add_up(own)
        yield from _shares_follow(own)


def check_reference(rows: Sequence[ReferenceRow]) -> Iterator[Mismatch]:
    """T5b."""
    for own in by(rows, lambda r: (r.population, r.source, r.year)).values():
        yield from _shares_add_up(own)


def check_robustness(rows: Sequence[RobustnessRow]) -> Iterator[Mismatch]:
    """T6."""
    for one in rows:
        changed = one.n_decision_changed
        whole, name = (
            (changed, "n_decision_changed") if changed is not None else (exactly(one.n_pairs), "n_pairs")
        )
        yield from limits(
            one.line, {"n_decision_changed": changed, "n_pairs": exactly(one.n_pairs)},
            (("n_decision_changed", "n_pairs"),),
        )  # fmt: skip
        sides = [c for c in (one.n_changed_favour_a, one.n_changed_favour_b) if c is not None]
        found = loose_total(sides)
        if found is not None and found.low > loose(whole).high:
            text = _SIDES.fill(found=said(found), name=name, n=said(whole))
            yield Mismatch("limits", row(one.line, text), one.line)
        yield from _ascending(one, ("median_rank_shift_pct", "max_rank_shift_pct"))


def check_monitoring(rows: Sequence[MonitoringRow]) -> Iterator[Mismatch]:
    """T7."""
    for one in rows:
        if one.closed_date is not None and one.closed_date < one.date:
            yield Mismatch("limits", row(one.line, _CLOSED_BEFORE), one.line)
        yield from _limits(one, ("people_informed", "people_affected"))


def check_accommodation(rows: Sequence[AccommodationRow]) -> Iterator[Mismatch]:
    """T8."""
    for one in rows:
        yield from _limits(
            one, ("n_granted", "n_requested"), ("n_completed", "n_granted"), ("n_through", "n_completed")
        )


def check_rights(rows: Sequence[RightsRow]) -> Iterator[Mismatch]:
    """T9."""
    for one in rows:
        yield from _limits(one, ("n_changed_outcome", "n"), ("n_upheld", "n"))


# --- within a row -----------------------------------------------------------------------------------------


def _limits(one: Any, *pairs: tuple[str, str]) -> Iterable[Mismatch]:
    names = dict.fromkeys(name for pair in pairs for name in pair)
    return limits(one.line, {name: getattr(one, name) for name in names}, pairs)


def _ascending(one: Any, names: Sequence[str]) -> Iterator[Mismatch]:
    given = [(name, getattr(one, name)) for name in names if getattr(one, name) is not None]
    for (lower, low), (higher, high) in itertools.pairwise(given):
        if low > high:
            text = t("{low} is hoger dan {high}.", "{low} is higher than {high}.").fill(
                low=lower, high=higher
            )
            yield Mismatch("limits", row(one.line, text), one.line)


def _outside(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


# --- over the groups --------------------------------------------------------------------------------------


def _groups(rows: Sequence[ScoreRow | TrainingRow], column: str) -> Iterator[Mismatch]:
    everybody = next((getattr(r, column) for r in rows if r.ground == ALL), None)
    if everybody is None:
        return
    for ground, own in by(rows, lambda r: r.ground).items():
        counts: dict[str, Count] = {
            r.group: getattr(r, column) for r in own if getattr(r, column) is not None
        }
        if ground == ALL or len(counts) < len(own):
            continue
        found = groups_add_up(t(ground, ground), column, everybody, counts)
        if found:
            yield found


def _shares_add_up(rows: Sequence[TrainingRow | ReferenceRow]) -> Iterator[Mismatch]:
    for ground, own in by(rows, lambda r: r.ground).items():
        shares = [r.share for r in own if r.share is not None]
        if len(shares) < len(own):
            continue
        found = sum(shares)
        if abs(found - 1) > HALF_POINT * max(len(shares), 1) + 1e-9:
            text = _NOT_ONE.fill(ground=ground, found=_share(found))
            yield Mismatch("shares", text, own[0].line)


def _shares_follow(rows: Sequence[TrainingRow]) -> Iterator[Mismatch]:
    everybody = next((r for r in rows if r.ground == ALL), None)
    if everybody is None or not everybody.n.low:
        return
    for one in rows:
        if one.share is None:
            continue
        lowest = loose(one.n).low / everybody.n.high - HALF_POINT
        highest = one.n.high / everybody.n.low + HALF_POINT
        if not lowest - 1e-9 <= one.share <= highest + 1e-9:
            text = _NOT_THE_SHARE.fill(share=_share(one.share), n=said(one.n), all=said(everybody.n))
            yield Mismatch("shares", row(one.line, text), one.line)


def _share(value: float) -> Text:
    return t(number(value, "nl"), number(value, "en"))


_HALF = t(
    "meer dan de helft scoort boven de mediaan van iedereen. Tel alleen wie hoger scoort dan de mediaan.",
    "more than half score above the median of everybody. Count only those who score higher than the median.",
)
_NO_COEFFICIENT = t("vul r_uncorrected of auc in.", "fill in r_uncorrected or auc.")
_INTERVAL_TURNED = t("ci_low is hoger dan ci_high.", "ci_low is higher than ci_high.")
_NOT_BETWEEN = t(
    "{name} ligt niet tussen ci_low en ci_high.", "{name} does not lie between ci_low and ci_high."
)
_CASES = t(
    "{names} zijn samen {found}, maar n_cases is {n}.", "{names} are {found} together, but n_cases is {n}."
)
_YEARS_TURNED = t("year_from ligt na year_to.", "year_from is after year_to.")
_LARGEST = t(
    "bij {n} werkgevers kan het deel van de grootste niet zo klein zijn.",
    "with {n} employers the share of the largest cannot be this small.",
)
_SIDES = t(
    "n_changed_favour_a en n_changed_favour_b zijn samen {found}, meer dan {name} ({n}).",
    "n_changed_favour_a and n_changed_favour_b are {found} together, more than {name} ({n}).",
)
_CLOSED_BEFORE = t("closed_date ligt voor date.", "closed_date is before date.")
_NOT_ONE = t(
    "De delen van {ground} zijn samen {found} en niet 1.",
    "The shares of {ground} are {found} together and not 1.",
)
_NOT_THE_SHARE = t(
    "share is {share}, maar dat volgt niet uit {n} van {all}.",
    "share is {share}, but that does not follow from {n} of {all}.",
)
