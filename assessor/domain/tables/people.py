"""Refuses files about single people: a row for each candidate, case or reviewer, and marks such as e-mail addresses.

It looks at every table and at every other CSV or XLSX that comes in as evidence. So it has to leave alone what such
files hold otherwise: counts, days of releases, version numbers, a line for each event. What was found is named by kind,
row and column and never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.tables.cells import NUMERIC, read_day
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.grid import Cell, Fault, Grid, Row
from assessor.domain.tables.people_words import (
    AGES,
    COUNTS,
    FIRST_NAMES,
    JUDGES,
    OUTCOMES,
    PERSONS,
    SURE,
    TRAITS,
)
from assessor.domain.tables.personal import NAMES, Mark, marks, service_numbers
from assessor.domain.text import Text

FEW_ROWS = 5
"""A handful of rows without a number can be anything; from here on they can be people."""

_COUNTED = frozenset(c.name for form in FORMS.values() for c in form.columns if c.kind in NUMERIC)
_COUNTS_PEOPLE = frozenset(c.name for form in FORMS.values() for c in form.columns if c.kind == "count")
NAMED_IN_HEADER = ("prepared_by", "signed_off_by")
AUTHORS = ("author", "auteur", "prepared_by", "signed_off_by")


@dataclass(frozen=True)
class _Column:
    heading: Cell
    name: str
    cells: Sequence[Cell]
    """Those that are not empty."""


def personal_faults(grid: Grid) -> tuple[Fault, ...]:
    """Everything in the file that is about one person; empty when there is nothing."""
    columns = [
        _Column(heading, plain(heading.text), [c for row in grid.rows if not (c := row.cells[i]).is_empty])
        for i, heading in enumerate(grid.columns)
    ]
    found = [*_in_header(grid.header), *_in_headings(grid.columns)]
    for column in columns:
        found += _by_name(column, len(grid.rows)) or _by_content(column)
    return tuple(found or _row_per_person(columns, grid.rows))


def personal_faults_in_remarks(remarks: Iterable[str]) -> tuple[Fault, ...]:
    """Marks of people in texts that stand in no cell; each kind once."""
    cells = [Cell(text, 0, 0) for text in remarks]
    return tuple(_fault(_REMARK.fill(what=NAMES[mark])) for mark in _marked(cells))


# --- one column -------------------------------------------------------------------------------------------


def _by_name(column: _Column, rows: int) -> list[Fault]:
    what = SURE.get(column.name)
    if what is None and column.name in JUDGES and _are_labels(column.cells):
        what = _REVIEWERS
    if (
        what is None
        and column.name in PERSONS
        and _are_labels(column.cells)
        and _one_each(column.cells, rows)
    ):
        what = _PEOPLE
    if what is None:
        return []
    return [_fault(_COLUMN.fill(place=column.heading.place, what=what), column.heading)]


def _by_content(column: _Column) -> list[Fault]:
    marked = _marked(column.cells, service=column.name not in _COUNTED)
    if marked:
        return [_cells(cell, NAMES[mark], number) for mark, (cell, number) in marked.items()]
    if column.name not in AUTHORS and _are_names(column.cells):
        return [_fault(_COLUMN.fill(place=column.heading.place, what=_PEOPLE_NAMES), column.heading)]
    if _are_births(column):
        return [_fault(_COLUMN.fill(place=column.heading.place, what=_BIRTHS), column.heading)]
    return []


def _marked(cells: Sequence[Cell], service: bool = True) -> dict[Mark, tuple[Cell, int]]:
    """Each kind of mark with the first cell that holds it and in how many cells it is.

    One in eleven numbers of nine digits passes the check of a service number by chance, so that half of them have to.
    """
    found: dict[Mark, tuple[Cell, int]] = {}
    written, holds = 0, []
    for cell in cells:
        for mark in marks(cell.text):
            first, number = found.get(mark, (cell, 0))
            found[mark] = (first, number + 1)
        for passes in service_numbers(cell.text) if service else ():
            written += 1
            if passes:
                holds.append(cell)
    if holds and 2 * len(holds) >= written:
        found["bsn"] = (holds[0], len(holds))
    return found


def _are_labels(cells: Sequence[Cell]) -> bool:
    """Whether most cells are words or codes and no measured numbers."""
    whole = [c.text.strip() for c in cells if c.text.strip().isdecimal()]
    return _are_words(cells) or (len(cells) >= FEW_ROWS and len(set(whole)) == len(cells))


def _are_words(cells: Sequence[Cell]) -> bool:
    words = [c for c in cells if not re.fullmatch(r"-?[0-9.,' ]{0,20}%?", c.text.strip())]
    return len(words) * 2 > len(cells)


def _one_each(cells: Sequence[Cell], rows: int) -> bool:
    """Whether nearly every row has another value."""
    return rows >= FEW_ROWS and len({c.text.strip() for c in cells}) * 10 >= rows * 9


def _are_names(cells: Sequence[Cell]) -> bool:
    distinct = {c.text.strip() for c in cells if len(c.text) < 80}
    alike = sum(_is_name(text) for text in distinct)
    return alike >= 2 and alike * 3 >= len(distinct)


_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]{0,30},? ){1,5}[^\W\d_][\w'’-]{0,30}")
_INITIALS = re.compile(
    r"(?:[A-Z]\.){1,4} ?(?:(?:van|de|den|der|ter|ten|te|el|al|von|la|le)\.? ){0,3}[A-Z][\w'’-]{1,30}"
)


def _is_name(text: str) -> bool:
    """Invented people, as in swap tests, carry a word in brackets and are no names here."""
    if _INITIALS.fullmatch(text):
        return True
    if not _NAME.fullmatch(text):
        return False
    words = text.replace(",", "").split()
    first = words[-1] if "," in text else words[0]  # Jansen, Jan
    return words[-1][0].isupper() and first.casefold() in FIRST_NAMES


def _are_births(column: _Column) -> bool:
    """Days of many years, most of them long ago: no log of releases looks like that."""
    days = [day for c in column.cells if not isinstance(day := read_day(c.text), Text)]
    if column.name in ("group", "groep"):
        return any(1900 < day.year <= 2012 for day in days)
    old = [day.year for day in days if 1900 < day.year <= 2012]
    return len(old) >= FEW_ROWS and len(old) * 5 >= len(column.cells) * 4 and max(old) - min(old) >= 15


# --- the file ---------------------------------------------------------------------------------------------


def _in_header(header: Mapping[str, Cell]) -> Iterator[Fault]:
    for key, cell in header.items():
        allowed = ("e-mail", "phone") if plain(key) in NAMED_IN_HEADER else ()
        for mark in marks(cell.text):
            if mark not in allowed:
                yield _fault(_HEADER.fill(what=NAMES[mark], place=cell.place), cell)
        if any(service_numbers(cell.text)):
            yield _fault(_HEADER.fill(what=NAMES["bsn"], place=cell.place), cell)


def _in_headings(headings: Sequence[Cell]) -> Iterator[Fault]:
    for cell in headings:
        for mark in marks(cell.text):
            yield _cells(cell, NAMES[mark], 1)
        if any(service_numbers(cell.text)):
            yield _cells(cell, NAMES["bsn"], 1)


def _row_per_person(columns: Sequence[_Column], rows: Sequence[Row]) -> list[Fault]:
    """Rows that each stand for one person: traits and outcomes side by side and nothing that counts, or counts of
    one throughout."""
    if len(rows) < FEW_ROWS:
        return []
    counting = [c for c in columns if c.name in _COUNTS_PEOPLE or COUNTS & set(c.name.split("_"))]
    traits = [c for c in columns if c.name in TRAITS]
    if counting:
        first = counting[0]
        ones = len(first.cells) == len(rows) and all(cell.text.strip() == "1" for cell in first.cells)
        if ones and (traits or any(c.name in ("group", "groep") for c in columns)):
            return [_fault(_ONES.fill(place=first.heading.place), first.heading)]
        return []
    told = [c for c in columns if c.name in TRAITS | OUTCOMES]
    if not traits or len(told) < 2:
        return []
    in_words = len(traits) > 1 or any(_are_words(c.cells) for c in told)
    if (in_words and any(_are_ages(c) for c in traits)) or (
        len(rows) >= 2 * FEW_ROWS and _repeat(columns, rows)
    ):
        return [_fault(_ROWS.fill(places=", ".join(c.heading.place for c in told)))]
    return []


def _are_ages(column: _Column) -> bool:
    """Ages or years of birth as single people have them, most of them different; no bands."""
    whole = [int(c.text) for c in column.cells if c.text.strip().isdecimal() and len(c.text) <= 6]
    if column.name not in AGES or len(whole) < len(column.cells) or len(set(whole)) < FEW_ROWS - 1:
        return False
    return all(14 <= age <= 99 or 1920 <= age <= 2012 for age in whole)


def _repeat(columns: Sequence[_Column], rows: Sequence[Row]) -> bool:
    """Whether rows are alike in all that is not nearly always different. People are; in a table of groups every
    combination of group, month and so on stands once."""
    index = [i for i, c in enumerate(columns) if len({cell.text for cell in c.cells}) * 2 <= len(rows)]
    return len({tuple(row.cells[i].text for i in index) for row in rows}) < len(rows)


def plain(name: str) -> str:
    """A heading without what differs between people who type it: e_mail for "E-mail "."""
    return re.sub(r"[^\w]+", "_", name.strip().casefold()).strip("_")


# --- sentences --------------------------------------------------------------------------------------------


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


def _fault(text: Text, cell: Cell | None = None) -> Fault:
    full = Text(nl=f"{text.nl} {_INSTEAD.nl}", en=f"{text.en} {_INSTEAD.en}")
    return Fault(full, cell.place, cell.line) if cell else Fault(full)


def _cells(cell: Cell, what: Text, number: int) -> Fault:
    if number == 1:
        return _fault(_ONE_CELL.fill(line=cell.line, place=cell.place, what=what), cell)
    return _fault(_MORE_CELLS.fill(line=cell.line, place=cell.place, what=what, n=number), cell)


_INSTEAD = _t(
    "Lever alleen aantallen, geen gegevens van losse mensen. Het commando assessor tables maakt de tabellen op uw "
    "eigen computer.",
    "Deliver counts only, no data about single people. The command assessor tables makes the tables on your own "
    "computer.",
)
_COLUMN = _t("De kolom in {place} bevat {what}.", "The column at {place} holds {what}.")
_ONE_CELL = _t("In rij {line} ({place}) staat {what}.", "Row {line} ({place}) holds {what}.")
_MORE_CELLS = _t(
    "In rij {line} ({place}) staat {what}; in deze kolom in {n} cellen.",
    "Row {line} ({place}) holds {what}; in this column {n} cells do.",
)
_REMARK = _t(
    "In een opmerking, tekstvak, grafiek of kop- of voettekst van dit bestand staat {what}.",
    "A comment, text box, chart, header or footer of this file holds {what}.",
)
_HEADER = _t("In de kop ({place}) staat {what}.", "The header ({place}) holds {what}.")
_ONES = _t(
    "In elke rij staat het aantal 1 ({place}): zo te zien gaat elke rij over één mens.",
    "Every row counts 1 ({place}): each row seems to be about one person.",
)
_ROWS = _t(
    "Zo te zien gaat elke rij over één mens: kenmerken en uitkomsten staan naast elkaar ({places}) en er is geen "
    "kolom met aantallen.",
    "Each row seems to be about one person: traits and outcomes stand side by side ({places}) and no column counts.",
)
_REVIEWERS = _t("losse beoordelaars", "single reviewers")
_PEOPLE = _t("voor elke rij een andere mens", "another person for each row")
_PEOPLE_NAMES = _t("namen van mensen", "names of people")
_BIRTHS = _t("datums die op geboortedatums lijken", "dates that look like dates of birth")
