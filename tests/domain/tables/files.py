"""Tables for the tests: from texts, and from the files of the demonstration's vendors."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assessor.domain.tables.grid import Faults, Grid, grid_of
from assessor.domain.tables.model import Table, TableCode
from assessor.domain.tables.reading import read_table

VENDORS = Path(__file__).parents[3] / "assessor" / "demo" / "vendors"

HEADER = {
    "source_of_group": "opgave van de klant",
    "legal_basis": "statistiek in opdracht van de klant",
    "period_from": "2026-01-01",
    "period_to": "2026-06-30",
    "product_version": "3.4",
    "clients_pooled": "2",
    "prepared_by": "Anna Voorbeeld (fictief)",
    "signed_off_by": "Bram Voorbeeld (fictief)",
}
LOOKS = {
    "look_minimum_seconds": "20",
    "bulk_counts_as_look": "no",
    "reviewers_trained": "yes",
    "complete_or_sample": "complete",
}


def lines(text: str, header: Mapping[str, str] | None = None, delimiter: str = ",") -> Grid:
    """A grid of the lines of a CSV file; the first names the columns."""
    first, *rest = csv.reader(text.strip().splitlines(), delimiter=delimiter)
    return grid_of(first, rest, header)


def read(code: TableCode, text: str, header: Mapping[str, str] | None = None) -> Table[Any]:
    """The table, which has to be one."""
    found = read_table(code, lines(text, header), header_required=False)
    assert isinstance(found, Table), messages(found)
    return found


def refused(code: TableCode, text: str, header: Mapping[str, str] | None = None) -> Faults:
    """Why it is refused, which it has to be."""
    found = read_table(code, lines(text, header), header_required=header is not None)
    assert isinstance(found, Faults)
    return found


def messages(faults: Faults) -> list[str]:
    return [message.en for message in faults.messages]


def vendor_files(pattern: str) -> Iterable[Path]:
    return sorted(VENDORS.glob(f"*/files/{pattern}"))


def vendor_grid(path: Path) -> Grid:
    """A file of the demonstration: lines `# key: value`, then a table with commas."""
    text = path.read_text("utf-8").splitlines()
    header = {}
    while text[0].startswith("#"):
        key, _, value = text.pop(0)[1:].partition(":")
        header[key.strip()] = value.strip()
    return lines("\n".join(text), header)
