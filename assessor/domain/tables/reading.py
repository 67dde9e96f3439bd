"""A grid of cells becomes a table, or the list of everything that is wrong with it: row, column and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessor.domain.language import Language
from assessor.domain.tables.cells import NUMERIC, Value, read_cell
from assessor.domain.tables.forms import form_to_read
from assessor.domain.tables.grid import Cell, Fault, Faults, Grid, Row
from assessor.domain.tables.grounds import ground_code
from assessor.domain.tables.model import ALL, Column, HeaderField, Table, TableCode, TableForm
from assessor.domain.tables.numbers import proves
from assessor.domain.tables.people import personal_faults
from assessor.domain.text import Text

MOST_FAULTS = 50
"""As many are listed; the rest is counted."""


def read_table(code: TableCode, grid: Grid, header_required: bool = True) -> Table[Any] | Faults:
    """The table, or why it is refused. What is about single people is refused before anything else is read.

    Without a required header the header lines may be left out, and so may every column whose cells may be empty; T1
    then needs no more than ground, group, n_in and n_through.
    """
    found = _Found()
    personal = personal_faults(grid)
    if personal:
        return Faults(personal[:MOST_FAULTS], len(personal[MOST_FAULTS:]))
    form = form_to_read(code, header_required)
    places = _columns(form, grid, found)
    header = _header(form, grid, found)
    if not grid.rows:
        found.add(_t("De tabel heeft geen rijen.", "The table has no rows."))
    notation = _notation(form, grid, places, found)
    rows = [_row(form, row, places, notation, found) for row in grid.rows]
    if found.faults:
        return found.all()
    return Table(
        code,
        header,
        tuple(form.row(line=row.line, **values) for row, values in zip(grid.rows, rows, strict=True)),
    )


@dataclass
class _Found:
    """The faults so far."""

    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0

    def add(self, message: Text, cell: Cell | None = None, line: int | None = None) -> None:
        if len(self.faults) < MOST_FAULTS:
            place, line = (cell.place, cell.line) if cell else ("", line)
            self.faults.append(Fault(message, place, line))
        else:
            self.left_out += 1

    def all(self) -> Faults:
        return Faults(tuple(self.faults), self.left_out)


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


# --- columns and header -----------------------------------------------------------------------------------


def _columns(form: TableForm, grid: Grid, found: _Found) -> Mapping[str, int]:
    """The place of each known column in a row; a column that is not known, double or missing is a fault."""
    places: dict[str, int] = {}
    unknown: list[Cell] = []
    for index, heading in enumerate(grid.columns):
        name = _plain_name(heading.text)
        if form.column(name) is None:
            unknown.append(heading)
        elif name in places:
            found.add(
                _t(
                    "De kolom {name} staat er twee keer ({place}).",
                    "The column {name} is there twice ({place}).",
                ).fill(name=name, place=heading.place),
                heading,
            )
        else:
            places[name] = index
    missing = [c.name for c in form.columns if c.required and c.name not in places]
    for heading in unknown:
        found.add(_unknown_column(form, heading, missing), heading)
    for name in missing:
        found.add(
            _t(
                "De kolom {name} ontbreekt in tabel {code}.",
                "The column {name} is missing from table {code}.",
            ).fill(name=name, code=form.code)
        )
    return places


def _unknown_column(form: TableForm, heading: Cell, missing: list[str]) -> Text:
    names = [c.name for c in form.columns]
    labels = {words.casefold(): c.name for c in form.columns for words in (c.label.nl, c.label.en)}
    typed = _plain_name(heading.text)
    near = labels.get(heading.text.strip().casefold()) or next(
        iter(
            difflib.get_close_matches(typed, missing, 1, 0.6)
            or difflib.get_close_matches(typed, names, 1, 0.7)
        ),
        None,
    )
    if near:
        return _t(
            "Kolom {n} ({place}) heeft een naam die tabel {code} niet kent. Bedoelt u {near}?",
            "Column {n} ({place}) has a name that table {code} does not know. Do you mean {near}?",
        ).fill(n=heading.column, place=heading.place, code=form.code, near=near)
    return _t(
        "Kolom {n} ({place}) hoort niet in tabel {code}. Haal de kolom weg.",
        "Column {n} ({place}) does not belong in table {code}. Take the column out.",
    ).fill(n=heading.column, place=heading.place, code=form.code)


def _header(form: TableForm, grid: Grid, found: _Found) -> Mapping[str, str]:
    typed = {_plain_name(key): cell for key, cell in grid.header.items()}
    header: dict[str, str] = {}
    for asked in form.header:
        cell = typed.get(asked.name)
        if cell is None or cell.is_empty:
            if asked.required:
                found.add(_missing_line(asked, typed), cell)
            continue
        value = read_cell(asked, cell, "en")
        if isinstance(value, Text):
            where = _t("Kop, {name} ({place}): ", "Header, {name} ({place}): ")
            found.add(_joined(where.fill(name=asked.name, place=cell.place), value), cell)
        else:
            header[asked.name] = _canonical(value)
    start, end = header.get("period_from"), header.get("period_to")
    if start and end and start > end:
        found.add(
            _t(
                "De periode in de kop eindigt voordat zij begint.",
                "The period in the header ends before it begins.",
            ),
            typed["period_to"],
        )
    return header


def _missing_line(asked: HeaderField, typed: Mapping[str, Cell]) -> Text:
    near = next(iter(difflib.get_close_matches(asked.name, typed, 1, 0.75)), None)
    text = _t(
        "In de kop ontbreekt {name} ({label}). Schrijf boven de tabel: # {name}: ...",
        "The header lacks {name} ({label}). Write above the table: # {name}: ...",
    ).fill(name=asked.name, label=asked.label)
    if near is None or near == asked.name:
        return text
    also = _t(" Er staat wel {near}.", " There is {near}, though.").fill(near=near)
    return Text(nl=text.nl + " " + also.nl, en=text.en + " " + also.en)


def _canonical(value: Value) -> str:
    match value:
        case float():
            return f"{value:g}" if value.is_integer() else repr(value)
        case _:
            return str(value)


# --- cells ------------------------------------------------------------------------------------------------


def _notation(form: TableForm, grid: Grid, places: Mapping[str, int], found: _Found) -> Language | None:
    """In which notation the numbers of this file are written; None where no cell proves it."""
    proof: dict[Language, Cell] = {}
    for cell in _number_cells(form, grid, places):
        language = proves(cell.text) if cell.kind == "text" else None
        if language is not None:
            proof.setdefault(language, cell)
            if len(proof) == 2:
                found.add(
                    _t(
                        "Het bestand mengt twee schrijfwijzen: {nl} heeft een decimale komma (of punten voor "
                        "duizendtallen), {en} een decimale punt (of komma's voor duizendtallen). Gebruik er één.",
                        "The file mixes two notations: {nl} has a decimal comma (or points for thousands), "
                        "{en} a decimal point (or commas for thousands). Use one of them.",
                    ).fill(nl=proof["nl"].place, en=proof["en"].place),
                    cell,
                )
                break
    return next(iter(proof), None)


def _number_cells(form: TableForm, grid: Grid, places: Mapping[str, int]) -> Iterable[Cell]:
    indexes = [places[c.name] for c in form.columns if c.kind in NUMERIC and c.name in places]
    return (row.cells[index] for row in grid.rows for index in indexes)


def _row(
    form: TableForm, row: Row, places: Mapping[str, int], notation: Language | None, found: _Found
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for column in form.columns:
        index = places.get(column.name)
        if index is None:
            continue
        cell = row.cells[index]
        value = read_cell(column, cell, notation)
        if value is None and not column.empty:
            value = _EMPTY
        if isinstance(value, Text):
            found.add(_at(column, cell, value), cell)
        else:
            values[column.name] = value
    ground = values.get("ground")
    if isinstance(ground, str):
        values["ground"] = ground = ground_code(ground)
        group = values.get("group")
        if (ground == ALL) != (group == ALL):
            found.add(_about_all(row), row.cells[places["ground"]])
    return values


_EMPTY = _t("deze cel mag niet leeg zijn.", "this cell may not be empty.")


def _about_all(row: Row) -> Text:
    return _t(
        "Rij {line}: de rij met iedereen heeft zowel bij ground als bij group het woord all.",
        "Row {line}: the row with everybody has the word all both as ground and as group.",
    ).fill(line=row.line)


def _at(column: Column, cell: Cell, what: Text) -> Text:
    where = _t("Rij {line}, kolom {name} ({place}):", "Row {line}, column {name} ({place}):")
    return _joined(where.fill(line=cell.line, name=column.name, place=cell.place), what)


def _joined(where: Text, what: Text) -> Text:
    return Text(nl=f"{where.nl} {what.nl}", en=f"{where.en} {what.en}")


def _plain_name(typed: str) -> str:
    return re.sub(r"[\s-]+", "_", typed.strip().casefold())
