"""The officer's list of what the own organisation has to arrange: owner, date, done or not, and a note."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select

from assessor.domain import readiness as rules
from assessor.domain.permissions import Action, Actor
from assessor.domain.readiness import Planned, Task
from assessor.domain.text import Text
from assessor.services.access import find_tender
from assessor.services.house import House
from assessor.services.refusals import NotThere
from assessor.services.tenders import note as record
from assessor.services.tenders import questionnaire_of
from assessor.services.typed import Typed
from assessor.storage.models import ReadinessTask, Tender


@dataclass(frozen=True)
class Readiness:
    """The tasks of a tender and how many are done."""

    tender: Tender
    tasks: tuple[Task, ...]

    @property
    def done(self) -> int:
        return sum(task.planned.done for task in self.tasks)


def readiness_of(house: House, actor: Actor, tender_id: str) -> Readiness:
    """The buyer's tasks, with what was noted at each."""
    tender = find_tender(house, actor, tender_id, Action.SEE_TENDER)
    return Readiness(tender, _tasks(house, tender))


def plan_task(
    house: House,
    actor: Actor,
    tender_id: str,
    question: str,
    *,
    owner: str = "",
    due: datetime.date | None = None,
    done: bool = False,
    note: str = "",
) -> None:
    """Note who does a task, by when, and whether it is done. The newest counts."""
    tender = find_tender(house, actor, tender_id, Action.PLAN_READINESS)
    task = next((one for one in _tasks(house, tender) if one.question == question), None)
    if task is None:
        raise NotThere
    typed = Typed()
    owner = typed.line("owner", owner, longest=120, obligatory=False)
    note = typed.paragraphs("note", note, longest=2000)
    if done and not owner:
        typed.wrong(
            "owner",
            Text(
                nl="Vul in wie dit heeft gedaan voordat u het op klaar zet.",
                en="Say who did this before you mark it as done.",
            ),
        )
    typed.stop()
    planned = Planned(owner, due, done, note)
    if planned == task.planned:
        return
    row = house.db.get(ReadinessTask, (tender.id, question))
    if row is None:
        row = ReadinessTask(
            tender_id=tender.id, question=question, owner=owner, due=due, done=done, note=note,
            changed_by=actor.id, changed_at=house.now(),
        )  # fmt: skip
        house.db.add(row)
    row.owner, row.due, row.done, row.note = owner, due, done, note
    row.changed_by, row.changed_at = actor.id, house.now()
    about = {"question": question, "done": done, "due": due.isoformat() if due else None}
    record(house, actor, tender, "readiness_planned", about)


def planned_in(house: House, tender: Tender) -> dict[str, Planned]:
    """What was noted, by question. For services that checked the actor."""
    rows = house.db.scalars(select(ReadinessTask).where(ReadinessTask.tender_id == tender.id))
    return {row.question: Planned(row.owner, row.due, row.done, row.note) for row in rows}


def _tasks(house: House, tender: Tender) -> tuple[Task, ...]:
    effect = tender.facts.get("effect")
    planned = planned_in(house, tender)
    return rules.tasks(questionnaire_of(house, tender), tender.tier, effect or None, planned)
