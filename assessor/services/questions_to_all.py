"""Questions to all on the vendor's side: asked until the published moment, and what became of one's own.

Whose a question is stands in a table of its own, which only this module reads, starting from the vendor. Nothing that
officers look at touches it; so they get the question, the day, and no more.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import func, select

from assessor.domain import questions_to_all as rules
from assessor.domain.findings import today
from assessor.domain.formats import moment
from assessor.domain.nota import Spoken
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.model import Question
from assessor.domain.text import Text
from assessor.services.access import find_with_tender
from assessor.services.house import House
from assessor.services.refusals import Refused
from assessor.services.tenders import SHORTEST_REASON, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.models import (
    AnsweredIn,
    AskedBy,
    Nota,
    NotaItem,
    Person,
    QuestionToAll,
    Response,
    Tender,
)

NO_QUESTION = Text(
    nl="Kies een vraag uit de lijst, of stel een algemene vraag.",
    en="Choose a question from the list, or ask a general one.",
)


def askable(house: House, tender: Tender) -> tuple[Question, ...]:
    """The questions that one can ask about. Not only those of one's own offer, which would tell what that is."""
    every = questionnaire_of(house, tender).questions
    return tuple(q for q in every if q.by_vendor and (tender.tier == "full" or q.quick is not None))


def ask(
    house: House,
    actor: Actor,
    response_id: str,
    *,
    text: str,
    question: str = "",
    sensitive: bool = False,
    sensitive_reason: str = "",
    received_at: datetime.datetime,
) -> QuestionToAll:
    """A vendor asks. The same question sent twice is one question."""
    response, tender = find_with_tender(house, actor, response_id, Action.ASK_QUESTION)
    _refuse_late(house, tender, received_at)
    typed = Typed()
    text = typed.paragraphs("text", text, shortest=SHORTEST_REASON, longest=rules.LONGEST_QUESTION)
    if question and question not in {q.id for q in askable(house, tender)}:
        typed.wrong("question", NO_QUESTION)
    if sensitive:
        sensitive_reason = typed.paragraphs(
            "sensitive_reason", sensitive_reason, shortest=SHORTEST_REASON, longest=1000
        )
    typed.stop()
    earlier = _same(house, response, text, question)
    if earlier is not None:
        return earlier
    _refuse_too_many(house, response)
    row = QuestionToAll(
        tender_id=tender.id,
        question=question,
        text=text,
        sensitive=sensitive,
        sensitive_reason=sensitive_reason if sensitive else "",
        day=today(received_at),
    )
    house.db.add(row)
    house.db.flush()
    house.db.add(AskedBy(question_id=row.id, response_id=response.id, person_id=actor.id, at=received_at))
    chain = events.response_chain(response.id)
    events.append(house.db, chain, actor.id, "question_asked", {"question": question}, "", house.now(), row)
    return row


def _refuse_late(house: House, tender: Tender, received_at: datetime.datetime) -> None:
    until = tender.questions_until
    if until is None:
        raise Refused(
            Text(
                nl="In deze procedure kunt u hier geen vragen stellen.",
                en="In this procedure you cannot ask questions here.",
            )
        )
    if not rules.is_in_time(until, received_at, house.now()):
        raise Refused(
            Text(
                nl="U kon vragen stellen tot {until}. Uw vraag kwam te laat en is niet vastgelegd.",
                en="You could ask questions until {until}. Your question came too late and was not recorded.",
            ).fill(until=Text(nl=moment(until, "nl"), en=moment(until, "en")))
        )


def _same(house: House, response: Response, text: str, question: str) -> QuestionToAll | None:
    return house.db.scalars(
        select(QuestionToAll)
        .join(AskedBy, AskedBy.question_id == QuestionToAll.id)
        .where(
            AskedBy.response_id == response.id,
            QuestionToAll.text == text,
            QuestionToAll.question == question,
        )
        .limit(1)
    ).first()


def _refuse_too_many(house: House, response: Response) -> None:
    asked = house.db.scalar(select(func.count()).where(AskedBy.response_id == response.id)) or 0
    if asked >= rules.MOST_QUESTIONS:
        raise Refused(
            Text(
                nl="U hebt al {n} vragen gesteld. Meer kan niet.",
                en="You have asked {n} questions already. No more can be asked.",
            ).fill(n=asked)
        )


# --- what became of them ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """A vendor's own question, with the answer once there is one."""

    row: QuestionToAll
    asked_by: str
    asked_at: datetime.datetime
    nota: int | None = None
    """The nota in which it is answered, or rejected with the reason."""
    number: int | None = None
    """The number of the answer."""
    rejected: bool = False
    told: Spoken | None = None
    """Why it is not answered, where only the vendor is told."""


def own_questions(house: House, actor: Actor, response_id: str) -> tuple[Own, ...]:
    """What one's own company asked, the newest first."""
    response, _ = find_with_tender(house, actor, response_id, Action.READ_OWN_RESPONSE)
    rows = house.db.execute(
        select(QuestionToAll, AskedBy.at, Person.name, NotaItem, Nota.number)
        .join(AskedBy, AskedBy.question_id == QuestionToAll.id)
        .join(Person, Person.id == AskedBy.person_id)
        .outerjoin(AnsweredIn, AnsweredIn.question_id == QuestionToAll.id)
        .outerjoin(NotaItem, NotaItem.id == AnsweredIn.item_id)
        .outerjoin(Nota, Nota.id == NotaItem.nota_id)
        .where(AskedBy.response_id == response.id)
        .order_by(AskedBy.at.desc(), QuestionToAll.id)
    )
    return tuple(_own(row, name, at, item, nota) for row, at, name, item, nota in rows)


def _own(
    row: QuestionToAll, name: str, at: datetime.datetime, item: NotaItem | None, nota: int | None
) -> Own:
    """Nothing of a draft: of an item only what was published, or what only the one who asked was told."""
    if item is not None and nota is not None:
        return Own(row, name, at, nota, item.number, item.outcome == rules.Outcome.REJECTED)
    if item is not None and item.told_at is not None:
        return Own(row, name, at, rejected=True, told=Spoken(item.answer_nl, item.answer_en))
    return Own(row, name, at)
