"""Spread and average of the scores that assessors gave alone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.agreement import average, spread_of
from assessor.domain.answers import Agreed, Standing
from assessor.domain.questionnaire.model import EvidenceLevel

E = EvidenceLevel


def scores(*anchors: int | Standing) -> list[Agreed]:
    return [Agreed(anchor, E.E2) for anchor in anchors]


@pytest.mark.parametrize(
    ("anchors", "expected"),
    [
        ((2, 3), 2),
        ((3, 3), 3),
        ((3, 4, 4), 4),
        ((1, 2, 2), 2),
        ((0, 4), 2),
        ((0, 1), 0),
        ((4,), 4),
        (("unknown", 3), "unknown"),
        (("unknown", 3, 3), 2),
        (("withheld", "unknown", "unknown"), "unknown"),
        (("not_applicable", "not_applicable"), "not_applicable"),
    ],
)
def test_the_average_rounds_a_half_down(
    anchors: tuple[int | Standing, ...], expected: int | Standing
) -> None:
    assert average(scores(*anchors)).anchor == expected


def test_evidence_and_fit_are_averaged_in_steps() -> None:
    mean = average([Agreed(3, E.E2, fit="both"), Agreed(3, E.E3, fit="one")])
    assert (mean.evidence, mean.fit) == (E.E2, "one")


def test_the_oldest_date_counts_and_none_where_half_gave_none() -> None:
    old, new = datetime.date(2025, 1, 1), datetime.date(2026, 1, 1)
    assert average([Agreed(3, date=old), Agreed(3, date=new)]).date == old
    assert average([Agreed(3, date=old), Agreed(3)]).date is None
    assert average([Agreed(3, date=old), Agreed(3, date=new), Agreed(3)]).date == old


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_the_average_lies_within_the_spread_whatever_the_order(anchors: list[int]) -> None:
    mean = average(scores(*anchors)).anchor
    assert isinstance(mean, int)
    assert min(anchors) <= mean <= max(anchors)
    assert abs(mean - sum(anchors) / len(anchors)) <= 0.5
    assert average(scores(*reversed(anchors))).anchor == mean


def test_scores_two_apart_are_talked_over() -> None:
    assert not spread_of(scores(2, 3)).needs_talk
    assert spread_of(scores(1, 3)).needs_talk
    assert spread_of(scores(0, "unknown")).needs_talk


def test_the_same_means_all_of_it_the_same() -> None:
    assert spread_of(scores(3, 3)).same
    assert not spread_of([Agreed(3, E.E2), Agreed(3, E.E3)]).same
    assert not spread_of([Agreed(3, fit="one"), Agreed(3)]).same
