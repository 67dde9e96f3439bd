"""Closing and opening: after the deadline and the drain, by two different officers, one bad response stops nothing."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import update

from assessor.domain.answers import Key
from assessor.domain.permissions import Actor
from assessor.services import opening as opening_module
from assessor.services.evidence import add_file, list_files, read_file
from assessor.services.incoming import receive
from assessor.services.opening import (
    TOGETHER,
    close,
    close_due,
    confirm_opening,
    opened,
    opened_answers,
    protocol,
    waiting_for_second,
)
from assessor.services.refusals import NotThere, Refused
from assessor.services.responses import response_for
from assessor.services.submitting import GRACE, place, withdraw
from assessor.services.work import writing
from assessor.storage.engine import begin_writing, write_connection
from assessor.storage.models import Submission, Tender
from assessor.storage.sealing import seal
from tests.conftest import Round
from tests.factories import (
    DEADLINE,
    Town,
    fill_in,
    make_officer,
    make_tender,
    make_vendor,
    open_all,
    publish,
    send,
)

DRAINED = DEADLINE + datetime.timedelta(minutes=60)
SECOND = datetime.timedelta(seconds=1)
PDF = b"%PDF-1.7\nsmall"


@pytest.fixture
def submitted(published: Round) -> Round:
    """Both vendors have submitted; the first with a file."""
    town = published.town
    fill_in(town, published.vendor, published.response, "waterman")
    fill_in(town, published.other_vendor, published.other_response, "stroomlijn")
    town.do(add_file, published.vendor, published.response, Key("CTX-01"), receive("rapport.pdf", PDF))
    send(town, published.vendor, published.response)
    send(town, published.other_vendor, published.other_response)
    return published


def at(submitted: Round, moment: datetime.datetime) -> Town:
    submitted.town.now = moment
    return submitted.town


def closed(submitted: Round) -> Town:
    town = at(submitted, DRAINED)
    town.do(close, submitted.officer, submitted.tender.id)
    return town


def state_of(submitted: Round) -> str:
    with submitted.town.house() as house:
        return house.db.get_one(Tender, submitted.tender.id).state


# --- closing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [DEADLINE - SECOND, DEADLINE, DEADLINE + GRACE - SECOND])
def test_closing_waits_until_every_punctual_request_had_its_turn(
    submitted: Round, moment: datetime.datetime
) -> None:
    town = at(submitted, moment)
    with pytest.raises(Refused):
        town.do(close, submitted.officer, submitted.tender.id)
    with town.house() as house, writing(house, submitted.officer):
        assert close_due(house) == []
    assert state_of(submitted) == "published"


def test_the_system_closes_by_itself_when_it_is_time_and_opens_nothing(submitted: Round) -> None:
    town = at(submitted, DEADLINE + GRACE)
    with town.house() as house, writing(house, submitted.officer):
        assert close_due(house) == [submitted.tender.id]
    with town.house() as house, writing(house, submitted.officer):
        assert close_due(house) == []
    at(submitted, DEADLINE + datetime.timedelta(days=10))
    assert state_of(submitted) == "closed"


def test_nothing_is_received_after_the_closing(submitted: Round) -> None:
    town = closed(submitted)
    with pytest.raises(Refused):
        send(town, submitted.vendor, submitted.response)
    with pytest.raises(Refused):
        town.do(withdraw, submitted.vendor, submitted.response, received_at=DEADLINE - SECOND)


@pytest.mark.parametrize("who", ["assessor", "manager", "vendor", "administrator", "auditor"])
def test_only_an_officer_of_the_tender_closes_and_opens(submitted: Round, who: str) -> None:
    town = at(submitted, DRAINED)
    actor: Actor = getattr(submitted, who)
    with pytest.raises(NotThere):
        town.do(close, actor, submitted.tender.id)
    town.do(close, submitted.officer, submitted.tender.id)
    for other in (actor, make_officer(town)):
        with pytest.raises(NotThere):
            town.do(confirm_opening, other, submitted.tender.id)
    assert town.look(waiting_for_second, submitted.officer, submitted.tender.id) is None


# --- two officers -----------------------------------------------------------------------------------------


def test_opening_needs_the_closing(submitted: Round) -> None:
    town = at(submitted, DRAINED)
    with pytest.raises(NotThere):
        town.do(confirm_opening, submitted.officer, submitted.tender.id)


def test_opening_needs_the_drain_to_be_over(submitted: Round) -> None:
    town = at(submitted, DRAINED - SECOND)
    town.do(close, submitted.officer, submitted.tender.id)
    with pytest.raises(Refused, match="waiting time"):
        town.do(confirm_opening, submitted.officer, submitted.tender.id)
    at(submitted, DRAINED)
    town.do(confirm_opening, submitted.officer, submitted.tender.id)
    assert state_of(submitted) == "closed"


def test_the_same_officer_in_two_browsers_does_not_open(submitted: Round) -> None:
    town = closed(submitted)
    town.do(confirm_opening, submitted.officer, submitted.tender.id)
    with pytest.raises(Refused, match="Another officer"):
        town.do(confirm_opening, submitted.officer, submitted.tender.id)
    assert state_of(submitted) == "closed"
    with pytest.raises(NotThere):
        town.look(opened_answers, submitted.officer, submitted.response)


def test_two_different_officers_open(submitted: Round) -> None:
    town = closed(submitted)
    town.do(confirm_opening, submitted.officer, submitted.tender.id)
    waiting = town.look(waiting_for_second, submitted.second_officer, submitted.tender.id)
    assert waiting is not None
    assert waiting.first_by == submitted.officer.id
    town.do(confirm_opening, submitted.second_officer, submitted.tender.id)
    assert state_of(submitted) == "opened"


def test_a_first_confirmation_lasts_thirty_minutes(submitted: Round) -> None:
    town = closed(submitted)
    town.do(confirm_opening, submitted.officer, submitted.tender.id)
    town.now += TOGETHER
    town.do(confirm_opening, submitted.second_officer, submitted.tender.id)
    assert state_of(submitted) == "closed", "the second one was too late and is now the first"
    town.now += TOGETHER - SECOND
    town.do(confirm_opening, submitted.officer, submitted.tender.id)
    assert state_of(submitted) == "opened"


def test_confirming_again_after_the_opening_changes_nothing(submitted: Round) -> None:
    open_all(submitted.town, submitted.tender, submitted.officer, submitted.second_officer)
    before = submitted.town.look(protocol, submitted.officer, submitted.tender.id)
    submitted.town.later(minutes=1)
    submitted.town.do(confirm_opening, submitted.second_officer, submitted.tender.id)
    assert submitted.town.look(protocol, submitted.officer, submitted.tender.id) == before


def test_nothing_opens_while_the_clock_is_set_back(submitted: Round) -> None:
    town = closed(submitted)
    at(submitted, DRAINED + datetime.timedelta(hours=2))
    town.do(confirm_opening, submitted.officer, submitted.tender.id)
    at(submitted, DRAINED + datetime.timedelta(hours=1))
    with pytest.raises(Refused, match="clock"):
        town.do(confirm_opening, submitted.second_officer, submitted.tender.id)


def test_a_product_already_in_use_is_opened_by_one_officer(town: Town) -> None:
    officer, vendor = make_officer(town), make_vendor(town)
    tender = make_tender(town, officer, vendors=(vendor,), procedure="existing_product")
    publish(town, tender)
    response = town.look(response_for, vendor, tender.id).id
    fill_in(town, vendor, response)
    send(town, vendor, response)
    town.now = DRAINED
    town.do(close, officer, tender.id)
    town.do(confirm_opening, officer, tender.id)
    found = town.look(protocol, officer, tender.id)
    assert [o["id"] for o in found["officers"]] == [officer.id]
    assert found["received"] == 1


# --- what is opened ---------------------------------------------------------------------------------------


def test_after_the_opening_readers_see_exactly_what_was_submitted(submitted: Round) -> None:
    open_all(submitted.town, submitted.tender, submitted.officer, submitted.second_officer)
    for reader in (submitted.officer, submitted.manager, submitted.auditor):
        found = submitted.town.look(opened, reader, submitted.response)
        assert found.scope.products == ("T05", "T10")
        assert (found.scope.marks, found.scope.effect) == (frozenset({"learned"}), "ranks")
        assert found.signed_by == {
            "name": "Jo Visser (fictief)",
            "position": "directeur",
            "capacity": "registered",
        }
        assert [(p.module, p.own, p.name, p.version) for p in found.scope.providers] == [
            ("T05", True, "", ""),
            ("T10", False, "Taalfirma waterman", "4"),
        ]
        answer = found.answers[Key("CTX-01")]
        assert (answer.value, answer.files) == ({"main": "waterman"}, ("rapport.pdf",))
        [file] = submitted.town.look(list_files, reader, submitted.response)
        assert submitted.town.look(read_file, reader, submitted.response, file.id).content == PDF
    with pytest.raises(NotThere):
        submitted.town.look(opened, submitted.assessor, submitted.response)


def test_the_protocol_says_who_when_and_received_is_opened_plus_failed(submitted: Round) -> None:
    town = submitted.town
    late = make_vendor(town, "Afwezig BV (fictief)")
    assert late.company_id
    town.do(withdraw, submitted.other_vendor, submitted.other_response, received_at=town.now)
    open_all(town, submitted.tender, submitted.officer, submitted.second_officer)
    found = town.look(protocol, submitted.manager, submitted.tender.id)
    assert [o["id"] for o in found["officers"]] == [submitted.officer.id, submitted.second_officer.id]
    assert [o["company"] for o in found["opened"]] == ["Waterman BV (fictief)"]
    assert (found["received"], found["failed"], found["absent"]) == (1, [], [])
    assert found["withdrawn"] == ["Stroomlijn BV (fictief)"]
    assert found["opened"][0] | {"answers": 6, "files": 1} == found["opened"][0]
    assert found["chain"]["name"] == f"tender:{submitted.tender.id}"
    with pytest.raises(NotThere):
        town.look(opened_answers, submitted.officer, submitted.other_response)


def tamper(submitted: Round, how: str) -> None:
    """Break the second vendor's submission in the database."""
    with submitted.town.house() as house:
        begin_writing(house.db)
        row = house.db.query(Submission).filter_by(response_id=submitted.other_response).one()
        match how:
            case "one byte":
                row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
            case "emptied":
                row.sealed = b""
            case "manifest":
                row.manifest_sha256 = "0" * 64
            case "another's":
                mine = house.db.query(Submission).filter_by(response_id=submitted.response).one()
                row.sealed = mine.sealed
            case "another key":
                row.sealed = seal(b"0" * 32, b"{}", place(row.response_id, 1))
        house.db.commit()


