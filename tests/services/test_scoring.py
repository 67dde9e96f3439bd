"""Scoring: declared first, alone with a reason, then agreed. Each rule from both sides."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import func, select

from assessor.domain.answers import Key
from assessor.domain.permissions import Role
from assessor.services import scoring
from assessor.services.access import Sealed
from assessor.services.assessments import assessment_of
from assessor.services.finishing import finish_scoring
from assessor.services.participants import remove_person, set_person
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.storage.models import Event, Score, Tender
from assessor.storage.start import Store
from tests.conftest import Round
from tests.factories import make_person
from tests.services.assessing import GATE, HUM, OPEN, REASON, VAL, Stage, judge, opened_stage


@pytest.fixture
def stage(store: Store) -> Stage:
    return opened_stage(store)


def state_of(stage: Stage) -> str:
    with stage.town.house() as house:
        return house.db.get_one(Tender, stage.tender.id).state


# --- interests --------------------------------------------------------------------------------------------


def test_nothing_can_be_read_or_scored_before_interests_are_declared(stage: Stage) -> None:
    town, (anna, _) = stage.town, stage.assessors
    with pytest.raises(NotThere):
        town.look(scoring.my_sheet, anna, stage.response)
    with pytest.raises(NotThere):
        town.do(scoring.record_score, anna, stage.response, VAL, judge("3"))
    stage.declare()
    assert town.look(scoring.my_sheet, anna, stage.response).missing == (GATE, VAL, HUM)


def test_who_has_an_interest_is_out_at_once_and_for_good(stage: Stage) -> None:
    stage.declare()
    town, (anna, _) = stage.town, stage.assessors
    stage.score(anna, stage.response, "3", "3", "3")
    town.do(scoring.declare_interests, anna, stage.tender.id, none=False)
    with pytest.raises(NotThere):
        town.look(scoring.my_sheet, anna, stage.response)
    with pytest.raises(NotThere):
        town.do(scoring.declare_interests, anna, stage.tender.id, none=True)


def test_who_withdrew_before_the_opening_does_not_come_back_as_somebody_new(published: Round) -> None:
    town, officer, tender, anna = published.town, published.officer, published.tender, published.assessor
    town.do(scoring.declare_interests, anna, tender.id, none=False)
    town.do(remove_person, officer, tender.id, anna.id)
    town.do(set_person, officer, tender.id, anna.id, "assessor")
    with pytest.raises(NotThere):
        town.do(scoring.declare_interests, anna, tender.id, none=True)


def test_only_assessors_declare(stage: Stage) -> None:
    for other in (stage.officer, stage.manager):
        with pytest.raises(NotThere):
            stage.town.do(scoring.declare_interests, other, stage.tender.id, none=True)


def test_before_the_opening_a_sheet_is_not_there(published: Round) -> None:
    published.town.do(scoring.declare_interests, published.assessor, published.tender.id, none=True)
    with pytest.raises(Sealed):
        published.town.look(scoring.my_sheet, published.assessor, published.response)


# --- alone ------------------------------------------------------------------------------------------------


def test_a_score_is_added_and_never_changed_and_the_newest_counts(stage: Stage) -> None:
    stage.declare()
    town, (anna, _) = stage.town, stage.assessors
    for anchor in ("1", "4", "2"):
        town.do(scoring.record_score, anna, stage.response, VAL, judge(anchor))
    sheet = town.look(scoring.my_sheet, anna, stage.response)
    assert sheet.scores[VAL].anchor == "2"
    with town.house() as house:
        assert house.db.scalar(select(func.count()).select_from(Score)) == 3
        assert house.db.scalar(select(func.count()).where(Event.verb == "score_recorded")) == 3


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("anchor", judge("5")),
        ("anchor", judge("")),
        ("anchor", judge("best")),
        ("evidence", judge("3", "E9")),
        ("fit", judge("3", fit="perfect")),
        ("reason", judge("3", reason="goed")),
        ("evidence_date", judge("3", evidence_date=datetime.date(2099, 1, 1))),
        ("reason", judge("3", reason="   \n  ")),
        ("reason", judge("3", reason="een \0 teken te veel")),
    ],
)
def test_a_score_needs_all_its_parts_and_a_reason(stage: Stage, field: str, wrong: scoring.Judgement) -> None:
    stage.declare()
    with pytest.raises(Invalid) as refusal:
        stage.town.do(scoring.record_score, stage.assessors[0], stage.response, VAL, wrong)
    assert set(refusal.value.errors) == {field}


def test_what_was_not_asked_cannot_be_scored_and_what_was_left_open_only_as_that(stage: Stage) -> None:
    stage.declare()
    town, (anna, _) = stage.town, stage.assessors
    for key in (Key("XXX-01"), Key("HUM-01"), Key("HUM-01", "T10"), Key("\ud800")):
        with pytest.raises(NotThere):
            town.do(scoring.record_score, anna, stage.response, key, judge("3"))
    with pytest.raises(Invalid):
        town.do(scoring.record_score, anna, stage.response, OPEN, judge("3"))
    town.do(scoring.record_score, anna, stage.response, OPEN, judge("unanswered"))


def test_only_assessors_of_the_tender_score(stage: Stage) -> None:
    stage.declare()
    stranger = make_person(stage.town, Role.ASSESSOR)
    for other in (stage.officer, stage.manager, stranger):
        with pytest.raises(NotThere):
            stage.town.do(scoring.record_score, other, stage.response, VAL, judge("3"))


def test_a_sheet_is_final_only_when_all_that_was_answered_has_a_score(stage: Stage) -> None:
    stage.declare()
    town, (anna, _) = stage.town, stage.assessors
    stage.score(anna, stage.response, "3", "3", keys=(GATE, VAL))
    with pytest.raises(Refused) as refusal:
        town.do(scoring.make_final, anna, stage.response)
    assert refusal.value.message.nl == "Nog zonder score: HUM-01@T05."
    stage.score(anna, stage.response, "2", keys=(HUM,))
    town.do(scoring.make_final, anna, stage.response)
    for attempt in (
        lambda: town.do(scoring.make_final, anna, stage.response),
        lambda: town.do(scoring.record_score, anna, stage.response, VAL, judge("4")),
    ):
        with pytest.raises(NotThere):
            attempt()


# --- each other's -----------------------------------------------------------------------------------------


def test_others_scores_are_hidden_until_the_own_ones_are_final(stage: Stage) -> None:
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    stage.score(anna, stage.response, "3", "3", "3")
    town.do(scoring.make_final, anna, stage.response)
    for verb in (scoring.others_scores, scoring.spread, assessment_of):
        with pytest.raises(NotThere):
            town.look(verb, bram, stage.response)
    stage.score(bram, stage.response, "1", "3", "2")
    with pytest.raises(NotThere):
        town.look(scoring.others_scores, bram, stage.response)
    town.do(scoring.make_final, bram, stage.response)
    seen = town.look(scoring.others_scores, bram, stage.response)
    assert [s.anchor for _, s in seen[GATE]] == ["3", "1"]


def test_who_finished_first_sees_nothing_of_who_has_not(stage: Stage) -> None:
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    stage.score(anna, stage.response, "3", "3", "3")
    stage.score(bram, stage.response, "1", "3", "2")
    town.do(scoring.make_final, anna, stage.response)
    seen = town.look(scoring.others_scores, anna, stage.response)
    assert {person.id for own in seen.values() for person, _ in own} == {anna.id}


def test_officer_and_manager_see_scores_only_when_all_are_final(stage: Stage) -> None:
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    for assessor in (anna, bram):
        for reader in (stage.officer, stage.manager):
            with pytest.raises(NotThere):
                town.look(scoring.others_scores, reader, stage.response)
        stage.score(assessor, stage.response, "3", "3", "3")
        town.do(scoring.make_final, assessor, stage.response)
    for reader in (stage.officer, stage.manager):
        assert len(town.look(scoring.others_scores, reader, stage.response)) == 3
        with pytest.raises(NotThere):
            town.look(scoring.others_scores, reader, stage.responses[1])


def test_the_spread_says_what_to_talk_about(stage: Stage) -> None:
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    stage.score(anna, stage.response, "3", "3", "3")
    stage.score(bram, stage.response, "3", "2", "unknown")
    for assessor in (anna, bram):
        town.do(scoring.make_final, assessor, stage.response)
    found = {a.key: a.spread for a in town.look(scoring.spread, anna, stage.response)}
    assert found[GATE].same
    assert (found[VAL].difference, found[VAL].needs_talk) == (1, False)
    assert found[HUM].needs_talk


# --- together ---------------------------------------------------------------------------------------------


def test_nothing_is_agreed_before_all_are_final(stage: Stage) -> None:
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    stage.score(anna, stage.response, "3", "3", "3")
    town.do(scoring.make_final, anna, stage.response)
    with pytest.raises(Refused):
        town.do(scoring.record_agreed, anna, stage.response, VAL, judge("3"))
    stage.score(bram, stage.response, "3", "1", "3")
    town.do(scoring.make_final, bram, stage.response)
    town.do(scoring.record_agreed, anna, stage.response, VAL, judge("2"))


def test_the_agreed_score_has_its_own_reason_and_the_originals_stay(stage: Stage) -> None:
    stage.declare()
    stage.finish_sheets("3", "4", "2")
    town, (anna, _) = stage.town, stage.assessors
    with pytest.raises(Invalid):
        town.do(scoring.record_agreed, anna, stage.response, VAL, judge("3", reason=""))
    for anchor in ("3", "2"):
        town.do(scoring.record_agreed, anna, stage.response, VAL, judge(anchor))
    agreed = town.look(scoring.agreed_scores, anna, stage.response)
    assert agreed[VAL].anchor == 2
    assert agreed[VAL].reason == REASON
    assert {s.anchor for _, s in town.look(scoring.others_scores, anna, stage.response)[VAL]} == {"4"}


def test_the_officer_does_not_decide_what_was_agreed(stage: Stage) -> None:
    stage.declare()
    stage.finish_sheets()
    for other in (stage.officer, stage.manager):
        with pytest.raises(NotThere):
            stage.town.do(scoring.record_agreed, other, stage.response, VAL, judge("4"))


def test_where_all_found_the_same_it_can_be_agreed_at_once_in_their_words(stage: Stage) -> None:
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    for assessor, last in ((anna, "3"), (bram, "1")):
        stage.score(assessor, stage.response, "3", "2", last)
        town.do(scoring.make_final, assessor, stage.response)
    assert town.do(scoring.agree_where_same, anna, stage.response) == 2
    assert town.do(scoring.agree_where_same, anna, stage.response) == 0
    agreed = town.look(scoring.agreed_scores, anna, stage.response)
    assert set(agreed) == {GATE, VAL}
    assert agreed[VAL].reason == f"{anna.name}: {REASON}\n{bram.name}: {REASON}"


def test_someone_withdrawn_no_longer_counts(stage: Stage) -> None:
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    stage.score(anna, stage.response, "3", "3", "3")
    town.do(scoring.make_final, anna, stage.response)
    town.do(remove_person, stage.officer, stage.tender.id, bram.id, "Werkt sinds kort voor Alfa BV.")
    assert town.do(scoring.agree_where_same, anna, stage.response) == 3


# --- handing in -------------------------------------------------------------------------------------------


def test_scores_are_handed_in_when_nothing_lacks(stage: Stage) -> None:
    town = stage.town
    with pytest.raises(Refused) as refusal:
        town.do(finish_scoring, stage.officer, stage.tender.id)
    assert [r.en.split(":")[0] for r in refusal.value.reasons] == [
        "No declaration of interests yet from",
        "Not final yet are the scores of",
        "6 questions have no agreed score yet.",
    ]
    stage.declare()
    stage.finish_sheets()
    stage.agree()
    town.do(finish_scoring, stage.officer, stage.tender.id)
    assert state_of(stage) == "scored"
    with pytest.raises(NotThere):
        town.do(scoring.record_agreed, stage.assessors[0], stage.response, VAL, judge("1"))


def test_one_assessor_alone_cannot_finish(stage: Stage) -> None:
    stage.declare()
    stage.finish_sheets()
    stage.agree()
    gone = stage.assessors[1].id
    stage.town.do(remove_person, stage.officer, stage.tender.id, gone, "Werkt sinds kort voor Alfa BV.")
    with pytest.raises(Refused) as refusal:
        stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert refusal.value.message.en == "There are no longer two assessors. Add one."
    extra = make_person(stage.town, Role.ASSESSOR)
    why = "In de plaats van wie zich terugtrok."
    stage.town.do(set_person, stage.officer, stage.tender.id, extra.id, "assessor", reason=why)
    with pytest.raises(Refused) as refusal:
        stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert refusal.value.message.en.startswith("No declaration of interests yet from: Assessor")


def test_where_the_average_was_published_it_is_computed_and_not_agreed(store: Store) -> None:
    stage = opened_stage(store, award={"agreement": "average"})
    stage.declare()
    town, (anna, bram) = stage.town, stage.assessors
    for response in stage.responses:
        stage.score(anna, response, "3", "4", "3")
        stage.score(bram, response, "3", "2", "2")
        for assessor in (anna, bram):
            town.do(scoring.make_final, assessor, response)
    with pytest.raises(Refused):
        town.do(scoring.record_agreed, anna, stage.response, VAL, judge("4"))
    town.do(finish_scoring, stage.officer, stage.tender.id)
    agreed = town.look(scoring.agreed_scores, stage.manager, stage.response)
    assert [agreed[k].anchor for k in (GATE, VAL, HUM)] == [3, 3, 2]


def test_the_assessment_rests_on_what_was_agreed(stage: Stage) -> None:
    stage.declare()
    stage.finish_sheets("3", "4", "2")
    town = stage.town
    stage.agree()
    seen = town.look(assessment_of, stage.officer, stage.response)
    assert seen.vendor == "Beta BV (fictief)"
    assert seen.as_of == datetime.date(2026, 12, 7)
    val = seen.result_of("VAL-01")
    assert val is not None
    assert val.anchor == 4
    assert [p.key for p in seen.open_points] == [OPEN]
    town.do(scoring.record_agreed, stage.assessors[0], stage.response, VAL, judge("1"))
    val = town.look(assessment_of, stage.officer, stage.response).result_of("VAL-01")
    assert val is not None
    assert val.anchor == 1
