"""One scan of the records: how many rows there are of every combination of values, and nothing else.

The scan groups by the values as they stand in the file, which costs no more than any `count(*) ... group by` over
the same columns. What the values mean is worked out afterwards, on the few different ones that were found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessor.domain.tables.grounds import ground_code
from assessor.domain.tables.model import ALL, UNKNOWN
from assessor.domain.tables.suppress import JOINED, Group
from assessor.tables.mapping import (
    AGE,
    Ages,
    FixedWords,
    Ground,
    Groups,
    Places,
    check_number_of_groups,
    free_word,
    plain,
    stage_number,
)
from assessor.tables.records import Records, quoted

Meaning = Callable[[str], str | None]


@dataclass(frozen=True)
class Dimension:
    """A field or ground that rows are grouped by."""

    name: str
    sql: str | None
    """Of the value as it stands in the file; None where every row has the same, which then costs the scan nothing."""
    meaning: Meaning
    otherwise: str | None = None
    """What a value means that `meaning` does not know."""
    fixed: bool = False
    """Whether a value that is not known is worth telling."""

    @property
    def column(self) -> str:
        """The quoted name of its column; a ground may be called like a field."""
        return ground_column(self.name) if isinstance(self.meaning, Groups) else quoted(self.name)


@dataclass(frozen=True)
class Strange:
    """A value that no meaning was given to."""

    field: str
    value: str
    rows: int


@dataclass
class Tally:
    """What one scan found: a table in memory with a column for each dimension and measure, and `n`."""

    records: Records
    table: str
    dimensions: Sequence[Dimension]
    strange: list[Strange] = field(default_factory=list)
    merged: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By ground: groups that were written in more than one way, and how."""

    def meanings(self) -> str:
        """SQL that joins what the values mean to rows `r` with the columns of the dimensions."""
        return " ".join(
            f"left join {self.table}_meanings m{n} on m{n}.dimension = {n}"
            + ("" if d.sql is None else f" and m{n}.raw = coalesce(cast(r.d{n} as varchar), '')")
            for n, d in enumerate(self.dimensions)
        )

    def meant(self) -> str:
        """SQL for the columns themselves, by the names of the dimensions."""
        return ", ".join(f"m{n}.meant as {d.column}" for n, d in enumerate(self.dimensions))

    def one_by_one(self, measured: str, name: str, rows: str, condition: str) -> str:
        """SQL for the rows themselves with what their values mean and one measured number, for what does not add up."""
        listed = _listed(self.dimensions)
        each = f"(select {listed}, {measured} as {name} from {rows}) r {self.meanings()}"
        return f"(select {self.meant()}, r.{name} from {each} where {condition})"


def tally(
    records: Records,
    table: str,
    dimensions: Sequence[Dimension],
    measures: Mapping[str, str] | None = None,
    rows: str = "{rows}",
) -> Tally:
    """Scan once. `measures` are sums and counts in SQL, by name; they have to add up over groups of rows."""
    measures = measures or {}
    grouped = _listed(dimensions)
    counted = "".join(f", {sql} as {name}" for name, sql in measures.items())
    records.scan(
        f"create temp table {table}_raw as select {grouped}, count(*) as n{counted} from {rows} group by all"
    )
    found = Tally(records, table, dimensions)
    _keep_meanings(found)
    summed = "".join(f", r.{name}" for name in measures)
    records.run(
        f"create temp table {table} as select {found.meant()}, r.n{summed} from {table}_raw r {found.meanings()}"
    )
    return found


def _listed(dimensions: Sequence[Dimension]) -> str:
    return ", ".join(f"{d.sql} as d{n}" for n, d in enumerate(dimensions) if d.sql is not None)


def _keep_meanings(found: Tally) -> None:
    """Give every different value of every dimension its meaning, in one small table."""
    scanned = [n for n, d in enumerate(found.dimensions) if d.sql is not None]
    each = " union all ".join(
        f"select {n}, coalesce(cast(d{n} as varchar), ''), sum(n)::bigint from {found.table}_raw group by all"
        for n in scanned
    )
    values = found.records.run(f"{each} order by 1, 2")
    kept: list[tuple[int, str, str | None]] = []
    for number, dimension in enumerate(found.dimensions):
        own = [(raw, rows) for n, raw, rows in values if n == number]
        kept += [(number, raw, meant) for raw, meant in _meanings(found, dimension, own or [("", 0)])]
    name = f"{found.table}_meanings"
    found.records.run(f"create temp table {name} (dimension integer, raw varchar, meant varchar)")
    found.records.run(
        f"insert into {name} select unnest($numbers), unnest($raw), unnest($meant)",
        {"numbers": [k[0] for k in kept], "raw": [k[1] for k in kept], "meant": [k[2] for k in kept]},
    )


