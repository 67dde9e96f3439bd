"""Closing and opening on the screen: the obstacles, the two officers, the protocol and the log."""

from __future__ import annotations

import json

import pytest

from assessor.services.opening import TOGETHER
from tests.conftest import Round
from tests.factories import DEADLINE, Town, fill_in, make_tender, open_all, publish, send
from tests.web.conftest import Browser

WORD = "geheimwoord"


@pytest.fixture
def received(published: Round) -> Round:
    """One of two vendors submitted."""
    fill_in(published.town, published.vendor, published.response, WORD)
    send(published.town, published.vendor, published.response)
    return published


def path(of: Round, page: str = "opening") -> str:
    return f"/tenders/{of.tender.id}/{page}"


def close(of: Round, browser: Browser, minutes: int = 120) -> None:
    """Some time after the deadline, closed on the screen; by default after the waiting time."""
    of.town.now = DEADLINE
    of.town.later(minutes=minutes)
    browser(of.officer).post(path(of, "opening/close"))


def test_before_the_deadline_the_page_says_why_it_cannot_be_closed(received: Round, browser: Browser) -> None:
    client = browser(received.officer)
    page = client.get(path(received))
    assert "De uiterste datum en tijd zijn nog niet voorbij." in page.words
    assert not list(page.find("main").iter("form"))
    refused = client.post(path(received, "opening/close"), status=422)
    assert "De uiterste datum en tijd zijn nog niet voorbij." in refused.words


def test_during_the_waiting_time_it_is_closed_but_not_opened(received: Round, browser: Browser) -> None:
    close(received, browser, minutes=5)
    client = browser(received.officer)
    assert (
        "De wachttijd na de uiterste datum en tijd is nog niet voorbij." in client.get(path(received)).words
    )
    client.post(path(received, "opening/confirm"), status=422)


def test_two_officers_open_and_the_page_says_who_and_until_when(received: Round, browser: Browser) -> None:
    close(received, browser)
    first, second = browser(received.officer), browser(received.second_officer)
    assert "samen met een andere inkoper" in first.get("/").words
    first.post(path(received, "opening/confirm"))
    assert "U hebt bevestigd" in first.get(path(received)).words
    waiting = second.get(path(received)).words
    assert f"{received.officer.name} heeft bevestigd" in waiting
    assert "uiterlijk 7 december 2026 om 12:30 (CET)" in waiting
    assert "Bevestig de opening als tweede inkoper" in second.get("/").words
    done = second.post(path(received, "opening/confirm"))
    assert done.location == path(received, "protocol")


def test_one_officer_in_two_browsers_is_refused(received: Round, browser: Browser) -> None:
    close(received, browser)
    first, again = browser(received.officer), browser(received.officer)
    first.post(path(received, "opening/confirm"))
    page = again.post(path(received, "opening/confirm"), status=422)
    assert "Een andere inkoper moet dat nu ook doen" in page.words
    again.get(path(received, "protocol"), 404)


def test_after_half_an_hour_the_first_confirmation_no_longer_counts(
    received: Round, browser: Browser
) -> None:
    close(received, browser)
    browser(received.officer).post(path(received, "opening/confirm"))
    received.town.now += TOGETHER
    second = browser(received.second_officer)
    assert "heeft bevestigd" not in second.get(path(received)).words
    second.post(path(received, "opening/confirm"))
    second.get(path(received, "protocol"), 404)


def test_the_protocol_says_who_when_and_what_on_screen_and_as_a_file(
    received: Round, browser: Browser
) -> None:
    open_all(received.town, received.tender, received.officer, received.second_officer)
    for reader in (received.officer, received.assessor, received.manager, received.auditor):
        words = browser(reader).get(path(received, "protocol")).words
        assert "Ontvangen: 1. Geopend: 1. Niet te openen: 0." in words
        for name in (received.officer.name, received.second_officer.name, "Waterman BV (fictief)",
                     "Stroomlijn BV (fictief)"):  # fmt: skip
            assert name in words
        assert WORD not in words
    file = browser(received.auditor).get(path(received, "protocol.json"))
    assert json.loads(file.data)["received"] == 1


def test_a_confirmation_sent_twice_finds_the_protocol(received: Round, browser: Browser) -> None:
    open_all(received.town, received.tender, received.officer, received.second_officer)
    again = browser(received.second_officer).post(path(received, "opening/confirm"))
    assert again.location == path(received, "protocol")


def test_only_officers_close_and_open(received: Round, browser: Browser) -> None:
    received.town.now = DEADLINE
    received.town.later(hours=2)
    for somebody in (received.assessor, received.manager, received.auditor, received.administrator):
        client = browser(somebody)
        client.post(path(received, "opening/close"), status=404)
        client.post(path(received, "opening/confirm"), status=404)
    close(received, browser)
    page = browser(received.assessor).get(path(received))
    assert not list(page.find("main").iter("form"))
    browser(received.assessor).post(path(received, "opening/confirm"), status=404)


def test_where_the_procedure_asks_for_one_officer_one_opens(
    town: Town, published: Round, browser: Browser
) -> None:
    tender = make_tender(town, published.officer, procedure="existing_product", vendors=(published.vendor,))
    publish(town, tender)
    town.now = DEADLINE
    town.later(hours=2)
    client = browser(published.officer)
    client.post(f"/tenders/{tender.id}/opening/close")
    assert "opent één inkoper" in client.get(f"/tenders/{tender.id}/opening").words
    done = client.post(f"/tenders/{tender.id}/opening/confirm")
    assert done.location == f"/tenders/{tender.id}/protocol"


def test_the_log_tells_of_vendors_only_after_the_opening(received: Round, browser: Browser) -> None:
    client = browser(received.officer)
    before = client.get(path(received, "events")).words
    assert "Ingediend" not in before
    assert received.vendor.name not in before
    open_all(received.town, received.tender, received.officer, received.second_officer)
    after = browser(received.officer).get(path(received, "events")).words
    assert "Ingediend · Waterman BV (fictief)" in after
    assert "1 ontvangen, 1 geopend, 0 mislukt" in after


def test_an_attempt_to_read_what_is_sealed_is_in_the_log(received: Round, browser: Browser) -> None:
    browser(received.assessor).get(path(received, "protocol"), 404)
    words = browser(received.officer).get(path(received, "events")).words
    assert "Poging om verzegelde inhoud te lezen geweigerd" in words
    assert received.assessor.name in words


def test_the_log_is_for_those_who_may_read_it(received: Round, browser: Browser) -> None:
    for somebody in (received.assessor, received.manager, received.auditor, received.administrator):
        browser(somebody).get(path(received, "events"), 404)
