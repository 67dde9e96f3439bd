"""Where figures and claims part: claims in the tables and in answers, each beside what the counts give.

A contradiction here is a computation, not yet a finding: it has consequences only after the vendor was heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessor.domain.figures.claims import (
    Claim,
    FigureKind,
    Recomputed,
    Verdict,
    claimed_words,
    judge_claim,
    read_claim,
)
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.formulas import (
    group_formulas,
    part_formula,
    unseen_formulas,
)
from assessor.domain.figures.formulas_other import robustness_formulas, study_formulas, trained_formulas
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.groups import COMPARED_FROM
from assessor.domain.figures.validity import Study
from assessor.domain.figures.values import Part, Range, Where, as_number, as_percent, same
from assessor.domain.tables.model import Count, TableCode, exactly
from assessor.domain.text import Text

ClaimCode = Literal[
    "claimed_rate", "claimed_impact_ratio", "lowest_impact_ratio", "largest_gap", "unseen_share",
    "under_one_hour_share", "flip_rate", "retest_r", "validity_r", "validity_ci_low", "validity_ci_high",
    "validity_corrected", "training_share", "wrongful_rejection_rate", "override_rate",
]  # fmt: skip
_COEFFICIENTS = ("retest_r", "validity_r", "validity_ci_low", "validity_ci_high", "validity_corrected")
_RATIOS = ("claimed_impact_ratio", "lowest_impact_ratio")

CLAIMED = Text(nl="opgegeven: {claimed}", en="claimed: {claimed}")
FROM_OTHERS = Text(
    nl="{claimed}; de opgegeven verhoudingen volgen wel met {others} als vergelijkingsgroep",
    en="{claimed}; the claimed ratios do follow with {others} as the group to compare with",
)
OF_TABLE = Text(nl="{r} in de tabel, n = {n}", en="{r} in the table, n = {n}")
CANNOT = Text(nl="uit de tabel is hier niets te berekenen", en="nothing can be computed here from the table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A claim beside its recomputation. Among `judged_claims` any verdict, among `contradictions` only that one."""

    code: ClaimCode
    table: TableCode
    """The table that it was recomputed from."""
    where: Where
    in_table: bool
    """The claim stands in the table itself, not in an answer."""
    claimed: str
    """As printed."""
    value: float | None
    """Recomputed; None where it is a range or cannot be computed."""
    low: float | None
    high: float | None
    ci95: Range | None
    n: Count | None
    verdict: Verdict
    difference: Text
    """The difference in words."""
    claim_words: Text
    """The one computation: what was claimed and, where known, from what it would follow."""
    computation: Text
    """The other: the formula with the numbers filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A recomputed figure on its way to be compared."""

    table: TableCode
    where: Where
    low: float | None
    high: float | None
    ci95: Range | None
    n: Count | None
    computation: Text


def contradictions(
    figures: Figures, claimed: Mapping[str, str | float | None] | None = None
) -> tuple[Contradiction, ...]:
    """The claims in tables and answers that the counts contradict."""
    return tuple(c for c in judged_claims(figures, claimed) if c.verdict == "contradicts")


def judged_claims(
    figures: Figures, claimed: Mapping[str, str | float | None] | None = None
) -> tuple[Contradiction, ...]:
    """Every claim that can be recomputed, with its verdict.

    `claimed`: what answers claim, by code, and after a colon what it is about where that is needed:
    `unseen_share`, `lowest_impact_ratio:sex`, `flip_rate:swap_name`, `validity_r:S1`. A claim whose table was not
    delivered is left out, as is one that says nothing. ValueError for an unknown code or what is no figure.
    """
    found = [*_of_funnel(figures), *_of_studies(figures), *_of_training(figures)]
    for key, value in (claimed or {}).items():
        code, _, about = key.partition(":")
        if code not in _ANSWERS:
            raise ValueError(f"{code!r} is not the code of a claim")
        recomputed = _ANSWERS[code](figures, about or None)
        if recomputed is not None and read_claim(value, _kind(code)) is not None:
            judged = _judged(code, value, recomputed)  # type: ignore[arg-type]
            if judged is not None:
                found.append(judged)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FigureInPercent:
    """A recomputed figure, as answers state it: shares and gaps in percent. A range where counts are hidden."""

    low: float
    high: float
    words: Text


def figure_in_percent(figures: Figures, code: str) -> FigureInPercent | None:
    """The figure that an answer with this code would claim; None where the tables do not give it."""
    name, _, about = code.partition(":")
    found = _ANSWERS[name](figures, about or None)
    if found is None or found.low is None or found.high is None:
        return None
    times = 100 if _kind(name) == "rate" else 1
    ends = as_percent if times == 100 else as_number
    low, high = ends(found.low), ends(found.high)
    words = low if low == high else Text(nl="{low} tot {high}", en="{low} to {high}").fill(low=low, high=high)
    return FigureInPercent(times * found.low, times * found.high, words)


