"""Submitting: the deadline under the write lock, one effect per request, receipts that can be checked."""

from __future__ import annotations

import datetime
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from assessor.domain.answers import Answer, Key
from assessor.domain.chain import canonical, sha256
from assessor.services.events import response_log
from assessor.services.opening import close
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.responses import read_answers, response_for, save_answers
from assessor.services.submitting import (
    GRACE,
    Receipt,
    is_genuine,
    manifest,
    submissions,
    submit,
    withdraw,
)
from assessor.services.tenders import cancel
from assessor.services.work import writing
from assessor.storage import events
from assessor.storage.engine import Busy, begin_writing, get_locked
from assessor.storage.models import Event, Response, Submission, Tender
from tests.conftest import Round
from tests.factories import DEADLINE, NOW, fill_in, send, signed

SECOND = datetime.timedelta(seconds=1)
TICK = datetime.timedelta(microseconds=1)


@pytest.fixture
def filled(published: Round) -> Round:
    fill_in(published.town, published.vendor, published.response)
    return published


def hand_in(filled: Round, received_at: datetime.datetime, **more: Any) -> Receipt:
    once = more.pop("once", "the-same-request")
    return filled.town.do(
        submit, filled.vendor, filled.response, once=once, signature=signed(**more), received_at=received_at
    )


def stored(filled: Round) -> int:
    with filled.town.house() as house:
        return house.db.scalar(select(func.count()).select_from(Submission)) or 0


def test_a_submission_gives_a_receipt_with_its_place_in_the_vendors_own_chain(filled: Round) -> None:
    receipt = hand_in(filled, NOW)
    log = filled.town.look(response_log, filled.vendor, filled.response)
    assert receipt["version"] == 1
    assert receipt["company"] == "Waterman BV (fictief)"
    assert receipt["tender"]["id"] == filled.tender.id
    assert receipt["received_at"] == "2026-11-23T09:00:00.000000Z"
    assert receipt["manifest"] == {"answers": 6, "files": 0, "sha256": receipt["manifest"]["sha256"]}
    assert receipt["chain"] == {"name": log[-1].chain, "number": 4, "head": log[-1].head}
    assert log[-1].verb == "submitted"


def test_the_manifest_of_a_version_is_what_its_receipt_stands_for(filled: Round) -> None:
    receipt = hand_in(filled, NOW)
    found = filled.town.look(manifest, filled.vendor, filled.response, 1)
    assert sha256(canonical(found)) == receipt["manifest"]["sha256"]
    assert set(found["answers"]) == {"CTX-01", "VAL-01", "HUM-01@T05", "HUM-01@T10", "HUM-02", "HUM-03"}
    with pytest.raises(NotThere):
        filled.town.look(manifest, filled.vendor, filled.response, 2)


def test_a_genuine_receipt_is_known_and_an_altered_one_is_not(filled: Round) -> None:
    receipt = hand_in(filled, NOW)
    with filled.town.house() as house:
        assert is_genuine(house, receipt)
        for altered in (
            receipt | {"version": 2},
            receipt | {"received_at": "2026-11-22T09:00:00.000000Z"},
            receipt | {"chain": receipt["chain"] | {"head": "0" * 64}},
            receipt | {"signature": "0" * 64},
            receipt | {"signature": None},
            {},
            {"chain": [], "signature": "\ud800"},
            {"chain": {"name": "x", "number": "many", "head": ""}, "signature": ""},
        ):
            assert not is_genuine(house, altered)


@pytest.mark.parametrize(
    ("received", "now", "accepted"),
    [
        (DEADLINE - TICK, DEADLINE - TICK, True),
        (DEADLINE - TICK, DEADLINE, True),
        (DEADLINE - TICK, DEADLINE + GRACE - TICK, True),
        (DEADLINE - TICK, DEADLINE + GRACE, False),
        (DEADLINE, DEADLINE, False),
        (DEADLINE + TICK, DEADLINE + TICK, False),
        (DEADLINE + SECOND, DEADLINE + SECOND, False),
    ],
)
def test_the_deadline_is_half_open(
    filled: Round, received: datetime.datetime, now: datetime.datetime, accepted: bool
) -> None:
    filled.town.now = now
    if accepted:
        assert hand_in(filled, received)["version"] == 1
    else:
        with pytest.raises(Refused, match="Too late"):
            hand_in(filled, received)
    assert stored(filled) == int(accepted)


