"""Invented tables of a selection, for pictures and pages: several stages, small groups, looks not recorded."""

from __future__ import annotations

from typing import Any

from assessor.domain.figures.figures import Figures, figures_of
from assessor.domain.tables.model import Count, ExitRow, FunnelRow, Table, TableCode, exactly

HEADER = {
    "source_of_group": "opgave van de klant",
    "legal_basis": "statistiek in opdracht van de klant",
    "period_from": "2026-01-01",
    "period_to": "2026-12-31",
    "product_version": "3.1",
}

Groups = dict[str, tuple[int | Count, int | Count]]
"""How many came in and went through, by group."""


def _count(number: int | Count) -> Count:
    return number if isinstance(number, Count) else exactly(number)


def stage(no: int, name: str, grounds: dict[str, Groups], **claims: str) -> list[FunnelRow]:
    """The rows of a stage; the row of everybody is the sum of the first ground. Claims are of ratios, by group."""
    first = next(iter(grounds.values()))
    everybody = [sum((_count(pair[at]) for pair in first.values()), exactly(0)) for at in (0, 1)]
    rows = [FunnelRow(line=0, stage_no=no, stage_name=name, ground="all", group="all", n_in=everybody[0],
                      n_through=everybody[1])]  # fmt: skip
    for ground, groups in grounds.items():
        for group, (n_in, n_through) in groups.items():
            rows.append(
                FunnelRow(
                    line=0, stage_no=no, stage_name=name, ground=ground, group=group, n_in=_count(n_in),
                    n_through=_count(n_through), claimed_impact_ratio=claims.get(group),
                )
            )  # fmt: skip
    return rows


def way(no: int, name: str, n: int, viewed: Any, decided_by: Any = "model", ground: str = "all", group: str = "all",
        exit: Any = "rejected") -> ExitRow:  # fmt: skip
    return ExitRow(line=0, stage_no=no, stage_name=name, ground=ground, group=group, exit=exit,
                   decided_by=decided_by, viewed=viewed, n=exactly(n))  # fmt: skip


def figures(funnel: list[FunnelRow] | None = None, ways: list[ExitRow] | None = None) -> Figures:
    tables: dict[TableCode, Table[Any]] = {}
    if funnel is not None:
        tables["T1"] = Table("T1", HEADER, tuple(funnel))
    if ways is not None:
        tables["T1x"] = Table("T1x", HEADER | {"complete_or_sample": "complete"}, tuple(ways))
    return figures_of(tables)


SCREEN, TALK = "cv-screening", "gesprek"


def two_stages() -> Figures:
    """Women fall behind at the first stage; ten people are too few to tell; some groups are unknown."""
    funnel = stage(
        1, SCREEN,
        {
            "sex": {"women": (700, 147), "men": (900, 261), "unknown": (200, 60)},
            "age": {"50_plus": (12, 3), "under_50": (1788, 465)},
        },
        women="0.97",
    ) + stage(
        2, TALK,
        {
            "sex": {"women": (147, 60), "men": (261, 115), "unknown": (60, 25)},
            "age": {"50_plus": (3, 1), "under_50": (465, 199)},
        },
    )  # fmt: skip
    ways = [
        way(1, SCREEN, 842, "no"),
        way(1, SCREEN, 300, "opened", "model+human"),
        way(1, SCREEN, 190, None, "rule", exit="rule"),
        way(2, TALK, 268, "qualifying", "human"),
        way(1, SCREEN, 400, "no", ground="sex", group="women"),
        way(1, SCREEN, 153, "opened", ground="sex", group="women"),
        way(1, SCREEN, 320, "no", ground="sex", group="men"),
        way(1, SCREEN, 319, "qualifying", ground="sex", group="men"),
    ]
    return figures(funnel, ways)


def not_recorded() -> Figures:
    """Nobody wrote down whether anybody looked."""
    return figures(ways=[way(1, SCREEN, 500, None, None)])


def only_small() -> Figures:
    """No group has thirty people."""
    return figures(stage(1, SCREEN, {"sex": {"women": (20, 4), "men": (25, 9)}}))
