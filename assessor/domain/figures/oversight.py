"""From the ways out of the funnel (T1x): the share of rejections that no human saw, who decided, and how fast.

A look counts when it is recorded as `qualifying`. `no` and `list_only` are unseen; `opened` and an empty cell may
have been either, so that the share is a range. Where nothing was recorded nothing can be computed: the share is
None and at most 1, never zero. Silent ways out (not shown, a rule, expired) are rejections like any other.
Everything overall comes from the rows of ground `all`; there each person stands once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assessor.domain.figures.intervals import gap_interval
from assessor.domain.figures.values import Part, Range, delivered, is_unknown, part, total, wilson_over
from assessor.domain.tables.model import ALL, Count, DecidedBy, Exit, ExitRow, Table
from assessor.domain.text import Text

_Key = TypeVar("_Key", bound=Hashable)

DECIDERS: tuple[DecidedBy | None, ...] = ("rule", "model", "model+human", "human", None)
EXITS: tuple[Exit, ...] = ("rejected", "not_shown", "rule", "expired")

NOBODY_REJECTED = Text(
    nl="Hier is niemand afgewezen; er valt geen aandeel te berekenen.",
    en="Nobody was rejected here; there is no share to compute.",
)
NOTHING_RECORDED = Text(
    nl="Van geen enkele afwijzing is vastgelegd of iemand het dossier zag. Het aandeel is niet te berekenen en telt "
    "als het slechtste: hoogstens 100%.",
    en="For no rejection was it recorded whether anybody saw the file. The share cannot be computed and counts as "
    "the worst: at most 100%.",
)
NO_COMPARISON = Text(
    nl="Er zijn geen twee bekende groepen met een te berekenen aandeel.",
    en="There are no two known groups with a share that can be computed.",
)
LOWEST_IS_ZERO = Text(
    nl="In de groep met het laagste aandeel is iedere afwijzing gezien; een verhouding tot nul bestaat niet.",
    en="In the group with the lowest share every rejection was seen; there is no ratio to zero.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """M1 over some rejections: how many no human saw, at least and at most."""

    n: Count
    """All rejections."""
    unseen: Count
    """Not looked at, or only seen in a list."""
    opened: Count
    """Opened, but whether it was a qualifying look is not known."""
    not_recorded: Count
    seen: Count
    """A qualifying look."""
    share: float | None
    """At least this share was not seen. None: cannot be computed."""
    share_max: float | None
    """At most this share; 1 where nothing was recorded, None where nobody was rejected."""
    ci95: Range | None
    """Wilson interval of the lower share; only where the table is a sample."""
    why: Text | None = None
    """Why there is no share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageUnseen:
    stage_no: int
    stage_name: str
    unseen: Unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupUnseen:
    """M1 of one group over all stages, or at one."""

    ground: str
    group: str
    unseen: Unseen
    stage_no: int | None = None
    ratio: float | None = None
    """M1 of this group over the lowest M1 of a known group of the ground."""
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Equality:
    """Whether the groups of a ground are equally often not seen: highest against lowest of the known groups."""

    ground: str
    highest: str
    lowest: str
    ratio: float | None
    gap: float
    gap_ci95: Range | None
    """Newcombe, where the counts are exact."""
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The rejections that share a way out or a decider."""

    code: str | None
    """`rule`, `model`, `model+human`, `human`, or a way out; None: not recorded."""
    of_all: Part
    unseen: Unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    sample: bool
    """The header says that the table is a sample, so that an interval belongs to the share."""
    overall: Unseen
    by_stage: tuple[StageUnseen, ...]
    by_group: tuple[GroupUnseen, ...]
    by_group_and_stage: tuple[GroupUnseen, ...]
    """Only where there are several stages."""
    equality: tuple[Equality, ...]
    by_decider: tuple[Slice, ...]
    by_exit: tuple[Slice, ...]
    explicit: Slice
    """Told no: exit `rejected`."""
    silent: Slice
    """Never shown, stopped by a rule, or expired."""
    without_human: Part
    """Decided by a rule or a model alone."""
    under_1h: Part | None
    """Rejected within an hour of applying; None where that column was not delivered."""
    at_night: Part | None
    """Rejected between 22:00 and 06:00."""


def oversight_of(table: Table[ExitRow]) -> Oversight:
    """M1 and who decided, from T1x. Definitions: a rejection counts as seen only after a qualifying look."""
    sample = table.header.get("complete_or_sample") == "sample"
    everybody = [r for r in table.rows if r.ground == ALL]
    grouped = _spelled_alike([r for r in table.rows if r.ground != ALL])
    stages = {
        no: next(r.stage_name for r in everybody if r.stage_no == no)
        for no in {r.stage_no for r in everybody}
    }
    by_group = _groups(grouped, sample)
    return Oversight(
        sample=sample,
        overall=unseen_of(everybody, sample),
        by_stage=tuple(
            StageUnseen(
                stage_no=no, stage_name=name,
                unseen=unseen_of([r for r in everybody if r.stage_no == no], sample),
            )
            for no, name in sorted(stages.items())
        ),
        by_group=by_group,
        by_group_and_stage=() if len(stages) < 2 else tuple(
            g
            for no in sorted(stages)
            for g in _groups([r for r in grouped if r.stage_no == no], sample, no)
        ),
        equality=tuple(filter(None, (_equality(ground, by_group) for ground in _keys(grouped, lambda r: r.ground)))),
        by_decider=_slices(everybody, DECIDERS, lambda r: r.decided_by, sample),
        by_exit=_slices(everybody, EXITS, lambda r: r.exit, sample),
        explicit=_slice("explicit", [r for r in everybody if r.exit == "rejected"], everybody, sample),
        silent=_slice("silent", [r for r in everybody if r.exit != "rejected"], everybody, sample),
        without_human=part(
            total(r.n for r in everybody if r.decided_by in ("rule", "model")), total(r.n for r in everybody)
        ),
        under_1h=_share(everybody, lambda r: r.n_under_1h),
        at_night=_share(everybody, lambda r: r.n_22_06),
    )  # fmt: skip


def unseen_of(rows: Iterable[ExitRow], sample: bool = False) -> Unseen:
    """M1 of these rows: at least (`no` + `list_only`) / n, at most that with `opened` and not recorded."""
    rows = list(rows)

    def count(*viewed: str | None) -> Count:
        return total(r.n for r in rows if r.viewed in viewed)

    unseen, opened, not_recorded = count("no", "list_only"), count("opened"), count(None)
    seen = count("qualifying")
    n = total(r.n for r in rows)
    share: float | None
    share_max: float | None
    ci95: Range | None = None
    why: Text | None = None
    recorded = [r for r in rows if r.viewed is not None and r.n.high > 0]
    if n.high == 0:
        share, share_max, why = None, None, NOBODY_REJECTED
    elif not recorded:
        share, share_max, why = None, 1.0, NOTHING_RECORDED
    else:
        others = opened.high + not_recorded.high + seen.high
        share = unseen.low / (unseen.low + others) if unseen.low + others else 0.0
        worst = unseen.high + opened.high + not_recorded.high
        share_max = worst / (worst + seen.low) if worst + seen.low else 0.0
        if sample:
            # with small counts: from the lowest interval that they allow to the highest
            fewest = unseen.high + opened.low + not_recorded.low + seen.low
            ci95 = wilson_over((unseen.low, unseen.low + others), (unseen.high, fewest))
    return Unseen(
        n=n, unseen=unseen, opened=opened, not_recorded=not_recorded, seen=seen,
        share=share, share_max=share_max, ci95=ci95, why=why,
    )  # fmt: skip


def _spelled_alike(rows: Sequence[ExitRow]) -> list[ExitRow]:
    """Grounds and groups as the first row spells them: `Women` and `women` are the same people."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    found = []
    for row in rows:
        ground, group = first.setdefault(
            (row.ground.casefold(), row.group.casefold()), (row.ground, row.group)
        )
        alike = (ground, group) == (row.ground, row.group)
        found.append(row if alike else replace(row, ground=ground, group=group))
    return found


