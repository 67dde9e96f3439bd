"""Whether a table adds up. What does not is said row by row; nothing is guessed or repaired.

Small counts are ranges: a check fails only where no values in them can be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assessor.domain.tables.checks import Mismatch
from assessor.domain.tables.model import Table, TableCode
from assessor.domain.tables.pooling import pooled
from assessor.domain.tables.reconcile_other import (
    check_accommodation,
    check_monitoring,
    check_reference,
    check_reviews,
    check_rights,
    check_robustness,
    check_scores,
    check_training,
    check_validity,
)
from assessor.domain.tables.reconcile_selection import (
    check_exits,
    check_funnel,
    check_sourcing,
    reconcile_pair,
)

__all__ = ["Mismatch", "pooled", "reconcile", "reconcile_pair"]

_CHECKS: Mapping[TableCode, Callable[[Any], Iterable[Mismatch]]] = {
    "T1": check_funnel,
    "T1x": check_exits,
    "T1s": check_sourcing,
    "T2": check_scores,
    "T3": check_validity,
    "T4": check_reviews,
    "T5": check_training,
    "T5b": check_reference,
    "T6": check_robustness,
    "T7": check_monitoring,
    "T8": check_accommodation,
    "T9": check_rights,
}


def reconcile(table: Table[Any]) -> tuple[Mismatch, ...]:
    """Everything in which the table contradicts itself; empty when it adds up. No sentence twice."""
    return tuple({found.text: found for found in _CHECKS[table.code](table.rows)}.values())
