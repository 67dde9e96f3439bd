"""The bar of the demonstration stands on every page, those of errors too, and keeps no connection."""

from __future__ import annotations

import pytest

from tests.factories import Town
from tests.pages import INGE
from tests.scenes import Scenes
from tests.web.client import Client

BAR = "demonstration/enter"


def office(scenes: Scenes) -> Client:
    return Client(scenes.app, Town(scenes.parts.store, scenes.parts.clock()), scenes.person(INGE))


@pytest.mark.parametrize(
    "path", ["/nowhere", "/tenders/none", "/static/none.css", "/responses/none/files/none"]
)
def test_what_is_not_there_is_a_plain_page_in_the_demonstration_too(scenes: Scenes, path: str) -> None:
    answer = office(scenes).browser.get(path)
    assert answer.status_code in (302, 404)
    assert answer.status_code == 302 or BAR in answer.get_data(as_text=True)


def test_a_refused_form_is_a_plain_page_in_the_demonstration_too(scenes: Scenes) -> None:
    one = office(scenes)
    assert BAR in one.post("/language", {"csrf_token": "wrong"}, 400).text
    assert BAR in one.post("/nowhere", {}, 404).text
    one.browser.put("/language")


def test_pages_of_errors_keep_no_connection_to_the_database(scenes: Scenes) -> None:
    one = office(scenes)
    for _ in range(5):
        one.get("/tenders/none", 404)
        one.get("/nowhere", 404)
    assert "Checked out connections: 0" in scenes.parts.store.engine.pool.status()