def _groups(rows: Sequence[ExitRow], sample: bool, stage_no: int | None = None) -> tuple[GroupUnseen, ...]:
    found = [
        (ground, group, unseen_of([r for r in rows if (r.ground, r.group) == (ground, group)], sample))
        for ground, group in _keys(rows, lambda r: (r.ground, r.group))
    ]
    lowest: dict[str, float] = {}
    for ground, group, unseen in found:
        if unseen.share is not None and not is_unknown(group):
            lowest[ground] = min(unseen.share, lowest.get(ground, 1.0))
    result = []
    for ground, group, unseen in found:
        ratio, why = None, unseen.why
        if unseen.share is not None and ground in lowest:
            ratio = unseen.share / lowest[ground] if lowest[ground] else None
            why = None if ratio is not None else LOWEST_IS_ZERO
        elif unseen.share is not None:
            why = NO_COMPARISON
        result.append(
            GroupUnseen(ground=ground, group=group, unseen=unseen, stage_no=stage_no, ratio=ratio, why=why)
        )
    return tuple(result)


def _equality(ground: str, groups: Iterable[GroupUnseen]) -> Equality | None:
    """M1_g over min M1_h of a ground, with the gap; None where fewer than two known groups can be compared."""
    known = [
        (g.unseen.share, g) for g in groups
        if g.ground == ground and g.unseen.share is not None and not is_unknown(g.group)
    ]  # fmt: skip
    if len(known) < 2:
        return None
    high_share, high = max(known, key=lambda pair: pair[0])
    low_share, low = min(known, key=lambda pair: pair[0])
    h, low_unseen = high.unseen, low.unseen
    ci95 = None
    if h.n.is_exact and h.unseen.is_exact and low_unseen.n.is_exact and low_unseen.unseen.is_exact:
        ci95 = gap_interval(h.unseen.exact, h.n.exact, low_unseen.unseen.exact, low_unseen.n.exact)
    return Equality(
        ground=ground, highest=high.group, lowest=low.group,
        ratio=high_share / low_share if low_share else None,
        gap=high_share - low_share, gap_ci95=ci95,
        why=None if low_share else LOWEST_IS_ZERO,
    )  # fmt: skip


def _slices(
    rows: Sequence[ExitRow], codes: Iterable[str | None], of: Callable[[ExitRow], str | None], sample: bool
) -> tuple[Slice, ...]:
    present = {of(r) for r in rows}
    return tuple(
        _slice(code, [r for r in rows if of(r) == code], rows, sample) for code in codes if code in present
    )


def _slice(code: str | None, rows: Sequence[ExitRow], everybody: Sequence[ExitRow], sample: bool) -> Slice:
    of_all = part(total(r.n for r in rows), total(r.n for r in everybody))
    return Slice(code=code, of_all=of_all, unseen=unseen_of(rows, sample))


def _share(rows: Sequence[ExitRow], of: Callable[[ExitRow], Count | None]) -> Part | None:
    """Of the rejections where this was counted, so many."""
    counted = [r for r in rows if of(r) is not None]
    k = delivered(of(r) for r in counted)
    return None if k is None else part(k, total(r.n for r in counted))


def _keys(rows: Iterable[ExitRow], key: Callable[[ExitRow], _Key]) -> list[_Key]:
    """Each key once, in the order in which it first comes."""
    return list(dict.fromkeys(map(key, rows)))
