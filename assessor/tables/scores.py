"""T2: from one row per candidate with a score to means, quantiles and counts by group.

Two scans: the first finds the values, the stages and the median of everybody, the second counts against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessor.domain.tables.suppress import EVERYBODY, SMALL, Group
from assessor.domain.text import Text
from assessor.tables.counted import CountedRow, CountedTable, Together, Told
from assessor.tables.counting import (
    by_ground,
    fixed_dimension,
    ground_columns,
    ground_dimensions,
    group_of,
    number_dimension,
    tally,
    word_dimension,
)
from assessor.tables.funnel import Period, in_period, rows_of
from assessor.tables.mapping import Ground, Places, no_column, number_in
from assessor.tables.records import Records, Refused

STATISTICS = ("mean", "sd", "median", "p10", "p25", "p75", "p90")
COUNTS = ("n", "n_above_median", "n_above_cutoff", "n_suitable_independent", "n_suitable_below_cutoff")


def count_scores(
    records: Records,
    places: Places,
    grounds: Sequence[Ground],
    period: Period,
    cutoff: float | None,
    stage: int | None,
    told: Told,
    rows: str = "{rows}",
) -> CountedTable:
    """T2, of the one stage at which the score is given."""
    column = places.field("score")
    if column is None:
        raise Refused(no_column("score", records))
    score = number_in(column)
    dimensions = [
        word_dimension(places, "vacancy_family"),
        number_dimension(places, "stage_no"),
        in_period(places, period),
        fixed_dimension(places, "above_cutoff"),
        fixed_dimension(places, "suitable"),
        *ground_dimensions(places, grounds),
    ]
    scored = f"count(*) filter (where isfinite({score}))"
    found = tally(records, "scores", dimensions, {"scored": scored}, rows)
    told.strange += [s for s in found.strange if s not in told.strange]
    told.merged |= found.merged
    stages = records.run(
        'select "stage_no", sum(scored)::bigint, sum(n)::bigint from scores where "period" = \'in\' '
        "group by 1 order by 1"
    )
    told.see_all(int(records.run("select sum(n)::bigint from scores")[0][0] or 0))
    chosen = _stage([s[0] for s in stages if s[1]], stage)
    told.leave_out("no_score", sum(s[2] - s[1] for s in stages if s[0] == chosen))
    scores = found.one_by_one(score, "score", rows, "isfinite(r.score)")
    meant = f'{scores} where "period" = \'in\' and "stage_no" = $stage'
    grouped = f", {ground_columns(grounds)}" if grounds else ""
    above = "\"above_cutoff\" = 'yes'" if cutoff is None else f"score >= {float(cutoff)!r}"
    medians = records.scan(
        f'select "vacancy_family", quantile_cont(score, 0.5) from {meant} group by 1', stage=chosen
    )
    columns, groups = by_ground(("vacancy_family",), grounds)
    counted = records.scan(
        f"select {columns}, count(*), count(*) filter (where score > middle), count(*) filter (where above), "
        "count(*) filter (where suitable), count(*) filter (where suitable and not above), avg(score), "
        "stddev_samp(score), quantile_cont(score, [0.5, 0.1, 0.25, 0.75, 0.9]) "
        f'from (select "vacancy_family", score, {above} as above, "suitable" = \'yes\' as suitable{grouped} '
        f"from {meant}) join (select unnest($families) as family, unnest($medians) as middle) "
        f'on family = "vacancy_family" {groups} order by 1, 2, 3',
        stage=chosen,
        families=[m[0] for m in medians],
        medians=[m[1] for m in medians],
    )
    has_cutoff = cutoff is not None or places.has("above_cutoff")
    has_suitable = places.has("suitable")
    shown = {
        "n": True,
        "n_above_median": True,
        "n_above_cutoff": has_cutoff,
        "n_suitable_independent": has_suitable,
        "n_suitable_below_cutoff": has_cutoff and has_suitable,
    }
    return _table(counted, grounds, [name for name in COUNTS if shown[name]])


def _stage(scored: Sequence[str], asked: int | None) -> str:
    """The stage whose scores are counted; several without a choice are refused, since people would count twice."""
    if asked is not None and str(asked) in scored:
        return str(asked)
    if len(scored) == 1 and asked is None:
        return scored[0]
    if not scored:
        raise Refused(Text(nl="Er zijn geen scores in het bestand.", en="There are no scores in the file."))
    raise Refused(
        Text(
            nl="Er zijn scores bij meer dan een fase, of niet bij de gekozen fase. Kies er een met --score-stage: {s}.",
            en="There are scores at more than one stage, or not at the chosen one. Choose with --score-stage: {s}.",
        ).fill(s=", ".join(scored))
    )


def _table(
    counted: Sequence[tuple[Any, ...]], grounds: Sequence[Ground], names: Sequence[str]
) -> CountedTable:
    families: dict[str, Together] = {}
    figures: dict[tuple[str, Group], dict[str, float | None]] = {}
    for row in counted:
        family, group = row[0], group_of(row[1], row[2], grounds)
        together = families.setdefault(family, Together(family))
        together.see(group)
        for name, number in zip(COUNTS, row[3:8], strict=True):
            if name not in names:
                continue
            column = ("T2", family, name)
            together.values[group, column] = int(number)
            together.parents[column] = None
            if name != "n":
                together.limits[column] = ("T2", family, "n")
        statistics = dict(zip(STATISTICS, (row[8], row[9], *row[10]), strict=True))
        figures[family, group] = {
            name: None if value is None else float(f"{value:.4g}") for name, value in statistics.items()
        }
    table = CountedTable("T2")
    for family, together in families.items():
        for group in rows_of(together, grounds):
            kept = figures.get((family, group), {})
            if group in _guarded(together, family, grounds):
                kept = {name: value for name, value in kept.items() if name not in ("mean", "sd")}
            counts = {name: ("T2", family, name) for name in names}
            table.rows.append(
                (together, CountedRow({"vacancy_family": family}, group, counts, kept, ("T2", family, "n")))
            )
    return table


def _guarded(together: Together, family: str, grounds: Sequence[Ground]) -> set[Group]:
    """Groups whose mean would give the mean of a single small group away: the smallest of the others, per ground."""
    found: set[Group] = set()
    for ground in grounds:
        sizes = {
            (ground.name, name): together.values.get(((ground.name, name), ("T2", family, "n")), 0)
            for name in together.groups.get(ground.name, [])
        }
        small = [g for g, n in sizes.items() if 0 < n < SMALL]
        large = sorted((n, g) for g, n in sizes.items() if n >= SMALL)
        if len(small) == 1 and large:
            found.add(large[0][1])
    return found - {EVERYBODY}