def _kind(code: str) -> FigureKind:
    return "coefficient" if code in _COEFFICIENTS else "ratio" if code in _RATIOS else "rate"


def _judged(code: ClaimCode, value: str | float | None, found: _Found) -> Contradiction | None:
    """A claim in an answer. A gap is claimed with or without its sign."""
    kind = _kind(code)
    claimed = read_claim(value, kind)
    if claimed is None:
        return None
    recomputed: Recomputed | None = None
    if found.low is not None and found.high is not None:
        recomputed = (Fraction(repr(found.low)), Fraction(repr(found.high)))
    typed = claimed.printed.lstrip("-+\N{MINUS SIGN}") if code == "largest_gap" else value
    claim = judge_claim(typed, recomputed, kind)
    return _contradiction(code, claim, claimed.printed, found, in_table=False)


def _contradiction(
    code: ClaimCode,
    claim: Claim,
    printed: str,
    found: _Found,
    in_table: bool = True,
    also: tuple[str, ...] = (),
) -> Contradiction | None:
    if claim.verdict == "not_claimed" or claim.difference is None:
        return None
    words = CLAIMED.fill(claimed=claimed_words(printed))
    if also:
        words = FROM_OTHERS.fill(claimed=words, others=Text(nl=" of ".join(also), en=" or ".join(also)))
    return Contradiction(
        code=code, table=found.table, where=found.where, in_table=in_table, claimed=printed,
        value=found.low if found.low == found.high else None, low=found.low, high=found.high,
        ci95=found.ci95, n=found.n, verdict=claim.verdict, difference=claim.difference,
        claim_words=words, computation=found.computation,
    )  # fmt: skip


def _of_funnel(figures: Figures) -> Iterator[Contradiction]:
    for ground in figures.grounds:
        for group in ground.groups:
            formulas = group_formulas(group, ground)
            rate = _found_in_group(group, ground, "rate", formulas)
            ratio = _found_in_group(group, ground, "impact_ratio", formulas)
            also = ground.claims_follow_from
            found = (
                _contradiction("claimed_rate", group.rate_claim, group.claimed_rate or "", rate),
                _contradiction(
                    "claimed_impact_ratio",
                    group.ratio_claim,
                    group.claimed_impact_ratio or "",
                    ratio,
                    also=also,
                ),
            )
            yield from (one for one in found if one is not None)


def _found_in_group(
    group: GroupFigures,
    ground: GroundFigures,
    name: Literal["rate", "impact_ratio", "gap"],
    formulas: Mapping[str, Text],
) -> _Found:
    value = {"rate": group.rate, "impact_ratio": group.impact_ratio, "gap": group.gap}[name]
    ci95 = {"rate": group.rate_ci95, "impact_ratio": group.impact_ratio_ci95, "gap": group.gap_ci95}[name]
    low, high = group.ranges.get(name, (value, value))
    own = same(f"{group.group}: 1") if name == "impact_ratio" and group.group == ground.reference else CANNOT
    return _Found(
        table="T1", where=Where(ground=ground.ground, group=group.group, stage=ground.stage),
        low=low, high=high, ci95=ci95, n=group.n_in, computation=formulas.get(name, own),
    )  # fmt: skip


def _of_studies(figures: Figures) -> Iterator[Contradiction]:
    if figures.validity is None:
        return
    studies = [(Where(item=s.study_id), s) for s in figures.validity.studies]
    studies += [
        (Where(ground=ground, group=group, item=s.study_id), s)
        for ground, group, s in figures.validity.by_group
    ]
    for where, study in studies:
        formulas = study_formulas(study)
        n = exactly(study.n)
        ends = study.ci95 or (None, None)
        ci = formulas.get("ci95", CANNOT)
        for code, claim, printed, value, computation in (
            ("validity_ci_low", study.low_claim, study.ci_low, ends[0], ci),
            ("validity_ci_high", study.high_claim, study.ci_high, ends[1], ci),
            ("validity_corrected", study.corrected_claim, study.r_corrected, study.corrected,
             formulas.get("corrected", CANNOT)),
        ):  # fmt: skip
            found = _Found(
                table="T3", where=where, low=value, high=value, ci95=None, n=n, computation=computation
            )
            one = _contradiction(code, claim, printed or "", found)  # type: ignore[arg-type]
            if one is not None:
                yield one


def _of_training(figures: Figures) -> Iterator[Contradiction]:
    for data in figures.compositions:
        for group in data.groups:
            found = _Found(
                table="T5", where=Where(ground=data.ground, group=group.group, item=data.dataset),
                low=group.of_all.low, high=group.of_all.high, ci95=None, n=group.of_all.n,
                computation=trained_formulas(group, data)["of_all"],
            )  # fmt: skip
            one = _contradiction("training_share", group.share_claim, group.share_printed or "", found)
            if one is not None:
                yield one


def _lowest_ratio(figures: Figures, about: str | None) -> _Found | None:
    """Lowest of all grounds, or of the named one, among groups of 30 or more; combinations only when named."""
    return _lowest(figures, about, "impact_ratio")


