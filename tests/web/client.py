"""A browser for tests that looks at every page it gets: the house style as executable rule.

Each page must parse without error, have one h1, a language, a title, a label for every box, unique ids, no inline
style or script, the security headers, and must not hold the words that were planted as another vendor's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assessor.app import create_app
from assessor.config import read_settings
from assessor.domain.permissions import Actor, Role
from assessor.parts import Parts
from assessor.services.signing_in import digest, new_token
from assessor.storage.models import SignedIn
from tests.factories import Shelf, Town

Form = Mapping[str, Any]


def app_of(town: Town) -> Flask:
    """The web application over a test's installation."""
    folder = town.store.files.folder.parent
    parts = Parts(read_settings(folder, mail=town.mail), town.store, Shelf(), lambda: town.now)  # type: ignore[arg-type]
    app = create_app(parts)
    app.testing = True
    return app


class Page:
    """An answer; when it is a page, one that kept the house style."""

    def __init__(self, answer: TestResponse, forbidden: Iterable[str] = ()) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.location = answer.headers.get("Location", "")
        self.data = answer.get_data()
        self.text = answer.get_data(as_text=True) if (answer.mimetype or "").startswith("text/") else ""
        _check_headers(answer)
        for word in forbidden:
            assert word.encode() not in self.data, f"{answer.request.path} shows {word!r}"
        self.tree: Element | None = None
        if answer.mimetype == "text/html" and not self.location:
            self.tree = _parsed(self.text, answer.request.path)

    @property
    def words(self) -> str:
        """The page's text with white space folded."""
        assert self.tree is not None
        main = self.find("main")
        return " ".join(" ".join(main.itertext()).split())

    def find(self, tag: str, **attributes: str) -> Element:
        """The first such element."""
        found = self.find_all(tag, **attributes)
        assert found, f"no <{tag} {attributes}>"
        return found[0]

    def find_all(self, tag: str, **attributes: str) -> list[Element]:
        assert self.tree is not None
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [e for e in self.tree.iter(tag) if all(e.get(n) == v for n, v in wanted.items())]

    def fields(self, form: int = -1) -> dict[str, Any]:
        """What the page's form would send as it stands: the last form of the main part by default."""
        forms = list(self.find("main").iter("form"))
        return _fields_of(forms[form])

    @property
    def links(self) -> list[str]:
        return [a.get("href", "") for a in self.find_all("a")]


class Client:
    """One person's browser."""

    def __init__(
        self, app: Flask, town: Town, who: Actor | None = None, forbidden: Iterable[str] = ()
    ) -> None:
        self.browser: FlaskClient = app.test_client()
        self.forbidden = tuple(forbidden)
        self._token = ""
        if who is not None:
            token = new_token()
            town.put(
                SignedIn(
                    token_sha256=digest(token),
                    person_id=who.id,
                    started_at=town.now,
                    seen_at=town.now,
                    ends_at=town.now.replace(year=town.now.year + 5),
                )
            )
            side = "vendor" if who.role is Role.VENDOR else "buyer"
            self.browser.set_cookie(f"assessor_{side}", token)

    def get(self, path: str, status: int = 200, **rest: Any) -> Page:
        page = Page(self.browser.get(path, **rest), self.forbidden)
        assert page.status == status, f"GET {path}: {page.status}, expected {status}: {page.text[-1500:]}"
        return page

    def post(self, path: str, form: Form | None = None, status: int | None = 302, **rest: Any) -> Page:
        """Send a form with a good token; `status=None` takes any answer below 500."""
        data = {**(form or {})}
        data.setdefault("csrf_token", self.token())
        page = Page(self.browser.post(path, data=data, **rest), self.forbidden)
        if status is None:
            assert page.status < 500, f"POST {path}: {page.status}"
        else:
            assert page.status == status, (
                f"POST {path}: {page.status}, expected {status}: {page.text[-1500:]}"
            )
        return page

    def token(self) -> str:
        """The session's token against forgery."""
        text = self.browser.get("/sign-in").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        assert found is not None
        return found.group(1)


def _check_headers(answer: TestResponse) -> None:
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        assert answer.headers.get(name), f"{answer.request.path} lacks {name}"
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy


def _parsed(text: str, path: str) -> Element:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    errors = [(where, code) for where, code, _ in parser.errors]
    assert not errors, f"{path} is not valid HTML: {errors[:5]}"
    headings = list(tree.iter("h1"))
    assert len(headings) == 1, f"{path} has {len(headings)} h1"
    assert tree.get("lang") in ("nl", "en"), f"{path} has no language"
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    twice = sorted({str(i) for i in ids if ids.count(i) > 1})
    assert not twice, f"{path} holds the ids {twice} twice"
    _check_labels(tree, path, set(ids))
    for element in tree.iter():
        assert element.get("style") is None, f"{path} has an inline style"
        assert not any(str(n).startswith("on") for n in element.keys()), f"{path} has an inline handler"  # noqa: SIM118
        if element.tag == "script":
            assert element.get("src"), f"{path} has an inline script"
        if element.tag == "form" and (element.get("method") or "get").lower() == "post":
            assert any(i.get("name") == "csrf_token" for i in element.iter("input")), (
                f"{path}: a form without token"
            )
    return tree


def _check_labels(tree: Element, path: str, ids: set[str | None]) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(box) for label in tree.iter("label") for box in label.iter()}
    for box in tree.iter():
        if box.tag not in ("input", "select", "textarea") or box.get("type") in (
            "hidden",
            "submit",
            "button",
        ):
            continue
        named = box.get("aria-label") or box.get("aria-labelledby")
        assert named or box.get("id") in labelled or id(box) in wrapped, (
            f"{path}: {box.get('name')} has no label"
        )
    for element in tree.iter():
        for name in ("aria-describedby", "aria-labelledby"):
            for target in (element.get(name) or "").split():
                assert target in ids, f"{path}: {name} names {target}, which is not there"


def _fields_of(form: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def add(name: str | None, value: str) -> None:
        if name:
            found.setdefault(name, []).append(value)

    for box in form.iter():
        kind = box.get("type", "text")
        if box.tag == "textarea":
            add(box.get("name"), "".join(box.itertext()))
        elif box.tag == "select":
            chosen = [o for o in box.iter("option") if o.get("selected") is not None] or list(
                box.iter("option")
            )[:1]
            for option in chosen:
                add(box.get("name"), option.get("value", ""))
        elif box.tag == "input" and kind in ("radio", "checkbox"):
            if box.get("checked") is not None:
                add(box.get("name"), box.get("value", "on"))
        elif box.tag == "input" and kind != "file":
            add(box.get("name"), box.get("value", ""))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}
