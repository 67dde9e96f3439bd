"""What is hidden of what was counted: the rule of the domain, applied to counts that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessor.domain.tables.model import ALL
from assessor.domain.tables.suppress import SMALL, Cell, Column, Counts, Group, Protected, protect
from assessor.tables.counted import CountedRow, Together


@dataclass(frozen=True)
class Hidden:
    """One set of counts and what is hidden of it."""

    together: Together
    protected: Protected

    def shows(self, group: Group) -> bool:
        """Whether the rows of this group are published at all."""
        return ALL not in self.protected.left_out and group[0] not in self.protected.left_out

    def counts(self, row: CountedRow) -> dict[str, str]:
        """The counts of a row as they are written."""
        values, hidden = self.together.values, self.protected.hidden
        found = {}
        for name, column in row.counts.items():
            cell = (row.group, column)
            value = values.get(cell, 0)
            found[name] = self.protected.written(cell, value) if cell in hidden else str(value)
        return found

    def is_small(self, row: CountedRow) -> bool:
        """Whether figures of this row would be about fewer than ten people."""
        return row.size is not None and self._value((row.group, row.size)) < SMALL

    def _value(self, cell: Cell) -> int:
        return self.together.values.get(cell, 0)


def hide(together: Together) -> Hidden:
    """What has to be hidden of these counts."""
    grounds = {ground: groups for ground, groups in together.groups.items() if ground != ALL}
    counts = Counts(together.values, grounds, together.parents, _limits(together), together.weights)
    return Hidden(together, protect(counts))


def _limits(together: Together) -> Mapping[Column, Column]:
    """Only limits that the records keep: a flag may be set where the step before was not."""
    groups = [(ground, group) for ground, names in together.groups.items() for group in names]
    return {
        column: limit
        for column, limit in together.limits.items()
        if all(_within(together, group, column, limit) for group in groups)
    }


def _within(together: Together, group: Group, column: Column, limit: Column) -> bool:
    return together.values.get((group, column), 0) <= together.values.get((group, limit), 0)


def number_hidden(all_hidden: Iterable[Hidden]) -> tuple[int, int]:
    """How many counts below ten are hidden, and how many larger ones with them."""
    small = large = 0
    for one in all_hidden:
        for cell in one.protected.hidden:
            if one.together.values.get(cell, 0) < SMALL:
                small += 1
            else:
                large += 1
    return small, large
