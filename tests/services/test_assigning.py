"""Who scores which section, who is out and what then still counts, and what the consensus meeting has before it."""

from __future__ import annotations

import datetime
import json

import pytest
from sqlalchemy import func, select

from assessor.domain.permissions import Actor, Role
from assessor.services import agreeing, scoring, tenders
from assessor.services.assessments import assessment_of
from assessor.services.assigning import Share, assign, state_assessors, teams_of
from assessor.services.comparison import compare
from assessor.services.decisions import decide
from assessor.services.differences import differences
from assessor.services.finishing import finish_scoring
from assessor.services.gathering import offers_of
from assessor.services.participants import remove_person, set_person
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.scoring_progress import scoring_round
from assessor.services.work import reading
from assessor.storage.engine import begin_writing
from assessor.storage.models import Event, Score, Tender, TenderPerson
from assessor.storage.start import Store
from tests.conftest import Round
from tests.factories import SYSTEM, Town, make_officer, make_person
from tests.services.assessing import GATE, HUM, REASON, VAL, Stage, judge, opened_stage
from tests.services.test_tenders import ready

WHY = "Werkt sinds kort voor Alfa BV (fictief)."


@pytest.fixture
def stage(store: Store) -> Stage:
    made = opened_stage(store)
    made.declare()
    return made


def third(stage: Stage, *sections: str) -> Actor:
    """A third assessor, there from the beginning, who declared."""
    who = make_person(stage.town, Role.ASSESSOR)
    before = stage.town.now - datetime.timedelta(days=20)
    stage.town.put(
        TenderPerson(
            tender_id=stage.tender.id, person_id=who.id, part="assessor", added_at=before, declared_at=before,
            sections=list(sections),
        )
    )  # fmt: skip
    return who


def given(stage: Stage, who: Actor, *sections: str) -> None:
    """The sections as they were assigned before the opening."""
    with stage.town.store.sessions() as db:
        begin_writing(db)
        db.get_one(TenderPerson, (stage.tender.id, who.id)).sections = list(sections)
        db.commit()


def finish(stage: Stage, who: Actor, response: str, **anchors: str) -> None:
    named = {"gate": GATE, "val": VAL, "hum": HUM}
    for name, anchor in anchors.items():
        stage.town.do(scoring.record_score, who, response, named[name], judge(anchor))
    stage.town.do(scoring.make_final, who, response)


def last_event(town: Town, verb: str) -> Event:
    with town.house() as house:
        found = house.db.scalars(select(Event).where(Event.verb == verb).order_by(Event.at.desc())).first()
    assert found is not None
    return found


def agreed_keys(stage: Stage) -> set[object]:
    return set(stage.town.look(agreeing.agreed_scores, stage.officer, stage.response))


# --- sections ---------------------------------------------------------------------------------------------


def test_everybody_scores_everything_unless_said_otherwise(stage: Stage) -> None:
    sheet = stage.town.look(scoring.my_sheet, stage.assessors[0], stage.response)
    assert sheet.own == sheet.keys
    assert sheet.to_score == (GATE, VAL, HUM)


def test_a_sheet_holds_the_assigned_sections_and_only_those_are_scored(stage: Stage) -> None:
    anna, town = stage.assessors[0], stage.town
    given(stage, anna, "VAL")
    sheet = town.look(scoring.my_sheet, anna, stage.response)
    assert (sheet.own, sheet.to_score) == ((VAL,), (VAL,))
    assert GATE in sheet.keys, "it can be read, as context"
    with pytest.raises(NotThere):
        town.do(scoring.record_score, anna, stage.response, GATE, judge("3"))
    [row, _] = town.look(scoring_round, anna, stage.tender.id).rows
    assert (row.to_score, row.own) == (1, 0)
    finish(stage, anna, stage.response, val="3")
    row = next(r for r in town.look(scoring_round, anna, stage.tender.id).rows if r.own)
    assert (row.to_score, row.own, row.own_final) == (1, 1, True)


