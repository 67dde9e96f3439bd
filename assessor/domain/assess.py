"""From answers and agreed scores to the Assessment. Pure: the same case always gives the same value."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assessor.domain.answers import (
    AgreedScores,
    Answers,
    BuyerFacts,
    GateState,
    IntegrityFlag,
    Scope,
)
from assessor.domain.assessment import (
    Assessment,
    ConfidenceResult,
    Flag,
    Gate,
    InherentRisk,
    OpenPoint,
    QuestionResult,
    TriggeredCondition,
    Unseen,
    WhatIf,
)
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.values import as_count
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.model import ControlClass, EvidenceLevel, Questionnaire
from assessor.domain.risk import (
    alternatives,
    band_of,
    confidence_of,
    inherent_parts,
    inherent_score,
    judge_gate,
    matrix_level,
    residual_level,
)
from assessor.domain.scoring import control_class, index_of, score_dimension, score_question
from assessor.domain.text import Text


@dataclass(frozen=True)
class Case:
    """Everything an assessment rests on."""

    questionnaire: Questionnaire
    tier: str
    as_of: datetime.date
    """The submission deadline: ages are whole months to it."""
    vendor: str
    buyer: BuyerFacts
    scope: Scope
    answers: Answers
    agreed: AgreedScores
    knock_outs: Mapping[str, GateState] = field(default_factory=dict)
    flags: tuple[IntegrityFlag, ...] = ()
    figures: Figures | None = None
    """What follows from the tables of counts; None where none was delivered."""


def assess(case: Case) -> Assessment:
    """The Assessment of one offer."""
    q = case.questionnaire
    keys = asked(q, case.scope, case.tier, case.answers)
    misleading = {f.question for f in case.flags if f.outcome == "misleading"}
    results = tuple(
        score_question(q, key, case.agreed.get(key), case.as_of, key.question in misleading) for key in keys
    )
    dimensions = tuple(
        score_dimension(q, d, [r for r in results if q.by_id[r.key.question].dimension == d.code])
        for d in q.dimensions
        if not d.gate
    )
    index = index_of(q, {d.code: d.score for d in dimensions if d.score is not None})
    control, class_reasons = control_class(q, index, dimensions, sorted(misleading))
    confidence = confidence_of(q, results, bool(misleading))
    gates = _gates(case, results)
    score = inherent_score(q, case.scope, case.buyer)
    band = band_of(q, score)
    in_matrix = matrix_level(q, band, control)
    level, level_reasons = residual_level(in_matrix, confidence, gates)
    return Assessment(
        vendor=case.vendor,
        questionnaire=q.id,
        version=q.version,
        questionnaire_sha256=q.sha256,
        tier=case.tier,
        as_of=case.as_of,
        buyer=case.buyer,
        scope=case.scope,
        asked=keys,
        questions=results,
        dimensions=dimensions,
        index=index,
        control_class=control,
        class_reasons=class_reasons,
        inherent=InherentRisk(
            score,
            band,
            inherent_parts(q, case.scope, case.buyer),
            _what_ifs(case, control, gates, confidence),
        ),
        matrix_level=in_matrix,
        residual_level=level,
        level_reasons=level_reasons,
        confidence=confidence,
        knock_outs=gates,
        integrity_flags=tuple(Flag(f.question, f.outcome, f.reason) for f in case.flags),
        conditions=_conditions(q, results, confidence.word),
        open_points=_open_points(case, results),
        unseen=_unseen(case, results),
        figures=case.figures,
    )


def _gates(case: Case, results: tuple[QuestionResult, ...]) -> tuple[Gate, ...]:
    found = []
    for question in case.questionnaire.questions:
        own = [r for r in results if r.key.question == question.id]
        if question.knock_out is not None and own:
            found.append(judge_gate(question, own, case.scope, case.knock_outs.get(question.id)))
    return tuple(found)


def _what_ifs(
    case: Case, control: ControlClass | None, gates: tuple[Gate, ...], confidence: ConfidenceResult
) -> tuple[WhatIf, ...]:
    q = case.questionnaire
    found = []
    for change, facts in alternatives(q, case.buyer):
        score = inherent_score(q, case.scope, facts)
        band = band_of(q, score)
        level, _ = residual_level(matrix_level(q, band, control), confidence, gates)
        found.append(WhatIf(change, score, band, level))
    return tuple(found)


def _conditions(
    q: Questionnaire, results: tuple[QuestionResult, ...], confidence: str
) -> tuple[TriggeredCondition, ...]:
    """What applies to every offer, what a score below its limit triggers, and the pilot where confidence is limited."""
    triggers: dict[str, list[str]] = {}
    rules: dict[str, Text] = {}
    for result in results:
        question = q.by_id[result.key.question]
        if not question.by_vendor:
            continue
        points = result.anchor if isinstance(result.anchor, int) else 0
        for trigger in question.conditions:
            if trigger.is_always:
                rules[trigger.id] = Text(nl="geldt bij elk aanbod", en="applies to every offer")
            elif points < trigger.below and result.anchor != "not_applicable":
                known = triggers.setdefault(trigger.id, [])
                if question.id not in known:
                    known.append(question.id)
    if confidence in ("limited", "very_limited"):
        rules[q.confidence.pilot_condition] = Text(
            nl="de zekerheid van het oordeel is beperkt", en="confidence in the judgement is limited"
        )
    return tuple(
        TriggeredCondition(c.id, tuple(triggers.get(c.id, ())), rules.get(c.id))
        for c in q.contract_conditions
        if c.id in triggers or c.id in rules
    )


def _open_points(case: Case, results: tuple[QuestionResult, ...]) -> tuple[OpenPoint, ...]:
    found = []
    for result in results:
        if case.questionnaire.by_id[result.key.question].by_vendor and not isinstance(result.anchor, int):
            agreed = case.agreed.get(result.key)
            found.append(OpenPoint(result.key, result.anchor, agreed.reason if agreed else ""))
    return tuple(found)


def _unseen(case: Case, results: tuple[QuestionResult, ...]) -> Unseen | None:
    """The share of rejections no human saw; None where the use can reject nobody.

    Recomputed from the ways out (T1x) where that table was delivered. Without it a vendor's own figure counts only with
    evidence that can be recomputed, and then as the least there can be: what was not recorded can only add to it. Any
    other figure is a claim: it is named, and the share stays unknown.
    """
    if case.scope.effect == "informs":
        return None
    if case.figures is not None and case.figures.oversight is not None:
        overall = case.figures.oversight.overall
        if overall.share_max is not None:
            text = Text(
                nl="Door ons berekend uit tabel T1x, {n} afwijzingen.",
                en="Computed by us from table T1x, {n} rejections.",
            )
            return Unseen(overall.share, overall.share_max, text.fill(n=as_count(overall.n)))
    stated = [(r, value) for r in results for value in _stated(case, r, "unseen_share")]
    if not stated:
        return None
    # What can be recomputed stands before a claim; of several the highest share, since it is the least there can be.
    result, value = max(
        stated,
        key=lambda s: (s[1] is not None and s[0].evidence >= EvidenceLevel.E3, -1 if s[1] is None else s[1]),
    )
    if value is None:
        text = Text(nl="De leverancier kan het niet berekenen.", en="The vendor cannot compute it.")
        return Unseen(None, 1.0, text)
    if result.evidence < EvidenceLevel.E3:
        text = Text(
            nl="De leverancier zegt {v}%, maar dat is niet na te rekenen (bewijs {e}).",
            en="The vendor says {v}%, but that cannot be recomputed (evidence {e}).",
        )
        return Unseen(None, 1.0, text.fill(v=value, e=result.evidence.value))
    text = Text(
        nl="Opgave van de leverancier met narekenbaar bewijs ({e}).",
        en="The vendor's figure, with evidence that can be recomputed ({e}).",
    )
    return Unseen(value / 100, 1.0, text.fill(e=result.evidence.value))


def _stated(case: Case, result: QuestionResult, what: str) -> Iterator[float | None]:
    """What an answer states of a figure that its question asks for; None where it states nothing."""
    question, answer = case.questionnaire.by_id[result.key.question], case.answers.get(result.key)
    for each in question.fields:
        if each.states == what:
            value = answer.value.get(each.id) if answer is not None and answer.standing is None else None
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            yield float(value) if is_number else None  # type: ignore[arg-type]
