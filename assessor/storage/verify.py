"""Check a copy of the database, and of the files, without the application and without its keys.

Only SQLite's own library and the hash functions of the domain are used: somebody who trusts nothing else of this
program can read these two files. `verify` says what is wrong and names the first bad entry of each chain. Somebody
who can write the database can also rehash a whole chain; that is found by a head kept elsewhere, from a receipt, a
protocol or a letter: pass it in `heads`.
"""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assessor.domain.chain import NOTHING, Head, Link, canonical, content_of_row, id_from, sha256

WITH_AN_EVENT = ("scores", "agreed_scores", "decisions")
"""Tables of which every row has an event with its digest."""


def verify(database: Path, files: Path | None = None, heads: Iterable[Head] = ()) -> list[str]:
    """Every fault found, in words for whoever runs it; nothing when all is as it was recorded."""
    if not database.is_file():
        return [f"{database}: not there"]
    try:
        copy = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as fault:
        return [f"{database}: {fault}"]
    copy.row_factory = sqlite3.Row
    try:
        check = _Verification(copy, files)
        return [*check.pages(), *check.chains(), *check.digests(), *check.kept(heads)]
    except (sqlite3.Error, ValueError, KeyError, TypeError) as fault:
        return [f"{database}: cannot be read as a database of this program: {fault!r}"]
    finally:
        copy.close()


def head_in(receipt: dict[str, Any]) -> Head:
    """The head that a receipt or protocol carries."""
    chain = receipt["chain"]
    return Head(str(chain["name"]), int(chain["number"]), str(chain["head"]))


