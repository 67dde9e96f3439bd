"""Files as evidence: added to an answer, listed, read, removed. Sealed like the answer itself.

Limits and types are published in domain/limits.py. A file is refused by name before anything of it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from assessor.domain.answers import Key
from assessor.domain.chain import NOTHING, sha256
from assessor.domain.file_content import fits
from assessor.domain.limits import (
    FILE_BYTES,
    KEPT_BYTES,
    MEGABYTE,
    RESPONSE_BYTES,
    RESPONSE_FILES,
    TYPES_IN_WORDS,
    FileType,
    fault_of_name,
    file_name,
    type_of,
)
from assessor.domain.permissions import Action, Actor, Role
from assessor.domain.text import Text
from assessor.services.access import check, find_response
from assessor.services.drafts import (
    StoredFile,
    content_of,
    file_rows,
    files_in,
    require_open,
    scope_in,
    seal_about,
    seal_content,
    stored_file,
)
from assessor.services.house import House
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.responses import require_fitting
from assessor.services.tenders import questionnaire_of
from assessor.storage import events
from assessor.storage.files import Damaged
from assessor.storage.models import EvidenceFile, Response, new_id
from assessor.storage.sealing import Broken

FIELD = "file"
"""The name under which a message about a file is given."""


@dataclass(frozen=True)
class Download:
    """A file on its way to a person."""

    name: str
    content_type: str
    content: bytes


def add_file(
    house: House, actor: Actor, response_id: str, key: Key, name: str, content: bytes | BinaryIO
) -> StoredFile:
    """Add a file to an answer. Its type follows from its name and is checked in its content.

    The same file again, as a second click sends it, is the one that is there already.
    """
    response = find_response(house, actor, response_id, Action.READ_OWN_RESPONSE)
    tender = require_open(house, response)
    check(house, actor, Action.FILL_IN, tender, response)
    scope = scope_in(house, response, tender)
    if scope is None:
        raise NotThere
    require_fitting(questionnaire_of(house, tender), scope, (key,))
    name = file_name(name)
    body = content if isinstance(content, bytes) else content.read(FILE_BYTES + 1)
    type = _type_or_refuse(name, body)
    same = (key, name, sha256(body))
    for file in files_in(house, response):
        if (file.key, file.name, file.sha256) == same:
            return file
    _refuse_too_much(house, response, name, len(body))
    row = _store(house, actor, response, key, name, type, body)
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


def _store(
    house: House, actor: Actor, response: Response, key: Key, name: str, type: FileType, body: bytes
) -> EvidenceFile:
    id = new_id()
    about = {"name": name, "content_type": type.content_type, "size": len(body), "sha256": sha256(body)}
    sealed = seal_content(house, response, id, body)
    row = EvidenceFile(
        id=id,
        response_id=response.id,
        question=key.question,
        module=key.module,
        sealed_about=seal_about(house, response, id, about),
        stored_as=house.files.put(sealed),
        stored_sha256=sha256(sealed),
        size=len(sealed),
        uploaded_by=actor.id,
        uploaded_at=house.now(),
    )
    house.db.add(row)
    house.db.flush()
    return row


def _type_or_refuse(name: str, body: bytes) -> FileType:
    fault = fault_of_name(name)
    if fault is not None:
        raise Invalid({FIELD: fault})
    type = type_of(name)
    if type is None:
        raise _refused(
            name,
            "is geen soort bestand dat u hier kunt toevoegen. Het kan wel: {types}.",
            "is not a type of file that you can add here. These are: {types}.",
            types=TYPES_IN_WORDS,
        )
    if not body:
        raise _refused(name, "is leeg.", "is empty.")
    if len(body) > FILE_BYTES:
        raise _refused(
            name,
            "is te groot: een bestand mag hoogstens {most} MB zijn.",
            "is too large: a file can be {most} MB at most.",
            most=FILE_BYTES // MEGABYTE,
        )
    if not fits(type, body):
        raise _refused(
            name,
            "is vanbinnen geen {extension}-bestand.",
            "is not a {extension} file inside.",
            extension=type.extension,
        )
    return type


def _refuse_too_much(house: House, response: Response, name: str, size: int) -> None:
    present = files_in(house, response)
    if len(present) >= RESPONSE_FILES:
        raise _refused(
            name,
            "past er niet meer bij: er zijn al {most} bestanden.",
            "does not fit any more: there are {most} files already.",
            most=RESPONSE_FILES,
        )
    if sum(file.size for file in present) + size > RESPONSE_BYTES:
        raise _refused(
            name,
            "past er niet meer bij: alle bestanden samen mogen hoogstens {most} MB zijn.",
            "does not fit any more: all files together can be {most} MB at most.",
            most=RESPONSE_BYTES // MEGABYTE,
        )
    if sum(row.size for row in file_rows(house, response, removed=True)) + size > KEPT_BYTES:
        raise _refused(
            name,
            "past er niet meer bij: met de verwijderde bestanden is er meer dan {most} MB verstuurd.",
            "does not fit any more: with the removed files more than {most} MB was sent.",
            most=KEPT_BYTES // MEGABYTE,
        )


def _refused(name: str, nl: str, en: str, **values: object) -> Invalid:
    return Invalid(
        {FIELD: Text(nl="Het bestand {name} " + nl, en="The file {name} " + en).fill(name=name, **values)}
    )