@pytest.mark.parametrize("how", ["one byte", "emptied", "manifest", "another's", "another key"])
def test_one_corrupted_submission_is_listed_and_stops_nothing(submitted: Round, how: str) -> None:
    tamper(submitted, how)
    open_all(submitted.town, submitted.tender, submitted.officer, submitted.second_officer)
    found = submitted.town.look(protocol, submitted.officer, submitted.tender.id)
    assert [o["company"] for o in found["opened"]] == ["Waterman BV (fictief)"]
    assert [(f["company"], f["reason"]) for f in found["failed"]] == [("Stroomlijn BV (fictief)", "altered")]
    assert found["received"] == 2
    assert submitted.town.look(opened_answers, submitted.officer, submitted.response)
    with pytest.raises(NotThere):
        submitted.town.look(opened_answers, submitted.officer, submitted.other_response)


def test_a_response_whose_key_is_gone_is_listed_as_unreadable(submitted: Round) -> None:
    with write_connection(submitted.town.store.engine) as connection:
        connection.execute(update(Tender).values(wrapped_key=b"\1"))
    open_all(submitted.town, submitted.tender, submitted.officer, submitted.second_officer)
    found = submitted.town.look(protocol, submitted.officer, submitted.tender.id)
    assert [f["reason"] for f in found["failed"]] == ["unreadable", "unreadable"]


