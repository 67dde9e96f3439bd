"""The trail: a million events, with the rows they are about, are verified within a minute."""

from __future__ import annotations

import datetime
import json
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessor.domain.chain import NOTHING, Link, canonical, content_of_row, id_from, sha256, stamp
from assessor.storage import migrations
from assessor.storage.engine import open_database
from assessor.storage.models import new_id
from assessor.storage.verify import opened_content, verify
from benchmarks.measure import report

EVENTS = 1_000_000
VENDORS, QUESTIONS, SCORES, SAVES, FILES = 20, 60, 4, 180, 5
"""Of one tender: vendors, questions of each, scores recorded of a question, answers saved and files of a vendor."""

NOW = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
NOW_KEPT = "2026-11-23 09:00:00.000000"
PERSON, COMPANIES = new_id(), [new_id() for _ in range(VENDORS)]


@dataclass
class Rows:
    """Rows by table, to be inserted together, and the chains they stand in."""

    by_table: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    events: int = 0

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        self.by_table.setdefault(table, []).append(values)
        return values

    def event(self, chain: str, verb: str, about: dict[str, Any], digest: str = NOTHING) -> Link:
        number, previous = self.heads.get(chain, (0, NOTHING))
        link = Link(chain, number + 1, NOW, PERSON, verb, about, digest, previous)
        head = link.head
        self.heads[chain] = (number + 1, head)
        self.events += 1
        self.add(
            "events", id=id_from(head), chain=chain, number=number + 1, at=NOW, actor=PERSON, verb=verb,
            about=about, digest=digest, previous=previous, head=head,
        )  # fmt: skip
        return link

    def scored(self, chain: str, table: str, verb: str, **values: Any) -> None:
        row = self.add(table, id=new_id(), evidence_date=None, at=NOW, **values)
        self.event(chain, verb, {"row": f"{table}/{row['id']}"}, sha256(content_of_row(row)))

    def into(self, database: sqlite3.Connection) -> None:
        for table, rows in self.by_table.items():
            names = list(rows[0])
            statement = f"insert into {table} ({', '.join(names)}) values ({', '.join('?' for _ in names)})"
            database.executemany(statement, ([plain(row[name]) for name in names] for row in rows))
        self.by_table.clear()


def plain(value: object) -> object:
    """A value as SQLite keeps it."""
    if isinstance(value, dict):
        return json.dumps(value)
    return NOW_KEPT if value is NOW else value


def people(rows: Rows) -> None:
    rows.add(
        "people", id=PERSON, email="a@voorbeeld.example", name="A (fictief)", role="officer", language="nl",
        password_hash=None, company_id=None, active=True, demonstration=False, created_at=NOW,
    )  # fmt: skip
    for id in COMPANIES:
        rows.add("companies", id=id, name="Waterman BV (fictief)", created_at=NOW)


def tender(rows: Rows) -> None:
    """One tender, from its publication to its agreed scores."""
    id, frozen = new_id(), canonical({"title": "Selectiehulp (fictief)"}).decode()
    chain = f"tender:{id}"
    rows.add(
        "tenders", id=id, title="Selectiehulp (fictief)", description="", buyer="Gemeente (fictief)",
        procedure="open", state="opened", test=False, language="nl", both_languages=True,
        questionnaire="recruitment-ai", questionnaire_version=1, tier="quick", facts={}, award={}, deadline=NOW,
        drain_minutes=60, frozen=frozen, frozen_sha256=sha256(frozen.encode()), wrapped_key=b"", end_reason=None,
        created_by=PERSON, created_at=NOW, published_at=NOW, closed_at=NOW, opened_at=NOW, scored_at=None,
        revision=1,
    )  # fmt: skip
    rows.event(chain, "tender_published", {"test": False}, sha256(frozen.encode()))
    responses = [response(rows, id, company) for company in COMPANIES]
    heads = {r: dict(zip(("number", "head"), rows.heads[f"response:{r}"], strict=True)) for r in responses}
    rows.event(chain, "tender_closed", {"heads": heads})
    for one in responses:
        opened(rows, id, one)
        scores(rows, chain, one)


