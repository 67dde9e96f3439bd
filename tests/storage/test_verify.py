"""The verification finds every alteration on a copy, without the application and without keys."""

from __future__ import annotations

import datetime
import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessor.domain.answers import Key
from assessor.domain.chain import Head, Link, id_from
from assessor.services.evidence import add_file
from assessor.services.incoming import receive
from assessor.services.submitting import Receipt
from assessor.storage import events
from assessor.storage.engine import begin_writing
from assessor.storage.models import Decision
from assessor.storage.verify import head_in, verify
from tests.conftest import Round
from tests.databases import copy_of
from tests.factories import fill_in, open_all, send


class Copy:
    """A copy of an installation's data, without the triggers that an insider would drop first."""

    def __init__(self, published: Round, receipt: Receipt, folder: Path) -> None:
        self.database, self.files = folder / "copy.db", folder / "copy-files"
        source = copy_of(published.town.store)
        with sqlite3.connect(source) as live, sqlite3.connect(self.database) as copy:
            live.backup(copy)
            for (name,) in copy.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                copy.execute(f"drop trigger {name}")
            copy.execute("pragma journal_mode=delete")
        shutil.copytree(published.town.store.files.folder, self.files)
        self.receipt = receipt
        self.tender, self.response = f"tender:{published.tender.id}", f"response:{published.response}"

    def sql(self, statement: str, *values: Any) -> None:
        with sqlite3.connect(self.database) as copy:
            copy.execute(statement, values)
        copy.close()

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.database) as copy:
            found = copy.execute(statement, values).fetchall()
        copy.close()
        return found

    def faults(self, *heads: Head) -> list[str]:
        return verify(self.database, self.files, heads)


@pytest.fixture
def sealed(published: Round, tmp_path: Path) -> Copy:
    """Submitted with a file, not opened yet."""
    town = published.town
    fill_in(town, published.vendor, published.response)
    town.do(add_file, published.vendor, published.response, Key("CTX-01"), receive("noot.txt", b"inhoud"))
    return Copy(published, send(town, published.vendor, published.response), tmp_path)


@pytest.fixture
def opened(published: Round, tmp_path: Path) -> Copy:
    """Opened, with a decision."""
    town = published.town
    fill_in(town, published.vendor, published.response)
    town.do(add_file, published.vendor, published.response, Key("CTX-01"), receive("noot.txt", b"inhoud"))
    receipt = send(town, published.vendor, published.response)
    response = published.response
    open_all(town, published.tender, published.officer, published.second_officer)
    with town.house() as house:
        begin_writing(house.db)
        decision = Decision(
            tender_id=published.tender.id, response_id=response, choice="approve_award", reason="omdat",
            by=published.manager.id, at=town.now,
        )  # fmt: skip
        house.db.add(decision)
        chain = events.tender_chain(published.tender.id)
        events.append(house.db, chain, published.manager.id, "decided", {}, "", town.now, row=decision)
        house.db.commit()
    return Copy(published, receipt, tmp_path)


def test_what_was_not_touched_has_no_faults(sealed: Copy) -> None:
    assert sealed.faults(head_in(sealed.receipt)) == []
    assert verify(sealed.database) == []


def test_an_opened_tender_that_was_not_touched_has_no_faults(opened: Copy) -> None:
    assert opened.faults(head_in(opened.receipt)) == []


def test_it_runs_without_any_library_of_the_application(opened: Copy) -> None:
    program = (
        "import sys; from pathlib import Path; from assessor.storage.verify import verify; "
        f"assert verify(Path({str(opened.database)!r})) == []; "
        "assert not {'sqlalchemy', 'cryptography', 'flask', 'pydantic'} & set(sys.modules), sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_it_writes_nothing(opened: Copy) -> None:
    before = opened.database.read_bytes()
    opened.faults()
    assert opened.database.read_bytes() == before
    assert [p.name for p in opened.database.parent.glob("copy.db*")] == ["copy.db"]


def altered(value: Any, place: int) -> Any:
    """The value with one byte changed, of the same kind."""
    if isinstance(value, int):
        return value + 100
    if isinstance(value, bytes):
        place %= len(value)
        return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
    if not value:
        return "x"
    place %= len(value)
    return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]


