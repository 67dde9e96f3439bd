"""The empty tables that vendors download."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assessor.domain.language import Language
from assessor.domain.tables.forms import FORMS
from assessor.domain.tables.model import TableForm
from assessor.spreadsheets.templates import template
from assessor.spreadsheets.writing import Format
from tests.spreadsheets.making import grid, rows, texts

each_form = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.code)
each_language = pytest.mark.parametrize("language", ["nl", "en"])


def opened(form: TableForm, language: Language) -> Any:
    return load_workbook(io.BytesIO(template(form, language, "xlsx")))


@each_form
@pytest.mark.parametrize(("language", "format"), [("nl", "csv"), ("en", "csv"), ("nl", "xlsx")])
def test_an_empty_table_is_read_back_with_its_columns_and_header_lines(
    form: TableForm, language: Language, format: Format
) -> None:
    found = grid(f"{form.code}.{format}", template(form, language, format))
    assert texts(found.columns) == [column.name for column in form.columns]
    assert list(found.header) == [field.name for field in form.header]
    assert all(cell.is_empty for cell in found.header.values())
    assert found.rows == ()


@each_form
@each_language
def test_a_workbook_has_three_sheets_a_title_and_a_language(form: TableForm, language: Language) -> None:
    book = opened(form, language)
    names = ["Kopgegevens", form.code, "Uitleg"] if language == "nl" else ["Header", form.code, "Explanation"]
    assert book.sheetnames == names
    assert book.properties.title == f"{form.code} {form.title.to(language)}"
    assert book.properties.language == {"nl": "nl-NL", "en": "en-GB"}[language]
    assert book[form.code].freeze_panes == "A2"


@each_form
@each_language
def test_every_column_is_explained_in_the_language_of_the_workbook(
    form: TableForm, language: Language
) -> None:
    page = opened(form, language).worksheets[2]
    said = [[cell.value for cell in row] for row in page.iter_rows()]
    for column in form.columns:
        row = next(row for row in said if row[0] == column.name and row[1] == column.label.to(language))
        assert row[2] == column.help.to(language)
        for choice in column.choices:
            assert f"{choice.code}: {choice.label.to(language)}" in row[4]


def rule_of(page: Worksheet, column: str) -> Any:
    place = next(cell.column_letter for cell in page[1] if cell.value == column)
    return next(r for r in page.data_validations.dataValidation if f"{place}2" in r.cells)


def test_choices_have_a_drop_down() -> None:
    page = opened(FORMS["T1x"], "nl")["T1x"]
    rule = rule_of(page, "exit")
    assert (rule.type, rule.formula1) == ("list", '"rejected,expired,rule,not_shown"')
    assert rule.error == "Kies een woord uit de lijst."


def test_counts_accept_whole_numbers_and_fewer_than_ten() -> None:
    rule = rule_of(opened(FORMS["T1"], "en")["T1"], "n_in")
    assert rule.type == "custom"
    assert "INT(" in rule.formula1
    assert '"<10"' in rule.formula1
    assert "<10" in rule.error


def test_a_group_such_as_1_2_is_not_turned_into_a_day() -> None:
    page = opened(FORMS["T1"], "nl")["T1"]
    place = next(cell.column_letter for cell in page[1] if cell.value == "group")
    assert page.column_dimensions[place].number_format == "@" or page.column_dimensions[place]._style


@each_form
def test_no_sheet_has_hidden_or_merged_cells_or_formulas(form: TableForm) -> None:
    book = opened(form, "nl")
    for page in book.worksheets:
        assert page.sheet_state == "visible"
        assert not page.merged_cells.ranges
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_a_template_that_was_filled_in_is_read() -> None:
    book = opened(FORMS["T1"], "nl")
    for line, field in enumerate(FORMS["T1"].header, 2):
        book["Kopgegevens"].cell(line, 2).value = f"{field.name} ingevuld"
    page = book["T1"]
    for column, value in enumerate(["", 1, "cv", "T05", "sex", "1-2", 120, "<10"], 1):
        page.cell(2, column).value = value or None
    to = io.BytesIO()
    book.save(to)
    found = grid("ingevuld.xlsx", to.getvalue())
    assert rows(found)[0][:8] == ["", "1", "cv", "T05", "sex", "1-2", "120", "<10"]
    assert found.header["legal_basis"].text == "legal_basis ingevuld"


@each_language
def test_a_csv_template_explains_itself_in_remarks(language: Language) -> None:
    form = FORMS["T2"]
    words = template(form, language, "csv").decode("utf-8-sig")
    for column in form.columns:
        assert column.help.to(language).replace('"', '""') in words


def test_equal_templates_are_equal_files() -> None:
    assert template(FORMS["T4"], "nl", "xlsx") == template(FORMS["T4"], "nl", "xlsx")
