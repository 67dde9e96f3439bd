"""Where the program's files lie, in the source tree as well as in an installed wheel."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """Jinja templates of pages, letters and the PDF."""
    return _shipped("templates")


def questionnaires_folder() -> Path:
    """The questionnaires that come with the program, a folder each."""
    return _shipped("questionnaires")


def examples_folder() -> Path:
    """The invented vendors: the demonstration plays them, and weights are tested on their scores."""
    return PACKAGE / "demo" / "vendors"


def static_folder() -> Path:
    """Style sheets, fonts and scripts."""
    return PACKAGE / "static"


def instance_folder() -> Path:
    """Data of this installation: `ASSESSOR_INSTANCE`, or `instance` in the current folder."""
    return Path(os.environ.get("ASSESSOR_INSTANCE") or "instance").resolve()


def _shipped(name: str) -> Path:
    # The wheel carries the folder inside the package; the source tree has it beside the package.
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
