"""From the funnel (T1): per ground and stage every known group beside a reference, and from first in to last through.

Rows that differ only in vacancy family or module are added up. Everybody is counted in the row of ground `all`; where
that is missing (the smallest form) the groups of the ground are added, the unknown with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assessor.domain.figures import groups
from assessor.domain.figures.beside import computed, group_figures
from assessor.domain.figures.cells import NO_GROUP, Cell, Sheet, sheets_of
from assessor.domain.figures.claims import judge_claim
from assessor.domain.figures.exact import holm
from assessor.domain.figures.grounds import GroundFigures, GroupFigures, Unknown
from assessor.domain.figures.groups import COMPARED_FROM
from assessor.domain.figures.values import part
from assessor.domain.tables.model import FunnelRow, Table
from assessor.domain.text import Text

NO_GROUPS = Text(
    nl="Er is geen groep bekend; er valt niets te vergelijken.",
    en="No group is known; there is nothing to compare.",
)
NONE_LARGE_ENOUGH = Text(
    nl="Geen groep telt 30 mensen of meer; er is te weinig om iets te zeggen.",
    en="No group has 30 people or more; there are too few to tell.",
)


def grounds_of(table: Table[FunnelRow], references: Collection[str] = ()) -> tuple[GroundFigures, ...]:
    """The figures of every ground at every stage, and over the whole way where there are several stages.

    `references`: groups to compare with instead of the one with the highest rate, in the grounds that have them.
    """
    wanted = {name.casefold() for name in references}
    found = [_ground(sheet, wanted) for sheet in sheets_of(table.rows)]
    return tuple(_marked(found))


def _ground(sheet: Sheet, wanted: Collection[str]) -> GroundFigures:
    asked = next((c for c in sheet.known if c.group.casefold() in wanted), None)
    reference = asked or _highest(sheet.known)
    large = _highest(sheet.known, COMPARED_FROM)
    against = large or reference
    unknown, everybody = sheet.unknown, sheet.everybody
    figures = tuple(group_figures(c, reference or NO_GROUP, against or NO_GROUP, sheet) for c in sheet.known)
    why = {} if reference else {"reference": NO_GROUPS, "reading_reference": NO_GROUPS, "worst": NO_GROUPS}
    worst = _worst(figures)
    if reference and not large:
        why["reading_reference"] = NONE_LARGE_ENOUGH
    if reference and worst is None:
        why["worst"] = NONE_LARGE_ENOUGH
    return GroundFigures(
        ground=sheet.ground,
        stage=sheet.stage,
        stage_no=sheet.stage_no,
        is_whole_way=sheet.is_whole_way,
        reference=reference.group if reference else None,
        reading_reference=against.group if against else None,
        unknown=Unknown(
            n_in=unknown.n_in,
            share=min(unknown.n_in.high / everybody.n_in.low, 1.0) if everybody.n_in.low else 0.0,
            n_through=unknown.n_through,
            rate=unknown.likely.selected / unknown.likely.n
            if unknown.is_exact and unknown.likely.n
            else None,
        ),
        groups=figures,
        overall=part(everybody.n_through, everybody.n_in),
        comparisons=0,
        intersection=" x " in sheet.ground,
        worst=worst,
        claims_follow_from=_follow_from(sheet, reference),
        why=why,
    )


def _highest(cells: Sequence[Cell], at_least: int = 1) -> Cell | None:
    """The group with the highest rate; small counts stand at their middle value."""
    place = groups.highest_rate([c.likely for c in cells], at_least)
    return None if place is None else cells[place]


def _worst(figures: Sequence[GroupFigures]) -> str | None:
    """The lowest ratio among groups large enough to compare; a range counts by its lower end."""
    ratios = {
        g.group: g.impact_ratio if g.impact_ratio is not None else g.ranges["impact_ratio"][0]
        for g in figures
        if g.n_in.low >= COMPARED_FROM and (g.impact_ratio is not None or "impact_ratio" in g.ranges)
    }
    return min(ratios, key=lambda group: ratios[group], default=None)


def _follow_from(sheet: Sheet, reference: Cell | None) -> tuple[str, ...]:
    """Other groups that, taken as the reference, give all claimed ratios, where the reference does not.

    Groups whose claimed rate already contradicts their count are left out: nothing can follow from those.
    """
    if reference is None:
        return ()
    claimed = [
        c for c in sheet.known if c.claimed_impact_ratio
        and judge_claim(c.claimed_rate, computed(c, c)[0], "rate").verdict != "contradicts"
    ]  # fmt: skip
    if not claimed or _all_follow(claimed, reference):
        return ()
    return tuple(c.group for c in sheet.known if c.group != reference.group and _all_follow(claimed, c))


def _all_follow(claimed: Sequence[Cell], reference: Cell) -> bool:
    return all(
        judge_claim(c.claimed_impact_ratio, computed(c, reference)[1], "ratio").verdict == "agrees"
        for c in claimed
    )


def _marked(grounds: Sequence[GroundFigures]) -> list[GroundFigures]:
    """With Holm's marker over all comparisons at the same stage, and their number."""
    stages = {(g.stage_no, g.stage) for g in grounds}
    family = {
        stage: [
            (ground.ground, group.group, group.fisher_p)
            for ground in grounds
            if (ground.stage_no, ground.stage) == stage
            for group in ground.groups
            if group.fisher_p is not None
        ]
        for stage in stages
    }
    marks = {
        (stage, ground, group): mark
        for stage, compared in family.items()
        for (ground, group, _), mark in zip(compared, holm([p for _, _, p in compared]), strict=True)
    }
    return [
        replace(
            g,
            comparisons=len(family[g.stage_no, g.stage]),
            groups=tuple(
                replace(one, holm=marks.get(((g.stage_no, g.stage), g.ground, one.group))) for one in g.groups
            ),
        )
        for g in grounds
    ]