def test_who_did_not_score_a_section_does_not_agree_on_it(stage: Stage) -> None:
    (anna, bram), town = stage.assessors, stage.town
    cem = third(stage, "PRO", "HUM")
    given(stage, anna, "VAL", "PRO")
    for who, anchors in ((anna, {"val": "3", "gate": "3"}), (bram, {"val": "3", "gate": "3", "hum": "2"}),
                         (cem, {"gate": "3", "hum": "2"})):  # fmt: skip
        finish(stage, who, stage.response, **anchors)
    with pytest.raises(NotThere):
        town.do(scoring.record_agreed, anna, stage.response, HUM, judge("2"))
    with town.house() as house, reading(house, anna):
        response = scoring.my_sheet(house, anna, stage.response).response
        assert scoring.missing_agreed(house, anna, response) == (GATE, VAL)
        assert scoring.missing_agreed(house, stage.officer, response) == (GATE, VAL, HUM)
    assert town.do(scoring.agree_where_same, anna, stage.response) == 2
    town.do(scoring.record_agreed, cem, stage.response, HUM, judge("2"))
    assert agreed_keys(stage) == {GATE, VAL, HUM}
    by_key = town.look(scoring.others_scores, stage.officer, stage.response)
    assert {key: len(own) for key, own in by_key.items()} == {GATE: 3, VAL: 2, HUM: 2}


# --- assigning --------------------------------------------------------------------------------------------


def test_until_the_opening_sections_and_expertise_change_freely_each_time_with_an_event(
    published: Round,
) -> None:
    town, officer, id, anna = published.town, published.officer, published.tender.id, published.assessor
    row = town.do(assign, officer, id, anna.id, Share(("HUM", "VAL"), "  recht  "))
    assert (row.sections, row.expertise) == (["VAL", "HUM"], "recht")
    about = last_event(town, "sections_assigned").about
    assert about == {"person": anna.id, "sections": ["VAL", "HUM"], "expertise": "recht"}
    town.do(assign, officer, id, anna.id, Share(("VAL", "HUM"), "recht"))
    town.do(set_person, officer, id, anna.id, "assessor", share=Share(("VAL",), "recht"))
    with town.house() as house:
        assert house.db.scalar(select(func.count()).where(Event.verb == "sections_assigned")) == 2
        assert [t.code for t in teams_of(house, published.tender) if t.has_too_few] == ["CTX", "HUM"]


def test_all_sections_named_is_the_same_as_none(published: Round) -> None:
    town, officer, id, anna = published.town, published.officer, published.tender.id, published.assessor
    assert town.do(assign, officer, id, anna.id, Share(("VAL", "HUM"), "")).sections == ["VAL", "HUM"]
    with town.house() as house:
        every = [t.code for t in teams_of(house, published.tender)]
    assert town.do(assign, officer, id, anna.id, Share(every, "")).sections == []


