"""For the consensus meeting: where assessors differ, over all responses of a tender, and how well they agreed.

Only of responses of which everybody's scores are final, and for an assessor only once the own ones are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from assessor.domain.agreement import Concordance, concordance
from assessor.domain.assignments import Assignment, sections_asked
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.text import Text
from assessor.services.access import assignments_of, case_for, find_tender
from assessor.services.agreeing import Assessed, assessed, final_scores, void_agreed
from assessor.services.house import House
from assessor.services.sheets import as_agreed, newest
from assessor.services.tenders import agreement_of, questionnaire_of
from assessor.storage.models import AgreedScore, Company, Response, ScoreSheet, Tender


@dataclass(frozen=True)
class Difference:
    """One answer of one vendor."""

    response_id: str
    vendor: str
    section: str
    found: Assessed


@dataclass(frozen=True)
class SectionAgreement:
    """How well the assessors of a section agreed."""

    code: str
    name: Text
    found: Concordance


@dataclass(frozen=True)
class Differences:
    """What the assessors have to talk about."""

    tender: Tender
    vendors: tuple[tuple[str, str], ...]
    """The responses compared here, with the name of their vendor."""
    waiting: tuple[str, ...]
    """Vendors of whom the reader sees nothing yet."""
    apart: tuple[Difference, ...]
    """Where scores lie two or more apart, or some found nothing to score: worst first within a section."""
    sections: tuple[SectionAgreement, ...]
    total: Concordance
    is_averaged: bool
    own_sections: frozenset[str]
    """Those of an assessor; empty: all."""


def differences(house: House, actor: Actor, tender_id: str) -> Differences:
    """The list for the meeting. The number of queries is the same for five vendors and for fifty."""
    tender = find_tender(house, actor, tender_id, Action.SEE_TENDER)
    assigned = assignments_of(house, tender)
    opened = house.db.execute(
        select(Response.id, Company.name)
        .join(Company, Company.id == Response.company_id)
        .where(Response.tender_id == tender.id, Response.state == "opened")
        .order_by(Company.name, Response.id)
    ).all()
    ready = _readable(house, actor, tender, [id for id, _ in opened], assigned)
    shown = [(id, vendor) for id, vendor in opened if id in ready]
    found = _all(house, tender, shown)
    sections = sections_asked(questionnaire_of(house, tender), tender.tier)
    order = {s.code: place for place, s in enumerate(sections)}
    apart = [one for one in found if one.found.spread.needs_talk]
    return Differences(
        tender=tender,
        vendors=tuple(shown),
        waiting=tuple(vendor for id, vendor in opened if id not in ready),
        apart=tuple(
            sorted(apart, key=lambda d: (order.get(d.section, len(order)), -d.found.spread.difference))
        ),
        sections=tuple(
            SectionAgreement(s.code, s.name, _concordance([d for d in found if d.section == s.code]))
            for s in sections
        ),
        total=_concordance(found),
        is_averaged=agreement_of(tender) == "average",
        own_sections=next((a.sections for a in assigned if a.person == actor.id), frozenset()),
    )


def _readable(
    house: House, actor: Actor, tender: Tender, opened: Sequence[str], assigned: Sequence[Assignment]
) -> frozenset[str]:
    """The responses of which everybody is final, and all scores may be read by the actor."""
    finals = {
        (response, assessor)
        for response, assessor in house.db.execute(
            select(ScoreSheet.response_id, ScoreSheet.assessor_id).where(ScoreSheet.response_id.in_(opened))
        )
    }
    case = replace(case_for(house, actor, tender), response_state="opened", all_final=True)
    return frozenset(
        id
        for id in opened
        if all((id, one.person) in finals for one in assigned)
        and may(actor, Action.READ_ALL_SCORES, replace(case, own_final=(id, actor.id) in finals))
    )


def _all(house: House, tender: Tender, shown: Sequence[tuple[str, str]]) -> list[Difference]:
    ids = [id for id, _ in shown]
    questions, void = questionnaire_of(house, tender).by_id, void_agreed(house, tender)
    agreed: dict[str, list[AgreedScore]] = {id: [] for id in ids}
    for row in house.db.scalars(select(AgreedScore).where(AgreedScore.response_id.in_(ids))):
        if row.id not in void:
            agreed[row.response_id].append(row)
    scores = final_scores(house, tender, ids)
    return [
        Difference(id, vendor, questions[one.key.question].dimension, one)
        for id, vendor in shown
        for one in assessed(scores[id], newest(agreed[id]))
    ]


def _concordance(found: Sequence[Difference]) -> Concordance:
    return concordance([{person.id: as_agreed(score) for person, score in one.found.scores} for one in found])
