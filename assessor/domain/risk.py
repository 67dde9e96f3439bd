"""Risk before and after the answers: inherent risk, confidence, gates, and the residual level.

Inherent risk (0 to 100) depends on the buyer's use and the kind of product alone. The residual level comes from the
matrix of inherent band and control class, and is then held up by confidence and gates. Confidence is an axis of its
own: how sure we can be of the judgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assessor.domain.answers import BuyerFacts, GateState, Scope
from assessor.domain.assessment import ConfidencePart, ConfidenceResult, Gate, InherentPart, QuestionResult
from assessor.domain.questionnaire.model import ControlClass, EvidenceLevel, Level, Question, Questionnaire
from assessor.domain.scoring import counts, lowest_per_question, reaches
from assessor.domain.text import Text

LEVELS: tuple[Level, ...] = ("low", "moderate", "high", "very_high", "unacceptable")
CONFIDENCE_WORDS = ("very_limited", "limited", "reasonable", "high")


def worse(first: Level, second: Level) -> Level:
    return max(first, second, key=LEVELS.index)


# --- inherent risk ----------------------------------------------------------------------------------------


def inherent_parts(questionnaire: Questionnaire, scope: Scope, facts: BuyerFacts) -> tuple[InherentPart, ...]:
    """The addends: heaviest type, extra types, effect, volume, heaviest data, reversibility, and two marks.

    Prohibited kinds add nothing: they are a matter of gates. Parts of 0 points stay, so that the sum can be read.
    """
    rules = questionnaire.inherent
    types = sorted(
        (t for t in questionnaire.product_types if t.code in scope.products and not t.prohibited),
        key=lambda t: -t.base,
    )
    parts = []
    if types:
        parts.append(InherentPart("base", types[0].name, types[0].base))
    if len(types) > 1:
        text = Text(nl="{n} extra soort(en)", en="{n} extra type(s)").fill(n=len(types) - 1)
        parts.append(InherentPart("types", text, rules.per_extra_type * (len(types) - 1)))
    effect = next(f for f in rules.effects if f.code == facts.effect)
    parts.append(InherentPart("effect", effect.name, effect.points))
    volume = next(s for s in rules.volume if s.below is None or facts.volume_per_year < s.below)
    year = Text(nl="{n} sollicitaties per jaar", en="{n} applications a year").fill(
        n=float(facts.volume_per_year)
    )
    parts.append(InherentPart("volume", year, volume.points))
    heaviest = max((f for f in rules.data if f.code in facts.data), key=lambda f: f.points, default=None)
    if heaviest is not None:
        parts.append(InherentPart("data", heaviest.name, heaviest.points))
    back = next(f for f in rules.reversibility if f.code == facts.reversibility)
    parts.append(InherentPart("reversibility", back.name, back.points))
    if facts.vulnerable_group:
        text = Text(nl="gericht op een kwetsbare groep", en="aimed at a vulnerable group")
        parts.append(InherentPart("vulnerable", text, rules.vulnerable_group))
    if facts.learns_live:
        text = Text(nl="leert door tijdens gebruik", en="keeps learning in use")
        parts.append(InherentPart("live", text, rules.learns_live))
    return tuple(parts)


def inherent_score(questionnaire: Questionnaire, scope: Scope, facts: BuyerFacts) -> int:
    """The sum of the parts, at most the cap."""
    parts = inherent_parts(questionnaire, scope, facts)
    return min(sum(p.points for p in parts), questionnaire.inherent.cap)


def band_of(questionnaire: Questionnaire, score: int) -> str:
    """The heaviest band that the score reaches."""
    bands = sorted(questionnaire.inherent.bands, key=lambda b: b.at_least)
    return next(b.code for b in reversed(bands) if score >= b.at_least)


def alternatives(questionnaire: Questionnaire, facts: BuyerFacts) -> tuple[tuple[Text, BuyerFacts], ...]:
    """What the buyer could choose otherwise: each milder effect, a volume one step lower, no learning in use,
    and the three together with highlighting only."""
    rules = questionnaire.inherent
    current = next(f.points for f in rules.effects if f.code == facts.effect)
    milder = [f for f in rules.effects if f.points < current]
    found = [
        (
            Text(nl="Met als effect: {e}", en="With the effect: {e}").fill(e=f.name),
            replace(facts, effect=f.code),
        )
        for f in reversed(milder)
    ]
    limit = max(
        (s.below for s in rules.volume if s.below is not None and s.below <= facts.volume_per_year),
        default=None,
    )
    smaller = replace(facts, volume_per_year=limit - 1) if limit else facts
    if limit is not None:
        text = Text(
            nl="Met minder dan {n} sollicitaties per jaar", en="With fewer than {n} applications a year"
        )
        found.append((text.fill(n=float(limit)), smaller))
    if facts.learns_live:
        text = Text(nl="Zonder doorleren tijdens gebruik", en="Without learning in use")
        found.append((text, replace(facts, learns_live=False)))
    effect = "highlights" if any(f.code == "highlights" for f in milder) else facts.effect
    together = replace(smaller, effect=effect, learns_live=False)
    if sum((effect != facts.effect, limit is not None, facts.learns_live)) > 1:
        found.append(
            (Text(nl="Dit alles samen, met alleen uitlichten", en="All of this, highlighting only"), together)
        )
    return tuple(found)


# --- gates ------------------------------------------------------------------------------------------------


def judge_gate(
    question: Question, results: Sequence[QuestionResult], scope: Scope, recorded: GateState | None
) -> Gate:
    """The state of one gate: what people recorded, else what the answer says.

    Suspected when the anchor is at or under the limit, when the question is open, or when a product of the
    prohibited kind is offered. Clearing needs the evidence that the gate names.
    """
    rule = question.knock_out
    assert rule is not None
    lowest = min(
        results, key=lambda r: (isinstance(r.anchor, int), r.anchor if isinstance(r.anchor, int) else 0)
    )
    product = next((p for p in rule.products if p in scope.products), None)
    suspicion: Text | None = None
    if product is not None:
        suspicion = Text(nl="Het aanbod bevat {p}.", en="The offer contains {p}.").fill(p=product)
    elif lowest.is_open:
        suspicion = Text(nl="De vraag is niet beantwoord.", en="The question was not answered.")
    elif isinstance(lowest.anchor, int) and lowest.anchor <= rule.suspected_at:
        suspicion = Text(nl="Het antwoord krijgt score {a}.", en="The answer scores {a}.").fill(
            a=lowest.anchor
        )
    if recorded == "cleared":
        if rule.cleared_from is None or lowest.evidence >= rule.cleared_from:
            return Gate(
                question.id, "cleared", Text(nl="Weggenomen na onderzoek.", en="Cleared after examination.")
            )
        text = Text(
            nl="Om dit weg te nemen is bewijs {need} nodig; er is {have}.",
            en="Clearing needs evidence {need}; there is {have}.",
        )
        reason = text.fill(need=rule.cleared_from.value, have=lowest.evidence.value)
        return Gate(question.id, "suspected", reason)
    if recorded == "confirmed":
        text = Text(nl="Bevestigd door twee personen.", en="Confirmed by two people.")
        return Gate(question.id, "confirmed", text)
    if suspicion is not None or recorded == "suspected":
        return Gate(question.id, "suspected", suspicion or Text(nl="Vermoed.", en="Suspected."))
    return Gate(question.id, None, Text(nl="Geen aanwijzing.", en="No indication."))


# --- confidence -------------------------------------------------------------------------------------------


def confidence_of(
    questionnaire: Questionnaire, results: Sequence[QuestionResult], misleading: bool
) -> ConfidenceResult:
    """c: weighted share of strong evidence, answered, recomputed and fresh, from 0 to 1, with its word.

    A share with nothing to count is left out and the others are rescaled. A misleading answer caps the word at
    limited, not c.
    """
    rules = questionnaire.confidence
    by_vendor = [
        r for r in results if questionnaire.by_id[r.key.question].by_vendor and r.anchor != "not_applicable"
    ]
    scored = lowest_per_question([r for r in by_vendor if counts(r)])
    each = lowest_per_question(by_vendor)
    open_questions = {r.key.question for r in by_vendor if r.is_open}
    claims = [r for r in each if questionnaire.by_id[r.key.question].tables]
    timed = [r for r in each if questionnaire.by_id[r.key.question].fresh_months is not None]
    strong = [r for r in scored if r.evidence >= EvidenceLevel.E3]
    parts = (
        ConfidencePart(
            "strong_evidence",
            rules.strong_evidence,
            _share(sum(r.weight for r in strong), sum(r.weight for r in scored)),
        ),
        ConfidencePart(
            "answered",
            rules.answered,
            _share(sum(r.key.question not in open_questions for r in each), len(each)),
        ),
        ConfidencePart(
            "recomputed",
            rules.recomputed,
            _share(sum(r.evidence >= EvidenceLevel.E3 for r in claims), len(claims)),
        ),
        ConfidencePart("fresh", rules.fresh, _share(sum(r.age_factor == 1 for r in timed), len(timed))),
    )
    return confidence_word(questionnaire, parts, misleading)


def confidence_word(
    questionnaire: Questionnaire, parts: tuple[ConfidencePart, ...], misleading: bool
) -> ConfidenceResult:
    """c from its parts, and its word."""
    rules = questionnaire.confidence
    known = [(p.weight, p.share) for p in parts if p.share is not None]
    weight = sum(w for w, _ in known)
    score = sum(w * share for w, share in known) / weight if weight else 0.0
    limits = (("high", rules.high), ("reasonable", rules.reasonable), ("limited", rules.limited))
    word = next((name for name, limit in limits if reaches(score, limit)), "very_limited")
    if misleading:
        word = min(word, "limited", key=CONFIDENCE_WORDS.index)
    return ConfidenceResult(score, word, parts)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


# --- residual level ---------------------------------------------------------------------------------------


def matrix_level(questionnaire: Questionnaire, band: str, control: ControlClass | None) -> Level:
    """The level of the matrix; without a control class it follows the inherent band alone."""
    if control is None:
        return next(level for code, level in questionnaire.residual_without_class.items() if code == band)
    return next(row for code, row in questionnaire.residual.items() if code == band)[control]


def residual_level(
    level: Level, confidence: ConfidenceResult, gates: Sequence[Gate]
) -> tuple[Level, tuple[Text, ...]]:
    """The level after the limits of confidence and gates, with the limits that held it up."""
    reasons = []
    for found, limit, why in _limits(confidence, gates):
        if found and worse(level, limit) != level:
            level = limit
            reasons.append(why)
    return level, tuple(reasons)


def _limits(confidence: ConfidenceResult, gates: Sequence[Gate]) -> tuple[tuple[bool, Level, Text], ...]:
    suspected = ", ".join(g.question for g in gates if g.state == "suspected")
    confirmed = ", ".join(g.question for g in gates if g.state == "confirmed")
    return (
        (
            confidence.word == "limited",
            "moderate",
            Text(nl="De zekerheid van het oordeel is beperkt.", en="Confidence in the judgement is limited."),
        ),
        (
            confidence.word == "very_limited",
            "high",
            Text(
                nl="De zekerheid van het oordeel is zeer beperkt.",
                en="Confidence in the judgement is very limited.",
            ),
        ),
        (
            bool(suspected),
            "high",
            Text(nl="Nog niet uitgesloten: {q}.", en="Not ruled out yet: {q}.").fill(q=suspected or "-"),
        ),
        (
            bool(confirmed),
            "unacceptable",
            Text(nl="Bevestigd: {q}.", en="Confirmed: {q}.").fill(q=confirmed or "-"),
        ),
    )
