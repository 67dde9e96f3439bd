"""Every figure of funnel and oversight unfolded to its formula with the numbers filled in, in both languages.

What stands here is arithmetic that a reader can follow with a calculator; the sources are with the functions that
compute. Where a count is only known as a range, so is what comes out.
"""

from __future__ import annotations

from assessor.domain.figures.bounds import Bounds
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.oversight import Equality, Oversight, Unseen
from assessor.domain.figures.values import Part, Range, as_count, as_number, as_percent, same
from assessor.domain.tables.model import Count
from assessor.domain.text import Text

TO = Text(nl="{low} tot {high}", en="{low} to {high}")
POINTS = Text(nl="{points} procentpunt", en="{points} percentage points")
UNKNOWN_PLACED = Text(
    nl="laagste: {low}; hoogste: {high} (onbekenden zo ongunstig en zo gunstig mogelijk geplaatst)",
    en="lowest: {low}; highest: {high} (people of unknown group placed as badly and as well as possible)",
)
TURNS = Text(
    nl="{people} van de {unknown} onbekenden ({share}) kunnen het beeld doen omslaan naar een signaal: {to_group} "
    "afgewezenen bij de groep, {to_reference} doorgestroomden bij de vergelijkingsgroep",
    en="{people} of the {unknown} unknown people ({share}) can turn the picture into a signal: {to_group} rejected "
    "ones with the group, {to_reference} selected ones with the group it is compared with",
)
ADJUSTED = Text(
    nl="0,5 bij alle vier de aantallen, alleen voor het interval: {rest}",
    en="0.5 added to all four counts, for the interval alone: {rest}",
)
FISHER = Text(
    nl="Fisher, tweezijdig, op {k1} door en {r1} niet naast {k0} door en {r0} niet: p {p}",
    en="Fisher, two-sided, on {k1} through and {r1} not beside {k0} through and {r0} not: p {p}",
)
NEWCOMBE = Text(
    nl="{gap} met de afstanden van {p1} en {p0} tot hun eigen Wilson-interval, √(a² + b²) naar beide kanten = {ci}",
    en="{gap} with the distances of {p1} and {p0} to their own Wilson intervals, √(a² + b²) either way = {ci}",
)
AT_LEAST = Text(nl="ten minste {x}", en="at least {x}")
AT_MOST = Text(nl="ten hoogste {x}", en="at most {x}")


def group_formulas(group: GroupFigures, ground: GroundFigures) -> dict[str, Text]:
    """The formula of every figure of a group, by the field's name. What could not be computed has none."""
    found: dict[str, Text] = {"rate": _rate(group)}
    if group.rate_ci95 is not None:
        found["rate_ci95"] = wilson_formula(group.n_through, group.n_in, group.rate_ci95)
    if group.ratio_to_overall is not None:
        found["ratio_to_overall"] = _divided(group.n_through, group.n_in, ground.overall.k, ground.overall.n,
                                             as_number(group.ratio_to_overall))  # fmt: skip
    reference = ground.group(ground.reference) if ground.reference else None
    if reference is None or reference.group == group.group:
        return found
    counts = (group.n_through, group.n_in, reference.n_through, reference.n_in)
    found |= _beside(group, counts)
    if all(c.is_exact for c in counts):
        found |= _exact(group, *(c.exact for c in counts))
        if (
            group.bounds_impact_ratio is not None
            and ground.unknown.n_in.is_exact
            and ground.unknown.n_through.is_exact
        ):
            selected = ground.unknown.n_through.exact
            unknown = selected, ground.unknown.n_in.exact - selected
            if any(unknown):
                found["bounds_impact_ratio"] = _bounds(counts, unknown, group.bounds_impact_ratio)
    if group.turning_point is not None:
        turning = group.turning_point
        found["turning_point"] = TURNS.fill(
            people=as_count(turning.people), unknown=as_count(ground.unknown.n_in), share=as_percent(turning.share),
            to_group=as_count(turning.to_group), to_reference=as_count(turning.to_reference),
        )  # fmt: skip
    return found


def part_formula(found: Part) -> Text:
    """147 / 700 = 21.0%; with a small count <10 / 200 = 0.5% to 4.5%."""
    return same("{k} / {n} = {share}").fill(
        k=as_count(found.k), n=as_count(found.n), share=share_words(found)
    )


def share_words(found: Part) -> Text:
    """21.0%, a range, or a dash where there is nobody."""
    if found.low is None or found.high is None:
        return same("–")
    return (
        as_percent(found.low) if found.share is not None else to_words((found.low, found.high), percent=True)
    )


