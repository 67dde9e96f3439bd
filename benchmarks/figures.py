"""P2: the figures of a table do not take longer for ten million people than for ten thousand."""

from __future__ import annotations

import random

from assessor.domain.figures.figures import figures_of
from assessor.domain.tables.model import ALL, UNKNOWN, FunnelRow, Table, exactly
from benchmarks.measure import ratio, report

GROUPS = 21


def table(people: int) -> Table[FunnelRow]:
    """Twenty known groups of one ground with different rates, the unknown, and everybody."""
    chance = random.Random(21)
    names = [f"group {n}" for n in range(1, GROUPS)] + [UNKNOWN]
    sizes = [people // GROUPS] * GROUPS
    through = [round(size * chance.uniform(0.2, 0.5)) for size in sizes]
    rows = [
        FunnelRow(line=n, ground="origin", group=name, n_in=exactly(size), n_through=exactly(selected),
                  claimed_impact_ratio="0.90" if name != UNKNOWN else None)
        for n, (name, size, selected) in enumerate(zip(names, sizes, through, strict=True), 2)
    ]  # fmt: skip
    everybody = FunnelRow(
        line=1, ground=ALL, group=ALL, n_in=exactly(sum(sizes)), n_through=exactly(sum(through))
    )
    return Table("T1", {}, (everybody, *rows))


def main() -> None:
    few, many = table(10_000), table(10_000_000)
    report(
        "P2",
        f"all figures of {GROUPS} groups at 10 million people, against 10 thousand",
        1.2,
        ratio(lambda: figures_of({"T1": many}), lambda: figures_of({"T1": few}), rounds=30),
    )


if __name__ == "__main__":
    main()
