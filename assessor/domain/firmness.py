"""How firm the order of a set of offers is: what `robustness` finds, for offers as they were scored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assessor.domain.answers import Agreed, AgreedScores, GateState, Key
from assessor.domain.award import Award, Part, Points, SubCriterion, places, points_of, rounded
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.requirements import missed_requirements
from assessor.domain.robustness import (
    DRAWS,
    Drawn,
    Swap,
    acceptability,
    first_of,
    nearby,
    nearest_swap,
    quarter,
    totals,
    weight_changes,
)
from assessor.domain.scoring import anchor_at_evidence
from assessor.domain.text import Text


@dataclass(frozen=True)
class Candidate:
    """An offer with what its award points rest on."""

    name: Text
    asked: Collection[Key]
    agreed: AgreedScores
    gates: Mapping[str, GateState]


@dataclass(frozen=True)
class Firm:
    """An offer that takes part in the order."""

    name: Text
    total: Decimal
    place: int
    drawn: Drawn


@dataclass(frozen=True)
class OtherWeight:
    """One weight changed, the others in proportion, and who is first then."""

    criterion: SubCriterion
    weight: int
    first: tuple[Text, ...]


@dataclass(frozen=True)
class OtherOrder:
    """One weight changed, the others in proportion, and who change places then."""

    criterion: SubCriterion
    weight: int
    before: Text
    after: Text


@dataclass(frozen=True)
class OtherScore:
    """One agreed score, one point higher or lower at the same evidence, and who is first then."""

    name: Text
    key: Key
    before: int
    after: int
    first: tuple[Text, ...]


@dataclass(frozen=True)
class Firmness:
    """How firm an order is."""

    criteria: tuple[SubCriterion, ...]
    """Those that have a weight and a question to earn it with."""
    offers: tuple[Firm, ...]
    """By place; equals in the order they came."""
    out: tuple[Text, ...]
    """Who has no place: a published requirement is missed."""
    draws: int
    nearby: tuple[tuple[float, float], ...]
    """Of each criterion's weight between which values nine of ten draws lie, of 100."""
    weights: tuple[OtherWeight, ...]
    """The nearest change of each weight, up and down, that puts others first; the nearest of all first."""
    order: OtherOrder | None
    """The nearest change of one weight at which two offers change places, wherever in the order."""
    quarter_first: tuple[SubCriterion, ...]
    """A quarter more or less of the weight of these puts others first."""
    quarter_order: tuple[SubCriterion, ...]
    """The same changes the order somewhere."""
    scores: tuple[OtherScore, ...]
    rounding_decides: bool
    """Who is first follows from the rounding of the points."""

    @property
    def first(self) -> tuple[Firm, ...]:
        return tuple(offer for offer in self.offers if offer.place == 1)

    def weights_of(self, criterion: SubCriterion) -> tuple[OtherWeight, ...]:
        """The changes of one weight."""
        return tuple(change for change in self.weights if change.criterion == criterion)


def firmness(
    questionnaire: Questionnaire, award: Award, least: Mapping[str, int], candidates: Sequence[Candidate]
) -> Firmness | None:
    """How firm the order of these offers is; None where there is no order: fewer than two, or nothing that counts.

    `least` are the minimum scores by question.
    """
    of = [_Scored.of(questionnaire, award, least, candidate) for candidate in candidates]
    ranked = sorted((one for one in of if not one.is_out), key=lambda one: -one.total)
    criteria = tuple(s for s in award.sub_criteria if s.weight and s.questions)
    if len(ranked) < 2 or not criteria:
        return None
    weights = [s.weight for s in criteria]
    shares = [one.shares for one in ranked]
    place = places({str(number): one.total for number, one in enumerate(ranked)})
    by_award = tuple(number for number in range(len(ranked)) if place[str(number)] == 1)
    near, by_quarter = nearby(weights), quarter(weights, shares)
    drawn, swap = acceptability(weights, shares), nearest_swap(weights, shares)
    return Firmness(
        criteria=criteria,
        offers=tuple(
            Firm(one.name, one.total, place[str(number)], drawn[number]) for number, one in enumerate(ranked)
        ),
        out=tuple(one.name for one in of if one.is_out),
        draws=DRAWS,
        nearby=tuple((100 * low / sum(weights), 100 * high / sum(weights)) for low, high in near),
        weights=tuple(
            OtherWeight(criteria[c.criterion], c.weight, tuple(ranked[n].name for n in c.first))
            for c in weight_changes(weights, shares)
        ),
        order=_swapped(swap, criteria, ranked),
        quarter_first=tuple(criteria[n] for n in by_quarter.first),
        quarter_order=tuple(criteria[n] for n in by_quarter.order),
        scores=tuple(_other_scores(questionnaire, award, least, of)),
        rounding_decides=by_award != first_of(totals(weights, shares)),
    )


