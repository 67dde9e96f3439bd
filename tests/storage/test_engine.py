"""Connections, locks, and the difference between reading and writing."""

from __future__ import annotations

import datetime
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, text

from assessor.storage.engine import Busy, NotWriting, begin_writing, is_writing, open_database, sessions
from assessor.storage.models import Company

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30000)],
)
def test_every_connection_has_the_settings_that_keep_an_acknowledged_write(
    sqlite_engine: Engine, pragma: str, expected: object
) -> None:
    with sqlite_engine.connect() as first, sqlite_engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text(f"pragma {pragma}")).scalar() == expected


def test_a_connection_waits_for_another_that_opens_the_same_new_file(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    first = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    first.execute("begin immediate")  # the moment at which SQLite itself would refuse and not wait
    release = threading.Timer(0.3, first.rollback)
    release.start()
    engine = open_database(f"sqlite:///{file}")
    with engine.connect() as second:
        assert second.execute(text("pragma journal_mode")).scalar() == "wal"
    release.join()
    first.close()
    engine.dispose()


def test_a_reading_session_neither_takes_nor_waits_for_the_write_lock(sqlite_engine: Engine) -> None:
    make = sessions(sqlite_engine)
    with make() as reader, make() as writer, make() as late_reader:
        assert reader.query(Company).count() == 0
        begin_writing(writer, 0)
        writer.add(Company(name="Waterman (fictief)", created_at=NOW))
        writer.flush()
        assert late_reader.query(Company).count() == 0
        writer.commit()
        assert reader.query(Company).count() == 0, "a reader sees one moment"


def test_a_second_writer_waits_and_is_told_when_it_takes_too_long(sqlite_engine: Engine) -> None:
    make = sessions(sqlite_engine)
    with make() as first, make() as second:
        begin_writing(first)
        began = time.monotonic()
        with pytest.raises(Busy):
            begin_writing(second, 0.2)
        assert time.monotonic() - began < 5
        first.rollback()
        begin_writing(second, 0.2)
        assert is_writing(second)


def test_a_writer_that_waits_long_enough_gets_the_lock(sqlite_engine: Engine) -> None:
    make = sessions(sqlite_engine)
    with make() as first:
        begin_writing(first)
        release = threading.Timer(0.3, first.rollback)
        with make() as second:
            release.start()
            begin_writing(second, 10)
            second.add(Company(name="Waterman (fictief)", created_at=NOW))
            second.commit()
        release.join()


def test_a_session_that_has_read_cannot_begin_to_write(engine: Engine) -> None:
    with sessions(engine)() as session:
        session.query(Company).count()
        with pytest.raises(NotWriting):
            begin_writing(session)


def test_rows_cannot_be_changed_by_a_session_that_only_reads(engine: Engine) -> None:
    make = sessions(engine)
    with make() as session:
        session.add(Company(name="Waterman (fictief)", created_at=NOW))
        with pytest.raises(NotWriting):
            session.commit()
    with make() as session, pytest.raises(NotWriting):
        session.execute(delete(Company))


def test_what_was_committed_is_read_back_with_its_zone(engine: Engine) -> None:
    make = sessions(engine)
    with make() as session:
        begin_writing(session)
        session.add(Company(name="Waterman (fictief)", created_at=NOW))
        session.commit()
    with make() as session:
        assert session.query(Company).one().created_at == NOW


def test_a_moment_without_zone_is_refused(engine: Engine) -> None:
    with sessions(engine)() as session:
        begin_writing(session)
        session.add(Company(name="Waterman (fictief)", created_at=NOW.replace(tzinfo=None)))
        with pytest.raises(Exception, match="needs its zone"):
            session.flush()


def test_the_log_of_the_database_lies_beside_it(sqlite_engine: Engine, database: Path) -> None:
    with sqlite_engine.connect() as connection:
        connection.execute(text("select 1"))
        assert database.with_name(database.name + "-wal").exists()
