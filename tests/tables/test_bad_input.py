"""Files and options that cannot be counted: each told in a sentence, in both languages, and nothing written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from assessor.tables.records import open_records
from tests.tables.scene import candidates, csv_file, options, run, table

ROW = b"stage_no;outcome;sex\n"
FEW = b"1;through;man\n" * 20


def folder(path: Path) -> None:
    path.mkdir()


def writes(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


BAD: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "not there": (lambda _: None, "is er niet", "does not exist"),
    "a folder": (folder, "is geen bestand", "is not a file"),
    "empty": (writes(b""), "leeg", "empty"),
    "only blanks": (writes(b" \n\n"), "leeg", "empty"),
    "no rows": (writes(ROW), "geen rijen", "no rows"),
    "a workbook": (writes(b"PK\x03\x04" + b"x" * 90), "Excel", "Excel"),
    "compressed": (writes(b"\x1f\x8b" + b"x" * 90), "ingepakt", "compressed"),
    "a web page": (writes(b"<html><body>"), "webpagina", "web page"),
    "NUL": (writes(ROW + b"1;\0;\n"), "geen CSV", "neither CSV"),
    "half a Parquet": (writes(b"PAR1" + b"x" * 90), "Parquet-bestand is beschadigd", "Parquet file is damaged"),
    "other encoding": (writes(ROW + "1;through;BelgiÃ«\n".encode("latin-1")[:-3] + b"\xeb\n"), "UTF-8", "UTF-8"),
    "other encoding further on": (
        writes(ROW + FEW * 20_000 + b"1;through;Belgi\xeb\n"), "--encoding latin-1", "--encoding latin-1",
    ),
    "a cell too many": (writes(ROW + FEW + b"1;through;man;x\n"), "Regel 22: hier staan 4", "Line 22: there are 4"),
    "an open quote": (writes(ROW + b'1;"through;man\n' + FEW), "aanhalingsteken", "quotation mark"),
    "a column twice": (writes(b"outcome;outcome;stage_no\n1;1;1\n"), "twee keer: outcome", "twice: outcome"),
    "no names": (writes(b";;\n1;2;3\n"), "kolomnamen", "column names"),
    "no stage": (writes(b"uitkomst;sex\nthrough;man\n"), "geen kolom stage_no", "no column stage_no"),
    "no ground": (writes(b"stage_no;outcome;g\n1;through;man\n"), "geen kolom sex", "no column sex"),
    "many columns": (writes(";".join(f"k{n}" for n in range(100_000)).encode() + b"\n"), "", ""),
    "nothing known": (writes(ROW + b"1;weg;man\n" * 20), "outcome 'weg'", "outcome 'weg'"),
    "names as groups": (
        writes(ROW + b"".join(f"1;through;naam{n}\n".encode() for n in range(100))),
        "100 verschillende", "100 different",
    ),
    "dates as groups": (writes(ROW + b"1;through;1980-03-12\n" * 20), "geen groepen", "not groups"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_counted_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    make, dutch, english = BAD[name]
    records = tmp_path / "records.csv"
    make(records)
    for language, part in (("nl", dutch), ("en", english)):
        told = run(records, "--table", "T1", "--ground", "sex", "--lang", language)
        assert told.exit_code == 2, told.output
        assert part in told.output
        assert "Traceback" not in told.output
        assert "Belgi" not in told.output
        assert not (tmp_path / "out").exists()


def test_the_columns_that_are_there_are_named(tmp_path: Path) -> None:
    records = csv_file(
        tmp_path / "records.csv", [{"Fase": 1, "uitkomst": "door", "geslacht van de persoon": "v"}]
    )
    told = run(records, "--ground", "sex", "--lang", "en")
    assert "Fase, uitkomst, geslacht van de persoon" in told.output
    assert "--column sex=COLUMN" in told.output


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(5))

    def refuse(path: Path, *rest: object, **more: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # this machine's tests may run as root, who may read everything
    told = run(records, "--lang", "en")
    assert told.exit_code == 2
    assert "cannot be read: Permission denied" in told.output


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(50))
    (tmp_path / "out").write_text("een bestand")
    told = run(records, "--table", "T1")
    assert told.exit_code == 2
    assert "kan niet worden geschreven" in told.output


@pytest.mark.parametrize("content", [
    ROW + FEW, b"\xef\xbb\xbf" + ROW + FEW, (ROW + FEW).decode().encode("utf-16"), (ROW + FEW).replace(b"\n", b"\r\n"),
    (ROW + FEW).replace(b";", b"\t"), (ROW + FEW).replace(b";", b","), b'"stage_no";"outcome";"sex"\n' + FEW,
    ROW.replace(b"outcome", b"Uitkomst ") + FEW.replace(b"through", b"Door"), ROW + b"\n" + FEW + b"\n\n",
    ROW + b'1;through;"man"\n' * 20, ROW + b"1;through; Man \n" * 19 + b"1;through;MAN\n",
])  # fmt: skip
def test_the_ways_in_which_a_csv_is_written_all_count_the_same(tmp_path: Path, content: bytes) -> None:
    records = tmp_path / "records.csv"
    records.write_bytes(content)
    told = run(records, "--table", "T1", "--ground", "sex")
    assert told.exit_code == 0, told.output
    assert [(r["group"].casefold(), r["n_in"]) for r in table(records, "T1")] == [
        ("all", "20"),
        ("man", "20"),
    ]


def test_an_older_encoding_is_read_when_said(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_bytes(ROW + "1;through;België\n".encode("latin-1") * 20)
    assert run(records, "--table", "T1", "--ground", "sex", "--encoding", "latin-1").exit_code == 0
    assert table(records, "T1")[1]["group"] == "België"


def test_everybody_of_unknown_group_is_one_group(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_bytes(ROW + b"1;through;\n" * 10 + b"1;through;onbekend\n" * 10 + b"1;through;N/A\n" * 10)
    assert run(records, "--table", "T1", "--ground", "sex").exit_code == 0
    assert [(r["group"], r["n_in"]) for r in table(records, "T1")] == [("all", "30"), ("unknown", "30")]


def test_values_that_are_not_mapped_are_listed_and_unknown(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_bytes(
        ROW + b"1;through;V\n" * 20 + b"1;through;M\n" * 20 + b"1;through;Q\n" * 12 + b"1;door;Jan\n"
    )
    (tmp_path / "map.yaml").write_text("values:\n  sex: {M: man, V: woman}\n")
    told = run(
        records, "--table", "T1", "--ground", "sex", "--map", str(tmp_path / "map.yaml"), "--lang", "en"
    )
    assert told.exit_code == 0, told.output
    assert {r["group"]: r["n_in"] for r in table(records, "T1")} == {
        "all": "53", "man": "20", "woman": "20", "unknown": "13",
    }  # fmt: skip
    assert "'Q'" in told.output
    assert "'Jan'" in told.output
    assert "Jan" not in (tmp_path / "out" / "summary.txt").read_text("utf-8-sig")


@pytest.mark.parametrize(("text", "part"), [
    ("columns: [a]", "map.yaml:1"),
    ("kolommen: {a: b}", "unknown key 'kolommen'"),
    ("values: {outcome: {weg: vertrokken}}", "cannot mean 'vertrokken'"),
    ("a: *b", "alias"),
    ("columns: {sex: nergens}", "no column nergens"),
    ("age_bands: [50, 30]", "ages that go up"),
    ("header: {period_from: 1-13-2026}", "period_from"),
    ("tables: [T3]", "not made of candidate records"),
    ("grounds: ['sex x sex']", "not a ground"),
])  # fmt: skip
def test_a_wrong_mapping_is_told_with_its_place(tmp_path: Path, text: str, part: str) -> None:
    records = tmp_path / "records.csv"
    records.write_bytes(b"stage_no;outcome;sex;age\n" + b"1;through;man;44\n" * 20)
    (tmp_path / "map.yaml").write_text(text + "\n")
    header = options(without="period_from" if "period_from" in text else "")
    grounds = () if "grounds" in text else ("--ground", "sex", "--ground", "age")
    told = run(records, *grounds, "--map", str(tmp_path / "map.yaml"), "--lang", "en", header=header)
    assert told.exit_code == 2, told.output
    assert part in told.output


def test_a_header_that_is_not_complete_is_refused_by_name(tmp_path: Path) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(20))
    told = run(records, header=options(without="legal_basis"))
    assert told.exit_code == 2
    assert "legal_basis (grondslag)" in told.output
    assert "--legal-basis" in told.output
    assert run(records, header=options(period_to="2025-01-01")).exit_code == 2


def test_names_of_columns_and_files_are_never_taken_for_sql(tmp_path: Path) -> None:
    place = tmp_path / "o'brien; drop"
    place.mkdir()
    evil = 'x") from records; drop table funnel; --'
    quoted = evil.replace('"', '""')
    records = place / "re'cords;.csv"
    records.write_text(f'stage_no,outcome,"{quoted}"\n' + "1,through,man\n" * 20)
    told = run(records, "--table", "T1", "--ground", "sex", "--column", f"sex={evil}")
    assert told.exit_code == 0, told.output
    strange = """g" x'"""
    told = run(records, "--table", "T1", "--ground", strange, "--column", f"{strange}={evil}")
    assert told.exit_code == 0, told.output
    made = place / "made.parquet"
    duckdb.execute(f"""copy (select 1 as stage_no, 'through' as outcome, 'man' as "{quoted}" from range(20)) to $p""",
                   {"p": str(made)})  # fmt: skip
    told = run(made, "--table", "T1", "--ground", "sex", "--column", f"sex={evil}")
    assert told.exit_code == 0, told.output


