"""Ratios of two things measured side by side: interleaved, in one run, the median of the paired ratios.

Machines differ and are noisy; a ratio holds. Each script calls `report`, which prints a line and keeps it, with date
and versions, in benchmarks/results.json.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
NOTED = ("flask", "sqlalchemy", "weasyprint", "jinja2", "pydantic", "duckdb", "numpy")


def ratio(ours: Callable[[], object], other: Callable[[], object], rounds: int = 30, warm: int = 3) -> float:
    """The median over the rounds of our time over the other's, each round measuring both."""
    for _ in range(warm):
        ours()
        other()
    return statistics.median(_time(ours) / _time(other) for _ in range(rounds))


def _time(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(goal: str, what: str, limit: float, found: float) -> bool:
    """Print one line, keep it, and say whether the goal is met."""
    met = found <= limit
    print(f"{goal:<4} {what:<68} goal <= {limit:<6g} found {found:<8.3g} {'met' if met else 'NOT MET'}")
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    known[f"{goal} {what}"] = {
        "goal": limit,
        "found": round(found, 3),
        "met": met,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in NOTED},
    }
    RESULTS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    return met


def start_of(code: str) -> Callable[[], object]:
    """A fresh interpreter that runs `code`."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
