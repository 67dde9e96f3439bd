"""A fresh database of its own for each test of the storage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assessor.storage import migrations
from assessor.storage.engine import open_database


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "assessor.db"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{database}")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()
