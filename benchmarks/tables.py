"""P1: `assessor tables` on 10 million candidate records, against a bare `count(*) ... group by` over the same columns
of the same file with as many threads. And a file of a quarter of a megabyte that unpacks to two gigabytes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from assessor.tables.making import Request, make_tables
from assessor.tables.mapping import Wishes, grounds_of
from benchmarks.measure import ratio, report

RECORDS = 10_000_000
HEADER = {
    "source_of_group": "-", "legal_basis": "-", "period_from": "2026-01-01", "period_to": "2026-12-31",
    "product_version": "1", "clients_pooled": "1", "prepared_by": "-", "signed_off_by": "-",
    "look_minimum_seconds": "30", "bulk_counts_as_look": "no", "reviewers_trained": "yes",
    "complete_or_sample": "complete",
}  # fmt: skip
GROUNDS = ("sex", "origin", "sex x origin")
COUNTED = "vacancy_family, stage_no, stage_name, module_code, outcome, sex, origin"
LOOKED_AT = f"{COUNTED}, exit, decided_by, viewed"

MADE = """
create table records as select
    ['beleid', 'techniek', 'zorg'][1 + (hash(i * 7) % 3)::int] as vacancy_family,
    1 + i % 3 as stage_no, ['cv', 'test', 'gesprek'][1 + i % 3] as stage_name, 'T05' as module_code,
    ['M', 'V', 'V', 'M', ''][1 + (hash(i * 11) % 5)::int] as sex,
    ['NL', 'NL', 'EU', 'elders', ''][1 + (hash(i * 17) % 5)::int] as origin,
    ['through', 'rejected', 'rejected', 'not_shown', 'withdrawn'][1 + (hash(i * 19) % 5)::int] as outcome,
    ['rejected', 'rule', 'expired'][1 + (hash(i * 21) % 3)::int] as exit,
    ['model', 'human', 'rule'][1 + (hash(i * 23) % 3)::int] as decided_by,
    ['qualifying', 'opened', 'no', ''][1 + (hash(i * 29) % 4)::int] as viewed
from range({rows}) t(i)
"""


def records(folder: Path) -> dict[str, Path]:
    """The same records as Parquet and as CSV."""
    found = {kind: folder / f"records.{kind}" for kind in ("parquet", "csv")}
    with duckdb.connect() as made:
        made.execute(MADE.format(rows=RECORDS))
        for path in found.values():
            made.execute(f"copy records to '{path}'")
    return found


def bare(path: Path, columns: str) -> Callable[[], object]:
    """As quick as it can be said: of a CSV every column as text, without a look at its types."""
    rows = f"read_parquet('{path}')" if path.suffix == ".parquet" else f"read_csv('{path}', all_varchar=true)"

    def count() -> object:
        with duckdb.connect() as connection:
            return connection.execute(f"select {columns}, count(*) from {rows} group by all").fetchall()

    return count


def ours(path: Path, *tables: str) -> Callable[[], object]:
    asked = Request(path, tables, grounds_of(GROUNDS), HEADER, Wishes(reference_year=2026))  # type: ignore[arg-type]
    return lambda: make_tables(asked)


BOMB = """
copy (select 1 as stage_no, repeat('a', 1000000) || (i % 50) as outcome from range(2000) t(i)) to '{path}'
(compression zstd, row_group_size 2048)
"""
PEAK = """
import sys
from pathlib import Path
from assessor.tables.making import Request, make_tables
from assessor.tables.records import Refused
try:
    make_tables(Request(Path(sys.argv[1]), ("T1",), (), eval(sys.argv[2]), memory_gb=0.5))
except Refused:
    pass
peak = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(int(peak[0].split()[1]) / 1024)
"""


def peak(path: Path) -> float:
    """Megabytes of memory that counting this file takes at its highest, the program itself included."""
    words = [sys.executable, "-c", PEAK, str(path), repr(HEADER)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = records(Path(folder))
        for kind, path in paths.items():
            found = ratio(
                ours(path, "T1"), bare(path, COUNTED), rounds=15 if kind == "parquet" else 5, warm=2
            )
            report("P1", f"T1 of 10 million records ({kind}), against a bare group by", 1.3, found)
        path = paths["parquet"]
        both = ratio(ours(path, "T1", "T1x"), bare(path, LOOKED_AT), rounds=15, warm=2)
        report("P1b", "T1 and T1x together (parquet), against a bare group by", 1.3, both)
        for path in paths.values():
            path.unlink()
        bomb = Path(folder) / "bomb.parquet"
        with duckdb.connect() as made:
            made.execute(BOMB.format(path=bomb))
        print(f"     a Parquet of {bomb.stat().st_size // 1024} KB that unpacks to 2 GB")
        report("P1c", "megabytes of memory for a small Parquet that unpacks to 2 GB", 1000, peak(bomb))


if __name__ == "__main__":
    main()