def response(rows: Rows, tender_id: str, company: str) -> str:
    """What a vendor wrote, added and submitted twice."""
    id = new_id()
    chain = f"response:{id}"
    rows.add(
        "responses", id=id, tender_id=tender_id, company_id=company, state="opened", wrapped_key=b"",
        sealed_scope=None, scope_revision=1, facts=None, opened_scope={"products": ["T05"]}, submission_id=None,
        created_at=NOW,
    )  # fmt: skip
    for _ in range(SAVES):
        rows.event(chain, "answers_saved", {"answers": 3})
    for number in range(FILES):
        file, digest = new_id(), sha256(f"{id}/{number}".encode())
        rows.add(
            "evidence_files", id=file, response_id=id, question="VAL-01", module="*", sealed_about=b"",
            stored_as=file, stored_sha256=digest, size=1024, uploaded_by=PERSON, uploaded_at=NOW, removed_at=None,
            opened_about={"name": "rapport.pdf"},
        )  # fmt: skip
        rows.event(chain, "file_added", {"file": file}, digest)
    for version in (1, 2):
        sealed, manifest = new_id().encode() * 500, sha256(id.encode())
        told = {"version": version, "received_at": stamp(NOW), "response": id}
        about = {"version": version, "manifest_sha256": manifest, "receipt_sha256": sha256(canonical(told))}
        link = rows.event(chain, "submitted", about, sha256(sealed))
        place = {"name": chain, "number": link.number, "head": link.head}
        rows.add(
            "submissions", id=new_id(), response_id=id, version=version, once=str(version), received_at=NOW,
            sealed=sealed, manifest_sha256=manifest, receipt=told | {"chain": place, "signature": ""},
            submitted_by=PERSON, withdrawn_at=None,
        )  # fmt: skip
    return id


def opened(rows: Rows, tender_id: str, response_id: str) -> None:
    answers = {f"Q-{number:02}@*": {"value": {"main": "ons antwoord " * 10}} for number in range(QUESTIONS)}
    for key, answer in answers.items():
        rows.add(
            "opened_answers", response_id=response_id, question=key.split("@")[0], module="*", answer=answer
        )
    files = {
        f["id"]: f["opened_about"] for f in rows.by_table["evidence_files"] if f["response_id"] == response_id
    }
    content = opened_content({"products": ["T05"]}, answers, files)
    about = {"version": 2, "tender": tender_id}
    rows.event(f"response:{response_id}", "response_opened", about, sha256(content))


def scores(rows: Rows, chain: str, response_id: str) -> None:
    same = {"response_id": response_id, "module": "*", "anchor": "3", "evidence": "E2", "fit": "both"}
    reason = "Het rapport noemt methode en aantallen."
    for number in range(QUESTIONS):
        one = same | {"question": f"Q-{number:02}", "reason": reason}
        for _ in range(SCORES - 1):
            rows.scored(chain, "scores", "score_recorded", assessor_id=PERSON, **one)
        rows.scored(chain, "agreed_scores", "score_agreed", recorded_by=PERSON, **one)


def fill(database: Path, events: int) -> int:
    """A database with so many events and all rows they are about; returns how many there are."""
    engine = open_database(f"sqlite:///{database}")
    migrations.upgrade(engine)
    rows = Rows()
    people(rows)
    engine.dispose()
    with closing(sqlite3.connect(database)) as made:
        made.execute("pragma synchronous=off")
        while rows.events < events:
            tender(rows)
            rows.into(made)
            made.commit()
    return rows.events


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "assessor.db"
        found = fill(database, EVENTS)
        began = time.perf_counter()
        faults = verify(database)
        took = time.perf_counter() - began
        assert faults == [], faults[:3]
        report(
            "S32", "seconds to verify a million events and the rows they are about", 60, took * EVENTS / found
        )


if __name__ == "__main__":
    main()
