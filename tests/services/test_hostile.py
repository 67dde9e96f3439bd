"""Whatever is sent, a verb does its work or refuses with words: nothing else comes out."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from assessor.domain.answers import Answer, Key
from assessor.domain.permissions import Action, Role
from assessor.services import gates, participants, people, scoring
from assessor.services.access import find_response, find_tender
from assessor.services.evidence import add_file, list_files, read_file
from assessor.services.incoming import receive
from assessor.services.opening import opened
from assessor.services.refusals import Changed, Refusal
from assessor.services.responses import declare_scope, read_answers, save_answers
from assessor.services.submitting import submit
from tests.conftest import Round
from tests.factories import Town, fill_in, make_person, open_all, send, signed
from tests.services.assessing import judge, opened_stage

HOSTILE = [
    "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800", "\ufffe", "\uffff", "\ufeff", "\u202e\u202dabc", "\u2028\u2029",
    "\r\nBcc: x@voorbeeld.example", "\x1b[31mrood", "\x7f\x80\x9f", "'; drop table people; --", "' or '1'='1",
    "<script>alert(1)</script>", "<svg/onload=alert(1)>", "javascript:alert(1)", "{{7*7}}", "{0.__class__}", "%s%n",
    "${jndi:ldap://x}", "=1+1", "+1", "-1", "@sum(1)", "\t=1", "../../etc/passwd", "C:\\con.pdf", "a" * 1_000_000,
    "\U0001f469\u200d\U0001f52c" * 500, "e\u0301" * 2000, "ﷺ" * 1000, "Ω≈ç√∫˜µ≤≥÷", "田中さん", "مرحبا", "ŻÓŁĆ",
    "null", "None", "NaN", "Infinity", "1e309", "-0", "0x41", "true", "[]", "{}", "\\u0000", "\\", '"', "*", "@", "/",
]  # fmt: skip


def refusal_of(call: Callable[[], object]) -> Refusal | None:
    """How the call refused; None when it did its work. Anything else comes through."""
    try:
        call()
    except Refusal as refusal:
        return refusal
    return None


def into(saved: dict[Key, int], call: Callable[[], dict[Key, int]]) -> None:
    saved.update(call())


@pytest.mark.parametrize("place", ["answer", "note", "reason", "file name", "signature", "once"])
def test_hostile_texts_are_stored_or_refused_in_words_and_come_back_readable(
    published: Round, place: str
) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    key = Key("CTX-01")

    def save(answer: Answer) -> object:
        revision = {key: town.look(read_answers, vendor, response)[key].revision}
        return town.do(save_answers, vendor, response, {key: answer}, revision)

    def hand_in(once: str, name: str) -> object:
        return town.do(
            submit, vendor, response, once=once, signature=signed(name, name), received_at=town.now
        )  # fmt: skip

    calls: dict[str, Callable[[str], object]] = {
        "answer": lambda text: save(Answer({"main": text})),
        "note": lambda text: save(Answer(evidence_note=text)),
        "reason": lambda text: save(Answer(standing="withheld", standing_reason=text)),
        "file name": lambda text: town.do(add_file, vendor, response, key, receive(f"{text}.txt", b"inhoud")),
        "signature": lambda text: hand_in(f"once-{HOSTILE.index(text):04}", text),
        "once": lambda text: hand_in(text, "x"),
    }
    for text in HOSTILE:
        refusal = refusal_of(partial(calls[place], text))
        if refusal is not None:
            assert refusal.message.nl.encode("utf-8")
            assert refusal.message.en.encode("utf-8")
    send(town, vendor, response)
    open_all(town, published.tender, published.officer, published.second_officer)
    found = town.look(opened, published.officer, response)
    shown = [repr(found.answers).encode("utf-8")]
    shown += [f.name.encode("utf-8") for f in town.look(list_files, published.officer, response)]
    assert all(b"\0" not in text for text in shown)


@pytest.mark.parametrize(
    "value", [None, True, 1.5, [], {}, ["x"], {"choice": "x"}, [[[]]], {"a": {"b": 1}}, 10**400]
)
def test_values_of_a_wrong_kind_are_refused_in_words(published: Round, value: object) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    town.do(declare_scope, vendor, response, ["T05"], [], 0)
    for key in (Key("CTX-01"), Key("VAL-01"), Key("HUM-02")):
        answers = {key: Answer({"main": value})}  # type: ignore[dict-item]
        refusal = refusal_of(partial(town.do, save_answers, vendor, response, answers, {}))
        assert refusal is None or refusal.message.nl
    town.look(read_answers, vendor, response)


def test_two_people_saving_at_random_never_lose_an_acknowledged_text(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    town.do(declare_scope, vendor, response, ["T05"], [], 0)
    keys = [Key("CTX-01"), Key("HUM-01", "T05")]
    truth: dict[Key, tuple[str, int]] = {}
    seen: list[dict[Key, int]] = [{}, {}]
    choose = random.Random(7)
    told = 0
    for step in range(300):
        who, key = choose.randrange(2), choose.choice(keys)
        if choose.random() < 0.4:
            seen[who] = {k: d.revision for k, d in town.look(read_answers, vendor, response).items()}
            continue
        word = f"tekst {step}"
        saved: dict[Key, int] = {}
        answers = {key: Answer({"main": word})}
        call = partial(town.do, save_answers, vendor, response, answers, seen[who])
        refusal = refusal_of(partial(into, saved, call))
        if refusal is not None:
            told += 1
            assert isinstance(refusal, Changed)
            assert isinstance(refusal.theirs, dict)
            assert refusal.theirs[key].answer.value == {"main": truth[key][0]}
            assert seen[who].get(key, 0) != truth[key][1]
            continue
        assert seen[who].get(key, 0) == truth.get(key, ("", 0))[1], "a stale save was taken"
        truth[key] = (word, saved[key])
        seen[who] = {**seen[who], **saved}
    stored = town.look(read_answers, vendor, response)
    assert {k: (d.answer.value["main"], d.revision) for k, d in stored.items()} == truth
    assert told > 20


@pytest.mark.parametrize("id", ["a\0b", "\ud800", "x" * 100_000, "' or '1'='1", ""])
def test_an_id_that_cannot_be_one_is_not_there(town: Town, id: str) -> None:
    stage = opened_stage(town.store)
    town, (anna, _) = stage.town, stage.assessors
    stage.declare()
    administrator = make_person(town, Role.ADMINISTRATOR)
    for call in (
        lambda: town.look(find_tender, stage.officer, id, Action.SEE_TENDER),
        lambda: town.do(find_response, stage.officer, id, Action.READ_ANSWERS),
        lambda: town.do(participants.set_person, stage.officer, stage.tender.id, id, "officer"),
        lambda: town.do(participants.remove_person, stage.officer, stage.tender.id, id),
        lambda: town.do(people.new_link, administrator, id),
        lambda: town.do(people.change_role, administrator, id, "officer"),
        lambda: town.do(gates.confirm_gate, anna, id),
        lambda: town.do(gates.propose_gate, anna, stage.response, id, "confirmed", "Het verslag zegt dit."),
        lambda: town.do(scoring.record_score, anna, stage.response, Key(id), judge("3")),
        lambda: town.do(scoring.record_score, anna, stage.response, Key("VAL-01", id), judge("3")),
        lambda: town.look(read_file, stage.officer, stage.response, id),
    ):
        assert refusal_of(call) is not None
