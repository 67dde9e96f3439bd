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
from typing import Any, NamedTuple

from assessor.domain.chain import NOTHING, Head, Link, canonical, content_of_row, id_from, sha256

WITH_AN_EVENT = (
    "scores",
    "agreed_scores",
    "decisions",
    "findings",
    "finding_steps",
    "condition_steps",
    "finding_judgements",
    "questions_to_all",
    "notas",
)
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
    faults: list[str] = []
    try:
        check = _Verification(copy, files)
        for found in (check.pages(), check.chains(), check.digests(), check.kept(heads)):
            faults.extend(found)
    except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as fault:
        faults.append(f"{database}: cannot be read as a database of this program: {fault!r}")
    finally:
        copy.close()
    return faults


def head_in(receipt: dict[str, Any]) -> Head:
    """The head that a receipt or protocol carries."""
    chain = receipt["chain"]
    return Head(str(chain["name"]), int(chain["number"]), str(chain["head"]))


class _Event(NamedTuple):
    """What later checks need of an event."""

    chain: str
    number: int
    about: dict[str, Any]
    digest: str
    head: str


_LATER = frozenset(
    {
        "tender_published",
        "tender_closed",
        "tender_deleted",
        "file_added",
        "measurement_added",
        "submitted",
        "response_opened",
        "responses_opened",
    }
)
"""The verbs of which events are kept in mind while the chains are read, once."""


