"""The recorded baseline: tables of a later period beside those of the award, with the same code both times.

The figures of the award are those of the tables that were opened; they never change. A contractor delivers the same
tables over a later period and an officer puts them here. Tables over one period are one measurement.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from assessor.domain.chain import NOTHING, canonical, sha256
from assessor.domain.decisions import Choice
from assessor.domain.figures.baseline import Change, beside
from assessor.domain.figures.figures import Figures, figures_of
from assessor.domain.formats import day
from assessor.domain.permissions import Action, Actor, may
from assessor.domain.tables.model import Table, TableCode
from assessor.domain.tables.reconcile import Mismatch
from assessor.domain.tables.stored import table_from_json, table_to_json
from assessor.domain.text import Text
from assessor.services.access import case_for, find_with_tender
from assessor.services.evidence import Download
from assessor.services.figures import faults_of, figures_opened
from assessor.services.house import House
from assessor.services.incoming import Incoming
from assessor.services.keys import response_key
from assessor.services.refusals import Invalid, NotThere, Refused
from assessor.services.tables import Delivered, tables_opened
from assessor.storage import events
from assessor.storage.files import Damaged
from assessor.storage.models import Decision, MeasuredTable, Person, Response, Tender, new_id
from assessor.storage.sealing import Broken, seal, unseal

FIELD = "file"
_IN_USE = (Choice.APPROVE_AWARD, Choice.USE, Choice.USE_WITH_CONDITIONS)
_ABOUT_USE = (*_IN_USE, Choice.SET_ASIDE, Choice.DO_NOT_USE)

NOT_LATER = Text(
    nl="De periode van deze tabel eindigt op {now}. Een nieuwe meting gaat over een periode die eindigt na die van de "
    "gunning ({then}).",
    en="The period of this table ends on {now}. A new measurement is about a period that ends after that of the award "
    "({then}).",
)
NO_PERIOD = Text(
    nl="Boven de tabel staat geen bruikbare periode (period_from, period_to).",
    en="There is no usable period above the table (period_from, period_to).",
)


Period = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Measured:
    """One table of a later period."""

    id: str
    code: TableCode
    name: str
    size: int
    by: str
    at: datetime.datetime
    table: Table[Any]


@dataclass(frozen=True)
class Measurement:
    """The tables over one period, beside those of the award."""

    period: Period
    tables: tuple[Measured, ...]
    faults: dict[TableCode, tuple[Mismatch, ...]]
    """What does not add up."""
    overlaps: bool
    """With the period of the award: then the same people may be counted both times."""
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Measurements:
    """The baseline of an offer in use, and what was measured since, the newest first."""

    response: Response
    tender: Tender
    baseline: tuple[Delivered, ...]
    figures: Figures | None
    """Of the award."""
    later: tuple[Measurement, ...]
    may_add: bool


def is_in_use(house: House, response: Response) -> bool:
    """Whether the newest decision on this offer was to use it. No verb: for those who checked the actor."""
    newest = house.db.scalars(
        select(Decision)
        .where(Decision.tender_id == response.tender_id, Decision.choice.in_([c.value for c in _ABOUT_USE]))
        .where((Decision.response_id == response.id) | (Decision.choice == Choice.APPROVE_AWARD.value))
        .order_by(Decision.at.desc(), Decision.id.desc())
        .limit(1)
    ).one_or_none()
    return newest is not None and newest.response_id == response.id and Choice(newest.choice) in _IN_USE


def measurements(house: House, actor: Actor, response_id: str) -> Measurements:
    """The award's figures and every later measurement beside them."""
    response, tender = _find(house, actor, response_id, Action.READ_MEASUREMENTS)
    baseline = sorted(tables_opened(house, response), key=lambda one: one.code)
    before = figures_opened(house, response)
    found: dict[Period, list[Measured]] = {}
    for row, by in _rows(house, response):
        found.setdefault((row.period_from, row.period_to), []).append(_measured(house, response, row, by))
    ends = [p[1] for one in baseline if (p := period_of(one.table)) is not None]
    later = [
        _measurement(period, tables, before, max(ends, default=None))
        for period, tables in sorted(found.items(), key=lambda pair: pair[0][::-1], reverse=True)
    ]
    may_add = may(actor, Action.MEASURE, case_for(house, actor, tender, response))
    return Measurements(response, tender, tuple(baseline), before, tuple(later), may_add)


def add_measurement(house: House, actor: Actor, response_id: str, file: Incoming) -> str:
    """Keep a table of a later period. One of the same kind over the same period takes the place of the one before."""
    response, _ = _find(house, actor, response_id, Action.MEASURE)
    if file.table is None:
        raise NotThere
    period = period_of(file.table)
    if period is None:
        raise Invalid({FIELD: NO_PERIOD})
    _refuse_earlier(house, response, file.table.code, period)
    before = [
        row
        for row, _ in _rows(house, response)
        if (row.code, (row.period_from, row.period_to)) == (file.table.code, period)
    ]
    for row in before:
        if _about(house, response, row)["sha256"] == sha256(file.content):
            return row.id  # a second click
    stored = _store(house, actor, response, file, file.table, period)
    for row in before:
        _take_out(house, actor, response, row)
    return stored.id


def remove_measurement(house: House, actor: Actor, response_id: str, id: str) -> None:
    """Take a table out that was put here by mistake. Its file stays, and so do the events."""
    response, _ = _find(house, actor, response_id, Action.MEASURE)
    row = _row(house, response, id)
    if row.removed_at is None:
        _take_out(house, actor, response, row)


