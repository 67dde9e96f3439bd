"""Filling in: scope first, answers with revisions, follow-ups, and what is refused."""

from __future__ import annotations

import datetime
import json

import pytest
from sqlalchemy import func, select

from assessor.domain.answers import Answer, Key, Scope
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.services.events import response_log
from assessor.services.refusals import Changed, Invalid, NotThere, Refused
from assessor.services.responses import declare_scope, filling, read_answers, save_answers, scope_of
from assessor.storage.models import DraftAnswer
from tests.conftest import Round
from tests.factories import DEADLINE, fill_in

CTX = Key("CTX-01")


def declared(published: Round, *products: str) -> str:
    response = published.response
    published.town.do(declare_scope, published.vendor, response, products or ["T05"], [], 0)
    return response


def says(word: str) -> Answer:
    return Answer({"main": word})


def test_a_response_starts_empty_and_asks_nothing_before_the_scope_is_declared(published: Round) -> None:
    found = published.town.look(filling, published.vendor, published.response)
    assert (found.scope, found.asked, dict(found.drafts), found.open) == (None, (), {}, ())
    with pytest.raises(Refused):
        published.town.do(save_answers, published.vendor, published.response, {CTX: says("x")}, {})


def test_the_declared_scope_decides_what_is_asked(published: Round) -> None:
    town, response = published.town, declared(published, "T10", "T05")
    assert town.look(scope_of, published.vendor, response) == Scope(("T05", "T10"), frozenset(), "ranks")
    found = town.look(filling, published.vendor, response)
    expected = ["CTX-01", "VAL-01", "HUM-01@T05", "HUM-01@T10", "HUM-02"]
    assert [str(k) for k in found.asked] == expected
    assert [str(o.key) for o in found.open] == expected
    town.do(declare_scope, published.vendor, response, ["T05"], ["learned"], 1)
    assert Key("HUM-01", "T10") not in town.look(filling, published.vendor, response).asked