def wilson_formula(k: Count, n: Count, ci95: Range) -> Text:
    """(k + z²/2 ± z·√(k(n-k)/n + z²/4)) / (n + z²), with z = 1.96."""
    if not (k.is_exact and n.is_exact):
        return to_words(ci95, percent=True)
    return same("({k} + {half} ± {z}·√({k}·{rest}/{n} + {quarter})) / ({n} + {z2}) = {ci}").fill(
        k=as_count(k), n=as_count(n), rest=as_count(n.exact - k.exact), half=as_number(1.92), z=as_number(1.96),
        quarter=as_number(0.96), z2=as_number(3.84), ci=to_words(ci95, percent=True),
    )  # fmt: skip


def unseen_formulas(unseen: Unseen) -> dict[str, Text]:
    """`share` and `share_max` of M1: (not looked at + only in a list) / all, and with opened and not recorded."""
    found: dict[str, Text] = {}
    if unseen.share is not None:
        found["share"] = AT_LEAST.fill(
            x=same("{k} / {n} = {share}").fill(
                k=as_count(unseen.unseen), n=as_count(unseen.n), share=as_percent(unseen.share)
            )
        )
    if unseen.share_max is not None:
        found["share_max"] = AT_MOST.fill(
            x=same("({k} + {opened} + {not_recorded}) / {n} = {share}").fill(
                k=as_count(unseen.unseen), opened=as_count(unseen.opened), n=as_count(unseen.n),
                not_recorded=as_count(unseen.not_recorded), share=as_percent(unseen.share_max),
            )
        )  # fmt: skip
    if unseen.ci95 is not None:
        found["ci95"] = wilson_formula(unseen.unseen, unseen.n, unseen.ci95)
    return found


def equality_formula(equality: Equality, oversight: Oversight) -> Text:
    """The share of the group least often seen over that of the one most often seen; without a ratio their gap."""
    shares = {g.group: g.unseen.share for g in oversight.by_group if g.ground == equality.ground}
    high, low = shares[equality.highest], shares[equality.lowest]
    assert high is not None
    assert low is not None
    sign, result = "/", as_number(equality.ratio or 0.0)
    if equality.ratio is None:
        sign, result = "−", points_words(equality.gap)
    return same(f"{{high}} {sign} {{low}} = {{result}}").fill(
        high=as_percent(high), low=as_percent(low), result=result
    )


def to_words(ends: Range, percent: bool = False, digits: int = 2) -> Text:
    """0.61 to 0.86, or 21.0% to 24.0%."""
    low, high = (as_percent(e) if percent else as_number(e, digits) for e in ends)
    return TO.fill(low=low, high=high)


def points_words(gap: float) -> Text:
    """A gap of -0.08 is "-8.0 percentage points"."""
    return POINTS.fill(points=as_number(gap * 100, 1))


def p_words(p: float) -> Text:
    """= 0.0034, or < 0.0001."""
    if p < 0.0001:
        return same("< {x}").fill(x=as_number(0.0001, 4))
    return same("= {x}").fill(x=as_number(p, 4))


def _rate(group: GroupFigures) -> Text:
    result = same("–")
    if group.rate is not None:
        result = as_percent(group.rate)
    elif "rate" in group.ranges:
        result = to_words(group.ranges["rate"], percent=True)
    return same("{k} / {n} = {rate}").fill(k=as_count(group.n_through), n=as_count(group.n_in), rate=result)


def _beside(group: GroupFigures, counts: tuple[Count, Count, Count, Count]) -> dict[str, Text]:
    """What can be a range as well."""
    found: dict[str, Text] = {}
    if (ratio := _value(group, "impact_ratio", group.impact_ratio)) is not None:
        found["impact_ratio"] = _divided(*counts, ratio)
    k1, n1, k0, n0 = (as_count(c) for c in counts)
    gap = points_words(group.gap) if group.gap is not None else None
    if gap is None and "gap" in group.ranges:
        low, high = group.ranges["gap"]
        gap = POINTS.fill(points=to_words((low * 100, high * 100), digits=1))
    if gap is not None:
        found["gap"] = same("{k1}/{n1} − {k0}/{n0} = {gap}").fill(k1=k1, n1=n1, k0=k0, n0=n0, gap=gap)
    return found


def _value(group: GroupFigures, name: str, value: float | None) -> Text | None:
    if value is not None:
        return as_number(value)
    return to_words(group.ranges[name]) if name in group.ranges else None


def _divided(k1: Count, n1: Count, k0: Count, n0: Count, result: Text) -> Text:
    return same("({k1}/{n1}) / ({k0}/{n0}) = {result}").fill(
        k1=as_count(k1), n1=as_count(n1), k0=as_count(k0), n0=as_count(n0), result=result
    )


