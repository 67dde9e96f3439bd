"""Setting up a tender on the screen, from the start page to after publication."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass

import pytest

from assessor.domain.permissions import Actor, Role
from assessor.storage.models import Response, Tender
from tests.conftest import Round
from tests.factories import Town, fill_in, make_officer, make_person, make_tender, send
from tests.web.client import Client, Page
from tests.web.conftest import Browser

BASICS = {
    "title": "Hulp bij selectie (fictief)",
    "buyer": "Gemeente Waterstad (fictief)",
    "procedure": "open",
    "language": "nl",
    "both_languages": "y",
    "test": "y",
}


@dataclass
class Desk:
    """An officer with a draft, in a browser."""

    town: Town
    officer: Actor
    client: Client
    id: str

    def path(self, page: str = "") -> str:
        return f"/tenders/{self.id}" + (f"/{page}" if page else "")

    def get(self, page: str = "", status: int = 200) -> Page:
        return self.client.get(self.path(page), status)

    def send(self, page: str, status: int = 302, **changed: object) -> Page:
        """Send a page's form as it stands, with these fields changed."""
        return self.client.post(self.path(page), self.get(page).fields() | changed, status)

    @property
    def tender(self) -> Tender:
        with self.town.house() as house:
            return house.db.get_one(Tender, self.id)


@pytest.fixture
def desk(town: Town, browser: Browser) -> Desk:
    """A draft made on the screen."""
    officer = make_officer(town)
    client = browser(officer)
    made = client.post("/tenders/new", BASICS)
    return Desk(town, officer, client, made.location.rsplit("/", 1)[1])


# --- the start page ---------------------------------------------------------------------------------------


def test_the_start_page_of_an_officer_without_assessments_says_how_to_begin(
    town: Town, browser: Browser
) -> None:
    page = browser(make_officer(town)).get("/")
    assert "/tenders/new" in page.links
    assert "nog geen beoordeling" in page.words


def test_the_start_page_names_state_and_what_waits_for_the_reader(desk: Desk) -> None:
    words = desk.client.get("/").words
    assert BASICS["title"] in words
    assert "TEST" in words
    assert "concept" in words
    assert "Maak het concept af en publiceer het." in words


def test_only_officers_make_assessments(town: Town, browser: Browser) -> None:
    for role in (Role.ASSESSOR, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR):
        client = browser(make_person(town, role))
        assert "/tenders/new" not in client.get("/").links
        client.get("/tenders/new", 404)


def test_an_administrator_finds_the_people_on_the_start_page(town: Town, browser: Browser) -> None:
    assert "/people" in browser(make_person(town, Role.ADMINISTRATOR)).get("/").links


def test_an_assessor_is_asked_to_declare_interests(published: Round, browser: Browser) -> None:
    assert "Verklaar of u een belang hebt" in browser(published.assessor).get("/").words


# --- setting up -------------------------------------------------------------------------------------------


def test_what_was_typed_stays_and_each_message_is_at_its_field(town: Town, browser: Browser) -> None:
    client = browser(make_officer(town))
    page = client.post(
        "/tenders/new", BASICS | {"title": "", "procedure": "", "description": "Lang verhaal"}, 422
    )
    assert page.fields()["description"] == "Lang verhaal"
    assert page.fields()["buyer"] == BASICS["buyer"]
    assert "title-error" in page.find("input", id="title").get("aria-describedby", "")
    assert page.find_all("div", id="procedure-error")
    assert {"#title", "#procedure"} <= set(page.links)
    assert "Fout:" in (page.find("title").text or "")


def test_the_task_list_says_what_is_open_and_why(desk: Desk) -> None:
    words = desk.get().words
    assert "Nog niet ingevuld over het gebruik" in words
    assert "Er zijn twee beoordelaars nodig" in words
    assert "Er is nog geen uiterste datum en tijd" in words


def test_the_use_is_read_in_the_readers_way_of_writing_numbers(desk: Desk) -> None:
    desk.send("facts", volume_per_year="1.800")
    assert desk.tender.facts["volume_per_year"] == 1800
    assert desk.get("facts").fields()["volume_per_year"] == "1.800"
    page = desk.send("facts", 422, volume_per_year="1.800,5")
    assert page.fields()["volume_per_year"] == "1.800,5"
    assert page.find_all("div", id="volume_per_year-error")


