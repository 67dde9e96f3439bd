"""Cells to a CSV or XLSX file: what was a text comes back as the same text and is never calculated."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from assessor.domain.language import Language
from assessor.domain.limits import clean_text
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.grid import column_letters
from assessor.domain.tables.model import Count, Table
from assessor.domain.text import Text
from assessor.spreadsheets.csv_file import protect
from assessor.spreadsheets.workbook import HEADER_SHEET, LONGEST_IN_CELL, Book
from assessor.spreadsheets.workbook import heading_of_header as header_headings

Format = Literal["csv", "xlsx"]
CONTENT_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Value = str | int | float | bool | datetime.date | Count | None
"""What a cell can be written from. A text stays text, whatever it looks like."""


@dataclass(frozen=True)
class Figure:
    """A number as printed: 0.70 or 29%. A spreadsheet gets the number, and shows it with these decimals."""

    printed: str


class CannotWrite(Exception):
    """A text that does not fit; nothing is ever cut off silently."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def write_table(table: Table[Any], language: Language, format: Format) -> bytes:
    """The table under its own column names; reading the file gives the same table."""
    form = FORMS[table.code]
    used = [c for c in form.columns if c.required or any(getattr(r, c.name) is not None for r in table.rows)]
    printed = {c.name for c in used if c.kind == "printed"}
    rows = [
        [
            Figure(value) if isinstance(value := getattr(row, c.name), str) and c.name in printed else value
            for c in used
        ]
        for row in table.rows
    ]
    title = f"{table.code} {form.title.to(language)}"
    return write_cells([c.name for c in used], rows, language, format, table.header, table.code, title)


def write_cells(
    columns: Iterable[str],
    rows: Iterable[Iterable[Value | Figure]],
    language: Language,
    format: Format,
    header: Mapping[str, str] | None = None,
    sheet: str = "",
    title: str = "",
) -> bytes:
    """Any table of cells. CSV: UTF-8 with its mark, `;` for Dutch spreadsheets and `,` for English ones; a text
    that would be calculated gets a ' in front, which reading takes away. Decimals always with a point.
    """
    names = [clean_text(name) for name in columns]
    lines = {clean_text(k): " ".join(clean_text(v).split()) for k, v in (header or {}).items()}
    if format == "csv":
        return _csv(names, rows, language, lines)
    return _xlsx(names, rows, language, lines, sheet or title or "1", title)


def csv_writer(to: io.StringIO, language: Language) -> Any:
    """A writer of CSV as spreadsheets set to this language read it."""
    return csv.writer(to, delimiter=";" if language == "nl" else ",", lineterminator="\r\n")


def in_bytes(text: io.StringIO) -> bytes:
    # Without the mark a spreadsheet takes UTF-8 for the old Western code.
    return text.getvalue().encode("utf-8-sig")


def _csv(
    names: list[str],
    rows: Iterable[Iterable[Value | Figure]],
    language: Language,
    header: Mapping[str, str],
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv_writer(text, language)
    for key, value in header.items():
        writer.writerow([f"# {key}: {value}"])
    writer.writerow([protect(name) for name in names])
    for row in rows:
        writer.writerow([_in_csv(value) for value in row])
    return in_bytes(text)


def _in_csv(value: Value | Figure) -> str:
    match value:
        case None:
            return ""
        case str():
            return protect(clean_text(value))
        case Figure():
            return protect(_not_in_doubt(clean_text(value.printed)))
        case bool():
            return "yes" if value else "no"
        case float():
            return _not_in_doubt(_in_full(value))
        case datetime.date():
            return value.isoformat()
        case _:
            return str(value)


def _in_full(value: float) -> str:
    return format(Decimal(repr(value)), "f")


def _not_in_doubt(number: str) -> str:
    """1.234 could be thousands: with one more zero it cannot."""
    return f"{number}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", number, re.ASCII) else number


_NUMBER = re.compile(r"(-?(?:0|[1-9]\d{0,11})(?:\.(\d{1,9}))?)(%?)", re.ASCII)


def _xlsx(
    names: list[str],
    rows: Iterable[Iterable[Value | Figure]],
    language: Language,
    header: Mapping[str, str],
    sheet: str,
    title: str,
) -> bytes:
    book = Book(title, language)
    page = book.sheet(sheet)
    for column, name in enumerate(names):
        page.write_string(0, column, _fits(name, 0, column), book.heading)
        page.set_column(column, column, min(max(len(name) + 2, 12), 40))
    page.freeze_panes(1, 0)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(book, page, line, column, value)
    if header:
        above = book.sheet(HEADER_SHEET.to(language))
        for column, words in enumerate(header_headings(language)[:2]):
            above.write_string(0, column, words, book.heading)
        for line, (key, words) in enumerate(header.items(), 1):
            above.write_string(line, 0, _fits(key, line, 0))
            above.write_string(line, 1, _fits(words, line, 1), book.text)
        above.set_column(0, 0, 28)
        above.set_column(1, 1, 60)
        above.freeze_panes(1, 0)
    return book.content()


def _write(book: Book, page: Any, line: int, column: int, value: Value | Figure) -> None:
    match value:
        case None | "":
            return
        case str():
            page.write_string(line, column, _fits(clean_text(value), line, column), book.text)
        case Figure():
            _write_figure(book, page, line, column, clean_text(value.printed))
        case bool():
            page.write_string(line, column, "yes" if value else "no")
        case Count() if not value.is_exact:
            page.write_string(line, column, str(value))
        case Count():
            page.write_number(line, column, value.low)
        case datetime.date():
            page.write_string(line, column, value.isoformat(), book.text)
        case _:
            page.write_number(line, column, value)


def _write_figure(book: Book, page: Any, line: int, column: int, printed: str) -> None:
    found = _NUMBER.fullmatch(printed)
    if not found or (found[1].startswith("-0") and not float(found[1])):
        page.write_string(line, column, _fits(printed, line, column), book.text)
        return
    value = Decimal(found[1]) / (100 if found[3] else 1)
    decimals = "0." + "0" * len(found[2]) if found[2] else "0"
    page.write_number(line, column, float(value), book.number(f"{decimals}{found[3]}"))


def _fits(text: str, line: int, column: int) -> str:
    if len(text) > LONGEST_IN_CELL:
        raise CannotWrite(
            Text(
                nl="De tekst voor cel {place} is {n} tekens lang; in een werkmap passen er {most}. Kies CSV.",
                en="The text for cell {place} is {n} characters long; {most} fit in a workbook. Choose CSV.",
            ).fill(place=f"{column_letters(column + 1)}{line + 1}", n=len(text), most=LONGEST_IN_CELL)
        )
    return text
