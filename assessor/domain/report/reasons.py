"""The main reasons for the advice, gravest first; for a good offer its strongest points and its weakest."""

from __future__ import annotations

from assessor.domain.assessment import Assessment, DimensionResult, Gate, QuestionResult
from assessor.domain.formats import number
from assessor.domain.questionnaire.model import Questionnaire, Weight
from assessor.domain.report.findings import next_up, points, words_found
from assessor.domain.report.obligations import joined
from assessor.domain.report.printable import same
from assessor.domain.report.value import Reason
from assessor.domain.text import Text

_MOST = 3


def main_reasons(questionnaire: Questionnaire, assessment: Assessment) -> tuple[Reason, ...]:
    """Three reasons, or fewer where there is no more to say; no question is named twice."""
    if _is_sound(assessment):
        ranked = [*_sound(questionnaire, assessment), *_inherent(assessment)]
    else:
        ranked = [
            *_gates(questionnaire, assessment),
            *_misleading(questionnaire, assessment),
            *_ceilings(questionnaire, assessment),
            *_low_critical(questionnaire, assessment),
            *_open(assessment),
            *_confidence(assessment),
            *_inherent(assessment),
        ]
    kept: list[Reason] = []
    named: set[str] = set()
    for reason in ranked:
        if named.isdisjoint(reason.questions):
            kept.append(reason)
            named.update(reason.questions)
    return tuple(kept[:_MOST])


def _is_sound(assessment: Assessment) -> bool:
    return (
        assessment.residual_level in ("low", "moderate")
        and assessment.control_class in ("A", "B")
        and not assessment.suspected
        and not assessment.confirmed
    )


def _gates(questionnaire: Questionnaire, assessment: Assessment) -> list[Reason]:
    return [_gate(questionnaire, gate) for gate in (*assessment.confirmed, *assessment.suspected)]


def _gate(questionnaire: Questionnaire, gate: Gate) -> Reason:
    question = questionnaire.by_id[gate.question]
    rule = question.knock_out
    needed: Text | None = None
    text = gate.reason
    if rule is not None:
        text = Text(nl="{r} Grond: {g}.", en="{r} Ground: {g}.").fill(r=gate.reason, g=_bare(rule.ground))
    if gate.state == "confirmed":
        headline = Text(nl="Minimumeis geschonden: {n} ({q})", en="Minimum requirement breached: {n} ({q})")
    else:
        headline = Text(
            nl="Vermoeden bij een minimumeis: {n} ({q})", en="Minimum requirement in doubt: {n} ({q})"
        )
        if rule is not None and rule.cleared_from is not None:
            proof = Text(
                nl="bewijs van niveau {e} ({name}) dat het vermoeden wegneemt",
                en="evidence of level {e} ({name}) that removes the doubt",
            )
            level = rule.cleared_from.value
            needed = proof.fill(e=level, name=questionnaire.step_by_level[level].name)
        elif question.conditions:
            conditions = joined([questionnaire.condition_by_id[t.id].title for t in question.conditions[:1]])
            needed = Text(nl="de contractvoorwaarde: {c}", en="the contract condition: {c}").fill(
                c=conditions
            )
    return Reason("gate", headline.fill(n=question.name, q=question.id), text, needed, (question.id,))


def _bare(text: Text) -> Text:
    return Text(nl=text.nl.rstrip("."), en=text.en.rstrip("."))


def _misleading(questionnaire: Questionnaire, assessment: Assessment) -> list[Reason]:
    headline = Text(nl="Misleidend antwoord: {n} ({q})", en="Misleading answer: {n} ({q})")
    empty = Text(nl="Zo beoordeeld door twee beoordelaars.", en="So judged by two assessors.")
    return [
        Reason(
            "misleading",
            headline.fill(n=questionnaire.by_id[flag.question].name, q=flag.question),
            same(flag.reason, empty),
            None,
            (flag.question,),
        )
        for flag in assessment.integrity_flags
        if flag.outcome == "misleading"
    ]


def _found(questionnaire: Questionnaire, result: QuestionResult) -> Text:
    question = questionnaire.by_id[result.key.question]
    if result.is_open:
        return Text(nl="{n}: {f}", en="{n}: {f}").fill(n=question.name, f=words_found(question, result))
    text = Text(nl="{n}, {s} van 4: {f}", en="{n}, {s} of 4: {f}")
    return text.fill(n=question.name, s=points(result.score), f=words_found(question, result))


_GOOD = 3
"""The anchor of a good practice: with a dated internal report it lifts every ceiling."""


def _needed(questionnaire: Questionnaire, result: QuestionResult) -> Text | None:
    """A good practice where there is none; better evidence where it is good but not proved."""
    question = questionnaire.by_id[result.key.question]
    anchor = result.anchor if isinstance(result.anchor, int) else 0
    if anchor < _GOOD:
        return question.anchors[_GOOD]
    if result.cap < anchor:
        return Text(
            nl="bewijs dat na te rekenen is; nu is er alleen: {e}",
            en="evidence that can be recomputed; now only: {e}",
        ).fill(e=questionnaire.step_by_level[result.evidence.value].name)
    return next_up(question, result)