def test_a_deadline_is_typed_in_amsterdam_and_stored_in_utc(desk: Desk) -> None:
    for day in ("15-12-2026", "2026-12-15"):
        desk.send("dates", deadline_date=day, deadline_time="17:00")
        assert desk.tender.deadline == datetime.datetime(2026, 12, 15, 16, tzinfo=datetime.UTC)
    assert "15 december 2026 om 17:00 (CET)" in desk.get("dates").words


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"deadline_date": "morgen"}, "deadline_date"),
        ({"deadline_date": "15-12-2026", "deadline_time": "vijf uur"}, "deadline_time"),
        ({"deadline_date": "28-03-2027", "deadline_time": "02:30"}, "deadline_time"),
        ({"drain_minutes": "0"}, "drain_minutes"),
        ({"drain_minutes": "een uur"}, "drain_minutes"),
    ],
)
def test_a_date_that_cannot_be_read_is_refused_at_its_field(
    desk: Desk, typed: dict[str, object], field: str
) -> None:
    page = desk.send("dates", 422, **typed)
    assert page.find_all("div", id=f"{field}-error")
    assert {k: page.fields()[k] for k in typed} == typed


def test_weights_that_do_not_add_up_are_refused_with_their_sum(desk: Desk) -> None:
    fields = desk.get("weights").fields()
    name = next(n for n in fields if n.startswith("weights."))
    page = desk.send("weights", 422, **{name: "7"})
    assert "niet tot 100" in page.words
    assert page.fields()[name] == "7"
    page = desk.send("weights", 422, **{name: "veel"})
    assert page.find_all("div", id=f"{name}-error")


def test_an_assessment_round_has_no_award_weights(desk: Desk) -> None:
    desk.send("basics", procedure="market_consultation")
    desk.get("weights", 404)
    assert "Weging" not in desk.get().words


def test_minimum_scores_are_added_changed_and_removed(desk: Desk) -> None:
    reason = "Zonder toets weten wij niets over gelijke kansen."
    desk.send("minimums", question="VAL-01", least="2", reason=reason)
    assert reason in desk.get("minimums").words
    page = desk.send("minimums", 422, question="VAL-01", least="3", reason=reason)
    assert page.find_all("div", id="question-error")
    desk.send("minimums/VAL-01", least="3")
    assert desk.tender.award["minimums"] == [{"question": "VAL-01", "least": 3, "reason": reason}]
    desk.send("minimums/VAL-01", remove="y")
    assert desk.tender.award["minimums"] == []
    desk.get("minimums/VAL-01", 404)


def test_a_minimum_needs_a_question_a_score_and_a_sentence(desk: Desk) -> None:
    page = desk.send("minimums", 422, question="", reason="te kort")
    for name in ("question", "least", "reason"):
        assert page.find_all("div", id=f"{name}-error"), name


def test_who_saves_after_somebody_else_sees_both_and_loses_nothing(desk: Desk) -> None:
    stale = desk.get("basics").fields()
    desk.send("basics", title="Van de ander (fictief)")
    page = desk.client.post(desk.path("basics"), stale | {"title": "Van mij (fictief)"}, 422)
    assert page.fields()["title"] == "Van mij (fictief)"
    assert "Van de ander (fictief)" in page.words
    assert desk.tender.title == "Van de ander (fictief)"
    desk.client.post(desk.path("basics"), page.fields())
    assert desk.tender.title == "Van mij (fictief)"


@pytest.mark.parametrize("revision", ["", "x", "-1", "999999999999999999999", "٣"])
def test_a_revision_that_is_none_overwrites_nothing(desk: Desk, revision: str) -> None:
    desk.send("agreement", 422, agreement="average", revision=revision)
    assert "agreement" not in desk.tender.award


def test_a_minimum_on_a_question_that_is_no_longer_asked_is_in_the_way(desk: Desk) -> None:
    desk.send("questionnaire", tier="full")
    reason = "Zonder beveiliging is geen uitkomst te vertrouwen."
    desk.send("minimums", question="SEC-01", least="2", reason=reason)
    desk.send("questionnaire", tier="quick")
    assert "minimumscore op een vraag die leveranciers niet krijgen: SEC-01" in desk.get().words
    desk.send("minimums/SEC-01", remove="y")
    assert "SEC-01" not in desk.get().words


# --- people and vendors -----------------------------------------------------------------------------------


def test_colleagues_get_a_part_and_a_function_and_leave_again(desk: Desk) -> None:
    jurist = make_person(desk.town, Role.ASSESSOR)
    desk.client.post(desk.path("people"), {"person": jurist.id, "part": "assessor", "labels": ["jurist"]})
    assert jurist.name in desk.get("people").words
    page = desk.client.post(desk.path(f"people/{jurist.id}"), {"part": "manager"})
    assert page.location.endswith("/people")
    desk.client.post(desk.path(f"people/{jurist.id}/remove"))
    desk.get(f"people/{jurist.id}", 404)


