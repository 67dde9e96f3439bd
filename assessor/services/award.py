"""Who stands where by the published formula. Computed anew each time, from agreed scores and requirements alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assessor.domain.answers import Key
from assessor.domain.award import Award, Points, places, points_of
from assessor.domain.decisions import Choice
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.requirements import missed_requirements
from assessor.domain.text import Text
from assessor.domain.verification import HANDING_IN, HANDING_IN_WORDS
from assessor.services.criteria import award_of
from assessor.services.gathering import Offers
from assessor.services.house import House
from assessor.services.opened import keys_to_score, scope_opened
from assessor.services.tenders import minimums_of, questionnaire_of
from assessor.storage.models import Response, Tender


@dataclass(frozen=True)
class Place:
    """Where one opened response stands."""

    response_id: str
    vendor: str
    points: Points
    rank: int | None
    """1 is first; several may share it. None: it does not take part in the order, for the reason that is given."""
    why_not: Text | None = None


@dataclass(frozen=True)
class Standing:
    """All opened responses by the published formula: first those with a place, best first, then the others."""

    award: Award
    places: tuple[Place, ...]

    @cached_property
    def by_response(self) -> dict[str, Place]:
        return {place.response_id: place for place in self.places}

    @property
    def first(self) -> tuple[Place, ...]:
        """To whom the award can go: one, or several that are equal; nobody where no offer has a place."""
        return tuple(place for place in self.places if place.rank == 1)


def standing_of(house: House, tender: Tender, offers: Offers) -> Standing | None:
    """The order by award points; None until the agreed scores are handed in, and where no formula was published.

    For services that checked the actor. It reads nothing but what is in `offers`.
    """
    questionnaire = questionnaire_of(house, tender)
    award = award_of(questionnaire, tender)
    if award is None or tender.frozen is None or tender.scored_at is None:
        return None
    found = [
        _place(questionnaire, tender, award, offers, response, vendor)
        for response, vendor in offers.responses
        if response.state == "opened"
    ]
    ranks = places({p.response_id: p.points.total for p in found if p.why_not is None})
    ranked = [Place(p.response_id, p.vendor, p.points, ranks.get(p.response_id), p.why_not) for p in found]
    # By name among equals, as they came.
    ranked.sort(key=lambda p: (p.rank is None, p.rank or 0))
    return Standing(award, tuple(ranked))


def _place(
    questionnaire: Questionnaire,
    tender: Tender,
    award: Award,
    offers: Offers,
    response: Response,
    vendor: str,
) -> Place:
    scope, agreed = scope_opened(tender, response), offers.agreed.get(response.id, {})
    asked = keys_to_score(questionnaire, tender, scope, offers.answers.get(response.id, {}))
    return Place(
        response.id,
        vendor,
        points_of(questionnaire, award, asked, agreed),
        rank=None,
        why_not=_why_not(questionnaire, tender, offers, response, asked),
    )


_SET_ASIDE = Text(nl="Terzijde gelegd: niet voldaan aan {names}.", en="Set aside: {names} is missed.")
_MISSED = Text(nl="Voldoet niet aan: {names}.", en="Misses: {names}.")


def _why_not(
    questionnaire: Questionnaire, tender: Tender, offers: Offers, response: Response, asked: tuple[Key, ...]
) -> Text | None:
    """Why an offer has no place: it was set aside, or misses a published requirement."""
    decided = offers.decisions.get(response.id)
    if decided is not None and decided.choice is Choice.SET_ASIDE:
        on = (decided.requirement,) if decided.requirement else ()
        return _SET_ASIDE.fill(names=_names(questionnaire, on))
    missed = missed_requirements(
        {m.question: m.least for m in minimums_of(tender)},
        asked,
        offers.agreed.get(response.id, {}),
        offers.gates.get(response.id, {}),
    )
    return _MISSED.fill(names=_names(questionnaire, missed)) if missed else None


def _names(questionnaire: Questionnaire, ids: tuple[str, ...]) -> Text:
    name = Text(nl="{id} {name}", en="{id} {name}")
    named = [
        HANDING_IN_WORDS if id == HANDING_IN else name.fill(id=id, name=questionnaire.by_id[id].name)
        for id in ids
    ]
    return Text(nl=", ".join(n.nl for n in named) or "-", en=", ".join(n.en for n in named) or "-")
