"""Reading a table of counts from a file, as commands do: the table, or every fault as a line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessor.domain.tables.model import Table, TableCode
    from assessor.domain.text import Text


class Refused(Exception):
    """The file is no table that can be computed with; each text is one fault."""

    def __init__(self, messages: tuple[Text, ...]) -> None:
        super().__init__(messages[0].en)
        self.messages = messages


def read_table_file(path: Path, code: str | None = None) -> Table[Any]:
    """The table in a CSV or XLSX file. Without a code its columns tell which it is. Its header may be left out.

    A table that does not add up is refused like one that cannot be read. OSError where there is no such file.
    """
    from assessor.domain.tables.grid import Faults
    from assessor.domain.tables.people import personal_faults
    from assessor.domain.tables.reading import read_table
    from assessor.domain.tables.recognising import recognise
    from assessor.domain.tables.reconcile import reconcile
    from assessor.spreadsheets.reading import read

    grid = read(path.name, path.read_bytes())
    if isinstance(grid, Faults):
        raise Refused(grid.messages)
    known = _code(code) if code else recognise(grid)
    if known is None:
        # Records of people are no table either, and that is the thing to say. A known table is looked through later.
        personal = tuple(fault.message for fault in personal_faults(grid))
        raise Refused(personal or (_no_table(code),))
    table = read_table(known, grid, header_required=False)
    if isinstance(table, Faults):
        raise Refused(table.messages)
    wrong = reconcile(table)
    if wrong:
        raise Refused(tuple(one.text for one in wrong))
    return table


def _code(code: str) -> TableCode | None:
    from assessor.domain.tables.forms import FORMS

    return next((known for known in FORMS if known == code), None)


def _no_table(code: str | None) -> Text:
    from assessor.domain.tables.forms import FORMS
    from assessor.domain.text import Text

    tables = ", ".join(FORMS)
    if code:
        return Text(nl="{code} is geen tabel; er zijn {t}.", en="{code} is no table; there are {t}.").fill(
            code=code, t=tables
        )
    return Text(
        nl="Deze kolommen horen bij geen tabel. De kleinste vorm is ground,group,n_in,n_through; noem anders de "
        "tabel met --table ({t}).",
        en="These columns belong to no table. The smallest form is ground,group,n_in,n_through; otherwise name "
        "the table with --table ({t}).",
    ).fill(t=tables)
