"""Whether the tables that count people add up: T1, T1x and the two together, T1s."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from assessor.domain.tables.checks import (
    Mismatch,
    at_most,
    fits,
    groups_add_up,
    limits,
    loose,
    loose_total,
    no_all_row,
    row,
    said,
    t,
)
from assessor.domain.tables.model import ALL, Count, ExitRow, FunnelRow, SourcingRow, Table
from assessor.domain.tables.pooling import StageKey, by, pooled, stage_of
from assessor.domain.text import Text

_COUNTS = ("n_in", "n_through", "n_rejected", "n_not_shown", "n_withdrawn", "n_pending")
_OUTCOMES = _COUNTS[1:]

R = TypeVar("R", FunnelRow, ExitRow)
Key = tuple[StageKey, str, str]


def check_funnel(rows: Sequence[FunnelRow]) -> Iterator[Mismatch]:
    """T1: each row by itself, each stage over its groups, each group over the stages."""
    for one in rows:
        yield from _outcomes(one)
    yield from _stage_names(rows)
    doubles = tuple(_doubles(rows))
    yield from doubles
    for level, is_part in () if doubles else _levels(rows):
        yield from _funnel_groups(level, is_part)
        yield from _next_stages(level)


def check_exits(rows: Sequence[ExitRow]) -> Iterator[Mismatch]:
    """T1x: each row by itself, and every way out over its groups."""
    for one in rows:
        counts = {"n": one.n, "n_under_1h": one.n_under_1h, "n_22_06": one.n_22_06}
        yield from limits(one.line, counts, (("n_under_1h", "n"), ("n_22_06", "n")))
    yield from _stage_names(rows)
    doubles = tuple(_doubles(rows))
    yield from doubles
    for level, is_part in () if doubles else _levels(rows):
        yield from _exit_groups(level, is_part)


def check_sourcing(rows: Sequence[SourcingRow]) -> Iterator[Mismatch]:
    """T1s: each step has no more people than the one before; groups are everybody, where that row is there."""
    steps = ("n_reachable", "n_shown", "n_clicked", "n_started", "n_applied", "n_suitable_blind")
    for one in rows:
        given = [name for name in steps if getattr(one, name) is not None]
        counts = {name: getattr(one, name) for name in given}
        yield from limits(one.line, counts, tuple(zip(given[1:], given, strict=False)))
    for (campaign, channel), own in by(rows, lambda r: (r.campaign, r.channel)).items():
        for column in steps:
            where = t("{c}, {k}", "{c}, {k}").fill(c=campaign, k=channel)
            yield from _sums(where, column, [(r.ground, r.group, getattr(r, column)) for r in own])


def reconcile_pair(t1: Table[FunnelRow], t1x: Table[ExitRow]) -> tuple[Mismatch, ...]:
    """Whether the ways out are the people who were rejected or not shown, stage by stage and group by group.

    Of a sample there can only be fewer.
    """
    sample = t1x.header.get("complete_or_sample") == "sample"
    rejected = {_key(r): r for r in pooled(t1.rows)}
    out = by(t1x.rows, _key)
    if all(key[0] is None for key in rejected):
        # The smallest form knows no stages: what left it left at its only one.
        if len({key[0] for key in out}) > 1:
            return (Mismatch("ways_out", _NO_STAGES),)
        out = {(None, ground, group): rows for (_, ground, group), rows in out.items()}
    grounds = {ground for _, ground, _ in out}
    # The smallest form need not say how many there are in all.
    beside = [k for k in out if k not in rejected and k[:2] != (None, ALL)]
    keys = [k for k in rejected if k[1] in grounds] + beside
    return tuple(found for key in keys for found in _ways_out(rejected.get(key), out.get(key, []), sample))


# --- one row ----------------------------------------------------------------------------------------------


def _outcomes(one: FunnelRow) -> Iterator[Mismatch]:
    if not at_most(one.n_through, one.n_in):
        text = t(
            "er gingen meer mensen door (n_through is {k}) dan er begonnen (n_in is {n}).",
            "more people got through (n_through is {k}) than came in (n_in is {n}).",
        ).fill(k=said(one.n_through), n=said(one.n_in))
        yield Mismatch("through", row(one.line, text), one.line)
        return
    given = [name for name in _OUTCOMES if getattr(one, name) is not None]
    found = loose_total(getattr(one, name) for name in given)
    assert found is not None
    complete = len(given) == len(_OUTCOMES)
    if fits(one.n_in, found) if complete else found.low <= loose(one.n_in).high:
        return
    text = t(
        "{names} zijn samen {found}, maar n_in is {n}. Iedereen die begon hoort in precies één van deze kolommen.",
        "{names} are {found} together, but n_in is {n}. Everybody who came in belongs in exactly one of these columns.",
    ).fill(names=t(_list(given, "en"), _list(given, "and")), found=said(found), n=said(one.n_in))
    yield Mismatch("outcomes", row(one.line, text), one.line)


def _doubles(rows: Sequence[FunnelRow] | Sequence[ExitRow]) -> Iterator[Mismatch]:
    """Rows about the same people: the same twice, or a total beside what it is the total of."""
    seen: dict[Hashable, int] = {}
    splits: dict[Hashable, dict[tuple[str | None, str | None], int]] = {}
    for one in rows:
        key: tuple[Hashable, ...] = _key(one)
        if isinstance(one, ExitRow):
            key = (*key, one.exit, one.decided_by, one.viewed)
        split = (one.vacancy_family, one.module_code)
        first = seen.setdefault((key, split), one.line)
        if first != one.line:
            text = t(
                "deze rij gaat over dezelfde mensen als rij {first}.",
                "this row is about the same people as row {first}.",
            ).fill(first=first)
            yield Mismatch("doubled", row(one.line, text), one.line)
        splits.setdefault(key, {})[split] = one.line
    for found in splits.values():
        for place, name in enumerate(("vacancy_family", "module_code")):
            lines = [line for split, line in found.items() if split[place] is None]
            if lines and any(split[place] is not None for split in found):
                text = t(
                    "hier staat {name} open, terwijl andere rijen dezelfde groep per {name} geven. Geef alleen het "
                    "totaal of alleen de delen.",
                    "here {name} is open, while other rows give the same group by {name}. Give only the total or "
                    "only the parts.",
                ).fill(name=name)
                yield Mismatch("total_and_split", row(lines[0], text), lines[0])


def _stage_names(rows: Sequence[FunnelRow] | Sequence[ExitRow]) -> Iterator[Mismatch]:
    names: dict[int, str] = {}
    told: set[int] = set()
    for one in rows:
        if one.stage_no is None or one.stage_name is None:
            continue
        first = names.setdefault(one.stage_no, one.stage_name)
        if first.casefold() != one.stage_name.casefold() and one.stage_no not in told:
            told.add(one.stage_no)
            text = t(
                "fase {n} heet hier anders dan in een eerdere rij. Geef een fase overal dezelfde naam.",
                "stage {n} has another name here than in an earlier row. Give a stage the same name everywhere.",
            ).fill(n=one.stage_no)
            yield Mismatch("stage_names", row(one.line, text), one.line)


# --- groups and stages ------------------------------------------------------------------------------------


def _levels(rows: Sequence[R]) -> Iterator[tuple[Sequence[R], bool]]:
    """Everything added up; then each vacancy family and module by itself, so that no two faults cancel out."""
    yield pooled(rows), False
    parts = by(rows, lambda r: (r.vacancy_family, r.module_code))
    if len(parts) > 1:
        for own in parts.values():
            yield own, True


def _funnel_groups(rows: Sequence[FunnelRow], is_part: bool) -> Iterator[Mismatch]:
    for own in by(rows, stage_of).values():
        where = _stage(own[0])
        everybody = next((r for r in own if r.ground == ALL), None)
        if everybody is None:
            # The smallest form has no stages; there the groups of a ground are everybody.
            if not is_part and own[0].stage_no is not None:
                yield no_all_row(where)
            continue
        for column in _COUNTS:
            yield from _sums(where, column, [(r.ground, r.group, getattr(r, column)) for r in own])


def _exit_groups(rows: Sequence[ExitRow], is_part: bool) -> Iterator[Mismatch]:
    for stage in by(rows, stage_of).values():
        where = _stage(stage[0])
        if not any(r.ground == ALL for r in stage):
            if not is_part:
                yield no_all_row(where)
            continue
        grounds = dict.fromkeys(r.ground for r in stage if r.ground != ALL)
        for way, own in by(stage, lambda r: (r.exit, r.decided_by, r.viewed)).items():
            told = _joined(where, ", ".join(part or "-" for part in way))
            everybody = next((r.n for r in own if r.ground == ALL), Count(0, 0))
            for ground in grounds:
                groups = {r.group: r.n for r in own if r.ground == ground}
                found = groups_add_up(_joined(told, ground), "n", everybody, groups)
                if found:
                    yield found


def _sums(
    where: Text | None, column: str, cells: Iterable[tuple[str, str, Count | None]]
) -> Iterator[Mismatch]:
    """Each ground's groups against the row of everybody, where all of them give the column."""
    by_ground: dict[str, dict[str, Count | None]] = {}
    for ground, group, count in cells:
        by_ground.setdefault(ground, {})[group] = count
    everybody = by_ground.pop(ALL, {}).get(ALL)
    for ground, groups in by_ground.items():
        given = {group: count for group, count in groups.items() if count is not None}
        if everybody is not None and len(given) == len(groups):
            found = groups_add_up(_joined(where, ground), column, everybody, given)
            if found:
                yield found


