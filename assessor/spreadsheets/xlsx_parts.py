"""The parts of a workbook, looked at before a library reads them: sizes, hidden things, formulas, entities.

A workbook is a zip of XML. What it declares of its own size is not believed: every part is unpacked here piece by
piece under one budget, and parsed by a parser that keeps nothing and stops at the first entity.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from assessor.spreadsheets.protocol import Limits, Refused

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_PIECE = 1 << 16
_DEEPEST = 60
_MOST_ELEMENTS = 3_000_000
_RUNS = re.compile(r"vbaProject|xl/macrosheets/|xl/activeX/|xl/embeddings/|xl/dialogsheets/", re.IGNORECASE)
_ELSEWHERE = re.compile(r"xl/externalLinks/|xl/connections\.xml|xl/queryTables/", re.IGNORECASE)


@dataclass
class Sheet:
    """What one sheet holds, without its contents."""

    name: str
    hidden: bool
    part: str
    cells: int = 0
    """With something in them."""
    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    merged: list[str] = field(default_factory=list)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    """Only those with something in them."""
    hidden_columns: list[int] = field(default_factory=list)


_MOST_PLACES = 60
_BESIDES = 1000
"""Headings and header lines are not among the rows and cells that are limited; those are counted later."""


class Parts:
    """The opened workbook. Refuses what is not a workbook, and what could do more than hold cells."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.unpacked
        self._elements = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
            raise Refused("damaged") from None
        self._check_list()

    @property
    def names(self) -> list[str]:
        """What the parts are called."""
        return self._names

    def sheets(self) -> list[Sheet]:
        """Looks through every part, and gives the sheets in their order."""
        found = self._named_sheets()
        by_part = {sheet.part: sheet for sheet in found}
        for name in self._names:
            if not name.lower().endswith((".xml", ".rels")) or name in (WORKBOOK, _RELATIONS):
                continue
            sheet = by_part.get(name)
            _SheetScan(sheet, self._limits).run(self) if sheet else self._parse(name, lambda *_: None)
        return found

    def _check_list(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > self._limits.parts:
            raise Refused("too_many_parts", found=len(parts), most=self._limits.parts)
        self._names = [part.filename for part in parts]
        _check_kind(set(self._names))
        if len(set(self._names)) < len(self._names):
            raise Refused("damaged")
        if any(_RUNS.search(name) for name in self._names):
            raise Refused("macros")
        if any(_ELSEWHERE.search(name) for name in self._names):
            raise Refused("external")
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("encrypted")
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
            raise Refused("damaged")
        if sum(part.file_size for part in parts) > self._limits.unpacked:
            raise Refused("unpacked", most=self._limits.unpacked // 1024 // 1024)

    def _named_sheets(self) -> list[Sheet]:
        targets: dict[str, str] = {}
        found: list[Sheet] = []

        def relation(name: str, values: dict[str, str]) -> None:
            if name == "Relationship" and values.get("TargetMode") != "External":
                targets[values.get("Id", "")] = _part(values.get("Target", ""))

        def sheet(name: str, values: dict[str, str]) -> None:
            if name == "workbook" and any("purl.oclc.org" in value for value in values.values()):
                raise Refused("strict")
            if name == "sheet":
                id = next((v for k, v in values.items() if k.rpartition(":")[2] == "id"), "")
                hidden = values.get("state", "visible") != "visible"
                found.append(Sheet(values.get("name", ""), hidden, targets.get(id, "")))

        self._parse(_RELATIONS, relation)
        self._parse(WORKBOOK, sheet)
        return found

    def _parse(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        parser = self.parser(start)
        self.feed(part, parser)

    def parser(
        self, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None
    ) -> expat.XMLParserType:
        """A parser that calls `start` and `end` with names that have lost their prefix."""
        parser = expat.ParserCreate("utf-8")
        depth = 0

        def begin(name: str, values: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            if depth > _DEEPEST or self._elements > _MOST_ELEMENTS:
                raise Refused("too_heavy")
            start(name.rpartition(":")[2], values)

        def finish(name: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(name.rpartition(":")[2])

        parser.StartElementHandler = begin
        parser.EndElementHandler = finish
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.XmlDeclHandler = _only_utf8
        return parser

    def feed(self, part: str, parser: expat.XMLParserType) -> None:
        try:
            for piece in self._pieces(part):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise Refused("damaged") from None

    def _pieces(self, part: str) -> Iterator[bytes]:
        with self._zip.open(part) as packed:
            while piece := packed.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise Refused("unpacked", most=self._limits.unpacked // 1024 // 1024)
                yield piece


def _part(target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target))


def _check_kind(names: set[str]) -> None:
    if WORKBOOK in names and _RELATIONS in names and "[Content_Types].xml" in names:
        return
    if "mimetype" in names and "content.xml" in names:
        raise Refused("opendocument")
    if "xl/workbook.bin" in names:
        raise Refused("binary_workbook")
    if {"word/document.xml", "ppt/presentation.xml"} & names:
        raise Refused("other_document")
    raise Refused("zip")


def _no_doctype(*_: object) -> None:
    raise Refused("doctype")


def _only_utf8(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refused("damaged")


class _SheetScan:
    """One sheet, element by element."""

    def __init__(self, sheet: Sheet, limits: Limits) -> None:
        self.sheet = sheet
        self.limits = limits
        self.row = 0
        self.column = 0
        self.row_hidden = False
        self.row_used = False
        self.kind = "n"
        self.has_value = False
        self.inside = ""
        self.words = ""
        self.formula: str | None = None
        self.hidden_spans: list[tuple[int, int]] = []
        self.used_columns: set[int] = set()

    def run(self, parts: Parts) -> None:
        parser = parts.parser(self.start, self.end)
        parser.CharacterDataHandler = self.characters
        parts.feed(self.sheet.part, parser)
        self.sheet.hidden_columns = sorted(
            column
            for column in self.used_columns
            if any(first <= column <= last for first, last in self.hidden_spans)
        )

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "c":
            self.column = _column(values.get("r")) or self.column + 1
            self.kind = values.get("t", "n")
            self.has_value, self.formula = False, None
        elif name in ("v", "f", "t"):
            self.inside, self.words = name, ""
            if name == "f":
                self.formula = ""
        elif name == "row":
            said = values.get("r", "")
            self.row = int(said) if said.isdecimal() and len(said) < 8 else self.row + 1
            self.column = 0
            self.row_used = False
            self.row_hidden = _yes(values.get("hidden")) or _nothing(values.get("ht"))
        elif name == "col" and (_yes(values.get("hidden")) or _nothing(values.get("width"))):
            first, last = values.get("min", ""), values.get("max", "")
            if first.isdecimal() and last.isdecimal() and max(len(first), len(last)) < 8:
                self.hidden_spans.append((int(first), int(last)))
                if len(self.hidden_spans) > 1000:
                    raise Refused("too_heavy")
        elif name == "mergeCell" and len(self.sheet.merged) < _MOST_PLACES:
            self.sheet.merged.append(values.get("ref", "")[:30])

    def characters(self, words: str) -> None:
        if self.inside and len(self.words) < 100:
            self.words += words

    def end(self, name: str) -> None:
        if name == self.inside:
            if name == "f":
                self.formula = self.words
            elif self.words:
                self.has_value = True
            self.inside = ""
            if name == "v" and self.kind == "e":
                self.note(self.sheet.errors, self.words)
        elif name == "c":
            if self.formula is not None:
                self.note(self.sheet.formulas, f"={self.formula}")
            if self.has_value or self.formula is not None:
                self.count()
        elif (
            name == "row" and self.row_used and self.row_hidden and len(self.sheet.hidden_rows) < _MOST_PLACES
        ):
            self.sheet.hidden_rows.append(self.row)

    def note(self, places: list[tuple[int, int, str]], words: str) -> None:
        if len(places) < _MOST_PLACES:
            places.append((self.row, self.column, words[:60]))

    def count(self) -> None:
        sheet = self.sheet
        sheet.cells += 1
        if sheet.cells > self.limits.cells + _BESIDES:
            raise Refused("too_many_cells", self.row, sheet=sheet.name, most=self.limits.cells)
        if not self.row_used:
            self.row_used = True
            sheet.rows += 1
            if sheet.rows > self.limits.rows + _BESIDES:
                raise Refused("too_many_rows", self.row, sheet=sheet.name, most=self.limits.rows)
        sheet.last_row = max(sheet.last_row, self.row)
        sheet.last_column = max(sheet.last_column, self.column)
        if self.column not in self.used_columns:
            self.used_columns.add(self.column)


def _yes(value: str | None) -> bool:
    return value in ("1", "true")


def _nothing(size: str | None) -> bool:
    return size is not None and bool(re.fullmatch(r"0+(\.0+)?", size))


def _column(place: str | None) -> int:
    """2 for B7; 0 where there is no place."""
    column = 0
    for letter in (place or "")[:4]:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return column