def read_measurement(house: House, actor: Actor, response_id: str, id: str) -> Download:
    """The file as it was delivered."""
    response, _ = _find(house, actor, response_id, Action.READ_MEASUREMENTS)
    row = _row(house, response, id)
    about = _about(house, response, row)
    try:
        sealed = house.files.read(row.stored_as, row.stored_sha256)
        content = unseal(response_key(house, response), sealed, _place(response, row.id, "content"))
    except (Damaged, Broken) as fault:
        raise Refused(_DAMAGED.fill(name=about["name"])) from fault
    return Download(about["name"], about["content_type"], content)


_DAMAGED = Text(
    nl="Het bestand {name} is beschadigd en wordt daarom niet getoond.",
    en="The file {name} is damaged and is therefore not shown.",
)


# --- finding ----------------------------------------------------------------------------------------------


def _find(house: House, actor: Actor, response_id: str, action: Action) -> tuple[Response, Tender]:
    response, tender = find_with_tender(house, actor, response_id, action)
    if not is_in_use(house, response):
        raise NotThere
    return response, tender


def _rows(house: House, response: Response) -> Sequence[tuple[MeasuredTable, str]]:
    """The tables that count, each with the name of who put it here."""
    query = (
        select(MeasuredTable, Person.name)
        .join(Person, Person.id == MeasuredTable.uploaded_by)
        .where(MeasuredTable.response_id == response.id, MeasuredTable.removed_at.is_(None))
        .order_by(MeasuredTable.code, MeasuredTable.uploaded_at)
    )
    return [(row, name) for row, name in house.db.execute(query)]


def _row(house: House, response: Response, id: str) -> MeasuredTable:
    row = house.db.get(MeasuredTable, id)
    if row is None or row.response_id != response.id:
        raise NotThere
    return row


def _measured(house: House, response: Response, row: MeasuredTable, by: str) -> Measured:
    about = _about(house, response, row)
    plain = unseal(response_key(house, response), row.sealed_table, _place(response, row.id, "table"))
    table = table_from_json(json.loads(plain))
    return Measured(row.id, table.code, about["name"], about["size"], by, row.uploaded_at, table)


def _measurement(
    period: Period, tables: Sequence[Measured], before: Figures | None, ended: datetime.date | None
) -> Measurement:
    by_code = {one.code: one.table for one in tables}
    return Measurement(
        period=period,
        tables=tuple(tables),
        faults=faults_of(by_code),
        overlaps=ended is not None and period[0] <= ended,
        changes=beside(before, figures_of(by_code)) if before is not None else (),
    )


def period_of(table: Table[Any]) -> Period | None:
    """The first and last day that a table says it is about; None where it says none."""
    try:
        first, last = (datetime.date.fromisoformat(table.header[key]) for key in ("period_from", "period_to"))
    except (KeyError, ValueError):
        return None
    return (first, last) if first <= last else None


def _refuse_earlier(house: House, response: Response, code: TableCode, period: Period) -> None:
    for one in tables_opened(house, response):
        then = period_of(one.table)
        if one.code == code and then is not None and period[1] <= then[1]:
            now, ended = (Text(nl=day(d, "nl"), en=day(d, "en")) for d in (period[1], then[1]))
            raise Invalid({FIELD: NOT_LATER.fill(now=now, then=ended)})


# --- storing ----------------------------------------------------------------------------------------------


def _store(
    house: House, actor: Actor, response: Response, file: Incoming, table: Table[Any], period: Period
) -> MeasuredTable:
    id, key = new_id(), response_key(house, response)
    about = {
        "name": file.name,
        "content_type": file.type.content_type,
        "size": len(file.content),
        "sha256": sha256(file.content),
    }
    sealed = seal(key, file.content, _place(response, id, "content"))
    row = MeasuredTable(
        id=id,
        response_id=response.id,
        code=table.code,
        period_from=period[0],
        period_to=period[1],
        sealed_about=seal(key, canonical(about), _place(response, id, "about")),
        sealed_table=seal(key, canonical(table_to_json(table)), _place(response, id, "table")),
        stored_as=house.files.put(sealed),
        stored_sha256=sha256(sealed),
        size=len(sealed),
        uploaded_by=actor.id,
        uploaded_at=house.now(),
    )
    house.db.add(row)
    house.db.flush()
    told = {"file": id, "table": table.code, "period": f"{period[0]}/{period[1]}"}
    _note(house, actor, response, "measurement_added", told, row.stored_sha256)
    return row


def _take_out(house: House, actor: Actor, response: Response, row: MeasuredTable) -> None:
    row.removed_at = house.now()
    _note(house, actor, response, "measurement_removed", {"file": row.id, "table": row.code}, NOTHING)


def _note(
    house: House, actor: Actor, response: Response, verb: str, about: dict[str, str], digest: str
) -> None:
    chain = events.response_chain(response.id)
    events.append(house.db, chain, actor.id, verb, about, digest, house.now())


def _about(house: House, response: Response, row: MeasuredTable) -> dict[str, Any]:
    plain = unseal(response_key(house, response), row.sealed_about, _place(response, row.id, "about"))
    about: dict[str, Any] = json.loads(plain)
    return about


def _place(response: Response, id: str, part: str) -> str:
    return f"measured/{response.id}/{id}/{part}"
