"""Figures with known answers: published, or computed by others, in tests/domain/cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent.parent / "cases"


def case(name: str) -> dict[str, Any]:
    """One file of tests/domain/cases."""
    found: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def rows(where: dict[str, Any], columns: list[str]) -> list[dict[str, Any]]:
    """Its rows by the names of their columns."""
    return [dict(zip(columns, row, strict=True)) for row in where["rows"]]
