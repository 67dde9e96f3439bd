"""Questions to all: asked until the last moment, without a trace of who for those who answer."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from sqlalchemy import event

from assessor.domain.questions_to_all import late_warning, usual_last_moment
from assessor.services import nota_drafts as drafts
from assessor.services.events import response_log, tender_log
from assessor.services.nota_drafts import desk
from assessor.services.notas import notas_of_response, notas_of_tender, preview, publish_nota
from assessor.services.questions_to_all import ask, own_questions
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.setting_up import edit_dates
from assessor.storage.models import QuestionToAll
from tests.conftest import Round
from tests.factories import (
    DEADLINE,
    NOW,
    Town,
    make_officer,
    make_tender,
    make_vendor,
    open_all,
)
from tests.services.asking import CANARY, UNTIL, answer, publish_all, put

OTHER_CANARY = "goudvinkje"

# --- the last moment ------------------------------------------------------------------------------------------


def test_the_last_moment_is_ten_days_before_the_deadline_or_halfway_a_short_term(town: Town) -> None:
    officer = make_officer(town)
    tender = make_tender(town, officer)
    far = NOW + datetime.timedelta(days=40)
    assert town.do(edit_dates, officer, tender.id, far).questions_until == far - datetime.timedelta(days=10)
    near = NOW + datetime.timedelta(days=4)
    assert town.do(edit_dates, officer, tender.id, near).questions_until == NOW + datetime.timedelta(days=2)
    assert town.do(edit_dates, officer, tender.id, None).questions_until is None
    assert usual_last_moment(NOW - datetime.timedelta(days=1), NOW) < NOW
    short = NOW + datetime.timedelta(minutes=70)
    assert NOW < usual_last_moment(short, NOW) < short
    summer = datetime.datetime(2027, 4, 2, 15, tzinfo=datetime.UTC)
    assert usual_last_moment(summer, NOW) == datetime.datetime(2027, 3, 23, 16, tzinfo=datetime.UTC)


def test_the_last_moment_lies_before_the_deadline(town: Town) -> None:
    officer = make_officer(town)
    tender = make_tender(town, officer)
    for deadline, until in ((DEADLINE, DEADLINE), (None, NOW)):
        with pytest.raises(Invalid) as refused:
            town.do(edit_dates, officer, tender.id, deadline, questions_until=until)
        assert set(refused.value.errors) == {"questions_until"}
    chosen = DEADLINE - datetime.timedelta(minutes=1)
    assert town.do(edit_dates, officer, tender.id, DEADLINE, questions_until=chosen).questions_until == chosen


def test_an_answer_comes_late_from_six_days_before_the_deadline_where_that_counts() -> None:
    limit = DEADLINE - datetime.timedelta(days=6)
    second = datetime.timedelta(seconds=1)
    for procedure in ("open", "restricted"):
        assert late_warning(procedure, DEADLINE, limit) is None
        warned = late_warning(procedure, DEADLINE, limit + second)
        assert warned is not None
        assert "6 dagen" in warned.nl
        assert "6 days" in warned.en
    assert late_warning("multiple_private", DEADLINE, DEADLINE) is None
    assert late_warning("open", None, NOW) is None


# --- asking ---------------------------------------------------------------------------------------------------


def test_a_question_is_asked_until_the_last_moment_and_not_from_then_on(asked: Round) -> None:
    asked.town.now = UNTIL + datetime.timedelta(seconds=2)
    with pytest.raises(Refused, match="too late"):
        put(asked)
    put(asked, received_at=UNTIL - datetime.timedelta(microseconds=1))
    asked.town.now = UNTIL + datetime.timedelta(minutes=1)
    with pytest.raises(Refused):
        put(asked, "Een andere vraag", received_at=UNTIL - datetime.timedelta(microseconds=1))
    assert len(asked.town.look(desk, asked.officer, asked.tender.id).open) == 1


def test_without_a_published_moment_nobody_can_ask(published: Round) -> None:
    with pytest.raises(Refused, match="cannot ask"):
        put(published)


def test_the_same_question_sent_twice_is_one(asked: Round) -> None:
    assert put(asked).id == put(asked).id
    assert put(asked, question="VAL-01").id != put(asked).id
    assert len(asked.town.look(own_questions, asked.vendor, asked.response)) == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "kort"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "een teken\x00 te veel"}, "text"),
        ({"question": "NOP-01"}, "question"),
        ({"question": "SEC-01"}, "question"),
        ({"sensitive": True}, "sensitive_reason"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(asked: Round, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        put(asked, **{"words": more.pop("text", "Mag het ook later?")} | more)
    assert set(refused.value.errors) == {field}
    assert asked.town.look(own_questions, asked.vendor, asked.response) == ()


def test_a_reason_without_the_mark_is_not_kept(asked: Round) -> None:
    assert put(asked, sensitive_reason="gaat u niets aan").sensitive_reason == ""


def test_who_is_no_vendor_of_this_tender_asks_nothing(asked: Round) -> None:
    stranger = make_vendor(asked.town, "Vreemd BV (fictief)")
    for who in (
        asked.other_vendor,
        stranger,
        asked.officer,
        asked.assessor,
        asked.auditor,
        asked.administrator,
    ):
        with pytest.raises(NotThere):
            asked.town.do(ask, who, asked.response, text="Mag het ook later?", received_at=asked.town.now)


# --- who sees what --------------------------------------------------------------------------------------------


def test_a_vendor_sees_its_own_questions_and_no_other_s_before_publication(asked: Round) -> None:
    put(asked, f"Wat is {CANARY}?")
    put(asked, f"Wat is {OTHER_CANARY}?", asked.other_vendor)
    [own] = asked.town.look(own_questions, asked.vendor, asked.response)
    [theirs] = asked.town.look(own_questions, asked.other_vendor, asked.other_response)
    assert (CANARY in own.row.text, OTHER_CANARY in theirs.row.text) == (True, True)
    for reading in (own_questions, notas_of_response, response_log):
        with pytest.raises(NotThere):
            asked.town.look(reading, asked.other_vendor, asked.response)
    assert asked.town.look(notas_of_response, asked.vendor, asked.response) == ()


def test_officers_get_the_question_with_its_day_and_never_who_asked(asked: Round) -> None:
    for n, who in enumerate((asked.vendor, asked.other_vendor) * 3):
        asked.town.later(minutes=7)
        put(asked, f"Vraag nummer {n} van iemand", who)
    found = asked.town.look(desk, asked.officer, asked.tender.id).open
    days = {one.day for one in found}
    assert days == {asked.town.now.date()}
    assert [one.id for one in found] == sorted(one.id for one in found), (
        "ids are random, so this order says nothing"
    )
    columns = {c.name for c in QuestionToAll.__table__.columns}
    assert columns == {"id", "tender_id", "question", "text", "sensitive", "sensitive_reason", "day"}


def test_nothing_that_officers_look_at_reads_whose_a_question_is(asked: Round) -> None:
    """The statements themselves are watched: the table with the askers is in none of them."""
    town, officer, tender = asked.town, asked.officer, asked.tender.id
    first, second = put(asked, f"Wat is {CANARY}?"), put(asked, "En nu nog iets anders", asked.other_vendor)
    seen: list[str] = []
    event.listen(town.store.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    answer(asked, first)
    town.look(desk, officer, tender)
    town.look(drafts.draft_of, officer, tender, answer(asked, second).id)
    town.look(preview, officer, tender)
    publish_all(asked)
    town.look(notas_of_tender, officer, tender)
    log = town.look(tender_log, officer, tender)
    assert len(seen) > 30
    assert [s for s in seen if "asked_by" in s] == []
    told = repr([(e.verb, e.who, e.about, e.company) for e in log])
    for word in (CANARY, asked.vendor.id, asked.response, asked.vendor.name, "question_asked", first.id):
        assert word not in told, word
    town.look(own_questions, asked.vendor, asked.response)
    assert any("asked_by" in s for s in seen), "the control: the vendor's own list does read it"


def test_after_the_opening_only_the_auditor_s_log_says_who_asked(asked: Round) -> None:
    put(asked)
    open_all(asked.town, asked.tender, asked.officer, asked.second_officer)
    for who in (asked.officer, asked.manager, asked.auditor):
        verbs = {entry.verb for entry in asked.town.look(tender_log, who, asked.tender.id)}
        assert ("question_asked" in verbs) == (who is asked.auditor)


def test_who_is_no_officer_of_the_tender_reads_no_question(asked: Round) -> None:
    put(asked)
    stranger = make_officer(asked.town)
    for who in (asked.assessor, asked.manager, asked.auditor, asked.administrator, asked.vendor, stranger):
        with pytest.raises(NotThere):
            asked.town.look(desk, who, asked.tender.id)
        with pytest.raises(NotThere):
            asked.town.do(drafts.begin, who, asked.tender.id)
        with pytest.raises(NotThere):
            asked.town.do(publish_nota, who, asked.tender.id, "")