def test_a_late_submission_is_refused_and_the_draft_kept(filled: Round) -> None:
    filled.town.now = DEADLINE + SECOND
    with pytest.raises(Refused) as refusal:
        hand_in(filled, DEADLINE)
    assert "7 december 2026 om 10:00 (CET)" in refusal.value.message.nl
    assert "Uw concept is bewaard" in refusal.value.message.nl
    drafts = filled.town.look(read_answers, filled.vendor, filled.response)
    assert drafts[Key("CTX-01")].answer.value == {"main": "antwoord"}


def test_a_request_that_waited_for_the_lock_counts_by_when_it_was_received(filled: Round) -> None:
    outcomes: list[Receipt] = []
    with filled.town.house() as house:
        begin_writing(house.db)
        get_locked(house.db, Tender, filled.tender.id)
        waiting = threading.Thread(target=lambda: outcomes.append(hand_in(filled, DEADLINE - TICK)))
        waiting.start()
        time.sleep(0.3)
        assert outcomes == []
        filled.town.now = DEADLINE + 20 * SECOND
        house.db.rollback()
    waiting.join()
    assert outcomes[0]["received_at"] == "2026-12-07T08:59:59.999999Z"


def test_two_hundred_submissions_around_the_deadline_are_all_judged_right(filled: Round) -> None:
    offsets = [datetime.timedelta(milliseconds=20 * n) for n in range(-100, 100)]

    def attempt(offset: datetime.timedelta) -> bool:
        try:
            hand_in(filled, DEADLINE + offset, once=f"request-{offset.total_seconds()}".replace(".", "_"))
        except Refused:
            return False
        return True

    filled.town.now = DEADLINE + 3 * SECOND
    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(attempt, offsets))
    assert accepted == [offset < datetime.timedelta(0) for offset in offsets]
    with filled.town.house() as house:
        late = select(func.count()).select_from(Submission).where(Submission.received_at >= DEADLINE)
        assert house.db.scalar(late) == 0
        versions = list(house.db.scalars(select(Submission.version).order_by(Submission.version)))
        assert versions == list(range(1, 101))


def test_the_same_request_fifty_times_at_once_is_one_version_and_one_receipt(filled: Round) -> None:
    with ThreadPoolExecutor(16) as pool:
        receipts = list(pool.map(lambda _: hand_in(filled, NOW), range(50)))
    assert all(receipt == receipts[0] for receipt in receipts)
    assert stored(filled) == 1


def test_the_same_request_after_the_deadline_gives_the_receipt_that_was_lost(filled: Round) -> None:
    receipt = hand_in(filled, NOW)
    filled.town.now = DEADLINE + 3600 * SECOND
    filled.town.do(close, filled.officer, filled.tender.id)
    assert hand_in(filled, filled.town.now) == receipt


def test_submitting_again_makes_the_next_version_and_the_last_counts(filled: Round) -> None:
    first = send(filled.town, filled.vendor, filled.response)
    filled.town.do(
        save_answers,
        filled.vendor,
        filled.response,
        {Key("CTX-01"): Answer({"main": "beter"})},
        {Key("CTX-01"): 1},
    )
    second = send(filled.town, filled.vendor, filled.response)
    assert (first["version"], second["version"]) == (1, 2)
    assert first["manifest"]["sha256"] != second["manifest"]["sha256"]
    newest, _ = filled.town.look(submissions, filled.vendor, filled.response)
    assert filled.town.look(response_for, filled.vendor, filled.tender.id).submission_id == newest.id


