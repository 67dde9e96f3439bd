"""P7: what the comparison page reads, against the same rows through the bare driver; and its number of queries."""

from __future__ import annotations

import datetime
import json
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import event

from assessor.config import read_settings
from assessor.domain.permissions import Role
from assessor.domain.questionnaire.conditions import decisive
from assessor.parts import Parts, open_parts
from assessor.services.gathering import gather
from assessor.storage.engine import begin_writing
from assessor.storage.models import (
    AgreedScore,
    Company,
    OpenedAnswer,
    Person,
    Response,
    Tender,
    new_id,
)
from benchmarks.measure import ratio, report

NOW = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
ANSWERS = 120
ANSWER: dict[str, Any] = {
    "value": {"main": "Een antwoord van gewone lengte, met een getal: 12,5.", "share": 12.5},
    "evidence": "E2",
    "evidence_note": "Rapport, hoofdstuk 3",
    "evidence_date": "2026-03-01",
    "standing": None,
    "standing_reason": "",
    "files": [],
}
_OF = "response_id in (select id from responses where tender_id = ?)"
RESPONSES = (
    "select r.*, c.name from responses r join companies c on c.id = r.company_id where r.tender_id = ?"
    " order by c.name"
)
ANSWERS_READ = (
    f"select response_id, question, module, answer from opened_answers where {_OF} and question in ({{}})"
)
AGREED = (
    "select response_id, question, module, anchor, evidence, evidence_date, fit from agreed_scores"
    f" where {_OF} order by at"
)
GATES = f"select response_id, question, state from gate_judgements where {_OF} and second_by is not null"
DECISIONS = "select response_id, choice, requirement from decisions where tender_id = ? order by at"


def fill(parts: Parts, vendors: int) -> str:
    """A tender with so many opened and scored responses; the id of it."""
    decided = sorted(decisive(parts.shelf.get("recruitment-ai", 1)))
    with parts.store.sessions() as db:
        begin_writing(db)
        officer = Person(
            email=f"{vendors}@voorbeeld.example", name="O", role=Role.OFFICER.value, created_at=NOW
        )
        db.add(officer)
        db.flush()
        tender = Tender(
            title="T", buyer="B", procedure="market_consultation", questionnaire="recruitment-ai",
            questionnaire_version=1, created_by=officer.id, created_at=NOW, state="scored", frozen_sha256="-",
            deadline=NOW,
        )  # fmt: skip
        db.add(tender)
        db.flush()
        for number in range(vendors):
            company = Company(name=f"Firma {number:03}", created_at=NOW)
            db.add(company)
            db.flush()
            response = Response(
                id=new_id(), tender_id=tender.id, company_id=company.id, wrapped_key=b"", created_at=NOW,
                state="opened", opened_scope={"products": ["T05"], "marks": []},
            )  # fmt: skip
            db.add(response)
            db.flush()
            for place in range(ANSWERS):
                question = decided[place] if place < len(decided) else f"VAL-{place:02}"
                key: dict[str, Any] = {"response_id": response.id, "question": question, "module": "*"}
                judged: dict[str, Any] = {"anchor": str(place % 5), "evidence": f"E{place % 4}"}
                judged["evidence_date"] = NOW.date()
                reason = f"Een reden van gewone lengte, telkens anders: {place} van {number}."
                db.add(OpenedAnswer(**key, answer=ANSWER))
                db.add(AgreedScore(**key, **judged, reason=reason, recorded_by=officer.id, at=NOW))
        db.commit()
        return tender.id


def ours(parts: Parts, tender_id: str) -> None:
    with parts.store.sessions() as db:
        house = parts.house(db)
        gather(house, house.db.get_one(Tender, tender_id))


def bare(file: str, tender_id: str, questions: list[str]) -> None:
    """The same rows with their JSON read, and nothing made of them."""
    connection = sqlite3.connect(file)
    listed = ",".join(f"'{q}'" for q in questions)
    found = [
        connection.execute(query.format(listed), (tender_id,)).fetchall()
        for query in (RESPONSES, ANSWERS_READ, AGREED, GATES, DECISIONS)
    ]
    for row in found[1]:
        json.loads(row[3])
    connection.close()


def queries(parts: Parts, tender_id: str) -> int:
    """How many statements reading takes."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(parts.store.engine, "before_cursor_execute", note)
    ours(parts, tender_id)
    event.remove(parts.store.engine, "before_cursor_execute", note)
    return count


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = open_parts(read_settings(Path(folder)))
        few, many = fill(parts, 5), fill(parts, 50)
        file = str(Path(folder) / "assessor.sqlite")
        questions = sorted(decisive(parts.shelf.get("recruitment-ai", 1)))
        found = ratio(lambda: ours(parts, many), lambda: bare(file, many, questions), rounds=25)
        more = queries(parts, many) / queries(parts, few)
        parts.store.engine.dispose()
    report("P7", "reading 50 vendors x 120 answers, against bare sqlite3", 2, found)
    report("P7b", "queries for 50 vendors, against those for 5", 1, more)


if __name__ == "__main__":
    main()