def test_a_damaged_file_is_listed_and_its_answers_are_opened(submitted: Round) -> None:
    next(submitted.town.store.files.folder.iterdir()).write_bytes(b"something else")
    open_all(submitted.town, submitted.tender, submitted.officer, submitted.second_officer)
    found = submitted.town.look(protocol, submitted.officer, submitted.tender.id)
    assert [f["name"] for f in found["damaged_files"]] == ["rapport.pdf"]
    assert len(found["opened"]) == 2
    assert submitted.town.look(list_files, submitted.officer, submitted.response) == []


def test_after_a_crash_halfway_nothing_is_open_and_the_opening_is_done_again(
    submitted: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = closed(submitted)
    town.do(confirm_opening, submitted.officer, submitted.tender.id)
    whole = opening_module._open_files
    seen = []

    def crash_at_the_second(*args: object) -> object:
        seen.append(1)
        if len(seen) == 2:
            raise MemoryError
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(opening_module, "_open_files", crash_at_the_second)
    with pytest.raises(MemoryError):
        town.do(confirm_opening, submitted.second_officer, submitted.tender.id)
    monkeypatch.undo()
    assert state_of(submitted) == "closed"
    with pytest.raises(NotThere):
        town.look(opened_answers, submitted.officer, submitted.response)
    town.do(confirm_opening, submitted.second_officer, submitted.tender.id)
    assert town.look(protocol, submitted.officer, submitted.tender.id)["received"] == 2


def test_only_the_last_version_is_opened(submitted: Round) -> None:
    send(submitted.town, submitted.vendor, submitted.response)
    open_all(submitted.town, submitted.tender, submitted.officer, submitted.second_officer)
    found = submitted.town.look(protocol, submitted.officer, submitted.tender.id)
    assert {o["company"]: o["version"] for o in found["opened"]} == {
        "Stroomlijn BV (fictief)": 1,
        "Waterman BV (fictief)": 2,
    }
