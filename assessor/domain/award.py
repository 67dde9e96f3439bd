"""Award points: a published formula over published sub-criteria, apart from the risk assessment.

The formula, version 1, in one place:

    value of a question      = min(agreed anchor, cap of its evidence)                    a whole number, 0 to 4
    points of a sub-criterion = weight x mean of the values of its questions / 4          two decimals, half up
    points of a response      = the sum of the points of its sub-criteria                 no more than 100

- Anchor and cap are those of the questionnaire (`scoring.anchor_at_evidence`): an unsupported claim counts at what its
  evidence can carry. The factors for evidence, age and fit are left out: they weigh how sure one is of a risk, while
  award points read agreed scores and nothing else.
- A question asked for each module counts with the lowest value over the modules.
- Unknown, withheld and not answered count 0. So does an agreed "not applicable": only questions asked of every vendor
  count, which apply to every vendor. A question without an agreed score counts 0.
- Rounding each sub-criterion first makes the printed points add up to the printed total. Equal totals are a tie and
  share their place; the place after a tie of two is two further.

Risk level, inherent risk, confidence, flags and advice are no input of anything here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessor.domain.answers import Agreed, AgreedScores, Key, Standing
from assessor.domain.formats import number
from assessor.domain.questionnaire.conditions import asked_of_all
from assessor.domain.questionnaire.model import EvidenceLevel, Question, Questionnaire
from assessor.domain.scoring import anchor_at_evidence
from assessor.domain.text import Text

FORMULA = 1
"""The version of the formula that is published from now on."""

_WORDS: dict[int, tuple[Text, ...]] = {
    1: (
        Text(
            nl="Per vraag telt de score die de beoordelaars samen hebben vastgesteld, van 0 tot 4, en niet hoger dan "
            "het bewijs toelaat: {caps}.",
            en="For each question the score that the assessors settled on counts, from 0 to 4, and no higher than the "
            "evidence allows: {caps}.",
        ),
        Text(
            nl="Een vraag die per onderdeel wordt gesteld, telt met de laagste score van de onderdelen.",
            en="A question that is asked for each module counts with the lowest score of the modules.",
        ),
        Text(
            nl="Onbekend, niet verstrekt, niet beantwoord en niet van toepassing tellen als 0. Alleen vragen die elke "
            "leverancier krijgt, tellen mee.",
            en="Unknown, withheld, not answered and not applicable count as 0. Only questions that every vendor gets "
            "count.",
        ),
        Text(
            nl="De punten van een dimensie zijn: de weging × het gemiddelde van haar vragen ÷ 4, afgerond op twee "
            "decimalen (een halve naar boven).",
            en="The points of a dimension are: its weight × the mean of its questions ÷ 4, rounded to two decimals "
            "(a half goes up).",
        ),
        Text(
            nl="Het totaal is de som van de dimensies, hoogstens 100 punten. Wie gelijk eindigt, deelt de plaats.",
            en="The total is the sum of the dimensions, at most 100 points. Equal totals share their place.",
        ),
        Text(
            nl="Een inschrijving die een minimumeis of minimumscore mist, krijgt geen plaats.",
            en="An offer that misses a minimum requirement or minimum score gets no place.",
        ),
    ),
}
_CAP = Text(nl="{level} hoogstens {cap}", en="{level} at most {cap}")
_STRICTER = Text(
    nl="Bij {questions} telt een 3 of 4 als 2 zolang het bewijs onder {level} ligt.",
    en="At {questions} a 3 or 4 counts as 2 as long as the evidence is below {level}.",
)


# --- what counts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SubCriterion:
    """What earns points: a code, a weight in points of 100, and the questions that count in it."""

    code: str
    name: Text
    weight: int
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Award:
    """How points are given in one tender: what is published and frozen."""

    formula: int
    sub_criteria: tuple[SubCriterion, ...]

    @property
    def without_questions(self) -> tuple[SubCriterion, ...]:
        """What has a weight and nothing to earn it with."""
        return tuple(s for s in self.sub_criteria if s.weight and not s.questions)

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(q for s in self.sub_criteria for q in s.questions)


def countable(questionnaire: Questionnaire, effect: str, tier: str) -> dict[str, tuple[str, ...]]:
    """By dimension that is not a gate: its scored questions that every vendor gets."""
    common = asked_of_all(questionnaire, effect, tier)
    return {
        d.code: tuple(
            q.id for q in questionnaire.questions if q.dimension == d.code and q.is_scored and q.id in common
        )
        for d in questionnaire.dimensions
        if not d.gate
    }


def proposed_weights(questionnaire: Questionnaire, counted: Mapping[str, Collection[str]]) -> dict[str, int]:
    """The questionnaire's weights, those of dimensions without a question spread over the others; together 100.

    Whole numbers by the largest remainder. With no question at all there is nothing to spread over: then they stay.
    """
    own = {d.code: d.weight for d in questionnaire.dimensions if not d.gate}
    total = sum(weight for code, weight in own.items() if counted.get(code))
    if not total:
        return own
    exact = {
        code: Fraction(100 * weight, total) if counted.get(code) else Fraction(0)
        for code, weight in own.items()
    }
    weights = {code: int(share) for code, share in exact.items()}
    by_remainder = sorted(exact, key=lambda code: weights[code] - exact[code])
    for code in by_remainder[: 100 - sum(weights.values())]:
        weights[code] += 1
    return weights


# --- the points of one response ---------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionValue:
    """What one question gave, with the answer that decided it."""

    key: Key
    anchor: int | Standing
    evidence: EvidenceLevel
    value: int

    @property
    def is_scored(self) -> bool:
        """Whether there is an anchor; else what stands in its place."""
        return isinstance(self.anchor, int)


@dataclass(frozen=True)
class Part:
    """What one sub-criterion gave."""

    criterion: SubCriterion
    questions: tuple[QuestionValue, ...]
    points: Decimal

    @property
    def sum(self) -> int:
        return sum(q.value for q in self.questions)

    @property
    def most(self) -> int:
        """What its questions could have given together."""
        return 4 * len(self.questions)


@dataclass(frozen=True)
class Points:
    """The points of one response, unfolded."""

    parts: tuple[Part, ...]

    @property
    def total(self) -> Decimal:
        return sum((part.points for part in self.parts), Decimal("0.00"))


def points_of(
    questionnaire: Questionnaire, award: Award, asked: Collection[Key], agreed: AgreedScores
) -> Points:
    """The points of a response that was asked these questions. The formula is at the top of this module."""
    by_question: dict[str, list[Key]] = {id: [] for id in sorted(award.questions)}
    for key in asked:
        if key.question in by_question:
            by_question[key.question].append(key)
    return Points(
        tuple(
            _part(
                criterion,
                tuple(
                    _value(questionnaire, questionnaire.by_id[id], by_question[id], agreed)
                    for id in criterion.questions
                ),
            )
            for criterion in award.sub_criteria
        )
    )


def _part(criterion: SubCriterion, values: tuple[QuestionValue, ...]) -> Part:
    if not values:
        return Part(criterion, (), Decimal("0.00"))
    exact = Fraction(criterion.weight * sum(v.value for v in values), 4 * len(values))
    return Part(criterion, values, rounded(exact))


def rounded(exact: Fraction) -> Decimal:
    """Two decimals, a half up. From the exact fraction, so that no earlier rounding can tip it."""
    return Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2)


def _value(
    questionnaire: Questionnaire, question: Question, keys: Sequence[Key], agreed: AgreedScores
) -> QuestionValue:
    nothing = Agreed("unanswered")
    values = [
        QuestionValue(key, found.anchor, found.evidence, anchor_at_evidence(questionnaire, question, found))
        for key in keys or (Key(question.id),)
        for found in (agreed.get(key, nothing),)
    ]
    return min(values, key=lambda v: v.value)


# --- the order --------------------------------------------------------------------------------------------


def places(totals: Mapping[str, Decimal]) -> dict[str, int]:
    """By name the place of each total, highest first. Equal totals share a place: 1, 1, 3."""
    return {name: 1 + sum(other > total for other in totals.values()) for name, total in totals.items()}


def in_points(total: Decimal) -> Text:
    """Points as they are written: always two decimals."""
    return Text(nl=number(total, "nl", 2), en=number(total, "en", 2))


# --- as published -----------------------------------------------------------------------------------------


def formula_words(questionnaire: Questionnaire, award: Award) -> tuple[Text, ...]:
    """The formula in plain words, with the questionnaire's numbers, as it is shown and published."""
    caps = [_CAP.fill(level=s.level.value, cap=s.cap) for s in questionnaire.evidence_levels]
    joined = Text(nl=", ".join(c.nl for c in caps), en=", ".join(c.en for c in caps))
    first, *rest = _WORDS[award.formula]
    by_level: dict[str, list[str]] = {}
    for question in questionnaire.questions:
        if question.id in award.questions and question.evidence.for_high is not None:
            by_level.setdefault(question.evidence.for_high.value, []).append(question.id)
    stricter = [_STRICTER.fill(questions=", ".join(ids), level=level) for level, ids in by_level.items()]
    return (first.fill(caps=joined), *stricter, *rest)


def award_json(questionnaire: Questionnaire, award: Award) -> dict[str, Any]:
    """What is frozen at publication: the formula, its words, and every sub-criterion with its questions."""
    return {
        "formula": award.formula,
        "words": [words.model_dump() for words in formula_words(questionnaire, award)],
        "sub_criteria": [
            {
                "code": s.code,
                "name": s.name.model_dump(),
                "weight": s.weight,
                "questions": list(s.questions),
            }
            for s in award.sub_criteria
        ],
    }


def award_from_json(plain: Mapping[str, Any]) -> Award:
    """What was frozen, read back."""
    return Award(
        formula=plain["formula"],
        sub_criteria=tuple(
            SubCriterion(s["code"], Text(**s["name"]), s["weight"], tuple(s["questions"]))
            for s in plain["sub_criteria"]
        ),
    )
