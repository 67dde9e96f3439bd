"""A file on its way in: looked at before anything of it is stored, and before the write lock is taken.

Reading a spreadsheet can take seconds and happens in a process of its own (assessor/spreadsheets). Nobody else waits
for it, since nothing here needs the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO

from assessor.domain.file_content import fits
from assessor.domain.limits import (
    FILE_BYTES,
    MEGABYTE,
    TYPES_IN_WORDS,
    FileType,
    fault_of_name,
    file_name,
    type_of,
)
from assessor.domain.tables.model import Table
from assessor.domain.text import Text
from assessor.services.refusals import Invalid

FIELD = "file"
"""The name under which a message about a file is given."""


@dataclass(frozen=True)
class Incoming:
    """A file that can be stored."""

    name: str
    type: FileType
    content: bytes
    table: Table[Any] | None = None
    """What was read from it, where it was delivered as a table."""


def receive(name: str, content: bytes | BinaryIO) -> Incoming:
    """Evidence of any type on the list."""
    return _receive(name, content)


def _receive(name: str, content: bytes | BinaryIO) -> Incoming:
    name = file_name(name)
    body = content if isinstance(content, bytes) else content.read(FILE_BYTES + 1)
    return Incoming(name, _type_or_refuse(name, body), body)


def _type_or_refuse(name: str, body: bytes) -> FileType:
    fault = fault_of_name(name)
    if fault is not None:
        raise Invalid({FIELD: fault})
    type = type_of(name)
    if type is None:
        raise refused(
            name,
            "is geen soort bestand dat u hier kunt toevoegen. Het kan wel: {types}.",
            "is not a type of file that you can add here. These are: {types}.",
            types=TYPES_IN_WORDS,
        )
    if not body:
        raise refused(name, "is leeg.", "is empty.")
    if len(body) > FILE_BYTES:
        raise refused(
            name,
            "is te groot: een bestand mag hoogstens {most} MB zijn.",
            "is too large: a file can be {most} MB at most.",
            most=FILE_BYTES // MEGABYTE,
        )
    if not fits(type, body):
        raise refused(
            name,
            "is vanbinnen geen {extension}-bestand.",
            "is not a {extension} file inside.",
            extension=type.extension,
        )
    return type


def refused(name: str, nl: str, en: str, **values: object) -> Invalid:
    """A message that names the file."""
    return Invalid(
        {FIELD: Text(nl="Het bestand {name} " + nl, en="The file {name} " + en).fill(name=name, **values)}
    )
