"""Start an installation: schema, key and files, or a refusal in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from assessor.storage import migrations
from assessor.storage.engine import begin_writing, lock_name, open_database, sessions
from assessor.storage.files import Files
from assessor.storage.models import Remembered
from assessor.storage.sealing import KeyFileFault, MasterKey

_CHECK = "master_key_check"


class UnsafeServer(Exception):
    """The server's settings allow it to lose what it acknowledged. The start is refused."""


@dataclass(frozen=True)
class Store:
    """What an installation keeps: rows, sealed files, and the key to them."""

    engine: Engine
    sessions: sessionmaker[Session]
    files: Files
    master: MasterKey


def open_store(url: str, key_file: Path, files_folder: Path, *, upgrade: bool = True) -> Store:
    """Open the installation; the first time makes schema and key.

    The key is made only together with an empty database: a database whose key file is gone stays closed, because
    a new key would open nothing of it. With `upgrade=False` any other schema than this program's is refused.
    """
    engine = open_database(url)
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        _require_safe_server(engine)
        if upgrade:
            migrations.upgrade(engine)
        else:
            migrations.require_newest(engine)
        made = sessions(engine)
        return Store(engine, made, Files(files_folder), _key(made, key_file))
    except Exception:
        engine.dispose()
        raise


def _require_safe_server(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes"):
            if connection.execute(text(f"show {setting}")).scalar() != "on":
                raise UnsafeServer(
                    f"{setting} is off on this database server: it can lose what it acknowledged"
                )


def _key(made: sessionmaker[Session], file: Path) -> MasterKey:
    with made() as session:
        begin_writing(session)
        lock_name(session, _CHECK)
        check = session.get(Remembered, _CHECK)
        if check is None:
            master = MasterKey.read(file) if file.exists() else MasterKey.make(file)
            session.add(Remembered(name=_CHECK, value=master.sign(_CHECK.encode())))
            session.commit()
            return master
        master = MasterKey.read(file)
        if not master.is_signed(_CHECK.encode(), check.value):
            raise KeyFileFault(f"{file} is the key of another installation")
        return master
