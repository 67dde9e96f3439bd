"""Signing in and out, personal links, language, and what every page keeps to."""

from __future__ import annotations

import pytest
from flask import Flask

from assessor.domain.permissions import NOBODY, Action
from assessor.services.people import add_by_command
from assessor.services.work import writing
from assessor.web.access import Assessor, needs, require_declarations
from assessor.web.account import within_site
from tests.conftest import Round
from tests.factories import Town
from tests.web.conftest import Browser

EMAIL, PASSWORD = "beheer@voorbeeld.example", "drie losse woorden samen"


def link(town: Town) -> str:
    with town.house() as house, writing(house, NOBODY):
        return add_by_command(house, EMAIL, "administrator")


def test_a_personal_link_makes_an_account_once(town: Town, browser: Browser) -> None:
    token = link(town)
    visitor = browser()
    page = visitor.get(f"/invitation/{token}")
    assert EMAIL in page.words
    visitor.post(f"/invitation/{token}", {"name": "Bea Beheer (fictief)", "password": PASSWORD})
    assert "Bea Beheer" in visitor.get("/").text
    browser().get(f"/invitation/{token}", 404)


def test_looking_at_a_link_does_not_use_it(town: Town, browser: Browser) -> None:
    token = link(town)
    for _ in range(3):
        browser().get(f"/invitation/{token}")
    browser().post(f"/invitation/{token}", {"name": "B", "password": PASSWORD})


@pytest.mark.parametrize("password", ["", "kort", EMAIL, "a" * 11])
def test_a_weak_password_is_refused_at_its_field_and_the_name_kept(
    town: Town, browser: Browser, password: str
) -> None:
    token = link(town)
    page = browser().post(f"/invitation/{token}", {"name": "Bea", "password": password}, 422)
    assert page.fields()["name"] == "Bea"
    assert page.find("title").text.startswith(("Fout:", "Error:"))  # type: ignore[union-attr]


def test_signing_in_and_out(town: Town, browser: Browser) -> None:
    token = link(town)
    browser().post(f"/invitation/{token}", {"name": "Bea", "password": PASSWORD})
    again = browser()
    again.post("/sign-in", {"email": EMAIL.upper(), "password": PASSWORD})
    assert "Bea" in again.get("/").text
    again.post("/sign-out")
    assert "Bea" not in again.get("/").text


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(town: Town, browser: Browser) -> None:
    token = link(town)
    browser().post(f"/invitation/{token}", {"name": "Bea", "password": PASSWORD})
    wrong = browser().post("/sign-in", {"email": EMAIL, "password": "x"}, 422)
    unknown = browser().post("/sign-in", {"email": "niemand@voorbeeld.example", "password": "x"}, 422)
    assert wrong.words == unknown.words


def test_the_page_asked_for_comes_after_signing_in(published: Round, browser: Browser) -> None:
    page = browser().get(f"/tenders/{published.tender.id}", 302)
    assert page.location.startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "\\\\evil.example",
        "/\\evil",
        "javascript:x",
        "",
        "x",
        "/a\nb",
    ],
)
def test_a_redirect_never_leaves_the_site(app: Flask, address: str) -> None:
    with app.test_request_context():
        assert within_site(address) == "/"
        assert within_site("/tenders/1?x=2") == "/tenders/1?x=2"


def test_the_language_follows_the_browser_then_the_choice_then_the_person(
    town: Town, browser: Browser
) -> None:
    visitor = browser()
    assert visitor.get("/sign-in", headers={"Accept-Language": "en"}).find("html").get("lang") == "en"
    assert visitor.get("/sign-in", headers={"Accept-Language": "fr"}).find("html").get("lang") == "nl"
    visitor.post("/language", {"language": "en", "back": "/sign-in"})
    assert visitor.get("/sign-in").find("html").get("lang") == "en"
    visitor.post("/language", {"language": "xx", "back": "/sign-in"})
    assert visitor.get("/sign-in").find("html").get("lang") == "en"


def test_a_form_without_its_token_changes_nothing(town: Town, browser: Browser) -> None:
    visitor = browser()
    visitor.get("/sign-in")
    visitor.post("/language", {"language": "en", "csrf_token": "wrong"}, 400)
    assert visitor.get("/sign-in").find("html").get("lang") == "nl"


def test_a_view_that_declares_nothing_stops_the_start() -> None:
    app = Assessor("planted")
    app.add_url_rule("/planted", "planted", lambda: "")
    with pytest.raises(RuntimeError, match="planted"):
        require_declarations(app)
    needs(Action.VISIT)(app.view_functions["planted"])
    needs(Action.VISIT)(app.view_functions["static"])
    require_declarations(app)


def test_a_page_that_is_not_there_is_plain_in_both_languages(browser: Browser) -> None:
    assert "niet gevonden" in browser().get("/nergens", 404, headers={"Accept-Language": "nl"}).words
    assert "not found" in browser().get("/nergens", 404, headers={"Accept-Language": "en"}).words
