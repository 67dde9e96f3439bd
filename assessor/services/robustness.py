"""How firm an order by award points is: of a draft's weights on earlier scores, and of an order that stands.

For the buyer's eyes. It reads agreed scores and changes nothing, and no vendor sees anything of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessor.domain.award import Award
from assessor.domain.decisions import Choice
from assessor.domain.firmness import Candidate, Firmness, firmness
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.text import Text
from assessor.services.access import case_for, find_tender, tenders_for
from assessor.services.award import Standing
from assessor.services.criteria import award_set_up, can_count
from assessor.services.examples import QUESTIONNAIRE, examples
from assessor.services.gathering import Offers, offers_of
from assessor.services.house import House
from assessor.services.opened import keys_to_score, scope_opened
from assessor.services.refusals import NotThere
from assessor.services.tenders import minimums_of, procedure_of, questionnaire_of
from assessor.storage.models import Tender

MOST_TENDERS = 5
"""How many earlier tenders weights are tested on; the newest."""
_NAMELESS = Text(nl="Inschrijving {n}", en="Offer {n}")
_EXAMPLES = Text(nl="De vijf verzonnen leveranciers", en="The five invented vendors")


@dataclass(frozen=True)
class Trial:
    """A draft's weights on one set of offers."""

    name: Text
    found: Firmness | None
    """None where they make no order: fewer than two offers keep a place."""
    unscored: int
    """How many of the scores that count are not there; each counts as 0."""
    earlier: str | None = None
    """The id of the earlier tender; None for the invented vendors."""


@dataclass(frozen=True)
class TriedOut:
    """A draft's weights, tested."""

    tender: Tender
    award: Award
    trials: tuple[Trial, ...] | None
    """None while the use, and with it what can count, is not filled in."""


def try_weights(house: House, actor: Actor, tender_id: str) -> TriedOut:
    """What a draft's weights would make of the invented vendors, and of earlier offers of this house.

    Only tenders with the same questionnaire of which the actor is an officer too and whose scores were handed in. Their
    offers go without names: weights are to fit what is bought, and no firm.
    """
    draft = find_tender(house, actor, tender_id, Action.EDIT_TENDER)
    if not procedure_of(draft).award:
        raise NotThere
    questionnaire = questionnaire_of(house, draft)
    award = award_set_up(questionnaire, draft)
    if can_count(questionnaire, draft) is None:
        return TriedOut(draft, award, None)
    least = _least(draft)
    trials = []
    if (draft.questionnaire, draft.questionnaire_version) == QUESTIONNAIRE:
        invented = [
            Candidate(Text(nl=e.company, en=e.company), tuple(e.agreed), e.agreed, e.gates)
            for e in examples()
        ]
        trials.append(_trial(questionnaire, award, least, _EXAMPLES, invented))
    most = len(trials) + MOST_TENDERS
    for earlier in _earlier(house, actor, draft):
        if len(trials) == most:
            break
        offers = offers_of(house, earlier)
        by_id = sorted(response.id for response, _ in offers.responses)
        names = {id: _NAMELESS.fill(n=number) for number, id in enumerate(by_id, start=1)}
        candidates = _candidates(questionnaire, earlier, offers, names)
        if len(candidates) > 1:
            title = Text(nl=earlier.title, en=earlier.title)
            trials.append(_trial(questionnaire, award, least, title, candidates, earlier.id))
    return TriedOut(draft, award, tuple(trials))


def _trial(
    questionnaire: Questionnaire,
    award: Award,
    least: Mapping[str, int],
    name: Text,
    candidates: list[Candidate],
    earlier: str | None = None,
) -> Trial:
    counting = {q for s in award.sub_criteria if s.weight for q in s.questions}
    unscored = sum(len(counting - {key.question for key in c.agreed}) for c in candidates)
    return Trial(name, firmness(questionnaire, award, least, candidates), unscored, earlier)


def _earlier(house: House, actor: Actor, draft: Tender) -> Iterator[Tender]:
    """The tenders of which the actor may see the scores as their officer, newest first."""
    for tender in tenders_for(house, actor):
        same = (tender.questionnaire, tender.questionnaire_version) == (
            draft.questionnaire,
            draft.questionnaire_version,
        )
        if tender.id == draft.id or not same or tender.scored_at is None:
            continue
        case = case_for(house, actor, tender)
        if case.part == "officer" and may(actor, Action.COMPARE, case):
            yield tender


def firmness_of(
    house: House, actor: Actor, tender: Tender, offers: Offers, standing: Standing | None
) -> Firmness | None:
    """How firm the order is that stands; None without an order, and for who may not read it."""
    if standing is None or not may(actor, Action.READ_ROBUSTNESS, case_for(house, actor, tender)):
        return None
    questionnaire = questionnaire_of(house, tender)
    names = {place.response_id: Text(nl=place.vendor, en=place.vendor) for place in standing.places}
    return firmness(
        questionnaire, standing.award, _least(tender), _candidates(questionnaire, tender, offers, names)
    )


def _least(tender: Tender) -> dict[str, int]:
    return {minimum.question: minimum.least for minimum in minimums_of(tender)}


def _candidates(
    questionnaire: Questionnaire, tender: Tender, offers: Offers, names: Mapping[str, Text]
) -> list[Candidate]:
    """The opened offers that were not set aside, with what was agreed about them."""
    found = []
    for response, _ in offers.responses:
        decided = offers.decisions.get(response.id)
        if response.state != "opened" or (decided is not None and decided.choice is Choice.SET_ASIDE):
            continue
        scope = scope_opened(tender, response)
        found.append(
            Candidate(
                name=names[response.id],
                asked=keys_to_score(questionnaire, tender, scope, offers.answers.get(response.id, {})),
                agreed=offers.agreed.get(response.id, {}),
                gates=offers.gates.get(response.id, {}),
            )
        )
    return found
