"""What tests of services, web and commands start from."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import make_url

from assessor.domain.permissions import Actor, Role
from assessor.services.responses import response_for
from assessor.storage.models import Tender
from assessor.storage.start import Store, open_store
from tests import databases
from tests.factories import Town, make_officer, make_person, make_tender, make_vendor, publish
from tests.scenes import Scenes, make_scenes

ON_BOTH = ("services", "storage")
"""The folders of tests that run on PostgreSQL too."""


LONG_FIRST = ("browser", "packaging", "commands", "reports", "web")
"""The folders whose files take longest: begun first, no worker is left with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests so that the workers finish at about the same time."""
    place = {folder: number for number, folder in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: place.get(item.path.parent.name, len(LONG_FIRST)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on SQLite, and the tests of services and storage on PostgreSQL as well."""
    if "kind" not in metafunc.fixturenames:
        return
    kinds: list[object] = list(databases.chosen())
    if not kinds:
        kinds = [databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.all)]
    on_both = metafunc.definition.path.parent.name in ON_BOTH
    if on_both and metafunc.definition.get_closest_marker("sqlite") is None:
        metafunc.parametrize("kind", kinds)


class Compiled(BytecodeCache):
    """Templates compiled by one application of a test, kept for those of the tests after it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Each test has an application of its own; compiling the same templates for each took longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        yield


@pytest.fixture
def kind() -> str:
    """Which database a test runs on."""
    return databases.SQLITE


@pytest.fixture(scope="session")
def server() -> Iterator[databases.Server]:
    """A private PostgreSQL server, started for the first test that needs it."""
    with databases.running_server() as server:
        yield server


@dataclass(frozen=True)
class Place:
    """Where an installation is."""

    url: str
    folder: Path

    def open(self, *, upgrade: bool = True) -> Store:
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        return open_store(
            self.url, self.folder / "key" / "master", self.folder / "data" / "files", upgrade=upgrade
        )


Blank = Callable[[str], Place]


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Blank:
    """Gives an installation without anything in it, made once for each kind of database."""

    @cache
    def make(kind: str) -> Place:
        folder = tmp_path_factory.mktemp("blank")
        if kind == databases.SQLITE:
            place = Place(f"sqlite:///{folder}/data/assessor.db", folder)
        else:
            server: databases.Server = request.getfixturevalue("server")
            place = Place(server.url(server.new_database()), folder)
        place.open().engine.dispose()
        return place

    return make


@pytest.fixture
def store(kind: str, blank: Blank, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A fresh installation: rows, files and key."""
    model, folder = blank(kind), tmp_path / "town"
    shutil.copytree(model.folder, folder)
    if kind == databases.SQLITE:
        made = Place(f"sqlite:///{folder}/data/assessor.db", folder).open(upgrade=False)
        yield made
        made.engine.dispose()
        return
    server: databases.Server = request.getfixturevalue("server")
    name = server.new_database(like=str(make_url(model.url).database))
    made = Place(server.url(name), folder).open(upgrade=False)
    yield made
    made.engine.dispose()
    server.drop(name)


@pytest.fixture
def town(store: Store) -> Town:
    """A fresh installation with a clock that can be set."""
    return Town(store)


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    """The demonstration in all its states, for tests that only look; others take a copy of it."""
    found = make_scenes(tmp_path_factory.mktemp("demonstration"))
    found.app.testing = True
    yield found
    found.parts.store.engine.dispose()


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
