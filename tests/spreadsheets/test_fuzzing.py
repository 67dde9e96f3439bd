"""Files spoilt at random: each is read or refused, quickly, and never fails in a way that nobody thought of.

A few hundred in every run, always the same ones; in `./run test all` for a minute per kind, or as many seconds as
ASSESSOR_FUZZ_SECONDS says, each time others.
"""

import io
import itertools
import os
import random
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assessor.domain.limits import MEGABYTE
from assessor.spreadsheets import assembling
from assessor.spreadsheets.confined import LIMITS
from assessor.spreadsheets.csv_file import read_csv
from assessor.spreadsheets.protocol import Problems, RawGrid, Refused
from assessor.spreadsheets.sentences import SENTENCES, fault_of
from assessor.spreadsheets.xlsx_file import read_xlsx
from tests.naughty import ALL, as_bytes
from tests.spreadsheets.making import SMALLEST, workbook

SECONDS = float(os.environ.get("ASSESSOR_FUZZ_SECONDS", "60"))
OWN_CODE = os.path.dirname(assembling.__file__)  # noqa: PTH120

CSV_SEEDS = [
    b"# period_from: 2026-01-01\r\n# legal_basis: AVG 9\r\nground;group;n_in\r\nsex;woman;12\r\nsex;man;<10\r\n",
    b'\xef\xbb\xbfsep=,\r\n"# k: v, w",,\r\nground,"group",n_in\r\n"a ""b""","two\r\nlines",3\r\n,,\r\n',
    "ground\tgroup\r\ngeïnteresseerd\t50–54\r\n".encode("cp1252"),
    "ground;group\r\né;1\r\n".encode("utf-16"),
]
CSV_TOKENS = [
    b'"', b'""', b";", b",", b"\t", b"\r\n", b"\n", b"\r", b"#", b"# a: b", b"=", b"'", b"sep=", b"\0", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xe9", b"\x80", b"#DIV/0!", b"\xc3", b"-1", b" ",
]  # fmt: skip
XML_TOKENS = [
    b"<c>", b"</c>", b"<v>", b"</v>", b'<c r="',
    b' t="s"', b' t="e"', b' t="inlineStr"', b' t="d"', b' t="b"', b"<row ",
    b"</row>", b' hidden="1"', b' r="0"', b' r="99999999"', b' r="-1"', b"<mergeCell/>", b"<!DOCTYPE x>", b"&a;",
    b"<f>1</f>", b"1e999", b"NaN", b"-1", b"99999999999", b'"', b"<", b">", b"<is><t>x</t></is>", b' s="999"', b"<si/>",
    b'<col min="1" max="9" hidden="1"/>', b"_x0000_", b"\xff", b"<sheet ", b' state="hidden"', b' ref="A1:B2"',
]  # fmt: skip


def spoilt(die: random.Random, content: bytes, tokens: list[bytes]) -> bytes:
    body = bytearray(content)
    for _ in range(die.randrange(1, 8)):
        at = die.randrange(len(body) + 1)
        match die.randrange(5):
            case 0:
                body[at:at] = die.choice(tokens)
            case 1:
                del body[at : at + die.randrange(1, 30)]
            case 2:
                body[at : at + 1] = bytes([die.randrange(256)])
            case 3:
                start = die.randrange(len(body) + 1)
                body[at:at] = body[start : start + die.randrange(200)] * die.choice((1, 1, 2, 50))
            case _:
                body[at:at] = as_bytes(die.choice(ALL))[:300]
    return bytes(body)


def csv_files(seed: int) -> Iterator[bytes]:
    die = random.Random(seed)
    while True:
        yield spoilt(die, die.choice(CSV_SEEDS), CSV_TOKENS)


def workbooks(seed: int) -> Iterator[bytes]:
    die = random.Random(seed)
    plain = workbook({"T1": [*SMALLEST, ["a", None, 0.5, True]], "Header": [["k", "v"]]})
    with zipfile.ZipFile(io.BytesIO(plain)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    often = [n for n in parts if "sheet" in n or "workbook" in n or "sharedStrings" in n or "styles" in n]
    while True:
        if die.random() < 0.2:
            yield spoilt(die, plain, CSV_TOKENS)
            continue
        to = io.BytesIO()
        name = die.choice(often)
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as book:
            for part, body in parts.items():
                book.writestr(part, spoilt(die, body, XML_TOKENS) if part == name else body)
        yield to.getvalue()


def try_one(reader: Callable[..., RawGrid], content: bytes, may_fail: bool) -> None:
    problems = Problems()
    start = time.process_time()
    try:
        grid = reader(content, LIMITS, problems)
        assert all(len(row.texts) == len(grid.columns.texts) for row in grid.rows)
    except Refused as refused:
        if refused.problem.code:
            problems.told.append(refused.problem)
        assert problems.told
    except Exception as failure:  # noqa: BLE001
        # The library fails in any way there is, which counts as damage; our own code must not.
        frames = traceback.extract_tb(failure.__traceback__)
        assert may_fail, content
        assert not frames[-1].filename.startswith(OWN_CODE), content
    assert time.process_time() - start < 1, content
    for problem in problems.told:
        assert problem.code in SENTENCES
        assert fault_of(vars(problem), is_csv=reader is read_csv).message.nl


def for_a_while(files: Iterator[bytes]) -> Iterator[bytes]:
    end = time.monotonic() + SECONDS
    return itertools.takewhile(lambda _: time.monotonic() < end, files)


def test_spoilt_csv_files_are_read_or_refused() -> None:
    for content in itertools.islice(csv_files(20261123), 1500):
        try_one(read_csv, content, may_fail=False)


def test_spoilt_workbooks_are_read_or_refused() -> None:
    for content in itertools.islice(workbooks(20261123), 150):
        try_one(read_xlsx, content, may_fail=True)


@pytest.mark.all
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_whatever_is_done_to_a_file_it_is_read_or_refused_within_a_second(kind: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    made: dict[str, Any] = {"csv": (csv_files, read_csv), "xlsx": (workbooks, read_xlsx)}
    files, reader = made[kind]
    for content in for_a_while(files(seed)):
        assert len(content) < MEGABYTE
        try_one(reader, content, may_fail=kind == "xlsx")
