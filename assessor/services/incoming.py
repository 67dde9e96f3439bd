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
from assessor.domain.tables.grid import Faults
from assessor.domain.tables.model import Table, TableCode
from assessor.domain.tables.people_anywhere import personal_faults_anywhere
from assessor.domain.tables.reading import MOST_FAULTS, read_table
from assessor.domain.text import Text
from assessor.services.refusals import Invalid, Refused
from assessor.spreadsheets.reading import read, read_loosely

FIELD = "file"
"""The name under which a message about a file is given."""

SPREADSHEETS = ("csv", "xlsx")


@dataclass(frozen=True)
class Incoming:
    """A file that can be stored."""

    name: str
    type: FileType
    content: bytes
    table: Table[Any] | None = None
    """What was read from it, where it was delivered as a table."""


def receive(name: str, content: bytes | BinaryIO) -> Incoming:
    """Evidence of any type on the list. A spreadsheet may hold nothing about single people."""
    file = _receive(name, content)
    if file.type.extension in SPREADSHEETS:
        _refuse_people(file)
    return file


def receive_table(code: TableCode, name: str, content: bytes | BinaryIO) -> Incoming:
    """One of the tables T1 to T9, read whole; every fault is said, with its row."""
    file = _receive(name, content)
    if file.type.extension not in SPREADSHEETS:
        raise refused(
            file.name,
            "is geen tabel. Lever een CSV- of XLSX-bestand.",
            "is not a table. Deliver a CSV or XLSX file.",
        )
    grid = read(file.name, file.content)
    if isinstance(grid, Faults):
        raise _all_of(grid)
    table = read_table(code, grid)
    if isinstance(table, Faults):
        raise _all_of(table)
    if file.type.extension == "xlsx":
        _refuse_people(file)  # beside the table: the sheet that explains, comments, what a pivot table keeps
    return Incoming(file.name, file.type, file.content, table)


def _refuse_people(file: Incoming) -> None:
    loose = read_loosely(file.name, file.content)
    if isinstance(loose, Faults):
        raise _all_of(loose)
    found = personal_faults_anywhere(loose)
    if found:
        raise _all_of(Faults(found[:MOST_FAULTS], max(0, len(found) - MOST_FAULTS)))


def _all_of(faults: Faults) -> Refused:
    return Refused(*faults.messages)


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
