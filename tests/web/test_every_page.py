"""Every page has its states listed, keeps the house style in them, and turns everybody else away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assessor.domain.permissions import Action, may
from assessor.services.access import case_for
from assessor.storage.models import Company, Response, Tender
from assessor.web.access import need_of
from tests.factories import Town
from tests.pages import FILES, PAGES, State
from tests.scenes import Scenes
from tests.web.client import Client


def client(scenes: Scenes, who: str) -> Client:
    town = Town(scenes.parts.store, scenes.parts.clock())
    return Client(scenes.app, town, scenes.person(who) if who else None)


def test_every_address_is_listed_with_its_states(scenes: Scenes) -> None:
    shown = {r.endpoint for r in scenes.app.url_map.iter_rules() if "GET" in (r.methods or set())}
    assert shown - set(FILES) == set(PAGES), "list the new page, with its states, in tests/pages.py"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_keeps_the_house_style_in_every_state(scenes: Scenes, language: str) -> None:
    wrong = []
    for who in sorted({s.who for states in PAGES.values() for s in states}):
        one = client(scenes, who)
        one.post("/language", {"language": language})
        for endpoint, states in PAGES.items():
            for state in states:
                if state.who == who:
                    try:
                        page = one.get(scenes.address(endpoint, state))
                        assert page.find("html").get("lang") == language
                    except AssertionError as fault:
                        wrong.append(f"{who} {endpoint} {state.tender} {state.vendor}: {str(fault)[:300]}")
    assert wrong == []


STATES = [(endpoint, state) for endpoint, states in PAGES.items() for state in states]
EVERYBODY = sorted({s.who for _, s in STATES} | {"luchtkasteel@demo.example"})


def test_who_may_not_see_a_page_is_told_that_it_is_not_there(scenes: Scenes) -> None:
    """Each state visited by everybody: shown exactly where the table of permissions says so."""
    wrong = []
    for who in EVERYBODY:
        one = client(scenes, who)
        for endpoint, state in STATES:
            need = need_of(scenes.app.view_functions[endpoint])
            assert need is not None
            if need.action in (Action.VISIT, Action.USE_OWN_ACCOUNT):
                continue
            answer = one.browser.get(scenes.address(endpoint, state))
            shown = answer.status_code == 200
            # The other side's pages read the other side's cookie: there one is a visitor, who may sign in.
            away = answer.status_code == 404 or answer.headers.get("Location", "").startswith("/sign-in")
            if shown != _may_see(scenes, who, state, need.action) or not (shown or away):
                wrong.append((who, endpoint, state.tender, state.vendor, answer.status_code))
    assert wrong == []


def _may_see(scenes: Scenes, who: str, state: State, action: Action) -> bool:
    """What the table says, asked apart from the pages."""
    if not who:
        return False
    person = scenes.person(who)
    if person.role == "vendor" and not state.who.startswith(("meetlat", "papegaai")):
        return False
    with scenes.parts.store.sessions() as session:
        house = scenes.parts.house(session)
        tender = response = None
        if state.tender:
            tender = session.scalars(select(Tender).where(Tender.title.startswith(state.tender))).one()
        if state.vendor and tender is not None:
            response = session.scalars(
                select(Response)
                .join(Company, Company.id == Response.company_id)
                .where(Response.tender_id == tender.id, Company.name.startswith(state.vendor))
            ).one()
        return may(person, action, case_for(house, person, tender, response))