def _next_stages(rows: Sequence[FunnelRow]) -> Iterator[Mismatch]:
    for own in by(rows, lambda r: (r.ground, r.group.casefold())).values():
        stages = sorted((r for r in own if r.stage_no is not None), key=lambda r: r.stage_no or 0)
        for before, after in itertools.pairwise(stages):
            if at_most(after.n_in, before.n_through):
                continue
            text = t(
                "in fase {next} beginnen {n} mensen ({ground}, {group}), maar uit fase {stage} gingen er {k} door.",
                "in stage {next} {n} people come in ({ground}, {group}), but {k} got through stage {stage}.",
            ).fill(
                next=after.stage_no, n=said(after.n_in), ground=after.ground, group=after.group,
                stage=before.stage_no, k=said(before.n_through),
            )  # fmt: skip
            yield Mismatch("next_stage", row(after.line, text), after.line)


# --- two tables -------------------------------------------------------------------------------------------


def _ways_out(funnel: FunnelRow | None, exits: Sequence[ExitRow], sample: bool) -> Iterator[Mismatch]:
    not_shown = [r for r in exits if r.exit == "not_shown"]
    others = [r for r in exits if r.exit != "not_shown"]
    for column, own in (("n_rejected", others), ("n_not_shown", not_shown)):
        expected = getattr(funnel, column) if funnel is not None else Count(0, 0)
        found = loose_total(r.n for r in own)
        if expected is None or found is None:
            continue
        if fits(expected, found) or (sample and found.low <= loose(expected).high):
            continue
        about = funnel or exits[0]
        where = _joined(_joined(_stage(about), about.ground), about.group if about.ground != ALL else "")
        yield Mismatch("ways_out", _DIFFERENT.fill(
            where=where, column=column, expected=said(expected), found=said(found),
            what=_NOT_SHOWN if column == "n_not_shown" else _REJECTED,
        ))  # fmt: skip