class _Verification:
    def __init__(self, copy: sqlite3.Connection, files: Path | None) -> None:
        self.copy = copy
        self.files = files
        self.gone: set[str] = set()
        """Chains of tests that were deleted whole: their events stay, without what these were about."""

    def pages(self) -> Iterator[str]:
        """What SQLite itself finds in its pages, and references to rows that are not there."""
        for (said,) in self.copy.execute("pragma integrity_check(20)"):
            if said != "ok":
                yield f"database: {said}"
        for row in self.copy.execute("pragma foreign_key_check"):
            yield f"{row[0]}: row {row[1]} refers to a row of {row[2]} that is not there"

    def chains(self) -> Iterator[str]:
        """The first bad entry of each chain."""
        bad: set[str] = set()
        chain, number, head = None, 0, NOTHING
        for row in self.copy.execute("select * from events order by chain, number"):
            if row["chain"] != chain:
                chain, number, head = row["chain"], 0, NOTHING
            if chain in bad:
                continue
            fault = _fault_of_event(row, number + 1, head)
            if fault is not None:
                bad.add(row["chain"])
                yield f"{chain} {row['number']}: {fault}"
            number, head = row["number"], row["head"]

    def digests(self) -> Iterator[str]:
        yield from self._deletions()
        yield from self._rows()
        yield from self._tenders()
        yield from self._submissions()
        yield from self._files()
        yield from self._opened()

    def kept(self, heads: Iterable[Head]) -> Iterator[str]:
        """Heads kept elsewhere, and those of the vendors' chains that the tender's chain took at the closing."""
        for row in self._events("tender_closed"):
            for response, place in json.loads(row["about"]).get("heads", {}).items():
                heads = [*heads, Head(f"response:{response}", place["number"], place["head"])]
        for kept in heads:
            if kept.number == 0:
                continue
            found = self.copy.execute(
                "select head from events where chain = ? and number = ?", (kept.chain, kept.number)
            ).fetchone()
            if found is None:
                yield f"{kept.chain} {kept.number}: this entry was handed out and is not there any more"
            elif found["head"] != kept.head:
                yield f"{kept.chain} {kept.number}: is not the entry that was handed out"

    def _events(self, verb: str, chain: str | None = None) -> list[sqlite3.Row]:
        where, values = ("verb = ? and chain = ?", [verb, chain]) if chain else ("verb = ?", [verb])
        return self.copy.execute(f"select * from events where {where} order by number", values).fetchall()  # noqa: S608

    def _deletions(self) -> Iterator[str]:
        """Tests are deleted whole with an event; nothing else that was published goes away."""
        published = {e["chain"]: json.loads(e["about"]).get("test") for e in self._events("tender_published")}
        for event in self._events("tender_deleted", "house"):
            about = json.loads(event["about"])
            chain = f"tender:{about['tender']}"
            self.gone |= {chain, *(f"response:{id}" for id in about["responses"])}
            if published.get(chain, True) is not True:
                yield f"{chain}: was published as a real tender and deleted all the same"
        for event in self._events("tender_closed"):
            stolen = {f"response:{id}" for id in json.loads(event["about"]).get("heads", {})} & self.gone
            if event["chain"] not in self.gone and stolen:
                yield f"{event['chain']}: its responses were deleted with another tender: {', '.join(sorted(stolen))}"
        there = {f"tender:{id}" for (id,) in self.copy.execute("select id from tenders")}
        for chain in sorted(published.keys() - there - self.gone):
            yield f"{chain}: was published and is not there any more"

    def _rows(self) -> Iterator[str]:
        """Scores, decisions and other rows whose event holds the digest of the whole row."""
        latest = {
            json.loads(row["about"])["row"]: row["digest"]
            for row in self.copy.execute(
                "select chain, about, digest from events where about like '%\"row\"%' order by at, number"
            )
            if "row" in json.loads(row["about"]) and row["chain"] not in self.gone
        }
        for name, digest in latest.items():
            table, *key = name.split("/")
            row = self._row(table, key)
            if row is None:
                yield f"{name}: has an event but is not there"
            elif sha256(content_of_row(dict(row))) != digest:
                yield f"{name}: is not as it was recorded"
        for table in WITH_AN_EVENT:
            for (id,) in self.copy.execute(f"select id from {table}"):  # noqa: S608
                if f"{table}/{id}" not in latest:
                    yield f"{table}/{id}: has no event"

    def _row(self, table: str, key: list[str]) -> sqlite3.Row | None:
        if not re.fullmatch(r"[a-z_]{1,40}", table):
            return None
        columns = [c for c in self.copy.execute(f"pragma table_info({table})") if c["pk"]]
        names = [c["name"] for c in sorted(columns, key=lambda c: int(c["pk"]))]
        if not names or len(names) != len(key):
            return None
        where = " and ".join(f"{name} = ?" for name in names)
        found = self.copy.execute(f"select * from {table} where {where}", key).fetchone()  # noqa: S608
        return found if isinstance(found, sqlite3.Row) else None

    def _tenders(self) -> Iterator[str]:
        for row in self.copy.execute(
            "select id, frozen, frozen_sha256 from tenders where frozen is not null"
        ):
            name = f"tenders/{row['id']}"
            if sha256(row["frozen"].encode()) != row["frozen_sha256"]:
                yield f"{name}: what was published is not what its digest says"
            if row["frozen_sha256"] not in {
                e["digest"] for e in self._events("tender_published", f"tender:{row['id']}")
            }:
                yield f"{name}: its digest is not the one in the event of its publication"

    def _submissions(self) -> Iterator[str]:
        rows = self.copy.execute("select * from submissions").fetchall()
        for row in rows:
            fault = self._fault_of_submission(row)
            if fault is not None:
                yield f"submissions/{row['id']}: {fault}"
        stored = {(f"response:{row['response_id']}", row["version"]) for row in rows}
        for event in self._events("submitted"):
            place = (event["chain"], json.loads(event["about"])["version"])
            if place not in stored and event["chain"] not in self.gone:
                yield f"{event['chain']} {event['number']}: the submission is not there any more"

    def _fault_of_submission(self, row: sqlite3.Row) -> str | None:
        for event in self._events("submitted", f"response:{row['response_id']}"):
            about = json.loads(event["about"])
            if about["version"] != row["version"]:
                continue
            receipt = json.loads(row["receipt"])
            told = {k: v for k, v in receipt.items() if k not in ("chain", "signature")}
            if sha256(row["sealed"]) != event["digest"]:
                return "the sealed content is not what was received"
            if about["manifest_sha256"] != row["manifest_sha256"]:
                return "the digest of its manifest is not the one in its event"
            if about["receipt_sha256"] != sha256(canonical(told)):
                return "its receipt is not the one that was given"
            if head_in(receipt) != Head(event["chain"], event["number"], event["head"]):
                return "its receipt names another event"
            return None
        return "has no event"

    def _files(self) -> Iterator[str]:
        digests = {
            json.loads(event["about"])["file"]: event["digest"] for event in self._events("file_added")
        }
        for row in self.copy.execute("select * from evidence_files"):
            name = f"evidence_files/{row['id']}"
            if digests.get(row["id"]) != row["stored_sha256"]:
                yield f"{name}: its digest is not the one in its event"
            if self.files is None or row["removed_at"] is not None:
                continue
            file = self.files / row["stored_as"]
            if not file.is_file():
                yield f"{name}: the file {row['stored_as']} is not there"
            elif sha256(file.read_bytes()) != row["stored_sha256"]:
                yield f"{name}: the file {row['stored_as']} is not what was stored"

    def _opened(self) -> Iterator[str]:
        """What was read out at the opening, and its protocol."""
        for row in self.copy.execute("select id, state, opened_scope from responses"):
            events = self._events("response_opened", f"response:{row['id']}")
            if not events:
                if row["state"] == "opened":
                    yield f"responses/{row['id']}: was opened without an event"
                continue
            if sha256(opened_content(**self._opened_parts(row))) != events[-1]["digest"]:
                yield f"responses/{row['id']}: the opened answers are not those of the opening"
        for row in self.copy.execute("select tender_id, protocol from openings where protocol is not null"):
            events = self._events("responses_opened", f"tender:{row['tender_id']}")
            if not events or sha256(canonical(json.loads(row["protocol"]))) != events[-1]["digest"]:
                yield f"openings/{row['tender_id']}: the protocol is not that of the opening"

    def _opened_parts(self, row: sqlite3.Row) -> dict[str, Any]:
        answers = self.copy.execute("select * from opened_answers where response_id = ?", (row["id"],))
        files = self.copy.execute(
            "select id, opened_about from evidence_files where response_id = ? and opened_about is not null",
            (row["id"],),
        )
        return {
            "scope": json.loads(row["opened_scope"] or "null"),
            "answers": {f"{a['question']}@{a['module']}": json.loads(a["answer"]) for a in answers},
            "files": {f["id"]: about for f in files if (about := json.loads(f["opened_about"])) is not None},
        }


def opened_content(scope: object, answers: dict[str, Any], files: dict[str, Any]) -> bytes:
    """What the digest of an opened response covers; answers by question@module, files by id."""
    return canonical({"scope": scope, "answers": answers, "files": files})


def _fault_of_event(row: sqlite3.Row, number: int, previous: str) -> str | None:
    if row["number"] != number:
        return f"entry {number} is missing before it"
    if row["previous"] != previous:
        return "does not follow from the entry before it"
    try:
        about = json.loads(row["about"])
        at = datetime.datetime.fromisoformat(row["at"]).replace(tzinfo=datetime.UTC)
    except (ValueError, TypeError):
        return "cannot be read"
    link = Link(row["chain"], number, at, row["actor"], row["verb"], about, row["digest"], previous)
    if link.head != row["head"] or row["id"] != id_from(row["head"]) or json.dumps(about) != row["about"]:
        return "is not as it was recorded"
    return None
