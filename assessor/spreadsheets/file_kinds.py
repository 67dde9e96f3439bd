"""What a file is by its name and by what it begins with, before anything reads it."""

from __future__ import annotations

from typing import Literal

CSV_NAMES = ("csv", "tsv", "txt")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "parquet"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"Rar!", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"(\xb5/\xfd", "packed"),
    (b"SQLite format 3", "database"),
    (b"{\\rtf", "other_document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<script", b"<div")


def kind_of(name: str, content: bytes) -> tuple[Literal["csv", "xlsx"] | None, str]:
    """How to read the file; or None with the code of why it cannot be read."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    fault = _not_a_table(content)
    if fault:
        return None, fault
    packed = content.startswith(b"PK")
    if extension in CSV_NAMES:
        return (None, "workbook_named_csv") if packed else ("csv", "")
    if extension == "xlsx":
        return ("xlsx", "") if packed else (None, "text_named_xlsx")
    if packed:
        # Its contents say more than its name: a macro workbook, a document of another program.
        return "xlsx", ""
    return (None, "old_excel") if extension == "xls" else (None, "unknown_name")


def _not_a_table(content: bytes) -> str | None:
    bare = content.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if not bare.strip(b"\0 \t\r\n,;"):
        return "empty"
    for start, code in _STARTS:
        if content.startswith(start):
            return code
    if content.startswith(_OLE):
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "old_excel"
    first = bare[:1000].lstrip().lower()
    if first.startswith(_MARKUP):
        return "html"
    if first.startswith(b"<?xml"):
        return "html" if b"<html" in first else "xml"
    if first.startswith((b"{", b"[")):
        return "json"
    return None