def test_two_hundred_single_alterations_of_events_are_all_found(opened: Copy, tmp_path: Path) -> None:
    ids = [row[0] for row in opened.rows("select id from events")]
    columns = [row[1] for row in opened.rows("pragma table_info(events)")]
    whole = opened.database.read_bytes()
    choose = random.Random(20261123)
    for _ in range(200):
        id, column = choose.choice(ids), choose.choice(columns)
        [(value,)] = opened.rows(f'select "{column}" from events where id = ?', id)
        changed = altered(value, choose.randrange(1000))
        opened.sql(f'update events set "{column}" = ? where id = ?', changed, id)
        assert opened.faults(), (column, value, changed)
        opened.database.write_bytes(whole)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("submissions", ("sealed", "manifest_sha256", "receipt", "version", "response_id")),
        ("evidence_files", ("stored_sha256", "stored_as", "opened_about")),
        ("opened_answers", ("question", "module", "answer")),
        ("decisions", ("id", "choice", "reason", "by", "at", "response_id")),
        ("tenders", ("frozen", "frozen_sha256")),
        ("responses", ("opened_scope",)),
        ("openings", ("protocol",)),
    ],
)
def test_one_altered_byte_in_any_recorded_row_is_found(
    opened: Copy, table: str, columns: tuple[str, ...]
) -> None:
    whole = opened.database.read_bytes()
    for column in columns:
        [(rowid, value), *_] = opened.rows(
            f'select rowid, "{column}" from {table} where "{column}" is not null order by rowid'
        )
        for place in (20, len(str(value)) // 2, -1):
            opened.sql(f'update {table} set "{column}" = ? where rowid = ?', altered(value, place), rowid)
            assert opened.faults(), (column, place)
            opened.database.write_bytes(whole)


@pytest.mark.parametrize("written", ["{day}T{time}", "{day} {time}+01:00", "{day} {time}Z", "{day} {time}0"])
def test_a_moment_written_otherwise_is_found(opened: Copy, written: str) -> None:
    [(at,)] = opened.rows("select at from events where chain = ? and number = 2", opened.tender)
    day, time = at.split(" ")
    opened.sql(
        "update events set at = ? where chain = ? and number = 2",
        written.format(day=day, time=time),
        opened.tender,
    )
    assert opened.faults()


def test_the_first_bad_entry_of_each_chain_is_named(opened: Copy) -> None:
    opened.sql("update events set actor = 'x' where chain = ? and number in (2, 3)", opened.tender)
    opened.sql("update events set actor = 'x' where chain = ? and number = 1", opened.response)
    faults = opened.faults()
    assert f"{opened.tender} 2: is not as it was recorded" in faults
    assert f"{opened.response} 1: is not as it was recorded" in faults
    assert not any(f.startswith(f"{opened.tender} 3") for f in faults)


def test_a_dropped_entry_in_the_middle_is_found(opened: Copy) -> None:
    opened.sql("delete from events where chain = ? and number = 2", opened.tender)
    assert f"{opened.tender} 3: entry 2 is missing before it" in opened.faults()


def test_the_last_entry_dropped_is_found_by_the_head_on_a_receipt(sealed: Copy) -> None:
    sealed.sql("delete from events where chain = ? and number = 5", sealed.response)
    sealed.sql("delete from submissions")
    assert sealed.faults() == [], "nothing in the copy itself tells"
    assert sealed.faults(head_in(sealed.receipt)) == [
        f"{sealed.response} 5: this entry was handed out and is not there any more"
    ]


def test_a_submission_deleted_alone_is_found(sealed: Copy) -> None:
    sealed.sql("delete from submissions")
    assert any("the submission is not there any more" in f for f in sealed.faults())


def test_two_entries_swapped_are_found(opened: Copy) -> None:
    first, second = opened.rows(
        "select id, number from events where chain = ? and number in (2, 3) order by number", opened.tender
    )
    opened.sql("update events set number = 99 where id = ?", first[0])
    opened.sql("update events set number = 2 where id = ?", second[0])
    opened.sql("update events set number = 3 where id = ?", first[0])
    assert opened.faults()


def rewrite_tail(copy: Copy, chain: str, from_number: int, change: Callable[[dict[str, Any]], None]) -> None:
    """Alter an entry and hash everything after it again, as somebody who can write the table would."""
    previous = ""
    rows = copy.rows(
        "select id, number, at, actor, verb, about, digest, previous, head from events where chain = ? order by number",
        chain,
    )
    for id, number, at, actor, verb, about, digest, _, stored in rows:
        head = stored
        entry = {"actor": actor, "verb": verb, "about": json.loads(about), "digest": digest}
        if number == from_number:
            change(entry)
        if number >= from_number:
            moment = datetime.datetime.fromisoformat(at).replace(tzinfo=datetime.UTC)
            link = Link(chain=chain, number=number, at=moment, previous=previous, **entry)
            copy.sql(
                "update events set id = ?, actor = ?, verb = ?, about = ?, digest = ?, previous = ?, head = ? "
                "where id = ?",
                id_from(link.head), entry["actor"], entry["verb"], json.dumps(entry["about"]), entry["digest"],
                previous, link.head, id,
            )  # fmt: skip
            head = link.head
        previous = head


def test_a_rewritten_tail_is_found_by_a_head_kept_elsewhere(sealed: Copy) -> None:
    def other_actor(entry: dict[str, Any]) -> None:
        entry["actor"] = "somebody else"

    sealed.sql("delete from submissions")
    rewrite_tail(sealed, sealed.response, 2, other_actor)
    found = sealed.faults(head_in(sealed.receipt))
    assert f"{sealed.response} 5: is not the entry that was handed out" in found
    assert not any("is not as it was recorded" in f for f in found), "the chain itself was made to fit"


def test_a_vendors_chain_rewritten_after_the_closing_is_found_by_the_tenders_chain(opened: Copy) -> None:
    def other_actor(entry: dict[str, Any]) -> None:
        entry["actor"] = "somebody else"

    rewrite_tail(opened, opened.response, 1, other_actor)
    assert f"{opened.response} 5: is not the entry that was handed out" in opened.faults()


def test_a_score_or_decision_without_its_event_and_the_other_way_round_is_found(opened: Copy) -> None:
    opened.sql("update decisions set id = 'planted'")
    faults = opened.faults()
    assert "decisions/planted: has no event" in faults
    assert any("has an event but is not there" in f for f in faults)


def test_an_altered_or_missing_file_is_found(sealed: Copy) -> None:
    file = next(sealed.files.iterdir())
    whole = file.read_bytes()
    file.write_bytes(altered(whole, 500))
    assert any("is not what was stored" in f for f in sealed.faults())
    file.unlink()
    assert any("is not there" in f for f in sealed.faults())


def test_a_byte_flipped_in_a_page_is_reported_and_never_passed_over(opened: Copy) -> None:
    whole = opened.database.read_bytes()
    for start in range(4096, len(whole), 4096 * 7):
        page = whole[start : start + 4096]
        used = [n for n, byte in enumerate(page) if byte]
        if not used:
            continue
        place = start + used[-1]
        opened.database.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        verify(opened.database, opened.files)  # never raises, whatever the page held


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 4000])
def test_something_else_than_a_database_is_said_to_be_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(content)
    assert len(verify(file)) == 1
    assert verify(tmp_path / "nothing.db") == [f"{tmp_path / 'nothing.db'}: not there"]
