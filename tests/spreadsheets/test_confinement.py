"""A file can ask for neither more memory, nor more time, nor anything else than being read."""

import io
import json
import struct
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from assessor.domain.tables.grid import Faults, Grid
from assessor.spreadsheets import confined
from assessor.spreadsheets.confined import CONFINEMENT, ask_child
from assessor.spreadsheets.protocol import Confinement
from assessor.spreadsheets.reading import read
from tests.spreadsheets.making import SHEET, SMALLEST, changed, faults, with_rows, workbook

ROOT = Path(__file__).resolve().parents[2]
TABLE = b"ground;group;n_in\r\nsex;all;3\r\n"


def run(code: str) -> str:
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return told.stdout


def endless_sheet(megabytes: int, row: bytes = b"<row><c><v>1</v></c></row>") -> bytes:
    return with_rows(row * (megabytes * 2**20 // len(row)))


def lying_about_its_size() -> bytes:
    """A workbook whose list says that its sheet is small."""
    content = bytearray(endless_sheet(110))
    at = content.find(b"PK\x01\x02")
    while SHEET.encode() != content[at + 46 : at + 46 + len(SHEET)]:
        at = content.find(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = struct.pack("<I", 5000)
    return bytes(content)


def many_texts() -> bytes:
    body = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return changed(workbook(), {"xl/sharedStrings.xml": body + b"<si><t>x</t></si>" * 5_000_000 + b"</sst>"})


def one_long_text() -> bytes:
    body = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    return changed(workbook(), {"xl/sharedStrings.xml": body + b"x" * (95 * 2**20) + b"</t></si></sst>"})


def parts_without_end() -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as book:
        for n in range(20_000):
            book.writestr(f"{n}", b"")
    return to.getvalue()


@pytest.mark.parametrize(
    ("name", "bomb", "nl", "en"),
    [
        ("b.xlsx", lambda: endless_sheet(110), "groter dan 100 MB", "bigger than 100 MB"),
        pytest.param(
            *("b.xlsx", lambda: endless_sheet(1200), "groter dan 100 MB", "bigger than 100 MB"),
            marks=pytest.mark.all,
        ),
        ("b.xlsx", lambda: endless_sheet(20), "meer dan 20.000 rijen", "more than 20,000 rows"),
        ("b.xlsx", lambda: endless_sheet(30, b"<row/>"), "tijd of geheugen", "time or memory"),
        ("b.xlsx", lambda: endless_sheet(10, b" "), "geen enkel blad", "no table on any sheet"),
        ("b.xlsx", lying_about_its_size, "beschadigd", "damaged"),
        pytest.param("b.xlsx", many_texts, "tijd of geheugen", "time or memory", marks=pytest.mark.all),
        pytest.param("b.xlsx", one_long_text, "beschadigd", "damaged", marks=pytest.mark.all),
        ("b.xlsx", parts_without_end, "hoogstens 1.000", "at most 1,000"),
        ("b.csv", lambda: b'a;"' + b'""' * 5_000_000, "aanhalingsteken", "quotation mark"),
        ("b.csv", lambda: b"a," * 5_000_000, "hoogstens 60", "at most 60"),
        ("b.csv", lambda: b"# a" + b" " * 10_000_000 + b"\n", "kolomnamen", "column names"),
        ("b.csv", lambda: b"#\n" * 5_000_000, "kolomnamen", "column names"),
        ("b.csv", lambda: b"a;b\n" + b"\n" * 10_000_000, "200.000 lege rijen", "200,000 empty rows"),
        ("b.csv", lambda: b"a;b\nx;" + b"'" * 10_000_000, "10.000.000 tekens", "10,000,000 characters"),
        ("b.csv", lambda: b"a;b\nx;" + b"\xe9a" * 5_000_000, "10.000.000 tekens", "10,000,000 characters"),
    ],
)  # fmt: skip
def test_a_file_that_is_bigger_than_it_looks_is_refused_within_ten_seconds(
    name: str, bomb: object, nl: str, en: str
) -> None:
    assert callable(bomb)
    content = bomb()
    start = time.monotonic()
    found = read(name, content)
    assert time.monotonic() - start < 10
    assert isinstance(found, Faults)
    assert nl in found.faults[0].message.nl
    assert en in found.faults[0].message.en


def test_a_parquet_file_that_unpacks_to_gigabytes_is_not_even_looked_into() -> None:
    start = time.monotonic()
    found = faults("t.parquet", b"PAR1" + b"\x15\x04" * 120_000 + b"PAR1")
    assert time.monotonic() - start < 0.5
    assert "Parquet" in found.faults[0].message.nl


@pytest.mark.all
def test_the_server_grows_by_less_than_300_megabytes() -> None:
    grown = run(
        "import resource\n"
        "from tests.spreadsheets.making import workbook\n"
        "from tests.spreadsheets.test_confinement import endless_sheet, many_texts\n"
        "from assessor.spreadsheets.reading import read\n"
        "files = [endless_sheet(110), many_texts(), workbook({'T1': [[f'c{n}' for n in range(10)],"
        " *([[f'x{n}' * 9 for _ in range(10)] for n in range(19_990)])]})]\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "last = [read('b.xlsx', file) for file in files][-1]\n"
        "assert len(last.rows) == 19_990, last\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
    )
    assert int(grown) < 300


def test_a_child_that_is_not_done_in_time_is_killed() -> None:
    start = time.monotonic()
    assert ask_child("csv", TABLE, seconds=0.001)["faults"][0]["code"] == "too_heavy"
    assert time.monotonic() - start < 2


def test_a_child_has_no_more_memory_and_time_than_it_is_given() -> None:
    little = Confinement(memory=48 * 2**20, cpu_seconds=8)
    wide = b"a;b\r\n" + b"".join(b"text %d;text\r\n" % n for n in range(400_000))
    assert ask_child("csv", wide, little)["faults"][0]["code"] == "too_heavy"
    assert "grid" in ask_child("csv", TABLE, CONFINEMENT)


def test_when_too_many_files_are_read_at_once_the_next_is_told_so() -> None:
    with confined._turns, confined._turns:
        assert ask_child("csv", TABLE, patience=0.01)["faults"][0]["code"] == "busy"
    assert "grid" in ask_child("csv", TABLE, patience=20)


def test_many_files_can_be_read_at_the_same_time() -> None:
    found: list[Grid | Faults] = []
    threads = [threading.Thread(target=lambda: found.append(read("t.csv", TABLE))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [isinstance(grid, Grid) for grid in found] == [True] * 6


CONFINED = (
    "import sys\n"
    "{before}"
    "from assessor.spreadsheets.child import confine\n"
    "from assessor.spreadsheets.protocol import Confinement\n"
    "confine(Confinement(512 * 2**20, 8))\n"
    "{then}"
)


@pytest.mark.parametrize(
    "attempt",
    [
        "open('made.txt', 'w')",
        "open('made.txt', 'ab')",
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.fork()",
        "import ctypes; ctypes.CDLL(None)",
    ],
)
def test_the_child_can_write_no_file_open_no_connection_and_start_nothing(attempt: str) -> None:
    tried = f"try:\n    {attempt}\nexcept PermissionError:\n    print('refused')\n"
    assert run(CONFINED.format(before="", then=tried)) == "refused\n"


def test_where_the_system_has_no_such_limits_the_child_works_without() -> None:
    without = "import os\nsys.modules['resource'] = None\ndel os.nice\n"
    then = (
        "from assessor.spreadsheets.child import _answer\n"
        "from assessor.spreadsheets.protocol import Limits\n"
        "print(_answer('csv', b'a;b\\n1;2\\n', Limits(9, 9, 99, 99, 999, 999, 9))['grid']['rows'])\n"
    )
    assert run(CONFINED.format(before=without, then=then)) == "[[2, ['1', '2'], '', {}]]\n"


def test_an_answer_of_a_child_that_was_stopped_while_speaking_is_no_answer() -> None:
    assert confined._read(io.BytesIO(b'{"grid": {"rows": {}}')) is None
    assert confined._read(io.BytesIO(json.dumps({"grid": 1}).encode() + b"\n")) is not None


def test_the_libraries_for_workbooks_are_not_loaded_before_a_file_is_written() -> None:
    loaded = run(
        "import sys\n"
        "import assessor.spreadsheets.reading, assessor.spreadsheets.writing, assessor.spreadsheets.templates\n"
        "from assessor.spreadsheets.reading import read\n"
        "read('t.csv', b'a;b\\n1;2\\n')\n"
        "print(sorted({'openpyxl', 'xlsxwriter', 'numpy', 'flask'} & sys.modules.keys()))\n"
    )
    assert loaded == "[]\n"


def test_the_child_that_reads_csv_loads_little() -> None:
    loaded = run(
        "import sys\n"
        "import assessor.spreadsheets.child, assessor.spreadsheets.csv_file\n"
        "print(sorted({'pydantic', 'openpyxl', 'assessor.domain'} & sys.modules.keys()))\n"
    )
    assert loaded == "[]\n"


def test_nothing_of_a_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert isinstance(read("t.xlsx", workbook({"T1": SMALLEST})), Grid)
    assert isinstance(read("t.csv", b"a;b\n1\n"), Faults)
    assert list(tmp_path.iterdir()) == []
