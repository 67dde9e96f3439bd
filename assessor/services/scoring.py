"""Scoring: interests declared, each assessor alone with a reason, then one agreed score with its own reason.

Scores are added and never changed; of each assessor and question the newest counts. Nobody sees another's before
the own ones are final. How scores are agreed was published: by consensus, or as the average, which `agreement.py`
computes when the scoring is finished.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast, get_args

from sqlalchemy import select

from assessor.domain.agreement import Spread, average, spread_of
from assessor.domain.answers import Agreed, Answer, Fit, Key, Scope, Standing
from assessor.domain.formats import ZONE
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.model import EvidenceLevel, Questionnaire
from assessor.domain.text import Text
from assessor.domain.words import EVIDENCE_LEVELS, FITS
from assessor.services.access import all_final, find_response, find_tender, tender_of
from assessor.services.figures import against_e3
from assessor.services.house import House
from assessor.services.opened import answers_opened, keys_to_score, scope_opened
from assessor.services.refusals import NotThere, Refused
from assessor.services.tenders import SHORTEST_REASON, agreement_of, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.models import (
    AgreedScore,
    Person,
    Response,
    Score,
    ScoreSheet,
    Table,
    Tender,
    TenderPerson,
)

_Row = TypeVar("_Row", Score, AgreedScore)

ANCHORS = ("0", "1", "2", "3", "4", *get_args(Standing))


@dataclass(frozen=True)
class Judgement:
    """What somebody found about one answer, as a form gives it."""

    anchor: str
    """'0' to '4', or a standing: unknown, withheld, not_applicable, unanswered."""
    evidence: str
    reason: str
    fit: str = "both"
    evidence_date: datetime.date | None = None


def as_agreed(row: Score | AgreedScore) -> Agreed:
    """A stored score as the method knows it."""
    return Agreed(
        anchor=int(row.anchor) if row.anchor.isdigit() else cast(Standing, row.anchor),
        evidence=EvidenceLevel(row.evidence),
        date=row.evidence_date,
        fit=cast(Fit, row.fit),
        reason=row.reason,
    )


# --- interests --------------------------------------------------------------------------------------------


def declare_interests(house: House, actor: Actor, tender_id: str, *, none: bool) -> None:
    """An assessor declares to have no interest in the outcome, or withdraws because there is one."""
    tender = find_tender(house, actor, tender_id, Action.DECLARE_INTERESTS)
    part = house.db.get_one(TenderPerson, (tender.id, actor.id))
    if none:
        part.declared_at = part.declared_at or house.now()
    else:
        part.recused_at = house.now()
    verb = "no_interests_declared" if none else "assessor_recused"
    events.append(house.db, events.tender_chain(tender.id), actor.id, verb, {}, "", house.now())


# --- reading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """An opened response as it is read and scored, with the reader's own scores."""

    response: Response
    tender: Tender
    questionnaire: Questionnaire
    scope: Scope
    answers: Mapping[Key, Answer]
    keys: tuple[Key, ...]
    """The vendor's questions that were asked, in order."""
    scores: Mapping[Key, Score]
    """The reader's own newest scores."""
    final_at: datetime.datetime | None

    @property
    def to_score(self) -> tuple[Key, ...]:
        """What was answered, also with "unknown" or "not applicable". What was left open needs no score."""
        return tuple(key for key in self.keys if key in self.answers)

    @property
    def missing(self) -> tuple[Key, ...]:
        return tuple(key for key in self.to_score if key not in self.scores)


def my_sheet(house: House, actor: Actor, response_id: str) -> Sheet:
    """The answers of an opened response, and what the actor scored."""
    return _sheet(house, actor, find_response(house, actor, response_id, Action.READ_ANSWERS))


def _sheet(house: House, actor: Actor, response: Response) -> Sheet:
    tender = tender_of(house, response)
    questionnaire = questionnaire_of(house, tender)
    scope, answers = scope_opened(tender, response), answers_opened(house, response)
    final = house.db.get(ScoreSheet, (response.id, actor.id))
    own = select(Score).where(Score.response_id == response.id, Score.assessor_id == actor.id)
    return Sheet(
        response=response,
        tender=tender,
        questionnaire=questionnaire,
        scope=scope,
        answers=answers,
        keys=keys_to_score(questionnaire, tender, scope, answers),
        scores=_newest(house.db.scalars(own)),
        final_at=final.final_at if final else None,
    )


