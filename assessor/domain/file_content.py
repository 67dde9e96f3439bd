"""Whether a file's content is of the type that its name promises. Looks, and runs or unpacks nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from assessor.domain.limits import FileType

_INSIDE: dict[str, tuple[str, ...]] = {
    "docx": ("[Content_Types].xml", "word/document.xml"),
    "xlsx": ("[Content_Types].xml", "xl/workbook.xml"),
    "odt": ("mimetype", "content.xml"),
    "ods": ("mimetype", "content.xml"),
}
_MOST_PARTS = 10_000
_END_OF_LIST = b"PK\x05\x06"


def fits(type: FileType, content: bytes) -> bool:
    """Whether the content can be what the type says."""
    if type.extension == "pdf":
        return type.start in content[:1024]
    if type.extension in _INSIDE:
        return content.startswith(type.start) and _is_document(type, content)
    if type.start:
        return content.startswith(type.start)
    text = _text(content)
    if text is None:
        return False
    return text.lstrip()[:1] in ("{", "[") if type.extension == "json" else True


def _text(content: bytes) -> str | None:
    # Spreadsheets still write the old Western code; neither it nor UTF-8 text holds a NUL.
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None if _has_binary(content) else content.decode("latin-1")


def _has_binary(content: bytes) -> bool:
    return any(code < 9 or 13 < code < 32 for code in content[:4096])


def _is_document(type: FileType, content: bytes) -> bool:
    if _number_of_parts(content) > _MOST_PARTS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            if not set(_INSIDE[type.extension]) <= names or any(n.endswith("vbaProject.bin") for n in names):
                return False
            if "mimetype" in names:
                if parts.getinfo("mimetype").compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    return False  # the other ways to pack can ask for gigabytes to unpack a few bytes
                with parts.open("mimetype") as said:
                    return said.read(200).strip() == type.content_type.encode()
            return True
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        struct.error,
        zlib.error,
        EOFError,
    ):
        return False


def _number_of_parts(content: bytes) -> int:
    # Read before the list itself is, since a list of millions of parts would be read into memory whole.
    at = content.rfind(_END_OF_LIST)
    if at < 0 or at + 22 > len(content):
        return _MOST_PARTS + 1
    parts, size = struct.unpack("<HxxxxxxxxH", content[at + 10 : at + 22])[0], len(content) - at
    return _MOST_PARTS + 1 if size > 66_000 or parts == 0xFFFF else int(parts)
