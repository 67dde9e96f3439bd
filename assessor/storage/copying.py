"""A copy of the database as one file of SQLite, of one moment, such as the verification reads.

Of a server this is the copy that can be carried off and checked without it. Values are taken over as they are stored:
JSON as its text, moments in UTC.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Engine, MetaData, String, cast, create_engine, event, select

from assessor.storage.models import Table

_AT_ONCE = 1000


def copy_to_sqlite(engine: Engine, file: Path) -> None:
    """Write every row into a new file. It has no triggers: it is to be read, not to be worked with."""
    if file.exists():
        raise FileExistsError(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    copied = _tables()
    target = create_engine(f"sqlite:///{file}")
    event.listen(target, "connect", _without_waiting)
    try:
        with engine.begin() as source, target.begin() as copy:
            copied.create_all(copy)
            for table in Table.metadata.sorted_tables:
                columns = [
                    cast(c, String).label(c.name) if isinstance(c.type, JSON) else c for c in table.columns
                ]
                found = source.execute(select(*columns), execution_options={"yield_per": _AT_ONCE})
                for rows in found.mappings().partitions():
                    copy.execute(copied.tables[table.name].insert(), [dict(row) for row in rows])
    finally:
        target.dispose()
    _to_disk(file)


def _without_waiting(connection: Any, _record: object) -> None:
    # A copy that is not finished is worth nothing, so it is brought to the disk once, at the end.
    for pragma in ("journal_mode=MEMORY", "synchronous=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _to_disk(file: Path) -> None:
    for place, how in ((file, os.O_RDWR), (file.parent, os.O_RDONLY)):
        descriptor = os.open(place, how)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _tables() -> MetaData:
    """The same tables, with JSON as the text that it is."""
    copied = MetaData()
    for table in Table.metadata.sorted_tables:
        for column in table.to_metadata(copied).columns:
            if isinstance(column.type, JSON):
                column.type = String()
    return copied
