"""T1s, T2 and T4, and the statements for whoever counts in a database: the same counts as the command."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from tests.tables.scene import Record, csv_file, run, table

STATEMENTS = Path(__file__).parents[2] / "docs" / "tables"
GROUPS = {"sex": ("man", "woman", "unknown"), "origin": ("here", "elsewhere", "unknown")}


def people(number: int) -> list[Record]:
    """Records with everything that any of the tables asks, in words of the statements."""
    chance = random.Random(3)
    rows: list[Record] = []
    for _ in range(number):
        outcome = chance.choice(["through", "rejected", "not_shown"])
        hours = round(chance.choice([chance.uniform(0.1, 0.9), chance.uniform(1.1, 90)]), 1)
        day = chance.randint(1, 28)
        checked = chance.random() < 0.3
        rows.append({
            "vacancy_family": "beleid", "stage_no": 1, "stage_name": "cv", "module_code": "T05", "outcome": outcome,
            "decided_on": f"2026-03-{day:02}",
            "exit": {"not_shown": "not_shown"}.get(outcome, "rejected"), "decided_by": "model",
            "viewed": chance.choice(["qualifying", "no"]), "hours": hours, "hour_of_day": chance.randint(0, 23),
            "sex": chance.choice(GROUPS["sex"]), "origin": chance.choice(GROUPS["origin"]),
            "score": chance.randint(0, 1000) / 10, "above_cutoff": chance.randint(0, 1),
            "suitable": chance.randint(0, 1), "campaign": "voorjaar", "channel": chance.choice(["krant", "net"]),
            "targeting_used": "regio", "lookalike": "no", "reachable": 1, "shown": chance.choice([1, 1, 0]),
            "clicked": chance.randint(0, 1), "started": chance.randint(0, 1), "applied": chance.randint(0, 1),
            "suitable_blind": chance.randint(0, 1), "month": "2026-03", "reviewer": f"r{chance.randint(1, 12)}",
            "score_band": "midden", "verdict": chance.choice(["followed", "followed", "up", "down", "abstained"]),
            "seconds": chance.randint(1, 120), "bulk": chance.randint(0, 1), "random_check": int(checked),
            "found_wrong": int(checked and chance.random() < 0.5),
        })  # fmt: skip
    return rows


def as_vendor(row: Record) -> Record:
    """The same record as the command reads it: moments instead of hours."""
    decided = datetime.datetime.fromisoformat(f"{row['decided_on']} {row['hour_of_day']:02}:00:00")
    applied = decided - datetime.timedelta(hours=float(str(row["hours"])))
    return row | {
        "applied_at": applied, "decided_at": decided, "review": row["verdict"], "dwell_seconds": row["seconds"],
    }  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[Record]:
    return people(3000)


def stated(code: str, rows: list[Record], folder: Path) -> list[dict[str, object]]:
    """What the documented statement gives for these records."""
    source = csv_file(folder / "source.csv", rows)
    with duckdb.connect() as database:
        database.execute("create table records as select * from read_csv($path)", {"path": str(source)})
        found = database.execute((STATEMENTS / f"{code}.sql").read_text("utf-8"))
        names = [d[0] for d in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def agree(ours: Mapping[str, str], theirs: Mapping[str, object]) -> None:
    for name, value in theirs.items():
        if name == "median_hours":
            # Written in tenths below ten hours and in whole hours from there.
            assert float(ours[name]) == pytest.approx(float(str(value)), abs=0.51)
        elif isinstance(value, float):
            assert float(ours[name]) == pytest.approx(value, rel=6e-4), name
        elif isinstance(value, bool):
            assert ours[name] == ("yes" if value else "no")
        else:
            assert ours[name] == ("" if value is None else str(value)), name


KEYS: dict[str, tuple[str, ...]] = {
    "T1": ("stage_no", "ground", "group"),
    "T1x": ("stage_no", "ground", "group", "exit", "decided_by", "viewed"),
    "T1s": ("campaign", "channel", "ground", "group"),
    "T2": ("ground", "group"),
    "T4": ("month", "reviewer_decile", "ground", "group"),
}


@pytest.mark.parametrize("code", KEYS)
def test_the_statement_for_a_database_counts_as_the_command_does(
    code: str, rows: list[Record], tmp_path: Path
) -> None:
    records = csv_file(tmp_path / "records.csv", [as_vendor(r) for r in rows])
    grounds = ["--ground", "sex", *([] if code == "T4" else ["--ground", "origin"])]
    told = run(records, "--table", code, *grounds)
    assert told.exit_code == 0, told.output
    written = {tuple(r[k] for k in KEYS[code]): r for r in table(records, code)}
    given = stated(code, rows, tmp_path)
    compared = 0
    for row in given:
        if row["ground"] == "sex x origin":
            continue
        ours = written[tuple("" if row[k] is None else str(row[k]) for k in KEYS[code])]
        agree(ours, row)
        compared += 1
    assert compared == len(written)


def test_every_table_has_its_statement() -> None:
    assert {path.stem for path in STATEMENTS.glob("*.sql")} == set(KEYS)


def test_fewer_than_five_reviewers_make_no_table(rows: list[Record], tmp_path: Path) -> None:
    few = [as_vendor(r) for r in rows if str(r["reviewer"]) in ("r1", "r2", "r3", "r4")]
    records = csv_file(tmp_path / "records.csv", few)
    told = run(records, "--table", "T4", "--lang", "en")
    assert told.exit_code == 2
    assert "at least five reviewers" in told.output


def test_reviewers_are_never_told_apart(rows: list[Record], tmp_path: Path) -> None:
    records = csv_file(tmp_path / "records.csv", [as_vendor(r) for r in rows])
    assert run(records, "--table", "T4").exit_code == 0
    assert {r["reviewer_decile"] for r in table(records, "T4")} == {"3", "8"}
    assert "r1" not in (tmp_path / "out" / "T4.csv").read_text("utf-8-sig").split("signed_off_by")[1]


def test_the_mean_of_a_few_is_not_written_and_cannot_be_computed(tmp_path: Path) -> None:
    rows = [{"stage_no": 1, "score": n, "sex": "man"} for n in range(40)]
    rows += [{"stage_no": 1, "score": n, "sex": "woman"} for n in range(25)]
    rows += [{"stage_no": 1, "score": 7, "sex": "x"}]
    records = csv_file(tmp_path / "records.csv", rows)
    assert run(records, "--table", "T2", "--ground", "sex").exit_code == 0
    found = {r["group"]: r for r in table(records, "T2")}
    assert (found["x"]["n"], found["x"]["mean"], found["x"]["median"]) == ("<10", "", "")
    assert found["woman"]["mean"] == ""
    assert found["man"]["mean"] == "19.5"


def test_scores_at_several_stages_have_to_be_chosen_from(tmp_path: Path) -> None:
    rows = [{"stage_no": stage, "score": "7,5"} for stage in (1, 2) for _ in range(20)]
    records = csv_file(tmp_path / "records.csv", rows, ";")
    assert "--score-stage" in run(records, "--table", "T2").output
    assert run(records, "--table", "T2", "--score-stage", "2", "--cutoff", "7").exit_code == 0
    assert [(r["n"], r["mean"], r["n_above_cutoff"]) for r in table(records, "T2")] == [("20", "7.5", "20")]


def test_a_double_candidate_counts_once_among_the_scores(tmp_path: Path) -> None:
    rows = [{"candidate": f"k{n}", "stage_no": 1, "score": n} for n in range(30)] * 2
    records = csv_file(tmp_path / "records.csv", rows)
    told = run(records, "--table", "T2", "--lang", "en")
    assert [r["n"] for r in table(records, "T2")] == ["30"]
    assert "30 rows double" in told.output
    assert "Rows read: 60" in told.output
