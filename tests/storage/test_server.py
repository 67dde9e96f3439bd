"""What only a PostgreSQL server does: locks of rows and names, connections that break, a server that goes and comes."""

from __future__ import annotations

import datetime
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assessor.storage import migrations
from assessor.storage.engine import (
    Busy,
    begin_writing,
    get_locked,
    is_passing,
    lock_name,
    open_database,
    sessions,
)
from assessor.storage.models import Company
from assessor.storage.start import UnsafeServer, open_store
from tests.databases import Server

pytestmark = pytest.mark.all

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    name = server.new_database()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_database(address)
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def company(engine: Engine) -> str:
    """The id of a row to lock."""
    with sessions(engine)() as session:
        begin_writing(session)
        row = Company(name="Waterman (fictief)", created_at=NOW)
        session.add(row)
        session.commit()
        return row.id


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("synchronous_commit", "on"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("TimeZone", "UTC"),
    ],
)
def test_every_connection_has_the_settings_that_keep_an_acknowledged_write(
    engine: Engine, setting: str, expected: str
) -> None:
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text(f"show {setting}")).scalar() == expected


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_the_start_is_refused_on_a_server_that_may_lose_what_it_acknowledged(
    server: Server, address: str, tmp_path: Path, setting: str
) -> None:
    server.run(f"alter system set {setting} = off")
    try:
        server.run("select pg_reload_conf()")
        time.sleep(0.2)
        with pytest.raises(UnsafeServer, match=setting):
            open_store(address, tmp_path / "master", tmp_path / "files")
    finally:
        server.run("alter system reset all")
        server.run("select pg_reload_conf()")
    assert not (tmp_path / "master").exists()


# --- locks ------------------------------------------------------------------------------------------------


def name_of(session: Session) -> str:
    return session.scalars(select(Company.name)).one()


def test_a_reader_sees_one_moment_and_waits_for_nobody(engine: Engine, company: str) -> None:
    make = sessions(engine)
    with make() as reader, make() as writer:
        assert name_of(reader) == "Waterman (fictief)"
        begin_writing(writer)
        row = get_locked(writer, Company, company)
        assert row is not None
        row.name = "Anders (fictief)"
        writer.flush()
        with make() as another:
            assert name_of(another) == "Waterman (fictief)"
        writer.commit()
        assert name_of(reader) == "Waterman (fictief)"


def test_who_waited_for_a_locked_row_sees_what_the_other_made_of_it(engine: Engine, company: str) -> None:
    make = sessions(engine)
    seen: list[str] = []

    def second() -> None:
        with make() as session:
            begin_writing(session)
            before = session.get(Company, company)
            assert before is not None
            after = get_locked(session, Company, company)
            assert after is before
            seen.append(after.name)

    with make() as first:
        begin_writing(first)
        row = get_locked(first, Company, company)
        assert row is not None
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.3)
        assert seen == []
        row.name = "Anders (fictief)"
        first.commit()
        waiting.join()
    assert seen == ["Anders (fictief)"]


def test_who_shares_a_lock_lets_sharers_on_and_nobody_who_wants_it_alone(
    engine: Engine, company: str
) -> None:
    make = sessions(engine)
    with make() as one, make() as other, make() as alone:
        for session in (one, other):
            begin_writing(session, 0.2)
            assert get_locked(session, Company, company, share=True) is not None
        begin_writing(alone, 0.2)
        with pytest.raises(Exception, match="lock timeout") as fault:
            get_locked(alone, Company, company)
        assert is_passing(fault.value)  # type: ignore[arg-type]


def test_one_step_at_a_time_goes_by_a_name_and_other_names_are_free(engine: Engine) -> None:
    make = sessions(engine)
    with make() as first, make() as second:
        for session in (first, second):
            begin_writing(session, 0.2)
        lock_name(first, "house")
        lock_name(second, "elsewhere")
        with pytest.raises(Exception, match="lock timeout"):
            lock_name(second, "house")


def test_of_two_that_wait_for_each_other_one_is_told_to_try_again(engine: Engine) -> None:
    make = sessions(engine)
    both_hold = threading.Barrier(2)

    def step(mine: str, theirs: str) -> bool:
        with make() as session:
            begin_writing(session)
            lock_name(session, mine)
            both_hold.wait(10)
            try:
                lock_name(session, theirs)
            except DBAPIError as fault:
                return is_passing(fault)
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(step, ("a", "b"), ("b", "a"))) == [False, True]


# --- a server that goes and comes -------------------------------------------------------------------------


def add(engine: Engine, name: str) -> None:
    with sessions(engine)() as session:
        begin_writing(session, 1)
        session.add(Company(name=name, created_at=NOW))
        session.commit()


def names(engine: Engine) -> set[str]:
    with sessions(engine)() as session:
        return set(session.scalars(select(Company.name)))


def test_a_connection_cut_in_the_middle_of_a_step_leaves_nothing_and_the_next_step_works(
    server: Server, engine: Engine
) -> None:
    with sessions(engine)() as session:
        begin_writing(session)
        session.add(Company(name="half", created_at=NOW))
        session.flush()
        me = session.scalar(text("select pg_backend_pid()"))
        server.run(f"select pg_terminate_backend({me})")
        with pytest.raises(DBAPIError) as fault:
            session.commit()
        assert is_passing(fault.value)
    add(engine, "whole")
    assert names(engine) == {"whole"}


def test_while_the_server_is_away_people_are_told_to_try_again(server: Server, engine: Engine) -> None:
    add(engine, "before")
    server.stop(signal.SIGQUIT)
    try:
        with sessions(engine)() as session, pytest.raises(Busy):
            begin_writing(session)
        with sessions(engine)() as session, pytest.raises(DBAPIError) as fault:
            session.scalar(select(Company.name))
        assert is_passing(fault.value)
    finally:
        server.start()
    add(engine, "after")
    assert names(engine) == {"before", "after"}


def test_no_acknowledged_row_is_lost_when_the_server_crashes_under_load(
    server: Server, engine: Engine
) -> None:
    acknowledged: set[str] = set()
    refused: list[BaseException] = []
    over = threading.Event()

    def keep_adding(worker: int) -> None:
        number = 0
        while not over.is_set():
            number += 1
            try:
                add(engine, f"{worker}/{number}")
            except (Busy, DBAPIError) as fault:
                refused.append(fault)
                time.sleep(0.05)
            else:
                acknowledged.add(f"{worker}/{number}")

    workers = [threading.Thread(target=keep_adding, args=(n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for _ in range(2):
        time.sleep(1)
        server.restart(signal.SIGQUIT)
    began, before = time.monotonic(), len(acknowledged)
    while len(acknowledged) < before + 4 and time.monotonic() < began + 10:
        time.sleep(0.05)
    over.set()
    for worker in workers:
        worker.join()
    assert len(acknowledged) >= before + 4, "the pool did not recover in ten seconds"
    assert all(isinstance(fault, Busy) or is_passing(fault) for fault in refused)  # type: ignore[arg-type]
    assert acknowledged <= names(engine)