def _exact(group: GroupFigures, k1: int, n1: int, k0: int, n0: int) -> dict[str, Text]:
    r1, r0 = n1 - k1, n0 - k0
    numbers = {name: as_count(c) for name, c in zip(
        ("k1", "n1", "r1", "k0", "n0", "r0"), (k1, n1, r1, k0, n0, r0), strict=True)}  # fmt: skip
    found: dict[str, Text] = {}
    if group.impact_ratio_ci95 is not None:
        found["impact_ratio_ci95"] = _katz(
            group.impact_ratio_ci95, k1, n1, k0, n0, group.interval_is_adjusted
        )
    if group.rejection_ratio is not None:
        found["rejection_ratio"] = same("({r1}/{n1}) / ({r0}/{n0}) = {x}").fill(
            **numbers, x=as_number(group.rejection_ratio)
        )
    if group.rejection_ratio_ci95 is not None:
        found["rejection_ratio_ci95"] = _katz(group.rejection_ratio_ci95, r1, n1, r0, n0, r1 == 0)
    if group.gap_ci95 is not None and group.gap is not None and group.rate is not None and n0:
        low, high = group.gap_ci95
        found["gap_ci95"] = NEWCOMBE.fill(
            gap=as_number(group.gap, 3), p1=as_number(group.rate, 3), p0=as_number(k0 / n0, 3),
            ci=POINTS.fill(points=to_words((low * 100, high * 100), digits=1)),
        )  # fmt: skip
    if group.fisher_p is not None:
        found["fisher_p"] = FISHER.fill(**numbers, p=p_words(group.fisher_p))
    if group.z is not None:
        pooled = (k1 + k0) / (n1 + n0)
        found["z"] = same("({k1}/{n1} − {k0}/{n0}) / √({p}·{q}·(1/{n1} + 1/{n0})) = {z}").fill(
            **numbers, p=as_number(pooled, 3), q=as_number(1 - pooled, 3), z=as_number(group.z)
        )
    if group.below_four_fifths is not None:
        sign = "<" if group.below_four_fifths else "≥"
        found["below_four_fifths"] = same(f"5·{{k1}}·{{n0}} = {{a}} {sign} {{b}} = 4·{{k0}}·{{n1}}").fill(
            **numbers, a=as_count(5 * k1 * n0), b=as_count(4 * k0 * n1)
        )
    if group.shortfall is not None:
        found["shortfall"] = same("{n1}·({k1} + {k0})/({n1} + {n0}) − {k1} = {x}").fill(
            **numbers, x=as_number(group.shortfall, 1)
        )
    return found


def _katz(ci95: Range, k1: float, n1: float, k0: float, n0: float, adjusted: bool) -> Text:
    """exp(ln(ratio) ± 1.96·√((1-p1)/k1 + (1-p0)/k0))."""
    if adjusted:
        k1, n1, k0, n0 = k1 + 0.5, n1 + 1, k0 + 0.5, n0 + 1
    p1, p0 = k1 / n1, k0 / n0
    digits = 1 if adjusted else 0
    rest = same("exp(ln {ratio} ± {z}·√((1 − {p1})/{k1} + (1 − {p0})/{k0})) = {ci}").fill(
        ratio=as_number(p1 / p0, 3), z=as_number(1.96), p1=as_number(p1, 3), k1=as_number(k1, digits),
        p0=as_number(p0, 3), k0=as_number(k0, digits), ci=to_words(ci95),
    )  # fmt: skip
    return ADJUSTED.fill(rest=rest) if adjusted else rest


def _bounds(counts: tuple[Count, Count, Count, Count], unknown: tuple[int, int], bounds: Bounds) -> Text:
    """s_g/(n_g+U_r) ÷ (s_h+U_s)/(n_h+U_s), and (s_g+U_s)/(n_g+U_s) ÷ s_h/(n_h+U_r)."""
    k1, n1, k0, n0 = (as_count(c) for c in counts)
    us, ur = (as_count(u) for u in unknown)
    names = {"k1": k1, "n1": n1, "k0": k0, "n0": n0, "us": us, "ur": ur}
    low, high = (same("–") if b is None else as_number(b) for b in bounds)
    return UNKNOWN_PLACED.fill(
        low=same("({k1}/({n1}+{ur})) / (({k0}+{us})/({n0}+{us})) = {x}").fill(**names, x=low),
        high=same("(({k1}+{us})/({n1}+{us})) / ({k0}/({n0}+{ur})) = {x}").fill(**names, x=high),
    )
