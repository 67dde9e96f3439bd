"""T4: from one row per reviewed candidate to what reviewers did with advice; never a row about one reviewer.

Reviewers are put in parts by how often they followed the advice, each part of at least five of them: with fifty or
more reviewers tenths, with fewer as many parts as there are fives. A month in which fewer than five of a part were
at work is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.tables.suppress import EVERYBODY
from assessor.domain.text import Text
from assessor.tables.counted import CountedRow, CountedTable, Together, Told
from assessor.tables.counting import (
    Dimension,
    by_ground,
    constant_dimension,
    fixed_dimension,
    ground_columns,
    ground_dimensions,
    group_of,
    tally,
    word_dimension,
)
from assessor.tables.funnel import Period, in_period, rows_of
from assessor.tables.mapping import Ground, Places, free_word, moment, no_column, number_in
from assessor.tables.records import Records, Refused

KEYS = ("month", "reviewer_decile", "score_band")
FEWEST_REVIEWERS = 5
VERDICTS = ("followed", "up", "down", "abstained")
_VERDICT = (
    "case when \"review\" <> '' then \"review\" when \"advice\" = '' or \"outcome\" not in ('through', 'rejected') "
    "then '' when \"advice\" = \"outcome\" then 'followed' when \"outcome\" = 'through' then 'up' else 'down' end"
)


def count_reviews(
    records: Records,
    places: Places,
    grounds: Sequence[Ground],
    period: Period,
    told: Told,
    rows: str = "{rows}",
) -> CountedTable:
    """T4. Rows without a reviewer are no reviews."""
    reviewer = places.field("reviewer")
    if reviewer is None:
        raise Refused(no_column("reviewer", records))
    at = places.field("decided_at")
    month = (
        Dimension("month", f"strftime({moment(at)[0]}, '%Y-%m')", free_word, "")
        if at
        else constant_dimension("month", "")
    )
    fields = ("review", "advice", "outcome", "bulk", "random_check", "found_wrong")
    dimensions = [
        Dimension("reviewer", reviewer.sql, free_word, ""),
        month,
        in_period(places, period),
        word_dimension(places, "score_band"),
        *(fixed_dimension(places, name) for name in fields),
        *ground_dimensions(places, grounds),
    ]
    dwell = places.field("dwell_seconds")
    measures = {"under_10s": f"count(*) filter (where {number_in(dwell)} < 10)"} if dwell else {}
    found = tally(records, "reviews", dimensions, measures, rows)
    told.strange += [s for s in found.strange if s not in told.strange]
    told.merged |= found.merged
    told.read = max(told.read, int(records.run("select sum(n)::bigint from reviews")[0][0] or 0))
    _put_in_parts(records)
    _note_cells(records, told)
    table = _table(records, grounds, places, bool(dwell))
    if dwell:
        meant = found.one_by_one(number_in(dwell), "seconds", rows, "r.seconds >= 0")
        _add_medians(records, table, grounds, meant)
    return table


def _put_in_parts(records: Records) -> None:
    """Each reviewer's part, kept in memory only."""
    ranked = records.run(
        f"select \"reviewer\", (sum(n) filter (where {_VERDICT} = 'followed') / sum(n)) as share, sum(n) as cases "
        "from reviews where \"reviewer\" <> '' and \"period\" = 'in' group by 1 order by 2 nulls first, 3, 1"
    )
    if len(ranked) < FEWEST_REVIEWERS:
        raise Refused(
            Text(
                nl="T4 kan alleen met ten minste vijf beoordelaars; anders gaat een rij over één mens. Er zijn er {n}.",
                en="T4 needs at least five reviewers; otherwise a row is about one person. There are {n}.",
            ).fill(n=len(ranked))
        )
    parts = min(10, len(ranked) // FEWEST_REVIEWERS)
    # The tenth in which the middle of the part lies, so that 3 says the same with four parts as with ten.
    deciles = [
        "" if parts == 1 else str(int(10 * (n * parts // len(ranked) + 0.5) / parts) + 1)
        for n in range(len(ranked))
    ]
    records.run("create temp table parts (reviewer varchar, reviewer_decile varchar)")
    records.run(
        "insert into parts select unnest($reviewers), unnest($deciles)",
        {"reviewers": [r[0] for r in ranked], "deciles": deciles},
    )


def _note_cells(records: Records, told: Told) -> None:
    records.run(
        'create temp table enough as select "month", p.reviewer_decile, "score_band", '
        f'count(distinct "reviewer") >= {FEWEST_REVIEWERS} as enough, sum(n) as n from reviews '
        "join parts p using (reviewer) where \"period\" = 'in' group by 1, 2, 3"
    )
    few = records.run("select sum(n)::bigint from enough where not enough")
    told.leave_out("few_reviewers", int(few[0][0] or 0))


def _of_enough(source: str) -> str:
    return (
        f"{source} s join parts using (reviewer) join enough e on e.month = s.month and e.score_band = s.score_band "
        "and e.reviewer_decile = parts.reviewer_decile where enough and s.\"period\" = 'in'"
    )


def _columns(grounds: Sequence[Ground], more: str) -> str:
    each = f", {ground_columns(grounds)}" if grounds else ""
    return f"s.month as month, parts.reviewer_decile as reviewer_decile, s.score_band as score_band, {more}{each}"


def _table(records: Records, grounds: Sequence[Ground], places: Places, timed: bool) -> CountedTable:
    judged = places.has("review") or (places.has("advice") and places.has("outcome"))
    sums = {"n_cases": "sum(n)"}
    if judged:
        sums |= {f"n_{v}": f"sum(n) filter (where verdict = '{v}')" for v in VERDICTS}
    if timed:
        sums["n_under_10s"] = "sum(under_10s)"
    if places.has("bulk"):
        sums["n_bulk"] = "sum(n) filter (where bulk = 'yes')"
    if places.has("random_check"):
        checked = "random_check = 'yes'"
        sums["n_reviewed_random_rejects"] = f"sum(n) filter (where {checked})"
        if places.has("found_wrong"):
            sums["n_found_wrong"] = f"sum(n) filter (where {checked} and found_wrong = 'yes')"
    more = f"s.n as n, {'under_10s, ' if timed else ''}bulk, random_check, found_wrong, {_VERDICT} as verdict"
    columns, groups = by_ground(KEYS, grounds)
    summed = ", ".join(f"coalesce({sql}, 0)::bigint" for sql in sums.values())
    counted = records.run(
        f"select {columns}, {summed} from (select {_columns(grounds, more)} from {_of_enough('reviews')}) {groups} "
        "order by 1, 2, 3, 4, 5"
    )
    table = CountedTable("T4")
    cells: dict[tuple[str, ...], Together] = {}
    for row in counted:
        key, group = tuple(row[:3]), group_of(row[3], row[4], grounds)
        together = cells.setdefault(key, Together(" ".join(key)))
        together.see(group)
        numbers = dict(zip(sums, map(int, row[5:]), strict=True))
        for name, number in numbers.items():
            column = ("T4", key, name)
            together.values[group, column] = number
            together.parents.setdefault(column, None)
            if name != "n_cases":
                together.limits[column] = ("T4", key, "n_cases")
        if group == EVERYBODY and judged and sum(numbers[f"n_{v}"] for v in VERDICTS) == numbers["n_cases"]:
            for verdict in VERDICTS:
                together.parents["T4", key, f"n_{verdict}"] = ("T4", key, "n_cases")
                together.limits.pop(("T4", key, f"n_{verdict}"), None)
    for key, together in cells.items():
        for group in rows_of(together, grounds):
            counts = {name: ("T4", key, name) for name in sums}
            row_words = dict(zip(KEYS, key, strict=True))
            table.rows.append((together, CountedRow(row_words, group, counts, {}, ("T4", key, "n_cases"))))
    return table


def _add_medians(records: Records, table: CountedTable, grounds: Sequence[Ground], meant: str) -> None:
    columns, groups = by_ground(KEYS, grounds)
    counted = records.scan(
        f"select {columns}, round(quantile_disc(seconds, 0.5)) from (select {_columns(grounds, 'seconds')} "
        f"from {_of_enough(meant)}) {groups}"
    )
    medians = {(tuple(r[:3]), group_of(r[3], r[4], grounds)): float(r[5]) for r in counted}
    table.rows = [
        (
            together,
            CountedRow(
                row.words,
                row.group,
                row.counts,
                {"median_seconds": medians.get((tuple(row.words.values()), row.group))},
                row.size,
            ),
        )
        for together, row in table.rows
    ]
