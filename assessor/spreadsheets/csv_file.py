"""The bytes of a CSV file to rows. What could be read in two ways is refused and not guessed."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator

from assessor.spreadsheets.assembling import FORMULA, assemble, header_line
from assessor.spreadsheets.protocol import Limits, Problems, RawGrid, RawHeader, RawRow, Refused

DELIMITERS = ",;\t"
_MOST_LINES_ABOVE = 10_000
"""Header, remarks and empty lines before the headings."""
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t]*\s*', re.IGNORECASE)

_MARKED = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?", re.ASCII)


def protect(text: str) -> str:
    """The text with a ' before it where a spreadsheet would calculate it; `bare` takes exactly that away."""
    return f"'{text}" if _MARKED.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def bare(text: str) -> str:
    return text[1:] if text[:1] == "'" and _MARKED.match(text) else text


def read_csv(content: bytes, limits: Limits, problems: Problems) -> RawGrid:
    text = _decoded(content)
    if "\0" in text:
        raise Refused("nul", text.count("\n", 0, text.index("\0")) + 1)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # ours is told per cell, with its place
    # Lines end as they end in the file: within quotes that is part of the cell.
    lines = _Lines(text)
    header: list[RawHeader] = []
    delimiter = _top(lines, header)
    return assemble(_rows(lines, delimiter, limits), header, limits, problems)


class _Lines:
    """The lines of a text, the last one to be taken again."""

    def __init__(self, text: str) -> None:
        self._left = io.StringIO(text, newline="")
        self._again: str | None = None
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again if self._again is not None else self._left.readline()
        self._again = None
        if not line:
            raise StopIteration
        self.taken += 1
        return line

    def put_back(self, line: str) -> None:
        self._again = line
        self.taken -= 1

    def ahead(self, length: int) -> str:
        """What comes next, which is not taken by this."""
        at = self._left.tell()
        text = (self._again or "") + self._left.read(length)
        self._left.seek(at)
        return text


def _top(lines: _Lines, header: list[RawHeader]) -> str:
    """Takes the lines above the headings and gives the delimiter, by the line with the headings."""
    said = ""
    for line in itertools.islice(lines, _MOST_LINES_ABOVE):
        separator = _SEPARATOR_LINE.fullmatch(line)
        if separator and lines.taken == 1:
            said = separator[1]
        elif line.lstrip().startswith('"#'):
            start = lines.taken
            lines.put_back(line)
            _add_header(_record(lines, said or _delimiter_after(lines.ahead(100_000)), start), start, header)
        elif line.lstrip().startswith("#"):
            _add_header(line.strip().rstrip(DELIMITERS + " "), lines.taken, header)
        elif line.strip(DELIMITERS + ' \r\n"'):
            lines.put_back(line)
            return said or _delimiter_of(line, lines.taken + 1)
    raise Refused("no_columns")


def _add_header(text: str, line: int, header: list[RawHeader]) -> None:
    found = header_line(text, line, 1)
    if found:
        header.append(found)


def _delimiter_after(text: str) -> str:
    """What stands after the quotes that the text begins with; any will do where nothing does."""
    quoted = _QUOTED.match(text.lstrip())
    rest = text.lstrip()[quoted.end() :].lstrip(" ") if quoted else ""
    return rest[0] if rest and rest[0] in DELIMITERS else ","


def _delimiter_of(line: str, number: int) -> str:
    outside = _QUOTED.sub("", line)
    found = [mark for mark in DELIMITERS if mark in outside]
    if not found:
        raise Refused("no_delimiter", number)
    if len(found) > 1:
        raise Refused("two_delimiters", number)
    return found[0]


def _reader(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _record(lines: _Lines, delimiter: str, start: int) -> str:
    try:
        return next(_reader(lines, delimiter))[0]
    except csv.Error as fault:
        raise _quotes(fault, start) from None


def _rows(lines: _Lines, delimiter: str, limits: Limits) -> Iterator[RawRow]:
    reader = _reader(lines, delimiter)
    while True:
        start = lines.taken + 1
        try:
            texts = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise _quotes(fault, start) from None
        if len(texts) > limits.columns and any(text.strip() for text in texts[limits.columns :]):
            raise Refused("too_many_columns", start, found=len(texts), most=limits.columns)
        kinds = "".join(FORMULA if text[:1] == "=" else "t" for text in texts)
        yield RawRow(start, [bare(text) for text in texts], kinds if FORMULA in kinds else "")


def _quotes(fault: csv.Error, line: int) -> Refused:
    return Refused("quote_open" if "end of data" in str(fault) else "quote_inside", line)


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, ""),
        (codecs.BOM_UTF32_BE, ""),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            if not encoding:
                raise Refused("encoding")
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as fault:
                before = content[len(mark) : len(mark) + fault.start].decode(encoding, "replace")
                raise Refused("encoding", before.count("\n") + 1) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if b"\0" in content:
            raise Refused("nul", content.count(b"\n", 0, content.index(b"\0")) + 1) from None
        text = _western(content)
        if text is None:
            raise Refused("encoding", content.count(b"\n", 0, fault.start) + 1) from None
        return text


def decoded_anyhow(content: bytes) -> str:
    """The text, where need be as the old Western code of Windows would have it: a letter may be off, no digit is."""
    try:
        return _decoded(content)
    except Refused:
        return content.decode("cp1252", "replace").replace("\0", "")


_LETTERS = "À-ÖØ-öø-ÿ"
_WORD = re.compile(rf"[A-Za-z{_LETTERS}]+")
_DASH = re.compile(r"(?:^|(?<=[\d \t,;]))[–—](?=[\d \t,;]|$)", re.MULTILINE)


def _western(content: bytes) -> str | None:
    """The text in the old Western code of Windows, where the file cannot be in another old code as well.

    In the codes of DOS and of old Macs the same bytes are other signs: there an é reads as ‚ or Ž here. So what is
    beyond ASCII must be letters inside words that are written as words are, or a dash between numbers.
    """
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    rest = _DASH.sub("", text)
    if re.search(rf"[^\x00-\x7f{_LETTERS}]", rest):
        return None
    return text if all(_is_word(w[0]) for w in _WORD.finditer(rest) if not w[0].isascii()) else None


def _is_word(word: str) -> bool:
    plain = sum(c.isascii() for c in word)
    return plain >= max(1, len(word) - plain - 1) and (word.islower() or word.istitle() or word.isupper())
