"""The buyer's own half: what the organisation has to have arranged before the product is used.

These tasks come from the questionnaire: the buyer's part of questions both answer, and the questions only the buyer can
answer. They never count against a vendor, and say nothing of any: what vendors offer is not looked at.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessor.domain.questionnaire.conditions import EFFECT
from assessor.domain.questionnaire.model import Condition, Question, Questionnaire
from assessor.domain.text import Text


@dataclass(frozen=True)
class Planned:
    """What an officer noted at a task."""

    owner: str = ""
    due: datetime.date | None = None
    done: bool = False
    note: str = ""


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    PLANNED = "planned"
    LATE = "late"
    DONE = "done"


STATES: Mapping[TaskState, Text] = {
    TaskState.OPEN: Text(nl="nog niet verdeeld", en="not yet assigned"),
    TaskState.PLANNED: Text(nl="gepland", en="planned"),
    TaskState.LATE: Text(nl="te laat", en="late"),
    TaskState.DONE: Text(nl="klaar", en="done"),
}


@dataclass(frozen=True)
class Task:
    """One thing the buyer has to do."""

    question: str
    name: Text
    text: Text
    is_own: bool
    """A question that only the buyer answers; otherwise its half of a question put to vendors."""
    planned: Planned = Planned()

    def state(self, today: datetime.date) -> TaskState:
        plan = self.planned
        if plan.done:
            return TaskState.DONE
        if plan.due is not None and plan.due < today:
            return TaskState.LATE
        return TaskState.PLANNED if plan.owner and plan.due is not None else TaskState.OPEN


def task_of(question: Question, planned: Planned | None = None) -> Task | None:
    """The buyer's task at a question; None where there is none."""
    if question.buyer_part is not None:
        return Task(question.id, question.name, question.buyer_part, False, planned or Planned())
    if question.answered_by == "buyer":
        return Task(question.id, question.name, question.text, True, planned or Planned())
    return None


def tasks(
    questionnaire: Questionnaire, tier: str, effect: str | None, planned: Mapping[str, Planned]
) -> tuple[Task, ...]:
    """The tasks of a tender, in the order of the questionnaire.

    Of the questions put to vendors those of this tier that its use can bring about, whatever is offered; of the
    buyer's own all.
    """
    found = []
    for question in questionnaire.questions:
        if question.by_vendor and tier == "quick" and question.quick is None:
            continue
        lines = question.when + ((question.quick or ()) if tier == "quick" else ())
        task = task_of(question, planned.get(question.id))
        if task is not None and _can_be_asked(questionnaire, lines, effect):
            found.append(task)
    return tuple(found)


def _can_be_asked(questionnaire: Questionnaire, lines: Condition, effect: str | None) -> bool:
    """What the buyer's effect does not exclude; products, marks and answers are the vendor's and stay open."""
    effects = {EFFECT + e.code for e in questionnaire.inherent.effects}
    chosen = effects if effect is None else {EFFECT + effect}
    certain = set() if effect is None else set(chosen)
    certain |= {name for name, members in questionnaire.groups.items() if certain & set(members)}

    def possible(mark: str) -> bool:
        members = questionnaire.groups.get(mark, (mark,))
        return any(member not in effects or member in chosen for member in members)

    return all(
        (not line.any or any(possible(mark) for mark in line.any)) and not certain & set(line.none)
        for line in lines
    )
