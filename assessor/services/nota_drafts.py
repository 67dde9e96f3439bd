"""What officers write for the next nota van inlichtingen: drafts they share, each with the questions it answers.

A question's own text stays as it was asked; officers write the words in which it is published. A revision that is not
today's means that a colleague saved in between: `Changed`, and nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from assessor.domain.nota import Spoken
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.questions_to_all import LONGEST_ANSWER, LONGEST_QUESTION, OUTCOMES, Outcome
from assessor.domain.text import Text
from assessor.services.access import case_for, find_tender
from assessor.services.house import House
from assessor.services.questions_to_all import NO_QUESTION, askable
from assessor.services.refusals import Changed, NotThere, Refused
from assessor.services.tenders import note, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage.models import AnsweredIn, Nota, NotaItem, Person, QuestionToAll, Tender


@dataclass(frozen=True)
class Words:
    """What an officer typed for one item."""

    question: str
    wording: Spoken
    answer: Spoken
    changes: Spoken
    outcome: str = Outcome.ANSWERED.value
    ready: bool = False


@dataclass(frozen=True)
class Draft:
    """An item that is not published, with the questions it answers and who wrote last."""

    row: NotaItem
    questions: tuple[QuestionToAll, ...]
    writer: str
    corrects: tuple[int, int] | None
    """The nota and the number of what it puts right."""

    @property
    def answer(self) -> Spoken:
        return Spoken(self.row.answer_nl, self.row.answer_en)

    @property
    def wording(self) -> Spoken:
        return Spoken(self.row.wording_nl, self.row.wording_en)

    @property
    def changes(self) -> Spoken:
        return Spoken(self.row.changes_nl, self.row.changes_en)

    @property
    def is_told(self) -> bool:
        return self.row.told_at is not None

    @property
    def can_be_told(self) -> bool:
        return self.row.outcome == Outcome.TOLD and self.row.ready and not self.is_told


@dataclass(frozen=True)
class Desk:
    """Everything that officers have before them."""

    tender: Tender
    open: tuple[QuestionToAll, ...]
    """Asked, and in no answer yet."""
    drafts: tuple[Draft, ...]
    told: tuple[Draft, ...]
    """Not answered; only the one who asked knows why."""
    can_answer: bool

    @property
    def ready(self) -> tuple[Draft, ...]:
        """What the next nota would hold."""
        return tuple(d for d in self.drafts if d.row.ready and d.row.outcome != Outcome.TOLD)


# --- reading ----------------------------------------------------------------------------------------------


def desk(house: House, actor: Actor, tender_id: str) -> Desk:
    """The questions that are open, and the answers being written."""
    tender = find_tender(house, actor, tender_id, Action.READ_QUESTIONS_TO_ALL)
    drafts = drafts_of(house, tender)
    return Desk(
        tender=tender,
        open=open_questions(house, tender),
        drafts=tuple(d for d in drafts if not d.is_told),
        told=tuple(d for d in drafts if d.is_told),
        can_answer=can_answer(house, actor, tender),
    )


@dataclass(frozen=True)
class InShort:
    """How many questions wait, how much is ready, and how many notas there are."""

    open: int
    ready: int
    notas: int


def in_short(house: House, tender: Tender) -> InShort:
    """What the page of the tender says of it. For services and pages that checked the actor."""
    drafts = drafts_of(house, tender)
    notas = house.db.scalar(select(func.count()).select_from(Nota).where(Nota.tender_id == tender.id)) or 0
    ready = sum(d.row.ready and d.row.outcome != Outcome.TOLD for d in drafts)
    return InShort(len(open_questions(house, tender)), ready, notas)


def can_answer(house: House, actor: Actor, tender: Tender) -> bool:
    """Whether the actor may answer, and it is not too late."""
    in_time = tender.deadline is not None and house.now() < tender.deadline
    return in_time and may(actor, Action.ANSWER_QUESTIONS, case_for(house, actor, tender))


def open_questions(house: House, tender: Tender) -> tuple[QuestionToAll, ...]:
    """What no item answers yet. By day; within a day in the order of ids, which are random, so that it tells nothing.

    For services that checked the actor.
    """
    answered = select(AnsweredIn.question_id).where(AnsweredIn.tender_id == tender.id)
    return tuple(
        house.db.scalars(
            select(QuestionToAll)
            .where(QuestionToAll.tender_id == tender.id, QuestionToAll.id.not_in(answered))
            .order_by(QuestionToAll.day, QuestionToAll.id)
        )
    )


def drafts_of(house: House, tender: Tender) -> tuple[Draft, ...]:
    """The items that are in no nota, by the question they are about. For services that checked the actor."""
    rows = house.db.execute(
        select(NotaItem, Person.name)
        .join(Person, Person.id == NotaItem.written_by)
        .where(NotaItem.tender_id == tender.id, NotaItem.nota_id.is_(None))
    ).all()
    if not rows:
        return ()
    asked = _questions(house, tender)
    published = _published(house, tender)
    order = {q.id: place for place, q in enumerate(questionnaire_of(house, tender).questions)}
    found = [
        Draft(row, tuple(asked.get(row.id, ())), name, published.get(row.corrects or ""))
        for row, name in rows
    ]
    return tuple(sorted(found, key=lambda d: (order.get(d.row.question, -1), d.row.id)))


def draft_of(house: House, actor: Actor, tender_id: str, item_id: str) -> Draft:
    """One of them."""
    tender = find_tender(house, actor, tender_id, Action.READ_QUESTIONS_TO_ALL)
    one = next((d for d in drafts_of(house, tender) if d.row.id == item_id), None)
    if one is None:
        raise NotThere
    return one


def _questions(house: House, tender: Tender) -> dict[str, list[QuestionToAll]]:
    found: dict[str, list[QuestionToAll]] = {}
    for row, item in house.db.execute(
        select(QuestionToAll, AnsweredIn.item_id)
        .join(AnsweredIn, AnsweredIn.question_id == QuestionToAll.id)
        .where(AnsweredIn.tender_id == tender.id)
        .order_by(QuestionToAll.day, QuestionToAll.id)
    ):
        found.setdefault(item, []).append(row)
    return found


def _published(house: House, tender: Tender) -> dict[str, tuple[int, int]]:
    rows = house.db.execute(
        select(NotaItem.id, Nota.number, NotaItem.number)
        .join(Nota, Nota.id == NotaItem.nota_id)
        .where(NotaItem.tender_id == tender.id)
    )
    return {id: (nota, number) for id, nota, number in rows if number is not None}


# --- writing ----------------------------------------------------------------------------------------------


def begin(
    house: House, actor: Actor, tender_id: str, questions: Collection[str] = (), corrects: int | None = None
) -> NotaItem:
    """A new draft: for one question, for several that are equal, or for a remark; or putting right a published item."""
    tender = _open(house, actor, tender_id)
    free = {row.id: row for row in open_questions(house, tender)}
    chosen = [free[id] for id in sorted(set(questions)) if id in free]
    if len(chosen) != len(set(questions)):
        raise Refused(_TAKEN)
    row = NotaItem(tender_id=tender.id, written_by=actor.id, written_at=house.now())
    if corrects is not None:
        old = house.db.scalars(
            select(NotaItem).where(NotaItem.tender_id == tender.id, NotaItem.number == corrects)
        ).one_or_none()
        if old is None:
            raise NotThere
        row.corrects, row.question = old.id, old.question
        row.wording_nl, row.wording_en = old.wording_nl, old.wording_en
    elif chosen:
        about = {one.question for one in chosen}
        row.question = about.pop() if len(about) == 1 else ""
        if len(chosen) == 1 and not chosen[0].sensitive:
            setattr(row, f"wording_{tender.language}", chosen[0].text)
    house.db.add(row)
    house.db.flush()
    _answer(house, tender, row, chosen)
    note(house, actor, tender, "nota_item_saved", {"item": row.id, "revision": row.revision})
    return row


def save(
    house: House,
    actor: Actor,
    tender_id: str,
    item_id: str,
    words: Words,
    questions: Collection[str],
    revision: int,
) -> NotaItem:
    """Save a draft with the questions it answers. Only what is ready must be complete."""
    tender = _open(house, actor, tender_id)
    row = _draft(house, tender, item_id, revision)
    typed = Typed()
    clean = _clean(typed, house, tender, words)
    chosen = _chosen(typed, house, tender, row, questions)
    if clean.ready:
        _require_whole(typed, tender, clean, chosen)
    typed.stop()
    row.question, row.outcome, row.ready = clean.question, clean.outcome, clean.ready
    row.wording_nl, row.wording_en = clean.wording.nl, clean.wording.en
    row.answer_nl, row.answer_en = clean.answer.nl, clean.answer.en
    row.changes_nl, row.changes_en = clean.changes.nl, clean.changes.en
    row.revision += 1
    row.written_by, row.written_at = actor.id, house.now()
    house.db.execute(delete(AnsweredIn).where(AnsweredIn.item_id == row.id))
    _answer(house, tender, row, chosen)
    note(house, actor, tender, "nota_item_saved", {"item": row.id, "revision": row.revision})
    return row


def remove(house: House, actor: Actor, tender_id: str, item_id: str, revision: int) -> None:
    """Take a draft away; its questions are open again."""
    tender = _open(house, actor, tender_id)
    row = _draft(house, tender, item_id, revision)
    house.db.execute(delete(AnsweredIn).where(AnsweredIn.item_id == row.id))
    house.db.delete(row)
    note(house, actor, tender, "nota_item_removed", {"item": row.id})


def tell(house: House, actor: Actor, tender_id: str, item_id: str, revision: int) -> None:
    """Tell only the one who asked why there is no answer. From then on it stays as it is."""
    tender = _open(house, actor, tender_id)
    row = _draft(house, tender, item_id, revision)
    if row.outcome != Outcome.TOLD or not row.ready:
        raise Refused(
            Text(
                nl="Zet dit eerst op klaar, met de reden voor de vraagsteller.",
                en="Mark this as ready first, with the reason for the one who asked.",
            )
        )
    row.told_at = house.now()
    house.db.flush()
    note(
        house, actor, tender, "question_rejected", {"item": row.id, "reason": row.answer_nl or row.answer_en}
    )


# --- within -----------------------------------------------------------------------------------------------

_TAKEN = Text(
    nl="Een van deze vragen staat intussen bij een ander antwoord. Kies opnieuw.",
    en="One of these questions is with another answer by now. Choose again.",
)


def _open(house: House, actor: Actor, tender_id: str) -> Tender:
    """The tender, while answers can still be given."""
    tender = find_tender(house, actor, tender_id, Action.ANSWER_QUESTIONS)
    refuse_late(house, tender)
    return tender


def refuse_late(house: House, tender: Tender) -> None:
    """After the deadline nothing is answered any more."""
    if tender.deadline is None or house.now() >= tender.deadline:
        raise Refused(
            Text(
                nl="De uiterste datum en tijd zijn voorbij. Er kan niets meer worden beantwoord.",
                en="The deadline has passed. Nothing can be answered any more.",
            )
        )


def _draft(house: House, tender: Tender, item_id: str, revision: int) -> NotaItem:
    row = house.db.get(NotaItem, item_id)
    if row is None or row.tender_id != tender.id or row.nota_id is not None or row.told_at is not None:
        raise NotThere
    if row.revision != revision:
        house.db.expunge(row)  # it must outlive the rollback, to be shown beside what was typed
        raise Changed(
            Text(
                nl="Een collega heeft dit net gewijzigd. Vergelijk en sla opnieuw op.",
                en="A colleague has just changed this. Compare and save again.",
            ),
            theirs=row,
        )
    return row


def _answer(house: House, tender: Tender, row: NotaItem, chosen: Iterable[QuestionToAll]) -> None:
    house.db.add_all(AnsweredIn(question_id=one.id, item_id=row.id, tender_id=tender.id) for one in chosen)
    house.db.flush()


def _clean(typed: Typed, house: House, tender: Tender, words: Words) -> Words:
    if words.question and words.question not in {q.id for q in askable(house, tender)}:
        typed.wrong("question", NO_QUESTION)
    return Words(
        question=words.question,
        wording=_spoken(typed, tender, "wording", words.wording, LONGEST_QUESTION),
        answer=_spoken(typed, tender, "answer", words.answer, LONGEST_ANSWER),
        changes=_spoken(typed, tender, "changes", words.changes, LONGEST_QUESTION),
        outcome=typed.choice("outcome", words.outcome, OUTCOMES),
        ready=words.ready,
    )


def _spoken(typed: Typed, tender: Tender, name: str, given: Spoken, longest: int) -> Spoken:
    """In the languages of the tender; another one is passed over, since its form has no field for it."""

    def one(language: str, text: str) -> str:
        if language != tender.language and not tender.both_languages:
            return ""
        return typed.paragraphs(f"{name}_{language}", text, longest=longest)

    return Spoken(one("nl", given.nl), one("en", given.en))


def _chosen(
    typed: Typed, house: House, tender: Tender, row: NotaItem, questions: Collection[str]
) -> list[QuestionToAll]:
    own = _questions(house, tender).get(row.id, [])
    possible = {one.id: one for one in (*own, *open_questions(house, tender))}
    if not set(questions) <= set(possible):
        typed.wrong("questions", _TAKEN)
    return [possible[id] for id in sorted(set(questions)) if id in possible]


def _require_whole(typed: Typed, tender: Tender, words: Words, chosen: list[QuestionToAll]) -> None:
    missing = Text(
        nl="Vul dit in voordat u het op klaar zet.", en="Fill this in before you mark it as ready."
    )
    told = words.outcome == Outcome.TOLD
    if not getattr(words.answer, tender.language):
        typed.wrong(f"answer_{tender.language}", missing)
    if chosen and not told and not getattr(words.wording, tender.language):
        typed.wrong(f"wording_{tender.language}", missing)
    if not chosen and words.outcome != Outcome.ANSWERED:
        message = Text(
            nl="Alleen een vraag kan onbeantwoord blijven.", en="Only a question can be left unanswered."
        )
        typed.wrong("outcome", message)
    if words.changes and words.outcome != Outcome.ANSWERED:
        message = Text(
            nl="Zonder antwoord verandert er niets aan de stukken. Maak dit veld leeg.",
            en="Without an answer nothing changes in the documents. Empty this field.",
        )
        typed.wrong(f"changes_{tender.language}", message)
    for language in () if told else ("nl", "en"):
        if any(one.sensitive and one.text in getattr(words.wording, language) for one in chosen):
            message = Text(
                nl="De vraagsteller noemt deze tekst bedrijfsgevoelig. Schrijf de vraag in algemene woorden.",
                en="The one who asked calls this text sensitive. Write the question in general words.",
            )
            typed.wrong(f"wording_{language}", message)
