"""Files as evidence: added to an answer, listed, read, removed. Sealed like the answer itself.

Limits are published in domain/limits.py. A file comes from services/incoming.py, where it was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.answers import Key
from assessor.domain.chain import NOTHING, sha256
from assessor.domain.limits import KEPT_BYTES, MEGABYTE, RESPONSE_BYTES, RESPONSE_FILES
from assessor.domain.permissions import Action, Actor, Role
from assessor.domain.tables.stored import table_to_json
from assessor.domain.text import Text
from assessor.services.access import check, find_response
from assessor.services.drafts import (
    StoredFile,
    content_of,
    file_rows,
    files_in,
    put_file,
    require_open,
    scope_in,
    stored_file,
)
from assessor.services.house import House
from assessor.services.incoming import Incoming, refused
from assessor.services.refusals import NotThere, Refused
from assessor.services.responses import require_fitting
from assessor.services.tenders import questionnaire_of
from assessor.storage import events
from assessor.storage.files import Damaged
from assessor.storage.models import EvidenceFile, Response
from assessor.storage.sealing import Broken


@dataclass(frozen=True)
class Download:
    """A file on its way to a person."""

    name: str
    content_type: str
    content: bytes


def add_file(house: House, actor: Actor, response_id: str, key: Key, file: Incoming) -> StoredFile:
    """Add a file to an answer. The same file again, as a second click sends it, is the one that is there already."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    tender = require_open(house, response)
    check(house, actor, Action.FILL_IN, tender, response)
    scope = scope_in(house, response, tender)
    if scope is None:
        raise NotThere
    require_fitting(questionnaire_of(house, tender), scope, (key,))
    same = (key, file.name, sha256(file.content), file.table is not None)
    for row in file_rows(house, response):
        known = stored_file(house, response, row)
        if (known.key, known.name, known.sha256, row.sealed_table is not None) == same:
            return known
    _refuse_too_much(house, response, file.name, len(file.content))
    row = _store(house, actor, response, key, file)
    about = {"file": row.id}
    chain = events.response_chain(response.id)
    events.append(house.db, chain, actor.id, "file_added", about, row.stored_sha256, house.now())
    return stored_file(house, response, row)


def remove_file(house: House, actor: Actor, response_id: str, file_id: str) -> None:
    """Take a file out of the draft. It stays on disk, since a submitted version may have it."""
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    tender = require_open(house, response)
    check(house, actor, Action.FILL_IN, tender, response)
    row = _row(house, response, file_id)
    if row.removed_at is not None:
        return
    row.removed_at = house.now()
    chain = events.response_chain(response.id)
    events.append(house.db, chain, actor.id, "file_removed", {"file": row.id}, NOTHING, house.now())


def list_files(house: House, actor: Actor, response_id: str) -> list[StoredFile]:
    """The files of the actor's own draft; for others, after the opening, those that were submitted."""
    if actor.role is Role.VENDOR:
        return files_in(house, find_response(house, actor, response_id, Action.READ_OWN_RESPONSE))
    response = find_response(house, actor, response_id, Action.READ_ANSWERS)
    return [
        stored_file(house, response, row)
        for row in file_rows(house, response, removed=True)
        if row.opened_about is not None
    ]


def read_file(house: House, actor: Actor, response_id: str, file_id: str) -> Download:
    """A file's content, compared with the digest of what was stored; a damaged one is never served."""
    own = actor.role is Role.VENDOR
    response = find_response(
        house, actor, response_id, Action.READ_OWN_RESPONSE if own else Action.READ_ANSWERS
    )
    row = _row(house, response, file_id)
    if not own and row.opened_about is None:
        raise NotThere
    about = stored_file(house, response, row)
    try:
        content = content_of(house, response, row)
    except (Damaged, Broken) as fault:
        raise _damaged(about.name) from fault
    if sha256(content) != about.sha256:
        raise _damaged(about.name)
    return Download(about.name, about.content_type, content)


def _damaged(name: str) -> Refused:
    return Refused(
        Text(
            nl="Het bestand {name} is beschadigd en wordt daarom niet getoond.",
            en="The file {name} is damaged and is therefore not shown.",
        ).fill(name=name)
    )


def _row(house: House, response: Response, file_id: str) -> EvidenceFile:
    row = house.db.get(EvidenceFile, file_id)
    if row is None or row.response_id != response.id:
        raise NotThere
    return row


def _store(house: House, actor: Actor, response: Response, key: Key, file: Incoming) -> EvidenceFile:
    about = {
        "name": file.name,
        "content_type": file.type.content_type,
        "size": len(file.content),
        "sha256": sha256(file.content),
    }
    table = table_to_json(file.table) if file.table else None
    return put_file(house, actor.id, response, key, about, file.content, table)


def _refuse_too_much(house: House, response: Response, name: str, size: int) -> None:
    present = files_in(house, response)
    if len(present) >= RESPONSE_FILES:
        raise refused(
            name,
            "past er niet meer bij: er zijn al {most} bestanden.",
            "does not fit any more: there are {most} files already.",
            most=RESPONSE_FILES,
        )
    if sum(file.size for file in present) + size > RESPONSE_BYTES:
        raise refused(
            name,
            "past er niet meer bij: alle bestanden samen mogen hoogstens {most} MB zijn.",
            "does not fit any more: all files together can be {most} MB at most.",
            most=RESPONSE_BYTES // MEGABYTE,
        )
    if sum(row.size for row in file_rows(house, response, removed=True)) + size > KEPT_BYTES:
        raise refused(
            name,
            "past er niet meer bij: met de verwijderde bestanden is er meer dan {most} MB verstuurd.",
            "does not fit any more: with the removed files more than {most} MB was sent.",
            most=KEPT_BYTES // MEGABYTE,
        )
