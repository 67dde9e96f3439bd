"""T1s: from one row per person and campaign to the sourcing funnel, in one scan."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.tables.suppress import EVERYBODY
from assessor.tables.counted import CountedRow, CountedTable, Together, Told
from assessor.tables.counting import (
    by_ground,
    fixed_dimension,
    ground_columns,
    ground_dimensions,
    group_of,
    tally,
    word_dimension,
)
from assessor.tables.funnel import rows_of
from assessor.tables.mapping import Ground, Places, no_column
from assessor.tables.records import Records, Refused

KEYS = ("campaign", "channel", "targeting_used", "lookalike")
FLAGS = ("reachable", "shown", "clicked", "started", "applied", "suitable_blind")


def count_sourcing(
    records: Records, places: Places, grounds: Sequence[Ground], told: Told, rows: str = "{rows}"
) -> CountedTable:
    """T1s. Flags that the file does not have give empty columns."""
    for needed in ("campaign", "shown"):
        if not places.has(needed):
            raise Refused(no_column(needed, records))
    flags = [name for name in FLAGS if places.has(name)]
    dimensions = [
        *(word_dimension(places, name) for name in KEYS[:3]),
        fixed_dimension(places, "lookalike"),
        *(fixed_dimension(places, name) for name in flags),
        *ground_dimensions(places, grounds),
    ]
    found = tally(records, "sourcing", dimensions, rows=rows)
    told.read = max(told.read, int(records.run("select sum(n)::bigint from sourcing")[0][0] or 0))
    told.strange += [s for s in found.strange if s not in told.strange]
    told.merged |= found.merged
    columns, groups = by_ground(KEYS, grounds)
    sums = ", ".join(f"coalesce(sum(n) filter (where \"{flag}\" = 'yes'), 0)::bigint" for flag in flags)
    listed = ", ".join(f'"{name}"' for name in (*KEYS, *flags))
    each = f", {ground_columns(grounds)}" if grounds else ""
    counted = records.run(
        f"select {columns}, {sums} from (select {listed}{each}, n from sourcing where \"campaign\" <> '') {groups} "
        "order by 1, 2, 3, 4, 5, 6"
    )
    table = CountedTable("T1s")
    campaigns: dict[str, Together] = {}
    keys: dict[tuple[str, ...], Together] = {}
    for row in counted:
        key, group = tuple(row[:4]), group_of(row[4], row[5], grounds)
        together = campaigns.setdefault(row[0], Together(row[0]))
        together.see(group)
        if group == EVERYBODY:
            keys[key] = together
        for flag, number in zip(flags, row[6:], strict=True):
            column = ("T1s", key, flag)
            together.values[group, column] = int(number)
            together.parents[column] = None
    for key, together in keys.items():
        words = dict(zip(KEYS, key, strict=True)) | {"channel": key[1] or "-"}
        for group in rows_of(together, grounds):
            counts = {f"n_{flag}": ("T1s", key, flag) for flag in flags}
            table.rows.append((together, CountedRow(words, group, counts)))
    return table
