"""Tables of counts: delivered at the question that asks for them, read once, kept sealed beside their file.

What was read is part of what is submitted, and so of what the opening's digest covers: buyer and vendor see figures
of the same counts. Reading the file itself is in `incoming.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from assessor.domain.answers import Key
from assessor.domain.permissions import Action, Actor, Role
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.tables.model import Table, TableCode
from assessor.domain.tables.stored import table_from_json
from assessor.services.access import find_response
from assessor.services.drafts import StoredFile, file_rows, stored_file, table_in
from assessor.services.evidence import add_file, remove_file
from assessor.services.house import House
from assessor.services.incoming import Incoming
from assessor.services.refusals import NotThere
from assessor.services.responses import filling
from assessor.storage.models import EvidenceFile, Response


@dataclass(frozen=True)
class Delivered:
    """A table with the file that it was read from."""

    code: TableCode
    file: StoredFile
    table: Table[Any]


_WITH: dict[str, tuple[str, ...]] = {"T5": ("T5b",)}
"""Who is in the data, and beside whom."""


def tables_asked(questionnaire: Questionnaire, asked: Iterable[Key]) -> dict[TableCode, tuple[Key, ...]]:
    """Which tables the asked questions rest on, each with those questions. It is delivered once, at the first."""
    found: dict[TableCode, list[Key]] = {}
    for key in asked:
        for code in questionnaire.by_id[key.question].tables:
            for one in (code, *_WITH.get(code, ())):
                found.setdefault(cast("TableCode", one), []).append(key)
    return {code: tuple(keys) for code, keys in found.items()}


def deliver_table(house: House, actor: Actor, response_id: str, file: Incoming) -> StoredFile:
    """Put a table in its place. One that was there goes, since there is one of each kind."""
    filled = filling(house, actor, response_id)
    asked = tables_asked(filled.questionnaire, filled.asked)
    if file.table is None or file.table.code not in asked:
        raise NotThere
    before = [d for d in tables_in(house, filled.response) if d.code == file.table.code]
    stored = add_file(house, actor, response_id, asked[file.table.code][0], file)
    for old in before:
        if old.file.id != stored.id:
            remove_file(house, actor, response_id, old.file.id)
    return stored


def delivered_tables(house: House, actor: Actor, response_id: str) -> list[Delivered]:
    """The tables of the actor's own draft; for others, after the opening, those that were submitted."""
    if actor.role is Role.VENDOR:
        return tables_in(house, find_response(house, actor, response_id, Action.READ_OWN_RESPONSE))
    return tables_opened(house, find_response(house, actor, response_id, Action.READ_ANSWERS))


_codes: dict[str, TableCode | None] = {}
_MOST_CODES = 10_000


def codes_in(house: House, response: Response) -> dict[TableCode, str]:
    """Which tables are in the draft, with the ids of their files. No verb: the callers have checked the actor.

    What was read from a file never changes, so that it is opened once to know which table it is.
    """
    found: dict[TableCode, str] = {}
    for row in file_rows(house, response):
        if row.id not in _codes:
            if len(_codes) >= _MOST_CODES:
                _codes.clear()
            plain = table_in(house, response, row)
            _codes[row.id] = table_from_json(plain).code if plain is not None else None
        code = _codes[row.id]
        if code is not None:
            found[code] = row.id
    return found


def tables_in(house: House, response: Response) -> list[Delivered]:
    """The tables of the draft, oldest first."""
    found = ((row, table_in(house, response, row)) for row in file_rows(house, response))
    return [_delivered(house, response, row, plain) for row, plain in found if plain is not None]


def tables_opened(house: House, response: Response) -> list[Delivered]:
    """The tables as they were submitted. No verb: the callers have checked the actor."""
    rows = (r for r in file_rows(house, response, removed=True) if r.opened_about is not None)
    return [
        _delivered(house, response, row, row.opened_about["table"])
        for row in rows
        if row.opened_about is not None and row.opened_about.get("table") is not None
    ]


def _delivered(house: House, response: Response, row: EvidenceFile, plain: dict[str, Any]) -> Delivered:
    table = table_from_json(plain)
    return Delivered(table.code, stored_file(house, response, row), table)
