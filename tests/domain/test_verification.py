"""When an offer can be verified, how long its vendor has, and how a round stands."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from assessor.domain.answers import Scope
from assessor.domain.decisions import Choice
from assessor.domain.procedures import State
from assessor.domain.questionnaire.hours import further
from assessor.domain.verification import (
    OUTCOMES,
    Outcome,
    StartFacts,
    earliest_day,
    fault_of_deadline,
    obstacles_to_starting,
    outcome_of,
)
from tests.domain.miniature import miniature, question

CONFIRMED, NOT = Choice.CONFIRMS_OFFER, Choice.DOES_NOT_CONFIRM


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("newest", [None, CONFIRMED, NOT])
def test_only_what_is_decided_has_an_outcome(state: State, newest: Choice | None) -> None:
    expected = Outcome.UNDER_WAY
    if state is State.CANCELLED:
        expected = Outcome.STOPPED
    elif state is State.DECIDED:
        expected = Outcome.CONFIRMS if newest is CONFIRMED else Outcome.DOES_NOT_CONFIRM
    assert outcome_of(state, newest) is expected


def test_every_outcome_has_its_words() -> None:
    assert set(OUTCOMES) == set(Outcome)


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        ({}, []),
        ({"is_published": False, "returned": True}, ["For this tender it was not published"]),
        ({"returned": True}, ["The scores are still"]),
        ({"set_aside": True, "missed": ("VAL-01",)}, ["This offer was set aside"]),
        ({"missed": ("VAL-01",)}, ["This offer misses a published minimum requirement: VAL-01"]),
        ({"under_way": "Alfa (fictief)"}, ["A verification is under way already, of Alfa"]),
        ({"outcomes": (Outcome.STOPPED,)}, []),
        ({"outcomes": (Outcome.STOPPED, Outcome.CONFIRMS)}, ["This offer has been verified"]),
        ({"outcomes": (Outcome.DOES_NOT_CONFIRM,)}, ["This offer has been verified"]),
    ],
)
def test_each_thing_in_the_way_is_named(facts: dict[str, Any], begins: list[str]) -> None:
    found = obstacles_to_starting(replace(StartFacts(is_published=True), **facts))
    assert len(found) == len(begins)
    assert all(reason.en.startswith(begin) for reason, begin in zip(found, begins, strict=True))


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        ("2026-12-07T10:00", "2026-12-14"),
        ("2026-12-12T10:00", "2026-12-18"),  # a Saturday
        ("2026-12-21T10:00", "2026-12-29"),  # over Christmas
    ],
)
def test_five_working_days_lie_between(now: str, earliest: str) -> None:
    at = datetime.datetime.fromisoformat(now).replace(tzinfo=datetime.UTC)
    first = datetime.date.fromisoformat(earliest)
    assert earliest_day(at) == first
    noon = datetime.datetime.combine(first, datetime.time(12), datetime.UTC)
    assert fault_of_deadline(at, noon) is None
    assert fault_of_deadline(at, noon - datetime.timedelta(days=1)) is not None


def test_what_is_further_asked_is_what_the_quick_scan_left_out() -> None:
    found = miniature(
        question("VAL-01", quick=[]), question("VAL-02"), question("HUM-01", per="module"),
        question("CTX-04", answered_by="buyer")
    )  # fmt: skip
    assert further(found, Scope(("T05", "T10"), effect="ranks")) == (3, 1)
