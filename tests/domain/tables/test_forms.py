"""The descriptions of the tables fit the rows, and speak both languages."""

from __future__ import annotations

import dataclasses
import datetime
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from assessor.domain.tables.forms import FORMS, SMALLEST_T1, form_to_read
from assessor.domain.tables.model import ROWS, Column, Count, TableCode, TableForm
from assessor.domain.text import Text

ALL_FORMS = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.code)
TYPES: dict[str, type] = {
    "count": Count, "whole": int, "number": float, "share": float, "printed": str, "word": str, "choice": str,
    "day": datetime.date, "month": str, "yes_no": bool,
}  # fmt: skip


def _kind_of(hint: Any) -> tuple[type, bool]:
    """The type of a field, and whether it may be None."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [t for t in get_args(hint) if t is not type(None)]
        return _kind_of(inner[0])[0], len(inner) < len(get_args(hint))
    return (str if get_origin(hint) is not None else hint), False


def test_every_table_has_a_description_and_a_row() -> None:
    assert list(FORMS) == list(ROWS)
    assert all(form.row is ROWS[code] for code, form in FORMS.items())


@ALL_FORMS
def test_the_columns_are_the_fields_of_the_row_in_their_order(form: TableForm) -> None:
    fields = [field.name for field in dataclasses.fields(form.row)]
    assert fields[0] == "line"
    assert sorted(column.name for column in form.columns) == sorted(fields[1:])
    assert [column.name for column in form.columns] == fields[1:]


@ALL_FORMS
def test_what_a_column_holds_is_what_the_row_takes(form: TableForm) -> None:
    hints = get_type_hints(form.row)
    for column in form.columns:
        kind, may_be_none = _kind_of(hints[column.name])
        assert TYPES[column.kind] is kind, column.name
        if column.empty:
            assert may_be_none, column.name
        if column.choices and get_origin(hints[column.name]) is not None:
            literals = next((t for t in get_args(hints[column.name]) if get_args(t)), hints[column.name])
            assert {choice.code for choice in column.choices} == set(get_args(literals)), column.name


@ALL_FORMS
def test_a_column_that_may_be_left_out_may_be_empty(form: TableForm) -> None:
    assert all(column.required or column.empty for column in form.columns)


@ALL_FORMS
def test_every_word_stands_in_both_languages(form: TableForm) -> None:
    texts: list[Text] = [form.title, form.purpose]
    parts: list[Any] = [*form.header, *form.columns]
    texts += [text for part in parts for text in (part.label, part.help)]
    texts += [choice.label for part in parts for choice in part.choices]
    for text in texts:
        assert "eerlijk" not in text.nl
        assert " fair" not in text.en
    for part in parts:
        assert part.help.nl.endswith(".")
        assert part.help.en.endswith(".")
        assert part.help.nl != part.help.en


def test_the_smallest_form_of_selection_needs_four_columns() -> None:
    assert [c.name for c in SMALLEST_T1.columns if c.required] == ["ground", "group", "n_in", "n_through"]


@pytest.mark.parametrize("code", FORMS)
def test_whoever_only_computes_needs_no_header(code: TableCode) -> None:
    form = form_to_read(code, header_required=False)
    assert not any(field.required for field in form.header)
    columns: list[Column] = [c for c in form.columns if c.empty]
    assert not any(column.required for column in columns)
