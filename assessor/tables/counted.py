"""What was counted, before anything is hidden or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assessor.domain.tables.model import TableCode
from assessor.domain.tables.suppress import Cell, Column, Group
from assessor.tables.counting import Strange

Reason = Literal[
    "no_stage", "no_outcome", "strange_outcome", "no_date", "outside", "double", "no_score", "few_reviewers"
]


@dataclass(frozen=True)
class CountedRow:
    """One row of a table: its words, the places of its counts, and other figures."""

    words: Mapping[str, str]
    group: Group
    counts: Mapping[str, Column]
    """By column of the table: where the count stands among those protected."""
    figures: Mapping[str, float | None] = field(default_factory=dict)
    size: Column | None = None
    """The count of the people that the figures are about: where it is hidden below ten, they are left empty."""


@dataclass
class Together:
    """Counts of one or more tables that can be computed from each other, and so are protected together."""

    name: str
    values: dict[Cell, int] = field(default_factory=dict)
    parents: dict[Column, Column | None] = field(default_factory=dict)
    limits: dict[Column, Column] = field(default_factory=dict)
    weights: dict[Column, float] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """By ground, in the order of the rows."""

    def see(self, group: Group) -> None:
        if group[1] not in self.groups.setdefault(group[0], []):
            self.groups[group[0]].append(group[1])


@dataclass
class CountedTable:
    code: TableCode
    rows: list[tuple[Together, CountedRow]] = field(default_factory=list)


@dataclass
class Told:
    """What the summary says besides the tables."""

    read: int = 0
    left_out: dict[Reason, int] = field(default_factory=dict)
    strange: list[Strange] = field(default_factory=list)
    merged: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    conflicts: int = 0
    """Rows whose way out is `not shown` and whose outcome is not; the outcome was taken."""
    untimed: int = 0
    """Ways out without two moments, so that hours and night could not be counted."""

    def see_all(self, rows: int) -> None:
        """How many rows a scan saw; doubles were taken out before."""
        self.read = max(self.read, rows + self.left_out.get("double", 0))

    def leave_out(self, reason: Reason, rows: int) -> None:
        if rows:
            self.left_out[reason] = max(self.left_out.get(reason, 0), rows)


@dataclass
class Everything:
    tables: list[CountedTable]
    together: Sequence[Together]
    told: Told
