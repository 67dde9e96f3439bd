"""From campaigns (T1s): whom a vacancy was shown to, who applied, and how many of them were suitable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessor.domain.figures.groups import COMPARED_FROM, Comparison, Counts, compare, highest_rate
from assessor.domain.figures.values import NOT_DELIVERED, SMALL_COUNT, Part, Range, is_unknown, part, total
from assessor.domain.tables.model import ALL, Count, SourcingRow, Table
from assessor.domain.text import Text

SHOWN_TO_MORE = Text(
    nl="Er zijn meer vertoningen dan bereikbare mensen; dat is geen aandeel van mensen.",
    en="There are more showings than people within reach; that is no share of people.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedGroup:
    group: str
    reach: Part | None
    """Shown of reachable."""
    clicked: Part | None
    """Of those it was shown to, like the two below."""
    started: Part | None
    applied: Part | None
    suitable_per_1000: Range | None
    """Applicants found suitable blind, for every 1,000 people it was shown to: lowest and highest."""
    delivery_ratio: float | None
    """Reach of this group over the reach of all: 1 is shown as often as to everybody."""
    delivery: Comparison | None
    """Reach beside the group of 30 or more that was reached most."""
    share_of_reachable: Part | None
    share_of_applied: Part | None
    lift: float | None
    """Share of the applicants over share of the reachable people: above 1 the campaign brings in more of the group."""
    why: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing:
    """One campaign through one channel, or everything together (both None)."""

    campaign: str | None
    channel: str | None
    ground: str
    groups: tuple[SourcedGroup, ...]
    targeted: bool
    """Targeting of some kind was used."""
    lookalike: bool


def sourcing_of(table: Table[SourcingRow]) -> tuple[Sourcing, ...]:
    """Delivery, reach, applications and suitable people per ground; of several campaigns also all together."""
    rows = table.rows
    found = []
    for ground in dict.fromkeys(r.ground for r in rows):
        own = [r for r in rows if r.ground == ground]
        campaigns = dict.fromkeys((r.campaign, r.channel) for r in own)
        found += [
            _sourcing(
                campaign, channel, ground, [r for r in own if (r.campaign, r.channel) == (campaign, channel)]
            )
            for campaign, channel in campaigns
        ]
        if len(campaigns) > 1:
            found.append(_sourcing(None, None, ground, own))
    return tuple(found)


def _sourcing(
    campaign: str | None, channel: str | None, ground: str, rows: Sequence[SourcingRow]
) -> Sourcing:
    by_group: dict[str, list[SourcingRow]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append(row)
    reached = {name: _counts(own) for name, own in by_group.items()}
    known = [
        (name, c) for name, c in reached.items() if c is not None and not is_unknown(name) and name != ALL
    ]
    best = highest_rate([c for _, c in known], COMPARED_FROM)
    yardstick = None if best is None else known[best]
    return Sourcing(
        campaign=campaign,
        channel=channel,
        ground=ground,
        groups=tuple(_group(name, own, rows, reached[name], yardstick) for name, own in by_group.items()),
        targeted=any(
            (r.targeting_used or "").casefold() not in ("", "no", "none", "nee", "geen") for r in rows
        ),
        lookalike=any(r.lookalike for r in rows),
    )


def _group(
    name: str,
    own: Sequence[SourcingRow],
    rows: Sequence[SourcingRow],
    reached: Counts | None,
    yardstick: tuple[str, Counts] | None,
) -> SourcedGroup:
    shown = total(r.n_shown for r in own)
    reachable = _sum(own, lambda r: r.n_reachable)
    applied = _sum(own, lambda r: r.n_applied)
    suitable = _sum(own, lambda r: r.n_suitable_blind)
    all_reachable, all_applied = _sum(rows, lambda r: r.n_reachable), _sum(rows, lambda r: r.n_applied)
    everybody = _counts(rows)
    why = None
    if reachable is None:
        why = NOT_DELIVERED
    elif reached is None:
        why = SHOWN_TO_MORE if shown.low > reachable.high else SMALL_COUNT
    delivery = None
    if reached is not None and yardstick is not None and yardstick[0] != name:
        delivery = compare(reached, yardstick[1], everybody)
    ratio = None
    if reached is not None and everybody is not None and reached.n and everybody.selected:
        ratio = reached.selected * everybody.n / (reached.n * everybody.selected)
    of_reachable = part(reachable, all_reachable) if reachable and all_reachable else None
    of_applied = part(applied, all_applied) if applied and all_applied else None
    lift = None
    if of_reachable and of_applied and of_reachable.share and of_applied.share is not None:
        lift = of_applied.share / of_reachable.share
    return SourcedGroup(
        group=name,
        reach=part(shown, reachable) if reachable and shown.high <= reachable.high else None,
        clicked=_of_shown(_sum(own, lambda r: r.n_clicked), shown),
        started=_of_shown(_sum(own, lambda r: r.n_started), shown),
        applied=_of_shown(applied, shown),
        suitable_per_1000=(1000 * suitable.low / shown.high, 1000 * suitable.high / shown.low)
        if suitable and shown.low
        else None,
        delivery_ratio=ratio,
        delivery=delivery,
        share_of_reachable=of_reachable,
        share_of_applied=of_applied,
        lift=lift,
        why=why,
    )


def _sum(rows: Sequence[SourcingRow], of: Callable[[SourcingRow], Count | None]) -> Count | None:
    """The sum, where every row has the column."""
    found = [c for r in rows if (c := of(r)) is not None]
    return total(found) if rows and len(found) == len(rows) else None


def _of_shown(count: Count | None, shown: Count) -> Part | None:
    return None if count is None else part(count, shown)


def _counts(rows: Sequence[SourcingRow]) -> Counts | None:
    """Shown of reachable, where both are exact and the one is within the other."""
    shown, reachable = total(r.n_shown for r in rows), _sum(rows, lambda r: r.n_reachable)
    if reachable is None or not (shown.is_exact and reachable.is_exact) or shown.exact > reachable.exact:
        return None
    return Counts(shown.exact, reachable.exact)
