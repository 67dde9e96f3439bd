"""How firm an order is: small cases worked by hand, brute force over fine grids, and what must always hold."""

from __future__ import annotations

import itertools
import math
import random
import subprocess
import sys
from fractions import Fraction

import pytest

from assessor.domain.robustness import (
    DRAWS,
    acceptability,
    concentration,
    first_of,
    nearby,
    nearest_swap,
    quarter,
    totals,
    weight_changes,
)

F = Fraction
Case = tuple[list[int], list[list[Fraction]]]


def some(seed: int, offers: int = 4, criteria: int = 3, finest: int = 12) -> Case:
    """Weights that are together 100, and offers."""
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(1, 100), criteria - 1))
    weights = [b - a for a, b in itertools.pairwise([0, *cuts, 100])]
    return weights, [[F(chance.randint(0, finest), finest) for _ in weights] for _ in range(offers)]


def first_by_hand(weights: list[Fraction], offers: list[list[Fraction]]) -> set[int]:
    found = [sum(w * x for w, x in zip(weights, offer, strict=True)) for offer in offers]
    return {number for number, total in enumerate(found) if total == max(found)}


def with_one(weights: list[int], criterion: int, to: Fraction) -> list[Fraction]:
    """One weight set, the others in proportion, together 100."""
    rest = sum(weights) - weights[criterion]
    return [to if number == criterion else F(w) * (100 - to) / rest for number, w in enumerate(weights)]


# --- drawn ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_the_places_of_an_offer_are_together_all_draws(seed: int) -> None:
    weights, offers = some(seed, offers=2 + seed)
    for drawn in acceptability(weights, offers, 3000):
        assert sum(drawn.places) == 3000
        assert all(count >= 0 for count in drawn.places)
        assert (drawn.central is None) == (drawn.places[0] == 0)
        if drawn.central is not None:
            assert math.isclose(sum(drawn.central), 100)


def test_in_each_draw_somebody_is_first_and_only_equals_share() -> None:
    weights, offers = some(3, offers=5)
    drawn = acceptability(weights, offers)
    for place in range(5):
        assert sum(one.places[place] for one in drawn) == DRAWS


@pytest.mark.parametrize("seed", range(20))
def test_who_is_nowhere_better_and_somewhere_worse_is_never_first(seed: int) -> None:
    weights, offers = some(seed)
    worse = list(offers[0])
    worse[seed % 3] -= F(1, 1000)
    drawn = acceptability(weights, [*offers, worse], 2000)
    assert drawn[-1].places[0] == 0
    assert drawn[-1].central is None


def test_even_a_weight_of_one_point_keeps_who_is_worse_there_behind() -> None:
    offers = [[F(1, 2), F(1, 2)], [F(1, 2), F(1, 2) - F(1, 10**9)]]
    assert [d.places for d in acceptability([99, 1], offers)] == [(DRAWS, 0), (0, DRAWS)]


def test_equal_offers_share_their_place_and_the_next_is_two_further() -> None:
    alike = [F(3, 4), F(1, 3), F(2, 7)]
    worse = [F(1, 4), F(1, 3), F(2, 7)]
    one, behind, two = acceptability([30, 30, 40], [alike, worse, list(alike)])
    assert one == two
    assert one.places == (DRAWS, 0, 0)
    assert behind.places == (0, 0, DRAWS)


def test_offers_that_are_all_equal_are_all_first() -> None:
    assert {d.places for d in acceptability([50, 50], [[F(1), F(1, 3)]] * 3)} == {(DRAWS, 0, 0)}


def test_two_mirrored_offers_are_first_about_equally_often_with_their_own_side_heavier() -> None:
    left, right = acceptability([50, 50], [[F(1), F(0)], [F(0), F(1)]])
    assert abs(left.places[0] - DRAWS / 2) < 3 * math.sqrt(DRAWS) / 2
    assert left.central is not None
    assert right.central is not None
    # The mean of a Beta(7.5, 7.5) above its middle.
    assert left.central[0] == pytest.approx(60, abs=0.7)
    assert right.central[1] == pytest.approx(60, abs=0.7)


