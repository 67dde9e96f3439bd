"""Looks for single people in files that are no table: any sheet, hidden or not, with rows of any length.

Where a table begins has to be guessed here. A row counts as headings when it is the first with more than one cell, or
when its words are those of columns; what follows is looked at as a table with those headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.grid import Cell, Fault, Grid, LooseFile, LooseSheet, Row
from assessor.domain.tables.people import (
    AUTHORS,
    FEW_ROWS,
    NAMED_IN_HEADER,
    personal_faults,
    personal_faults_in_remarks,
    plain,
)
from assessor.domain.tables.people_words import AGES, COUNTS, JUDGES, OUTCOMES, PERSONS, SURE, TRAITS
from assessor.domain.text import Text

WIDEST = 100
"""Columns of a table; what stands further to the right is looked at cell by cell."""

_BEGINS = frozenset(SURE) | PERSONS | JUDGES
"""One of these heads a column of people."""
_HEADINGS = (
    _BEGINS
    | TRAITS
    | AGES
    | OUTCOMES
    | COUNTS
    | frozenset(AUTHORS)
    | frozenset(["naam", "name", "datum", "date", "maand", "month", "groep", "group"])
    | frozenset(column.name for form in FORMS.values() for column in form.columns)
)
_EMPTY = Cell("", 0, 0)


def personal_faults_anywhere(file: LooseFile) -> tuple[Fault, ...]:
    """Everything in the file that is about one person, each place once; empty when there is nothing."""
    found: dict[Text, Fault] = {}
    for sheet in file.sheets:
        for fault in _in_sheet(sheet):
            told = _on(sheet, fault)
            found.setdefault(told.message, told)
    for fault in personal_faults_in_remarks(file.remarks):
        found.setdefault(fault.message, fault)
    return tuple(found.values())


def _in_sheet(sheet: LooseSheet) -> Iterator[Fault]:
    header = {plain(_key(row)): _said(row) for row in sheet.rows if plain(_key(row)) in NAMED_IN_HEADER}
    if header:
        yield from personal_faults(Grid(header, (), ()))
    rows = [row for row in sheet.rows if plain(_key(row)) not in NAMED_IN_HEADER]
    starts = [0, *(at for at in _headings(rows) if at)]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield from personal_faults(_grid(rows[start:end]))
    beyond = tuple(
        Row(cell.line, (cell,)) for row in rows for cell in row.cells[WIDEST:] if not cell.is_empty
    )
    yield from personal_faults(Grid({}, (_EMPTY,), beyond))


def _key(row: Row) -> str:
    """The first text of a row, as `# key: value` has it or as a sheet with keys and values does."""
    return row.cells[0].text.strip().lstrip("#").partition(":")[0][:60]


def _said(row: Row) -> Cell:
    """All of the row as one cell."""
    return Cell(" ".join(cell.text for cell in row.cells), row.line, 1)


def _headings(rows: Sequence[Row]) -> list[int]:
    found: list[int] = []
    before = 0
    for at, row in enumerate(rows):
        filled = [cell for cell in row.cells[:WIDEST] if not cell.is_empty]
        known = [name for cell in filled if (name := plain(cell.text)) in _HEADINGS]
        if len(filled) < 2:
            first = False
        elif not found or len(set(known)) > 1:
            first = True
        else:
            below = rows[at + 1 :]
            first = row.line > before + 1 and bool(_BEGINS & set(known)) and len(below) >= FEW_ROWS
            first = first and not _are_listed(below)
        if first:
            found.append(at)
        before = row.line
    return found


def _are_listed(below: Sequence[Row]) -> bool:
    """Whether rows tell of columns instead of people, as a list of data that a system holds does."""
    first = [plain(row.cells[0].text) for row in below[: 4 * FEW_ROWS]]
    return sum(name in _HEADINGS for name in first) > 1


def _grid(rows: Sequence[Row]) -> Grid:
    width = min(WIDEST, max((len(row.cells) for row in rows), default=0))
    above = [Row(0, ())] if not rows or _are_listed(rows[1:]) else []
    headings, *data = (_padded(row, width) for row in [*above, *rows])
    return Grid({}, headings.cells, tuple(data))


def _padded(row: Row, width: int) -> Row:
    return Row(row.line, (*row.cells[:width], *[_EMPTY] * (width - len(row.cells))))


def _on(sheet: LooseSheet, fault: Fault) -> Fault:
    if sheet.pivot:
        where = _BEHIND
    elif sheet.name:
        where = _SHEET.fill(sheet=sheet.name)
    else:
        return fault
    said = fault.message
    message = Text(nl=f"{where.nl}: {_small(said.nl)}", en=f"{where.en}: {_small(said.en)}")
    return Fault(message, fault.place, fault.line)


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


_SHEET = Text(nl="Blad ‘{sheet}’", en="Sheet ‘{sheet}’")
_BEHIND = Text(nl="Gegevens achter een draaitabel", en="Data behind a pivot table")
