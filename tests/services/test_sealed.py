"""Before the opening nobody but the vendor reads a response: not by the services, not in any byte that is stored."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from assessor.domain.answers import Answer, Key
from assessor.domain.permissions import Actor
from assessor.services.events import response_log, tender_log
from assessor.services.evidence import add_file, list_files, read_file, remove_file
from assessor.services.incoming import receive
from assessor.services.opening import opened, opened_answers, protocol
from assessor.services.refusals import NotThere
from assessor.services.responses import (
    declare_scope,
    filling,
    read_answers,
    response_for,
    save_answers,
    scope_of,
)
from assessor.services.submitting import manifest, submissions, submit, withdraw
from assessor.storage.models import Event
from tests.conftest import Round
from tests.databases import every_byte
from tests.factories import fill_in, open_all, send, signed

CANARY = "kanarie-Zeldzaamwoord"
NAME = f"{CANARY}-bestand.txt"


@pytest.fixture
def planted(published: Round) -> Round:
    """A planted word in every place a vendor writes: answers, notes, reasons, file names, files, signature."""
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response, CANARY)
    withheld = Answer(standing="withheld", standing_reason=CANARY)
    town.do(save_answers, vendor, response, {Key("HUM-02"): withheld}, {Key("HUM-02"): 1})
    town.do(add_file, vendor, response, Key("CTX-01"), receive(NAME, f"{CANARY} in het bestand".encode()))
    town.do(
        submit, vendor, response, once="planted-once", signature=signed(CANARY, CANARY),
        received_at=town.now,
    )  # fmt: skip
    return published


def forms_of(word: str) -> list[bytes]:
    plain = word.encode()
    return [
        plain,
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        *_base64_forms(plain),
        plain.hex().encode(),
    ]


def _base64_forms(plain: bytes) -> list[bytes]:
    # A word inside a longer text can start at any of three places of the encoding.
    return [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]


def test_no_planted_word_is_in_any_stored_byte_before_the_opening_and_all_are_after(planted: Round) -> None:
    before = every_byte(planted.town.store)
    assert [form for form in forms_of(CANARY) if form in before] == []
    open_all(planted.town, planted.tender, planted.officer, planted.second_officer)
    assert CANARY.encode() in every_byte(planted.town.store)
    found = planted.town.look(opened, planted.officer, planted.response)
    assert found.signed_by["name"] == CANARY
    assert found.answers[Key("HUM-02")].standing_reason == CANARY
    [file] = planted.town.look(list_files, planted.officer, planted.response)
    content = planted.town.look(read_file, planted.officer, planted.response, file.id)
    assert (content.name, content.content.decode()) == (NAME, f"{CANARY} in het bestand")


def test_the_key_is_not_beside_the_data(planted: Round) -> None:
    stored = every_byte(planted.town.store)
    assert planted.town.store.master.secret not in stored
    assert planted.town.store.master.secret.hex().encode() not in stored


def every_verb(published: Round) -> dict[str, Callable[[Actor, str], Any]]:
    """Each verb on a response, by name, called as this actor on this response."""
    town = published.town
    file = town.look(list_files, published.vendor, published.response)[0].id
    answer = {Key("CTX-01"): Answer({"main": "x"})}
    return {
        "filling": lambda a, r: town.look(filling, a, r),
        "read_answers": lambda a, r: town.look(read_answers, a, r),
        "scope_of": lambda a, r: town.look(scope_of, a, r),
        "declare_scope": lambda a, r: town.do(declare_scope, a, r, ["T05"], [], 1),
        "save_answers": lambda a, r: town.do(save_answers, a, r, answer, {}),
        "submissions": lambda a, r: town.look(submissions, a, r),
        "manifest": lambda a, r: town.look(manifest, a, r, 1),
        "submit": lambda a, r: town.do(
            submit, a, r, once="another-once", signature=signed("x", "x"), received_at=town.now
        ),
        "withdraw": lambda a, r: town.do(withdraw, a, r, received_at=town.now),
        "add_file": lambda a, r: town.do(add_file, a, r, Key("CTX-01"), receive("a.txt", b"x")),
        "remove_file": lambda a, r: town.do(remove_file, a, r, file),
        "list_files": lambda a, r: town.look(list_files, a, r),
        "read_file": lambda a, r: town.look(read_file, a, r, file),
        "response_log": lambda a, r: town.look(response_log, a, r),
        "opened": lambda a, r: town.look(opened, a, r),
        "opened_answers": lambda a, r: town.look(opened_answers, a, r),
    }


VERBS = [
    "filling", "read_answers", "scope_of", "declare_scope", "save_answers", "submissions", "manifest", "submit",
    "withdraw", "add_file", "remove_file", "list_files", "read_file", "response_log", "opened", "opened_answers",
]  # fmt: skip
BUYERS = ["officer", "second_officer", "assessor", "manager", "administrator", "auditor"]


@pytest.mark.parametrize("verb", VERBS)
def test_another_vendors_response_is_not_there_for_any_verb_before_and_after(
    planted: Round, verb: str
) -> None:
    call = every_verb(planted)[verb]
    with pytest.raises(NotThere):
        call(planted.other_vendor, planted.response)
    with pytest.raises(NotThere):
        call(planted.other_vendor, "0" * 32)
    response = planted.response
    open_all(planted.town, planted.tender, planted.officer, planted.second_officer)
    with pytest.raises(NotThere):
        call(planted.other_vendor, response)


def test_a_file_is_not_reached_through_another_response(planted: Round) -> None:
    town, other = planted.town, planted.other_vendor
    file = town.look(list_files, planted.vendor, planted.response)[0].id
    for verb in (read_file, remove_file):
        with pytest.raises(NotThere):
            town.do(verb, other, planted.other_response, file)


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_of_the_buyer_reaches_a_sealed_response(planted: Round, verb: str) -> None:
    call, response = every_verb(planted)[verb], planted.response
    for who in BUYERS:
        with pytest.raises(NotThere):
            call(getattr(planted, who), response)


@pytest.mark.parametrize("verb", VERBS)
def test_an_administrator_reads_no_response_after_the_opening_either(planted: Round, verb: str) -> None:
    call, response = every_verb(planted)[verb], planted.response
    open_all(planted.town, planted.tender, planted.officer, planted.second_officer)
    with pytest.raises(NotThere):
        call(planted.administrator, response)


@pytest.mark.parametrize("who", BUYERS)
def test_an_attempt_to_read_what_is_sealed_stands_in_the_log_that_the_officers_see(
    planted: Round, who: str
) -> None:
    actor: Actor = getattr(planted, who)
    for verb in (opened_answers, filling):
        with pytest.raises(NotThere):
            planted.town.look(verb, actor, planted.response)
    with pytest.raises(NotThere):
        planted.town.look(protocol, actor, planted.tender.id)
    entries = planted.town.look(tender_log, planted.officer, planted.tender.id)
    attempts = [(e.who.nl, e.about["action"]) for e in entries if e.verb == "reading_sealed_refused"]
    assert attempts == [
        (actor.name, "read_answers"),
        (actor.name, "read_own_response"),
        (actor.name, "read_protocol"),
    ]


def test_before_the_opening_the_officers_log_says_nothing_of_what_vendors_do(planted: Round) -> None:
    entries = planted.town.look(tender_log, planted.officer, planted.tender.id)
    assert [e.verb for e in entries] == ["tender_published"]
    response = planted.response
    open_all(planted.town, planted.tender, planted.officer, planted.second_officer)
    entries = planted.town.look(tender_log, planted.officer, planted.tender.id)
    assert ("submitted", "Waterman BV (fictief)") in {(e.verb, e.company) for e in entries}
    own = planted.town.look(response_log, planted.vendor, response)
    assert {e.chain for e in own} == {f"response:{response}"}


def test_the_heads_taken_at_the_closing_are_stored_and_not_shown(planted: Round) -> None:
    response = planted.response
    open_all(planted.town, planted.tender, planted.officer, planted.second_officer)
    with planted.town.house() as house:
        taken = house.db.scalars(select(Event).where(Event.verb == "tender_closed")).one().about["heads"]
    assert set(taken) == {response, planted.other_response}
    entries = planted.town.look(tender_log, planted.officer, planted.tender.id)
    assert all("heads" not in e.about for e in entries)


def test_a_vendor_reaches_only_its_own_response_of_a_tender(planted: Round) -> None:
    own = planted.town.look(response_for, planted.vendor, planted.tender.id)
    assert own.id == planted.response != planted.other_response
    for actor in (planted.officer, planted.administrator):
        with pytest.raises(NotThere):
            planted.town.look(response_for, actor, planted.tender.id)
    with pytest.raises(NotThere):
        planted.town.look(response_for, planted.vendor, "0" * 32)


def test_what_a_vendor_reads_does_not_depend_on_how_many_others_take_part(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    send(town, vendor, response)
    alone = [(e.number, e.verb) for e in town.look(response_log, vendor, response)]
    fill_in(town, published.other_vendor, published.other_response)
    send(town, published.other_vendor, published.other_response)
    assert [(e.number, e.verb) for e in town.look(response_log, vendor, response)] == alone