_DIFFERENT = t(
    "{where}: volgens T1 is {column} {expected}, maar in T1x zijn {what} samen {found}.",
    "{where}: according to T1 {column} is {expected}, but in T1x {what} are {found} together.",
)
_NOT_SHOWN = t("de rijen met exit not_shown", "the rows with exit not_shown")
_REJECTED = t("de rijen met exit rejected, expired en rule", "the rows with exit rejected, expired and rule")
_NO_STAGES = t(
    "T1x onderscheidt fasen en T1 niet. Geef in T1 de kolommen stage_no en stage_name.",
    "T1x tells stages apart and T1 does not. Give the columns stage_no and stage_name in T1.",
)


# --- words and keys ---------------------------------------------------------------------------------------


def _key(one: FunnelRow | ExitRow) -> Key:
    return stage_of(one), one.ground.casefold(), one.group.casefold()


def _stage(one: FunnelRow | ExitRow) -> Text | None:
    if one.stage_no is None and one.stage_name is None:
        return None
    if one.stage_no is None:
        return t("Fase {name}", "Stage {name}").fill(name=one.stage_name)
    return t("Fase {n}", "Stage {n}").fill(n=one.stage_no)


def _joined(where: Text | None, also: str) -> Text:
    if where is None:
        return t(also, also)
    return t(f"{where.nl}, {also}", f"{where.en}, {also}") if also else where


def _list(names: Sequence[str], last: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
