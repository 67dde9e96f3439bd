"""Agreeing: everybody's final scores beside each other, and one agreed score with a reason of its own.

How scores are agreed was published: by consensus, or as the average, which is computed once all are final. An agreed
score counts only while all who took part in it may: when one of them withdrew, or another joined later, the answer is
agreed anew, and the old one stays in the trail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from assessor.domain.agreement import Spread, average, spread_of
from assessor.domain.answers import Agreed, Key
from assessor.domain.assignments import covers
from assessor.domain.permissions import Action, Actor
from assessor.domain.text import Text
from assessor.services.access import all_final, find_response, tender_of
from assessor.services.house import House
from assessor.services.refusals import Refused
from assessor.services.sheets import Judgement, Sheet, after, as_agreed, clean, newest, note_score, sheet_of
from assessor.services.tenders import agreement_of, questionnaire_of
from assessor.storage.models import AgreedScore, Person, Response, Score, ScoreSheet, Tender, TenderPerson

Scores = dict[Key, list[tuple[Person, Score]]]


@dataclass(frozen=True)
class Assessed:
    """One answer with the separate scores of those whose scores are final."""

    key: Key
    scores: tuple[tuple[Person, Score], ...]
    spread: Spread
    agreed: AgreedScore | None


# --- side by side -----------------------------------------------------------------------------------------


def others_scores(house: House, actor: Actor, response_id: str) -> Scores:
    """The scores of everybody who finished, the actor's own among them, by name."""
    response = find_response(house, actor, response_id, Action.READ_ALL_SCORES)
    return _final_scores(house, response)


def spread(house: House, actor: Actor, response_id: str) -> list[Assessed]:
    """For each answer how far the scores lie apart, and what was agreed."""
    response = find_response(house, actor, response_id, Action.READ_ALL_SCORES)
    return assessed(_final_scores(house, response), newest_agreed(house, response))


def assessed(scores: Scores, agreed: Mapping[Key, AgreedScore]) -> list[Assessed]:
    """Final scores with how far they lie apart and what was agreed."""
    return [
        Assessed(key, tuple(own), spread_of([as_agreed(s) for _, s in own]), agreed.get(key))
        for key, own in scores.items()
    ]


