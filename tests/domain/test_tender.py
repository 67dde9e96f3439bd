"""The steps of a tender: what each needs, where it exists, and what can be decided."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from assessor.domain.decisions import CHOICES, Choice, choices_for
from assessor.domain.procedures import TO_CHOOSE
from assessor.domain.tender import PROCEDURES, TRANSITIONS, State, Step, StepFacts, obstacles
from assessor.domain.words import DECISIONS, PROCEDURE_NAMES, STATES

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)

READY = StepFacts(
    state=State.DRAFT,
    procedure=PROCEDURES["open"],
    now=NOW,
    title="Werving (fictief)",
    deadline=NOW + DAY,
    questionnaire_status="published",
    weight_total=100,
    officers=2,
    assessors=2,
    managers=1,
    vendors=1,
)


def lacking(step: Step, **facts: Any) -> list[str]:
    return [reason.en for reason in obstacles(step, replace(READY, **facts))]


def test_a_complete_draft_can_be_published() -> None:
    assert lacking(Step.PUBLISH) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"title": "  "}, "There is no title yet."),
        ({"questionnaire_status": None}, "The chosen questionnaire is not there."),
        (
            {"questionnaire_status": "draft"},
            "This questionnaire is still a draft. You can only use it for a test.",
        ),
        ({"weight_total": 99}, "The weights do not add up to 100."),
        ({"deadline": None}, "There is no deadline yet."),
        ({"deadline": NOW}, "The deadline has already passed."),
        ({"officers": 1}, "Two officers are needed: together they open the responses."),
        ({"assessors": 1}, "Two assessors are needed, who first score independently."),
        ({"managers": 0}, "There is no manager yet who decides."),
        ({"vendors": 0}, "No vendor has been invited yet."),
    ],
)
def test_each_thing_that_lacks_is_named(facts: dict[str, Any], reason: str) -> None:
    assert lacking(Step.PUBLISH, **facts) == [reason]


def test_all_that_lacks_is_listed_at_once() -> None:
    assert len(lacking(Step.PUBLISH, title="", deadline=None, managers=0)) == 3


def test_a_draft_questionnaire_serves_a_test_and_the_demonstration_only() -> None:
    assert lacking(Step.PUBLISH, questionnaire_status="draft", test=True) == []
    assert lacking(Step.PUBLISH, questionnaire_status="draft", demonstration=True) == []
    assert lacking(Step.PUBLISH, questionnaire_status="draft") != []


def test_a_product_in_use_needs_one_officer_and_no_weights() -> None:
    in_use = PROCEDURES["existing_product"]
    assert lacking(Step.PUBLISH, procedure=in_use, officers=1, weight_total=0) == []


def test_officer_rights_given_after_publication_open_only_what_is_not_sealed() -> None:
    waiting = {"state": State.CLOSED, "now": NOW + 2 * DAY, "rights_from": NOW + 3 * DAY}
    [reason] = lacking(Step.OPEN, **waiting)
    assert reason.endswith("You can only take part in the opening from 26 November 2026 at 13:00 (CET).")
    assert lacking(Step.OPEN, **waiting | {"now": NOW + 3 * DAY}) == []
    assert lacking(Step.OPEN, **waiting | {"procedure": replace(PROCEDURES["open"], sealing=False)}) == []
    assert all(procedure.sealing for procedure in PROCEDURES.values())


def test_it_closes_at_the_deadline_and_not_before() -> None:
    just_before = NOW + DAY - datetime.timedelta(microseconds=1)
    assert lacking(Step.CLOSE, state=State.PUBLISHED, now=just_before) == ["The deadline has not passed yet."]
    assert lacking(Step.CLOSE, state=State.PUBLISHED, now=NOW + DAY) == []


def test_it_opens_after_the_waiting_time_and_not_before() -> None:
    opens = NOW + DAY + datetime.timedelta(minutes=60)
    before = opens - datetime.timedelta(microseconds=1)
    assert lacking(Step.OPEN, state=State.CLOSED, now=before) == [
        "The waiting time after the deadline is not over yet."
    ]
    assert lacking(Step.OPEN, state=State.CLOSED, now=opens) == []


def test_finishing_lists_who_and_how_many() -> None:
    reasons = obstacles(
        Step.FINISH_SCORING,
        replace(
            READY,
            state=State.OPENED,
            undeclared=("Anna",),
            not_final=("Anna", "Bram"),
            not_agreed=3,
            waiting_gates=("PRO-05",),
        ),
    )
    assert [r.nl for r in reasons] == [
        "Nog geen verklaring over belangen van: Anna.",
        "Nog niet definitief zijn de scores van: Anna, Bram.",
        "3 vragen hebben nog geen consensusscore.",
        "Een tweede persoon moet nog oordelen over minimumeis PRO-05.",
    ]


def test_scores_are_handed_in_again_only_after_a_return() -> None:
    assert lacking(Step.FINISH_SCORING, state=State.SCORED) == ["This step is not possible at this stage."]
    assert lacking(Step.FINISH_SCORING, state=State.SCORED, returned=True) == []


def test_nothing_is_decided_while_the_scores_are_with_the_assessors() -> None:
    for step in (Step.DECIDE, Step.RETURN):
        assert lacking(step, state=State.SCORED) == []
        assert lacking(step, state=State.SCORED, returned=True) == [
            "The scores are still with the assessors."
        ]


@pytest.mark.parametrize("step", Step)
def test_a_step_is_possible_only_from_its_states(step: Step) -> None:
    for state in State:
        facts = replace(READY, state=state)
        blocked = "This step is not possible at this stage." in [r.en for r in obstacles(step, facts)]
        again = step is Step.FINISH_SCORING and state is State.SCORED
        assert blocked == (state not in TRANSITIONS[step].sources or again)


@pytest.mark.parametrize("step", Step)
def test_a_round_has_no_step_of_awarding(step: Step) -> None:
    facts = replace(READY, procedure=PROCEDURES["market_consultation"])
    not_here = [r.en for r in obstacles(step, facts)] == ["This procedure does not have this step."]
    awarding = {Step.AWARD, Step.TAKE_BACK_AWARD, Step.SIGN, Step.END, Step.END_WITHOUT_AWARD}
    assert not_here == (step in awarding)


def test_the_only_ways_back_are_from_decided_to_scored_and_from_awarded_to_decided() -> None:
    order = list(State)
    back = {
        (source, t.target)
        for t in TRANSITIONS.values()
        for source in t.sources
        if order.index(t.target) < order.index(source)
    }
    assert back == {(State.DECIDED, State.SCORED), (State.AWARDED, State.DECIDED)}


def test_every_state_but_draft_is_reached_by_some_step() -> None:
    assert {t.target for t in TRANSITIONS.values()} == set(State) - {State.DRAFT}


def test_a_tender_and_a_round_have_lists_of_their_own_to_choose_from() -> None:
    tender = {r.choice for r in choices_for(PROCEDURES["open"])}
    outside = {r.choice for r in choices_for(PROCEDURES["existing_product"])}
    assert tender == {
        Choice.APPROVE_AWARD, Choice.SET_ASIDE, Choice.END_WITHOUT_AWARD, Choice.RETURN_TO_ASSESSORS
    }  # fmt: skip
    assert outside == {
        Choice.USE, Choice.USE_WITH_CONDITIONS, Choice.DO_NOT_USE, Choice.RETURN_TO_ASSESSORS
    }  # fmt: skip


def test_a_verification_confirms_the_offer_or_not_and_awards_nothing() -> None:
    verification = PROCEDURES["verification"]
    assert {r.choice for r in choices_for(verification)} == {
        Choice.CONFIRMS_OFFER, Choice.DOES_NOT_CONFIRM, Choice.RETURN_TO_ASSESSORS
    }  # fmt: skip
    assert (verification.in_tender, verification.sealing, verification.two_officers) == (True, True, False)
    assert not verification.award
    assert not verification.letters
    assert verification.free_conditions == frozenset()
    assert not verification.per_response_facts


def test_a_verification_is_started_from_a_tender_and_never_chosen() -> None:
    assert set(PROCEDURES) - set(TO_CHOOSE) == {"verification"}


def test_where_verification_was_published_only_a_confirmed_offer_is_awarded() -> None:
    assert lacking(Step.AWARD, state=State.DECIDED) == []
    [reason] = lacking(Step.AWARD, state=State.DECIDED, unverified=True)
    assert reason.endswith("No verification has confirmed this offer yet.")


def test_only_setting_aside_and_not_confirming_name_a_requirement() -> None:
    naming = [r.choice for r in CHOICES.values() if r.needs_requirement]
    assert naming == [Choice.SET_ASIDE, Choice.DOES_NOT_CONFIRM]


def test_procedures_under_procurement_law_award_and_rounds_do_not() -> None:
    for procedure in TO_CHOOSE.values():
        assert procedure.award == procedure.in_tender == procedure.letters
        assert procedure.per_response_facts == (not procedure.in_tender)
        assert not procedure.standstill or procedure.award


def test_every_state_procedure_and_choice_has_its_words() -> None:
    assert set(STATES) == {s.value for s in State}
    assert set(PROCEDURE_NAMES) == set(PROCEDURES)
    assert set(DECISIONS) == {c.value for c in Choice} == {c.value for c in CHOICES}