def _swapped(
    swap: Swap | None, criteria: Sequence[SubCriterion], ranked: Sequence[_Scored]
) -> OtherOrder | None:
    if swap is None:
        return None
    before, after = swap.pair
    return OtherOrder(criteria[swap.criterion], swap.weight, ranked[before].name, ranked[after].name)


# --- one score at a time ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Scored:
    candidate: Candidate
    points: Points
    total: Decimal
    is_out: bool

    @classmethod
    def of(
        cls, questionnaire: Questionnaire, award: Award, least: Mapping[str, int], candidate: Candidate
    ) -> _Scored:
        points = points_of(questionnaire, award, candidate.asked, candidate.agreed)
        missed = missed_requirements(least, candidate.asked, candidate.agreed, candidate.gates)
        return cls(candidate, points, points.total, bool(missed))

    @property
    def name(self) -> Text:
        return self.candidate.name

    @property
    def shares(self) -> tuple[Fraction, ...]:
        return tuple(
            Fraction(part.sum, part.most)
            for part in self.points.parts
            if part.criterion.weight and part.criterion.questions
        )


def _other_scores(
    questionnaire: Questionnaire, award: Award, least: Mapping[str, int], of: Sequence[_Scored]
) -> Iterable[OtherScore]:
    """Which single agreed score, one point higher or lower, puts others first: by the formula, to the cent."""
    best = max(one.total for one in of if not one.is_out)
    first = tuple(one for one in of if not one.is_out and one.total == best)
    # A point on one question cannot bring more than this.
    most = max(rounded(Fraction(s.weight, 4 * len(s.questions))) for s in award.sub_criteria if s.questions)
    for one in of:
        if one not in first and one.total + most + Decimal("0.01") < best:
            continue
        others = [other for other in of if other is not one and not other.is_out]
        for key, before, after, then in _changed(questionnaire, least, one):
            totals = [(other, other.total) for other in others] + ([(one, then)] if then is not None else [])
            highest = max((total for _, total in totals), default=None)
            now = [scored for scored, total in totals if total == highest]
            if {id(scored) for scored in now} != {id(scored) for scored in first}:
                names = tuple(scored.name for scored in of if any(scored is found for found in now))
                yield OtherScore(one.name, key, before, after, names)


def _changed(
    questionnaire: Questionnaire, least: Mapping[str, int], one: _Scored
) -> Iterable[tuple[Key, int, int, Decimal | None]]:
    """Each agreed score with a point more and less, and the total then; None where a minimum is missed then."""
    by_question = {v.key.question: (part, v.value) for part in one.points.parts for v in part.questions}
    asked = set(one.candidate.asked)
    for key, agreed in one.candidate.agreed.items():
        if key not in asked or not isinstance(agreed.anchor, int):
            continue
        if key.question not in by_question and key.question not in least:
            continue
        for anchor in (agreed.anchor - 1, agreed.anchor + 1):
            if not 0 <= anchor <= 4:
                continue
            changed = {**one.candidate.agreed, key: replace(agreed, anchor=anchor)}
            is_out = one.is_out
            if key.question in least:
                is_out = bool(missed_requirements(least, asked, changed, one.candidate.gates))
            total = one.total
            if key.question in by_question:
                part, value = by_question[key.question]
                total += _gain(part, _lowest(questionnaire, key.question, asked, changed) - value)
            if is_out != one.is_out or (not is_out and total != one.total):
                yield key, agreed.anchor, anchor, None if is_out else total


def _lowest(questionnaire: Questionnaire, question: str, asked: set[Key], agreed: AgreedScores) -> int:
    asking = questionnaire.by_id[question]
    return min(
        anchor_at_evidence(questionnaire, asking, agreed.get(key, Agreed("unanswered")))
        for key in asked
        if key.question == question
    )


def _gain(part: Part, value: int) -> Decimal:
    exact = Fraction(part.criterion.weight * (part.sum + value), part.most)
    return rounded(exact) - part.points
