"""The log: every event has words, and its readers are those of the permission table."""

from __future__ import annotations

import ast

import pytest

from assessor.domain.event_words import EVENTS, words_for
from assessor.places import PACKAGE
from assessor.services.events import head_of_tender, tender_log
from assessor.services.refusals import NotThere
from tests.conftest import Round
from tests.factories import open_all

CALLS = {"append", "note", "_note", "_add"}


def verbs_in_the_services() -> set[str]:
    """The first plain text among the arguments of each call that appends an event."""
    found = set()
    for file in [*(PACKAGE / "services").glob("*.py"), PACKAGE / "storage" / "events.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 3:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            texts = [t for t in texts if t != "system"]
            if name in CALLS and texts and texts[0]:
                found.add(texts[0])
    return found


def test_every_event_has_words_in_both_languages() -> None:
    found = verbs_in_the_services()
    assert {"tender_published", "submitted", "clock_went_back"} <= found
    assert sorted(found - set(EVENTS)) == []


def test_an_event_of_an_older_version_shows_as_its_code() -> None:
    assert words_for("moon_landed").nl == "moon landed"


@pytest.mark.parametrize("who", ["assessor", "vendor", "administrator"])
def test_a_log_is_not_there_for_who_may_not_read_it(published: Round, who: str) -> None:
    with pytest.raises(NotThere):
        published.town.look(tender_log, getattr(published, who), published.tender.id)


def test_managers_and_auditors_read_the_log_after_the_opening(published: Round) -> None:
    for actor in (published.manager, published.auditor):
        with pytest.raises(NotThere):
            published.town.look(tender_log, actor, published.tender.id)
    open_all(published.town, published.tender, published.officer, published.second_officer)
    for actor in (published.officer, published.manager, published.auditor):
        entries = published.town.look(tender_log, actor, published.tender.id)
        assert entries[-1].verb == "responses_opened"
        assert entries[-1].who.nl == published.second_officer.name
        head = published.town.look(head_of_tender, actor, published.tender.id)
        assert head.head == entries[-1].head
