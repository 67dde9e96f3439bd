"""Scoring alone: each assessor gives every answer of the own sections a score with a reason, and makes them final.

Scores are added and never changed; of each assessor and question the newest counts. Nobody sees another's before
the own ones are final. `interests.py` is what comes before, `sheets.py` what is scored, `agreeing.py` what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain.answers import Key
from assessor.domain.permissions import Action, Actor
from assessor.domain.text import Text
from assessor.services.access import all_final, find_response
from assessor.services.agreeing import (
    Assessed,
    agree_where_same,
    agreed_before,
    agreed_scores,
    missing_agreed,
    newest_agreed,
    others_scores,
    record_agreed,
    record_averages,
    spread,
)
from assessor.services.house import House
from assessor.services.interests import declare_interests, recuse
from assessor.services.refusals import Refused
from assessor.services.sheets import (
    ANCHORS,
    Judgement,
    Sheet,
    after,
    as_agreed,
    clean,
    my_sheet,
    note_score,
    sheet_of,
)
from assessor.services.tenders import agreement_of
from assessor.storage.models import Company, Response, Score, ScoreSheet

__all__ = [
    "ANCHORS",
    "Assessed",
    "Judgement",
    "OwnWords",
    "Sheet",
    "agree_where_same",
    "agreed_before",
    "agreed_scores",
    "as_agreed",
    "declare_interests",
    "make_final",
    "missing_agreed",
    "my_sheet",
    "newest_agreed",
    "others_scores",
    "own_words",
    "record_agreed",
    "record_averages",
    "record_score",
    "recuse",
    "spread",
]


def record_score(house: House, actor: Actor, response_id: str, key: Key, judgement: Judgement) -> Score:
    """Add the actor's own score of one answer."""
    response = find_response(house, actor, response_id, Action.RECORD_SCORE)
    sheet = sheet_of(house, actor, response)
    if sheet.final_at is not None and agreement_of(sheet.tender) != "average":
        raise Refused(
            Text(
                nl="Uw eigen scores zijn definitief. Wijzig samen de consensusscore.",
                en="Your own scores are final. Change the agreed score together.",
            )
        )
    found = clean(house, sheet, key, judgement)
    before = sheet.scores.get(key)
    row = Score(
        response_id=response.id,
        question=key.question,
        module=key.module,
        assessor_id=actor.id,
        anchor=found.anchor,
        evidence=found.evidence,
        evidence_date=found.evidence_date,
        fit=found.fit,
        reason=found.reason,
        at=after(house.now(), before.at if before else None),
    )
    house.db.add(row)
    note_score(house, actor, sheet.tender, "score_recorded", response, row, key)
    return row


def make_final(house: House, actor: Actor, response_id: str) -> None:
    """The actor's scores of a response are final: from here on the others' are visible, and these stay."""
    response = find_response(house, actor, response_id, Action.FINISH_SHEET)
    sheet = sheet_of(house, actor, response)
    if sheet.missing:
        message = Text(nl="Nog zonder score: {keys}.", en="Without a score yet: {keys}.")
        raise Refused(message.fill(keys=", ".join(str(key) for key in sheet.missing)))
    row = ScoreSheet(response_id=response.id, assessor_id=actor.id, final_at=house.now())
    house.db.add(row)
    note_score(house, actor, sheet.tender, "scores_final", response, row)
    if agreement_of(sheet.tender) == "average" and all_final(house, sheet.tender, response):
        # From here on they count, so that gates can be judged on them before the hand-in.
        record_averages(house, actor, response)


# --- own words --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnWords:
    """A reason that the assessor wrote before about the same question."""

    id: str
    """The score it was written with."""
    vendor: str
    module: str
    reason: str


def own_words(house: House, actor: Actor, response_id: str, key: Key) -> tuple[OwnWords, ...]:
    """The actor's earlier reasons about this question, of this vendor and others, newest first and each text once."""
    response = find_response(house, actor, response_id, Action.RECORD_SCORE)
    rows = house.db.execute(
        select(Score, Company.name)
        .join(Response, Response.id == Score.response_id)
        .join(Company, Company.id == Response.company_id)
        .where(
            Response.tender_id == response.tender_id,
            Score.assessor_id == actor.id,
            Score.question == key.question,
        )
        .order_by(Score.at.desc(), Score.id)
    ).all()
    current = my_sheet(house, actor, response_id).scores.get(key)
    return tuple(_each_once(rows, current.reason if current else ""))


def _each_once(rows: Iterable[tuple[Score, str]], current: str) -> Iterable[OwnWords]:
    told = {current}
    for score, vendor in rows:
        if score.reason not in told:
            told.add(score.reason)
            yield OwnWords(score.id, vendor, score.module, score.reason)
