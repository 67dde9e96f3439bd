"""Gates by two people, and the manager's closed list. Each rule from both sides."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from assessor.domain.export import assessment_json
from assessor.services import decisions, gates, scoring
from assessor.services.assessments import assessment_of
from assessor.services.comparison import compare
from assessor.services.finishing import finish_scoring
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.storage.models import AgreedScore, Event, Tender
from assessor.storage.start import Store
from assessor.storage.verify import verify
from tests.databases import copy_of
from tests.services.assessing import (
    GATE,
    VAL,
    Stage,
    add_vendors,
    give_label,
    judge,
    opened_stage,
)

WHY = "De uitleg staat in het verslag."
MINIMUM = {"minimums": [{"question": "VAL-01", "least": 3, "reason": "Nodig voor dit doel."}]}


@pytest.fixture
def stage(store: Store) -> Stage:
    return opened_stage(store)


@pytest.fixture
def handed_in(stage: Stage) -> Stage:
    stage.hand_in()
    return stage


def tender_of(stage: Stage) -> Tender:
    with stage.town.house() as house:
        return house.db.get_one(Tender, stage.tender.id)


def decide(stage: Stage, choice: str, response: str | None = None, requirement: str | None = None) -> None:
    stage.town.do(decisions.decide, stage.manager, stage.tender.id, choice, WHY, response, requirement)


# --- gates ------------------------------------------------------------------------------------------------


def agreed_stage(stage: Stage, gate: str = "0", evidence: str = "E2") -> Stage:
    stage.declare()
    stage.finish_sheets(gate, "3", "3")
    stage.agree()
    for response in stage.responses:
        stage.town.do(scoring.record_agreed, stage.assessors[0], response, GATE, judge(gate, evidence))
    return stage


def test_a_gate_is_confirmed_by_two_people_one_of_them_a_jurist(stage: Stage) -> None:
    agreed_stage(stage)
    town, (anna, bram) = stage.town, stage.assessors
    row = town.do(gates.propose_gate, anna, stage.response, "PRO-01", "confirmed", WHY)
    assert [g.state for g in town.look(assessment_of, anna, stage.response).knock_outs] == ["suspected"]
    with pytest.raises(Refused) as refusal:
        town.do(gates.confirm_gate, bram, row.id)
    assert "legal adviser" in refusal.value.message.en
    give_label(stage, bram, "jurist")
    with pytest.raises(Refused):
        town.do(gates.confirm_gate, anna, row.id)
    town.do(gates.confirm_gate, bram, row.id)
    seen = town.look(assessment_of, anna, stage.response)
    assert [g.state for g in seen.knock_outs] == ["confirmed"]
    assert seen.residual_level == "unacceptable"
    with pytest.raises(NotThere):
        town.do(gates.confirm_gate, bram, row.id)


def test_the_jurist_may_be_the_first_of_the_two(stage: Stage) -> None:
    agreed_stage(stage)
    anna, bram = stage.assessors
    give_label(stage, anna, "chair", "jurist")
    row = stage.town.do(gates.propose_gate, anna, stage.response, "PRO-01", "confirmed", WHY)
    stage.town.do(gates.confirm_gate, bram, row.id)


def test_clearing_a_gate_needs_the_evidence_it_names(stage: Stage) -> None:
    agreed_stage(stage)
    town, (anna, bram) = stage.town, stage.assessors
    give_label(stage, bram, "jurist")
    with pytest.raises(Refused) as refusal:
        town.do(gates.propose_gate, anna, stage.response, "PRO-01", "cleared", WHY)
    assert refusal.value.message.en == "Clearing needs evidence of level E3 or better; E2 was found."
    town.do(scoring.record_agreed, anna, stage.response, GATE, judge("0", "E3"))
    row = town.do(gates.propose_gate, anna, stage.response, "PRO-01", "cleared", WHY)
    town.do(gates.confirm_gate, bram, row.id)
    assert [g.state for g in town.look(assessment_of, anna, stage.response).knock_outs] == ["cleared"]


def test_a_waiting_proposal_holds_up_the_finish_until_it_is_decided_or_declined(stage: Stage) -> None:
    agreed_stage(stage)
    town, (anna, bram) = stage.town, stage.assessors
    row = town.do(gates.propose_gate, anna, stage.response, "PRO-01", "confirmed", WHY)
    with pytest.raises(Refused):
        town.do(gates.propose_gate, bram, stage.response, "PRO-01", "confirmed", WHY)
    with pytest.raises(Refused) as refusal:
        town.do(finish_scoring, stage.officer, stage.tender.id)
    assert [r.en for r in refusal.value.reasons] == [
        "A second person must still judge minimum requirement PRO-01."
    ]
    with pytest.raises(Invalid):
        town.do(gates.decline_gate, bram, row.id, "nee")
    town.do(gates.decline_gate, bram, row.id, WHY)
    town.do(finish_scoring, stage.officer, stage.tender.id)


def test_only_gates_are_judged_with_a_reason_and_not_by_the_manager(stage: Stage) -> None:
    agreed_stage(stage)
    town, anna = stage.town, stage.assessors[0]
    for question in ("VAL-01", "XXX-99"):
        with pytest.raises(NotThere):
            town.do(gates.propose_gate, anna, stage.response, question, "confirmed", WHY)
    with pytest.raises(Invalid):
        town.do(gates.propose_gate, anna, stage.response, "PRO-01", "confirmed", "")
    with pytest.raises(NotThere):
        town.do(gates.propose_gate, stage.manager, stage.response, "PRO-01", "confirmed", WHY)


# --- deciding ---------------------------------------------------------------------------------------------


def test_the_manager_approves_the_award_with_a_reason(handed_in: Stage) -> None:
    with pytest.raises(Invalid) as refusal:
        handed_in.town.do(
            decisions.decide,
            handed_in.manager,
            handed_in.tender.id,
            "approve_award",
            "kort",
            handed_in.response,
        )
    assert set(refusal.value.errors) == {"reason"}
    decide(handed_in, "approve_award", handed_in.response)
    assert tender_of(handed_in).state == "decided"
    made = handed_in.town.look(decisions.decisions_of, handed_in.officer, handed_in.tender.id)
    assert [(d.choice, d.reason, d.by) for d in made] == [("approve_award", WHY, handed_in.manager.id)]
    with handed_in.town.house() as house:
        assert house.db.scalars(select(Event).where(Event.verb == "decided")).one().digest


def test_nobody_else_decides_and_not_before_the_scores_are_in(stage: Stage) -> None:
    with pytest.raises(NotThere):
        decide(stage, "approve_award", stage.response)
    stage.hand_in()
    for other in (stage.officer, *stage.assessors):
        with pytest.raises(NotThere):
            stage.town.do(decisions.decide, other, stage.tender.id, "approve_award", WHY, stage.response)


@pytest.mark.parametrize("choice", ["use", "do_not_use", "use_with_conditions", "buy_it", ""])
def test_in_a_tender_only_its_own_list_can_be_chosen(handed_in: Stage, choice: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decide(handed_in, choice, handed_in.response)
    assert "choice" in refusal.value.errors


def test_a_choice_about_an_offer_needs_one_of_this_tender(handed_in: Stage) -> None:
    with pytest.raises(Invalid) as refusal:
        decide(handed_in, "approve_award")
    assert set(refusal.value.errors) == {"response"}
    with pytest.raises(NotThere):
        decide(handed_in, "approve_award", "f" * 32)


def test_returning_opens_the_agreed_scores_and_they_stay_until_changed(handed_in: Stage) -> None:
    stage, town, anna = handed_in, handed_in.town, handed_in.assessors[0]
    before = town.look(scoring.agreed_scores, anna, stage.response)
    decide(stage, "return_to_assessors")
    assert tender_of(stage).state == "scored"
    assert town.look(scoring.agreed_scores, anna, stage.response) == before
    with pytest.raises(Refused):
        decide(stage, "approve_award", stage.response)
    with pytest.raises(Refused):
        decide(stage, "return_to_assessors")
    with pytest.raises(Refused):
        town.do(scoring.record_score, anna, stage.response, VAL, judge("1"))
    town.do(scoring.record_agreed, anna, stage.response, VAL, judge("2"))
    town.do(finish_scoring, stage.officer, stage.tender.id)
    with pytest.raises(NotThere):
        town.do(scoring.record_agreed, anna, stage.response, VAL, judge("4"))
    decide(stage, "approve_award", stage.responses[1])


def test_under_an_average_a_return_lets_assessors_score_again(store: Store) -> None:
    stage = opened_stage(store, award={"agreement": "average"})
    stage.declare()
    stage.finish_sheets()
    town, anna = stage.town, stage.assessors[0]
    town.do(finish_scoring, stage.officer, stage.tender.id)
    with pytest.raises(NotThere):
        town.do(scoring.record_score, anna, stage.response, VAL, judge("1"))
    decide(stage, "return_to_assessors")
    town.do(scoring.record_score, anna, stage.response, VAL, judge("1"))
    town.do(finish_scoring, stage.officer, stage.tender.id)
    assert town.look(scoring.agreed_scores, stage.manager, stage.response)[VAL].anchor == 2
    with town.house() as house:
        rows = house.db.scalars(select(AgreedScore).where(AgreedScore.response_id == stage.response)).all()
    assert len(rows) == 4, "only what changed is added"


def test_what_was_approved_can_be_returned(handed_in: Stage) -> None:
    decide(handed_in, "approve_award", handed_in.response)
    decide(handed_in, "return_to_assessors")
    assert tender_of(handed_in).state == "scored"


def test_a_minimum_on_what_an_offer_is_not_asked_cannot_be_missed(store: Store) -> None:
    award = {
        "minimums": [
            {"question": id, "least": 1, "reason": "Nodig voor dit doel."} for id in ("SEC-01", "HUM-02")
        ]
    }
    stage = opened_stage(store, award=award)
    stage.hand_in()
    # HUM-02 was asked and left open; SEC-01 is asked of another kind of product only.
    missed = stage.town.look(decisions.requirements, stage.manager, stage.tender.id, stage.response)
    assert set(missed) == {"HUM-02"}


def test_an_offer_is_set_aside_only_on_a_published_requirement_it_misses(store: Store) -> None:
    stage = opened_stage(store, award=MINIMUM)
    stage.declare()
    stage.finish_sheets("3", "2", "3")
    stage.agree()
    stage.town.do(
        scoring.record_agreed,
        stage.assessors[0],
        stage.responses[1],
        VAL,
        judge("3", reason="Zie bijlage 4."),
    )
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    missing, fine = stage.responses
    assert set(stage.town.look(decisions.requirements, stage.manager, stage.tender.id, missing)) == {"VAL-01"}
    for response, requirement in (
        (missing, None),
        (missing, "HUM-01"),
        (missing, "PRO-01"),
        (fine, "VAL-01"),
    ):
        with pytest.raises(Invalid) as refusal:
            decide(stage, "set_aside", response, requirement)
        assert set(refusal.value.errors) == {"requirement"}
    with pytest.raises(Refused):
        decide(stage, "approve_award", missing)
    decide(stage, "set_aside", missing, "VAL-01")
    assert tender_of(stage).state == "scored"
    with pytest.raises(Refused):
        decide(stage, "set_aside", missing, "VAL-01")
    decide(stage, "approve_award", fine)


def test_a_confirmed_gate_is_a_requirement_that_is_missed(stage: Stage) -> None:
    agreed_stage(stage)
    town, (anna, bram) = stage.town, stage.assessors
    give_label(stage, bram, "jurist")
    row = town.do(gates.propose_gate, anna, stage.response, "PRO-01", "confirmed", WHY)
    town.do(gates.confirm_gate, bram, row.id)
    town.do(finish_scoring, stage.officer, stage.tender.id)
    with pytest.raises(Invalid):
        decide(stage, "set_aside", stage.responses[1], "PRO-01")
    decide(stage, "set_aside", stage.response, "PRO-01")


def test_all_that_was_recorded_verifies_without_the_application(handed_in: Stage) -> None:
    decide(handed_in, "return_to_assessors")
    handed_in.town.do(scoring.record_agreed, handed_in.assessors[0], handed_in.response, VAL, judge("2"))
    handed_in.town.do(finish_scoring, handed_in.officer, handed_in.tender.id)
    decide(handed_in, "approve_award", handed_in.responses[1])
    assert verify(copy_of(handed_in.town.store)) == []


def test_ending_without_award_is_the_end(handed_in: Stage) -> None:
    decide(handed_in, "end_without_award")
    tender = tender_of(handed_in)
    assert (tender.state, tender.end_reason) == ("no_award", WHY)
    with pytest.raises(NotThere):
        decide(handed_in, "approve_award", handed_in.response)


def test_a_round_is_decided_when_every_product_is(store: Store) -> None:
    stage = opened_stage(store, procedure="market_consultation")
    stage.hand_in()
    names = {rule.choice.value for rule in stage.town.look(decisions.choices, stage.manager, stage.tender.id)}
    assert names == {"use", "use_with_conditions", "do_not_use", "return_to_assessors"}
    for choice in ("approve_award", "set_aside", "end_without_award"):
        with pytest.raises(Invalid):
            decide(stage, choice, stage.response)
    decide(stage, "use_with_conditions", stage.response)
    assert tender_of(stage).state == "scored"
    decide(stage, "do_not_use", stage.responses[1])
    assert tender_of(stage).state == "decided"


def test_while_the_scores_are_returned_there_is_nothing_to_choose(handed_in: Stage) -> None:
    assert len(handed_in.town.look(decisions.choices, handed_in.manager, handed_in.tender.id)) == 4
    decide(handed_in, "return_to_assessors")
    left = handed_in.town.look(decisions.choices, handed_in.manager, handed_in.tender.id)
    assert [rule.choice.value for rule in left] == ["end_without_award"]


# --- side by side -----------------------------------------------------------------------------------------


def test_vendors_stand_side_by_side_by_name_and_show_the_same_assessment(handed_in: Stage) -> None:
    decide(handed_in, "approve_award", handed_in.response)
    for reader in (handed_in.officer, handed_in.manager, handed_in.assessors[0]):
        seen = handed_in.town.look(compare, reader, handed_in.tender.id)
        assert [row.vendor for row in seen.rows] == ["Alfa BV (fictief)", "Beta BV (fictief)"]
        for row in seen.rows:
            alone = handed_in.town.look(assessment_of, reader, row.response_id)
            assert row.assessment is not None
            assert assessment_json(row.assessment) == assessment_json(alone)
        assert [row.decision for row in seen.rows] == [None, "approve_award"]


def test_nothing_is_compared_before_every_assessor_is_ready(stage: Stage) -> None:
    stage.declare()
    for reader in (stage.officer, stage.manager, stage.assessors[0]):
        with pytest.raises(NotThere):
            stage.town.look(compare, reader, stage.tender.id)
    stage.finish_sheets()
    stage.town.look(compare, stage.officer, stage.tender.id)


def test_fifty_vendors_take_as_many_queries_as_two(handed_in: Stage) -> None:
    def queries() -> int:
        seen: list[str] = []
        engine = handed_in.town.store.engine
        listener = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        found = handed_in.town.look(compare, handed_in.manager, handed_in.tender.id)
        event.remove(engine, "before_cursor_execute", listener)
        assert all(row.assessment is not None for row in found.rows)
        return len(seen)

    few = queries()
    add_vendors(handed_in, 48)
    assert queries() == few