def _newest(rows: Iterable[_Row]) -> dict[Key, _Row]:
    newest: dict[Key, _Row] = {}
    for row in sorted(rows, key=lambda r: r.at):
        newest[Key(row.question, row.module)] = row
    return newest


# --- alone ------------------------------------------------------------------------------------------------


def record_score(house: House, actor: Actor, response_id: str, key: Key, judgement: Judgement) -> Score:
    """Add the actor's own score of one answer."""
    response = find_response(house, actor, response_id, Action.RECORD_SCORE)
    sheet = _sheet(house, actor, response)
    if sheet.final_at is not None and agreement_of(sheet.tender) != "average":
        raise Refused(
            Text(
                nl="Uw eigen scores zijn definitief. Wijzig samen de consensusscore.",
                en="Your own scores are final. Change the agreed score together.",
            )
        )
    clean = _clean(house, sheet, key, judgement)
    before = sheet.scores.get(key)
    row = Score(
        response_id=response.id,
        question=key.question,
        module=key.module,
        assessor_id=actor.id,
        anchor=clean.anchor,
        evidence=clean.evidence,
        evidence_date=clean.evidence_date,
        fit=clean.fit,
        reason=clean.reason,
        at=_after(house.now(), before.at if before else None),
    )
    house.db.add(row)
    _note(house, actor, sheet.tender, "score_recorded", response, row, key)
    return row


def make_final(house: House, actor: Actor, response_id: str) -> None:
    """The actor's scores of a response are final: from here on the others' are visible, and these stay."""
    response = find_response(house, actor, response_id, Action.FINISH_SHEET)
    sheet = _sheet(house, actor, response)
    if sheet.missing:
        message = Text(nl="Nog zonder score: {keys}.", en="Without a score yet: {keys}.")
        raise Refused(message.fill(keys=", ".join(str(key) for key in sheet.missing)))
    row = ScoreSheet(response_id=response.id, assessor_id=actor.id, final_at=house.now())
    house.db.add(row)
    _note(house, actor, sheet.tender, "scores_final", response, row)
    if agreement_of(sheet.tender) == "average" and all_final(house, sheet.tender, response):
        # From here on they count, so that gates can be judged on them before the hand-in.
        record_averages(house, actor, response)


def _clean(house: House, sheet: Sheet, key: Key, judgement: Judgement) -> Judgement:
    if key not in sheet.keys:
        raise NotThere
    typed = Typed()
    open_only = key not in sheet.answers
    anchor = typed.choice("anchor", judgement.anchor, ("unanswered",) if open_only else ANCHORS)
    evidence = typed.choice("evidence", judgement.evidence, EVIDENCE_LEVELS)
    against = _against(house, sheet, key, evidence)
    if against is not None:
        typed.wrong("evidence", against)
    fit = typed.choice("fit", judgement.fit, FITS)
    reason = typed.paragraphs("reason", judgement.reason, shortest=SHORTEST_REASON)
    date = judgement.evidence_date
    if date is not None and date > house.now().astimezone(ZONE).date():
        typed.wrong(
            "evidence_date", Text(nl="Deze datum is nog niet geweest.", en="This date is yet to come.")
        )
    typed.stop()
    return Judgement(anchor, evidence, reason, fit, judgement.evidence_date)


def _against(house: House, sheet: Sheet, key: Key, evidence: str) -> Text | None:
    """Only tables that add up and agree with what is claimed make evidence recomputable."""
    question = sheet.questionnaire.by_id[key.question]
    if evidence != EvidenceLevel.E3 or not question.tables:
        return None
    return against_e3(house, sheet.response, question)


def _after(now: datetime.datetime, before: datetime.datetime | None) -> datetime.datetime:
    # "The newest counts" must hold even when two scores come within one tick of the clock.
    return now if before is None else max(now, before + datetime.timedelta(microseconds=1))


# --- together ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Assessed:
    """One answer with the separate scores of those whose scores are final."""

    key: Key
    scores: tuple[tuple[Person, Score], ...]
    spread: Spread
    agreed: AgreedScore | None


def others_scores(house: House, actor: Actor, response_id: str) -> dict[Key, list[tuple[Person, Score]]]:
    """The scores of everybody who finished, the actor's own among them, by name."""
    response = find_response(house, actor, response_id, Action.READ_ALL_SCORES)
    return _final_scores(house, response)


