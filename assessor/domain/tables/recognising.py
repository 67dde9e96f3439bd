"""Which of the tables a file is, by its columns."""

from __future__ import annotations

from assessor.domain.tables.forms import FORMS, SMALLEST_T1
from assessor.domain.tables.grid import Grid
from assessor.domain.tables.model import TableCode


def recognise(grid: Grid) -> TableCode | None:
    """The table that has all these columns, or most of them; None where none has its necessary columns here."""
    present = {cell.text.strip().casefold() for cell in grid.columns}
    found: list[tuple[int, TableCode]] = []
    for code, form in {**FORMS, "T1": SMALLEST_T1}.items():
        necessary = {c.name.casefold() for c in form.columns if c.required and not c.empty}
        if necessary <= present:
            found.append((len(present & {c.name.casefold() for c in form.columns}), code))
    return max(found, default=(0, None), key=lambda one: one[0])[1]