def _largest_gap(figures: Figures, about: str | None) -> _Found | None:
    """The group furthest behind; without its sign."""
    found = _lowest(figures, about, "gap")
    if found is None or found.low is None or found.high is None:
        return found
    ci95 = None if found.ci95 is None else (-found.ci95[1], -found.ci95[0])
    return _Found(
        table="T1", where=found.where, low=-found.high, high=-found.low, ci95=ci95, n=found.n,
        computation=found.computation,
    )  # fmt: skip


def _lowest(figures: Figures, about: str | None, name: Literal["impact_ratio", "gap"]) -> _Found | None:
    candidates = [
        _found_in_group(group, ground, name, group_formulas(group, ground))
        for ground in figures.decisive_grounds
        if (ground.ground == about if about else not ground.intersection)
        for group in ground.groups
        if group.group != ground.reference and group.n_in.low >= COMPARED_FROM
    ]
    return min((c for c in candidates if c.low is not None), key=lambda c: c.low or 0.0, default=None)


def _unseen(figures: Figures, about: str | None) -> _Found | None:
    """M1 overall, or at a stage by its name."""
    if figures.oversight is None:
        return None
    unseen = figures.oversight.overall
    if about is not None:
        unseen = next((s.unseen for s in figures.oversight.by_stage if s.stage_name == about), unseen)
    formulas = unseen_formulas(unseen)
    low, high = unseen.share, unseen.share_max
    parts = [
        formulas[name]
        for name in ("share", "share_max")
        if name in formulas and (name == "share" or low != high)
    ]
    return _Found(
        table="T1x", where=Where(stage=about), low=low, high=high if low is not None else None, ci95=unseen.ci95,
        n=unseen.n,
        computation=Text(nl="; ".join(p.nl for p in parts), en="; ".join(p.en for p in parts)) if low is not None
        else unseen.why or CANNOT,
    )  # fmt: skip


def _of_part(table: TableCode, found: Part | None, where: Where | None = None) -> _Found | None:
    if found is None or found.low is None:
        return None
    return _Found(
        table=table, where=where or Where(), low=found.low, high=found.high, ci95=found.ci95, n=found.n,
        computation=part_formula(found),
    )  # fmt: skip


def _under_an_hour(figures: Figures, _: str | None) -> _Found | None:
    return None if figures.oversight is None else _of_part("T1x", figures.oversight.under_1h)


def _flips(figures: Figures, about: str | None) -> _Found | None:
    """The test of that type with the most changed decisions; without a type, of all."""
    tests = [t for t in figures.robustness if t.flips is not None and about in (None, t.test_type)]
    worst = max(tests, key=lambda t: (t.flips.low or 0.0) if t.flips else 0.0, default=None)
    return None if worst is None else _of_part("T6", worst.flips, Where(item=worst.test_type))


def _retest(figures: Figures, _: str | None) -> _Found | None:
    tests = [t for t in figures.robustness if t.r_retest is not None]
    weakest = min(tests, key=lambda t: t.r_retest or 0.0, default=None)
    if weakest is None or weakest.r_retest is None:
        return None
    computation = robustness_formulas(weakest).get("r_retest_ci95", as_number(weakest.r_retest))
    return _Found(
        table="T6", where=Where(item=weakest.test_type), low=weakest.r_retest, high=weakest.r_retest,
        ci95=weakest.r_retest_ci95, n=exactly(weakest.n_pairs), computation=computation,
    )  # fmt: skip


def _validity(figures: Figures, about: str | None) -> _Found | None:
    """The named study, or the largest one."""
    if figures.validity is None:
        return None
    studies = [s for s in figures.validity.studies if s.value is not None and about in (None, s.study_id)]
    largest: Study | None = max(studies, key=lambda s: s.n, default=None)
    if largest is None or largest.value is None:
        return None
    return _Found(
        table="T3", where=Where(item=largest.study_id), low=largest.value, high=largest.value, ci95=largest.ci95,
        n=exactly(largest.n), computation=OF_TABLE.fill(r=as_number(largest.value), n=largest.n),
    )  # fmt: skip


def _wrongful(figures: Figures, _: str | None) -> _Found | None:
    wrong = figures.reviews.wrong if figures.reviews else None
    return None if wrong is None else _of_part("T4", wrong.found)


def _overrides(figures: Figures, _: str | None) -> _Found | None:
    overrides = figures.reviews.overrides if figures.reviews else None
    return None if overrides is None else _of_part("T4", overrides.departed)


_ANSWERS: Mapping[str, Callable[[Figures, str | None], _Found | None]] = {
    "lowest_impact_ratio": _lowest_ratio,
    "largest_gap": _largest_gap,
    "unseen_share": _unseen,
    "under_one_hour_share": _under_an_hour,
    "flip_rate": _flips,
    "retest_r": _retest,
    "validity_r": _validity,
    "wrongful_rejection_rate": _wrongful,
    "override_rate": _overrides,
}
