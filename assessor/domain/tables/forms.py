"""The description of every table, from which templates, readers and help texts are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessor.domain.tables.forms_selection import SMALLEST_T1_COLUMNS, T1, T1S, T1X
from assessor.domain.tables.model import TableCode, TableForm

FORMS: Mapping[TableCode, TableForm] = {form.code: form for form in (T1, T1X, T1S)}

SMALLEST_T1 = replace(
    T1,
    header=(),
    columns=tuple(
        c if c.name in SMALLEST_T1_COLUMNS else replace(c, required=False, empty=True) for c in T1.columns
    ),
)
"""T1 for whoever only wants to compute: ground, group, n_in and n_through, and whatever else there is."""


def form_to_read(code: TableCode, header_required: bool) -> TableForm:
    """The form that a file is held against.

    Where no header is asked, columns whose cells may be empty may be left out, and so may most of T1.
    """
    form = FORMS[code]
    if header_required:
        return form
    if code == "T1":
        return SMALLEST_T1
    return replace(
        form,
        header=tuple(replace(field, required=False) for field in form.header),
        columns=tuple(replace(c, required=c.required and not c.empty) for c in form.columns),
    )
