"""Single people in files that are no table: where a table begins is guessed, what is harmless is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.tables.grid import Cell, LooseFile, LooseSheet, Row
from assessor.domain.tables.people_anywhere import personal_faults_anywhere


def sheet(text: str, name: str = "", *, pivot: bool = False) -> LooseSheet:
    """Lines of cells with a semicolon between them; empty lines are left out as reading does."""
    lines = [(n, line.split(";")) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    rows = (Row(n, tuple(Cell(cell, n, at) for at, cell in enumerate(cells, 1))) for n, cells in lines)
    return LooseSheet(name, tuple(rows), pivot)


def found(*sheets: LooseSheet, remarks: tuple[str, ...] = ()) -> list[str]:
    return [fault.message.nl for fault in personal_faults_anywhere(LooseFile(sheets, remarks))]


# What a system holds, told field by field, is about no one.
LIST_WITH_HEADINGS = """veld;doel;bewaard
geslacht;toetsen op verschil;1 jaar
geboortedatum;wordt niet bewaard;-
e-mail;contact;4 weken
kandidaatnummer;koppelen;1 jaar"""
LIST_WITHOUT = """Gegevens

voornaam;aanspreken;4 weken
achternaam;aanspreken;4 weken
e-mail;contact;4 weken
telefoonnummer;contact;4 weken
geslacht;toetsen;1 jaar
leeftijd;toetsen;1 jaar
functie;zoeken;1 jaar"""
# Counts, and the outcome of a formula beside them.
TWO_TABLES = """Uitkomsten 2026

groep;n_in;n_through
vrouw;120;30
man;150;60

leeftijd;aantal;aandeel
15-24;80;0,2
25-54;900;0,6
55+;310;0,2
;;=SUM(C9:C11)"""

PEOPLE = "\n".join(f"K-{n};vestiging {n % 3};{'ja' if n % 2 else 'nee'}" for n in range(12))


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ("", "A1"),
        ("Overzicht van de proef\n\n", "A3"),
        ("Versie;3.4\nDatum;2026-03-01\n\n", "A4"),
        ("groep;n_in;n_through\nvrouw;120;30\nman;150;60\n\n", "A5"),
    ],
)
def test_a_table_of_people_is_found_below_whatever_stands_above_it(above: str, place: str) -> None:
    (message,) = found(sheet(f"{above}kandidaatnummer;vestiging;opmerking\n{PEOPLE}"))
    assert message.startswith(f"De kolom in {place} bevat nummers van kandidaten")


def test_rows_of_different_lengths_hide_nothing() -> None:
    (message,) = found(sheet("x\na;b;c;d;e;jan@voorbeeld.nl\nf;g"))
    assert message.startswith("In rij 2 (F2) staat een e-mailadres.")
    (far,) = found(sheet("x;y\n" + ";" * 300 + "jan@voorbeeld.nl"))
    assert far.startswith("In rij 2 (KO2) staat een e-mailadres.")


def test_names_in_any_column_are_found_without_a_heading_that_says_so() -> None:
    (message,) = found(sheet("toelichting\n1;Jan de Vries\n2;Fatima el Amrani\n3;Piet Jansen\n"))
    assert "namen van mensen" in message


def test_the_sheet_is_named_and_so_is_what_lies_behind_a_pivot_table() -> None:
    text = "x;y\n1;jan@voorbeeld.nl"
    (shown,) = found(sheet(text, "Blad2"))
    assert shown.startswith("Blad ‘Blad2’: in rij 2 (B2) staat een e-mailadres. Lever alleen aantallen")
    (behind,) = found(sheet(text, pivot=True))
    assert behind.startswith("Gegevens achter een draaitabel: in rij 2 (B2) staat een e-mailadres.")


def test_each_place_is_told_once_and_remarks_are_told_too() -> None:
    text = "x;y\n1;jan@voorbeeld.nl"
    messages = found(sheet(text, "A"), sheet(text, "A"), remarks=("bel 06-12345678", "of 06-12345679"))
    assert len(messages) == 2
    assert messages[1].endswith("eigen computer.")
    assert "voettekst van dit bestand staat een telefoonnummer." in messages[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "alleen een titel",
        "Gegeven;Waarde\nprepared_by;A. Rekenaar, a.rekenaar@voorbeeld.nl\nsigned_off_by;B. Tekenaar",
        "# prepared_by: A. Rekenaar;a.rekenaar@voorbeeld.nl\ngroep;n\nvrouw;12",
        LIST_WITH_HEADINGS,
        LIST_WITHOUT,
        TWO_TABLES,
        "release;datum;fouten\n" + "\n".join(f"3.{n}.0;2026-{n:02}-01;{n}" for n in range(1, 13)),
    ],
)
def test_what_is_about_no_one_passes(text: str) -> None:
    assert found(sheet(text, "Blad1")) == []


@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(["e-mail", "n", "cv", "1", ""]), max_size=6)))
def test_no_sheet_makes_the_search_fail(lines: list[list[str]]) -> None:
    rows = tuple(
        Row(n, tuple(Cell(text, n, at) for at, text in enumerate(cells, 1)))
        for n, cells in enumerate(lines, 1)
        if cells
    )
    personal_faults_anywhere(LooseFile((LooseSheet("x", rows),)))
