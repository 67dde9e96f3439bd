"""Records of candidates for the tests, and the command run on them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from assessor.commands.tables import tables

HEADER = {
    "source_of_group": "vrijwillige vraag", "legal_basis": "toestemming", "period_from": "2026-01-01",
    "period_to": "2026-12-31", "product_version": "4.2", "clients_pooled": "2",
    "prepared_by": "Anna Voorbeeld (fictief)", "signed_off_by": "Bram Voorbeeld (fictief)",
    "look_minimum_seconds": "30", "bulk_counts_as_look": "no", "reviewers_trained": "yes",
    "complete_or_sample": "complete",
}  # fmt: skip
Record = dict[str, object]


def options(without: str = "", **changed: str) -> list[str]:
    """The header as options of the command line."""
    header = HEADER | changed
    return [w for k, v in header.items() if k != without for w in (f"--{k.replace('_', '-')}", v)]


def run(records: Path, *words: str, header: Sequence[str] | None = None) -> Result:
    """`assessor tables` on the file; the tables come beside it in `out`."""
    given = [str(records), "--out", str(records.parent / "out"), *(options() if header is None else header)]
    return CliRunner().invoke(tables, [*given, *words])


def csv_file(path: Path, rows: Iterable[Mapping[str, object]], delimiter: str = ",") -> Path:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(listed)
    return path


def table(records: Path, code: str) -> list[dict[str, str]]:
    """The rows of a table that was written, without its header lines."""
    text = (records.parent / "out" / f"{code}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def candidates(number: int, seed: int = 7) -> list[Record]:
    """People who go through two stages, a row for each stage they reach."""
    chance = random.Random(seed)
    rows: list[Record] = []
    for person in range(number):
        sex = chance.choice(["man", "woman", "woman", "unknown"])
        origin = chance.choice(["here", "here", "elsewhere", "unknown"])
        for stage in (1, 2):
            outcome = chance.choice(["through", "through", "rejected", "not_shown", "withdrawn"])
            day, hour = chance.randint(1, 28), chance.randint(0, 23)
            rows.append({
                "candidate": f"kandidaat-{person}", "vacancy_family": "", "stage_no": stage,
                "stage_name": ("cv", "gesprek")[stage - 1], "module_code": "T05", "outcome": outcome,
                "exit": chance.choice(["rejected", "expired"]) if outcome == "rejected" else "",
                "decided_by": chance.choice(["model", "human"]), "opened": chance.choice(["ja", "nee"]),
                "dwell_seconds": chance.choice([5, 60]), "bulk": "nee", "applied_at": f"2026-0{stage}-01 09:00:00",
                "decided_at": f"2026-0{stage}-{day:02} {hour:02}:{chance.randint(0, 59):02}:00",
                "sex": sex, "origin": origin, "birth_year": chance.randint(1961, 2003),
            })  # fmt: skip
            if outcome != "through":
                break
    return rows
