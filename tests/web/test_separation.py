"""One vendor's words reach nobody else before the opening, and no other vendor ever; who may not, changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from assessor.domain.answers import Answer, Key
from assessor.domain.permissions import NOBODY, Action, Actor, may
from assessor.domain.questionnaire.model import EvidenceLevel
from assessor.services.access import case_for
from assessor.services.evidence import add_file
from assessor.services.incoming import receive, receive_table
from assessor.services.responses import read_answers, save_answers
from assessor.services.tables import deliver_table
from assessor.storage.models import Company, EvidenceFile, Person, Response, Tender
from tests.conftest import Round
from tests.factories import fill_in, make_tender, make_vendor, open_all, publish, send
from tests.web.client import Client
from tests.web.conftest import Browser
from tests.web.replaying import addresses, contents, crawl
from tests.web.test_delivering import table

CANARY = "kanarievogel"
FILE = f"%PDF-1.7 {CANARY}".encode()
KEY = Key("CTX-01")


@pytest.fixture
def sung(published: Round) -> Round:
    """A vendor with the planted word in everything it can write, handed in; the other one only began."""
    town, vendor, response = published.town, published.vendor, published.response
    fill_in(town, published.other_vendor, published.other_response)
    fill_in(town, vendor, response, CANARY)
    revision = {KEY: town.look(read_answers, vendor, response)[KEY].revision}
    withheld = Answer(
        {"main": CANARY}, EvidenceLevel.E1, CANARY, standing="withheld", standing_reason=f"reden {CANARY}"
    )
    town.do(save_answers, vendor, response, {KEY: withheld}, revision)
    town.do(add_file, vendor, response, KEY, receive(f"{CANARY}.pdf", io.BytesIO(FILE)))
    rows = (
        f"{CANARY},1,Voorselectie,T05,all,all,40,10,30,0,0,0,",
        f"{CANARY},1,x,T05,sex,{CANARY},40,10,30,0,0,0,",
    )
    town.do(deliver_table, vendor, response, receive_table("T1", f"{CANARY}.csv", table(*rows)))
    send(town, vendor, response)
    return published


def known(round: Round) -> dict[str, str | int]:
    """What stands for each part of an address: the first vendor's, so that it is another's for everybody else."""
    with round.town.house() as house:
        file = house.db.scalars(select(EvidenceFile)).first()
    assert file is not None
    return {
        "tender_id": round.tender.id, "response_id": round.response, "file_id": file.id, "person_id": round.vendor.id,
        "question": "CTX-01", "question_id": "CTX-01", "module": "-", "code": "CTX", "version": 1, "what": "receipt",
        "form": "json", "id": "miniature", "instrument": "aia", "job_id": "none", "token": "none", "finding_id": "none",
        "kind": "csv", "measured_id": "none", "condition": "CC04", "language": "nl", "asked_language": "nl",
        "readers": "vendor", "earlier": 1, "mail_id": "none", "number": 1, "item_id": "none",
    }  # fmt: skip


OTHERS: dict[str, Callable[[Round], Actor | None]] = {
    "another vendor": lambda r: r.other_vendor,
    "an officer": lambda r: r.officer,
    "the second officer": lambda r: r.second_officer,
    "an assessor": lambda r: r.assessor,
    "a manager": lambda r: r.manager,
    "an administrator": lambda r: r.administrator,
    "an auditor": lambda r: r.auditor,
    "a visitor": lambda _: None,
}


@pytest.mark.parametrize("who", OTHERS)
def test_before_the_opening_nobody_sees_a_word_of_a_vendor(
    sung: Round, app: Flask, browser: Browser, who: str
) -> None:
    own = crawl(browser(sung.vendor))
    assert sum(CANARY.encode() in body for body in own.values()) >= 5
    assert any(body == FILE for body in own.values())
    every = {*own, *(a.path for a in addresses(app, "GET", known(sung)))}
    other = browser(OTHERS[who](sung), forbidden=(CANARY,))
    every |= set(crawl(other))
    for path in sorted(every):
        answer = other.browser.get(path)
        body = answer.get_data() + repr(answer.headers.to_wsgi_list()).encode()
        assert CANARY.encode() not in body, f"{who} reads it at {path}"
        if "/responses/" in path and sung.response in path and who != "a visitor":
            assert answer.status_code == 404 or "/sign-in" in answer.headers.get("Location", ""), path


def test_after_the_opening_another_vendor_still_sees_nothing(
    sung: Round, app: Flask, browser: Browser
) -> None:
    own = crawl(browser(sung.vendor))
    open_all(sung.town, sung.tender, sung.officer, sung.second_officer)
    other = browser(sung.other_vendor, forbidden=(CANARY,))
    for path in {*own, *(a.path for a in addresses(app, "GET", known(sung)))}:
        assert CANARY.encode() not in other.browser.get(path).get_data()
    seen = crawl(browser(sung.officer))
    assert any(CANARY.encode() in body for body in seen.values()), "it can be read now by who may"


def test_a_vendor_cannot_tell_whether_there_are_other_vendors(published: Round, browser: Browser) -> None:
    """The same pages with no other vendor and with many: nothing on them differs."""
    town, vendor = published.town, make_vendor(published.town, "Alleen BV (fictief)")
    tender = make_tender(town, published.officer, published.second_officer, vendors=(vendor,))
    publish(town, tender)
    before = crawl(browser(vendor))
    for n in range(5):
        other = make_vendor(town, f"{CANARY} {n} BV (fictief)")
        with town.house() as house:
            wrapped = house.db.scalars(select(Response.wrapped_key)).first()
        assert other.company_id is not None
        assert wrapped is not None
        town.put(
            Response(
                tender_id=tender.id, company_id=other.company_id, wrapped_key=wrapped, created_at=town.now
            )
        )
    after = crawl(browser(vendor))
    assert set(before) == set(after)
    assert all(CANARY.encode() not in body for body in after.values())
    assert {p: _plain(b) for p, b in before.items()} == {p: _plain(b) for p, b in after.items()}


def _plain(body: bytes) -> bytes:
    # Tokens and keys against sending twice are new each time.
    return b"\n".join(
        line for line in body.split(b"\n") if b"csrf_token" not in line and b'name="once"' not in line
    )


def may_do(round: Round, who: Actor, action: Action, names: set[str]) -> bool:
    """What the table of permissions says, asked apart from the pages."""
    with round.town.house() as house:
        tender = house.db.get_one(Tender, round.tender.id) if names & {"tender_id", "response_id"} else None
        response = house.db.get_one(Response, round.response) if "response_id" in names else None
        return may(who, action, case_for(house, who, tender, response))


@pytest.mark.parametrize("state", ["before the opening", "after the opening"])
@pytest.mark.parametrize("who", OTHERS)
def test_who_may_not_changes_nothing_by_any_form(
    sung: Round, app: Flask, browser: Browser, who: str, state: str
) -> None:
    if state == "after the opening":
        open_all(sung.town, sung.tender, sung.officer, sung.second_officer)
    someone = OTHERS[who](sung)
    other = browser(someone)
    refused = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        [address] = [a for a in addresses(app, "POST", known(sung)) if a.endpoint == rule.endpoint][:1]
        if address.action in (Action.VISIT, Action.USE_OWN_ACCOUNT):
            continue
        if may_do(sung, someone or NOBODY, address.action, set(rule.arguments)):
            continue
        before = contents(sung.town)
        sent = {
            "reason": "x" * 30,
            "role": "officer",
            "name": "X",
            "title": "X",
            "confirmed": "y",
            "capacity": "registered",
            "authorised": "y",
            "truthful": "y",
        }
        answer = other.post(address.path, sent, status=None)
        away = answer.status == 302 and answer.location.startswith("/sign-in")
        assert answer.status == 404 or away, f"{who} {address.path}: {answer.status}"
        assert contents(sung.town) == before, f"{who} changed something at {address.path}"
        refused += 1
    assert refused >= 10


def test_every_form_of_another_vendor_s_response_is_not_there(
    sung: Round, app: Flask, browser: Browser
) -> None:
    other = browser(sung.other_vendor, forbidden=(CANARY,))
    before = contents(sung.town)
    for address in addresses(app, "POST", known(sung)):
        if address.endpoint.startswith("responses.") and address.action is not Action.VISIT:
            other.post(address.path, {"name": "x", "confirmed": "y"}, 404)
    assert contents(sung.town) == before


def test_ids_tell_nothing_about_order_or_number(sung: Round) -> None:
    with sung.town.house() as house:
        ids = [*house.db.scalars(select(Response.id)), *house.db.scalars(select(Company.id))]
        ids += [*house.db.scalars(select(Person.id)), *house.db.scalars(select(EvidenceFile.id))]
    assert all(len(id) >= 32 and not id.isdigit() for id in ids)


def test_a_colleague_of_the_other_vendor_in_the_same_browser_sees_only_the_own(
    sung: Round, app: Flask
) -> None:
    """Signing in as somebody else on the same machine leaves nothing of the one before."""
    one = Client(app, sung.town, sung.vendor)
    assert CANARY in one.get(f"/responses/{sung.response}/questions/CTX-01").text
    one.post("/sign-out")
    other = Client(app, sung.town, sung.other_vendor, forbidden=(CANARY,))
    kept = other.browser.get_cookie("assessor_vendor")
    assert kept is not None
    one.browser.set_cookie("assessor_vendor", kept.value)
    assert one.browser.get(f"/responses/{sung.response}").status_code == 404
    assert one.browser.get(f"/responses/{sung.other_response}").status_code == 200