def test_the_share_of_first_places_agrees_with_the_known_distribution_of_one_weight() -> None:
    """Of two criteria the first weight is Beta(c p, c (1 - p)); its tail, summed over a fine grid."""
    c, p, limit = concentration(2), 0.4, 0.5
    a, b = c * p, c * (1 - p)
    steps = 200_000
    grid = [(n + 0.5) / steps for n in range(steps)]
    density = [x ** (a - 1) * (1 - x) ** (b - 1) for x in grid]
    tail = sum(d for x, d in zip(grid, density, strict=True) if x > limit) / sum(density)
    first, _ = acceptability([40, 60], [[F(1), F(0)], [F(0), F(1)]])
    assert first.places[0] / DRAWS == pytest.approx(tail, abs=0.015)


def test_a_weight_of_average_size_deviates_by_a_quarter_of_itself() -> None:
    for criteria in (2, 3, 7, 9, 20):
        part = 1 / criteria
        deviation = math.sqrt(part * (1 - part) / (concentration(criteria) + 1))
        assert deviation == pytest.approx(part / 4)


def test_nine_of_ten_draws_of_a_weight_lie_around_it() -> None:
    weights = [5, 20, 25, 50]
    for weight, (low, high) in zip(weights, nearby(weights), strict=True):
        assert 0 < low < weight < high < 100


def test_the_same_input_gives_the_same_numbers_in_another_process_too() -> None:
    code = (
        "from fractions import Fraction as F\n"
        "from assessor.domain.robustness import acceptability, nearby\n"
        "w, o = [20, 30, 50], [[F(1, 2), F(3, 4), F(1, 4)], [F(3, 4), F(1, 4), F(1, 3)], [F(2, 3), F(1, 4), F(3, 8)]]\n"
        "print(repr((acceptability(w, o), nearby(w))))"
    )
    outputs = {
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    }
    assert len(outputs) == 1
    assert "central" in outputs.pop()


def test_the_order_in_which_offers_come_changes_nothing_for_them() -> None:
    weights, offers = some(5, offers=6)
    usual = acceptability(weights, offers)
    assert acceptability(weights, offers[::-1]) == usual[::-1]


def test_one_criterion_has_one_order() -> None:
    assert [d.places for d in acceptability([100], [[F(1, 4)], [F(1, 2)]])] == [(0, DRAWS), (DRAWS, 0)]
    assert weight_changes([100], [[F(1, 4)], [F(1, 2)]]) == ()
    assert quarter([100], [[F(1, 4)], [F(1, 2)]]).order == ()
    assert nearest_swap([100], [[F(1, 4)], [F(1, 2)]]) is None


def test_shares_too_fine_for_whole_numbers_are_still_ordered() -> None:
    offers = [[F(1, 3**25), F(1, 2)], [F(2, 7**15), F(1, 3)]]
    assert acceptability([50, 50], offers, 100)[0].places == (100, 0)