def test_withdrawing_leaves_the_draft_and_submitting_again_is_the_next_version(filled: Round) -> None:
    town, vendor, response = filled.town, filled.vendor, filled.response
    send(town, vendor, response)
    town.do(withdraw, vendor, response, received_at=town.now)
    row = town.look(response_for, vendor, filled.tender.id)
    assert (row.state, row.submission_id) == ("withdrawn", None)
    with pytest.raises(Refused):
        town.do(withdraw, vendor, response, received_at=town.now)
    assert send(town, vendor, response)["version"] == 2
    town.now = DEADLINE
    with pytest.raises(Refused, match="Too late"):
        town.do(withdraw, vendor, response, received_at=town.now)
    assert town.look(response_for, vendor, filled.tender.id).state == "submitted"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"truthful": False}, "truthful"),
        ({"authorised": False}, "authorised"),
        ({"capacity": ""}, "capacity"),
        ({"capacity": "visitor"}, "capacity"),
        ({"name": "  "}, "name"),
        ({"position": ""}, "position"),
        ({"name": "Jo\r\nBcc: x"}, "name"),
        ({"once": "kort"}, "once"),
        ({"once": "x" * 81}, "once"),
        ({"once": "met spatie en nul\0"}, "once"),
    ],
)
def test_a_submission_needs_a_signature_of_an_authorised_person(
    filled: Round, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        hand_in(filled, NOW, **more)
    assert list(refusal.value.errors) == [field]
    assert stored(filled) == 0


def test_nothing_filled_in_cannot_be_submitted(published: Round) -> None:
    with pytest.raises(Refused):
        send(published.town, published.vendor, published.response)


def test_answers_that_stopped_applying_are_not_submitted(filled: Round) -> None:
    choice = Key("HUM-02")
    filled.town.do(
        save_answers, filled.vendor, filled.response, {choice: Answer({"main": "no"})}, {choice: 1}
    )
    send(filled.town, filled.vendor, filled.response)
    assert "HUM-03" not in filled.town.look(manifest, filled.vendor, filled.response, 1)["answers"]


def test_a_tender_that_was_cancelled_receives_nothing(filled: Round) -> None:
    filled.town.do(cancel, filled.officer, filled.tender.id, "Er is geen behoefte meer aan.")
    with pytest.raises(Refused, match="cancelled"):
        send(filled.town, filled.vendor, filled.response)


def test_a_clock_set_back_makes_no_late_response_punctual(filled: Round) -> None:
    filled.town.now = DEADLINE + SECOND
    with pytest.raises(Refused):
        filled.town.do(save_answers, filled.vendor, filled.response, {}, {})
    filled.town.now = DEADLINE - SECOND
    send(filled.town, filled.vendor, filled.response)
    filled.town.now = DEADLINE - 3600 * SECOND
    receipt = send(filled.town, filled.vendor, filled.response)
    assert receipt["received_at"] == "2026-12-07T08:59:59.000000Z", "the latest moment seen"
    with filled.town.house() as house:
        verbs = list(house.db.scalars(select(Event.verb).where(Event.chain == "house")))
    assert verbs == ["clock_went_back"]


def test_a_clock_set_back_over_the_deadline_refuses(filled: Round) -> None:
    filled.town.now = DEADLINE + 60 * SECOND
    with filled.town.house() as house:
        begin_writing(house.db)
        events.append(house.db, events.HOUSE, "system", "link_by_command", {}, "", filled.town.now)
        house.db.commit()
    filled.town.now = DEADLINE - 60 * SECOND
    with pytest.raises(Refused, match="Too late"):
        send(filled.town, filled.vendor, filled.response)


def test_when_the_lock_is_not_to_be_had_nothing_is_submitted(filled: Round) -> None:
    with filled.town.house() as holder:
        begin_writing(holder.db)
        get_locked(holder.db, Tender, filled.tender.id)
        with filled.town.house() as house, pytest.raises(Busy), writing(house, filled.vendor, 0.2):
            submit(
                house, filled.vendor, filled.response, once="the-same-request",
                signature=signed(), received_at=NOW,
            )  # fmt: skip
        holder.db.rollback()
    assert stored(filled) == 0
    assert send(filled.town, filled.vendor, filled.response)["version"] == 1


def test_an_accepted_submission_is_there_once_and_whole(filled: Round) -> None:
    receipt = hand_in(filled, NOW)
    with filled.town.house() as house:
        row = house.db.scalars(select(Submission)).one()
        response = house.db.get_one(Response, filled.response)
        assert (row.receipt, row.received_at, response.submission_id) == (receipt, NOW, row.id)
        assert (response.state, row.submitted_by) == ("submitted", filled.vendor.id)