def final_scores(house: House, tender: Tender, responses: Collection[str]) -> dict[str, Scores]:
    """By response and question in the order of asking, of assessors who finished and did not withdraw.

    For services that checked the actor.
    """
    rows = house.db.execute(
        select(Score, Person)
        .join(Person, Person.id == Score.assessor_id)
        .join(
            ScoreSheet,
            (ScoreSheet.response_id == Score.response_id) & (ScoreSheet.assessor_id == Score.assessor_id),
        )
        .join(
            TenderPerson,
            (TenderPerson.tender_id == tender.id) & (TenderPerson.person_id == Score.assessor_id),
        )
        .where(Score.response_id.in_(responses), TenderPerson.recused_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()
    people = {person.id: person for _, person in rows}
    sheets: dict[tuple[str, str], list[Score]] = {}
    for score, person in rows:
        sheets.setdefault((score.response_id, person.id), []).append(score)
    order = {q.id: place for place, q in enumerate(questionnaire_of(house, tender).questions)}
    found: dict[str, Scores] = {id: {} for id in responses}
    for (response, person_id), own in sheets.items():
        for key, score in newest(own).items():
            found[response].setdefault(key, []).append((people[person_id], score))
    return {
        id: {key: by_key[key] for key in sorted(by_key, key=lambda k: (order.get(k.question, len(order)), k))}
        for id, by_key in found.items()
    }


def _final_scores(house: House, response: Response) -> Scores:
    return final_scores(house, tender_of(house, response), [response.id])[response.id]


# --- together ---------------------------------------------------------------------------------------------


def record_agreed(
    house: House, actor: Actor, response_id: str, key: Key, judgement: Judgement
) -> AgreedScore:
    """Record what the assessors of its section agreed for one answer, with their reason."""
    response = find_response(house, actor, response_id, Action.RECORD_AGREED_SCORE)
    sheet = sheet_of(house, actor, response)
    _may_agree(house, sheet)
    return _add_agreed(house, actor, sheet, key, clean(house, sheet, key, judgement))


def agree_where_same(house: House, actor: Actor, response_id: str) -> int:
    """Record the agreed score wherever all assessors found exactly the same; their reasons become its reason."""
    response = find_response(house, actor, response_id, Action.RECORD_AGREED_SCORE)
    sheet = sheet_of(house, actor, response)
    _may_agree(house, sheet)
    done = 0
    for one in assessed(_final_scores(house, response), newest_agreed(house, response)):
        if one.agreed is None and one.spread.same and sheet.holds(one.key):
            first = one.scores[0][1]
            reason = _reasons(one.scores)
            told = Judgement(first.anchor, first.evidence, reason, first.fit, first.evidence_date)
            _add_agreed(house, actor, sheet, one.key, told)
            done += 1
    return done


def _may_agree(house: House, sheet: Sheet) -> None:
    if agreement_of(sheet.tender) == "average":
        raise Refused(
            Text(
                nl="Hier geldt het gemiddelde van de losse scores, zoals is gepubliceerd.",
                en="Here the average of the separate scores counts, as was published.",
            )
        )
    if not all_final(house, sheet.tender, sheet.response):
        raise Refused(
            Text(
                nl="Nog niet alle beoordelaars hebben hun scores definitief gemaakt.",
                en="Not all assessors have made their scores final yet.",
            )
        )


def _reasons(own: Iterable[tuple[Person, Score]]) -> str:
    return "\n".join(f"{person.name}: {score.reason}" for person, score in own)


def _add_agreed(house: House, actor: Actor, sheet: Sheet, key: Key, judgement: Judgement) -> AgreedScore:
    before = newest(_agreed_rows(house, sheet.response)).get(key)
    recused = house.db.scalar(
        select(func.max(TenderPerson.recused_at)).where(TenderPerson.tender_id == sheet.tender.id)
    )
    row = AgreedScore(
        response_id=sheet.response.id,
        question=key.question,
        module=key.module,
        anchor=judgement.anchor,
        evidence=judgement.evidence,
        evidence_date=judgement.evidence_date,
        fit=judgement.fit,
        reason=judgement.reason,
        recorded_by=actor.id,
        at=after(house.now(), before.at if before else None, recused),
    )
    house.db.add(row)
    note_score(house, actor, sheet.tender, "score_agreed", sheet.response, row, key)
    return row


def record_averages(house: House, actor: Actor, response: Response) -> None:
    """In a tender that published the average: record it wherever it is new. For verbs that checked the actor."""
    sheet = sheet_of(house, actor, response)
    agreed = newest_agreed(house, response)
    for key, own in _final_scores(house, response).items():
        mean = average([as_agreed(score) for _, score in own])
        known = as_agreed(agreed[key]) if key in agreed else None
        told = Agreed(mean.anchor, mean.evidence, mean.date, mean.fit, _reasons(own))
        if told != known:
            judgement = Judgement(str(told.anchor), told.evidence.value, told.reason, told.fit, told.date)
            _add_agreed(house, actor, sheet, key, judgement)


# --- what counts ------------------------------------------------------------------------------------------


def newest_agreed(house: House, response: Response) -> dict[Key, AgreedScore]:
    """The agreed scores that count, newest per answer. For services that checked the actor."""
    void = void_agreed(house, tender_of(house, response))
    return newest(row for row in _agreed_rows(house, response) if row.id not in void)


def void_agreed(house: House, tender: Tender) -> frozenset[str]:
    """The agreed scores of a tender that no longer count, by id: of sections of which the assessors changed since.

    That is so where somebody who took part withdrew, or where somebody who was added after the opening finished
    later. What was handed in to the manager stands, until the manager returns it.
    """
    if tender.opened_at is None:
        return frozenset()
    changed = house.db.execute(
        select(TenderPerson, ScoreSheet.response_id, ScoreSheet.final_at)
        .join(ScoreSheet, ScoreSheet.assessor_id == TenderPerson.person_id)
        .join(Response, (Response.id == ScoreSheet.response_id) & (Response.tender_id == tender.id))
        .where(
            TenderPerson.tender_id == tender.id,
            TenderPerson.part == "assessor",
            or_(TenderPerson.recused_at.is_not(None), TenderPerson.added_at > tender.opened_at),
        )
    ).all()
    if not changed:
        return frozenset()
    questions = questionnaire_of(house, tender).by_id
    rows = house.db.execute(
        select(AgreedScore.id, AgreedScore.response_id, AgreedScore.question, AgreedScore.at)
        .join(Response, Response.id == AgreedScore.response_id)
        .where(Response.tender_id == tender.id)
    ).all()
    void = set()
    for person, response_id, final_at in changed:
        gone = person.recused_at
        if gone is not None and tender.scored_at is not None and gone > tender.scored_at:
            gone = None
        for id, about, question, at in rows:
            if about != response_id or not covers(person.sections, questions[question].dimension):
                continue
            if at < final_at if person.recused_at is None else gone is not None and final_at <= at <= gone:
                void.add(id)
    return frozenset(void)


def _agreed_rows(house: House, response: Response) -> Iterable[AgreedScore]:
    return house.db.scalars(select(AgreedScore).where(AgreedScore.response_id == response.id))


def agreed_before(house: House, actor: Actor, response_id: str, key: Key) -> list[tuple[Person, AgreedScore]]:
    """Every agreed score of one answer with who recorded it, oldest first."""
    response = find_response(house, actor, response_id, Action.READ_ALL_SCORES)
    rows = house.db.execute(
        select(Person, AgreedScore)
        .join(Person, Person.id == AgreedScore.recorded_by)
        .where(
            AgreedScore.response_id == response.id,
            AgreedScore.question == key.question,
            AgreedScore.module == key.module,
        )
        .order_by(AgreedScore.at)
    )
    return [(person, row) for person, row in rows]


def agreed_scores(house: House, actor: Actor, response_id: str) -> dict[Key, Agreed]:
    """What counts for each answer."""
    response = find_response(house, actor, response_id, Action.READ_ASSESSMENT)
    return {key: as_agreed(row) for key, row in newest_agreed(house, response).items()}


def missing_agreed(house: House, actor: Actor, response: Response) -> tuple[Key, ...]:
    """The answers that still lack an agreed score; for an assessor those of the own sections."""
    agreed = newest_agreed(house, response)
    return tuple(key for key in sheet_of(house, actor, response).to_score if key not in agreed)
