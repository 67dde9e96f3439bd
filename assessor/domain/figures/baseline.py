"""Two sets of figures of the same kind side by side: those of the award, and those of a later year.

A change is later minus earlier. It is read from its interval alone: a difference that the numbers cannot tell from
none is not called better or worse.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assessor.domain.figures.figures import Figures
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.groups import COMPARED_FROM
from assessor.domain.figures.intervals import Z95, correlation_interval, gap_interval
from assessor.domain.figures.oversight import Unseen
from assessor.domain.figures.values import SMALL_COUNT, Part, Range, Where
from assessor.domain.tables.model import Count
from assessor.domain.text import Text

ChangeCode = Literal[
    "rate", "impact_ratio", "unseen_share", "under_one_hour_share", "flip_rate", "retest_r", "validity_r",
    "wrongful_rejection_rate", "override_rate",
]  # fmt: skip
ChangeReading = Literal["better", "worse", "no_change_seen", "insufficient", "not_comparable"]

CHANGE_READINGS: dict[ChangeReading, Text] = {
    "better": Text(nl="verbeterd", en="better"),
    "worse": Text(nl="verslechterd", en="worse"),
    "no_change_seen": Text(nl="geen verandering gezien", en="no change seen"),
    "insufficient": Text(nl="te weinig om iets te zeggen", en="too few to tell"),
    "not_comparable": Text(nl="niet te vergelijken", en="not comparable"),
}
OTHER_REFERENCE = Text(
    nl="De vergelijkingsgroep is een andere dan toen ({then}, nu {now}).",
    en="The group it is compared with is another than before ({then}, now {now}).",
)
ONLY_ONCE = Text(
    nl="Dit is maar een van beide keren aangeleverd.", en="This was delivered only once of the two times."
)
NO_INTERVAL = Text(
    nl="Van dit verschil is geen interval te berekenen.", en="No interval of this difference can be computed."
)
OPEN_SHARE = Text(
    nl="Van een deel is niet vastgelegd of iemand keek; alleen de laagste waarden zijn te vergelijken.",
    en="For a part it was not recorded whether anybody looked; only the lowest values can be compared.",
)
NEITHER = ("rate", "under_one_hour_share", "override_rate")
"""Figures of which more is neither better nor worse by itself."""
LESS_IS_BETTER = ("unseen_share", "flip_rate", "wrongful_rejection_rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    code: ChangeCode
    where: Where
    before: float | None
    now: float | None
    n_before: Count | None
    n_now: Count | None
    difference: float | None
    """Later minus earlier; of impact ratios too."""
    ci95: Range | None
    """Of the difference; impact ratios have one of the quotient instead."""
    quotient: float | None
    """Of impact ratios: later over earlier."""
    quotient_ci95: Range | None
    reading: ChangeReading | None
    """None for figures of which more is neither better nor worse, where the difference itself says what there is."""
    why: Text | None


def beside(before: Figures, now: Figures) -> tuple[Change, ...]:
    """Every figure that both have, and those that only one has as not comparable."""
    return (*_grounds(before, now), *_oversight(before, now), *_tests(before, now), *_others(before, now))


def _grounds(before: Figures, now: Figures) -> Iterator[Change]:
    earlier = {_key(g): g for g in before.grounds}
    later = {_key(g): g for g in now.grounds}
    for key in dict.fromkeys((*earlier, *later)):
        a, b = earlier.get(key), later.get(key)
        names = dict.fromkeys(g.group for ground in (a, b) if ground for g in ground.groups)
        for name in names:
            own = a.group(name) if a else None, b.group(name) if b else None
            where = Where(ground=key[0], group=name, stage=key[1])
            if own[0] is None or own[1] is None or a is None or b is None:
                yield _only_once("impact_ratio", where)
                continue
            yield _of_counts("rate", where, (own[0].n_through, own[0].n_in), (own[1].n_through, own[1].n_in))
            if name not in (a.reference, b.reference):
                yield _of_ratios(where, (own[0], a), (own[1], b))


def _key(ground: GroundFigures) -> tuple[str, str | None]:
    return ground.ground, ground.stage


def _of_ratios(
    where: Where, then: tuple[GroupFigures, GroundFigures], now: tuple[GroupFigures, GroundFigures]
) -> Change:
    """exp(ln(later/earlier) ± 1.96·√(v1 + v2)), v the variances of the two log ratios (Katz)."""
    before, later = then[0].impact_ratio, now[0].impact_ratio
    why: Text | None = None
    quotient, ci95 = None, None
    if then[1].reference != now[1].reference:
        why = OTHER_REFERENCE.fill(then=then[1].reference or "–", now=now[1].reference or "–")
    elif before is None or later is None:
        why = (now[0] if later is None else then[0]).why.get("impact_ratio")
    elif before > 0 and later > 0:
        quotient = later / before
        variances = [_log_variance(g) for g in (then[0], now[0])]
        if variances[0] is not None and variances[1] is not None:
            half = Z95 * math.sqrt(variances[0] + variances[1])
            ci95 = (quotient * math.exp(-half), quotient * math.exp(half))
    reading: ChangeReading
    if why is not None:
        reading = "not_comparable"
    elif ci95 is None or min(g.n_in.low for g in (*_pair(then), *_pair(now))) < COMPARED_FROM:
        reading, why = "insufficient", NO_INTERVAL if ci95 is None else None
    else:
        reading = "better" if ci95[0] > 1 else "worse" if ci95[1] < 1 else "no_change_seen"
    comparable = reading != "not_comparable" and before is not None and later is not None
    return Change(
        code="impact_ratio", where=where, before=before, now=later, n_before=then[0].n_in, n_now=now[0].n_in,
        difference=later - before if comparable and before is not None and later is not None else None,
        ci95=None, quotient=quotient, quotient_ci95=ci95, reading=reading, why=why,
    )  # fmt: skip


def _pair(both: tuple[GroupFigures, GroundFigures]) -> tuple[GroupFigures, ...]:
    reference = both[1].group(both[1].reference) if both[1].reference else None
    return (both[0],) if reference is None else (both[0], reference)


def _log_variance(group: GroupFigures) -> float | None:
    """Of ln(ratio), from its Katz interval: (ln(upper/lower) / (2·1.96))²."""
    if group.impact_ratio_ci95 is None:
        return None
    low, high = group.impact_ratio_ci95
    return (math.log(high / low) / (2 * Z95)) ** 2


def _oversight(before: Figures, now: Figures) -> Iterator[Change]:
    """M1 as at least; compared where nothing is open, that is where at least and at most are the same."""
    if before.oversight is None or now.oversight is None:
        if before.oversight is not now.oversight:
            yield _only_once("unseen_share", Where())
        return
    yield _of_unseen(Where(), before.oversight.overall, now.oversight.overall)
    earlier = {(g.ground, g.group): g.unseen for g in before.oversight.by_group}
    for group in now.oversight.by_group:
        if (group.ground, group.group) in earlier:
            where = Where(ground=group.ground, group=group.group)
            yield _of_unseen(where, earlier[group.ground, group.group], group.unseen)
    yield from _of_parts("under_one_hour_share", Where(), before.oversight.under_1h, now.oversight.under_1h)


def _of_unseen(where: Where, before: Unseen, now: Unseen) -> Change:
    change = _of_counts("unseen_share", where, (before.unseen, before.n), (now.unseen, now.n))
    if before.share is not None and (before.share, now.share) == (before.share_max, now.share_max):
        return change
    return Change(
        code="unseen_share", where=where, before=before.share, now=now.share, n_before=before.n, n_now=now.n,
        difference=now.share - before.share if before.share is not None and now.share is not None else None,
        ci95=None, quotient=None, quotient_ci95=None, reading="not_comparable",
        why=before.why or now.why or OPEN_SHARE,
    )  # fmt: skip


def _tests(before: Figures, now: Figures) -> Iterator[Change]:
    earlier = {t.test_type: t for t in before.robustness}
    for test in now.robustness:
        then = earlier.get(test.test_type)
        where = Where(item=test.test_type)
        if then is None:
            continue
        yield from _of_parts("flip_rate", where, then.flips, test.flips)
        if then.r_retest is not None and test.r_retest is not None:
            yield _of_correlations(
                "retest_r", where, (then.r_retest, then.n_pairs), (test.r_retest, test.n_pairs)
            )


def _others(before: Figures, now: Figures) -> Iterator[Change]:
    if before.validity and now.validity:
        earlier = {s.study_id: s for s in before.validity.studies if s.measure == "r" and s.value is not None}
        for study in now.validity.studies:
            then = earlier.get(study.study_id)
            if then and then.value is not None and study.value is not None and study.measure == "r":
                where = Where(item=study.study_id)
                yield _of_correlations("validity_r", where, (then.value, then.n), (study.value, study.n))
    if before.reviews and now.reviews:
        a, b = before.reviews, now.reviews
        yield from _of_parts(
            "wrongful_rejection_rate",
            Where(),
            a.wrong.found if a.wrong else None,
            b.wrong.found if b.wrong else None,
        )
        yield from _of_parts(
            "override_rate", Where(),
            a.overrides.departed if a.overrides else None, b.overrides.departed if b.overrides else None,
        )  # fmt: skip


def _of_parts(code: ChangeCode, where: Where, before: Part | None, now: Part | None) -> Iterator[Change]:
    if before is not None and now is not None:
        yield _of_counts(code, where, (before.k, before.n), (now.k, now.n))
    elif before is not now:
        yield _only_once(code, where)


def _of_counts(
    code: ChangeCode, where: Where, before: tuple[Count, Count], now: tuple[Count, Count]
) -> Change:
    """Difference of two shares with Newcombe's interval."""
    exact = all(c.is_exact for c in (*before, *now))
    people = before[1].high and now[1].high
    a = before[0].low / before[1].low if before[1].low and before[0].is_exact and before[1].is_exact else None
    b = now[0].low / now[1].low if now[1].low and now[0].is_exact and now[1].is_exact else None
    ci95: Range | None = None
    if exact and people:
        ci95 = gap_interval(now[0].exact, now[1].exact, before[0].exact, before[1].exact)
    reading: ChangeReading | None
    if not exact or not people:
        reading = "not_comparable"
    elif min(before[1].low, now[1].low) < COMPARED_FROM:
        reading = "insufficient"
    else:
        reading = _reading(code, ci95)
    return Change(
        code=code, where=where, before=a, now=b, n_before=before[1], n_now=now[1],
        difference=b - a if a is not None and b is not None else None, ci95=ci95, quotient=None, quotient_ci95=None,
        reading=reading, why=SMALL_COUNT if not exact else None if people else NO_INTERVAL,
    )  # fmt: skip


