"""The schema: the same from migrations and from models, up and down, and refused when unknown."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from assessor.storage import migrations
from assessor.storage.engine import open_database, write_connection
from assessor.storage.models import Table
from assessor.storage.sealing import KeyFileFault
from assessor.storage.start import open_store

ADDED_ONLY = (
    "events", "scores", "agreed_scores", "opened_answers", "decisions",
    "findings", "finding_steps", "finding_judgements", "condition_steps",
    "questions_to_all", "asked_by", "notas",
)  # fmt: skip
KEPT = ("tenders_no_delete", "tenders_stay_a_test_or_real")


def schema_of(engine: Engine) -> dict[str, Any]:
    """Everything the database says of its tables, except alembic's own."""
    look = inspect(engine)
    return {
        name: {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(name)
            ],
            "key": look.get_pk_constraint(name),
            "references": sorted(look.get_foreign_keys(name), key=str),
            "unique": sorted(look.get_unique_constraints(name), key=str),
            "checks": sorted(look.get_check_constraints(name), key=str),
            # The words of a condition; as an object it is equal to itself alone.
            "indexes": sorted(
                (
                    {**one, "dialect_options": {k: str(v) for k, v in one.get("dialect_options", {}).items()}}
                    for one in look.get_indexes(name)
                ),
                key=str,
            ),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def triggers_of(engine: Engine) -> list[tuple[str, str]]:
    query = "select name, sql from sqlite_master where type = 'trigger' order by name"
    if engine.dialect.name != "sqlite":
        query = (
            "select tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid) from pg_trigger t "
            "where not tgisinternal order by tgname"
        )
    with engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(text(query))]


def test_models_and_migrations_make_the_same_schema(engine: Engine, new_url: Callable[[], str]) -> None:
    straight = open_database(new_url())
    with write_connection(straight) as connection:
        Table.metadata.create_all(connection)
    assert schema_of(engine) == schema_of(straight)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    straight.dispose()


def test_up_down_and_up_again_gives_the_same_schema(engine: Engine) -> None:
    before, triggers = schema_of(engine), triggers_of(engine)
    each = 2 if engine.dialect.name == "sqlite" else 3  # a server can be asked to truncate besides
    assert len(triggers) == each * len(ADDED_ONLY) + len(KEPT)
    migrations.downgrade(engine, "base")
    assert schema_of(engine) == {}
    assert triggers_of(engine) == []
    migrations.upgrade(engine)
    assert (schema_of(engine), triggers_of(engine)) == (before, triggers)


def test_upgrading_what_is_newest_changes_nothing(engine: Engine) -> None:
    assert migrations.revision_of(engine) == migrations.newest()
    before = schema_of(engine)
    migrations.upgrade(engine)
    assert schema_of(engine) == before


def test_a_migration_that_fails_halfway_leaves_the_old_schema(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(url)
    from alembic import op  # noqa: PLC0415

    def stop(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(op, "execute", stop)
    with pytest.raises(RuntimeError):
        migrations.upgrade(engine)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    migrations.upgrade(engine)
    migrations.require_newest(engine)
    engine.dispose()


def test_the_start_is_refused_on_an_unknown_schema(engine: Engine, url: str, tmp_path: Path) -> None:
    with write_connection(engine) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(migrations.UnknownSchema):
        migrations.upgrade(engine)
    with pytest.raises(migrations.UnknownSchema):
        migrations.require_newest(engine)
    with pytest.raises(migrations.UnknownSchema):
        open_store(url, tmp_path / "master", tmp_path / "files")
    assert not (tmp_path / "master").exists()


def test_the_start_is_refused_on_the_database_of_another_program(url: str) -> None:
    engine = open_database(url)
    with write_connection(engine) as connection:
        connection.execute(text("create table recipes (id integer)"))
    with pytest.raises(migrations.UnknownSchema):
        migrations.upgrade(engine)
    engine.dispose()


def test_the_first_start_makes_schema_and_key_and_the_second_finds_them(url: str, tmp_path: Path) -> None:
    key, folder = tmp_path / "keys" / "master", tmp_path / "files"
    with pytest.raises(migrations.UnknownSchema):
        open_store(url, key, folder, upgrade=False)
    first = open_store(url, key, folder)
    second = open_store(url, key, folder, upgrade=False)
    assert first.master == second.master
    first.engine.dispose()
    second.engine.dispose()


def test_a_database_without_its_key_stays_closed(new_url: Callable[[], str], tmp_path: Path) -> None:
    url, key, folder = new_url(), tmp_path / "master", tmp_path / "files"
    open_store(url, key, folder).engine.dispose()
    key.unlink()
    with pytest.raises(KeyFileFault):
        open_store(url, key, folder)
    assert not key.exists(), "a new key would open nothing"
    other = tmp_path / "other"
    open_store(new_url(), other, folder).engine.dispose()
    with pytest.raises(KeyFileFault):
        open_store(url, other, folder)


STARTING = """
import sys
from pathlib import Path
from assessor.storage.start import open_store
url, folder = sys.argv[1], Path(sys.argv[2])
print(open_store(url, folder / "master", folder / "files").master.secret.hex())
"""


def test_servers_started_at_the_same_moment_make_one_schema_and_one_key(url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTING, url, str(tmp_path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    keys = {server.communicate(timeout=120)[0] for server in started}
    assert [server.returncode for server in started] == [0, 0, 0]
    assert len(keys) == 1
    engine = open_database(url)
    migrations.require_newest(engine)
    engine.dispose()
