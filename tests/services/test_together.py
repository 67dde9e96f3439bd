"""Two people at the same moment: one after the other, whoever comes second sees what the first did."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from assessor.domain.answers import Answer, Key
from assessor.domain.permissions import Role
from assessor.services import decisions, gates, people, signing_in
from assessor.services.finishing import finish_scoring
from assessor.services.opening import close, confirm_opening, protocol
from assessor.services.participants import remove_person
from assessor.services.refusals import Changed, Refusal
from assessor.services.responses import save_answers
from assessor.services.submitting import submit
from assessor.storage.models import Event, Invitation, Person, Submission, Tender, TenderPerson
from assessor.storage.verify import verify
from tests.conftest import Round
from tests.databases import copy_of
from tests.factories import DEADLINE, Town, fill_in, make_officer, make_person, make_tender, send, signed
from tests.services.assessing import give_label, opened_stage

REASON = "De uitleg staat in het verslag."


def together(*steps: Callable[[], Any]) -> list[Any]:
    """What each step gave, or how it refused, all begun at one moment."""
    ready = threading.Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        ready.wait(20)
        try:
            return step()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def refusals(outcomes: list[Any]) -> list[Refusal]:
    return [outcome for outcome in outcomes if isinstance(outcome, Refusal)]


def count(town: Town, *where: Any) -> int:
    with town.house() as house:
        return house.db.scalar(select(func.count()).where(*where)) or 0


def test_two_officers_who_confirm_at_once_open_once(published: Round) -> None:
    town, tender = published.town, published.tender
    fill_in(town, published.vendor, published.response)
    send(town, published.vendor, published.response)
    town.now = DEADLINE + datetime.timedelta(hours=2)
    town.do(close, published.officer, tender.id)
    officers = (published.officer, published.second_officer)
    outcomes = together(*(lambda o=o: town.do(confirm_opening, o, tender.id) for o in officers))
    assert refusals(outcomes) == []
    found = town.look(protocol, published.officer, tender.id)
    assert {o["id"] for o in found["officers"]} == {o.id for o in officers}
    assert count(town, Event.verb == "responses_opened") == 1
    assert verify(copy_of(town.store)) == []


def test_one_officer_who_confirms_twice_at_once_opens_nothing(published: Round) -> None:
    town, tender, officer = published.town, published.tender, published.officer
    town.now = DEADLINE + datetime.timedelta(hours=2)
    town.do(close, officer, tender.id)
    outcomes = together(*[lambda: town.do(confirm_opening, officer, tender.id)] * 4)
    assert len(refusals(outcomes)) == 3
    assert count(town, Tender.opened_at.is_not(None)) == 0


def test_nothing_is_received_once_the_closing_took_its_turn(published: Round) -> None:
    town, vendors = published.town, (published.vendor, published.other_vendor)
    ids = {v.id: r for v, r in zip(vendors, (published.response, published.other_response), strict=True)}
    for vendor in vendors:
        fill_in(town, vendor, ids[vendor.id])
    punctual = DEADLINE - datetime.timedelta(seconds=1)
    town.now = DEADLINE + datetime.timedelta(seconds=31)

    def hand_in(vendor: Any, number: int) -> Callable[[], Any]:
        return lambda: town.do(
            submit, vendor, ids[vendor.id], once=f"request-{vendor.id}-{number}",
            signature=signed(), received_at=punctual,
        )  # fmt: skip

    steps = [hand_in(vendor, number) for number in range(3) for vendor in vendors]
    outcomes = together(lambda: town.do(close, published.officer, published.tender.id), *steps)
    assert len(refusals(outcomes)) == len(steps), "too late for the grace, whoever came first"
    assert count(town, Submission.id.is_not(None)) == 0
    assert verify(copy_of(town.store)) == []


def test_of_two_colleagues_who_save_one_answer_at_once_one_sees_the_others_text(published: Round) -> None:
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, vendor, response)
    key = Key("CTX-01")
    texts = [Answer({"main": f"tekst {n}"}) for n in range(4)]
    outcomes = together(
        *(lambda a=a: town.do(save_answers, vendor, response, {key: a}, {key: 1}) for a in texts)
    )
    late = refusals(outcomes)
    assert len(late) == 3
    assert all(isinstance(refusal, Changed) for refusal in late)


def test_the_last_two_officers_cannot_both_leave_at_once(town: Town) -> None:
    anna, bram = make_officer(town), make_officer(town)
    tender = make_tender(town, anna, bram)
    outcomes = together(*(lambda o=o: town.do(remove_person, o, tender.id, o.id) for o in (anna, bram)))
    assert len(refusals(outcomes)) == 1
    assert count(town, TenderPerson.tender_id == tender.id) == 1


def test_a_link_is_used_once_by_whoever_comes_first(town: Town) -> None:
    administrator = make_person(town, Role.ADMINISTRATOR)
    token = town.do(people.invite_person, administrator, "nieuw@voorbeeld.example", "Nieuw", "officer")

    def accept(number: int) -> Callable[[], Any]:
        def run() -> Any:
            return town.do(
                lambda house, _: people.accept_invitation(
                    house, token, f"een lang wachtwoord {number}", f"Naam {number}", "nl"
                ),
                administrator,
            )

        return run

    outcomes = together(*(accept(n) for n in range(3)))
    assert len(refusals(outcomes)) == 2
    [winner] = [outcome for outcome in outcomes if isinstance(outcome, Person)]
    with town.house() as house:
        assert house.db.get_one(Person, winner.id).name == winner.name
    assert count(town, Invitation.used_at.is_not(None)) == 1


def test_two_clicks_make_one_account(town: Town) -> None:
    administrator = make_person(town, Role.ADMINISTRATOR)
    invite = lambda: town.do(  # noqa: E731
        people.invite_person, administrator, "nieuw@voorbeeld.example", "Nieuw", "officer"
    )
    assert len(refusals(together(invite, invite, invite))) == 2
    assert count(town, Person.email == "nieuw@voorbeeld.example") == 1


def test_of_two_administrators_who_end_each_others_access_at_once_one_stays(town: Town) -> None:
    anna, bram = (make_person(town, Role.ADMINISTRATOR, password_hash="x") for _ in range(2))
    outcomes = together(
        lambda: town.do(people.deactivate, anna, bram.id), lambda: town.do(people.deactivate, bram, anna.id)
    )
    assert len(refusals(outcomes)) == 1
    assert count(town, Person.active, Person.role == "administrator") == 1


def test_a_proposal_on_a_gate_is_made_once_and_decided_once(town: Town) -> None:
    stage = opened_stage(town.store)
    first, second = stage.assessors
    give_label(stage, second, "jurist")
    give_label(stage, first, "jurist")
    stage.declare()
    stage.finish_sheets("1", "3", "3")
    stage.agree()
    propose = [
        lambda a=a: stage.town.do(gates.propose_gate, a, stage.response, "PRO-01", "confirmed", REASON)
        for a in stage.assessors
    ]
    outcomes = together(*propose)
    assert len(refusals(outcomes)) == 1
    [row] = [outcome for outcome in outcomes if not isinstance(outcome, Refusal)]
    decider = next(a for a in stage.assessors if a.id != row.first_by)
    outcomes = together(
        lambda: stage.town.do(gates.confirm_gate, decider, row.id),
        lambda: stage.town.do(gates.decline_gate, decider, row.id, REASON),
    )
    assert len(refusals(outcomes)) == 1
    stage.town.do(finish_scoring, stage.officer, stage.tender.id)


def test_one_award_is_approved_when_two_are_at_once(town: Town) -> None:
    stage = opened_stage(town.store)
    stage.hand_in()
    outcomes = together(
        *(
            lambda r=r: stage.town.do(
                decisions.decide, stage.manager, stage.tender.id, "approve_award", REASON, r
            )
            for r in stage.responses
        )
    )
    assert len(refusals(outcomes)) == 1
    assert count(town, Event.verb == "decided") == 1
    assert verify(copy_of(town.store)) == []


def test_many_guesses_at_once_are_counted_one_by_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = make_officer(town)
    with town.house() as house:
        email = house.db.get_one(Person, officer.id).email
    monkeypatch.setattr(signing_in, "is_right", lambda _known, _password: False)
    limited: list[bool] = []
    whole = signing_in._is_limited

    def watch(*args: Any) -> bool:
        limited.append(whole(*args))
        return limited[-1]

    monkeypatch.setattr(signing_in, "_is_limited", watch)

    def guess(number: int) -> Callable[[], Any]:
        return lambda: town.do(
            lambda house, _: signing_in.sign_in(house, email, f"geraden {number}", "192.0.2.1"), officer
        )

    together(*(guess(n) for n in range(16)))
    assert len(limited) == 16
    assert limited.count(False) == signing_in.PER_ACCOUNT
