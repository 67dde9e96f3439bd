"""What a response holds before it is submitted, sealed with the response's own key. No verbs: the callers check.

What a sealed piece is bound to is written here only: the response and the question, module or file it belongs to.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from assessor.domain.answers import Answer, Key, Scope
from assessor.domain.chain import canonical
from assessor.domain.package import answer_from_json, answer_to_json, scope_from_json, scope_to_json
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services.access import tender_of
from assessor.services.house import House
from assessor.services.keys import response_key
from assessor.services.refusals import Refused
from assessor.services.tenders import buyer_facts
from assessor.storage.models import DraftAnswer, EvidenceFile, Response, Tender
from assessor.storage.sealing import seal, unseal

CLOSED = Text(
    nl="De termijn is voorbij. Wat u hebt bewaard, staat er nog, maar u kunt het niet meer wijzigen.",
    en="The deadline has passed. What you saved is still there, but you can no longer change it.",
)


@dataclass(frozen=True)
class Draft:
    """An answer being written, with the revision that a save must name."""

    answer: Answer
    revision: int
    saved_by: str
    """A person's id."""
    saved_at: datetime.datetime


@dataclass(frozen=True)
class StoredFile:
    """A file of evidence, with its own name."""

    id: str
    key: Key
    name: str
    content_type: str
    size: int
    sha256: str
    """Of its content."""
    stored_sha256: str
    """Of the sealed bytes on disk."""
    uploaded_at: datetime.datetime


def require_open(house: House, response: Response) -> Tender:
    """Refuse a change of the draft once the deadline has come. Under the tender's lock, so that nothing slips in."""
    tender = tender_of(house, response)
    if tender.state != State.PUBLISHED or tender.deadline is None or house.now() >= tender.deadline:
        raise Refused(CLOSED)
    return tender


# --- scope ------------------------------------------------------------------------------------------------


def scope_in(house: House, response: Response, tender: Tender) -> Scope | None:
    """The declared scope with the buyer's effect; None before it is declared."""
    if response.sealed_scope is None:
        return None
    plain = json.loads(unseal(response_key(house, response), response.sealed_scope, f"scope/{response.id}"))
    return scope_from_json(plain, buyer_facts(tender, response).effect)


def put_scope(house: House, response: Response, scope: Scope) -> None:
    plain = canonical(scope_to_json(scope))
    response.sealed_scope = seal(response_key(house, response), plain, f"scope/{response.id}")
    response.scope_revision += 1


# --- answers ----------------------------------------------------------------------------------------------


def answers_in(house: House, response: Response) -> dict[Key, Draft]:
    """Every saved answer with the names of its files, also those that stopped applying."""
    secret = response_key(house, response)
    names: dict[Key, list[str]] = {}
    for file in files_in(house, response):
        names.setdefault(file.key, []).append(file.name)
    rows = house.db.scalars(select(DraftAnswer).where(DraftAnswer.response_id == response.id))
    found = {}
    for row in rows:
        key = Key(row.question, row.module)
        plain = json.loads(unseal(secret, row.sealed, _answer_place(response, key)))
        answer = replace(answer_from_json(plain), files=tuple(names.pop(key, ())))
        found[key] = Draft(answer, row.revision, row.saved_by, row.saved_at)
    for key, own in names.items():
        # A file can come before the first word of an answer.
        found[key] = Draft(Answer(files=tuple(own)), 0, "", response.created_at)
    return found


def put_answer(house: House, actor_id: str, response: Response, key: Key, answer: Answer) -> int:
    """Save one answer as the next revision. Its files are kept apart and not repeated."""
    plain = canonical(answer_to_json(replace(answer, files=())))
    sealed = seal(response_key(house, response), plain, _answer_place(response, key))
    row = house.db.get(DraftAnswer, (response.id, key.question, key.module))
    if row is None:
        row = DraftAnswer(
            response_id=response.id,
            question=key.question,
            module=key.module,
            revision=1,
            sealed=sealed,
            saved_by=actor_id,
            saved_at=house.now(),
        )
        house.db.add(row)
    else:
        row.revision += 1
        row.sealed, row.saved_by, row.saved_at = sealed, actor_id, house.now()
    house.db.flush()
    return row.revision


def _answer_place(response: Response, key: Key) -> str:
    return f"answer/{response.id}/{key.question}/{key.module}"


# --- files ------------------------------------------------------------------------------------------------


def file_rows(house: House, response: Response, *, removed: bool = False) -> list[EvidenceFile]:
    """The rows of a response's files; with `removed`, also of those taken out of the draft."""
    query = select(EvidenceFile).where(EvidenceFile.response_id == response.id)
    if not removed:
        query = query.where(EvidenceFile.removed_at.is_(None))
    return list(house.db.scalars(query.order_by(EvidenceFile.uploaded_at, EvidenceFile.id)))


def files_in(house: House, response: Response) -> list[StoredFile]:
    """The files of the draft, oldest first."""
    return [stored_file(house, response, row) for row in file_rows(house, response)]


def stored_file(house: House, response: Response, row: EvidenceFile) -> StoredFile:
    about: dict[str, Any] = json.loads(
        unseal(response_key(house, response), row.sealed_about, _file_place(response, row.id, "about"))
    )
    return StoredFile(
        id=row.id,
        key=Key(row.question, row.module),
        name=about["name"],
        content_type=about["content_type"],
        size=about["size"],
        sha256=about["sha256"],
        stored_sha256=row.stored_sha256,
        uploaded_at=row.uploaded_at,
    )


def seal_about(house: House, response: Response, file_id: str, about: dict[str, Any]) -> bytes:
    return seal(response_key(house, response), canonical(about), _file_place(response, file_id, "about"))


def seal_table(house: House, response: Response, file_id: str, table: dict[str, Any]) -> bytes:
    return seal(response_key(house, response), canonical(table), _file_place(response, file_id, "table"))


def table_in(house: House, response: Response, row: EvidenceFile) -> dict[str, Any] | None:
    """The table that was read from a file, as plain JSON; None where the file is no table."""
    if row.sealed_table is None:
        return None
    place = _file_place(response, row.id, "table")
    plain: dict[str, Any] = json.loads(unseal(response_key(house, response), row.sealed_table, place))
    return plain


def seal_content(house: House, response: Response, file_id: str, content: bytes) -> bytes:
    return seal(response_key(house, response), content, _file_place(response, file_id, "content"))


def content_of(house: House, response: Response, row: EvidenceFile) -> bytes:
    """The content of a file; Damaged or Broken when it is not what was stored."""
    sealed = house.files.read(row.stored_as, row.stored_sha256)
    return unseal(response_key(house, response), sealed, _file_place(response, row.id, "content"))


def _file_place(response: Response, file_id: str, part: str) -> str:
    return f"file/{response.id}/{file_id}/{part}"
