"""Tokens against forgery, headers on every kind of answer, and cookies that die when they should."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from assessor.app import create_app
from assessor.config import read_settings
from assessor.domain.permissions import Role
from assessor.parts import Parts
from assessor.services.passwords import hash_password
from assessor.storage.models import Person
from tests.conftest import Round
from tests.factories import Shelf, Town, make_person, make_vendor
from tests.web.client import Client
from tests.web.conftest import Browser
from tests.web.replaying import addresses, contents
from tests.web.test_separation import known, sung

__all__ = ["sung"]
PASSWORD = "drie losse woorden samen"
HASH = hash_password(PASSWORD)


# --- forgery ------------------------------------------------------------------------------------------------


def _someone(round: Round, endpoint: str) -> Any:
    return round.vendor if endpoint.startswith("responses.") else round.officer


@pytest.mark.parametrize(
    "how", ["no token", "an empty one", "another session's", "as plain text", "as JSON", "in the address"]
)
def test_no_form_is_taken_without_its_own_token(sung: Round, app: Flask, browser: Browser, how: str) -> None:
    theirs = browser(sung.second_officer).token()
    clients = {who.id: (browser(who), "") for who in (sung.vendor, sung.officer)}
    own = {id: one.token() for id, (one, _) in clients.items()}
    before = contents(sung.town)
    tried = 0
    for address in addresses(app, "POST", known(sung)):
        who = _someone(sung, address.endpoint)
        one = clients[who.id][0].browser
        good, name = own[who.id], "csrf_token"
        sends: dict[str, dict[str, Any]] = {
            "no token": {"data": {"name": "x"}},
            "an empty one": {"data": {name: ""}},
            "another session's": {"data": {name: theirs}},
            "as plain text": {"data": f"{name}={good}", "content_type": "text/plain"},
            "as JSON": {"json": {name: good}},
            "in the address": {"query_string": {name: good}},
        }
        answer = one.post(address.path, **sends[how])
        assert answer.status_code == 400, f"{address.path} took a form with {how}: {answer.status_code}"
        tried += 1
    assert tried > 30
    assert contents(sung.town) == before


def test_reading_changes_nothing(sung: Round, app: Flask, browser: Browser) -> None:
    for who in (sung.officer, sung.vendor, sung.administrator):
        one = browser(who)
        before = contents(sung.town)
        for address in addresses(app, "GET", known(sung)):
            one.browser.get(address.path, query_string={"confirmed": "y", "action": "delete"})
        assert contents(sung.town) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_are_not_taken(sung: Round, app: Flask, browser: Browser, method: str) -> None:
    one, before = browser(sung.officer).browser, contents(sung.town)
    for address in addresses(app, "GET", known(sung)):
        assert one.open(address.path, method=method).status_code in (400, 405)
    assert contents(sung.town) == before


# --- headers ------------------------------------------------------------------------------------------------

POLICY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def check_headers(answer: TestResponse, *, secure: bool = False) -> None:
    for name, value in POLICY.items():
        assert answer.headers.get(name) == value, f"{answer.request.path}: {name}"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    if not answer.request.path.startswith("/static/"):
        assert answer.headers["Cache-Control"] == "no-store"
    assert ("Strict-Transport-Security" in answer.headers) == secure
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


def test_every_kind_of_answer_carries_the_headers(sung: Round, app: Flask, browser: Browser) -> None:
    vendor, officer, visitor = browser(sung.vendor), browser(sung.officer), browser()
    for one in (vendor, officer, visitor):
        for address in addresses(app, "GET", known(sung)):
            for ask in (one.browser.get, one.browser.head):
                check_headers(ask(address.path))
        for address in addresses(app, "POST", known(sung)):
            check_headers(one.browser.post(address.path))
    for path in ("assessor.js", "none.js", "../assessor/app.py", "%2e%2e/app.py", "/etc/passwd"):
        answer = visitor.browser.get(f"/static/{path}")
        check_headers(answer)
        assert b"create_app" not in answer.get_data()
        answer.close()
    for path in ("/nowhere", "/%00", "/%ff", "//x", "/%E2%80%AE"):
        check_headers(visitor.browser.get(path))
    check_headers(visitor.browser.options("/sign-in"))
    check_headers(visitor.browser.put("/sign-in"))


def test_an_unexpected_fault_is_a_plain_page_with_the_headers(
    sung: Round, app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_: object) -> None:
        raise ZeroDivisionError("kanarie in de fout")

    monkeypatch.setattr("assessor.web.start.responses_of_vendor", broken)
    answer = browser(sung.vendor).browser.get("/")
    assert answer.status_code == 500
    check_headers(answer)
    assert "kanarie" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)
    assert "Er is niets half opgeslagen" in answer.get_data(as_text=True)


def test_a_file_comes_back_as_a_file_that_cannot_run(sung: Round, browser: Browser) -> None:
    path = f"/responses/{sung.response}/files/{known(sung)['file_id']}"
    answer = browser(sung.vendor).browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# --- cookies ------------------------------------------------------------------------------------------------


def site(town: Town, address: str) -> Flask:
    settings = read_settings(town.store.files.folder.parent, address=address)
    app = create_app(Parts(settings, town.store, Shelf(), lambda: town.now))  # type: ignore[arg-type]
    app.testing = True
    return app


def sign_in(client: FlaskClient, email: str, base: str = "http://localhost") -> TestResponse:
    page = client.get("/sign-in", base_url=base).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    sent = {"email": email, "password": PASSWORD, "csrf_token": found.group(1)}
    return client.post("/sign-in", data=sent, base_url=base, headers={"Referer": f"{base}/sign-in"})


def cookies(answer: TestResponse) -> dict[str, str]:
    """The cookies that an answer sets, with their attributes."""
    every = answer.headers.getlist("Set-Cookie")
    return {next(iter(parse_cookie(c))): c for c in every if "Max-Age=0" not in c and "1970" not in c}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VENDOR])
@pytest.mark.parametrize("address", ["http://localhost", "https://assessor.example"])
def test_cookies_are_closed_and_each_side_has_its_own(town: Town, role: Role, address: str) -> None:
    if role is Role.VENDOR:
        town.put(person := _vendor(town))
        email = person.email
    else:
        who = make_person(town, role, password_hash=HASH)
        email = _email(town, who.id)
    is_https = address.startswith("https")
    client = site(town, address).test_client()
    answer = sign_in(client, email, address)
    assert answer.status_code == 302
    check_headers(answer, secure=is_https)
    side = "vendor" if role is Role.VENDOR else "buyer"
    name = f"{'__Host-' if is_https else ''}assessor_{side}"
    set_ = cookies(answer)
    assert name in set_
    for kept in set_.values():
        assert "HttpOnly" in kept
        assert "SameSite=Lax" in kept
        assert "Path=/" in kept
        assert "Domain=" not in kept
        assert ("Secure" in kept) == is_https
    first = client.get("/sign-in", base_url=address)
    assert all(("Secure" in c) == is_https and "HttpOnly" in c for c in first.headers.getlist("Set-Cookie"))


def _vendor(town: Town) -> Any:
    company = make_vendor(town).company_id
    return Person(email="verkoop@voorbeeld.example", name="V (fictief)", role="vendor", company_id=company,
                  created_at=town.now, password_hash=HASH)  # fmt: skip


def _email(town: Town, id: str) -> str:
    with town.house() as house:
        return house.db.get_one(Person, id).email


def test_signing_in_makes_a_new_session_whatever_was_planted(town: Town, app: Flask) -> None:
    email = _email(town, make_person(town, Role.OFFICER, password_hash=HASH).id)
    client = app.test_client()
    client.set_cookie("assessor_buyer", "planted")
    tokens = set()
    for _ in range(2):
        sign_in(client, email)
        kept = client.get_cookie("assessor_buyer")
        assert kept is not None
        tokens.add(kept.value)
    assert len(tokens) == 2
    assert "planted" not in tokens
    fixed = app.test_client()
    fixed.set_cookie("assessor_buyer", "planted")
    assert "/sign-in" in fixed.get("/questionnaires").headers["Location"]


def test_the_token_of_a_form_is_new_after_signing_in(town: Town, app: Flask) -> None:
    email = _email(town, make_person(town, Role.OFFICER, password_hash=HASH).id)
    client = app.test_client()
    before = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', before)
    assert token is not None
    sign_in(client, email)
    client.get("/")
    assert client.post("/language", data={"language": "en", "csrf_token": token.group(1)}).status_code == 400


def _is_in(client: Client) -> bool:
    return client.browser.get("/questionnaires").status_code == 200


@pytest.mark.parametrize(
    "ending", ["signing out", "another role", "the end of the access", "half an hour", "a day"]
)
def test_an_old_cookie_is_dead(town: Town, browser: Browser, ending: str) -> None:
    officer = make_person(town, Role.OFFICER, password_hash=HASH)
    administrator = browser(make_person(town, Role.ADMINISTRATOR, password_hash="-"))
    one = browser()
    sign_in(one.browser, _email(town, officer.id))
    kept = one.browser.get_cookie("assessor_buyer")
    assert kept is not None
    assert _is_in(one)
    if ending == "signing out":
        one.post("/sign-out")
    elif ending == "another role":
        administrator.post(f"/people/{officer.id}", {"role": "manager"})
    elif ending == "the end of the access":
        administrator.post(f"/people/{officer.id}/end")
    elif ending == "half an hour":
        town.later(minutes=31)
    else:
        for _ in range(24):
            assert _is_in(one)
            town.later(minutes=29)
        town.later(minutes=25)
    one.browser.set_cookie("assessor_buyer", kept.value)
    assert not _is_in(one)


def test_a_vendors_cookie_opens_no_page_of_the_buyer_nor_the_other_way_round(
    published: Round, browser: Browser
) -> None:
    for who, own, other in (
        (published.vendor, "assessor_vendor", "assessor_buyer"),
        (published.officer, "assessor_buyer", "assessor_vendor"),
    ):
        one = browser(who)
        kept = one.browser.get_cookie(own)
        assert kept is not None
        one.browser.delete_cookie(own)
        one.browser.set_cookie(other, kept.value)
        for path in (
            "/questionnaires",
            f"/tenders/{published.tender.id}",
            f"/responses/{published.response}",
        ):
            answer = one.browser.get(path)
            assert answer.status_code == 404 or "/sign-in" in answer.headers.get("Location", ""), path
        assert who.name not in one.browser.get("/").get_data(as_text=True)


@pytest.mark.parametrize("host", ["evil.example", "localhost:99999", "a b", 'x"y', ""])
def test_a_strange_host_gets_into_no_link(town: Town, browser: Browser, host: str) -> None:
    administrator = browser(make_person(town, Role.ADMINISTRATOR, password_hash="-"))
    form = {"name": "Nora (fictief)", "email": "nora@w.example", "role": "manager"}
    page = administrator.post("/people/new", form, None, headers={"Host": host})
    if page.status == 200:
        link = page.find("span", id="personal-link").text or ""
        assert "evil" not in link
        assert link.startswith("http://127.0.0.1:")
