"""What cannot be read as a table is refused row by row, with a sentence a vendor understands in both languages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableCode
from assessor.domain.tables.reading import MOST_FAULTS
from tests.domain.tables.files import HEADER, LOOKS, messages, read, refused
from tests.domain.tables.test_reading import SMALLEST, T1X_COLUMNS, WHOLE_T1


@pytest.mark.parametrize(
    ("cell", "nl", "en"),
    [
        ("", "deze cel mag niet leeg zijn", "this cell may not be empty"),
        ("-3", "een aantal kan niet negatief zijn", "a count cannot be negative"),
        ("12.5", "hier hoort een heel getal", "this has to be a whole number"),
        ("29%", "hier hoort een aantal en geen percentage", "this has to be a number and not a percentage"),
        ("n/a", "hier staat geen getal", "this is no number"),
        ("1e5", "in machten van tien geschreven", "written in powers of ten"),
        ("9" * 30, "het hoogste is 99.999.999", "the highest is 99,999,999"),
        ("１２", "andere tekens", "other characters"),
        ("007", "begint met een nul", "begins with a zero"),
        ("+5", "plusteken", "plus sign"),
        ("<5", "schrijf <10 voor een aantal van 1 tot en met 9", "write <10 for a count from 1 to 9"),
    ],
)
def test_a_cell_that_is_no_count_is_refused_with_its_place_in_both_languages(
    cell: str, nl: str, en: str
) -> None:
    found = refused("T1", f"{SMALLEST}\nsex,women,{cell},1")
    assert [fault.place for fault in found.faults] == ["C2"]
    assert found.faults[0].line == 2
    assert found.messages[0].nl.startswith("Rij 2, kolom n_in (C2): ")
    assert found.messages[0].en.startswith("Row 2, column n_in (C2): ")
    assert nl in found.messages[0].nl
    assert en in found.messages[0].en


def test_no_rows_is_no_table() -> None:
    assert messages(refused("T1", SMALLEST)) == ["The table has no rows."]


def test_a_missing_column_is_named_with_what_was_probably_meant() -> None:
    found = refused("T1", "ground,group,n_in,n_trough\nsex,women,10,5")
    assert messages(found) == [
        "Column 4 (D1) has a name that table T1 does not know. Do you mean n_through?",
        "The column n_through is missing from table T1.",
    ]
    assert found.messages[0].nl == "Kolom 4 (D1) heeft een naam die tabel T1 niet kent. Bedoelt u n_through?"


def test_a_column_by_its_dutch_name_is_recognised_in_the_fault() -> None:
    found = refused("T1", "grond,groep,n_in,n_through\nsex,women,10,5")
    assert "Column 1 (A1) has a name that table T1 does not know. Do you mean ground?" in messages(found)


def test_a_column_of_another_table_is_refused() -> None:
    found = refused("T1", f"{SMALLEST},favourite_colour\nsex,women,10,5,red")
    assert messages(found) == ["Column 5 (E1) does not belong in table T1. Take the column out."]


def test_a_column_that_stands_twice_is_refused_however_it_is_typed() -> None:
    found = refused("T1", f"{SMALLEST},N In\nsex,women,10,5,11")
    assert messages(found) == ["The column n_in is there twice (E1)."]


def test_every_missing_line_of_the_header_is_named() -> None:
    header = {key: value for key, value in HEADER.items() if key not in ("legal_basis", "period_from")}
    found = refused("T1", WHOLE_T1, {**header, "period_form": "2026-01-01"})
    legal_basis, period_from = messages(found)
    assert (
        legal_basis == "The header lacks legal_basis (legal basis). Write above the table: # legal_basis: ..."
    )
    assert period_from.startswith("The header lacks period_from (period from).")
    assert period_from.endswith("There is period_form, though.")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"period_from": "January"}, "Header, period_from (A3): this has to be a date as year-month-day"),
        ({"clients_pooled": "several"}, "Header, clients_pooled (A6): this is no number"),
        ({"period_to": "2025-12-31"}, "The period in the header ends before it begins."),
    ],
)
def test_a_line_of_the_header_that_cannot_be_right_is_refused(wrong: Mapping[str, str], message: str) -> None:
    assert messages(refused("T1", WHOLE_T1, {**HEADER, **wrong}))[0].startswith(message)


def test_a_word_that_is_not_on_the_list_is_refused_with_the_list() -> None:
    found = refused("T1x", f"{T1X_COLUMNS}\n1,brief,all,all,left,human,seen,12")
    assert messages(found) == [
        "Row 2, column exit (E2): this has to be one of these words: rejected, expired, rule, not_shown.",
        "Row 2, column viewed (G2): this has to be one of these words: qualifying, opened, list_only, no.",
    ]


def test_everybody_stands_in_both_columns_or_in_neither() -> None:
    found = refused("T1", f"{SMALLEST}\nall,women,10,5\nsex,all,10,5")
    assert [fault.line for fault in found.faults] == [2, 3]


def test_a_share_that_is_no_share_is_refused() -> None:
    found = refused("T5b", "population,source,year,ground,group,share\nregio,cbs,2025,sex,women,48")
    assert "this has to be a part between 0 and 1, or a percentage with its sign" in messages(found)[0]


def test_a_reviewer_is_never_more_than_a_tenth() -> None:
    found = refused("T4", "month,reviewer_decile,n_cases\n2026-03,11,12")
    assert messages(found) == [
        "Row 2, column reviewer_decile (B2): this number is too high; the highest is 10."
    ]


def test_fifty_faults_are_shown_and_the_others_counted() -> None:
    rows = "\n".join(f"sex,g{i},x,1" for i in range(120))
    found = refused("T1", f"{SMALLEST}\n{rows}")
    assert len(found.faults) == MOST_FAULTS
    assert found.left_out == 120 - MOST_FAULTS


def test_a_text_with_braces_is_only_a_text() -> None:
    table = read("T1", f"{SMALLEST}\n{{0}},{{x!r}},10,5")
    assert table.rows[0].group == "{x!r}"


def test_a_name_that_is_too_long_is_refused() -> None:
    assert "this text is too long" in messages(refused("T1", f"{SMALLEST}\nsex,{'a' * 400},10,5"))[0]


@pytest.mark.parametrize("code", FORMS)
def test_a_row_of_empty_cells_is_refused_cell_by_cell(code: TableCode) -> None:
    columns = FORMS[code].columns
    found = refused(
        code, ",".join(c.name for c in columns) + "\n" + "," * (len(columns) - 1), {**HEADER, **LOOKS}
    )
    assert len(found.faults) == sum(not column.empty for column in columns)
