"""Fisher's test against whole numbers, at every size and far into the tails; the sign test; z; Holm."""

from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.figures import tails
from assessor.domain.figures.exact import (
    fisher_two_sided,
    holm,
    holm_adjusted,
    p_of_z,
    pooled_z,
    sign_test,
    z_against_share,
)

Four = tuple[int, int, int, int]


def summed(k1: int, n1: int, k0: int, n0: int) -> Fraction:
    """The definition, in whole numbers: every table, with the relative slack of 1e-7 for ties."""
    selected = k1 + k0
    lowest, highest = max(0, selected - n0), min(n1, selected)
    ways = [math.comb(n1, lowest) * math.comb(n0, selected - lowest)]
    for x in range(lowest, highest):
        ways.append(ways[-1] * (n1 - x) * (selected - x) // ((x + 1) * (n0 - selected + x + 1)))
    own = ways[k1 - lowest]
    as_unlikely = sum(way for way in ways if way * 10**7 <= own * (10**7 + 1))
    return Fraction(as_unlikely, math.comb(n1 + n0, selected))


def same(found: float, exact: Fraction) -> bool:
    if exact < Fraction(1, 10**300):
        return found <= 1e-299
    return math.isclose(found, float(exact), rel_tol=1e-8)


def test_every_table_of_up_to_eleven_people_a_group() -> None:
    for n1, n0 in itertools.product(range(1, 12), repeat=2):
        for k1, k0 in itertools.product(range(n1 + 1), range(n0 + 1)):
            assert same(fisher_two_sided(k1, n1, k0, n0), summed(k1, n1, k0, n0)), (k1, n1, k0, n0)


def drawn(most: int, how_many: int, seed: int) -> list[Four]:
    """Tables of all kinds: even and lopsided groups, rare and common selection, near the middle and far out."""
    chance = random.Random(seed)
    found = []
    for _ in range(how_many):
        n1, n0 = (max(1, int(most ** chance.random())) for _ in range(2))
        rate = chance.choice([0.003, 0.03, 0.2, 0.5, 0.8, 0.97])
        away = chance.choice([0, 0.01, 0.5, 1, 2, 4, 8, 20]) * chance.choice([-1, 1])
        k0 = round(n0 * rate)
        k1 = round(n1 * rate + away * math.sqrt(n1 * rate * (1 - rate)))
        found.append((min(max(k1, 0), n1), n1, k0, n0))
    return found


@pytest.mark.parametrize(("most", "how_many"), [(100, 800), (3000, 400), (30000, 40)])
def test_tables_of_all_kinds_agree_with_whole_numbers(most: int, how_many: int) -> None:
    for four in drawn(most, how_many, seed=most):
        assert same(fisher_two_sided(*four), summed(*four)), four


@pytest.mark.parametrize(
    "four",
    [
        (0, 3000, 900, 3000),      # p of about 1e-300
        (0, 2000, 450, 2000),
        (1000, 1000, 700, 2000),
        (50, 50, 0, 60),           # as far as a table can be
        (5, 5, 0, 100_000),
        (1, 100_000, 9, 100_000),
        (99_990, 100_000, 99_999, 100_000),
        (7, 12, 7, 12),            # the same on both sides
        (6, 12, 7, 12),
        (3000, 6000, 3001, 6000),  # a tie on the other side, where one table more weighs a hundredth
        (3000, 6000, 3100, 6000),
        (500, 4000, 1500, 12000),
    ],
)  # fmt: skip
def test_extreme_and_tied_tables_agree_with_whole_numbers(four: Four) -> None:
    assert same(fisher_two_sided(*four), summed(*four)), four


@pytest.mark.parametrize("people", [10**5, 10**6, 10**7])
@pytest.mark.parametrize("rate", [0.003, 0.05, 0.5, 0.95])
@pytest.mark.parametrize("share", [0.5, 0.04])
def test_integrating_a_tail_gives_what_adding_it_up_gives(
    people: int, rate: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    n1 = int(people * share)
    n0 = people - n1
    for away in (0.002, 0.3, 1.96, 4, 15, 30):
        k1 = max(0, round(n1 * rate - away * math.sqrt(n1 * rate * (1 - rate))))
        four = k1, n1, round(n0 * rate), n0
        quick = fisher_two_sided(*four)
        with monkeypatch.context() as slow:
            slow.setattr(tails, "_MOST_STEPS", 10**9)
            assert quick == pytest.approx(fisher_two_sided(*four), rel=2e-8, abs=1e-300)


def test_the_work_hardly_grows_with_the_number_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how often a probability is computed, and how many tables are added up at most."""
    asked = 0
    plain = tails.Table._log_probability

    def counted(self: tails.Table, moved: float) -> float:
        nonlocal asked
        asked += 1
        return plain(self, moved)

    monkeypatch.setattr(tails.Table, "_log_probability", counted)
    for people in (10**4, 10**7, 10**9):
        for away in (0.1, 1, 2, 5, 20):
            n1 = people // 3
            k1 = round(n1 * 0.3 - away * math.sqrt(n1 * 0.21))
            asked = 0
            fisher_two_sided(k1, n1, round((people - n1) * 0.3), people - n1)
            assert asked <= 70
    assert tails._MOST_STEPS <= 200


@st.composite
def tables(draw: st.DrawFn) -> Four:
    n1, n0 = draw(st.integers(1, 3000)), draw(st.integers(1, 3000))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n0)), n0


@given(tables())
def test_the_names_of_groups_and_outcomes_do_not_matter(four: Four) -> None:
    k1, n1, k0, n0 = four
    p = fisher_two_sided(*four)
    assert 0 <= p <= 1
    assert fisher_two_sided(k0, n0, k1, n1) == pytest.approx(p, rel=1e-9, abs=1e-300)
    assert fisher_two_sided(n1 - k1, n1, n0 - k0, n0) == pytest.approx(p, rel=1e-9, abs=1e-300)
    z, other_way = pooled_z(*four), pooled_z(k0, n0, k1, n1)
    assert (z is None) == (k1 + k0 in (0, n1 + n0))
    if z is not None and other_way is not None:
        assert other_way == pytest.approx(-z)
        assert p_of_z(z) == pytest.approx(p_of_z(-z))


@given(tables(), st.integers(2, 50))
def test_the_same_rates_among_more_people_weigh_more(four: Four, times: int) -> None:
    k1, n1, k0, n0 = (times * count for count in four)
    z, heavier = pooled_z(*four), pooled_z(k1, n1, k0, n0)
    if z is not None and heavier is not None:
        assert heavier == pytest.approx(z * math.sqrt(times))
    else:
        assert z is heavier is None


@given(tables())
def test_any_table_agrees_with_whole_numbers(four: Four) -> None:
    assert same(fisher_two_sided(*four), summed(*four))


def test_the_same_rates_among_more_people_can_be_likelier_by_chance() -> None:
    """The sum goes over whole tables, so the p of Fisher does not fall with every scaling; that of z does."""
    assert fisher_two_sided(2, 21, 2, 33) == pytest.approx(float(summed(2, 21, 2, 33)))
    assert fisher_two_sided(4, 42, 4, 66) == pytest.approx(float(summed(4, 42, 4, 66)))
    assert fisher_two_sided(4, 42, 4, 66) > fisher_two_sided(2, 21, 2, 33)


def test_only_one_possible_table_says_nothing() -> None:
    for four in ((0, 10, 0, 20), (10, 10, 20, 20)):
        assert fisher_two_sided(*four) == 1
        assert pooled_z(*four) is None


def test_beyond_the_smallest_number_there_is_zero_and_no_failure() -> None:
    assert fisher_two_sided(0, 10**7, 5 * 10**6, 10**7) == 0
    assert fisher_two_sided(10**8, 10**9, 2 * 10**8, 10**9) == 0


def test_a_sign_test_is_the_sum_of_all_more_uneven_splits() -> None:
    for a, b in itertools.product(range(40), repeat=2):
        n, fewer = a + b, min(a, b)
        exact = Fraction(2 * sum(math.comb(n, k) for k in range(fewer + 1)), 2**n) if a != b else Fraction(1)
        assert sign_test(a, b) == pytest.approx(float(min(exact, Fraction(1))), rel=1e-10)
    assert sign_test(0, 0) == 1


@pytest.mark.parametrize(("a", "b"), [(500, 600), (0, 900), (4900, 5100), (50_000, 50_300)])
def test_a_sign_test_of_many_changes_agrees_with_whole_numbers(a: int, b: int) -> None:
    way = total = 1
    for k in range(1, a + 1):
        way = way * (a + b - k + 1) // k
        total += way
    assert sign_test(a, b) == pytest.approx(float(Fraction(2 * total, 2 ** (a + b))), rel=1e-9)
    assert sign_test(a, b) == sign_test(b, a)


def test_changes_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        sign_test(-1, 3)


def test_holm_steps_down_from_the_smallest() -> None:
    raw = [0.01, 0.04, 0.03, 0.005]
    assert holm_adjusted(raw) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(raw) == [True, False, False, True]
    assert holm([]) == []
    assert holm([0.05]) == [True]
    assert holm_adjusted([0.9, 0.8]) == [1, 1]


@given(st.lists(st.floats(0, 1), max_size=30))
def test_holm_never_lowers_a_p_and_keeps_the_order(raw: list[float]) -> None:
    adjusted = holm_adjusted(raw)
    assert all(p <= new <= 1 for p, new in zip(raw, adjusted, strict=True))
    in_order = [new for _, new in sorted(zip(raw, adjusted, strict=True))]
    assert in_order == sorted(in_order)


def test_a_share_of_all_or_nothing_has_no_standard_deviation() -> None:
    assert z_against_share(3, 10, 1) is None
    assert z_against_share(50, 100, 0.5) == 0
