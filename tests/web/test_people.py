"""The administrator's pages: inviting, roles, ending access."""

from __future__ import annotations

import pytest

from assessor.domain.permissions import Actor, Role
from assessor.storage.models import Person
from tests.conftest import Round
from tests.factories import Town, make_officer, make_person
from tests.web.client import Client
from tests.web.conftest import Browser

PASSWORD = "drie losse woorden samen"


@pytest.fixture
def administrator(town: Town, browser: Browser) -> Client:
    # Signed in before, so that there is an administrator with a password.
    return browser(make_person(town, Role.ADMINISTRATOR, password_hash="-"))


def person(town: Town, who: Actor) -> Person:
    with town.house() as house:
        return house.db.get_one(Person, who.id)


def test_inviting_shows_a_link_once_by_which_the_person_gets_in(
    town: Town, administrator: Client, browser: Browser
) -> None:
    page = administrator.post(
        "/people/new", {"name": "Nora Nieuw (fictief)", "email": "nora@w.example", "role": "manager"}, 200
    )
    link = page.find("span", id="personal-link").text or ""
    token = link.rsplit("/", 1)[1]
    listed = administrator.get("/people")
    assert "Nora Nieuw (fictief)" in listed.words
    assert "uitgenodigd" in listed.words
    assert token not in listed.text
    visitor = browser()
    visitor.post(f"/invitation/{token}", {"name": "Nora Nieuw (fictief)", "password": PASSWORD})
    assert "opdrachtgever" in visitor.get("/").text
    assert "uitgenodigd" not in administrator.get("/people").words


def test_what_is_missing_is_said_at_each_field_and_the_rest_kept(administrator: Client) -> None:
    page = administrator.post("/people/new", {"name": "Nora", "email": "geen adres"}, 422)
    assert page.fields()["name"] == "Nora"
    assert page.fields()["email"] == "geen adres"
    for name in ("email", "role"):
        assert page.find_all("div", id=f"{name}-error"), name


def test_an_address_that_has_an_account_is_refused(town: Town, administrator: Client) -> None:
    email = person(town, make_officer(town)).email
    page = administrator.post("/people/new", {"name": "Nog eens", "email": email, "role": "officer"}, 422)
    assert page.find_all("div", id="email-error")


def test_nobody_invites_a_vendor_or_nobody(administrator: Client) -> None:
    for role in ("vendor", "nobody", "baas"):
        form = {"name": "Nora", "email": "n@w.example", "role": role}
        assert administrator.post("/people/new", form, 422).find_all("div", id="role-error")


def test_a_new_role_works_at_the_next_request(town: Town, administrator: Client, browser: Browser) -> None:
    officer = make_officer(town)
    at_work = browser(officer)
    at_work.get("/tenders/new")
    administrator.post(f"/people/{officer.id}", {"role": "assessor"})
    assert at_work.get("/tenders/new", 302).location.startswith("/sign-in")
    browser(officer).get("/tenders/new", 404)


def test_ending_access_signs_out_at_once_and_can_be_undone(
    town: Town, administrator: Client, browser: Browser
) -> None:
    officer = make_officer(town)
    at_work = browser(officer)
    administrator.post(f"/people/{officer.id}/end")
    assert at_work.get("/tenders/new", 302).location.startswith("/sign-in")
    assert "toegang beëindigd" in administrator.get(f"/people/{officer.id}").words
    administrator.post(f"/people/{officer.id}/restore")
    browser(officer).get("/tenders/new")


def test_the_last_administrator_keeps_role_and_access(town: Town, browser: Browser) -> None:
    last = make_person(town, Role.ADMINISTRATOR, password_hash="-")
    client = browser(last)
    assert "laatste beheerder" in client.post(f"/people/{last.id}/end", status=422).words
    assert "laatste beheerder" in client.post(f"/people/{last.id}", {"role": "officer"}, 422).words
    assert person(town, last).active


def test_a_new_link_for_who_lost_the_password(town: Town, administrator: Client, browser: Browser) -> None:
    officer = make_officer(town)
    page = administrator.post(f"/people/{officer.id}/link", status=200)
    token = (page.find("span", id="personal-link").text or "").rsplit("/", 1)[1]
    browser().get(f"/invitation/{token}")


def test_vendors_people_are_not_there_for_an_administrator(published: Round, browser: Browser) -> None:
    client, vendor = browser(published.administrator), published.vendor
    assert vendor.name not in client.get("/people").text
    client.get(f"/people/{vendor.id}", 404)
    for step in ("", "/link", "/end", "/restore"):
        client.post(f"/people/{vendor.id}{step}", {"role": "officer"}, 404)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ASSESSOR, Role.MANAGER, Role.AUDITOR])
def test_only_administrators_see_the_people(town: Town, browser: Browser, role: Role) -> None:
    somebody = make_person(town, role)
    client = browser(somebody)
    for path in ("/people", "/people/new", f"/people/{somebody.id}"):
        client.get(path, 404)
    assert "/people" not in client.get("/").links
