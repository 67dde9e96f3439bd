"""What tests of services, web and commands start from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessor.domain.permissions import Actor, Role
from assessor.services.responses import response_for
from assessor.storage.models import Tender
from assessor.storage.start import open_store
from tests.factories import Town, make_officer, make_person, make_tender, make_vendor, publish


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation without anything in it, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("blank")
    store = open_store(
        f"sqlite:///{folder}/data/assessor.db", folder / "key" / "master", folder / "data" / "files"
    )
    store.engine.dispose()
    return folder


@pytest.fixture
def town(blank: Path, tmp_path: Path) -> Iterator[Town]:
    """A fresh installation on SQLite."""
    folder = tmp_path / "town"
    shutil.copytree(blank, folder)
    store = open_store(
        f"sqlite:///{folder}/data/assessor.db",
        folder / "key" / "master",
        folder / "data" / "files",
        upgrade=False,
    )
    yield Town(store)
    store.engine.dispose()


@dataclass
class Round:
    """A published tender with all its people and two invited vendors."""

    town: Town
    tender: Tender
    officer: Actor
    second_officer: Actor
    assessor: Actor
    second_assessor: Actor
    manager: Actor
    administrator: Actor
    auditor: Actor
    vendor: Actor
    other_vendor: Actor

    @property
    def response(self) -> str:
        """The id of the vendor's response."""
        return self.town.look(response_for, self.vendor, self.tender.id).id

    @property
    def other_response(self) -> str:
        return self.town.look(response_for, self.other_vendor, self.tender.id).id


@pytest.fixture
def published(town: Town) -> Round:
    """A published tender: two officers, two assessors, a manager; nobody has filled in anything."""
    officer, second = make_officer(town), make_officer(town)
    assessors = make_person(town, Role.ASSESSOR), make_person(town, Role.ASSESSOR)
    manager = make_person(town, Role.MANAGER)
    vendors = make_vendor(town), make_vendor(town, "Stroomlijn BV (fictief)")
    tender = make_tender(town, officer, second, *assessors, manager, vendors=vendors)
    publish(town, tender)
    return Round(
        town, tender, officer, second, *assessors, manager,
        make_person(town, Role.ADMINISTRATOR), make_person(town, Role.AUDITOR), *vendors,
    )  # fmt: skip