def _meanings(
    found: Tally, dimension: Dimension, values: Iterable[tuple[str, int]]
) -> list[tuple[str, str | None]]:
    ways: dict[str, list[str]] = {}
    meanings: list[tuple[str, str | None]] = []
    for raw, rows in values:
        meant = dimension.meaning(raw)
        if meant is None and dimension.fixed and raw.strip():
            found.strange.append(Strange(dimension.name, raw, rows))
        elif meant is not None:
            ways.setdefault(meant, []).append(raw)
        meanings.append((raw, dimension.otherwise if meant is None else meant))
    if isinstance(dimension.meaning, Groups):
        check_number_of_groups(dimension.name, list(ways))
        found.merged[dimension.name] = {
            group: raws for group, raws in ways.items() if len({plain(r) for r in raws}) > 1
        }
    return meanings


# --- dimensions -----------------------------------------------------------------------------------------------


def word_dimension(places: Places, name: str, otherwise: str = "") -> Dimension:
    """A field with a name of the vendor's own: the family of vacancies, the stage."""
    column, constant = places.field(name), places.constant(name)
    if column is None or constant is not None:
        return constant_dimension(name, constant or otherwise)
    return Dimension(name, column.sql, free_word, otherwise)


def number_dimension(places: Places, name: str) -> Dimension:
    column, constant = places.field(name), places.constant(name)
    if column is None or constant is not None:
        return constant_dimension(name, stage_number(constant or "") or "")
    return Dimension(name, column.sql, stage_number, "", fixed=True)


def fixed_dimension(places: Places, name: str) -> Dimension:
    """A field with fixed values; empty where nothing, or nothing known, stands there."""
    column, constant = places.field(name), places.constant(name)
    words = FixedWords(name, places.mapping.values.get(name, {}))
    if column is None or constant is not None:
        return constant_dimension(name, words(constant or "") or "")
    return Dimension(name, column.sql, words, "", fixed=True)


def constant_dimension(name: str, value: str) -> Dimension:
    return Dimension(name, None, lambda _: value)


def ground_dimensions(places: Places, grounds: Iterable[Ground]) -> list[Dimension]:
    """One for every single ground that is asked, alone or in a combination."""
    found: dict[str, Dimension] = {}
    for name in (part for ground in grounds for part in ground.parts):
        if name in found:
            continue
        column = places.ground(name)
        given = next((v for key, v in places.mapping.values.items() if _same_ground(key, name)), {})
        sql = column.sql
        if name == AGE and not given:
            sql = Ages(column, places.mapping.age_bands, places.mapping.reference_year).sql or sql
        found[name] = Dimension(name, sql, Groups(name, given), UNKNOWN, fixed=True)
    return list(found.values())


def _same_ground(key: str, name: str) -> bool:
    return ground_code(key) == name


# --- groups ---------------------------------------------------------------------------------------------------


def ground_column(name: str) -> str:
    return quoted(f"by {name}")


def ground_columns(grounds: Sequence[Ground]) -> str:
    """SQL for one column a ground, g0 and on, of what stands in the columns of single grounds."""
    return ", ".join(f"{_ground_sql(ground)} as g{n}" for n, ground in enumerate(grounds))


def _ground_sql(ground: Ground) -> str:
    parts = [ground_column(part) for part in ground.parts]
    if len(parts) == 1:
        return parts[0]
    unknown = " or ".join(f"{part} = '{UNKNOWN}'" for part in parts)
    return f"case when {unknown} then '{UNKNOWN}' else {f' || {JOINED!r} || '.join(parts)} end"


def by_ground(keys: Sequence[str], grounds: Sequence[Ground]) -> tuple[str, str]:
    """SQL for the columns (keys, number of the ground or -1, group) and for the groups that one scan makes of them."""
    key = ", ".join(keys)
    sets = [f"({key})", *(f"({key}, g{n})" for n in range(len(grounds)))]
    which = " ".join(f"when grouping(g{n}) = 0 then {n}" for n in range(len(grounds)))
    chosen = ", ".join(f"g{n}" for n in range(len(grounds)))
    ground = f"case {which} else -1 end" if grounds else "-1"
    group = f"coalesce({chosen}, '{ALL}')" if grounds else f"'{ALL}'"
    return f"{key}, {ground}, {group}", f"group by grouping sets ({', '.join(sets)})"


def group_of(number: int, group: str, grounds: Sequence[Ground]) -> Group:
    return (ALL, ALL) if number < 0 else (grounds[number].name, group)