@pytest.mark.parametrize(
    ("products", "marks", "field"),
    [
        ([], [], "products"),
        (["T99"], [], "products"),
        (["T05"], ["clever"], "marks"),
        (["\0"], [], "products"),
    ],
)
def test_a_scope_outside_the_lists_is_invalid(
    published: Round, products: list[str], marks: list[str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        published.town.do(declare_scope, published.vendor, published.response, products, marks, 0)
    assert list(refusal.value.errors) == [field]


def test_two_people_declaring_the_scope_do_not_overwrite_each_other(published: Round) -> None:
    response = declared(published, "T05")
    with pytest.raises(Changed) as refusal:
        published.town.do(declare_scope, published.vendor, response, ["T10"], [], 0)
    assert refusal.value.theirs == Scope(("T05",), frozenset(), "ranks")
    same = published.town.do(declare_scope, published.vendor, response, ["T05"], [], 0)
    assert same == 1, "the same scope again is no change"


def test_answers_are_saved_and_read_back_whole(published: Round) -> None:
    town, response = published.town, declared(published)
    answer = Answer(
        {"main": "Regel één\nregel twee ✓"},
        EvidenceLevel.E2,
        "noot",
        datetime.date(2026, 3, 1),
        "withheld",
        "reden",
    )
    assert town.do(save_answers, published.vendor, response, {CTX: answer}, {}) == {CTX: 1}
    draft = town.look(read_answers, published.vendor, response)[CTX]
    assert (draft.answer, draft.revision, draft.saved_by) == (answer, 1, published.vendor.id)
    assert draft.saved_at == town.now


def test_a_stale_save_is_told_and_nothing_is_overwritten(published: Round) -> None:
    town, response = published.town, declared(published)
    town.do(save_answers, published.vendor, response, {CTX: says("een")}, {})
    town.do(save_answers, published.vendor, response, {CTX: says("twee")}, {CTX: 1})
    other = Key("VAL-01")
    with pytest.raises(Changed) as refusal:
        town.do(
            save_answers,
            published.vendor,
            response,
            {CTX: says("drie"), other: Answer({"main": 1})},
            {CTX: 1},
        )
    theirs = refusal.value.theirs
    assert isinstance(theirs, dict)
    assert {key: (d.answer, d.revision) for key, d in theirs.items()} == {CTX: (says("twee"), 2)}
    stored = town.look(read_answers, published.vendor, response)
    assert {key: d.answer for key, d in stored.items()} == {CTX: says("twee")}, "all or none"
    assert town.do(save_answers, published.vendor, response, {CTX: says("drie")}, {CTX: 2}) == {CTX: 3}


def test_saving_what_is_stored_already_is_no_change_whatever_the_revision(published: Round) -> None:
    town, response = published.town, declared(published)
    town.do(save_answers, published.vendor, response, {CTX: says("een")}, {})
    assert town.do(save_answers, published.vendor, response, {CTX: says("een")}, {}) == {CTX: 1}


def test_an_autosave_saves_the_same_without_an_event(published: Round) -> None:
    town, response = published.town, declared(published)
    before = len(town.look(response_log, published.vendor, response))
    town.do(save_answers, published.vendor, response, {CTX: says("een")}, {}, autosave=True)
    assert len(town.look(response_log, published.vendor, response)) == before
    town.do(save_answers, published.vendor, response, {CTX: says("twee")}, {CTX: 1})
    assert [e.verb for e in town.look(response_log, published.vendor, response)][before:] == ["answers_saved"]


def test_a_follow_up_appears_with_the_answer_it_depends_on_and_keeps_what_was_typed(published: Round) -> None:
    town, response = published.town, declared(published)
    choice, follow_up = Key("HUM-02"), Key("HUM-03")
    town.do(save_answers, published.vendor, response, {choice: Answer({"main": "yes"})}, {})
    assert follow_up in town.look(filling, published.vendor, response).asked
    town.do(save_answers, published.vendor, response, {follow_up: says("bewaard")}, {})
    town.do(save_answers, published.vendor, response, {choice: Answer({"main": "no"})}, {choice: 1})
    found = town.look(filling, published.vendor, response)
    assert follow_up not in found.asked
    assert found.drafts[follow_up].answer == says("bewaard")


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        (Key("VAL-01"), {"main": "veel"}, "VAL-01.main"),
        (Key("HUM-02"), {"main": "maybe"}, "HUM-02.main"),
        (CTX, {"main": "x" * 4001}, "CTX-01.main"),
        (Key("HUM-01", "T05"), {"main": ["x"]}, "HUM-01@T05.main"),
    ],
)
def test_impossible_values_are_invalid_at_their_field(
    published: Round, key: Key, value: dict[str, object], field: str
) -> None:
    response = declared(published)
    with pytest.raises(Invalid) as refusal:
        published.town.do(save_answers, published.vendor, response, {key: Answer(value)}, {})  # type: ignore[arg-type]
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize(
    "key",
    [
        Key("XXX-99"),
        Key("CTX-01", "T05"),
        Key("HUM-01"),
        Key("HUM-01", "T10"),
        Key("HUM-01", "../x"),
        Key(""),
    ],
)
def test_answers_to_questions_that_are_not_this_vendors_are_not_there(published: Round, key: Key) -> None:
    response = declared(published, "T05")
    with pytest.raises(NotThere):
        published.town.do(save_answers, published.vendor, response, {key: says("x")}, {})
    with pytest.raises(NotThere):
        published.town.do(save_answers, published.vendor, response, {CTX: Answer({"other": "x"})}, {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("a\ufffeb\uffff", "a\ufffdb\ufffd"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("\u202eabc", "\u202eabc"),
        ("👩‍🔬 e\u0301 ﷽", "👩‍🔬 e\u0301 ﷽"),
        ("a\x1bb\x7fc\x85d", "abcd"),
    ],
)
def test_characters_that_cannot_be_stored_everywhere_are_left_out_or_shown(
    published: Round, typed: str, kept: str
) -> None:
    town, response = published.town, declared(published)
    answer = Answer({"main": typed}, evidence_note=typed, standing_reason=typed)
    town.do(save_answers, published.vendor, response, {CTX: answer}, {})
    stored = town.look(read_answers, published.vendor, response)[CTX].answer
    assert (stored.value["main"], stored.evidence_note, stored.standing_reason) == (kept, kept, kept)
    json.dumps(stored.value["main"], ensure_ascii=False).encode("utf-8")


def test_notes_have_a_limit_that_is_said(published: Round) -> None:
    response = declared(published)
    with pytest.raises(Invalid) as refusal:
        published.town.do(
            save_answers, published.vendor, response, {CTX: Answer(evidence_note="x" * 4001)}, {}
        )
    assert "4.000" in refusal.value.message.nl


@pytest.mark.parametrize("after", [0, 1, 86400])
def test_from_the_deadline_on_a_draft_no_longer_changes_and_is_kept(published: Round, after: int) -> None:
    town, response = published.town, published.response
    fill_in(town, published.vendor, response)
    town.now = DEADLINE - datetime.timedelta(microseconds=1)
    town.do(save_answers, published.vendor, response, {CTX: says("op tijd")}, {CTX: 1})
    town.now = DEADLINE + datetime.timedelta(seconds=after)
    with pytest.raises(Refused):
        town.do(save_answers, published.vendor, response, {CTX: says("te laat")}, {CTX: 2})
    with pytest.raises(Refused):
        town.do(declare_scope, published.vendor, response, ["T05"], [], 1)
    assert town.look(read_answers, published.vendor, response)[CTX].answer == says("op tijd")


def test_progress_counts_finished_answers_by_section(published: Round) -> None:
    town, response = published.town, published.response
    fill_in(town, published.vendor, response)
    found = town.look(filling, published.vendor, response)
    assert {p.section: (p.done, p.total) for p in found.progress} == {
        "CTX": (1, 1),
        "VAL": (0, 1),
        "HUM": (3, 4),
    }
    assert [str(o.key) for o in found.open] == ["VAL-01", "HUM-02"]


def test_a_refused_save_leaves_no_row(published: Round) -> None:
    response = declared(published)
    with pytest.raises(Invalid):
        published.town.do(
            save_answers,
            published.vendor,
            response,
            {CTX: says("x"), Key("VAL-01"): Answer({"main": "veel"})},
            {},
        )
    with published.town.house() as house:
        assert house.db.scalar(select(func.count()).select_from(DraftAnswer)) == 0
