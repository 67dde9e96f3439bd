"""How a score comes about: one question, one dimension, the index, the control class.

Scores of questions run from 0 to 4, of dimensions and the index from 0 to 100. Nothing is rounded before it is
compared with a limit. All numbers of the method come from the questionnaire's files.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from assessor.domain.answers import Agreed, Key
from assessor.domain.assessment import CeilingReason, DimensionResult, QuestionResult
from assessor.domain.formats import number
from assessor.domain.questionnaire.model import (
    ControlClass,
    Dimension,
    EvidenceLevel,
    Question,
    Questionnaire,
    Scoring,
    Weight,
)
from assessor.domain.text import Text

_NOISE = 1e-9
"""Sums of binary fractions may end a hair under a limit that they meet exactly."""


def reaches(value: float, limit: float) -> bool:
    """value >= limit, sparing what only binary fractions take away."""
    return value >= limit - _NOISE


def months_between(date: datetime.date, as_of: datetime.date) -> int:
    """Whole months from `date` to `as_of`."""
    months = (as_of.year - date.year) * 12 + as_of.month - date.month
    return months - (as_of.day < date.day)


def age_of(
    question: Question, date: datetime.date | None, as_of: datetime.date, scoring: Scoring
) -> tuple[int | None, float]:
    """Age in whole months and its factor. Only time-bound questions age; undated, or dated later, counts as old."""
    if question.fresh_months is None:
        return None, 1.0
    fresh, middle, old = scoring.age_factors
    if date is None or date > as_of:
        return None, old
    months = months_between(date, as_of)
    if months <= question.fresh_months:
        return months, fresh
    return months, middle if months <= 2 * question.fresh_months else old


def score_question(
    questionnaire: Questionnaire,
    key: Key,
    agreed: Agreed | None,
    as_of: datetime.date,
    misleading: bool = False,
) -> QuestionResult:
    """min(anchor, cap of the evidence) x factor of the evidence x age x fit; 0 where there is no anchor.

    Cap and factor both: a factor alone would reward a bold claim without proof over an honest, proven low one.
    """
    question = questionnaire.by_id[key.question]
    scoring = questionnaire.scoring
    found = agreed or Agreed("unanswered")
    step = questionnaire.step_by_level[found.evidence.value]
    counted = counted_anchor(question, found)
    months, age = age_of(question, found.date, as_of, scoring)
    fit = scoring.fit[found.fit]
    score = 0.0 if misleading else min(counted, step.cap) * step.factor * age * fit
    weight = 0 if not question.is_scored else scoring.question_weights[_weight(question)]
    result = QuestionResult(
        key=key,
        anchor=found.anchor,
        evidence=found.evidence,
        counted_anchor=counted,
        cap=step.cap,
        factor=step.factor,
        age_months=months,
        age_factor=age,
        fit_factor=fit,
        score=score,
        weight=weight,
        misleading=misleading,
        why=Text(nl="-", en="-"),
        agreed=agreed,
    )
    return _with_reason(result, question, question.evidence.for_high)


def counted_anchor(question: Question, agreed: Agreed) -> int:
    """The anchor after `for_high`: 3 or 4 counts as 2 below the evidence that the question asks for them."""
    high = question.evidence.for_high
    return min(agreed.points, 2) if high is not None and agreed.evidence < high else agreed.points


def anchor_at_evidence(questionnaire: Questionnaire, question: Question, agreed: Agreed) -> int:
    """The agreed anchor, no higher than its evidence can carry; 0 where there is no anchor."""
    return min(counted_anchor(question, agreed), questionnaire.step_by_level[agreed.evidence.value].cap)


def _weight(question: Question) -> Literal["critical", "major", "normal"]:
    if question.weight is Weight.CRITICAL:
        return "critical"
    return "major" if question.weight is Weight.MAJOR else "normal"


def _with_reason(result: QuestionResult, question: Question, high: EvidenceLevel | None) -> QuestionResult:
    return replace(result, why=_reason(result, question, high))


def _reason(r: QuestionResult, question: Question, high: EvidenceLevel | None) -> Text:
    if r.misleading:
        return Text(
            nl="0: twee beoordelaars vonden het antwoord misleidend.",
            en="0: two assessors found the answer misleading.",
        )
    if r.anchor == "not_applicable":
        return Text(
            nl="Telt niet mee: terecht niet van toepassing.", en="Not counted: rightly not applicable."
        )
    if not isinstance(r.anchor, int):
        return _OPEN_REASONS[r.anchor]
    parts = Text(nl="min({a}; {c}) × {f}", en="min({a}, {c}) × {f}").fill(
        a=r.counted_anchor, c=r.cap, f=r.factor
    )
    if question.fresh_months is not None:
        age = (
            Text(nl="ongedateerd", en="undated")
            if r.age_months is None
            else Text(nl="{m} maanden oud", en="{m} months old").fill(m=r.age_months)
        )
        parts = Text(nl="{p} × {x} ({age})", en="{p} × {x} ({age})").fill(p=parts, x=r.age_factor, age=age)
    if r.fit_factor != 1:
        text = Text(
            nl="{p} × {x} (past bij versie en doelgroep)", en="{p} × {x} (fit of version and population)"
        )
        parts = text.fill(p=parts, x=r.fit_factor)
    whole = Text(nl="{p} = {s}", en="{p} = {s}").fill(
        p=parts, s=Text(nl=number(r.score, "nl", 2), en=number(r.score, "en", 2))
    )
    if high is not None and r.counted_anchor < r.anchor:
        text = Text(
            nl="{w}. De score {a} telt als 2: voor 3 of 4 is bewijs {high} nodig.",
            en="{w}. The score {a} counts as 2: for 3 or 4 evidence {high} is needed.",
        )
        whole = text.fill(w=whole, a=r.anchor, high=high.value)
    return whole


_OPEN_REASONS = {
    "unknown": Text(nl="0: de leverancier weet het niet.", en="0: the vendor does not know."),
    "withheld": Text(nl="0: niet verstrekt.", en="0: withheld."),
    "unanswered": Text(nl="0: niet beantwoord.", en="0: not answered."),
}


def counts(result: QuestionResult) -> bool:
    """Part of a dimension: scored, and not rightly called not applicable."""
    return result.weight > 0 and result.anchor != "not_applicable"


def lowest_per_question(results: Sequence[QuestionResult]) -> tuple[QuestionResult, ...]:
    """A dimension takes the lowest result of a question over the modules."""
    lowest: dict[str, QuestionResult] = {}
    for result in results:
        known = lowest.get(result.key.question)
        if known is None or result.score < known.score:
            lowest[result.key.question] = result
    return tuple(lowest.values())


def score_dimension(
    questionnaire: Questionnaire, dimension: Dimension, results: Sequence[QuestionResult]
) -> DimensionResult:
    """Weighted mean of the question scores over 4, times 100, held down by ceilings of critical questions.

    `high` is the same if every open question had the best score that an internal report can prove.
    """
    counted = [r for r in results if counts(r)]
    own = lowest_per_question(counted)
    scoring = questionnaire.scoring
    raw = _mean(own, {r.key: r.score for r in counted})
    ceiling, reasons = _ceiling(questionnaire, own, {r.key: r.score for r in own})
    best = {r.key: scoring.open_counts_as if r.is_open and not r.misleading else r.score for r in counted}
    best_own = _lowest_by(counted, best)
    high_raw = _mean(best_own, best)
    high_ceiling, _ = _ceiling(questionnaire, best_own, best)
    score = _under(raw, ceiling)
    return DimensionResult(
        code=dimension.code,
        raw=raw,
        ceiling=ceiling,
        reasons=reasons,
        score=score,
        low=score,
        high=_under(high_raw, high_ceiling),
        questions=own,
        is_core=dimension.core and len(own) >= scoring.core_needs,
        too_few=len(own) < scoring.judgement_needs,
    )


def _lowest_by(results: Sequence[QuestionResult], score: Mapping[Key, float]) -> tuple[QuestionResult, ...]:
    lowest: dict[str, QuestionResult] = {}
    for result in results:
        known = lowest.get(result.key.question)
        if known is None or score[result.key] < score[known.key]:
            lowest[result.key.question] = result
    return tuple(lowest.values())


def _mean(results: Sequence[QuestionResult], score: Mapping[Key, float]) -> float | None:
    weight = sum(r.weight for r in results)
    return sum(r.weight * score[r.key] for r in results) / (4 * weight) * 100 if weight else None


def _ceiling(
    questionnaire: Questionnaire, results: Sequence[QuestionResult], score: Mapping[Key, float]
) -> tuple[int | None, tuple[CeilingReason, ...]]:
    reasons = []
    for result in results:
        if questionnaire.by_id[result.key.question].weight is not Weight.CRITICAL:
            continue
        value = score[result.key]
        caps = [c.cap for c in questionnaire.scoring.ceilings if not reaches(value, c.critical_below)]
        if caps:
            reasons.append(CeilingReason(result.key.question, value, min(caps)))
    reasons.sort(key=lambda r: (r.cap, r.score))
    return (reasons[0].cap if reasons else None), tuple(reasons)


def _under(raw: float | None, ceiling: int | None) -> float | None:
    return raw if raw is None or ceiling is None else min(raw, float(ceiling))


def index_of(questionnaire: Questionnaire, scores: Mapping[str, float]) -> float | None:
    """Weighted geometric mean of the dimension scores (each at least 1); None without any.

    Geometric, so that a failing dimension cannot be bought back elsewhere. A dimension without a score spreads its
    weight over the others in proportion.
    """
    weights = {code: questionnaire.dimension_by_code[code].weight for code in scores}
    total = sum(weights.values())
    if not total:
        return None
    return math.exp(sum(weights[code] * math.log(max(score, 1.0)) for code, score in scores.items()) / total)


def control_class(
    questionnaire: Questionnaire,
    index: float | None,
    dimensions: Sequence[DimensionResult],
    misleading: Sequence[str],
) -> tuple[ControlClass | None, tuple[Text, ...]]:
    """The class A to D and what keeps it from being better; None where no core dimension is left."""
    judged = [d for d in dimensions if d.score is not None and not d.too_few]
    if index is None or not any(d.is_core for d in judged):
        return None, (
            Text(
                nl="Er is geen kerndimensie met genoeg vragen: het niveau volgt uit het inherente risico.",
                en="No core dimension has enough questions: the level follows from the inherent risk.",
            ),
        )
    core_codes = {d.code for d in questionnaire.dimensions if d.core}
    in_core = sorted({q for q in misleading if q[:3] in core_codes})
    if len(in_core) >= questionnaire.scoring.misleading_for_d:
        text = Text(
            nl="misleidende antwoorden in kerndimensies: {q}", en="misleading answers in core dimensions: {q}"
        )
        return "D", (text.fill(q=", ".join(in_core)),)
    shortfalls: tuple[Text, ...] = ()
    for rule in questionnaire.scoring.classes:
        found = _shortfalls(questionnaire, index, judged, rule.index, rule.core, rule.others)
        if not found:
            return rule.code, shortfalls
        shortfalls = found
    return "D", shortfalls


def _shortfalls(
    questionnaire: Questionnaire,
    index: float,
    judged: Sequence[DimensionResult],
    least_index: float,
    least_core: float,
    least_others: float,
) -> tuple[Text, ...]:
    found = []
    below = Text(nl="{what} is {score}, onder {least}", en="{what} is {score}, below {least}")
    if not reaches(index, least_index):
        name = Text(nl="de index", en="the index")
        found.append(below.fill(what=name, score=_one(index), least=float(least_index)))
    for d in judged:
        least = least_core if d.is_core else least_others
        assert d.score is not None
        if not reaches(d.score, least):
            name = questionnaire.dimension_by_code[d.code].name
            found.append(below.fill(what=name, score=_one(d.score), least=float(least)))
    return tuple(found)


def _one(value: float) -> Text:
    return Text(nl=number(value, "nl", 1), en=number(value, "en", 1))
