"""The figures of the funnel (T1) as values: a ground at a stage, and its groups beside a reference.

Shares, rates and gaps are fractions of one; gap and z are group minus reference. What cannot be computed is None,
and `why` has the reason under the field's name. A count that was delivered as `<10` leaves a range of values: the
field is None and `ranges` has the lowest and highest under its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessor.domain.figures.bounds import Bounds, TurningPoint
from assessor.domain.figures.claims import Claim, Verdict
from assessor.domain.figures.groups import Reading
from assessor.domain.figures.values import Part, Range
from assessor.domain.tables.model import Count
from assessor.domain.text import Text

NOT_CLAIMED = Claim("not_claimed", None)
THROUGHOUT = "all"
"""The stage of the figures from first in to last through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The people whose group nobody knows."""

    n_in: Count
    share: float
    """Of everybody who came in; with small counts the highest it can be."""
    n_through: Count
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """One known group at one stage. The fields up to `claim` are those of the published JSON."""

    group: str
    n_in: Count
    n_through: Count
    rate: float | None
    rate_ci95: Range | None
    impact_ratio: float | None
    """Against the ground's `reference`, like all that follows but the reading."""
    impact_ratio_ci95: Range | None
    rejection_ratio: float | None
    gap: float | None
    gap_ci95: Range | None
    fisher_p: float | None
    z: float | None
    below_four_fifths: bool | None
    bounds_impact_ratio: Bounds | None
    """Lowest and highest ratio for any spread of the unknown over the groups; not cut at 1."""
    reading: Reading | None
    """Against the ground's `reading_reference`; None there."""
    claimed_rate: str | None
    claimed_impact_ratio: str | None
    claim: Verdict
    """The worse of the two verdicts."""

    rejection_ratio_ci95: Range | None = None
    shortfall: float | None = None
    """How many more of the group would have come through at the rate of both together (n·p - a)."""
    ratio_to_overall: float | None = None
    proportional_ratio: float | None = None
    """The ratio if the unknown were spread like the known."""
    turning_point: TurningPoint | None = None
    """The fewest of the unknown, assigned worst, that turn the reading into a signal."""
    one_pick_reverses: bool | None = None
    """One selection moved from the one group to the other would put the other ahead: no conclusion."""
    robust: bool = False
    """At least 100 people and 5 expected selections, in the group and in the reading's reference."""
    under_two_percent: bool = False
    """Less than 2 % of everybody: may be left out of the ratios with a reason, never of the counts."""
    holm: bool | None = None
    """Still marked after Holm's correction over all comparisons at this stage."""
    interval_is_adjusted: bool = False
    """Nobody came through: 0.5 was added in all four cells for the interval alone."""
    rate_claim: Claim = NOT_CLAIMED
    """Verdict on the claimed rate, and the difference in words."""
    ratio_claim: Claim = NOT_CLAIMED
    ranges: Mapping[str, Range] = field(default_factory=dict)
    why: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundFigures:
    """One ground at one stage, or from first in to last through (stage "all")."""

    ground: str
    stage: str | None
    """The stage's name; None in the smallest form of the table."""
    stage_no: int | None
    reference: str | None
    """The known group with the highest rate, of any size, or the one that was asked for; None without groups."""
    reading_reference: str | None
    """The highest with n >= 30: what the readings are against; without such a group the reference."""
    unknown: Unknown
    groups: tuple[GroupFigures, ...]
    overall: Part
    """Everybody: through of in."""
    comparisons: int
    """At this stage over all grounds: what Holm's marker corrects for."""
    intersection: bool
    """The ground is a combination, such as sex x origin."""
    worst: str | None
    """The group with the lowest ratio among those of 30 people or more."""
    is_whole_way: bool = False
    """From first in to last through, over several stages."""
    claims_follow_from: tuple[str, ...] = ()
    """Other groups that, taken as the reference, give all the claimed ratios where the reference does not."""
    why: Mapping[str, Text] = field(default_factory=dict)

    def group(self, name: str) -> GroupFigures | None:
        return next((g for g in self.groups if g.group == name), None)
