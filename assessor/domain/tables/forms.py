"""The description of every table, from which templates, readers and help texts are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from assessor.domain.tables.forms_model import T5, T5B, T6
from assessor.domain.tables.forms_quality import T2, T3, T4
from assessor.domain.tables.forms_selection import SMALLEST_T1_COLUMNS, T1, T1S, T1X
from assessor.domain.tables.forms_service import T7, T8, T9
from assessor.domain.tables.model import TableCode, TableForm

FORMS: Mapping[TableCode, TableForm] = {
    form.code: form for form in (T1, T1X, T1S, T2, T3, T4, T5, T5B, T6, T7, T8, T9)
}


def _without_header(form: TableForm, needed: Collection[str]) -> TableForm:
    return replace(
        form,
        header=tuple(replace(field, required=False) for field in form.header),
        columns=tuple(
            c if c.name in needed else replace(c, required=False, empty=True) for c in form.columns
        ),
    )


SMALLEST_T1 = _without_header(T1, SMALLEST_T1_COLUMNS)
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
    return _without_header(form, {c.name for c in form.columns if not c.empty})
