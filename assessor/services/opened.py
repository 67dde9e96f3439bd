"""What can be read of a response after the opening. No verbs: the callers have checked the actor."""

from __future__ import annotations

import datetime

from sqlalchemy import select

from assessor.domain.answers import Answer, Key, Scope
from assessor.domain.formats import ZONE
from assessor.domain.package import answer_from_json, scope_from_json
from assessor.domain.questionnaire.conditions import asked
from assessor.domain.questionnaire.model import Questionnaire
from assessor.services.house import House
from assessor.services.tenders import buyer_facts
from assessor.storage.models import OpenedAnswer, Response, Tender


def scope_opened(tender: Tender, response: Response) -> Scope:
    """The vendor's half of the scope, with the buyer's effect."""
    plain = response.opened_scope or {"products": [], "marks": []}
    return scope_from_json(plain, buyer_facts(tender, response).effect)


def answers_opened(house: House, response: Response) -> dict[Key, Answer]:
    """The answers as they were submitted."""
    rows = house.db.scalars(select(OpenedAnswer).where(OpenedAnswer.response_id == response.id))
    return {Key(row.question, row.module): answer_from_json(row.answer) for row in rows}


def keys_to_score(
    questionnaire: Questionnaire, tender: Tender, scope: Scope, answers: dict[Key, Answer]
) -> tuple[Key, ...]:
    """The vendor's questions that were asked, in order; those left open too, which need no score."""
    keys = asked(questionnaire, scope, tender.tier, answers)
    return tuple(k for k in keys if questionnaire.by_id[k.question].by_vendor)


def as_of(tender: Tender) -> datetime.date:
    """The day of the deadline: the ages of evidence are counted to it."""
    assert tender.deadline is not None
    return tender.deadline.astimezone(ZONE).date()
