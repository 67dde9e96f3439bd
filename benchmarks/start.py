"""P8: the application starts as quickly as its libraries are imported, and loads nothing heavy before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from benchmarks.measure import ratio, report, start_of

HEAVY = ("weasyprint", "scipy", "numpy", "duckdb")
LIBRARIES = "import flask, flask_wtf, babel, sqlalchemy, sqlalchemy.orm, markdown"
APPLICATION = "import assessor.app, assessor.web.routes"
WHOLE = """
from pathlib import Path
from assessor.app import create_app, open_parts
from assessor.config import read_settings
create_app(open_parts(read_settings(Path({folder!r}))))
"""


def loaded_early(folder: str) -> list[str]:
    """The heavy libraries that a started application has loaded."""
    code = WHOLE.format(folder=folder) + f"import sys; print([m for m in {HEAVY} if m in sys.modules])"
    return eval(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)  # type: ignore[no-any-return]


def keep_bytecode(folder: str) -> None:
    """What Python compiled is kept, as where it is installed; else the compiling is measured, on both sides."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        keep_bytecode(folder)
        measure()


def measure() -> None:
    found = ratio(start_of(APPLICATION), start_of(LIBRARIES), rounds=15, warm=1)
    report("P8", "importing the application, against importing its libraries", 1.15, found)
    with tempfile.TemporaryDirectory() as folder:
        code = WHOLE.format(folder=folder)
        whole = ratio(start_of(code), start_of(LIBRARIES), rounds=9, warm=1)
        report("P8b", "starting it whole (questionnaire, database, pages), against the same", 2.5, whole)
        report("P8c", "heavy libraries loaded before they are needed", 0, float(len(loaded_early(folder))))


if __name__ == "__main__":
    main()