def _of_correlations(
    code: ChangeCode, where: Where, before: tuple[float, int], now: tuple[float, int]
) -> Change:
    """Difference of two independent correlations. Interval: Zou (2007), from the two Fisher z intervals."""
    (r1, n1), (r2, n2) = before, now
    first, second = correlation_interval(r1, n1), correlation_interval(r2, n2)
    ci95 = None
    if first is not None and second is not None:
        low = r2 - r1 - math.hypot(r2 - second[0], first[1] - r1)
        high = r2 - r1 + math.hypot(second[1] - r2, r1 - first[0])
        ci95 = (low, high)
    return Change(
        code=code, where=where, before=r1, now=r2, n_before=Count(n1, n1), n_now=Count(n2, n2), difference=r2 - r1,
        ci95=ci95, quotient=None, quotient_ci95=None,
        reading="insufficient" if min(n1, n2) < COMPARED_FROM else _reading(code, ci95),
        why=NO_INTERVAL if ci95 is None else None,
    )  # fmt: skip


def _reading(code: ChangeCode, ci95: Range | None) -> ChangeReading | None:
    if code in NEITHER:
        return None
    if ci95 is None:
        return "not_comparable"
    if ci95[0] <= 0 <= ci95[1]:
        return "no_change_seen"
    return "better" if (ci95[1] < 0) == (code in LESS_IS_BETTER) else "worse"


def _only_once(code: ChangeCode, where: Where) -> Change:
    return Change(
        code=code, where=where, before=None, now=None, n_before=None, n_now=None, difference=None, ci95=None,
        quotient=None, quotient_ci95=None, reading="not_comparable", why=ONLY_ONCE,
    )  # fmt: skip
