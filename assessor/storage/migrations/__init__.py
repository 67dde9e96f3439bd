"""The schema, step by step: brought up to date, taken back, and recognised."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from assessor.storage.engine import write_connection

HERE = Path(__file__).resolve().parent


class UnknownSchema(Exception):
    """The database was made by another version, or by another program. The start is refused."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the schema up to date, all in one transaction: afterwards it is the old one or the new one."""
    with write_connection(engine) as connection:
        _refuse_unknown(connection)
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the schema back to an earlier step, `base` for none."""
    with write_connection(engine) as connection:
        _refuse_unknown(connection)
        command.downgrade(_config(connection), to)


def revision_of(engine: Engine) -> str | None:
    """The step at which the database stands; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The step that this program works with."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def require_newest(engine: Engine) -> None:
    """Refuse to work on any other schema than this program's own."""
    found = revision_of(engine)
    if found != newest():
        raise UnknownSchema(f"the database stands at {found or 'nothing'}, this program needs {newest()}")


def _refuse_unknown(connection: Connection) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if found is not None and found not in known:
        raise UnknownSchema(f"the database stands at {found}, which this program does not know")
    if found is None and set(inspect(connection).get_table_names()) - {"alembic_version"}:
        raise UnknownSchema("the database has tables, but none of this program's marks")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
