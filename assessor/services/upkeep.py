"""What whoever runs the installation does now and then: verify a copy, and look after files on disk.

These are commands of the server, not of a person who signed in: there is no actor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from assessor.services.house import House
from assessor.storage.copying import copy_to_sqlite
from assessor.storage.engine import open_database
from assessor.storage.models import EvidenceFile, MeasuredTable, OwnPdf, ReportJob
from assessor.storage.verify import head_in
from assessor.storage.verify import verify as verify_database


class NoReceipt(Exception):
    """A file that was given as a receipt or protocol is not one."""


def verify(database: Path, files: Path | None = None, receipts: Iterable[Path] = ()) -> list[str]:
    """Every fault in the chains and digests of a copy; receipts and protocols (JSON) say what must be there."""
    heads = []
    for path in receipts:
        try:
            heads.append(head_in(json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise NoReceipt(f"{path} is not a receipt of this program") from fault
    return verify_database(database, files, heads)


def file_of(url: str, folder: Path) -> Path:
    """The database at an address as a file of SQLite: itself, or a copy of this moment made in the folder."""
    engine = open_database(url)
    try:
        if engine.dialect.name == "sqlite":
            return Path(engine.url.database or "")
        copy = folder / "copy.sqlite"
        copy_to_sqlite(engine, copy)
        return copy
    finally:
        engine.dispose()


def sweep_files(house: House) -> list[str]:
    """Remove files that no row knows, left by a crash or a deleted test; returns their names.

    Files of the last hour are passed over: their rows may still be on the way.
    """
    return house.files.sweep(_known(house))


def lost_files(house: House) -> list[str]:
    """Names that rows know and that are not on disk. There should never be any."""
    return house.files.without_file(_known(house))


def _known(house: House) -> set[str]:
    reports = house.db.scalars(select(ReportJob.stored_as).where(ReportJob.stored_as.is_not(None)))
    own = house.db.scalars(select(OwnPdf.stored_as).where(OwnPdf.stored_as.is_not(None)))
    return {
        *house.db.scalars(select(EvidenceFile.stored_as)),
        *house.db.scalars(select(MeasuredTable.stored_as)),
        *(name for name in (*reports, *own) if name),
    }
