"""T4: departures from advice, time, and wrongful rejections."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.figures.reviews import Reviews, highest_rate, reviews_of, wrongful_a_year
from assessor.domain.tables.model import exactly
from tests.domain.figures.tables import demo, written

HEAD = "month,reviewer_decile,score_band,n_cases,n_followed,n_up,n_down,n_abstained,median_seconds,n_under_10s,n_bulk"


def of(*rows: str, head: str = HEAD) -> Reviews:
    return reviews_of(written("T4", "\n".join((head, *rows))))


def test_the_small_vendors_log_gives_departures_both_ways_per_band() -> None:
    found = reviews_of(demo("eerlijke-meetlat", "T4"))
    assert found.cases == exactly(1010)
    assert found.up_when_rejected is not None
    assert found.up_when_rejected.share == pytest.approx(57 / 338)
    assert found.down_when_advanced is not None
    assert found.down_when_advanced.share == pytest.approx(56 / 340)
    assert found.asymmetry == pytest.approx((57 / 338) / (56 / 340))
    assert found.overrides is not None
    assert found.overrides.departed.share == pytest.approx(113 / 678)
    assert found.median_seconds == 171
    assert found.seconds_range == (164.0, 246.0)
    assert found.under_10s is not None
    assert found.under_10s.share == 0
    assert found.wrong is not None
    assert found.wrong.found.share == 0.08
    assert found.wrong.highest == pytest.approx(0.12639, abs=5e-5)
    assert not found.hardly_ever


def test_totals_and_their_parts_are_not_counted_twice() -> None:
    found = of(
        "2026-01,all,all,200,190,6,4,0,30,20,10",
        "2026-01,1,all,100,99,1,0,0,20,15,10",
        "2026-01,2,all,100,91,5,4,0,40,5,0",
        "2026-01,all,low,100,96,4,0,0,30,10,5",
        "2026-01,all,high,100,94,2,4,0,30,10,5",
        "2026-02,1,all,50,50,0,0,0,10,5,5",
        "2026-02,2,all,50,50,0,0,0,10,5,5",
    )
    assert found.cases == exactly(300)
    assert found.overrides is not None
    assert (found.overrides.up.k, found.overrides.up.n) == (exactly(6), exactly(300))
    assert found.under_10s is not None
    assert found.under_10s.share == 0.1
    assert found.spread is not None
    assert (found.spread.lowest.code, found.spread.highest.code) == ("1", "2")
    assert found.spread.difference == pytest.approx(9 / 150 - 1 / 150)


def test_hardly_any_departure_over_many_cases_is_a_warning() -> None:
    assert of("2026-01,all,all,1000,990,5,5,0,8,700,900").hardly_ever
    assert not of("2026-01,all,all,20,20,0,0,0,8,,").hardly_ever


def test_without_bands_it_cannot_be_said_which_advice_was_overruled() -> None:
    found = of("2026-01,all,all,1000,990,5,5,0,8,,")
    assert (found.up_when_rejected, found.down_when_advanced, found.asymmetry) == (None, None, None)
    assert found.asymmetry_why is not None


def test_groups_have_their_own_departures() -> None:
    found = of(
        "2026-01,all,200,180,15,5,all,all", "2026-01,all,100,85,5,10,origin,a", "2026-01,all,100,95,3,2,origin,b",
        head="month,score_band,n_cases,n_followed,n_up,n_down,ground,group",
    )  # fmt: skip
    assert [(ground, o.code, o.down.share) for ground, o in found.by_group] == [
        ("origin", "a", 0.1), ("origin", "b", 0.02),
    ]  # fmt: skip


def test_nothing_logged_gives_nothing() -> None:
    found = of("2026-01,all,all,100,,,,,,,")
    assert (found.overrides, found.median_seconds, found.under_10s, found.wrong, found.spread) == (None,) * 5


def test_nobody_found_wrong_among_sixty_still_leaves_almost_five_per_cent() -> None:
    found = of(
        "2026-01,all,100,60,0", head="month,score_band,n_cases,n_reviewed_random_rejects,n_found_wrong"
    )
    assert found.wrong is not None
    assert found.wrong.found.share == 0
    assert found.wrong.highest == pytest.approx(1 - 0.05 ** (1 / 60))
    assert f"{found.wrong.highest:.1%}" == "4.9%"


@settings(deadline=None)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_the_exact_bound_leaves_five_per_cent_below(counts: tuple[int, int]) -> None:
    k, n = counts
    p = highest_rate(k, n)
    below = sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))
    assert below == pytest.approx(0.05, rel=1e-6)
    assert p > k / n


def test_people_wrongly_rejected_in_a_year() -> None:
    assert highest_rate(5, 5) == 1
    assert wrongful_a_year(0.7, 900, 0.1) == pytest.approx(63)