def spread(house: House, actor: Actor, response_id: str) -> list[Assessed]:
    """For each answer how far the scores lie apart, and what was agreed."""
    response = find_response(house, actor, response_id, Action.READ_ALL_SCORES)
    agreed = newest_agreed(house, response)
    return [
        Assessed(key, tuple(own), spread_of([as_agreed(s) for _, s in own]), agreed.get(key))
        for key, own in _final_scores(house, response).items()
    ]


def _final_scores(house: House, response: Response) -> dict[Key, list[tuple[Person, Score]]]:
    """By question in the order of asking, of assessors who finished and did not withdraw."""
    tender = tender_of(house, response)
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
        .where(Score.response_id == response.id, TenderPerson.recused_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()
    people = {person.id: person for _, person in rows}
    by_person = {id: _newest(score for score, person in rows if person.id == id) for id in people}
    keys = {key for scores in by_person.values() for key in scores}
    order = {q.id: place for place, q in enumerate(questionnaire_of(house, tender).questions)}
    return {
        key: [(people[id], scores[key]) for id, scores in by_person.items() if key in scores]
        for key in sorted(keys, key=lambda k: (order.get(k.question, len(order)), k))
    }


def record_agreed(
    house: House, actor: Actor, response_id: str, key: Key, judgement: Judgement
) -> AgreedScore:
    """Record what the assessors agreed for one answer, with their reason. The separate scores stay."""
    response = find_response(house, actor, response_id, Action.RECORD_AGREED_SCORE)
    sheet = _sheet(house, actor, response)
    _may_agree(house, sheet)
    return _add_agreed(house, actor, sheet, key, _clean(house, sheet, key, judgement))


def agree_where_same(house: House, actor: Actor, response_id: str) -> int:
    """Record the agreed score wherever all assessors found exactly the same; their reasons become its reason."""
    response = find_response(house, actor, response_id, Action.RECORD_AGREED_SCORE)
    sheet = _sheet(house, actor, response)
    _may_agree(house, sheet)
    agreed = newest_agreed(house, response)
    done = 0
    for key, own in _final_scores(house, response).items():
        if key not in agreed and spread_of([as_agreed(s) for _, s in own]).same:
            first = own[0][1]
            told = Judgement(first.anchor, first.evidence, _reasons(own), first.fit, first.evidence_date)
            _add_agreed(house, actor, sheet, key, told)
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
    before = newest_agreed(house, sheet.response).get(key)
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
        at=_after(house.now(), before.at if before else None),
    )
    house.db.add(row)
    _note(house, actor, sheet.tender, "score_agreed", sheet.response, row, key)
    return row


def record_averages(house: House, actor: Actor, response: Response) -> None:
    """In a tender that published the average: record it wherever it is new. For verbs that checked the actor."""
    sheet = _sheet(house, actor, response)
    agreed = newest_agreed(house, response)
    for key, own in _final_scores(house, response).items():
        mean = average([as_agreed(score) for _, score in own])
        known = as_agreed(agreed[key]) if key in agreed else None
        told = Agreed(mean.anchor, mean.evidence, mean.date, mean.fit, _reasons(own))
        if told != known:
            judgement = Judgement(str(told.anchor), told.evidence.value, told.reason, told.fit, told.date)
            _add_agreed(house, actor, sheet, key, judgement)


def newest_agreed(house: House, response: Response) -> dict[Key, AgreedScore]:
    """The agreed scores that count, newest per answer. For services that checked the actor."""
    rows = house.db.scalars(select(AgreedScore).where(AgreedScore.response_id == response.id))
    return _newest(rows)


def agreed_before(house: House, actor: Actor, response_id: str, key: Key) -> list[tuple[Person, AgreedScore]]:
    """Every agreed score of one answer with who recorded it, oldest first; the last one counts."""
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
    """The answers that still lack an agreed score."""
    agreed = newest_agreed(house, response)
    return tuple(key for key in _sheet(house, actor, response).to_score if key not in agreed)


def _note(
    house: House,
    actor: Actor,
    tender: Tender,
    verb: str,
    response: Response,
    row: Table,
    key: Key | None = None,
) -> None:
    about = {"response": response.id} | ({"question": str(key)} if key else {})
    events.append(house.db, events.tender_chain(tender.id), actor.id, verb, about, "", house.now(), row)
