"""Notas van inlichtingen: written by officers together, published once, to everybody, and never changed."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from assessor.domain.chain import sha256
from assessor.domain.nota import Corrected, Spoken
from assessor.domain.permissions import Role
from assessor.domain.questions_to_all import Outcome, named_in
from assessor.services import nota_drafts as drafts
from assessor.services.events import tender_log
from assessor.services.nota_drafts import Words, desk
from assessor.services.notas import notas_of_response, notas_of_tender, preview, publish_nota
from assessor.services.opening import close
from assessor.services.questions_to_all import ask, own_questions
from assessor.services.refusals import Changed, Invalid, NotThere, Refused
from assessor.services.responses import response_for
from assessor.storage.engine import begin_writing
from assessor.storage.models import AskedBy, NotaItem, QuestionToAll
from assessor.storage.verify import verify
from tests.conftest import Round
from tests.databases import copy_of, drop_triggers
from tests.factories import (
    DEADLINE,
    Town,
    make_officer,
    make_person,
    make_tender,
    make_vendor,
    open_all,
    publish,
)
from tests.mailing import mails
from tests.services.asking import ANSWER, CANARY, UNTIL, allow_questions, answer, publish_all, put
from tests.services.mailed import email_of

# --- writing together -----------------------------------------------------------------------------------------


def test_a_draft_starts_with_the_words_of_its_one_question_unless_they_are_sensitive(asked: Round) -> None:
    plain = put(asked, question="VAL-01")
    row = asked.town.do(drafts.begin, asked.officer, asked.tender.id, [plain.id])
    assert (row.wording_nl, row.question) == ("Mag het ook later?", "VAL-01")
    secret = put(asked, f"Werkt {CANARY} ook?", sensitive=True, sensitive_reason="Dit is ons product.")
    row = asked.town.do(drafts.begin, asked.officer, asked.tender.id, [secret.id])
    assert row.wording_nl == ""


def test_two_officers_who_edit_the_same_draft_lose_nothing(asked: Round) -> None:
    question = put(asked)
    row = asked.town.do(drafts.begin, asked.officer, asked.tender.id, [question.id])
    first, second = replace(ANSWER, answer=Spoken("Eerst.")), replace(ANSWER, answer=Spoken("Daarna."))
    save = drafts.save
    asked.town.do(save, asked.officer, asked.tender.id, row.id, first, [question.id], 1)
    with pytest.raises(Changed) as refused:
        asked.town.do(save, asked.second_officer, asked.tender.id, row.id, second, [question.id], 1)
    assert isinstance(refused.value.theirs, NotaItem)
    assert refused.value.theirs.answer_nl == "Eerst."
    with pytest.raises(Changed):
        asked.town.do(drafts.remove, asked.second_officer, asked.tender.id, row.id, 1)
    asked.town.do(save, asked.second_officer, asked.tender.id, row.id, second, [question.id], 2)
    assert asked.town.look(desk, asked.officer, asked.tender.id).drafts[0].row.answer_nl == "Daarna."


def test_equal_questions_get_one_answer_and_a_question_has_one_answer_only(asked: Round) -> None:
    one, two = put(asked), put(asked, "Kan het later?", asked.other_vendor)
    row = answer(asked, one, two)
    assert asked.town.look(desk, asked.officer, asked.tender.id).open == ()
    with pytest.raises(Refused, match="another answer"):
        asked.town.do(drafts.begin, asked.second_officer, asked.tender.id, [two.id])
    other = asked.town.do(drafts.begin, asked.second_officer, asked.tender.id)
    with pytest.raises(Invalid) as refused:
        asked.town.do(drafts.save, asked.second_officer, asked.tender.id, other.id, ANSWER, [two.id], 1)
    assert set(refused.value.errors) == {"questions"}
    asked.town.do(drafts.save, asked.officer, asked.tender.id, row.id, ANSWER, [one.id], row.revision)
    assert [q.id for q in asked.town.look(desk, asked.officer, asked.tender.id).open] == [two.id]
    asked.town.do(drafts.remove, asked.officer, asked.tender.id, row.id, row.revision + 1)
    assert len(asked.town.look(desk, asked.officer, asked.tender.id).open) == 2


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (replace(ANSWER, answer=Spoken(en="Only English")), "answer_nl"),
        (replace(ANSWER, wording=Spoken()), "wording_nl"),
        (replace(ANSWER, wording=Spoken(f"Werkt {CANARY} ook met ons systeem?")), "wording_nl"),
        (replace(ANSWER, answer=Spoken("x" * 10_001)), "answer_nl"),
        (replace(ANSWER, outcome="misschien"), "outcome"),
        (replace(ANSWER, question="NOP-01"), "question"),
        (replace(ANSWER, outcome="rejected", changes=Spoken("Alles.")), "changes_nl"),
    ],
)
def test_what_is_marked_as_ready_is_whole(asked: Round, words: Words, field: str) -> None:
    original = f"Werkt {CANARY} ook met ons systeem?"
    question = put(asked, original, sensitive=True, sensitive_reason="Dit is ons product.")
    row = asked.town.do(drafts.begin, asked.officer, asked.tender.id, [question.id])
    with pytest.raises(Invalid) as refused:
        asked.town.do(drafts.save, asked.officer, asked.tender.id, row.id, words, [question.id], 1)
    assert set(refused.value.errors) == {field}


def test_a_draft_that_is_not_ready_may_be_empty_and_a_remark_cannot_be_rejected(asked: Round) -> None:
    row = asked.town.do(drafts.begin, asked.officer, asked.tender.id)
    empty = Words("", Spoken(), Spoken(), Spoken())
    asked.town.do(drafts.save, asked.officer, asked.tender.id, row.id, empty, [], 1)
    rejected = replace(ANSWER, outcome="rejected")
    with pytest.raises(Invalid) as refused:
        asked.town.do(drafts.save, asked.officer, asked.tender.id, row.id, rejected, [], 2)
    assert set(refused.value.errors) == {"outcome"}


def test_a_question_rejected_to_the_asker_only_is_in_no_nota(asked: Round) -> None:
    question = put(asked)
    words = replace(ANSWER, outcome=Outcome.TOLD.value, answer=Spoken(f"Dat is {CANARY}."))
    row = answer(asked, question, words=words)
    with pytest.raises(Refused, match="Nothing is ready"):
        publish_all(asked)
    assert asked.town.look(own_questions, asked.vendor, asked.response)[0].told is None
    asked.town.do(drafts.tell, asked.officer, asked.tender.id, row.id, row.revision)
    [own] = asked.town.look(own_questions, asked.vendor, asked.response)
    assert own.told == Spoken(f"Dat is {CANARY}.")
    assert asked.town.look(notas_of_response, asked.other_vendor, asked.other_response) == ()
    with pytest.raises(NotThere):
        asked.town.do(drafts.remove, asked.officer, asked.tender.id, row.id, row.revision)
    found = asked.town.look(desk, asked.officer, asked.tender.id)
    assert (len(found.open), len(found.drafts), len(found.told)) == (0, 0, 1)


# --- publishing -----------------------------------------------------------------------------------------------


def test_a_nota_goes_to_all_at_once_numbered_frozen_and_with_its_digest_in_the_trail(asked: Round) -> None:
    one, two = put(asked, question="VAL-01"), put(asked, "Wat is de planning hierna?", asked.other_vendor)
    answer(asked, one, words=replace(ANSWER, question="VAL-01", changes=Spoken("Bijlage 2 vervalt.")))
    answer(asked, two, words=replace(ANSWER, outcome="rejected", answer=Spoken("Dat weten wij nog niet.")))
    answer(asked, words=Words("", Spoken(), Spoken("Een mededeling."), Spoken(), ready=True))
    publish_all(asked)
    [nota] = asked.town.look(notas_of_tender, asked.manager, asked.tender.id)
    assert [(i.number, i.question, i.rejected) for i in nota.items][-1] == (3, "VAL-01", False)
    assert nota.items[-1].changes == Spoken("Bijlage 2 vervalt.")
    assert nota.items[-1].name is not None
    for who, response in ((asked.vendor, asked.response), (asked.other_vendor, asked.other_response)):
        assert asked.town.look(notas_of_response, who, response) == (nota,)
        [own] = asked.town.look(own_questions, who, response)
        assert own.nota == 1
        assert own.rejected == (who is asked.other_vendor)
    entry = asked.town.look(tender_log, asked.officer, asked.tender.id)[-1]
    assert (entry.verb, entry.about["number"], entry.about["items"]) == ("nota_published", 1, 3)
    assert entry.about["sha256"] == nota.sha256
    assert verify(copy_of(asked.town.store)) == []


def test_numbers_go_on_and_a_correction_is_a_new_item_that_names_the_old(asked: Round) -> None:
    answer(asked, put(asked))
    publish_all(asked)
    row = asked.town.do(drafts.begin, asked.second_officer, asked.tender.id, (), 1)
    assert row.wording_nl == "Mag het ook later?"
    words = replace(ANSWER, answer=Spoken("Toch wel."))
    asked.town.do(drafts.save, asked.second_officer, asked.tender.id, row.id, words, [], 1)
    publish_all(asked, asked.second_officer)
    first, second = asked.town.look(notas_of_response, asked.vendor, asked.response)
    assert (first.number, second.number) == (1, 2)
    assert [i.number for n in (first, second) for i in n.items] == [1, 2]
    assert second.items[0].corrects == Corrected(1, 1)
    assert first.items[0].answer == ANSWER.answer
    with pytest.raises(NotThere):
        asked.town.do(drafts.begin, asked.officer, asked.tender.id, (), 9)


def test_what_was_published_is_edited_by_nobody(asked: Round) -> None:
    row = answer(asked, put(asked))
    publish_all(asked)
    with pytest.raises(NotThere):
        asked.town.do(drafts.save, asked.officer, asked.tender.id, row.id, ANSWER, [], row.revision)


@pytest.mark.parametrize("table", ["notas", "questions_to_all", "asked_by"])
def test_the_database_itself_refuses_to_change_what_was_asked_and_published(town: Town, table: str) -> None:
    officer, vendor = make_officer(town), make_vendor(town)
    tender = make_tender(town, officer, vendors=(vendor,), test=False, questions_until=UNTIL)
    publish(town, tender)
    response = town.look(response_for, vendor, tender.id).id
    asked = town.do(ask, vendor, response, text="Mag het ook later?", received_at=town.now)
    row = town.do(drafts.begin, officer, tender.id, [asked.id])
    town.do(drafts.save, officer, tender.id, row.id, ANSWER, [asked.id], 1)
    town.do(publish_nota, officer, tender.id, town.look(preview, officer, tender.id).seen)
    column = {"notas": "content", "questions_to_all": "text", "asked_by": "person_id"}[table]
    with town.house() as house:
        freed = "delete from answered_in", "update nota_items set nota_id = null, number = null"
        for change in (f"update {table} set {column} = {column}", f"delete from {table}"):
            house.db.rollback()
            begin_writing(house.db)
            for free in freed:
                house.db.execute(text(free))
            with pytest.raises(IntegrityError, match="added, never changed"):
                house.db.execute(text(change))


@pytest.mark.sqlite
def test_a_nota_or_a_question_that_was_altered_all_the_same_is_found(asked: Round) -> None:
    answer(asked, put(asked))
    publish_all(asked)
    changes = (
        "update notas set content = replace(content, 'niet', 'wel')",
        "update questions_to_all set text = 'x'",
    )
    for change in changes:
        with asked.town.house() as house:
            begin_writing(house.db)
            drop_triggers(house.db.connection())
            house.db.execute(text(change))
            house.db.commit()
    faults = verify(copy_of(asked.town.store))
    assert sum("is not as it was recorded" in fault for fault in faults) == 2


def test_what_a_colleague_changed_meanwhile_is_looked_at_again_before_it_is_published(asked: Round) -> None:
    row = answer(asked, put(asked))
    seen = asked.town.look(preview, asked.officer, asked.tender.id).seen
    words = replace(ANSWER, answer=Spoken("Anders."))
    with asked.town.house() as house:
        ids = list(house.db.scalars(select(QuestionToAll.id)))
    asked.town.do(drafts.save, asked.second_officer, asked.tender.id, row.id, words, ids, row.revision)
    with pytest.raises(Refused, match="Read the nota again"):
        asked.town.do(publish_nota, asked.officer, asked.tender.id, seen)
    assert asked.town.look(notas_of_tender, asked.officer, asked.tender.id) == ()


def test_officers_answer_after_the_last_moment_until_the_deadline_and_no_longer(asked: Round) -> None:
    answer(asked, put(asked))
    asked.town.now = DEADLINE - datetime.timedelta(minutes=1)
    publish_all(asked)
    asked.town.now = DEADLINE
    with pytest.raises(Refused, match="deadline has passed"):
        asked.town.do(drafts.begin, asked.officer, asked.tender.id)
    with pytest.raises(Refused):
        asked.town.do(publish_nota, asked.officer, asked.tender.id, "")
    asked.town.later(minutes=2)
    asked.town.do(close, asked.officer, asked.tender.id)
    with pytest.raises(NotThere):
        asked.town.do(drafts.begin, asked.officer, asked.tender.id)


def test_a_vendor_that_is_invited_later_reads_the_earlier_notas(asked: Round) -> None:
    answer(asked, put(asked))
    publish_all(asked)
    late = make_vendor(asked.town, "Laatkomer BV (fictief)")
    other = make_tender(asked.town, asked.officer, vendors=(late,))
    publish(asked.town, other)
    with asked.town.house() as house:
        begin_writing(house.db)
        response = asked.town.look(response_for, late, other.id).id
        house.db.execute(
            text("update responses set tender_id = :t where id = :r"), {"t": asked.tender.id, "r": response}
        )
        house.db.commit()
    assert len(asked.town.look(notas_of_response, late, response)) == 1
    assert asked.town.look(own_questions, late, response) == ()


def test_the_preview_warns_of_names_of_sensitive_words_and_of_a_late_answer(asked: Round) -> None:
    question = put(asked, f"Werkt {CANARY} ook?", sensitive=True, sensitive_reason="Dit is ons product.")
    answer(asked, question, words=replace(ANSWER, answer=Spoken("Ja, ook dat van waterman.")))
    asked.town.now = DEADLINE - datetime.timedelta(days=3)
    warned = " ".join(w.en for w in asked.town.look(preview, asked.officer, asked.tender.id).warnings)
    for word in ("names Waterman BV", "sensitive", "by 1 December 2026", "one language only"):
        assert word in warned, warned
    assert named_in("Een waterman is iemand anders", ["Stroomlijn BV (fictief)"]) == ()
    assert named_in("stroomlijning", ["Stroomlijn BV (fictief)"]) == ()


def test_the_content_of_a_nota_names_nobody(asked: Round) -> None:
    answer(asked, put(asked), put(asked, "Kan het later?", asked.other_vendor))
    publish_all(asked)
    with asked.town.house() as house:
        [content] = house.db.execute(text("select content from notas")).scalars()
        people = list(house.db.scalars(select(AskedBy.person_id)))
        ids = list(house.db.scalars(select(QuestionToAll.id)))
    told = json.dumps(json.loads(content))
    for word in (*people, *ids, asked.response, asked.other_response, asked.vendor.name, "Kan het later?"):
        assert word not in told
    assert (
        sha256(content.encode()) == asked.town.look(notas_of_tender, asked.officer, asked.tender.id)[0].sha256
    )


def test_an_auditor_reads_the_originals_after_the_opening(asked: Round) -> None:
    put(asked)
    auditor = make_person(asked.town, Role.AUDITOR)
    with pytest.raises(NotThere):
        asked.town.look(desk, auditor, asked.tender.id)
    open_all(asked.town, asked.tender, asked.officer, asked.second_officer)
    assert len(asked.town.look(desk, auditor, asked.tender.id).open) == 1


def test_a_nota_is_told_to_each_vendor_by_a_mail_of_its_own(round: Round) -> None:
    allow_questions(round)
    answer(round, put(round, f"Wat is {CANARY}?"))
    assert mails(round.town) == []
    publish_all(round)
    told = mails(round.town, "nota")
    people = {email_of(round.town, who) for who in (round.vendor, round.other_vendor)}
    assert {m.to for m in told} == people
    assert all("Nota van inlichtingen 1" in m.subject for m in told)
