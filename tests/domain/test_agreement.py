"""Spread and average of the scores that assessors gave alone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.agreement import alpha_in_words, average, concordance, ordinal_alpha, spread_of
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


# --- how well assessors agree -----------------------------------------------------------------------------

A = "1 2 3 3 2 1 4 1 2 . . ."
B = "1 2 3 3 2 2 4 1 2 5 . 3"
C = ". 3 3 3 2 3 4 2 2 5 1 ."
D = "1 2 3 3 2 4 4 1 2 5 1 ."
PUBLISHED = [
    [int(value) for value in unit if value != "."]
    for unit in zip(*(line.split() for line in (A, B, C, D)), strict=True)
]
"""Four observers and twelve units, one of them seen by one observer only: section C of Krippendorff (2011)."""


def test_alpha_of_the_example_that_its_author_published() -> None:
    found = ordinal_alpha(PUBLISHED)
    assert found is not None
    assert round(found, 3) == 0.815


def two(first: list[int], second: list[int]) -> float | None:
    return ordinal_alpha(list(zip(first, second, strict=True)))


def test_alpha_by_hand_where_two_values_are_as_good_as_two_names() -> None:
    # Ten units, two observers: 14 zeros and 6 ones, four units mixed. 1 - (n - 1) * 4 / (14 * 6), as in section A.
    found = two([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    assert found == pytest.approx(1 - 19 * 4 / (14 * 6))
    assert found == pytest.approx(0.095, abs=5e-4)


def test_alpha_is_one_where_all_agree_and_nothing_where_nobody_ever_differs_in_value() -> None:
    assert two([0, 1, 4, 2], [0, 1, 4, 2]) == 1
    assert two([3, 3, 3], [3, 3, 3]) is None
    assert ordinal_alpha([]) is None
    assert ordinal_alpha([[1], [4]]) is None


def test_alpha_is_below_zero_where_assessors_contradict_each_other() -> None:
    found = two([0, 4, 0, 4], [4, 0, 4, 0])
    assert found is not None
    assert found < 0


UNITS = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), max_size=12)


@given(UNITS)
def test_alpha_looks_at_the_order_of_scores_only_and_never_exceeds_one(units: list[list[int]]) -> None:
    found = ordinal_alpha(units)
    if found is None:
        return
    assert found <= 1 + 1e-9
    turned = ordinal_alpha([[4 - value for value in unit] for unit in units])
    stretched = ordinal_alpha([[value**3 for value in reversed(unit)] for unit in units])
    assert turned == pytest.approx(found)
    assert stretched == pytest.approx(found)


def answer(*anchors: int | Standing) -> dict[str, Agreed]:
    return {str(place): judgement for place, judgement in enumerate(scores(*anchors))}


def test_agreement_counts_the_same_scores_and_those_within_one() -> None:
    found = concordance(
        [answer(3, 3, 3), answer(2, 3, 3), answer(1, 3, 3), answer(0, "unknown", 1), answer(4)]
    )
    assert (found.answers, found.exact, found.within_one, found.assessors) == (4, 1, 3, 3)


def test_not_applicable_is_no_score_and_an_answer_with_one_score_says_nothing() -> None:
    found = concordance([answer("not_applicable", 3), answer("not_applicable", 3, 3)])
    assert (found.answers, found.exact, found.assessors) == (1, 1, 2)
    assert concordance([]).answers == 0


@pytest.mark.parametrize(
    ("answers", "assessors", "shown"), [(30, 3, True), (29, 3, False), (30, 2, False), (200, 2, False)]
)
def test_alpha_is_given_only_with_enough_answers_and_assessors(
    answers: int, assessors: int, shown: bool
) -> None:
    found = concordance([answer(*[(n + who) % 5 for who in range(assessors)]) for n in range(answers)])
    assert found.has_enough is shown
    assert (found.alpha is not None) is shown


@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), max_size=40))
def test_exact_is_part_of_within_one_and_that_of_all(units: list[list[int]]) -> None:
    found = concordance([answer(*unit) for unit in units])
    assert 0 <= found.exact <= found.within_one <= found.answers <= len(units)


@pytest.mark.parametrize(
    ("alpha", "word"),
    [(1.0, "good"), (0.8, "good"), (0.79, "moderate"), (0.667, "moderate"), (0.66, "low"), (-1, "low")],
)
def test_alpha_is_said_in_words_by_the_limits_of_its_author(alpha: float, word: str) -> None:
    assert alpha_in_words(alpha).en.startswith(word)
