"""The database: one way to open it, and a plain difference between reading and writing.

SQLite (the default) and PostgreSQL (by address) run through the same code. A session reads until
`begin_writing` is called on it, which must be its first statement: the lock is taken before anything is
looked at, so that what was checked is still true when it is written. A session that changes rows without it
is stopped, because on SQLite such a late change of mind can fail at any moment.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

BUSY_SECONDS = 30
"""What a connection waits for a lock when nothing else is said."""
WRITE_SECONDS = 10
"""What an ordinary change waits for the write lock; beyond it the person is asked to try again."""
SUBMIT_SECONDS = 25
"""What a submission waits: longer, since there may be no second chance."""

_WAIT = "assessor_write_wait_ms"


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
        engine = create_engine(url, pool_size=20, max_overflow=40, pool_pre_ping=True)
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
        if is_lock_fault(fault):
            raise Busy(str(fault.orig)) from fault
        raise


def write_connection(engine: Engine) -> AbstractContextManager[Connection]:
    """A bare connection that holds the write lock from the start and commits at the end; for migrations."""
    return engine.execution_options(**{_WAIT: BUSY_SECONDS * 1000}).begin()


def is_writing(session: Session) -> bool:
    """Whether the session's transaction began as a writing one."""
    return session.in_transaction() and _WAIT in session.connection().get_execution_options()


def is_lock_fault(fault: DBAPIError) -> bool:
    """Whether the database said that a lock could not be had in time."""
    said = str(fault.orig)
    return "database is locked" in said or "lock timeout" in said or "deadlock detected" in said


def lock_chain(session: Session, chain: str) -> None:
    """Let one transaction at a time add to a chain. On SQLite the write lock does that already."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("select pg_advisory_xact_lock(hashtextextended(:chain, 0))"), {"chain": chain})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does, in the way that is asked for.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    wait = connection.get_execution_options().get(_WAIT)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000 if wait is None else int(wait)}")
    connection.exec_driver_sql("BEGIN" if wait is None else "BEGIN IMMEDIATE")


def _begin_server(connection: Connection) -> None:
    wait = connection.get_execution_options().get(_WAIT)
    if wait is None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    else:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait)}")


def _refuse_flush_while_reading(session: Session, _context: object, _instances: object) -> None:
    if (session.new or session.dirty or session.deleted) and not is_writing(session):
        raise NotWriting("rows were changed in a session that only reads")


def _refuse_change_while_reading(state: ORMExecuteState) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and not is_writing(state.session):
        raise NotWriting("rows were changed in a session that only reads")
