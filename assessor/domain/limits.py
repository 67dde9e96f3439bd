"""What a vendor can send: the published limits of files and texts, and which characters are kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from assessor.domain.text import Text

MEGABYTE = 1024 * 1024

FILE_BYTES = 50 * MEGABYTE
"""One file."""
RESPONSE_BYTES = 300 * MEGABYTE
"""All files of a response together."""
RESPONSE_FILES = 200
KEPT_BYTES = 900 * MEGABYTE
"""With the files that were removed, which are kept because an earlier version may have them."""
NAME_LENGTH = 200
NOTE_LENGTH = 4000
"""A note with the evidence, or the reason for withholding an answer."""

TABLE_BYTES = 10 * MEGABYTE
"""One file with a table of counts."""
TABLE_ROWS = 20_000
TABLE_COLUMNS = 60
TABLE_CELLS = 200_000
"""Rows times columns."""
TABLE_CELL_LENGTH = 2000
"""Characters in one cell."""
TABLE_TEXT = 10 * MEGABYTE
"""Characters in all cells together."""
TABLE_UNPACKED = 100 * MEGABYTE
"""A workbook is packed; this is what it may become."""
TABLE_PARTS = 1000
"""Files that a workbook may be made of."""


@dataclass(frozen=True)
class FileType:
    """A type of file that can be evidence. `start` is what its content begins with."""

    extension: str
    content_type: str
    start: bytes = b""


FILE_TYPES: dict[str, FileType] = {
    t.extension: t
    for t in (
        FileType("pdf", "application/pdf", b"%PDF-"),
        FileType(
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"
        ),
        FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
        FileType("odt", "application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
        FileType("ods", "application/vnd.oasis.opendocument.spreadsheet", b"PK\x03\x04"),
        FileType("csv", "text/csv"),
        FileType("txt", "text/plain"),
        FileType("json", "application/json"),
        FileType("png", "image/png", b"\x89PNG\r\n\x1a\n"),
        FileType("jpg", "image/jpeg", b"\xff\xd8\xff"),
    )
}
SAME_AS = {"jpeg": "jpg"}

TYPES_IN_WORDS = ", ".join(FILE_TYPES)

_SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing, by which "gnp.exe" can be made to look like "exe.png"."""


def clean_text(text: str) -> str:
    """A text as it can be stored, printed and exported everywhere.

    Line ends become the plain one. Control characters say nothing to a reader and are left out; halves of a
    character and the codes that are no character become the substitute that shows something was there.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if unified.isprintable():
        return unified
    return "".join(_kept(c) for c in unified)


def _kept(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return ""
    if category == "Cs" or is_no_character(character):
        return _SUBSTITUTE
    return character


def is_no_character(character: str) -> bool:
    """Whether it is one of the codes that Unicode says will never be a character; no page may hold them."""
    code = ord(character)
    return (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def clean_json(value: object) -> object:
    """The same for every text in a plain JSON value."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean_json(one) for one in value]
    if isinstance(value, dict):
        return {clean_text(str(name)): clean_json(one) for name, one in value.items()}
    return value


def file_name(given: str) -> str:
    """The name itself: some browsers send the folder before it, and a path has no meaning here."""
    return given.replace("\\", "/").rsplit("/", 1)[-1].strip()


def fault_of_name(name: str) -> Text | None:
    """Why a file cannot be taken under this name, or None."""
    if not name or not name.strip("."):
        return Text(nl="Het bestand heeft geen naam.", en="The file has no name.")
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in _TURNING for c in name):
        return Text(
            nl="In de naam van dit bestand staat een onzichtbaar teken. Geef het een andere naam.",
            en="The name of this file contains an invisible character. Give it another name.",
        )
    if any(is_no_character(c) for c in name):
        return Text(
            nl="In de naam van dit bestand staat een teken dat niet bestaat. Geef het een andere naam.",
            en="The name of this file contains a character that does not exist. Give it another name.",
        )
    if len(name) > NAME_LENGTH:
        return Text(
            nl="De naam van dit bestand is {n} tekens lang; er passen er hoogstens {most}.",
            en="The name of this file is {n} characters long; at most {most} fit.",
        ).fill(n=len(name), most=NAME_LENGTH)
    return None


def type_of(name: str) -> FileType | None:
    """The type that a file's name promises; None for one that cannot be evidence."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return FILE_TYPES.get(SAME_AS.get(extension, extension))
