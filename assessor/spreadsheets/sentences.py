"""What is said of a file that cannot be taken: what is wrong, where, and what to do, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessor.domain.formats import number
from assessor.domain.limits import clean_text
from assessor.domain.tables.grid import Fault, column_letters
from assessor.domain.text import Text
from assessor.spreadsheets.sentences_of_files import OF_FILES

_LONGEST_VALUE = 80

_AGAIN = Text(
    nl="Gebruik de lege tabel die u hier kunt downloaden, of sla uw tabel op als CSV of XLSX.",
    en="Use the empty table that you can download here, or save your table as CSV or XLSX.",
)

_OF_CELLS: dict[str, Text] = {
    # cells
    "formula": Text(
        nl=(
            "Hier staat een formule ({formula}). Zet de uitkomst zelf in de cel, bijvoorbeeld met "
            "Plakken speciaal, Waarden."
        ),
        en=(
            "There is a formula here ({formula}). Put the outcome itself into the cell, for "
            "instance with Paste Special, Values."
        ),
    ),
    "error_value": Text(
        nl=(
            "Hier staat {value}: een berekening is mislukt of de kolom was te smal. Zet de waarde "
            "zelf in de cel."
        ),
        en=(
            "It says {value} here: a calculation failed or the column was too narrow. Put the value"
            " itself into the cell."
        ),
    ),
    "day_number": Text(
        nl=(
            "Hier hoort een datum of maand, maar er staat het getal {value}, zoals een spreadsheet "
            "dagen telt. Typ de datum als tekst, bijvoorbeeld 2026-03-01, of geef de cel een "
            "datumnotatie."
        ),
        en=(
            "A date or month belongs here, but it is the number {value}, as a spreadsheet counts "
            "days. Type the date as text, for instance 2026-03-01, or give the cell a date format."
        ),
    ),
    "cell_too_long": Text(
        nl="De tekst in deze cel is {length} tekens lang; er passen er hoogstens {most}.",
        en="The text in this cell is {length} characters long; at most {most} fit.",
    ),
    # the table
    "no_columns": Text(
        nl="Er is geen rij met kolomnamen gevonden. Zet de kolomnamen in de eerste rij onder de kopgegevens.",
        en="No row with column names was found. Put the column names in the first row below the header.",
    ),
    "column_twice": Text(
        nl="De kolomnaam {name} komt twee keer voor. Elke kolom heeft een eigen naam.",
        en="The column name {name} occurs twice. Each column has a name of its own.",
    ),
    "column_unnamed": Text(
        nl="Deze kolom heeft geen naam. Zet er een naam boven of verwijder de kolom.",
        en="This column has no name. Put a name above it or delete the column.",
    ),
    "header_twice": Text(
        nl="Het gegeven {key} staat twee keer in de kopgegevens. Laat er één staan.",
        en="The entry {key} stands twice in the header. Leave one of them.",
    ),
    "too_many_header_lines": Text(
        nl="Er staan {found} regels met kopgegevens; er mogen er hoogstens {most} zijn.",
        en="The header has {found} lines; at most {most} are allowed.",
    ),
    "row_too_short": Text(
        nl="Deze rij heeft te weinig cellen: {found} in plaats van {wanted}. Is een cel leeg, laat dan het "
        "scheidingsteken staan.",
        en="This row has too few cells: {found} instead of {wanted}. Where a cell is empty, leave its delimiter.",
    ),
    "row_too_long": Text(
        nl="Hier staat iets voorbij de laatste kolom: deze rij heeft {found} cellen in plaats van {wanted}. Zet "
        "tekst met een scheidingsteken erin tussen aanhalingstekens.",
        en="There is something beyond the last column here: this row has {found} cells instead of {wanted}. Put "
        "text that contains a delimiter between quotation marks.",
    ),
    "too_many_columns": Text(
        nl=(
            "Deze tabel heeft {found} kolommen; er mogen er hoogstens {most} zijn. Gebruik de "
            "kolommen van de lege tabel die u hier kunt downloaden."
        ),
        en=(
            "This table has {found} columns; at most {most} are allowed. Use the columns of the "
            "empty table that you can download here."
        ),
    ),
    "too_many_rows": Text(
        nl=(
            "Deze tabel heeft meer dan {most} rijen. Lever aantallen per groep, geen rijen per "
            "persoon; maak zo nodig functiegroepen of perioden groter."
        ),
        en=(
            "This table has more than {most} rows. Deliver counts per group, no rows per person; "
            "make job families or periods larger where needed."
        ),
    ),
    "too_many_empty_rows": Text(
        nl="In dit bestand staan meer dan {most} lege rijen. Verwijder de lege rijen onder de tabel en sla het "
        "bestand opnieuw op.",
        en="This file has more than {most} empty rows. Delete the empty rows below the table and save the file again.",
    ),
    "too_many_cells": Text(
        nl=(
            "Deze tabel heeft meer dan {most} cellen. Lever aantallen per groep, geen rijen per "
            "persoon; verwijder kolommen die niet gevraagd zijn."
        ),
        en=(
            "This table has more than {most} cells. Deliver counts per group, no rows per person; "
            "delete columns that were not asked for."
        ),
    ),
    "too_much_text": Text(
        nl="In deze tabel staat meer dan {most} miljoen tekens aan tekst. Lever aantallen, geen teksten.",
        en="This table contains more than {most} million characters of text. Deliver counts, no texts.",
    ),
    # CSV
    "nul": Text(
        nl="Dit bestand bevat tekens die in een CSV-bestand niet horen (NUL). Sla het op als ‘CSV UTF-8’.",
        en="This file contains characters that do not belong in a CSV file (NUL). Save it as ‘CSV UTF-8’.",
    ),
    "encoding": Text(
        nl=(
            "Letters met accenten in dit bestand zijn niet met zekerheid te lezen. Sla het op als "
            "‘CSV UTF-8’."
        ),
        en="Letters with accents in this file cannot be read with certainty. Save it as ‘CSV UTF-8’.",
    ),
    "no_delimiter": Text(
        nl="De kolomnamen zijn niet gescheiden. Zet er een puntkomma, een komma of een tab tussen.",
        en="The column names are not separated. Put a semicolon, a comma or a tab between them.",
    ),
    "two_delimiters": Text(
        nl=(
            "Tussen de kolomnamen staan verschillende scheidingstekens. Gebruik overal hetzelfde: "
            "een puntkomma, een komma of een tab."
        ),
        en=(
            "There are different delimiters between the column names. Use the same everywhere: a "
            "semicolon, a comma or a tab."
        ),
    ),
    "quote_open": Text(
        nl=(
            "Een aanhalingsteken in deze rij wordt nergens gesloten. Sluit het, of schrijf een "
            'aanhalingsteken binnen tekst dubbel ("").'
        ),
        en=(
            "A quotation mark in this row is never closed. Close it, or write a quotation mark "
            'within text twice ("").'
        ),
    ),
    "quote_inside": Text(
        nl=(
            "Na een gesloten aanhalingsteken staat nog tekst. Schrijf een aanhalingsteken binnen "
            'tekst dubbel ("").'
        ),
        en='There is text after a closed quotation mark. Write a quotation mark within text twice ("").',
    ),
}

SENTENCES = OF_FILES | _OF_CELLS


def fault_of(problem: Mapping[str, Any], is_csv: bool) -> Fault:
    """The sentence of a fault, with its place in front."""
    line, column, sheet = problem.get("line", 0), problem.get("column", 0), problem.get("sheet", "")
    values = {name: _printed(value) for name, value in problem.get("values", {}).items()}
    said = SENTENCES[problem["code"]].fill(**values, again=_AGAIN)
    where = _where(line, column, _printed(sheet) if sheet else None, is_csv)
    place = f"{column_letters(column)}{line}" if line and column else ""
    return Fault(_joined(where, said) if where else said, place, line or None)


def _where(line: int, column: int, sheet: Text | None, is_csv: bool) -> Text | None:
    on = Text(nl="Blad ‘{sheet}’", en="Sheet ‘{sheet}’").fill(sheet=sheet) if sheet else None
    at: Text | None = None
    if line and column and not is_csv:
        at = Text(nl="cel {place}", en="cell {place}").fill(place=f"{column_letters(column)}{line}")
    elif line and column:
        at = Text(nl="regel {line}, kolom {column}", en="line {line}, column {column}").fill(
            line=line, column=column
        )
    elif line:
        at = Text(nl="rij {line}", en="row {line}").fill(line=line)
        if is_csv:
            at = Text(nl="regel {line}", en="line {line}").fill(line=line)
    elif column:
        at = Text(nl="kolom {letters}", en="column {letters}").fill(letters=column_letters(column))
    if on and at:
        return Text(nl=f"{on.nl}, {at.nl}", en=f"{on.en}, {at.en}")
    return on or (Text(nl=at.nl[0].upper() + at.nl[1:], en=at.en[0].upper() + at.en[1:]) if at else None)


def _joined(where: Text, said: Text) -> Text:
    return Text(
        nl=f"{where.nl}: {said.nl[0].lower()}{said.nl[1:]}",
        en=f"{where.en}: {said.en[0].lower()}{said.en[1:]}",
    )


def _printed(value: Any) -> Text:
    """A number grouped as the language does; words of the file cut short, on one line."""
    if isinstance(value, int):
        return Text(nl=number(value, "nl"), en=number(value, "en"))
    if isinstance(value, list):
        names = [_short(name) for name in value]
        return Text(
            nl=", ".join(f"‘{n}’" for n in names) or "–", en=", ".join(f"‘{n}’" for n in names) or "–"
        )
    words = _short(value)
    return Text(nl=words, en=words)


def _short(value: object) -> str:
    words = " ".join(clean_text(str(value)).split()) or "–"
    return words if len(words) <= _LONGEST_VALUE else f"{words[:_LONGEST_VALUE]}…"