def test_the_library_for_numbers_is_loaded_by_the_first_draw_and_not_before() -> None:
    code = (
        "import sys\n"
        "import assessor.domain.firmness, assessor.services.robustness, assessor.web.routes\n"
        "before = 'numpy' in sys.modules\n"
        "assessor.domain.firmness.nearby([50, 50])\n"
        "print(before, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


# --- one weight at a time ---------------------------------------------------------------------------------


def test_a_change_of_weight_worked_by_hand() -> None:
    # 60 x 1 + 40 x 1/4 = 70 against 60 x 1/2 + 40 x 3/4 = 60. Equal at w = 50: then each has 62.5.
    weights, offers = [60, 40], [[F(1), F(1, 4)], [F(1, 2), F(3, 4)]]
    changes = [(c.criterion, c.weight, c.first) for c in weight_changes(weights, offers)]
    assert changes == [(0, 49, (1,)), (1, 51, (1,))]
    assert quarter(weights, offers).first == (), "60 x 0.75 of 85 is 52.9"
    assert quarter([53, 47], offers).first == (0, 1), "53 x 0.75 of 86.75 is 45.8"
    swap = nearest_swap(weights, offers)
    assert swap is not None
    assert (swap.weight, swap.pair) == (49, (0, 1))


@pytest.mark.parametrize("seed", range(60))
def test_the_nearest_changes_are_those_that_trying_every_whole_weight_finds(seed: int) -> None:
    weights, offers = some(seed, offers=2 + seed % 5, criteria=2 + seed % 3, finest=(4, 12, 40)[seed % 3])
    usual = first_by_hand([F(w) for w in weights], offers)
    expected = {}
    for criterion, own in enumerate(weights):
        for direction, tries in (("up", range(own + 1, 101)), ("down", range(own - 1, -1, -1))):
            for whole in tries:
                then = first_by_hand(with_one(weights, criterion, F(whole)), offers)
                # A tie on the very crossing is not yet a change to others; what is beyond is.
                if then != usual and not (then > usual):
                    expected[criterion, direction] = (whole, then)
                    break
    found = {
        (c.criterion, "up" if c.weight > weights[c.criterion] else "down"): (c.weight, set(c.first))
        for c in weight_changes(weights, offers)
    }
    assert found == expected
    distances = [c.distance(weights) for c in weight_changes(weights, offers)]
    assert distances == sorted(distances)


@pytest.mark.parametrize("seed", range(30))
def test_no_weight_between_here_and_the_change_puts_others_first(seed: int) -> None:
    """Over a grid a hundred times as fine as whole points."""
    weights, offers = some(seed, offers=4)
    usual = first_by_hand([F(w) for w in weights], offers)
    for change in weight_changes(weights, offers)[:2]:
        own = weights[change.criterion]
        step = 1 if change.weight > own else -1
        for hundredth in range(own * 100, (change.weight - step) * 100, 100 * step // 20 or step):
            then = first_by_hand(with_one(weights, change.criterion, F(hundredth, 100)), offers)
            assert usual <= then


@pytest.mark.parametrize("seed", range(30))
def test_the_plain_quarter_is_what_computing_each_weighting_gives(seed: int) -> None:
    weights, offers = some(seed, offers=4)

    def ranks(weighting: list[Fraction]) -> list[int]:
        found = [sum(w * x for w, x in zip(weighting, offer, strict=True)) for offer in offers]
        return [sum(other > total for other in found) for total in found]

    usual = ranks([F(w) for w in weights])
    first, order = set(), set()
    for criterion in range(len(weights)):
        for step in (F(3, 4), F(5, 4)):
            then = ranks([w * step if n == criterion else F(w) for n, w in enumerate(weights)])
            if [r == 0 for r in then] != [r == 0 for r in usual]:
                first.add(criterion)
            if then != usual:
                order.add(criterion)
    found = quarter(weights, offers)
    assert (set(found.first), set(found.order)) == (first, order)


@pytest.mark.parametrize("seed", range(30))
def test_no_nearer_whole_weight_changes_the_order_than_the_nearest_swap(seed: int) -> None:
    weights, offers = some(seed, offers=5, finest=97)

    def order(weighting: list[Fraction]) -> list[int]:
        found = [sum(w * x for w, x in zip(weighting, offer, strict=True)) for offer in offers]
        return [sum(other > total for other in found) for total in found]

    usual = order([F(w) for w in weights])
    changing = [
        abs(whole - own)
        for criterion, own in enumerate(weights)
        for whole in range(101)
        if order(with_one(weights, criterion, F(whole))) != usual
    ]
    swap = nearest_swap(weights, offers)
    if swap is None:
        assert not changing
        return
    assert min(changing) == abs(swap.weight - weights[swap.criterion])
    then = order(with_one(weights, swap.criterion, F(swap.weight)))
    before, after = swap.pair
    assert usual[before] < usual[after]
    assert then[before] > then[after]


def test_of_equal_firsts_the_smallest_change_parts_them() -> None:
    weights, offers = [50, 50], [[F(1), F(0)], [F(0), F(1)]]
    assert first_of(totals(weights, offers)) == (0, 1)
    assert {(c.criterion, c.weight, c.first) for c in weight_changes(weights, offers)} == {
        (0, 51, (0,)), (0, 49, (1,)), (1, 51, (1,)), (1, 49, (0,)),
    }  # fmt: skip


def test_equal_offers_that_are_first_are_never_parted() -> None:
    offers = [[F(1), F(1, 2)], [F(1), F(1, 2)], [F(1, 2), F(1, 2)]]
    assert weight_changes([60, 40], offers) == ()
    assert [one.places[0] for one in acceptability([60, 40], offers)] == [DRAWS, DRAWS, 0]
