"""Small counts are hidden, and so much besides that no small count can be computed from the rest.

The rule

1. A count of fewer than ten people is hidden: `<10`. Zero is shown as 0 only where it is structural: where nobody at
   all, of whatever group, is counted in that column. Any other zero is hidden like 3 or 7, since "none of them" says
   something about every one of them.
2. A count of ten or more that would give a small one away is hidden too, as the ten in which it lies: `40..49`; in
   the rare case that one person more or fewer leaves that ten, as two tens: `40..59`. What is hidden is therefore
   known to within ten or twenty, and figures made of it become narrow bounds.
3. What gives a count away are sums: the row of everybody is the sum of the groups, for each ground; those who come in
   are the sum of those through, rejected, not shown, withdrawn and pending; those rejected are the sum of the ways
   out; those through are those who come in at the next stage; a combination of grounds adds up to each of its
   grounds. Columns form a tree in which every column is the sum of the columns below it.
4. For every small count there is at least one other story that gives the same published tables, every sum included:
   one person more or fewer somewhere, or two people of different groups (in a combination of two grounds: four) whose
   outcomes are exchanged. Everything in which that story differs is hidden. So whoever adds and subtracts whatever
   was published is left with more than one possible value. The story that disturbs least is taken.
5. Where no such story exists, the rows of that ground are left out altogether.

Nothing here knows which table it is about: counts come in by group and column, and what is hidden comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor.domain.tables.model import ALL, Count, exactly
from assessor.domain.tables.stories import (
    EVERYBODY,
    JOINED,
    SMALL,
    Cell,
    Column,
    Counts,
    Group,
    Search,
    Story,
    combined,
)

__all__ = [
    "EVERYBODY", "JOINED", "SMALL", "Cell", "Column", "Counts", "Group", "Protected", "Story", "combined", "protect",
]  # fmt: skip


@dataclass(frozen=True)
class Protected:
    """What is not published as it is."""

    hidden: frozenset[Cell]
    wide: frozenset[Cell]
    """Those of them that are published as two tens."""
    left_out: frozenset[str]
    """Grounds whose rows cannot be published without giving a small count away."""
    stories: Mapping[Cell, Story]
    """For every small count that is published as `<10`: another story with the same tables."""

    def written(self, cell: Cell, value: int) -> str:
        """A cell as it is published: `57`, `<10`, `50..59`. Two points, since a spreadsheet makes a date of `10-12`."""
        count = self.published(cell, value)
        if cell not in self.hidden:
            return str(count.exact)
        return f"<{SMALL}" if count.low < SMALL else f"{count.low}..{count.high}"

    def published(self, cell: Cell, value: int) -> Count:
        """The count as it is published: exact, or the tens in which it lies (below ten: 0 to 9)."""
        if cell not in self.hidden:
            return exactly(value)
        ten = value // SMALL * SMALL
        low, high = ten, ten + SMALL - 1
        if cell in self.wide:
            low, high = (low - SMALL, high) if value == low else (low, high + SMALL)
        return Count(low, high)


def protect(counts: Counts) -> Protected:
    """What has to be hidden of these counts, by the rule at the top."""
    left_out: set[str] = set()
    while True:
        grounds = {g: groups for g, groups in counts.grounds.items() if g not in left_out}
        search = Search(counts, grounds)
        failed = search.run()
        if failed is None:
            return Protected(
                frozenset(search.hidden), frozenset(search.wide), frozenset(left_out), search.stories
            )
        if failed == ALL:
            return Protected(frozenset(), frozenset(), frozenset({ALL, *counts.grounds}), {})
        left_out.add(failed)
