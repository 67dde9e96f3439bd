"""The schema: recognised at every start, brought up to date when it is not the newest.

Recognising needs one query and the names of the steps' files; the tool that carries the steps out is loaded only when
there is something to do, because loading it takes longer than everything else at the start together.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from assessor.storage.engine import write_connection

HERE = Path(__file__).resolve().parent


class UnknownSchema(Exception):
    """The database was made by another version, or by another program. The start is refused."""


def steps() -> list[str]:
    """The steps this program knows, in order: the numbers with which their files begin."""
    return sorted(p.name.split("_", 1)[0] for p in (HERE / "versions").glob("[0-9]*_*.py"))


def newest() -> str:
    """The step that this program works with."""
    return steps()[-1]


def revision_of(engine: Engine) -> str | None:
    """The step at which the database stands; None for an empty one."""
    with engine.connect() as connection:
        return _revision(connection)


def require_newest(engine: Engine) -> None:
    """Refuse to work on any other schema than this program's own."""
    found = revision_of(engine)
    if found != newest():
        raise UnknownSchema(f"the database stands at {found or 'nothing'}, this program needs {newest()}")


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the schema up to date, all in one transaction: afterwards it is the old one or the new one."""
    if to == "head" and revision_of(engine) == newest():
        return
    _move(engine, to, up=True)


def downgrade(engine: Engine, to: str) -> None:
    """Take the schema back to an earlier step, `base` for none."""
    _move(engine, to, up=False)


def _move(engine: Engine, to: str, *, up: bool) -> None:
    from assessor.storage.migrations import moving

    with write_connection(engine) as connection:
        _refuse_unknown(connection)
        (moving.up if up else moving.down)(connection, to)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def _refuse_unknown(connection: Connection) -> None:
    found = _revision(connection)
    if found is not None and found not in steps():
        raise UnknownSchema(f"the database stands at {found}, which this program does not know")
    if found is None and set(inspect(connection).get_table_names()) - {"alembic_version"}:
        raise UnknownSchema("the database has tables, but none of this program's marks")
