"""All figures of an offer as one value: what follows from the tables that were delivered, and nothing of the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessor.domain.figures.composition import Composition, MixShift, compositions_of, shifts_of
from assessor.domain.figures.funnel import grounds_of
from assessor.domain.figures.grounds import GroundFigures
from assessor.domain.figures.oversight import Oversight, oversight_of
from assessor.domain.figures.reviews import Reviews, reviews_of, wrongful_a_year
from assessor.domain.figures.robustness import RobustnessTest, robustness_of
from assessor.domain.figures.scale import Excess, excess_of, period_years
from assessor.domain.figures.scores import ScoreFigures, scores_of
from assessor.domain.figures.service import (
    Accommodation,
    Monitoring,
    Rights,
    accommodations_of,
    monitoring_of,
    rights_of,
)
from assessor.domain.figures.sourcing import Sourcing, sourcing_of
from assessor.domain.figures.validity import Validity, validity_of
from assessor.domain.tables.model import Table, TableCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Empty or None: that table was not delivered."""

    tables: tuple[TableCode, ...]
    """The tables that these figures follow from."""
    delivered: Mapping[TableCode, Table[Any]] = field(default_factory=dict)
    """These tables themselves: what they say of themselves is shown beside the figures."""
    grounds: tuple[GroundFigures, ...] = ()
    """T1."""
    oversight: Oversight | None = None
    """T1x."""
    sourcing: tuple[Sourcing, ...] = ()
    """T1s."""
    scores: tuple[ScoreFigures, ...] = ()
    """T2."""
    validity: Validity | None = None
    """T3."""
    reviews: Reviews | None = None
    """T4."""
    compositions: tuple[Composition, ...] = ()
    """T5, beside T5b."""
    shifts: tuple[MixShift, ...] = ()
    """T1 beside T5: whether the selected look more like the data than the applicants."""
    robustness: tuple[RobustnessTest, ...] = ()
    """T6."""
    monitoring: Monitoring | None = None
    """T7."""
    accommodations: tuple[Accommodation, ...] = ()
    """T8."""
    rights: tuple[Rights, ...] = ()
    """T9."""
    excess: tuple[Excess, ...] = ()
    """T1: what the differences come to in people, in the period and a year."""
    rejections_a_year: float | None = None
    """T1x, where the header says which period it was and that it is complete."""
    wrongful_a_year: float | None = None
    """T1x and T4: unseen rejections a year that a second look would undo (M1·R·k/n, M1 at least)."""

    def ground(self, name: str, stage: str | None = None) -> GroundFigures | None:
        """The ground at a stage; without a stage the whole way, or the only stage."""
        found = [g for g in self.grounds if g.ground == name and (stage is None or g.stage == stage)]
        return next((g for g in found if g.is_whole_way), found[0] if found else None)

    @property
    def decisive_grounds(self) -> tuple[GroundFigures, ...]:
        """One of each ground: the whole way where there are several stages."""
        return tuple(
            found for name in dict.fromkeys(g.ground for g in self.grounds) if (found := self.ground(name))
        )


def figures_of(
    tables: Mapping[TableCode, Table[Any]], references: Collection[str] = (), clients: int = 1
) -> Figures:
    """Everything that follows from these tables.

    `references`: groups to compare with instead of the one with the highest rate. `clients`: how many clients of this
    size use the tool, for what the differences come to in a year.
    """
    t1, t1x, t4 = tables.get("T1"), tables.get("T1x"), tables.get("T4")
    grounds = grounds_of(t1, references) if t1 else ()
    oversight = oversight_of(t1x) if t1x else None
    reviews = reviews_of(t4) if t4 else None
    compositions = compositions_of(tables["T5"], tables.get("T5b")) if "T5" in tables else ()
    a_year = _rejections_a_year(t1x, oversight)
    return Figures(
        tables=tuple(tables),
        delivered=dict(tables),
        grounds=grounds,
        oversight=oversight,
        sourcing=sourcing_of(tables["T1s"]) if "T1s" in tables else (),
        scores=scores_of(tables["T2"]) if "T2" in tables else (),
        validity=validity_of(tables["T3"]) if "T3" in tables else None,
        reviews=reviews,
        compositions=compositions,
        shifts=shifts_of(grounds, compositions),
        robustness=robustness_of(tables["T6"]) if "T6" in tables else (),
        monitoring=monitoring_of(tables["T7"]) if "T7" in tables else None,
        accommodations=accommodations_of(tables["T8"]) if "T8" in tables else (),
        rights=rights_of(tables["T9"]) if "T9" in tables else (),
        excess=excess_of(grounds, period_years(t1.header), clients) if t1 else (),
        rejections_a_year=a_year,
        wrongful_a_year=_wrongful(oversight, reviews, a_year),
    )


def _rejections_a_year(t1x: Table[Any] | None, oversight: Oversight | None) -> float | None:
    years = period_years(t1x.header) if t1x else None
    if oversight is None or years is None or oversight.sample or not oversight.overall.n.is_exact:
        return None
    return oversight.overall.n.exact / years


def _wrongful(oversight: Oversight | None, reviews: Reviews | None, a_year: float | None) -> float | None:
    if oversight is None or reviews is None or reviews.wrong is None or a_year is None:
        return None
    unseen, rate = oversight.overall.share, reviews.wrong.found.share
    return None if unseen is None or rate is None else wrongful_a_year(unseen, a_year, rate)
