"""The buyer's own tasks: which there are, and where each stands."""

from __future__ import annotations

import datetime

import pytest

from assessor.domain.readiness import Planned, TaskState, tasks
from tests.domain.miniature import miniature, question, shipped

PART = {"nl": "Wijs iemand aan.", "en": "Name somebody."}
TODAY = datetime.date(2026, 11, 23)
Q = miniature(
    question("CTX-04", answered_by="buyer"),
    question("HUM-01", answered_by="both", buyer_part=PART, quick=[], when=[{"any": ["can_reject"]}]),
    question("HUM-10", answered_by="both", buyer_part=PART),
    question("HUM-18", answered_by="both", buyer_part=PART, quick=[], when=[{"none": ["effect_informs"]}]),
    question(
        "HUM-12", answered_by="both", buyer_part=PART, quick=[{"question": "HUM-02", "one_of": ["yes"]}]
    ),
    question("HUM-02", quick=[]),
)


def listed(tier: str, effect: str | None) -> list[str]:
    return [task.question for task in tasks(Q, tier, effect, {})]


def test_the_own_questions_are_always_there_and_the_halves_go_with_what_is_asked() -> None:
    assert listed("full", "rejects") == ["CTX-04", "HUM-01", "HUM-10", "HUM-18", "HUM-12"]
    assert listed("quick", "rejects") == ["CTX-04", "HUM-01", "HUM-18", "HUM-12"]


def test_what_the_use_cannot_bring_about_is_no_task() -> None:
    assert listed("full", "informs") == ["CTX-04", "HUM-10", "HUM-12"]
    assert listed("full", None) == listed("full", "rejects")


def test_the_shipped_questionnaire_has_tasks_in_both_tiers() -> None:
    own = {"CTX-01", "CTX-02", "CTX-03", "CTX-04", "CTX-07"}
    quick = tasks(shipped(), "quick", "ranks", {})
    full = tasks(shipped(), "full", "ranks", {})
    assert {task.question for task in quick if task.is_own} == own
    assert own < {task.question for task in quick} < {task.question for task in full}


@pytest.mark.parametrize(
    ("planned", "state"),
    [
        (Planned(), TaskState.OPEN),
        (Planned(owner="HR"), TaskState.OPEN),
        (Planned(due=TODAY), TaskState.OPEN),
        (Planned(owner="HR", due=TODAY), TaskState.PLANNED),
        (Planned(owner="HR", due=TODAY - datetime.timedelta(days=1)), TaskState.LATE),
        (Planned(owner="HR", due=TODAY - datetime.timedelta(days=1), done=True), TaskState.DONE),
    ],
)
def test_a_task_is_planned_with_a_name_and_a_day_and_late_after_it(
    planned: Planned, state: TaskState
) -> None:
    (task, *_) = tasks(Q, "quick", "ranks", {"CTX-04": planned})
    assert task.state(TODAY) is state