@pytest.mark.parametrize(
    ("share", "field"),
    [
        (Share(("ZZZ",), ""), "sections"),
        (Share(("\ud800",), ""), "sections"),
        (Share((), "x" * 201), "expertise"),
        (Share((), "een\0twee"), "expertise"),
    ],
)
def test_what_is_no_section_or_no_words_is_refused(published: Round, share: Share, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        published.town.do(assign, published.officer, published.tender.id, published.assessor.id, share)
    assert set(refusal.value.errors) == {field}


def test_only_an_officer_assigns_and_only_assessors_have_sections(published: Round) -> None:
    town, id = published.town, published.tender.id
    for who in (published.assessor, published.manager, published.administrator, published.vendor):
        with pytest.raises(NotThere):
            town.do(assign, who, id, published.assessor.id, Share(("VAL",), ""))
    for other in (published.manager.id, published.officer.id, "nobody"):
        with pytest.raises(NotThere):
            town.do(assign, published.officer, id, other, Share(("VAL",), ""))


def test_after_the_opening_sections_are_only_added_with_a_reason_while_nothing_is_final(stage: Stage) -> None:
    town, officer, id, anna = stage.town, stage.officer, stage.tender.id, stage.assessors[0]
    given(stage, anna, "VAL")
    with pytest.raises(Invalid) as wrong:
        town.do(assign, officer, id, anna.id, Share(("VAL", "HUM"), ""))
    assert set(wrong.value.errors) == {"reason"}
    with pytest.raises(Refused):
        town.do(assign, officer, id, anna.id, Share(("HUM",), ""), WHY)
    assert town.do(assign, officer, id, anna.id, Share(("VAL", "HUM"), ""), WHY).sections == ["VAL", "HUM"]
    assert last_event(town, "sections_assigned").about["reason"] == WHY
    finish(stage, anna, stage.response, val="3", hum="3")
    with pytest.raises(Refused) as refusal:
        town.do(assign, officer, id, anna.id, Share((), ""), WHY)
    assert "scores final" in refusal.value.message.en


def test_who_joins_after_the_opening_does_so_for_a_reason_with_sections_of_their_own(stage: Stage) -> None:
    town, officer, id = stage.town, stage.officer, stage.tender.id
    late = make_person(town, Role.ASSESSOR)
    town.later(minutes=1)
    with pytest.raises(Invalid):
        town.do(set_person, officer, id, late.id, "assessor")
    town.do(set_person, officer, id, late.id, "assessor", share=Share(("VAL",), "recht"), reason=WHY)
    assert last_event(town, "assessor_added_late").about["reason"] == WHY
    town.do(assign, officer, id, late.id, Share(("HUM",), "recht"), WHY)
    town.do(scoring.declare_interests, late, id, none=True)
    town.do(scoring.record_score, late, stage.response, HUM, judge("2"))
    with pytest.raises(Refused):
        town.do(assign, officer, id, late.id, Share(("VAL",), "recht"), WHY)


def test_once_the_scores_are_handed_in_the_assignment_stays(stage: Stage) -> None:
    stage.finish_sheets()
    stage.agree()
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    with pytest.raises(Refused):
        stage.town.do(assign, stage.officer, stage.tender.id, stage.assessors[0].id, Share((), "recht"), WHY)


# --- published --------------------------------------------------------------------------------------------


def test_a_section_with_one_assessor_keeps_a_tender_from_being_published(town: Town) -> None:
    officer = make_officer(town)
    tender = ready(town, officer)
    with town.house() as house:
        anna = next(t.assessors[0] for t in teams_of(house, house.db.get_one(Tender, tender.id)))
    town.do(assign, officer, tender.id, anna.person, Share(("VAL",), ""))
    with pytest.raises(Refused) as refusal:
        town.do(tenders.publish, officer, tender.id)
    assert [r.en.split(":")[0] for r in refusal.value.reasons] == ["These sections do not have two assessors"]
    extra = make_person(town, Role.ASSESSOR)
    town.do(set_person, officer, tender.id, extra.id, "assessor")
    town.do(tenders.publish, officer, tender.id)


@pytest.mark.parametrize("stated", [True, False])
def test_the_publication_says_who_scores_what_only_where_that_was_chosen_and_never_a_name(
    town: Town, *, stated: bool
) -> None:
    officer = make_officer(town)
    tender = ready(town, officer)
    with town.house() as house:
        people = teams_of(house, house.db.get_one(Tender, tender.id))[0].assessors
    town.do(assign, officer, tender.id, people[0].person, Share((), "selectiepsychologie"))
    town.do(state_assessors, officer, tender.id, stated=stated)
    found = town.do(tenders.publish, officer, tender.id)
    published = json.loads(found.frozen or "")["assessors"]
    if not stated:
        assert published is None
        return
    assert published["VAL"] == {"number": 2, "expertise": ["selectiepsychologie"]}
    assert all(person.name not in (found.frozen or "") for person in people)
    assert [s.number for s in tenders.stated_assessors(found)] == [2] * len(published)
    with pytest.raises(NotThere):
        town.do(state_assessors, officer, tender.id, stated=False)


def stating(stage: Stage, number: int) -> None:
    """As if it had been published that so many assessors score each section."""
    with stage.town.store.sessions() as db:
        begin_writing(db)
        tender = db.get_one(Tender, stage.tender.id)
        frozen = json.loads(tender.frozen or "{}")
        frozen["assessors"] = {c: {"number": number, "expertise": []} for c in ("VAL", "HUM", "PRO", "SEC")}
        tender.frozen = json.dumps(frozen)
        db.commit()


def test_a_published_number_of_assessors_is_honoured(stage: Stage) -> None:
    town, officer, id = stage.town, stage.officer, stage.tender.id
    cem = third(stage)
    stating(stage, 3)
    town.later(minutes=1)
    with pytest.raises(Refused) as refusal:
        town.do(set_person, officer, id, make_person(town, Role.ASSESSOR).id, "assessor", reason=WHY)
    assert "makes it more for" in refusal.value.message.en
    town.do(scoring.recuse, cem, id, WHY)
    stage.finish_sheets()
    stage.agree()
    with pytest.raises(Refused) as refusal:
        town.do(finish_scoring, officer, id)
    [reason] = refusal.value.reasons
    assert "(2 instead of 3)" in reason.en
    town.do(set_person, officer, id, make_person(town, Role.ASSESSOR).id, "assessor", reason=WHY)


# --- out --------------------------------------------------------------------------------------------------


def test_who_withdraws_finds_nothing_at_the_next_request_and_the_reason_stays(stage: Stage) -> None:
    (anna, _), town = stage.assessors, stage.town
    stage.score(anna, stage.response, "3", "3", "3")
    for short in ("", "kort"):
        with pytest.raises(Invalid):
            town.do(scoring.recuse, anna, stage.tender.id, short)
    town.do(scoring.recuse, anna, stage.tender.id, WHY)
    event = last_event(town, "assessor_recused")
    assert (event.actor, event.about) == (anna.id, {"reason": WHY})
    for attempt in (
        lambda: town.look(scoring.my_sheet, anna, stage.response),
        lambda: town.look(scoring_round, anna, stage.tender.id),
        lambda: town.do(scoring.record_score, anna, stage.response, VAL, judge("4")),
        lambda: town.do(scoring.make_final, anna, stage.response),
        lambda: town.do(scoring.recuse, anna, stage.tender.id, WHY),
        lambda: town.look(differences, anna, stage.tender.id),
    ):
        with pytest.raises(NotThere):
            attempt()
    with town.house() as house:
        assert house.db.scalar(select(func.count()).where(Score.assessor_id == anna.id)) == 3


def test_an_officer_takes_an_assessor_off_with_a_reason(stage: Stage) -> None:
    (anna, _), town = stage.assessors, stage.town
    with pytest.raises(Invalid):
        town.do(remove_person, stage.officer, stage.tender.id, anna.id)
    town.do(remove_person, stage.officer, stage.tender.id, anna.id, WHY)
    event = last_event(town, "assessor_taken_off")
    assert (event.actor, event.about) == (stage.officer.id, {"person": anna.id, "reason": WHY})
    with pytest.raises(NotThere):
        town.look(scoring.my_sheet, anna, stage.response)


def test_what_was_agreed_with_somebody_who_withdrew_is_agreed_anew(stage: Stage) -> None:
    (anna, bram), town = stage.assessors, stage.town
    cem = third(stage)
    given(stage, bram, "VAL", "PRO")
    for response in stage.responses:
        finish(stage, anna, response, gate="3", val="4", hum="3")
        finish(stage, bram, response, gate="3", val="4")
        finish(stage, cem, response, gate="3", val="4", hum="3")
    for response in stage.responses:
        town.do(scoring.agree_where_same, anna, response)
    assert agreed_keys(stage) == {GATE, VAL, HUM}
    town.do(scoring.recuse, bram, stage.tender.id, WHY)
    assert agreed_keys(stage) == {HUM}, "a section that was not of who withdrew stays agreed"
    with town.house() as house, reading(house, SYSTEM):
        seen = offers_of(house, house.db.get_one(Tender, stage.tender.id)).agreed
        assert {frozenset(keys) for keys in seen.values()} == {frozenset({HUM})}
    with pytest.raises(Refused) as refusal:
        town.do(finish_scoring, stage.officer, stage.tender.id)
    assert [r.en for r in refusal.value.reasons] == ["4 questions have no agreed score yet."]
    for response in stage.responses:
        assert town.do(scoring.agree_where_same, anna, response) == 2
    history = town.look(scoring.agreed_before, anna, stage.response, VAL)
    assert len(history) == 2, "the old one stays in the trail"
    assert bram.name not in history[-1][1].reason
    town.do(finish_scoring, stage.officer, stage.tender.id)


def test_an_average_is_computed_anew_without_who_withdrew(store: Store) -> None:
    stage = opened_stage(store, award={"agreement": "average"})
    stage.declare()
    (anna, bram), town, cem = stage.assessors, stage.town, third(stage)
    for who, anchor in ((anna, "1"), (bram, "4"), (cem, "1")):
        finish(stage, who, stage.response, gate="3", val=anchor, hum="3")
    assert town.look(scoring.agreed_scores, stage.officer, stage.response)[VAL].anchor == 2
    town.do(scoring.recuse, bram, stage.tender.id, WHY)
    found = town.look(scoring.agreed_scores, stage.officer, stage.response)
    assert found[VAL].anchor == 1
    assert bram.name not in found[VAL].reason
    assert set(found) == {GATE, VAL, HUM}


def test_a_section_below_two_is_named_where_the_scores_are_handed_in(stage: Stage) -> None:
    anna, bram = stage.assessors
    cem = third(stage, "VAL", "PRO", "SEC")
    stage.town.do(scoring.recuse, bram, stage.tender.id, WHY)
    with pytest.raises(Refused) as refusal:
        stage.town.do(finish_scoring, stage.officer, stage.tender.id)
    assert refusal.value.message.en == "These sections do not have two assessors: Human oversight."
    assert {anna.id, cem.id} == set(scorers(stage))


def scorers(stage: Stage) -> list[str]:
    with stage.town.house() as house:
        return [a.person for t in teams_of(house, stage.tender) for a in t.assessors]


def test_what_was_handed_in_stands_until_the_manager_returns_it(stage: Stage) -> None:
    (anna, bram), town = stage.assessors, stage.town
    stage.finish_sheets()
    stage.agree()
    town.do(finish_scoring, stage.officer, stage.tender.id)
    before = town.look(assessment_of, stage.manager, stage.response).index
    town.later(hours=1)
    town.do(scoring.recuse, bram, stage.tender.id, WHY)
    assert town.look(assessment_of, stage.manager, stage.response).index == before
    town.do(decide, stage.manager, stage.tender.id, "return_to_assessors", "Iemand had een belang.")
    assert agreed_keys(stage) == set()
    with pytest.raises(Refused):
        town.do(finish_scoring, stage.officer, stage.tender.id)
    for response in stage.responses:
        town.do(scoring.agree_where_same, anna, response)
    town.do(finish_scoring, stage.officer, stage.tender.id)
    town.look(compare, stage.manager, stage.tender.id)


def test_who_joins_late_takes_part_in_what_was_agreed_before(stage: Stage) -> None:
    town, id = stage.town, stage.tender.id
    stage.finish_sheets()
    stage.agree()
    town.later(hours=1)
    late = make_person(town, Role.ASSESSOR)
    town.do(set_person, stage.officer, id, late.id, "assessor", share=Share(("VAL",), "recht"), reason=WHY)
    town.do(scoring.declare_interests, late, id, none=True)
    for response in stage.responses:
        finish(stage, late, response, val="0")
    assert agreed_keys(stage) == {GATE, HUM}
    with pytest.raises(Refused) as refusal:
        town.do(finish_scoring, stage.officer, id)
    assert [r.en for r in refusal.value.reasons] == ["2 questions have no agreed score yet."]


# --- the meeting ------------------------------------------------------------------------------------------


def test_the_list_for_the_meeting_holds_what_lies_two_apart_worst_first(stage: Stage) -> None:
    (anna, bram), town = stage.assessors, stage.town
    for response, other in zip(stage.responses, ("1", "0"), strict=True):
        finish(stage, anna, response, gate="3", val="3", hum="3")
        finish(stage, bram, response, gate="3", val=other, hum="2")
    found = town.look(differences, stage.officer, stage.tender.id)
    assert [(d.vendor.split()[0], d.found.key, d.found.spread.difference) for d in found.apart] == [
        ("Alfa", VAL, 3),
        ("Beta", VAL, 2),
    ]
    total = found.total
    assert (total.answers, total.exact, total.within_one, total.assessors) == (6, 2, 4, 2)
    assert total.alpha is None
    by_code = {s.code: s.found for s in found.sections}
    assert (by_code["HUM"].exact, by_code["HUM"].within_one) == (0, 2)
    assert by_code["SEC"].answers == 0
    stage.agree()
    town.do(scoring.record_agreed, anna, stage.response, VAL, judge("2"))
    again = town.look(differences, bram, stage.tender.id)
    assert [d.found.agreed is None for d in again.apart] == [True, False]


def test_a_vendor_is_on_the_list_once_all_are_final_and_for_an_assessor_the_own_scores_too(
    stage: Stage,
) -> None:
    (anna, bram), town = stage.assessors, stage.town
    stage.score(anna, stage.response, "3", "3", "3")
    stage.score(bram, stage.response, "3", "0", "3")
    for last in (anna, bram):
        for who in (anna, bram, stage.officer, stage.manager):
            seen = town.look(differences, who, stage.tender.id)
            assert (seen.vendors, seen.apart, seen.total.answers) == ((), (), 0)
        town.do(scoring.make_final, last, stage.response)
    for who in (anna, bram, stage.officer, stage.manager):
        assert len(town.look(differences, who, stage.tender.id).apart) == 1
    for stranger in (make_person(town, Role.ASSESSOR), make_officer(town)):
        with pytest.raises(NotThere):
            town.look(differences, stranger, stage.tender.id)


# --- alone ------------------------------------------------------------------------------------------------


def test_an_assessor_has_the_own_earlier_words_at_hand_and_nobody_elses(stage: Stage) -> None:
    (anna, bram), town = stage.assessors, stage.town
    first, second = stage.responses
    for words in ("Eerst zo gelezen.", "Daarna zo gelezen."):
        town.do(scoring.record_score, anna, first, VAL, judge("3", reason=words))
    town.do(scoring.record_score, anna, first, HUM, judge("3", reason="Over iets anders."))
    town.do(scoring.record_score, bram, first, VAL, judge("3", reason="Van een ander."))
    assert [w.reason for w in town.look(scoring.own_words, anna, second, VAL)] == [
        "Daarna zo gelezen.",
        "Eerst zo gelezen.",
    ]
    assert [w.reason for w in town.look(scoring.own_words, anna, first, VAL)] == ["Eerst zo gelezen."]
    town.do(scoring.record_score, anna, second, VAL, judge("3", reason="Daarna zo gelezen."))
    assert [w.reason for w in town.look(scoring.own_words, anna, second, VAL)] == ["Eerst zo gelezen."]
    with pytest.raises(NotThere):
        town.look(scoring.own_words, stage.officer, first, VAL)


def test_nothing_of_others_is_counted_for_who_is_not_final_and_the_officer_sees_who_is(stage: Stage) -> None:
    (anna, bram), town = stage.assessors, stage.town
    before = town.look(scoring_round, bram, stage.tender.id)
    finish(stage, anna, stage.response, gate="3", val="3", hum="3")
    assert town.look(scoring_round, bram, stage.tender.id).rows == before.rows
    assert {row.finals for row in before.rows} == {None}
    seen = {
        row.response_id: row.finals for row in town.look(scoring_round, stage.officer, stage.tender.id).rows
    }
    assert seen == {stage.response: (anna.name,), stage.responses[1]: ()}
    assert REASON not in repr(seen)
