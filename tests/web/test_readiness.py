"""The pages of the buyer's own tasks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assessor.app import create_app
from assessor.config import read_settings
from assessor.domain.permissions import Actor, Role
from assessor.parts import Parts
from assessor.storage.models import Tender
from assessor.storage.start import Store
from tests.factories import make_officer, make_person, make_tender, make_vendor, publish
from tests.services.buyers import BuyersShelf, BuyersTown
from tests.web.client import Client


@dataclass
class Hall:
    """A published tender with tasks, and browsers for its people."""

    town: BuyersTown
    tender: Tender
    officer: Actor
    manager: Actor
    vendor: Actor

    def browser(self, who: Actor) -> Client:
        folder = self.town.store.files.folder.parent
        parts = Parts(read_settings(folder), self.town.store, BuyersShelf(), lambda: self.town.now)  # type: ignore[arg-type]
        app = create_app(parts)
        app.testing = True
        return Client(app, self.town, who)

    def path(self, question: str = "") -> str:
        return f"/tenders/{self.tender.id}/readiness" + (f"/{question}" if question else "")


@pytest.fixture
def hall(store: Store) -> Hall:
    town = BuyersTown(store)
    officer, manager, vendor = make_officer(town), make_person(town, Role.MANAGER), make_vendor(town)
    tender = make_tender(town, officer, manager, vendors=(vendor,))
    publish(town, tender)
    return Hall(town, tender, officer, manager, vendor)


def test_an_officer_gives_a_task_an_owner_and_a_day(hall: Hall) -> None:
    officer = hall.browser(hall.officer)
    assert hall.path() in officer.get(f"/tenders/{hall.tender.id}").links
    listed = officer.get(hall.path())
    assert "0 van 2 klaar" in listed.words
    assert hall.path("HUM-12") in listed.links
    form = officer.get(hall.path("HUM-12")).fields()
    filled = form | {"owner": "Hoofd HR (fictief)", "due": "15-01-2027", "note": "Rooster\nafspreken"}
    officer.post(hall.path("HUM-12"), filled)
    words = officer.get(hall.path()).words
    assert "Hoofd HR (fictief) · uiterlijk 15 januari 2027" in words
    assert "gepland" in words
    again = officer.get(hall.path("HUM-12")).fields()
    assert (again["due"], again["owner"]) == ("15-01-2027", "Hoofd HR (fictief)")
    officer.post(hall.path("HUM-12"), again | {"done": "y"})
    assert "1 van 2 klaar" in officer.get(hall.path()).words


def test_what_cannot_be_read_is_said_and_everything_typed_kept(hall: Hall) -> None:
    officer = hall.browser(hall.officer)
    form = officer.get(hall.path("CTX-04")).fields()
    refused = officer.post(hall.path("CTX-04"), form | {"owner": "HR", "due": "morgen", "note": "x"}, 422)
    assert "Vul een datum in" in refused.words
    assert refused.fields()["due"] == "morgen"
    assert refused.fields()["owner"] == "HR"
    assert "nog niet verdeeld" in officer.get(hall.path()).words
    nobody = officer.post(hall.path("CTX-04"), form | {"done": "y"}, 422)
    assert "wie dit heeft gedaan" in nobody.words


def test_a_manager_reads_and_a_vendor_finds_nothing(hall: Hall) -> None:
    manager, vendor = hall.browser(hall.manager), hall.browser(hall.vendor)
    assert "Bewaren" not in manager.get(hall.path("CTX-04")).words
    manager.post(hall.path("CTX-04"), {"owner": "Ik"}, 404)
    vendor.get(hall.path(), 302)
    vendor.get(hall.path("CTX-04"), 302)
    hall.browser(hall.officer).get(hall.path("VAL-01"), 404)
