"""Officer rights given after publication: seen by all officers, and good for opening only after a day."""

from __future__ import annotations

import datetime

import pytest

from assessor.domain.permissions import Actor
from assessor.domain.tender import RIGHTS_WAIT
from assessor.services.events import tender_log
from assessor.services.opening import TOGETHER, close, confirm_opening
from assessor.services.participants import remove_person, set_person
from assessor.services.refusals import Refused
from assessor.storage.models import Tender
from tests.conftest import Round
from tests.factories import DEADLINE, Town, make_officer, make_tender, make_vendor, publish

DRAINED = DEADLINE + datetime.timedelta(minutes=60)
SECOND = datetime.timedelta(seconds=1)


def closed(published: Round) -> Town:
    published.town.now = DRAINED
    published.town.do(close, published.officer, published.tender.id)
    return published.town


def state_of(published: Round) -> str:
    with published.town.house() as house:
        return house.db.get_one(Tender, published.tender.id).state


def late_officer(published: Round, before_the_deadline: datetime.timedelta) -> Actor:
    """Made an officer of the tender while it is published."""
    town, late = published.town, make_officer(published.town)
    town.now = DEADLINE - before_the_deadline
    town.do(set_person, published.officer, published.tender.id, late.id, "officer")
    return late


def verbs(published: Round) -> list[str]:
    return [e.verb for e in published.town.look(tender_log, published.officer, published.tender.id)]


def test_rights_given_after_publication_open_nothing_for_a_day_and_the_reason_says_until_when(
    published: Round,
) -> None:
    late = late_officer(published, datetime.timedelta(hours=2))
    given = published.town.now
    town = closed(published)
    town.do(confirm_opening, published.officer, published.tender.id)
    with pytest.raises(Refused) as refusal:
        town.do(confirm_opening, late, published.tender.id)
    [reason] = refusal.value.reasons
    assert reason.nl.endswith("U kunt pas meewerken aan de opening vanaf 8 december 2026 om 08:00 (CET).")
    assert state_of(published) == "closed"
    town.now = given + RIGHTS_WAIT - SECOND
    with pytest.raises(Refused):
        town.do(confirm_opening, late, published.tender.id)
    town.now = given + RIGHTS_WAIT
    town.do(confirm_opening, late, published.tender.id)
    town.do(confirm_opening, published.second_officer, published.tender.id)
    assert state_of(published) == "opened"


def test_the_log_shows_who_became_officer_late_and_every_try_to_open_with_it(published: Round) -> None:
    late = late_officer(published, datetime.timedelta(hours=2))
    town = closed(published)
    for _ in range(2):
        with pytest.raises(Refused):
            town.do(confirm_opening, late, published.tender.id)
    log = town.look(tender_log, published.officer, published.tender.id)
    told = {"officer_added_late": "opens_from", "opening_refused": "rights_from"}
    found = [(e.verb, e.about[told[e.verb]]) for e in log if e.verb in told]
    moment = "2026-12-08T07:00:00.000000Z"
    assert found == [(verb, moment) for verb in ("officer_added_late", "opening_refused", "opening_refused")]
    assert "opening_confirmed_first" not in verbs(published)


def test_other_labels_do_not_start_the_wait_anew_and_coming_back_does(published: Round) -> None:
    late = late_officer(published, datetime.timedelta(days=2))
    town, tender, officer = published.town, published.tender, published.officer
    town.later(days=1)
    town.do(set_person, officer, tender.id, late.id, "officer", ["chair"])
    assert verbs(published).count("officer_added_late") == 1
    closed(published)
    town.do(confirm_opening, late, tender.id)
    town.do(remove_person, officer, tender.id, late.id)
    town.do(set_person, officer, tender.id, late.id, "officer")
    town.now += TOGETHER
    with pytest.raises(Refused, match="added as an officer after publication"):
        town.do(confirm_opening, late, tender.id)


def test_the_wait_holds_where_one_officer_opens_too(town: Town) -> None:
    officer, vendor, late = make_officer(town), make_vendor(town), make_officer(town)
    tender = make_tender(town, officer, vendors=(vendor,), procedure="existing_product")
    publish(town, tender)
    town.now = DRAINED - SECOND
    town.do(set_person, officer, tender.id, late.id, "officer")
    town.now = DRAINED
    town.do(close, late, tender.id)
    with pytest.raises(Refused, match="added as an officer after publication"):
        town.do(confirm_opening, late, tender.id)
    town.do(confirm_opening, officer, tender.id)
