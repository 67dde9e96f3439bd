"""A nursery of processes that are killed at a chosen system call in the middle of their work.

One interpreter runs under strace and forks a child for each order. strace kills a traced process at its `AT`-th call of
a kind; a child that is to die at its n-th own call first makes `AT - n` calls that do nothing. So one start serves any
number of crashes.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assessor.domain.answers import Key
from assessor.services import scoring
from assessor.services.access import as_actor
from assessor.services.evidence import add_file
from assessor.services.incoming import receive
from assessor.services.opening import confirm_opening
from assessor.services.submitting import submit
from assessor.services.work import writing
from assessor.storage.models import Person
from tests.conftest import Place
from tests.factories import Town, signed
from tests.services.assessing import VAL, GatedTown, judge

AT = 200
"""More calls of one kind than any verb makes."""

ON_DISK = ("pwrite64", "write", "fdatasync", "fsync", "rename", "unlink", "ftruncate")
TO_SERVER = ("sendto",)
_TRACED = "pwrite64,write,fdatasync,fsync,?rename,?renameat,?renameat2,?unlink,?unlinkat,ftruncate,sendto"


@dataclass(frozen=True)
class Order:
    """One piece of work for a child, and where it dies."""

    url: str
    folder: str
    """With key and files and, once the child has acknowledged, `acknowledged`."""
    verb: str
    person: str
    now: str
    about: str
    """The id of a response or tender."""
    call: str = ""
    number: int = 0
    planted_fault: bool = False
    """Acknowledge before the commit: what the sweep must be able to see."""


# --- in the child -------------------------------------------------------------------------------------------

_VERBS: dict[str, Callable[..., Any]] = {
    "submit": lambda house, actor, about: submit(
        house, actor, about, once="the-same-request",
        signature=signed(), received_at=house.now(),
    ),
    "add a file": lambda house, actor, about: add_file(
        house, actor, about, Key("CTX-01"), receive("noot.txt", b"inhoud van het bestand")
    ),
    "open": confirm_opening,
    "score": lambda house, actor, about: scoring.record_score(house, actor, about, VAL, judge("3")),
}  # fmt: skip


def _carry_out(order: Order) -> None:
    if order.call:
        _burn(order.call, AT - order.number)
    folder = Path(order.folder)
    store = Place(order.url, folder).open(upgrade=False)
    kind = GatedTown if order.verb == "score" else Town
    town = kind(store, datetime.datetime.fromisoformat(order.now))
    with town.house() as house:
        actor = as_actor(house.db.get_one(Person, order.person))
    with town.house() as house, writing(house, actor):
        done = _VERBS[order.verb](house, actor, order.about)
        if order.planted_fault:
            _acknowledge(folder, done)
    if not order.planted_fault:
        _acknowledge(folder, done)
    store.engine.dispose()


def _acknowledge(folder: Path, done: Any) -> None:
    told = json.dumps(done if isinstance(done, dict) else True).encode()
    descriptor = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(descriptor, told)
    os.close(descriptor)


def _burn(call: str, times: int) -> None:
    """Make calls that do nothing but count."""
    nowhere = os.open("/dev/null", os.O_WRONLY)
    one, _other = socket.socketpair()
    make: dict[str, Callable[[], object]] = {
        "pwrite64": lambda: os.pwrite(nowhere, b"", 0),
        "write": lambda: os.write(nowhere, b""),
        "fdatasync": lambda: os.fdatasync(nowhere),
        "fsync": lambda: os.fsync(nowhere),
        "rename": lambda: Path("/nowhere/a").rename("/nowhere/b"),
        "unlink": lambda: Path("/nowhere/a").unlink(),
        "ftruncate": lambda: os.ftruncate(nowhere, 0),
        "sendto": lambda: one.send(b""),
    }
    for _ in range(times):
        with contextlib.suppress(OSError):
            make[call]()


def nursery() -> None:
    """Fork a child for each line of orders, and say how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            ended = 1
            try:
                _carry_out(Order(**json.loads(line)))
                ended = 0
            finally:
                os._exit(ended)
        _, status = os.waitpid(child, 0)
        # Not by `write`: the nursery's own calls are counted too.
        os.writev(1, [f"{os.waitstatus_to_exitcode(status)}\n".encode()])


# --- in the test --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nursery:
    """The process that takes orders."""

    process: subprocess.Popen[str]

    def run(self, order: Order) -> bool:
        """Whether the child was killed; it must not end in any other way than that or well."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(order)) + "\n")
        self.process.stdin.flush()
        ended = self.process.stdout.readline().strip()
        assert ended in ("0", str(-signal.SIGKILL)), f"{order} ended with {ended}"
        return ended != "0"


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """Under strace, which kills."""
    strace = shutil.which("strace")
    assert strace is not None, "these tests need strace: sudo apt-get install -y strace"
    kill = [f"trace={_TRACED}", f"inject={_TRACED}:signal=KILL:when={AT}"]
    command = [
        strace,
        "-f",
        "-qqq",
        "-o",
        "/dev/null",
        *(w for k in kill for w in ("-e", k)),
    ]
    process = subprocess.Popen(
        [*command, sys.executable, "-c", "from tests.services.crashing import nursery; nursery()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    with process:  # which ends when nobody can give orders any more
        yield Nursery(process)
