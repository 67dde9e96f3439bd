"""Databases for tests: files of SQLite, and a private PostgreSQL server that lives as long as the run.

`ASSESSOR_TEST_DATABASE=postgresql` runs the tests of services and storage on PostgreSQL instead of SQLite; those marked
`all` run on both.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Connection, text

from assessor.storage.copying import copy_to_sqlite
from assessor.storage.engine import write_connection
from assessor.storage.start import Store

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_PREFIX = "assessor-postgresql-"
_ROOMY = 2 * 1024**3


def chosen() -> tuple[str, ...]:
    """The database that this run asks for; empty where it leaves the choice to the tests."""
    asked = os.environ.get("ASSESSOR_TEST_DATABASE", "")
    if asked not in ("", SQLITE, POSTGRESQL):
        raise ValueError(f"ASSESSOR_TEST_DATABASE is {SQLITE} or {POSTGRESQL}, not {asked}")
    return (asked,) if asked else ()


def programs() -> Path:
    """The newest PostgreSQL that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    server = shutil.which("postgres")
    if server is None:
        raise RuntimeError("these tests need a PostgreSQL server: sudo apt-get install -y postgresql")
    return Path(server).parent


@dataclass
class Server:
    """A private PostgreSQL server: one folder, one socket in it, no network."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    number: Iterator[int] = field(default_factory=count)

    @property
    def socket(self) -> str:
        return str(self.folder)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://assessor@/{database}?host={self.socket}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=self.socket, user="assessor", dbname=database, autocommit=True
        ) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def new_database(self, like: str = "template1") -> str:
        name = f"test_{next(self.number)}"
        until = time.monotonic() + 10
        while True:
            try:
                self.run(f"create database {name} template {like} strategy file_copy")
                return name
            except psycopg.errors.ObjectInUse:  # a connection to the model is still on its way out
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def drop(self, database: str) -> None:
        self.run(f"drop database if exists {database} with (force)")

    def start(self) -> None:
        command = [str(programs() / "postgres"), "-D", str(self.folder / "data")]
        for setting in ("listen_addresses=", f"unix_socket_directories={self.folder}", "max_connections=300"):
            command += ["-c", setting]
        with (self.folder / "log").open("ab") as log:
            self.process = _as_owner(command, self.folder, log.fileno())
        until = time.monotonic() + 30
        while True:
            try:
                self.run("select 1")
                return
            except psycopg.OperationalError:
                # After a crash the old lock file may stand for a moment: then the server ends and is started again.
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends it in order, SIGQUIT at once, as a crash does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)

    def restart(self, how: signal.Signals = signal.SIGQUIT) -> None:
        self.stop(how)
        self.start()


@contextmanager
def running_server() -> Iterator[Server]:
    """A new server in a temporary folder, in memory where there is room, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_place()))
    server = Server(folder)
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _owner(), _owner_group())
        options = ["-U", "assessor", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        options += ["--data-checksums", "--no-sync", "--no-instructions"]
        made = _as_owner([str(programs() / "initdb"), "-D", str(folder / "data"), *options], folder)
        if made.wait(120) != 0:
            raise RuntimeError("initdb could not make a database cluster")
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > _ROOMY
    place = memory if roomy else Path(tempfile.gettempdir())
    for left in place.glob(f"{_PREFIX}*"):  # by runs that were killed
        if time.time() - left.stat().st_mtime > 3 * 3600:
            shutil.rmtree(left, ignore_errors=True)
    return place


def _as_owner(command: list[str], folder: Path, output: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """PostgreSQL refuses to run as root: then it runs as the system's own user for it, or as nobody."""
    if os.geteuid() != 0:
        return subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    return subprocess.Popen(
        command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
        user=_owner(), group=_owner_group(), extra_groups=[],
    )  # fmt: skip


def _owner() -> str:
    return "postgres" if _exists("postgres") else "nobody"


def _owner_group() -> str:
    return "postgres" if _exists("postgres") else "nogroup"


def _exists(user: str) -> bool:
    return subprocess.run(["id", "-u", user], capture_output=True, check=False).returncode == 0


# --- looking at what is stored ------------------------------------------------------------------------------


def copy_of(store: Store) -> Path:
    """The database as a file of SQLite, for the verification: itself, or a copy of what the server holds."""
    if store.engine.dialect.name == "sqlite":
        assert store.engine.url.database is not None
        return Path(store.engine.url.database)
    copy = store.files.folder.parent / "copy-of-the-server.db"
    copy.unlink(missing_ok=True)
    copy_to_sqlite(store.engine, copy)
    return copy


def every_byte(store: Store) -> bytes:
    """All that an installation has on disk beside its key: rows, the database's own log, files."""
    folder = store.files.folder.parent
    places = [folder]
    if store.engine.dialect.name != "sqlite":
        copy_of(store)
        with write_connection(store.engine) as connection:
            connection.execute(text("checkpoint"))
            query = text(
                "select current_setting('data_directory') || '/base/' || oid from pg_database "
                "where datname = current_database()"
            )
            places.append(Path(str(connection.execute(query).scalar_one())))
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    return b"\n".join(file.read_bytes() for file in files)


def drop_triggers(connection: Connection) -> None:
    """What somebody would do first who wants to change what is recorded."""
    if connection.dialect.name == "sqlite":
        for name in connection.scalars(text("select name from sqlite_master where type = 'trigger'")).all():
            connection.execute(text(f"drop trigger {name}"))
        return
    triggers = text("select tgname, tgrelid::regclass from pg_trigger where not tgisinternal")
    for name, table in connection.execute(triggers).all():
        connection.execute(text(f"drop trigger {name} on {table}"))