def test_adding_nobody_is_refused_at_the_field(desk: Desk) -> None:
    page = desk.client.post(desk.path("people"), {"person": "", "part": ""}, 422)
    assert page.find_all("div", id="person-error")
    assert page.find_all("div", id="part-error")


def test_the_last_officer_stays(desk: Desk) -> None:
    page = desk.client.post(desk.path(f"people/{desk.officer.id}/remove"), status=422)
    assert "laatste inkoper" in page.words


def test_a_vendors_link_is_shown_once_and_works(desk: Desk, browser: Browser) -> None:
    page = desk.client.post(desk.path("vendors"), {"company": "Waterman BV", "email": "w@v.example"}, 200)
    link = page.find("span", id="personal-link").text or ""
    token = link.rsplit("/", 1)[1]
    assert token not in desk.get("vendors").text
    browser().get(f"/invitation/{token}")
    page = desk.client.post(desk.path("vendors"), {"company": "Nog eens", "email": "w@v.example"}, 422)
    assert page.find_all("div", id="email-error")


def test_a_new_link_ends_the_old_one(desk: Desk, browser: Browser) -> None:
    first = desk.client.post(desk.path("vendors"), {"company": "Waterman BV", "email": "w@v.example"}, 200)
    response = _response(desk)
    second = desk.client.post(desk.path(f"vendors/{response}/link"), status=200)
    old, new = (p.find("span", id="personal-link").text or "" for p in (first, second))
    browser().get("/invitation/" + old.rsplit("/", 1)[1], 404)
    browser().get("/invitation/" + new.rsplit("/", 1)[1])


def test_a_vendor_is_taken_off_the_list_of_a_draft(desk: Desk) -> None:
    desk.client.post(desk.path("vendors"), {"company": "Waterman BV", "email": "w@v.example"}, 200)
    desk.client.post(desk.path(f"vendors/{_response(desk)}/remove"))
    assert "Waterman BV" not in desk.get("vendors").words


def test_outside_a_tender_a_product_can_be_judged_for_a_use_of_its_own(desk: Desk) -> None:
    desk.client.post(desk.path("vendors"), {"company": "Waterman BV", "email": "w@v.example"}, 200)
    response = _response(desk)
    desk.get(f"vendors/{response}/facts", 404)
    desk.send("basics", procedure="market_consultation")
    desk.send(f"vendors/{response}/facts", volume_per_year="250")
    assert "eigen gebruik vastgelegd" in desk.get("vendors").words
    desk.client.post(desk.path(f"vendors/{response}/facts/same"))
    assert "zoals de hele ronde" in desk.get("vendors").words


def test_a_response_of_another_tender_is_not_reached_through_this_one(desk: Desk, published: Round) -> None:
    desk.client.post(desk.path(f"vendors/{published.response}/link"), status=404)


def _response(desk: Desk) -> str:
    with desk.town.house() as house:
        return house.db.query(Response).filter_by(tender_id=desk.id).one().id


# --- publishing and after ---------------------------------------------------------------------------------


@pytest.fixture
def complete(town: Town, browser: Browser) -> Desk:
    """A draft that can be published."""
    officer = make_officer(town)
    others = (
        make_officer(town),
        *(make_person(town, Role.ASSESSOR) for _ in "12"),
        make_person(town, Role.MANAGER),
    )
    facts = {"effect": "ranks", "volume_per_year": 1800, "data": ["cv_text"], "reversibility": "reapply"}
    tender = make_tender(town, officer, *others, facts=facts)
    desk = Desk(town, officer, browser(officer), tender.id)
    desk.client.post(desk.path("vendors"), {"company": "Waterman BV", "email": "w@v.example"}, 200)
    return desk


def test_the_check_page_lists_what_is_in_the_way_instead_of_a_button(desk: Desk) -> None:
    page = desk.get("publish")
    assert "Publiceren kan nog niet" in page.words
    assert "Er is nog geen leverancier uitgenodigd." in page.words
    assert not list(page.find("main").iter("form"))
    refused = desk.client.post(desk.path("publish"), {"revision": desk.tender.revision}, 422)
    assert "Er is nog geen leverancier uitgenodigd." in refused.words


