"""The database: one way to open it, and a plain difference between reading and writing.

SQLite (the default) and PostgreSQL (by address) run through the same code. A session reads one moment until
`begin_writing` is called on it, which must be its first statement. On SQLite that takes the one write lock before
anything is looked at. On PostgreSQL many write at once, and each locks what it is about before it looks: a row by
`get_locked`, what has no row by `lock_name`. Either way what was checked is still true when it is written. A session
that changes rows without having begun to write is stopped: on SQLite such a late change of mind can fail at any moment.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, sessionmaker

Row = TypeVar("Row", bound=DeclarativeBase)

BUSY_SECONDS = 30
"""What a connection waits for a lock when nothing else is said."""
WRITE_SECONDS = 10
"""What an ordinary change waits for the write lock; beyond it the person is asked to try again."""
SUBMIT_SECONDS = 25
"""What a submission waits: longer, since there may be no second chance."""

_WAIT = "assessor_write_wait_ms"
_NEVER_LOSES = (
    # What is acknowledged is on disk, whatever the server's own default is.
    "-c synchronous_commit=on "
    # A worker that hangs in the middle of a step does not keep others out for ever.
    "-c idle_in_transaction_session_timeout=60000 "
    "-c timezone=UTC"
)
_LOCK_FAULTS = ("55P03", "40P01", "40001")
"""PostgreSQL: a lock was not to be had in time, a deadlock, two writers that cannot both be right."""
_AWAY_FAULTS = ("08", "57P")
"""PostgreSQL: the connection is gone, the server stops or starts."""


class Busy(Exception):
    """The write lock was not to be had in time. Nothing was done; trying again is right."""


class NotWriting(Exception):
    """A fault in the program: rows were changed in a session that had not begun to write."""


def open_database(url: str) -> Engine:
    """Open by address: `sqlite:///file` or `postgresql+psycopg://...`."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=20, max_overflow=40)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            url,
            pool_size=20,
            max_overflow=40,
            pool_pre_ping=True,
            connect_args={"options": _NEVER_LOSES, "connect_timeout": 5},
        )
        event.listen(engine, "begin", _begin_server)
    return engine


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions: values stay readable after the commit, and changes need `begin_writing`."""
    made = sessionmaker(engine, expire_on_commit=False)
    event.listen(made, "before_flush", _refuse_flush_while_reading)
    event.listen(made, "do_orm_execute", _refuse_change_while_reading)
    return made


def begin_writing(session: Session, wait_seconds: float = WRITE_SECONDS) -> None:
    """Start the session's transaction as a writing one, before anything is read. Again is harmless."""
    if is_writing(session):
        return
    if session.in_transaction():
        raise NotWriting("this session has already read; it cannot begin to write now")
    try:
        session.connection(execution_options={_WAIT: int(wait_seconds * 1000)})
    except DBAPIError as fault:
        session.rollback()
        if is_passing(fault):
            raise Busy(str(fault.orig)) from fault
        raise


@contextmanager
def write_connection(engine: Engine) -> Iterator[Connection]:
    """A bare connection that nobody else has at the same time, and that commits at the end; for migrations."""
    with engine.execution_options(**{_WAIT: BUSY_SECONDS * 1000}).begin() as connection:
        _lock_name(connection, "schema")
        yield connection


def is_writing(session: Session) -> bool:
    """Whether the session's transaction began as a writing one."""
    return session.in_transaction() and _WAIT in session.connection().get_execution_options()


def is_passing(fault: DBAPIError) -> bool:
    """Whether trying again is right: a lock could not be had in time, or the server is away."""
    if "database is locked" in str(fault.orig):
        return True
    state = getattr(fault.orig, "sqlstate", None)
    if state is not None:
        return state in _LOCK_FAULTS or str(state).startswith(_AWAY_FAULTS)
    # Without a state the server could not be reached, or the connection broke before it said anything.
    return isinstance(fault, OperationalError) and type(fault.orig).__module__.startswith("psycopg")


def get_locked(session: Session, model: type[Row], key: str, *, share: bool = False) -> Row | None:
    """A row as it is now, which nobody else changes until this step ends; `share` lets others that share it on.

    A session that reads just gets it. On SQLite the write lock does the rest.
    """
    if session.get_bind().dialect.name == "sqlite" or not is_writing(session):
        return session.get(model, key)
    [column] = inspect(model).primary_key
    query = select(model).where(column == key).with_for_update(read=share)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def lock_name(session: Session, name: str) -> None:
    """Let one step at a time do what goes by this name, such as adding to a chain. On SQLite the write lock does it."""
    _lock_name(session, name)


def _lock_name(holder: Session | Connection, name: str) -> None:
    connection = holder if isinstance(holder, Connection) else holder.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does, in the way that is asked for.
    connection.isolation_level = None
    _keep_a_write_ahead_log(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _keep_a_write_ahead_log(connection: Any) -> None:
    # SQLite does not wait here as it does for other locks: of several that open a new file at the same moment,
    # one switches it and the others are refused at once.
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    wait = connection.get_execution_options().get(_WAIT)
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000 if wait is None else int(wait)}")
    if wait is None:
        driver.execute("BEGIN")
    else:  # which may find the lock taken
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_server(connection: Connection) -> None:
    wait = connection.get_execution_options().get(_WAIT)
    if wait is None:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait)}")


def _refuse_flush_while_reading(session: Session, _context: object, _instances: object) -> None:
    if (session.new or session.dirty or session.deleted) and not is_writing(session):
        raise NotWriting("rows were changed in a session that only reads")


def _refuse_change_while_reading(state: ORMExecuteState) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and not is_writing(state.session):
        raise NotWriting("rows were changed in a session that only reads")
