"""Runs the child that reads a file: under limits of memory and time, and with an answer of limited size."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import threading
from typing import IO, Any

from assessor.domain import limits
from assessor.places import PACKAGE
from assessor.spreadsheets.protocol import END, Confinement, Limits

CONFINEMENT = Confinement(memory=512 * limits.MEGABYTE, cpu_seconds=8)
SECONDS = 9.5
"""By the clock; beyond it the child is killed."""
_ANSWER_BYTES = 5 * limits.TABLE_TEXT

LIMITS = Limits(
    rows=limits.TABLE_ROWS,
    columns=limits.TABLE_COLUMNS,
    cells=limits.TABLE_CELLS,
    cell_length=limits.TABLE_CELL_LENGTH,
    text=limits.TABLE_TEXT,
    unpacked=limits.TABLE_UNPACKED,
    parts=limits.TABLE_PARTS,
)

_START = "import sys; sys.path.append(sys.argv[1]); from assessor.spreadsheets.child import main; main()"

_turns = threading.BoundedSemaphore(2)
"""So many files are read at the same time; the others wait, so that pages are still served meanwhile."""
PATIENCE = 20


def ask_child(
    kind: str,
    content: bytes,
    within: Confinement = CONFINEMENT,
    seconds: float = SECONDS,
    patience: float = PATIENCE,
) -> dict[str, Any]:
    """What the child says of the file: `grid`, or `faults` with `left_out`."""
    if not _turns.acquire(timeout=patience):
        return _only("busy")
    try:
        answer = _run(kind, content, within, seconds)
    finally:
        _turns.release()
    if answer is None:
        return _only("too_heavy")
    said: dict[str, Any] = json.loads(answer)
    return said


def _only(code: str) -> dict[str, Any]:
    return {"faults": [{"code": code}], "left_out": 0}


def _run(kind: str, content: bytes, within: Confinement, seconds: float) -> bytes | None:
    """The child's answer; None when it gave none in time, or was stopped by a limit."""
    asked = {
        "kind": kind,
        "limits": dataclasses.asdict(LIMITS),
        "confinement": dataclasses.asdict(within),
    }
    with subprocess.Popen(  # noqa: S603 — our own program, with nothing of the file on its command line
        [sys.executable, "-I", "-X", "utf8", "-c", _START, str(PACKAGE.parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a fault's trace could hold what is in the file
        env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        close_fds=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        clock = threading.Timer(seconds, child.kill)
        feeder = threading.Thread(
            target=_feed, args=(child.stdin, json.dumps(asked).encode() + b"\n", content), daemon=True
        )
        clock.start()
        feeder.start()
        try:
            answer = _read(child.stdout)
        finally:
            clock.cancel()
            child.kill()  # nothing if it has ended, as it has when all went well
            feeder.join()
    return answer


def _feed(pipe: IO[bytes], *parts: bytes) -> None:
    try:
        with pipe:
            for part in parts:
                pipe.write(part)
    except OSError:
        return  # the child has stopped listening; its silence says the rest


def _read(pipe: IO[bytes]) -> bytes | None:
    pieces, length = [], 0
    while piece := pipe.read(1 << 16):
        length += len(piece)
        if length > _ANSWER_BYTES:
            return None
        pieces.append(piece)
    answer = b"".join(pieces)
    return answer if answer.endswith(END) else None
