"""Mail on the screen: said where somebody is asked in, shown to officers and administrators as far as they may know."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.config import MailSettings
from tests.conftest import Round
from tests.mailing import SENDER, deliver, jobs_of, mails, post_office
from tests.web.conftest import Browser

TO = "kanarie@vogel.example"
VENDOR = {"company": "Kanarievogel BV (fictief)", "email": TO}


@pytest.fixture
def posted(town: object, published: Round) -> Round:
    published.town.mail = MailSettings("localhost", 25, "", None, "none", SENDER)
    return published


@pytest.fixture
def vendors(posted: Round) -> str:
    return f"/tenders/{posted.tender.id}/vendors"


def test_without_settings_links_are_passed_on_as_ever(published: Round, browser: Browser) -> None:
    officer, administrator = browser(published.officer), browser(published.administrator)
    page = officer.post(f"/tenders/{published.tender.id}/vendors", VENDOR, 200)
    assert "Kopieer hem en stuur hem zelf" in page.words
    assert "mail" not in officer.get(f"/tenders/{published.tender.id}/vendors").words.replace(
        "E-mailadres", ""
    )
    assert "E-mail is niet ingesteld" in administrator.get("/mail").words


def test_who_invites_reads_that_the_link_is_mailed_too(posted: Round, browser: Browser, vendors: str) -> None:
    page = browser(posted.officer).post(vendors, VENDOR, 200)
    assert f"Deze link wordt ook gemaild aan {TO}." in page.words
    assert page.find("span", id="personal-link").text
    again = browser(posted.officer).get(vendors)
    action = next(
        f.get("action", "") for f in again.find_all("form") if f.get("action", "").endswith("/link")
    )
    assert f"ook gemaild aan {TO}" in browser(posted.officer).post(action, {}, 200).words
    new = {"name": "Nora (fictief)", "email": "nora@w.example", "role": "officer"}
    assert "gemaild aan nora@w.example" in browser(posted.administrator).post("/people/new", new, 200).words
    colleagues = f"/responses/{posted.response}/colleagues"
    more = {"name": "Co (fictief)", "email": "co@waterman.example"}
    page = browser(posted.vendor).post(colleagues, more, 200)
    assert "Hij wordt ook gemaild aan co@waterman.example." in page.words


def test_officers_see_whether_an_invitation_arrived_and_are_asked_to_confirm_the_address(
    posted: Round, browser: Browser, vendors: str, tmp_path: Path
) -> None:
    officer = browser(posted.officer)
    officer.post(vendors, VENDOR, 200)
    assert "uitnodiging aan een leverancier wacht" in officer.get(vendors).words
    with post_office() as office:
        posted.town.mail, office.mode = office.settings, "greylists"
        deliver(jobs_of(posted.town, tmp_path / "work"))
        assert "Het kon nog niet worden verstuurd" in officer.get(vendors).words
        posted.town.later(minutes=1)
        office.mode, office.refused = "well", {TO}
        deliver(jobs_of(posted.town, tmp_path / "work"))
    assert "niet aangekomen Controleer dit adres." in officer.get(vendors).words


def test_the_administrator_can_have_a_mail_sent_again(
    posted: Round, browser: Browser, vendors: str, tmp_path: Path
) -> None:
    browser(posted.officer).post(vendors, VENDOR, 200)
    administrator = browser(posted.administrator, forbidden=("Kanarie", "kanarie", posted.tender.title))
    with post_office() as office:
        posted.town.mail, office.refused = office.settings, {TO}
        jobs = jobs_of(posted.town, tmp_path / "work")
        deliver(jobs)
        page = administrator.get("/mail")
        assert "de mailserver weigert dit adres" in page.words
        action = next(f.get("action", "") for f in page.find_all("form") if "/again" in f.get("action", ""))
        browser(posted.officer).post(action, {}, 404)
        office.refused = set()
        administrator.post(action, {})
        deliver(jobs)
        assert len(office.to(TO)) == 1
    assert "verstuurd" in administrator.get("/mail").words
    administrator.post(action, {}, 404)
    administrator.post("/mail/none/again", {}, 404)
    browser(posted.officer).get("/mail", 404)
    browser().get("/mail", 302)


def test_links_in_mail_never_follow_the_host_that_a_request_names(
    posted: Round, browser: Browser, vendors: str, tmp_path: Path
) -> None:
    officer = browser(posted.officer)
    form = officer.get(vendors).fields() | VENDOR
    for name in ("Host", "X-Forwarded-Host", "Forwarded"):
        sent = {"Host": "evil.example"} if name == "Host" else {name: "evil.example"}
        officer.browser.post(vendors, data=form | {"email": f"{name.lower()}@w.example"}, headers=sent)
    with post_office() as office:
        posted.town.mail = office.settings
        deliver(jobs_of(posted.town, tmp_path / "work"))
        assert office.taken
        for message in office.messages:
            assert "evil" not in message.get_content()


@pytest.mark.parametrize(
    "bad", ["\r\nBcc: x@y.example", "\nx", "\rx", "\x0bx", "\u2028x", "\u0085x", "\0x", "\ud800"]
)
def test_no_field_that_reaches_a_mail_makes_a_header_or_a_fault(
    posted: Round, browser: Browser, vendors: str, bad: str
) -> None:
    officer, administrator = browser(posted.officer), browser(posted.administrator)
    vendor = browser(posted.vendor)
    colleagues = f"/responses/{posted.response}/colleagues"
    for one, path, form in (
        (officer, vendors, VENDOR),
        (administrator, "/people/new", {"name": "Nora", "email": "nora@w.example", "role": "officer"}),
        (vendor, colleagues, {"name": "Co", "email": "co@waterman.example"}),
    ):
        whole = one.get(path).fields() | form
        for name in ("company", "name", "email"):
            if name not in form:
                continue
            raw = {
                k: str(v).encode("utf-8", "surrogatepass")
                for k, v in (whole | {name: form[name] + bad + "x"}).items()
            }
            answer = one.browser.post(path, data=raw)
            assert answer.status_code in (200, 422), (path, name, answer.status_code)
            if answer.status_code == 200:  # what no page can show was taken out before
                assert bad not in answer.get_data(as_text=True)
    for mail in mails(posted.town):
        assert mail.subject.isprintable()
        assert mail.to.isprintable()
    if "\n" in bad or "\r" in bad:
        assert mails(posted.town) == []


def test_the_addresses_in_mail_are_those_of_pages(posted: Round, browser: Browser) -> None:
    with posted.town.house() as house:
        for path in ("/sign-in", "/receipts/check"):
            assert browser().get(path).status == 200, house.address
    assert browser(posted.vendor).get(f"/responses/{posted.response}").status == 200
    assert browser().get("/invitation/none", 404).status == 404
