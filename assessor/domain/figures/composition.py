"""From training data and a reference population (T5, T5b): who is in the data, and does the mix stay as it was?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.figures.claims import Claim, judge_claim
from assessor.domain.figures.grounds import GroundFigures
from assessor.domain.figures.values import SMALL_COUNT, Part, is_unknown, part, total
from assessor.domain.tables.model import ALL, Count, ReferenceRow, Table, TrainingRow
from assessor.domain.text import Text

MANY_OF_ONE_EMPLOYER = 0.20
"""Above this share of one employer the data show how that employer chose."""
NOT_CLAIMED = Claim("not_claimed", None)
HIRING_WORDS = (
    "aangenomen",
    "gekozen",
    "uitgenodigd",
    "hire",
    "selected",
    "invited",
    "shortlist",
    "recruiter",
)

NO_REFERENCE = Text(
    nl="Voor deze groep is geen vergelijkingspopulatie opgegeven.",
    en="No reference population was given for this group.",
)
NOT_THE_SAME_GROUPS = Text(
    nl="De twee tabellen hebben niet dezelfde groepen.", en="The two tables do not have the same groups."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedGroup:
    group: str
    n: Count
    of_all: Part
    """Of everybody in the data."""
    share_printed: str | None
    share_claim: Claim
    """The share that the table prints, against this."""
    share_of_known: float | None
    """Of the people whose group is known: what is compared with the population, which knows no unknown."""
    reference_share: float | None
    representation_ratio: float | None
    """Share in the data over share in the population: below 1 there are fewer than one would expect."""
    positive_label: float | None
    positive_label_ratio: float | None
    """Share with a good outcome in the data over the highest of a known group."""
    why: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """One data set by one ground."""

    dataset: str
    ground: str
    population: str | None
    label: str | None
    groups: tuple[TrainedGroup, ...]
    total_variation: float | None
    """Half the sum of differences in share: this part of the people would have to be of another group."""
    lowest_representation: str | None
    unknown: Part | None
    employer_count: int | None
    largest_employer_share: float | None
    years: tuple[int, int] | None
    one_employer: bool
    """One employer has more than a fifth of the data."""
    past_choices: bool
    """The label reads as an earlier choice of people (hired, invited): a hint for assessors, not a finding."""
    why: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MixShift:
    """Whether those who came through look more like the people in the data than the applicants do."""

    ground: str
    stage: str | None
    dataset: str
    applicants: float
    """Total variation between applicants and data."""
    selected: float
    nearer: bool
    """The mark of keeping things as they are: the selected are nearer to the data than the applicants."""


def compositions_of(
    table: Table[TrainingRow], population: Table[ReferenceRow] | None = None
) -> tuple[Composition, ...]:
    """Representation, labels and employers of each data set by each ground."""
    families: dict[tuple[str, str], list[TrainingRow]] = {}
    for row in table.rows:
        if row.ground != ALL:
            families.setdefault((row.dataset, row.ground), []).append(row)
    everybody = {r.dataset: r.n for r in table.rows if r.ground == ALL}
    return tuple(
        _composition(dataset, ground, rows, everybody.get(dataset), population)
        for (dataset, ground), rows in families.items()
    )


def total_variation(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """½·Σ|p - q| over the same groups, each made to sum to 1. None where groups differ or one is empty."""
    if set(one) != set(other) or not sum(one.values()) or not sum(other.values()):
        return None
    p, q = sum(one.values()), sum(other.values())
    return sum(abs(one[group] / p - other[group] / q) for group in one) / 2


def shifts_of(grounds: Sequence[GroundFigures], compositions: Sequence[Composition]) -> tuple[MixShift, ...]:
    """Each stage of the funnel beside each data set with the same groups; counts of known groups, exact ones only."""
    found = []
    for ground in grounds:
        for data in compositions:
            if data.ground.casefold() != ground.ground.casefold():
                continue
            mix = {g.group: float(g.n.low) for g in data.groups if g.n.is_exact and not is_unknown(g.group)}
            before = total_variation({g.group: float(g.n_in.low) for g in ground.groups}, mix)
            after = total_variation({g.group: float(g.n_through.low) for g in ground.groups}, mix)
            exact = all(g.n_in.is_exact and g.n_through.is_exact for g in ground.groups)
            if before is not None and after is not None and exact:
                found.append(MixShift(
                    ground=ground.ground, stage=ground.stage, dataset=data.dataset,
                    applicants=before, selected=after, nearer=after < before,
                ))  # fmt: skip
    return tuple(found)


def _composition(
    dataset: str,
    ground: str,
    rows: Sequence[TrainingRow],
    everybody: Count | None,
    population: Table[ReferenceRow] | None,
) -> Composition:
    of_ground = [r for r in population.rows if r.ground.casefold() == ground.casefold()] if population else []
    reference = {r.group.casefold(): r.share for r in of_ground}
    known = [r for r in rows if not is_unknown(r.group)]
    known_n = total(r.n for r in known)
    n = everybody or total(r.n for r in rows)
    best = max((r.share_with_positive_label or 0.0 for r in known), default=0.0)
    groups = tuple(_group(r, n, known_n, reference, best) for r in rows)
    ratios = {g.group: g.representation_ratio for g in groups if g.representation_ratio is not None}
    distance = None
    if known_n.is_exact:
        distance = total_variation({r.group.casefold(): float(r.n.low) for r in known}, reference)
    unknown = [r for r in rows if is_unknown(r.group)]
    starts, ends = [r.year_from for r in rows if r.year_from], [r.year_to for r in rows if r.year_to]
    shares = [r.largest_employer_share for r in rows if r.largest_employer_share is not None]
    label = next((r.label for r in rows if r.label), None)
    return Composition(
        dataset=dataset,
        ground=ground,
        population=of_ground[0].population if of_ground else None,
        label=label,
        groups=groups,
        total_variation=distance,
        lowest_representation=min(ratios, key=lambda group: ratios[group], default=None),
        unknown=part(total(r.n for r in unknown), n) if unknown else None,
        employer_count=next((r.employer_count for r in rows if r.employer_count is not None), None),
        largest_employer_share=max(shares, default=None),
        years=(min(starts), max(ends)) if starts and ends else None,
        one_employer=max(shares, default=0.0) > MANY_OF_ONE_EMPLOYER,
        past_choices=any(word in (label or "").casefold() for word in HIRING_WORDS),
        why=NO_REFERENCE if not reference else None if distance is not None else
        SMALL_COUNT if not known_n.is_exact else NOT_THE_SAME_GROUPS,
    )  # fmt: skip


def _group(
    row: TrainingRow, n: Count, known: Count, reference: Mapping[str, float], best_label: float
) -> TrainedGroup:
    unknown = is_unknown(row.group)
    of_all = part(row.n, n)
    of_known = None
    if not unknown and row.n.is_exact and known.is_exact and known.exact:
        of_known = row.n.exact / known.exact
    expected = reference.get(row.group.casefold())
    ratio = of_known / expected if of_known is not None and expected else None
    label = row.share_with_positive_label
    return TrainedGroup(
        group=row.group,
        n=row.n,
        of_all=of_all,
        share_printed=None if row.share is None else format(row.share, "g"),
        share_claim=NOT_CLAIMED
        if row.share is None or of_all.share is None
        else judge_claim(row.share, of_all.share, "rate"),
        share_of_known=of_known,
        reference_share=expected,
        representation_ratio=ratio,
        positive_label=label,
        positive_label_ratio=label / best_label if label is not None and best_label and not unknown else None,
        why=None if ratio is not None or unknown else NO_REFERENCE if not expected else SMALL_COUNT,
    )