class _Verification:
    def __init__(self, copy: sqlite3.Connection, files: Path | None) -> None:
        self.copy = copy
        self.files = files
        self.events: dict[str, list[_Event]] = {verb: [] for verb in _LATER}
        self.of_chain: dict[tuple[str, str], list[_Event]] = {}
        """The same by verb and chain."""
        self.rows: dict[str, dict[str, tuple[str, str]]] = {}
        """By table and key: the chain and digest of the newest event of a row."""
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
            about = _read(row["about"])
            self._keep(row, about)
            fault = _fault_of_event(row, about, number + 1, head) if chain not in bad else None
            if fault is not None:
                bad.add(row["chain"])
                yield f"{chain} {row['number']}: {fault}"
            number, head = row["number"], row["head"]

    def _keep(self, row: sqlite3.Row, about: object) -> None:
        if not isinstance(about, dict):
            return
        if "row" in about:
            table, _, key = str(about["row"]).partition("/")
            self.rows.setdefault(table, {})[key] = (row["chain"], row["digest"])
        if row["verb"] in _LATER:
            event = _Event(row["chain"], row["number"], about, row["digest"], row["head"])
            self.events[row["verb"]].append(event)
            self.of_chain.setdefault((row["verb"], row["chain"]), []).append(event)

    def digests(self) -> Iterator[str]:
        yield from self._deletions()
        yield from self._rows()
        yield from self._tenders()
        yield from self._submissions()
        yield from self._files()
        yield from self._opened()

    def kept(self, heads: Iterable[Head]) -> Iterator[str]:
        """Heads kept elsewhere, and those of the vendors' chains that the tender's chain took at the closing."""
        for event in self.events["tender_closed"]:
            for response, place in event.about.get("heads", {}).items():
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

    def _deletions(self) -> Iterator[str]:
        """Tests are deleted whole with an event; nothing else that was published goes away."""
        published = {e.chain: e.about.get("test") for e in self.events["tender_published"]}
        for event in self.events["tender_deleted"]:
            chain = f"tender:{event.about['tender']}"
            self.gone |= {chain, *(f"response:{id}" for id in event.about["responses"])}
            if published.get(chain, True) is not True:
                yield f"{chain}: was published as a real tender and deleted all the same"
        for event in self.events["tender_closed"]:
            stolen = {f"response:{id}" for id in event.about.get("heads", {})} & self.gone
            if event.chain not in self.gone and stolen:
                yield f"{event.chain}: its responses were deleted with another tender: {', '.join(sorted(stolen))}"
        there = {f"tender:{id}" for (id,) in self.copy.execute("select id from tenders")}
        for chain in sorted(published.keys() - there - self.gone):
            yield f"{chain}: was published and is not there any more"

    def _rows(self) -> Iterator[str]:
        """Scores, decisions and other rows whose event holds the digest of the whole row."""
        for table in sorted({*self.rows, *WITH_AN_EVENT}):
            known = {
                k: digest for k, (chain, digest) in self.rows.get(table, {}).items() if chain not in self.gone
            }
            for key, row in self._rows_of(table):
                digest = known.pop(key, None)
                if digest is None:
                    if table in WITH_AN_EVENT:
                        yield f"{table}/{key}: has no event"
                elif sha256(content_of_row(row)) != digest:
                    yield f"{table}/{key}: is not as it was recorded"
            for key in known:
                yield f"{table}/{key}: has an event but is not there"

    def _rows_of(self, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every row with its key; none of a table that is not there."""
        if not re.fullmatch(r"[a-z_]{1,40}", table):
            return
        columns = self.copy.execute(f"pragma table_info({table})").fetchall()
        keys = [c["name"] for c in sorted(columns, key=lambda c: int(c["pk"])) if c["pk"]]
        if not keys:
            return
        names = [c["name"] for c in columns]
        for values in self.copy.execute(f"select * from {table}"):  # noqa: S608
            row = dict(zip(names, values, strict=True))
            yield "/".join(str(row[key]) for key in keys), row

    def _tenders(self) -> Iterator[str]:
        for row in self.copy.execute(
            "select id, frozen, frozen_sha256 from tenders where frozen is not null"
        ):
            name = f"tenders/{row['id']}"
            if sha256(row["frozen"].encode()) != row["frozen_sha256"]:
                yield f"{name}: what was published is not what its digest says"
            published = self.of_chain.get(("tender_published", f"tender:{row['id']}"), [])
            if row["frozen_sha256"] not in {event.digest for event in published}:
                yield f"{name}: its digest is not the one in the event of its publication"

    def _submissions(self) -> Iterator[str]:
        stored = set()
        for row in self.copy.execute("select * from submissions"):
            stored.add((f"response:{row['response_id']}", row["version"]))
            fault = self._fault_of_submission(row)
            if fault is not None:
                yield f"submissions/{row['id']}: {fault}"
        for event in self.events["submitted"]:
            if (event.chain, event.about["version"]) not in stored and event.chain not in self.gone:
                yield f"{event.chain} {event.number}: the submission is not there any more"

    def _fault_of_submission(self, row: sqlite3.Row) -> str | None:
        for event in self.of_chain.get(("submitted", f"response:{row['response_id']}"), []):
            about = event.about
            if about["version"] != row["version"]:
                continue
            receipt = json.loads(row["receipt"])
            told = {k: v for k, v in receipt.items() if k not in ("chain", "signature")}
            if sha256(row["sealed"]) != event.digest:
                return "the sealed content is not what was received"
            if about["manifest_sha256"] != row["manifest_sha256"]:
                return "the digest of its manifest is not the one in its event"
            if about["receipt_sha256"] != sha256(canonical(told)):
                return "its receipt is not the one that was given"
            if head_in(receipt) != Head(event.chain, event.number, event.head):
                return "its receipt names another event"
            return None
        return "has no event"

    def _files(self) -> Iterator[str]:
        for table, verb in (("evidence_files", "file_added"), ("measured_tables", "measurement_added")):
            digests = {event.about["file"]: event.digest for event in self.events[verb]}
            for row in self.copy.execute(f"select * from {table}"):  # noqa: S608 - one of the two above
                name = f"{table}/{row['id']}"
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
            events = self.of_chain.get(("response_opened", f"response:{row['id']}"))
            if not events:
                if row["state"] == "opened":
                    yield f"responses/{row['id']}: was opened without an event"
                continue
            if sha256(opened_content(**self._opened_parts(row))) != events[-1].digest:
                yield f"responses/{row['id']}: the opened answers are not those of the opening"
        for row in self.copy.execute("select tender_id, protocol from openings where protocol is not null"):
            events = self.of_chain.get(("responses_opened", f"tender:{row['tender_id']}"))
            if not events or sha256(canonical(json.loads(row["protocol"]))) != events[-1].digest:
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


def _read(about: str) -> object:
    """The JSON of an event; None where it is none."""
    try:
        return json.loads(about)
    except (ValueError, TypeError):
        return None


def _fault_of_event(row: sqlite3.Row, about: object, number: int, previous: str) -> str | None:
    if row["number"] != number:
        return f"entry {number} is missing before it"
    if row["previous"] != previous:
        return "does not follow from the entry before it"
    try:
        at = datetime.datetime.fromisoformat(row["at"])
    except (ValueError, TypeError):
        return "cannot be read"
    if not isinstance(about, dict):
        return "cannot be read"
    if at.tzinfo is not None or at.isoformat(" ", "microseconds") != row["at"]:
        return "is not as it was recorded"
    at = at.replace(tzinfo=datetime.UTC)
    link = Link(row["chain"], number, at, row["actor"], row["verb"], about, row["digest"], previous)
    if link.head != row["head"] or row["id"] != id_from(row["head"]) or json.dumps(about) != row["about"]:
        return "is not as it was recorded"
    return None
