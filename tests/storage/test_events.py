"""Events are chained, never changed, and know when the clock went back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Connection, Date, Engine, Integer, text
from sqlalchemy.exc import IntegrityError

from assessor.domain.chain import NOTHING, Head, Link, content_of_row
from assessor.storage import events
from assessor.storage.engine import begin_writing, sessions
from assessor.storage.models import Event, Table
from assessor.storage.models.base import Moment

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


def test_each_event_follows_from_the_one_before_in_its_own_chain(engine: Engine) -> None:
    with sessions(engine)() as session:
        begin_writing(session)
        assert events.head_of(session, "tender:1") == Head("tender:1", 0, NOTHING)
        first = events.append(session, "tender:1", "p", "made", {"title": "Één"}, NOTHING, NOW)
        other = events.append(session, "response:1", "p", "invited", {}, NOTHING, NOW)
        second = events.append(session, "tender:1", "p", "published", {}, "abc", NOW)
        session.commit()
    assert (first.number, other.number, second.number) == (1, 1, 2)
    assert second.previous == first.head
    assert other.previous == NOTHING
    link = Link("tender:1", 2, NOW, "p", "published", {}, "abc", first.head)
    assert link.head == second.head
    with sessions(engine)() as session:
        assert events.head_of(session, "tender:1") == Head("tender:1", 2, second.head)


@pytest.mark.parametrize("changed", ["chain", "number", "at", "actor", "verb", "about", "digest", "previous"])
def test_the_head_covers_everything_an_event_says(changed: str) -> None:
    said = {
        "chain": "a",
        "number": 1,
        "at": NOW,
        "actor": "p",
        "verb": "v",
        "about": {},
        "digest": "",
        "previous": "",
    }
    other = {"number": 2, "at": NOW + datetime.timedelta(microseconds=1), "about": {"x": 1}}
    assert Link(**said).head != Link(**said | {changed: other.get(changed, "other")}).head  # type: ignore[arg-type]


def test_the_head_is_the_same_whatever_zone_the_moment_came_in() -> None:
    amsterdam = NOW.astimezone(datetime.timezone(datetime.timedelta(hours=1)))
    assert Link("a", 1, NOW, "p", "v", {}, "", "").head == Link("a", 1, amsterdam, "p", "v", {}, "", "").head


@pytest.mark.parametrize("table", ["events", "scores", "agreed_scores", "opened_answers", "decisions"])
def test_what_was_recorded_cannot_be_changed_or_deleted(engine: Engine, table: str) -> None:
    rows = Table.metadata.tables[table]
    with engine.execution_options(assessor_write_wait_ms=0).connect() as connection:
        without_references(connection, table)
        connection.execute(rows.insert(), {c.name: some_value(c) for c in rows.columns})
        statements = [f"update {table} set question = '2'", f"delete from {table}"]
        if table in ("events", "decisions"):
            statements[0] = f"update {table} set id = '2'"
        if engine.dialect.name != "sqlite":
            statements.append(f"truncate {table}")
        for statement in statements:
            kept = connection.begin_nested()
            with pytest.raises(IntegrityError, match="never changed"):
                connection.execute(text(statement))
            kept.rollback()


def without_references(connection: Connection, table: str) -> None:
    """Let a row stand by itself in this transaction."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("pragma defer_foreign_keys=on"))
    else:
        connection.execute(text(f"alter table {table} disable trigger all"))
        connection.execute(text(f"alter table {table} enable trigger user"))


def some_value(column: Column[Any]) -> object:
    match column.type:
        case Moment():
            return NOW
        case Date():
            return NOW.date()
        case JSON():
            return {}
        case Integer():
            return 1
    return "1"


def test_a_clock_that_goes_back_is_held_at_the_latest_moment_and_noted_once(engine: Engine) -> None:
    with sessions(engine)() as session:
        begin_writing(session)
        events.append(session, "tender:1", "p", "a", {}, NOTHING, NOW)
        slightly = events.append(session, "tender:1", "p", "b", {}, NOTHING, NOW - 2 * SECOND)
        back = events.append(session, "tender:1", "p", "c", {}, NOTHING, NOW - 3 * SECOND)
        events.append(session, "tender:1", "p", "d", {}, NOTHING, NOW - 3600 * SECOND)
        session.commit()
        assert slightly.at == NOW - 2 * SECOND
        assert back.at == NOW
        noted = session.query(Event).filter_by(chain=events.HOUSE).all()
        assert [e.verb for e in noted] == ["clock_went_back"]
        assert noted[0].about == {
            "latest": "2026-11-23T12:00:00.000000Z",
            "clock": "2026-11-23T11:59:57.000000Z",
        }
        assert events.latest_moment(session) == NOW


def test_the_latest_moment_moves_on_with_the_clock(engine: Engine) -> None:
    with sessions(engine)() as session:
        begin_writing(session)
        events.append(session, "house", "p", "a", {}, NOTHING, NOW)
        events.append(session, "house", "p", "b", {}, NOTHING, NOW + 60 * SECOND)
        assert events.latest_moment(session) == NOW + 60 * SECOND


def test_the_digest_of_a_row_is_of_what_the_database_keeps() -> None:
    values = {"a": NOW, "b": NOW.date(), "c": True, "d": None, "e": 'é"'}
    kept = {"a": "2026-11-23 12:00:00.000000", "b": "2026-11-23", "c": 1, "d": None, "e": 'é"'}
    assert content_of_row(values) == content_of_row(kept)
    with pytest.raises(TypeError):
        content_of_row({"a": {}})
