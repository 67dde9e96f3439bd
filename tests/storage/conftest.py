"""A fresh database of its own for each test of the storage, on each kind that the run asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assessor.storage import migrations
from assessor.storage.engine import open_database
from tests import databases


@pytest.fixture
def new_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Makes addresses of databases that are empty."""
    if kind == databases.SQLITE:
        number = count()
        yield lambda: f"sqlite:///{tmp_path}/assessor-{next(number)}.db"
        return
    server: databases.Server = request.getfixturevalue("server")
    made: list[str] = []

    def make() -> str:
        made.append(server.new_database())
        return server.url(made[-1])

    yield make
    for name in made:
        server.drop(name)


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The file of the database of `sqlite_engine`."""
    return tmp_path / "assessor.db"


@pytest.fixture
def sqlite_engine(database: Path) -> Iterator[Engine]:
    """For what only SQLite does."""
    engine = open_database(f"sqlite:///{database}")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()
