"""The pages of minimum requirements: each shows what it rests on, since when, and its clause."""

from __future__ import annotations

import pytest

from tests.factories import Town
from tests.pages import JOOST, MARJA, ROUND, about
from tests.scenes import Scenes
from tests.web.client import Client

SEEN = {
    "nl": (
        "wet, geldt nu, sinds 2 februari 2025",
        "Contractvoorwaarde CC01",
        "Minimumeis PRO-01, gepubliceerd op",
    ),
    "en": (
        "law, applies now, since 2 February 2025",
        "Contract condition CC01",
        "requirement PRO-01, published on",
    ),
}


def client(scenes: Scenes, who: str, language: str) -> Client:
    found = Client(scenes.app, Town(scenes.parts.store, scenes.parts.clock()), scenes.person(who))
    found.post("/language", {"language": language})
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_gate_shows_law_since_when_and_the_published_clause(scenes: Scenes, language: str) -> None:
    assessor = client(scenes, JOOST, language)
    page = assessor.get(scenes.address("gates.gate", about(JOOST, ROUND, "Glimlachmeter", question="PRO-01")))
    for words in SEEN[language]:
        assert words in page.words
    (link,) = [link for link in page.links if link.endswith("/contract#CC01")]
    assert assessor.get(link.partition("#")[0]).find_all("details", id="CC01")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_of_gates_and_the_report_show_it_too(scenes: Scenes, language: str) -> None:
    assessor, manager = (client(scenes, who, language) for who in (JOOST, MARJA))
    offer = "Glimlachmeter"
    for page in (
        assessor.get(scenes.address("gates.overview", about(JOOST, ROUND, offer))),
        manager.get(scenes.address("assessments.risk", about(MARJA, ROUND, offer))),
    ):
        assert SEEN[language][0] in page.words
        assert "CC01" in page.words
