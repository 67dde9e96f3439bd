"""What a response holds before it is submitted, sealed with the response's own key. No verbs: the callers check.

What a sealed piece is bound to is written here only: the response and the question, module or file it belongs to.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy import Table as SqlTable

from assessor.domain.answers import Answer, Key, Scope
from assessor.domain.chain import canonical, sha256
from assessor.domain.package import answer_from_json, answer_to_json, scope_from_json, scope_to_json
from assessor.domain.tender import State
from assessor.domain.text import Text
from assessor.services.access import tender_of
from assessor.services.house import House
from assessor.services.keys import response_key
from assessor.services.refusals import Refused
from assessor.services.tenders import buyer_facts
from assessor.storage.models import DraftAnswer, DraftChange, EvidenceFile, Response, Tender, new_id
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


_File = Row[str, str, str, bytes]
"""The columns of a file that tell its name."""


def answers_in(house: House, response: Response) -> Mapping[Key, Draft]:
    """Every saved answer with the names of its files, also those that stopped applying."""
    return _Drafts(house, response)


class _Drafts(Mapping[Key, Draft]):
    """They are read at one moment, and each is unsealed when it is looked at: most pages are about one of them."""

    def __init__(self, house: House, response: Response) -> None:
        own = {"response_id": response.id}
        self._response = response
        self._secret = response_key(house, response)
        self._rows = {Key(r.question, r.module): r for r in house.db.execute(_ANSWERS, own)}
        self._files: dict[Key, list[_File]] = {}
        for file in house.db.execute(_FILES, own):
            self._files.setdefault(Key(file.question, file.module), []).append(file)
        self._unsealed: dict[Key, Draft] = {}

    def __getitem__(self, key: Key) -> Draft:
        if key not in self._unsealed:
            self._unsealed[key] = self._draft(key)
        return self._unsealed[key]

    def _draft(self, key: Key) -> Draft:
        row = self._rows.get(key)
        if row is None:
            # A file can come before the first word of an answer.
            return Draft(Answer(files=self._names(self._files[key])), 0, "", self._response.created_at)
        plain = json.loads(unseal(self._secret, row.sealed, _answer_place(self._response, key)))
        answer = replace(answer_from_json(plain), files=self._names(self._files.get(key, ())))
        return Draft(answer, row.revision, row.saved_by, row.saved_at)

    def _names(self, files: Iterable[_File]) -> tuple[str, ...]:
        return tuple(_about_file(self._secret, self._response, f)["name"] for f in files)

    def __iter__(self) -> Iterator[Key]:
        yield from self._rows
        yield from (key for key in self._files if key not in self._rows)

    def __len__(self) -> int:
        return len(self._rows.keys() | self._files.keys())

    def __contains__(self, key: object) -> bool:
        return key in self._rows or key in self._files


_ANSWERS = select(
    DraftAnswer.question,
    DraftAnswer.module,
    DraftAnswer.revision,
    DraftAnswer.sealed,
    DraftAnswer.saved_by,
    DraftAnswer.saved_at,
).where(DraftAnswer.response_id == bindparam("response_id"))
_FILES = (
    select(EvidenceFile.id, EvidenceFile.question, EvidenceFile.module, EvidenceFile.sealed_about)
    .where(EvidenceFile.response_id == bindparam("response_id"), EvidenceFile.removed_at.is_(None))
    .order_by(EvidenceFile.uploaded_at, EvidenceFile.id)
)


def put_answer(house: House, actor_id: str, response: Response, key: Key, answer: Answer) -> int:
    """Save one answer as the next revision. Its files are kept apart and not repeated."""
    plain = canonical(answer_to_json(replace(answer, files=())))
    place = {"response_id": response.id, "question": key.question, "module": key.module}
    new = {
        "sealed": seal(response_key(house, response), plain, _answer_place(response, key)),
        "saved_by": actor_id,
        "saved_at": house.now(),
    }
    revision = house.db.execute(
        _NEXT_REVISION, {f"of_{name}": at for name, at in place.items()} | new
    ).scalar()
    if revision is None:
        house.db.execute(insert(DraftAnswer).values(**place, **new, revision=1))
    return revision or 1


def put_changes(house: House, actor_id: str, response: Response, keys: Iterable[Key]) -> None:
    """Note for the vendor's own company that somebody began to change these answers."""
    house.db.add_all(
        DraftChange(
            response_id=response.id, question=k.question, module=k.module, by=actor_id, at=house.now()
        )
        for k in keys
    )


_DRAFT = cast("SqlTable", DraftAnswer.__table__)
_NEXT_REVISION = (
    update(_DRAFT)
    .where(
        _DRAFT.c.response_id == bindparam("of_response_id"),
        _DRAFT.c.question == bindparam("of_question"),
        _DRAFT.c.module == bindparam("of_module"),
    )
    .values(
        revision=_DRAFT.c.revision + 1,
        sealed=bindparam("sealed"),
        saved_by=bindparam("saved_by"),
        saved_at=bindparam("saved_at"),
    )
    .returning(_DRAFT.c.revision)
)


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
    about = _about_file(response_key(house, response), response, row)
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


def _about_file(secret: bytes, response: Response, row: EvidenceFile | _File) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(
        unseal(secret, row.sealed_about, _file_place(response, row.id, "about"))
    )
    return about


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


def put_file(
    house: House,
    by: str,
    response: Response,
    key: Key,
    about: dict[str, Any],
    content: bytes,
    table: dict[str, Any] | None,
) -> EvidenceFile:
    """Store a file with what it is called, and the table that was read from it, sealed for this response."""
    id = new_id()
    sealed = seal_content(house, response, id, content)
    row = EvidenceFile(
        id=id,
        response_id=response.id,
        question=key.question,
        module=key.module,
        sealed_about=seal_about(house, response, id, about),
        stored_as=house.files.put(sealed),
        stored_sha256=sha256(sealed),
        sealed_table=seal_table(house, response, id, table) if table is not None else None,
        size=len(sealed),
        uploaded_by=by,
        uploaded_at=house.now(),
    )
    house.db.add(row)
    house.db.flush()
    return row


def content_of(house: House, response: Response, row: EvidenceFile) -> bytes:
    """The content of a file; Damaged or Broken when it is not what was stored."""
    sealed = house.files.read(row.stored_as, row.stored_sha256)
    return unseal(response_key(house, response), sealed, _file_place(response, row.id, "content"))


def _file_place(response: Response, file_id: str, part: str) -> str:
    return f"file/{response.id}/{file_id}/{part}"
