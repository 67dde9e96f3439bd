"""T1 and T1x: from one row per candidate and stage to the funnel and the ways out, in one scan.

The hours until a rejection need a second scan: a median cannot be added up from parts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessor.domain.tables.model import UNKNOWN
from assessor.domain.tables.suppress import EVERYBODY, Column, Group
from assessor.tables.counted import CountedRow, CountedTable, Together, Told
from assessor.tables.counting import (
    Dimension,
    Tally,
    by_ground,
    constant_dimension,
    fixed_dimension,
    ground_columns,
    ground_dimensions,
    group_of,
    number_dimension,
    tally,
    word_dimension,
)
from assessor.tables.mapping import FixedWords, Ground, Places, moment, number_in
from assessor.tables.records import Records

OUTCOMES = ("through", "rejected", "not_shown", "withdrawn", "pending")
KEYS = ("vacancy_family", "stage_no", "module_code")
"""A stage is told apart by its number; its name is the one that most rows give it."""
EXIT_KEYS = (*KEYS, "exit", "decided_by", "viewed")
_WEIGHTS = {"n_in": 4.0, "n_through": 3.0, "n_rejected": 2.0}
_HOUR = 3_600_000_000
ROUNDED_HOURS = (
    "case when {h} < 10 then round({h}, 1) when {h} < 100 then round({h}) else round({h} / 10) * 10 end"
)
"""Hours as they are written: tenths below ten, whole hours below a hundred, tens from there."""

Key = tuple[str, ...]


@dataclass(frozen=True)
class Looking:
    """What counts as a look that qualifies; goes into the header of T1x."""

    minimum_seconds: float | None
    bulk_counts: bool
    reviewers_trained: bool


@dataclass(frozen=True)
class Period:
    first: str
    last: str
    """ISO dates."""


def count_funnel(
    records: Records,
    places: Places,
    grounds: Sequence[Ground],
    period: Period,
    looking: Looking | None,
    told: Told,
    rows: str = "{rows}",
) -> list[CountedTable]:
    """T1, and T1x where `looking` is given."""
    dimensions = [
        word_dimension(places, "vacancy_family"),
        number_dimension(places, "stage_no"),
        word_dimension(places, "stage_name"),
        word_dimension(places, "module_code"),
        fixed_dimension(places, "outcome"),
        in_period(places, period),
    ]
    measures: dict[str, str] = {}
    hours = _hours(places) if looking else None
    if looking:
        dimensions += _looks(places, looking)
        if hours:
            measures = {
                "timed": f"count(*) filter (where {hours} >= 0)",
                "under_1h": f"count(*) filter (where {hours} >= 0 and {hours} < 1)",
                "night": f"count(*) filter (where {hours} >= 0 and {_night(places)})",
            }
    dimensions += ground_dimensions(places, grounds)
    found = tally(records, "funnel", dimensions, measures, rows)
    _tell(records, found, told)
    together = _read_funnel(records, grounds)
    names = _stage_names(records)
    tables = [CountedTable("T1", _funnel_rows(together, grounds, names))]
    if looking:
        medians = _medians(records, found, grounds, looking, hours, rows) if hours else {}
        tables.append(_exits(records, together, grounds, looking, bool(hours), medians, names, told))
    return tables


# --- the scan -------------------------------------------------------------------------------------------------


def in_period(places: Places, period: Period) -> Dimension:
    """Whether a row is in the period: `in`, `no_date` or `outside`. Without a date in the file every row is."""
    column = places.field("decided_at") or places.field("applied_at")
    if column is None:
        return constant_dimension("period", "in")
    at = moment(column)[0]
    sql = (
        f"case when {at} is null then 'no_date' when {at} >= timestamp '{period.first}' "
        f"and {at} < timestamp '{period.last}' + interval 1 day then 'in' else 'outside' end"
    )
    return Dimension("period", sql, lambda raw: raw)


def _looks(places: Places, looking: Looking) -> list[Dimension]:
    opened = fixed_dimension(places, "opened")
    opened_at, decided_at = places.field("opened_at"), places.field("decided_at")
    if opened_at is not None:
        before = f"{moment(opened_at)[0]} <= {moment(decided_at)[0]}" if decided_at else "true"
        seen = f"cast({opened.sql} as varchar)" if places.field("opened") else "'yes'"
        # A look after the decision is no look; where the moment is not known nothing is said of it.
        none = seen if places.field("opened") else "'no'"
        sql = f"case when {opened_at.sql} is null then {none} when {before} then {seen} else 'no' end"
        opened = Dimension(
            "opened", sql, FixedWords("opened", places.mapping.values.get("opened", {})), "", fixed=True
        )
    dwell = places.field("dwell_seconds")
    long = constant_dimension("long", "")
    if dwell is not None and looking.minimum_seconds is not None:
        enough = f"{number_in(dwell)} >= {float(looking.minimum_seconds)!r}"
        long = Dimension("long", f"case when {enough} then 'yes' else '' end", lambda raw: raw)
    names = ("exit", "decided_by", "viewed", "in_list", "bulk", "trained")
    return [opened, long, *(fixed_dimension(places, name) for name in names)]


def _hours(places: Places) -> str | None:
    """SQL for the hours from application to decision; None where the file has no moments with a time of day."""
    applied, decided = places.field("applied_at"), places.field("decided_at")
    if applied is None or decided is None:
        return None
    (start, timed), (end, ended) = moment(applied), moment(decided)
    if not (timed and ended):
        return None
    return f"((epoch_us({end}) - epoch_us({start})) / {_HOUR}.0)"


def _night(places: Places) -> str:
    decided = places.field("decided_at")
    assert decided is not None
    return f"(epoch_us({moment(decided)[0]}) // {_HOUR}) % 24 not between 6 and 21"


def _kept() -> str:
    return "\"stage_no\" <> '' and \"outcome\" <> '' and \"period\" = 'in'"


def _keys_sql() -> str:
    return ", ".join(f'"{key}"' for key in KEYS)


def _stage_names(records: Records) -> dict[str, str]:
    rows = records.run(
        'select stage_no, arg_max(stage_name, n) from (select "stage_no" as stage_no, "stage_name" as stage_name, '
        f"sum(n) as n from funnel where {_kept()} and \"stage_name\" <> '' group by 1, 2) group by 1"
    )
    return dict(rows)


def _tell(records: Records, found: Tally, told: Told) -> None:
    rows = records.run(
        "select case when \"stage_no\" = '' then 'no_stage' when \"outcome\" = '' then 'no_outcome' "
        'when "period" <> \'in\' then "period" end, sum(n)::bigint from funnel group by 1'
    )
    reasons = dict(rows)
    told.see_all(sum(reasons.values()))
    strange = sum(s.rows for s in found.strange if s.field == "outcome")
    told.leave_out("no_stage", reasons.get("no_stage", 0))
    told.leave_out("strange_outcome", min(strange, reasons.get("no_outcome", 0)))
    told.leave_out("no_outcome", max(0, reasons.get("no_outcome", 0) - strange))
    told.leave_out("no_date", reasons.get("no_date", 0))
    told.leave_out("outside", reasons.get("outside", 0))
    told.strange += [s for s in found.strange if s not in told.strange]
    told.merged |= found.merged


# --- T1 -------------------------------------------------------------------------------------------------------


def _read_funnel(records: Records, grounds: Sequence[Ground]) -> dict[str, Together]:
    """The funnel by family of vacancies, each a tree: those through one stage come in at the next."""
    columns, groups = by_ground(KEYS, grounds)
    sums = ", ".join(f"(sum(n) filter (where \"outcome\" = '{o}'))::bigint" for o in OUTCOMES)
    counted = records.run(
        f'select {columns}, {sums} from (select {_keys_sql()}, {_grounds(grounds)} "outcome", n from funnel '
        f"where {_kept()}) {groups} order by 1, cast(stage_no as integer), 3, 4, 5"
    )
    found: dict[str, Together] = {}
    for row in counted:
        key, group = tuple(row[:3]), group_of(row[3], row[4], grounds)
        together = found.setdefault(row[0], Together(row[0]))
        together.see(group)
        numbers = {f"n_{o}": int(n or 0) for o, n in zip(OUTCOMES, row[5:], strict=True)}
        for name, number in ({"n_in": sum(numbers.values())} | numbers).items():
            column = ("T1", key, name)
            together.values[group, column] = number
            together.parents[column] = None if name == "n_in" else ("T1", key, "n_in")
            together.weights[column] = _WEIGHTS.get(name, 1.0)
    for together in found.values():
        _link_stages(together)
    return found


def _grounds(grounds: Sequence[Ground]) -> str:
    return f"{ground_columns(grounds)}," if grounds else ""


def _keys(together: Together) -> list[Key]:
    return [c[1] for c in together.parents if isinstance(c, tuple) and c[0] == "T1" and c[2] == "n_in"]


def _link_stages(together: Together) -> None:
    """Where all who were through come in at the next stage, a reader can tell one from the other."""
    stages: dict[int, list[Key]] = {}
    for key in _keys(together):
        stages.setdefault(int(key[1]), []).append(key)
    numbers = sorted(stages)
    for here, there in itertools.pairwise(numbers):
        if len(stages[here]) != 1:
            continue
        through = ("T1", stages[here][0], "n_through")
        entering: list[Column] = [("T1", key, "n_in") for key in stages[there]]
        if _all_equal(together, through, entering):
            together.parents |= dict.fromkeys(entering, through)


def _all_equal(together: Together, whole: Column, parts: Iterable[Column]) -> bool:
    listed = list(parts)
    groups = [(ground, group) for ground, names in together.groups.items() for group in names]
    return all(
        together.values.get((group, whole), 0) == sum(together.values.get((group, p), 0) for p in listed)
        for group in groups
    )


def _funnel_rows(
    found: dict[str, Together], grounds: Sequence[Ground], stage_names: dict[str, str]
) -> list[tuple[Together, CountedRow]]:
    names = ("n_in", *(f"n_{o}" for o in OUTCOMES))
    return [
        (
            together,
            CountedRow(_words(KEYS, key, stage_names), group, {name: ("T1", key, name) for name in names}),
        )
        for together in found.values()
        for key in _keys(together)
        for group in rows_of(together, grounds)
    ]


def _words(names: Sequence[str], key: Key, stage_names: dict[str, str]) -> dict[str, str]:
    words = dict(zip(names, key, strict=True))
    return words | {"stage_name": stage_names.get(words["stage_no"], words["stage_no"])}


def rows_of(together: Together, grounds: Sequence[Ground]) -> list[Group]:
    """The groups of the rows: everybody first, then ground by ground, those of unknown group last."""
    found: list[Group] = [EVERYBODY]
    for ground in grounds:
        names = sorted(together.groups.get(ground.name, []), key=lambda g: (g == UNKNOWN, g.casefold()))
        found += [(ground.name, name) for name in names]
    return found


# --- T1x ------------------------------------------------------------------------------------------------------


def _viewed(looking: Looking) -> str:
    bulk = "true" if looking.bulk_counts else "\"bulk\" = 'no'"
    trained = f"(\"trained\" = 'yes' or (\"trained\" = '' and {str(looking.reviewers_trained).lower()}))"
    return (
        'case when "viewed" <> \'\' then "viewed" '
        f"when \"opened\" = 'yes' and \"long\" = 'yes' and {bulk} and {trained} then 'qualifying' "
        "when \"opened\" = 'yes' then 'opened' "
        "when \"opened\" = 'no' and \"in_list\" = 'yes' then 'list_only' "
        "when \"opened\" = 'no' then 'no' else '' end"
    )


def _ways_out(looking: Looking, grounds: Sequence[Ground], more: str, source: str) -> str:
    exit = (
        "case when \"outcome\" = 'not_shown' then 'not_shown' when \"exit\" in ('expired', 'rule') then \"exit\" "
        "else 'rejected' end"
    )
    return (
        f'select {_keys_sql()}, {exit} as "exit", "decided_by", {_viewed(looking)} as "viewed", {_grounds(grounds)} '
        f"{more} from {source} where {_kept()} and \"outcome\" in ('rejected', 'not_shown')"
    )


def _exits(
    records: Records,
    found: dict[str, Together],
    grounds: Sequence[Ground],
    looking: Looking,
    timed: bool,
    medians: dict[tuple[Key, Group], float],
    stage_names: dict[str, str],
    told: Told,
) -> CountedTable:
    more = ["n", *(("timed", "under_1h", "night") if timed else ())]
    columns, groups = by_ground(EXIT_KEYS, grounds)
    sums = ", ".join(f"sum({name})::bigint" for name in more)
    counted = records.run(
        f"select {columns}, {sums} from ({_ways_out(looking, grounds, ', '.join(more), 'funnel')}) {groups} "
        "order by 1, cast(stage_no as integer), 3, 4, 5, 6, 7, 8"
    )
    ways: dict[str, list[Key]] = {}
    for row in counted:
        key, group = tuple(row[:6]), group_of(row[6], row[7], grounds)
        together = found[row[0]]
        above = "n_not_shown" if row[3] == "not_shown" else "n_rejected"
        _keep(together, ("T1x", key, "n"), group, row[8], ("T1", key[:3], above))
        if group == EVERYBODY:
            ways.setdefault(row[0], []).append(key)
        if timed:
            if group == EVERYBODY:
                told.untimed += row[8] - row[9]
            for name, number in (("n_under_1h", row[10]), ("n_22_06", row[11])):
                column = ("T1x", key, name)
                _keep(together, column, group, number, None)
                together.limits[column] = ("T1x", key, "n")
    told.conflicts += _conflicts(records)
    names = ("n", "n_under_1h", "n_22_06") if timed else ("n",)
    rows = [
        (
            together,
            CountedRow(
                _words(EXIT_KEYS, key, stage_names),
                group,
                {name: ("T1x", key, name) for name in names},
                {"median_hours": medians.get((key, group))},
                ("T1x", key, "n"),
            ),
        )
        for family, together in found.items()
        for key in ways.get(family, [])
        for group in rows_of(together, grounds)
    ]
    return CountedTable("T1x", rows)


def _keep(together: Together, column: Column, group: Group, number: int, above: Column | None) -> None:
    together.values[group, column] = int(number)
    together.parents[column] = above


def _conflicts(records: Records) -> int:
    found = records.run(
        f"select sum(n)::bigint from funnel where {_kept()} "
        "and (\"exit\" = 'not_shown') <> (\"outcome\" = 'not_shown') "
        "and \"exit\" <> '' and \"outcome\" in ('rejected', 'not_shown')"
    )
    return int(found[0][0] or 0)


def _medians(
    records: Records, found: Tally, grounds: Sequence[Ground], looking: Looking, hours: str | None, rows: str
) -> dict[tuple[Key, Group], float]:
    assert hours is not None
    meant = found.one_by_one(hours, "hours", rows, "r.hours >= 0")
    columns, groups = by_ground(EXIT_KEYS, grounds)
    middle = ROUNDED_HOURS.format(h="quantile_disc(hours, 0.5)")
    ways = _ways_out(looking, grounds, "hours", meant)
    counted = records.scan(f"select {columns}, {middle} from ({ways}) {groups}")
    return {(tuple(r[:6]), group_of(r[6], r[7], grounds)): float(r[8]) for r in counted}