def _ceilings(questionnaire: Questionnaire, assessment: Assessment) -> list[Reason]:
    """One for each dimension held down, core first, by the lowest question that does it."""
    held = [d for d in assessment.dimensions if d.reasons and d.raw is not None]

    def gravity(d: DimensionResult) -> tuple[bool, int, float, int]:
        dimension = questionnaire.dimension_by_code[d.code]
        return not dimension.core, d.ceiling or 0, d.reasons[0].score, -dimension.weight

    found = []
    for d in sorted(held, key=gravity):
        result = assessment.result_of(d.reasons[0].question)
        if result is None:
            continue
        headline = Text(nl="{d} komt niet boven {c} ({q})", en="{d} cannot exceed {c} ({q})")
        found.append(
            Reason(
                "ceiling",
                headline.fill(
                    d=questionnaire.dimension_by_code[d.code].name, c=d.ceiling, q=result.key.question
                ),
                _found(questionnaire, result),
                _needed(questionnaire, result),
                (result.key.question,),
            )
        )
    return found


def _critical(questionnaire: Questionnaire, assessment: Assessment) -> list[QuestionResult]:
    """The lowest result of each critical question that was scored, lowest first, heavier dimensions first."""
    results = [
        result
        for q in questionnaire.questions
        if q.weight is Weight.CRITICAL and q.is_scored and (result := assessment.result_of(q.id)) is not None
        if result.anchor != "not_applicable"
    ]
    weight = {d.code: d.weight for d in questionnaire.dimensions}
    return sorted(results, key=lambda r: (r.score, -weight[r.key.question[:3]], r.key.question))


def _low_critical(questionnaire: Questionnaire, assessment: Assessment) -> list[Reason]:
    limit = max((c.critical_below for c in questionnaire.scoring.ceilings), default=0.0)
    headline = Text(nl="Zwak: {n} ({q})", en="Weak: {n} ({q})")
    return [
        Reason(
            "critical",
            headline.fill(n=questionnaire.by_id[r.key.question].name, q=r.key.question),
            _found(questionnaire, r),
            _needed(questionnaire, r),
            (r.key.question,),
        )
        for r in _critical(questionnaire, assessment)
        if r.score < limit
    ]


def _open(assessment: Assessment) -> list[Reason]:
    count = len(assessment.open_points)
    if not count:
        return []
    headline = Text(nl="{n} van de {m} vragen bleven open", en="{n} of the {m} questions were left open")
    return [
        Reason(
            "open",
            headline.fill(n=count, m=len(assessment.asked)),
            Text(
                nl="Onbeantwoord, onbekend en niet verstrekt tellen als 0; bij elke dimensie staat wat zij hadden "
                "kunnen schelen.",
                en="Unanswered, unknown and withheld count as 0; with each dimension stands what they could have "
                "made of it.",
            ),
            Text(nl="antwoorden, of een plan met een datum", en="answers, or a plan with a date"),
        )
    ]


def _confidence(assessment: Assessment) -> list[Reason]:
    if assessment.confidence.word not in ("limited", "very_limited"):
        return []
    return [
        Reason(
            "confidence",
            Text(nl="Er is weinig bewijs om op te bouwen", en="There is little evidence to build on"),
            Text(
                nl="De zekerheid van het oordeel is {s} van 1; daaronder weegt het risico zwaarder.",
                en="The confidence of the judgement is {s} of 1; that low, the risk weighs more.",
            ).fill(
                s=Text(
                    nl=number(assessment.confidence.score, "nl", 2),
                    en=number(assessment.confidence.score, "en", 2),
                )
            ),
            Text(nl="tabellen die zijn na te rekenen", en="tables that can be recomputed"),
        )
    ]


def _inherent(assessment: Assessment) -> list[Reason]:
    parts = sorted(assessment.inherent.parts, key=lambda p: -p.points)[:3]
    addends = [Text(nl="{l} {p}", en="{l} {p}").fill(l=p.label, p=p.points) for p in parts if p.points]
    headline = Text(nl="Inherent risico {s} van 100", en="Inherent risk {s} of 100")
    text = Text(nl="Vooral door: {p}.", en="Mostly because of: {p}.")
    return [
        Reason(
            "inherent", headline.fill(s=assessment.inherent.score), text.fill(p=joined(addends, "; ")), None
        )
    ]


def _sound(questionnaire: Questionnaire, assessment: Assessment) -> list[Reason]:
    found = []
    core = [d for d in assessment.dimensions if d.is_core and d.score is not None and not d.too_few]
    if core:
        scores = [
            Text(nl="{d} {s}", en="{d} {s}").fill(
                d=questionnaire.dimension_by_code[d.code].name,
                s=Text(nl=number(d.score or 0, "nl", 0), en=number(d.score or 0, "en", 0)),
            )
            for d in core
        ]
        text = Text(nl="{p}, van 100.", en="{p}, of 100.").fill(p=joined(scores, "; "))
        headline = Text(nl="De kern is op orde", en="The core is in order")
        found.append(Reason("sound", headline, text, None))
    critical = _critical(questionnaire, assessment)
    if critical:
        best = max(critical, key=lambda r: (r.score, r.evidence))
        headline = Text(nl="Sterk: {n} ({q})", en="Strong: {n} ({q})")
        name = questionnaire.by_id[best.key.question].name
        found.append(
            Reason("strong", headline.fill(n=name, q=best.key.question), _found(questionnaire, best), None,
                   (best.key.question,))
        )  # fmt: skip
        worst = critical[0]
        headline = Text(nl="Zwakste punt: {n} ({q})", en="Weakest point: {n} ({q})")
        name = questionnaire.by_id[worst.key.question].name
        found.append(
            Reason("critical", headline.fill(n=name, q=worst.key.question), _found(questionnaire, worst),
                   _needed(questionnaire, worst), (worst.key.question,))
        )  # fmt: skip
    return found
