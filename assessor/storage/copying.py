"""A copy of the database as one file of SQLite, of one moment, such as the verification reads.

Of a server this is the copy that can be carried off and checked without it. Values are taken over as they are stored:
JSON as its text, moments in UTC.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import JSON, Engine, MetaData, String, cast, create_engine, select

from assessor.storage.models import Table

_AT_ONCE = 1000


def copy_to_sqlite(engine: Engine, file: Path) -> None:
    """Write every row into a new file. It has no triggers: it is to be read, not to be worked with."""
    if file.exists():
        raise FileExistsError(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    copied = _tables()
    target = create_engine(f"sqlite:///{file}")
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


def _tables() -> MetaData:
    """The same tables, with JSON as the text that it is."""
    copied = MetaData()
    for table in Table.metadata.sorted_tables:
        for column in table.to_metadata(copied).columns:
            if isinstance(column.type, JSON):
                column.type = String()
    return copied
