"""Nothing a form can send ends in a broken page: hostile texts through every field of the officer's pages."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from assessor.domain.permissions import Role
from tests.factories import Town, make_officer, make_person, make_tender
from tests.web.client import Client, Page
from tests.web.conftest import Browser

HOSTILE = {
    "nothing": b"",
    "blanks": b" \t \xc2\xa0\xe2\x80\x8b ",
    "nul": b"a\x00b",
    "half a character": b"\xed\xa0\x80",
    "no character": b"\xef\xbf\xbe\xef\xbf\xbf",
    "broken utf-8": b"\xff\xfe\x80",
    "right to left": "\u202egnp.exe \u0627\u0644\u0639".encode(),
    "line ends": b"a\r\nBcc: x@y.example\r\n\xe2\x80\xa8b",
    "markup": b"<script>alert(1)</script><img src=x onerror=alert(1)>'\"--></textarea>",
    "template": b"{{ 7*7 }}{% raw %}{0.__class__}{name}%s%n",
    "formula": b'=HYPERLINK("http://x")',
    "sql": b"'; DROP TABLE tenders; --",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1f3\U0001f1f1 \u0301\u0301".encode(),
    "digits of another script": "\u0662\u0662-\u0661\u0661-\u0662\u0660\u0662\u0666".encode(),
    "number without end": b"9" * 5000,
    "long": b"x" * 100_000,
}

PAGES = {
    "tenders/new": ("title", "description", "buyer", "procedure", "language", "both_languages", "test"),
    "TENDER/basics": ("title", "description", "buyer", "procedure", "language", "revision"),
    "TENDER/questionnaire": ("questionnaire", "tier"),
    "TENDER/facts": ("effect", "volume_per_year", "data_kinds", "reversibility", "vulnerable_group"),
    "TENDER/weights": ("weights.VAL", "weights.BIA", "weights.XXX"),
    "TENDER/agreement": ("agreement",),
    "TENDER/minimums": ("question", "least", "reason"),
    "TENDER/dates": ("deadline_date", "deadline_time", "questions_date", "questions_time", "drain_minutes"),
    "TENDER/people": ("person", "part", "labels"),
    "TENDER/vendors": ("company", "email"),
    "TENDER/publish": ("revision",),
    "people/new": ("name", "email", "role"),
}

PATHS = (
    "tenders/{}",
    "tenders/{}/facts",
    "people/{}",
    "questionnaires/{}/1",
    "questionnaires/recruitment-ai/1/sections/{}",
    "invitation/{}",
)


def send(client: Client, path: str, token: str, fields: dict[str, bytes]) -> Page:
    """A form as bytes, as a browser never would."""
    data = "&".join(f"{quote(n)}={quote(v)}" for n, v in fields.items())
    kind = "application/x-www-form-urlencoded"
    answer = client.browser.post(path, data=f"csrf_token={quote(token)}&{data}".encode(), content_type=kind)
    return Page(answer)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_form_breaks_on_a_hostile_text(town: Town, browser: Browser, page: str) -> None:
    officer, administrator = make_officer(town), make_person(town, Role.ADMINISTRATOR)
    tender = make_tender(town, officer)
    client = browser(administrator if page.startswith("people") else officer)
    path, token = "/" + page.replace("TENDER", f"tenders/{tender.id}"), client.token()
    for name, text in HOSTILE.items():
        fields = dict.fromkeys(PAGES[page], text)
        for sent in (fields, fields | {"revision": b"1"}):
            answer = send(client, path, token, sent)
            assert answer.status in (200, 302, 413, 422), (name, answer.status)
    for place in ("", "/publish", "/events", "/people", "/vendors", "/minimums"):
        browser(officer).get(f"/tenders/{tender.id}{place}")
    browser(officer).get("/")
    browser(administrator).get("/people")


def test_no_address_breaks_on_a_hostile_text(town: Town, browser: Browser) -> None:
    for who in (make_officer(town), make_person(town, Role.ADMINISTRATOR)):
        client = browser(who)
        for path in PATHS:
            for text in HOSTILE.values():
                address = "/" + path.format(quote(text[:2000] or b"-", safe=""))
                assert Page(client.browser.get(address)).status in (200, 302, 308, 404), address