def test_the_check_page_shows_everything_and_publishes_under_a_hash(complete: Desk) -> None:
    page = complete.get("publish")
    for word in ("Selectiehulp", "Waterman BV", "consensus", "(CET)"):
        assert word in page.words
    complete.client.post(complete.path("publish"), page.fields())
    tender = complete.tender
    assert tender.state == "published"
    assert tender.frozen_sha256
    assert tender.frozen_sha256 in complete.get().words
    file = complete.get("publication.json")
    assert hashlib.sha256(file.data).hexdigest() == tender.frozen_sha256
    assert tender.frozen_sha256 in complete.get("publication").words


def test_the_publication_says_when_its_deadline_was_extended(complete: Desk) -> None:
    complete.client.post(complete.path("publish"), complete.get("publish").fields())
    assert "De termijn is verlengd" not in complete.get("publication").words
    reason = "Het platform lag een uur plat."
    complete.send("extend", deadline_date="1-2-2027", deadline_time="17:00", reason=reason)
    assert "Bij de publicatie was hij 7 december 2026 om 10:00 (CET)." in complete.get("publication").words
    assert "1 februari 2027" in complete.get("publication").words


def test_publishing_what_somebody_else_just_changed_asks_to_check_again(complete: Desk) -> None:
    seen = complete.get("publish").fields()
    complete.send("basics", title="Net gewijzigd (fictief)")
    page = complete.client.post(complete.path("publish"), seen, 422)
    assert "Controleer alles opnieuw" in page.words
    assert complete.tender.state == "draft"


def test_after_publication_nothing_of_the_set_up_can_be_changed(published: Round, browser: Browser) -> None:
    client = browser(published.officer)
    for name in ("basics", "questionnaire", "facts", "weights", "minimums", "agreement", "dates", "publish"):
        client.get(f"/tenders/{published.tender.id}/{name}", 404)
        client.post(f"/tenders/{published.tender.id}/{name}", {}, 404)


def test_the_deadline_moves_later_with_a_reason_and_never_earlier(published: Round, browser: Browser) -> None:
    client, path = browser(published.officer), f"/tenders/{published.tender.id}/extend"
    reason = "Het platform lag een uur plat."
    earlier = {"deadline_date": "24-11-2026", "deadline_time": "17:00", "reason": reason}
    page = client.post(path, earlier, 422)
    assert page.find_all("div", id="deadline_date-error")
    assert page.fields()["reason"] == reason
    page = client.post(path, earlier | {"deadline_date": "1-2-2027", "reason": ""}, 422)
    assert page.find_all("div", id="reason-error")
    client.post(path, earlier | {"deadline_date": "1-2-2027"})
    words = client.get(f"/tenders/{published.tender.id}").words
    assert "1 februari 2027 om 17:00 (CET)" in words
    assert reason in client.get(f"/tenders/{published.tender.id}/events").words


def test_stopping_needs_a_reason_that_stays_to_be_read(published: Round, browser: Browser) -> None:
    client, path = browser(published.officer), f"/tenders/{published.tender.id}"
    assert client.post(f"{path}/cancel", {"reason": "nee"}, 422).find_all("div", id="reason-error")
    client.post(f"{path}/cancel", {"reason": "De raad heeft anders besloten."})
    words = client.get(path).words
    assert "De raad heeft anders besloten." in words
    assert "gestopt" in words


def test_a_test_is_deleted_whole(published: Round, browser: Browser) -> None:
    client, path = browser(published.officer), f"/tenders/{published.tender.id}"
    client.get(f"{path}/delete")
    client.post(f"{path}/delete", {})
    assert "Verwijderd." in client.get("/").words
    client.get(path, 404)


def test_before_the_opening_no_page_of_the_buyer_tells_what_vendors_do(
    published: Round, browser: Browser
) -> None:
    # Whatever a vendor does, the pages stay the same to the byte, tokens against forgery aside.
    town, id = published.town, published.tender.id
    readers = [
        published.officer,
        published.assessor,
        published.manager,
        published.auditor,
        published.administrator,
    ]
    paths = [
        "/",
        *(f"/tenders/{id}{p}" for p in ("", "/publication", "/people", "/vendors", "/opening", "/events")),
    ]

    def look() -> list[str]:
        seen = []
        for reader in readers:
            client = browser(reader)
            for path in paths:
                answer = client.browser.get(path)
                seen.append(f"{answer.status_code} {_without_tokens(answer.get_data(as_text=True))}")
        return seen

    before = look()
    fill_in(town, published.vendor, published.response, "geheimwoord")
    send(town, published.vendor, published.response)
    assert look() == before


def _without_tokens(text: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)
