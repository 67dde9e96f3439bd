"""A response as it is read and scored: what was asked, what was answered, and the reader's own scores.

An assessor's sheet holds the sections that were assigned to that assessor; the other answers can be read, as context.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast, get_args

from sqlalchemy import select

from assessor.domain.answers import Agreed, Answer, Fit, Key, Scope, Standing
from assessor.domain.assignments import covers
from assessor.domain.formats import ZONE
from assessor.domain.permissions import Action, Actor
from assessor.domain.questionnaire.model import EvidenceLevel, Questionnaire
from assessor.domain.text import Text
from assessor.domain.words import EVIDENCE_LEVELS, FITS
from assessor.services.access import find_response, tender_of
from assessor.services.figures import against_e3
from assessor.services.house import House
from assessor.services.opened import answers_opened, keys_to_score, scope_opened
from assessor.services.refusals import NotThere
from assessor.services.tenders import SHORTEST_REASON, questionnaire_of
from assessor.services.typed import Typed
from assessor.storage import events
from assessor.storage.models import (
    AgreedScore,
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
    sections: frozenset[str] = frozenset()
    """The sections assigned to the reader; empty: all of them."""

    @property
    def own(self) -> tuple[Key, ...]:
        """The questions of the reader's sections."""
        return tuple(key for key in self.keys if self.holds(key))

    @property
    def to_score(self) -> tuple[Key, ...]:
        """What was answered, also with "unknown" or "not applicable". What was left open needs no score."""
        return tuple(key for key in self.own if key in self.answers)

    @property
    def missing(self) -> tuple[Key, ...]:
        return tuple(key for key in self.to_score if key not in self.scores)

    def holds(self, key: Key) -> bool:
        """Whether the question is in a section of the reader."""
        return covers(self.sections, self.questionnaire.by_id[key.question].dimension)


def my_sheet(house: House, actor: Actor, response_id: str) -> Sheet:
    """The answers of an opened response, and what the actor scored."""
    return sheet_of(house, actor, find_response(house, actor, response_id, Action.READ_ANSWERS))


def sheet_of(house: House, actor: Actor, response: Response) -> Sheet:
    """The sheet of the actor. For services that checked the actor."""
    tender = tender_of(house, response)
    questionnaire = questionnaire_of(house, tender)
    scope, answers = scope_opened(tender, response), answers_opened(house, response)
    final = house.db.get(ScoreSheet, (response.id, actor.id))
    part = house.db.get(TenderPerson, (tender.id, actor.id))
    own = select(Score).where(Score.response_id == response.id, Score.assessor_id == actor.id)
    return Sheet(
        response=response,
        tender=tender,
        questionnaire=questionnaire,
        scope=scope,
        answers=answers,
        keys=keys_to_score(questionnaire, tender, scope, answers),
        scores=newest(house.db.scalars(own)),
        final_at=final.final_at if final else None,
        sections=frozenset(part.sections) if part is not None and part.part == "assessor" else frozenset(),
    )


def newest(rows: Iterable[_Row]) -> dict[Key, _Row]:
    """Of rows that are added and never changed those that count, by answer."""
    found: dict[Key, _Row] = {}
    for row in sorted(rows, key=lambda r: r.at):
        found[Key(row.question, row.module)] = row
    return found


# --- writing ----------------------------------------------------------------------------------------------


def clean(house: House, sheet: Sheet, key: Key, judgement: Judgement) -> Judgement:
    """A judgement of an answer on the sheet, checked; refused with a message at each field."""
    if key not in sheet.own:
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


def after(now: datetime.datetime, *before: datetime.datetime | None) -> datetime.datetime:
    """Now, and after each of these: "the newest counts" must hold even within one tick of the clock."""
    tick = datetime.timedelta(microseconds=1)
    return max([now, *(moment + tick for moment in before if moment is not None)])


def note_score(
    house: House,
    actor: Actor,
    tender: Tender,
    verb: str,
    response: Response,
    row: Table,
    key: Key | None = None,
) -> None:
    """Append an event about a response, with the digest of the row."""
    about = {"response": response.id} | ({"question": str(key)} if key else {})
    events.append(house.db, events.tender_chain(tender.id), actor.id, verb, about, "", house.now(), row)