def test_a_name_with_signs_that_stand_for_other_files_is_refused(tmp_path: Path) -> None:
    records = tmp_path / "re*cords.csv"
    records.write_bytes(ROW + FEW)
    assert run(records, "--table", "T1").exit_code == 2


def test_duckdb_may_read_one_file_and_nothing_else(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_bytes(ROW + FEW)
    (tmp_path / "other.csv").write_bytes(ROW + FEW)
    opened = open_records(records)
    for statement in (
        f"select * from read_csv('{tmp_path}/other.csv')", f"copy (select 1) to '{tmp_path}/x.csv'", "install httpfs",
        f"attach '{tmp_path}/x.db'", "set enable_external_access = true", "load httpfs",
        "select * from read_csv('https://voorbeeld.example/x.csv')", "set temp_directory = '/tmp'",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            opened.connection.execute(statement)
    assert opened.connection.execute("select current_setting('temp_directory')").fetchone() == ("",)
    opened.close()


def test_a_small_file_that_unpacks_to_two_gigabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.parquet"
    with duckdb.connect() as made:
        made.execute(
            "copy (select 1 as stage_no, repeat('a', 1000000) || (i % 50) as outcome from range(2000) t(i)) to $path "
            "(compression zstd, row_group_size 2048)",
            {"path": str(bomb)},
        )
    assert bomb.stat().st_size < 400_000
    code = (
        "import sys; from assessor.commands import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: print('ended', end.code)\n"
        "print([line for line in open('/proc/self/status') if 'VmHWM' in line][0].split()[1])\n"
    )
    words = [
        "tables",
        str(bomb),
        "--out",
        str(tmp_path / "out"),
        "--memory-gb",
        "0.5",
        "--lang",
        "en",
        *options(),
    ]
    told = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, timeout=60
    )
    ended, peak = told.stdout.split("\n")[-3:-1]
    assert ended == "ended 2", told.stdout + told.stderr
    assert int(peak) < 1_500_000


def test_only_what_counting_needs_is_loaded(tmp_path: Path) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(50))
    code = (
        "import sys; from assessor.commands import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    )
    words = ["tables", str(records), "--out", str(tmp_path / "out"), "--ground", "sex", *options()]
    told = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    loaded = set(eval(told.stdout.splitlines()[-1]))
    assert not loaded & {
        "flask",
        "weasyprint",
        "sqlalchemy",
        "openpyxl",
        "xlsxwriter",
        "jinja2",
        "cryptography",
    }
    known = {"assessor", "click", "duckdb", "pydantic", "pydantic_core", "yaml", "annotated_types"}
    assert {m for m in loaded if not m.startswith("_")} <= known | {
        "typing_extensions",
        "typing_inspection",
        "cython_runtime",
    }


def test_nothing_is_written_in_the_home_folder(tmp_path: Path) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(50))
    home = tmp_path / "home"
    home.mkdir()
    words = ["tables", str(records), "--out", str(tmp_path / "out"), *options()]
    subprocess.run(
        [sys.executable, "-m", "assessor", *words], check=True, capture_output=True, cwd=Path(__file__).parents[2],
        env=os.environ | {"HOME": str(home)},
    )  # fmt: skip
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("told", [True, False])
def test_duckdb_prints_no_progress_of_its_own(tmp_path: Path, told: bool) -> None:
    records = csv_file(tmp_path / "records.csv", candidates(5))
    opened = open_records(records, progress=(lambda _: None) if told else None)
    settings = "select current_setting('enable_progress_bar'), current_setting('enable_progress_bar_print')"
    assert opened.connection.execute(settings).fetchone() == (told, False)
    opened.close()
