"""The process in which a file is read: confined first, then given the bytes, killed when it takes too long.

It is started without the surroundings of the server, gets one line with the limits and then the file on its standard
input, and answers one line of JSON. It writes no file and opens no connection.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import json
import os
import sys
from typing import Any

from assessor.spreadsheets.protocol import (
    END,
    Confinement,
    Limits,
    Problem,
    Problems,
    RawFile,
    RawGrid,
    Refused,
)


def main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    confine(Confinement(**asked["confinement"]))
    do_without_helpers()
    content = sys.stdin.buffer.read()
    answer = json.dumps(_answer(asked["kind"], content, Limits(**asked["limits"])), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace") + END)
    sys.stdout.buffer.flush()
    os._exit(0)  # what was read need not be taken apart


def confine(within: Confinement) -> None:
    """Gives up what reading a file does not need. Where the system has no such limits, the clock outside remains."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)
    with contextlib.suppress(ImportError):
        resource: Any = importlib.import_module("resource")
        for name, most in (
            ("RLIMIT_AS", within.memory),
            ("RLIMIT_CPU", within.cpu_seconds),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
        ):
            with contextlib.suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))
    sys.addaudithook(_refuse)


def do_without_helpers() -> None:
    """What the library for workbooks would load if it is there: it costs time and memory, and reads XML by its own
    rules."""
    for helper in ("numpy", "PIL", "lxml", "defusedxml"):
        sys.modules[helper] = None  # type: ignore[assignment]


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(
        ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")
    ):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[1], str) and arguments[1].strip("rbtU"):
        raise PermissionError(event)


def _answer(kind: str, content: bytes, limits: Limits) -> dict[str, Any]:
    problems = Problems()
    try:
        read = _read(kind, content, limits, problems)
    except Refused as refused:
        if refused.problem.code:
            problems.told.append(refused.problem)
        return _faults(problems)
    except (MemoryError, RecursionError):
        return _faults_of(Problem("too_heavy"))
    except Exception:  # noqa: BLE001 — a damaged file makes a library fail in any way there is
        return _faults_of(Problem("damaged"))
    if isinstance(read, RawFile):
        return {"file": _file(read)}
    return _faults(problems) if problems.told else {"grid": _grid(read)}


def _read(kind: str, content: bytes, limits: Limits, problems: Problems) -> RawGrid | RawFile:
    if kind in ("csv loosely", "xlsx loosely"):
        from assessor.spreadsheets.loose import read_csv_loosely, read_xlsx_loosely

        return (read_csv_loosely if kind.startswith("csv") else read_xlsx_loosely)(content, limits)
    if kind == "csv":
        from assessor.spreadsheets.csv_file import read_csv

        return read_csv(content, limits, problems)
    from assessor.spreadsheets.xlsx_file import read_xlsx

    return read_xlsx(content, limits, problems)


def _grid(grid: RawGrid) -> dict[str, Any]:
    return {
        "header": [[h.key, h.value, h.line, h.column, h.kind] for h in grid.header],
        "columns": [grid.columns.line, grid.columns.texts],
        "rows": [[row.line, row.texts, row.kinds, row.shown] for row in grid.rows],
        "sheet": grid.sheet,
        "header_sheet": grid.header_sheet,
    }


def _file(file: RawFile) -> dict[str, Any]:
    return {
        "sheets": [[s.name, s.pivot, [[row.line, row.texts] for row in s.rows]] for s in file.sheets],
        "remarks": file.remarks,
    }


def _faults(problems: Problems) -> dict[str, Any]:
    return {"faults": [dataclasses.asdict(p) for p in problems.told], "left_out": problems.left_out}


def _faults_of(problem: Problem) -> dict[str, Any]:
    return {"faults": [dataclasses.asdict(problem)], "left_out": 0}
