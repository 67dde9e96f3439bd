"""Figures as plain JSON, as `assessor figures --json` writes them: codes and fractions, nothing rounded.

Where something cannot be computed there is null, and `why` beside it has the reason in both languages under the
field's name. A count known only as a range is text (`<10`); what follows from it stands under `ranges`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from assessor.domain.answers import Json
from assessor.domain.figures.claims import read_claim
from assessor.domain.figures.figures import Figures
from assessor.domain.figures.grounds import GroundFigures, GroupFigures
from assessor.domain.figures.oversight import NOBODY_REJECTED, Oversight, Unseen
from assessor.domain.tables.model import Count
from assessor.domain.text import Text

NOT_A_SAMPLE = Text(
    nl="De tabel telt alle afwijzingen; een interval hoort alleen bij een steekproef.",
    en="The table counts all rejections; an interval belongs to a sample only.",
)
GROUP_FIELDS = (
    "rate", "rate_ci95", "impact_ratio", "impact_ratio_ci95", "rejection_ratio", "gap", "gap_ci95", "fisher_p", "z",
    "below_four_fifths", "bounds_impact_ratio", "reading",
)  # fmt: skip
"""The published figures of a group, in their order."""
_OTHERS = (
    "sourcing", "scores", "validity", "reviews", "compositions", "shifts", "robustness", "monitoring",
    "accommodations", "rights",
)  # fmt: skip


def figures_json(figures: Figures, details: bool = False) -> dict[str, Json]:
    """`grounds`, with T1x `oversight`, and a key for each further table that was delivered.

    With `details` also, under `details`, what the published form leaves out: intervals of rejection ratios, shortfall,
    turning points, Holm's marker, combinations, the counts behind M1, and what differences come to in people.
    """
    found: dict[str, Json] = {"grounds": [_ground(g) for g in figures.grounds]}
    if figures.oversight is not None:
        found["oversight"] = _oversight(figures.oversight)
    for name in _OTHERS:
        value = getattr(figures, name)
        if value:
            found[name] = plain(value)
    if details:
        found["details"] = {
            "grounds": plain(figures.grounds),
            "oversight": plain(figures.oversight),
            "excess": plain(figures.excess),
            "rejections_a_year": figures.rejections_a_year,
            "wrongful_a_year": figures.wrongful_a_year,
        }
    return found


def plain(value: Any) -> Json:
    """Any value of the figures as JSON: counts as numbers, texts in both languages, days as ISO text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Count():
            return _count(value)
        case Text():
            return {"nl": value.nl, "en": value.en}
        case datetime.date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is no part of the figures")


def _ground(ground: GroundFigures) -> dict[str, Json]:
    unknown = ground.unknown
    found: dict[str, Json] = {
        "ground": ground.ground,
        "stage": ground.stage,
        "reference": ground.reference,
        "unknown": {"n_in": _count(unknown.n_in), "share": unknown.share},
        "groups": [_group(g) for g in ground.groups],
    }
    if ground.reference is None:
        found["why"] = plain({"reference": ground.why["reference"]})
    return found


def _group(group: GroupFigures) -> dict[str, Json]:
    found: dict[str, Json] = {
        "group": group.group,
        "n_in": _count(group.n_in),
        "n_through": _count(group.n_through),
        **{name: plain(getattr(group, name)) for name in GROUP_FIELDS},
        "claimed_rate": _claimed(group.claimed_rate, "rate"),
        "claimed_impact_ratio": _claimed(group.claimed_impact_ratio, "ratio"),
        "claim": group.claim,
    }
    why = {name: text for name, text in group.why.items() if name in GROUP_FIELDS}
    if why:
        found["why"] = plain(why)
    ranges = {name: both for name, both in group.ranges.items() if name in GROUP_FIELDS}
    if ranges:
        found["ranges"] = plain(ranges)
    return found


def _claimed(printed: str | None, kind: Any) -> float | None:
    """As a fraction, also where a percentage was printed."""
    claimed = read_claim(printed, kind)
    return None if claimed is None else float(claimed.value)


def _oversight(oversight: Oversight) -> dict[str, Json]:
    overall = oversight.overall
    why: dict[str, Text] = {}
    if overall.share is None:
        why["unseen_rejection_share"] = overall.why or NOBODY_REJECTED
    if overall.share_max is None:
        why["unseen_rejection_share_max"] = overall.why or NOBODY_REJECTED
    if overall.ci95 is None:
        why["ci95"] = NOT_A_SAMPLE if not oversight.sample else overall.why or NOBODY_REJECTED
    not_recorded: dict[str, Json] = {
        "n": _count(overall.not_recorded),
        "share": overall.not_recorded.high / overall.n.high if overall.n.high else None,
    }
    if not overall.n.high:
        not_recorded["why"] = plain(NOBODY_REJECTED)
    found: dict[str, Json] = {
        "n": _count(overall.n),
        "unseen_rejection_share": overall.share,
        "unseen_rejection_share_max": overall.share_max,
        "ci95": plain(overall.ci95),
        "not_recorded": not_recorded,
        "by_stage": [
            {"stage_no": s.stage_no, "stage_name": s.stage_name, **_shares(s.unseen)}
            for s in oversight.by_stage
        ],
        "by_group": [{"ground": g.ground, "group": g.group, **_shares(g.unseen)} for g in oversight.by_group],
    }
    if why:
        found["why"] = plain(why)
    return found


def _shares(unseen: Unseen) -> dict[str, Json]:
    found: dict[str, Json] = {"n": _count(unseen.n), "share": unseen.share, "share_max": unseen.share_max}
    if unseen.why is not None:
        found["why"] = plain({"share": unseen.why})
    return found


def _count(count: Count) -> int | str:
    return count.exact if count.is_exact else str(count)
