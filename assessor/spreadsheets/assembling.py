"""Rows as a file has them to a grid: where the header ends, which row names the columns, what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assessor.spreadsheets.protocol import Limits, Problems, RawGrid, RawHeader, RawRow, Refused

_KEY = re.compile(r"[A-Za-z_][\w .-]{0,60}")
_MOST_HEADER_LINES = 200
_MOST_EMPTY_ROWS = 200_000

_ERRORS = frozenset(
    [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#N/B",
        "#NAAM?",
        "#LEEG!",
        "#GETAL!",
        "#VERW!",
        "#WAARDE!",
        "#OVERLOOP!",
        "#BEREKENEN!",
    ]
)
"""What a spreadsheet writes where a calculation failed, in English and in Dutch."""

DATE_NAMES = frozenset({"period_from", "period_to", "date", "closed_date", "month"})
"""The columns and header lines of all tables that hold a day or a month."""
_DAY_NUMBERS = range(25_569, 80_000)
"""1970 to 2119 as a spreadsheet counts days."""


def assemble(
    rows: Iterable[RawRow],
    header: list[RawHeader],
    limits: Limits,
    problems: Problems,
    sheet: str = "",
    header_sheet: str = "",
) -> RawGrid:
    """The grid, with what is wrong added to `problems`. Raises Refused where reading on is of no use."""
    left = iter(rows)
    heading = _heading(left, header, sheet)
    names = [text.strip() for text in heading.texts]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.columns:
        raise Refused("too_many_columns", heading.line, sheet=sheet, found=len(names), most=limits.columns)
    _check_names(names, heading.line, problems, sheet)
    _check_header(header, limits, problems, header_sheet or sheet)
    checker = _Checker(names, limits, problems, sheet)
    found = RawGrid(header, RawRow(heading.line, names), [], sheet or None, header_sheet or None)
    empty = 0
    for row in left:
        if not any(text and not text.isspace() for text in row.texts):
            empty += 1
            if empty > _MOST_EMPTY_ROWS:
                raise Refused("too_many_empty_rows", sheet=sheet, most=_MOST_EMPTY_ROWS)
            continue
        if len(found.rows) >= limits.rows:
            raise Refused("too_many_rows", row.line, sheet=sheet, most=limits.rows)
        if checker.fits(row):
            found.rows.append(row)
    return found


def _heading(rows: Iterator[RawRow], header: list[RawHeader], sheet: str) -> RawRow:
    for row in rows:
        first = next((text for text in row.texts if text and not text.isspace()), "")
        if not first:
            continue
        if not first.lstrip().startswith("#") or first.strip() in _ERRORS:
            return row
        at = row.texts.index(first)
        line = header_line(first, row.line, at + 1)
        if line and not line.value and at + 1 < len(row.texts):
            line = RawHeader(line.key, row.texts[at + 1], row.line, at + 2, row.kinds[at + 1 : at + 2] or "t")
        if line:
            header.append(line)
    raise Refused("no_columns", sheet=sheet)


def header_line(text: str, line: int, column: int) -> RawHeader | None:
    """`# key: value`, or None for a remark (`##`, or no key)."""
    key, colon, value = text.strip()[1:].partition(":")
    if not colon or not _KEY.fullmatch(key.strip()):
        return None
    return RawHeader(key.strip(), value.strip(), line, column)


def _check_names(names: list[str], line: int, problems: Problems, sheet: str) -> None:
    seen: dict[str, int] = {}
    for column, name in enumerate(names, 1):
        if not name:
            problems.add("column_unnamed", line, column, sheet)
        elif name.casefold() in seen:
            problems.add("column_twice", line, column, sheet, name=name)
        elif len(name) > 200:
            problems.add("cell_too_long", line, column, sheet, length=len(name), most=200)
        else:
            seen[name.casefold()] = column
        _check_text(name, "t", line, column, problems, sheet)


def _check_header(header: list[RawHeader], limits: Limits, problems: Problems, sheet: str) -> None:
    if len(header) > _MOST_HEADER_LINES:
        raise Refused("too_many_header_lines", sheet=sheet, most=_MOST_HEADER_LINES, found=len(header))
    seen: set[str] = set()
    for entry in header:
        if entry.key.casefold() in seen:
            problems.add("header_twice", entry.line, entry.column, sheet, key=entry.key)
        seen.add(entry.key.casefold())
        if len(entry.value) > limits.cell_length:
            problems.add(
                "cell_too_long",
                entry.line,
                entry.column,
                sheet,
                length=len(entry.value),
                most=limits.cell_length,
            )
        _check_text(entry.value, entry.kind, entry.line, entry.column, problems, sheet)
        if entry.key.casefold() in DATE_NAMES and _is_day_number(entry.value, entry.kind):
            problems.add("day_number", entry.line, entry.column, sheet, value=entry.value)


class _Checker:
    """Whether rows fit under the headings and in the limits."""

    def __init__(self, names: list[str], limits: Limits, problems: Problems, sheet: str) -> None:
        self.width = len(names)
        self.days = [at for at, name in enumerate(names) if name.casefold() in DATE_NAMES]
        self.limits = limits
        self.problems = problems
        self.sheet = sheet
        self.cells = 0
        self.text = 0

    def fits(self, row: RawRow) -> bool:
        """Whether the row can be handed on; what lies empty beyond the last heading is cut off."""
        if len(row.texts) > self.width:
            beyond = next((at for at in range(self.width, len(row.texts)) if row.texts[at].strip()), None)
            if beyond is not None:
                self.problems.add(
                    "row_too_long", row.line, beyond + 1, self.sheet, found=len(row.texts), wanted=self.width
                )
                return False
            del row.texts[self.width :]
            row.kinds = row.kinds[: self.width]
        if len(row.texts) < self.width:
            self.problems.add(
                "row_too_short", row.line, 0, self.sheet, found=len(row.texts), wanted=self.width
            )
            return False
        self._count(row)
        for at, text in enumerate(row.texts):
            kind = row.kinds[at] if row.kinds else "t"
            if len(text) > self.limits.cell_length:
                self.problems.add(
                    "cell_too_long",
                    row.line,
                    at + 1,
                    self.sheet,
                    length=len(text),
                    most=self.limits.cell_length,
                )
            elif text[:1] in ("=", "#"):
                _check_text(text, kind, row.line, at + 1, self.problems, self.sheet)
        for at in self.days:
            if row.kinds and _is_day_number(row.texts[at], row.kinds[at]):
                self.problems.add("day_number", row.line, at + 1, self.sheet, value=row.texts[at])
        return True

    def _count(self, row: RawRow) -> None:
        self.cells += self.width
        self.text += sum(map(len, row.texts))
        if self.cells > self.limits.cells:
            raise Refused("too_many_cells", row.line, sheet=self.sheet, most=self.limits.cells)
        if self.text > self.limits.text:
            raise Refused("too_much_text", row.line, sheet=self.sheet, most=self.limits.text // 1024 // 1024)


FORMULA = "f"
"""The kind of a text that a spreadsheet would calculate; it never leaves this process."""


def _check_text(text: str, kind: str, line: int, column: int, problems: Problems, sheet: str) -> None:
    if kind == FORMULA:
        problems.add("formula", line, column, sheet, formula=text)
    elif text.strip() in _ERRORS or (len(text) > 2 and not text.strip("#")):
        problems.add("error_value", line, column, sheet, value=text.strip()[:20])


def _is_day_number(text: str, kind: str) -> bool:
    return kind == "n" and text.isdecimal() and len(text) == 5 and int(text) in _DAY_NUMBERS
