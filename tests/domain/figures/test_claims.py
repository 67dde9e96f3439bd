"""A printed figure beside the recomputed one, to the last printed digit and not beyond."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.figures.claims import FigureKind, judge_claim, read_claim, worse_of

F = Fraction


@pytest.mark.parametrize(
    ("claim", "kind", "value", "half_unit"),
    [
        ("0.72", "ratio", F(72, 100), F(1, 200)),
        ("0,97", "ratio", F(97, 100), F(1, 200)),
        (".8", "ratio", F(8, 10), F(1, 20)),
        ("1", "ratio", F(1), F(1, 2)),
        ("97%", "ratio", F(97, 100), F(1, 200)),
        ("29%", "rate", F(29, 100), F(1, 200)),
        ("29 %", "rate", F(29, 100), F(1, 200)),
        (" 29,0% ", "rate", F(29, 100), F(1, 2000)),
        ("0.290", "rate", F(29, 100), F(1, 2000)),
        ("29", "rate", F(29, 100), F(1, 200)),
        ("100", "rate", F(1), F(1, 200)),
        ("1", "rate", F(1), F(1, 2)),
        ("1%", "rate", F(1, 100), F(1, 200)),
        ("0", "rate", F(0), F(1, 2)),
        ("-0.12", "coefficient", F(-12, 100), F(1, 200)),
        ("\N{MINUS SIGN}0,12", "coefficient", F(-12, 100), F(1, 200)),
        (0.97, "ratio", F(97, 100), F(1, 200)),
        (0.1 + 0.2, "ratio", F(3, 10), F(1, 20)),
        (1e-05, "rate", F(1, 100_000), F(1, 200_000)),
        (1, "ratio", F(1), F(1, 2)),
        (Decimal("0.70"), "ratio", F(7, 10), F(1, 200)),
    ],
)
def test_a_claim_is_read_as_it_was_printed(
    claim: Any, kind: FigureKind, value: Fraction, half_unit: Fraction
) -> None:
    found = read_claim(claim, kind)
    assert found is not None
    assert (found.value, found.half_unit) == (value, half_unit)


@pytest.mark.parametrize(
    "claim", ["n/a", "<1", "0.7.2", "1.234,5", "%", ".", "-", "0.9x", "1e-3", "٣", "0.97 (2023)"]
)
def test_what_is_no_figure_is_refused(claim: str) -> None:
    with pytest.raises(ValueError, match="not a figure"):
        read_claim(claim, "ratio")


@pytest.mark.parametrize("claim", [None, "", "   "])
def test_nothing_claimed_is_nothing_to_judge(claim: str | None) -> None:
    assert judge_claim(claim, F(1, 2), "ratio").verdict == "not_claimed"
    assert judge_claim(claim, None, "ratio").difference is None


@pytest.mark.parametrize(
    ("claim", "computed", "kind", "verdict"),
    [
        ("0.97", F(147 * 900, 700 * 261), "ratio", "contradicts"),
        ("0.72", F(147 * 900, 700 * 261), "ratio", "agrees"),
        ("0.73", F(147 * 900, 700 * 261), "ratio", "differs_slightly"),
        ("0.72", F(725, 1000), "ratio", "agrees"),            # exactly half a digit, either way of rounding
        ("0.73", F(725, 1000), "ratio", "agrees"),
        ("0.72", F(7_250_001, 10_000_000), "ratio", "differs_slightly"),
        ("0.70", F(72, 100), "ratio", "differs_slightly"),    # exactly the tolerance
        ("0.70", F(7_200_001, 10_000_000), "ratio", "contradicts"),
        ("0.7", F(72, 100), "ratio", "agrees"),
        ("0.7", F(73, 100), "ratio", "contradicts"),          # within the digit, beyond the tolerance
        ("1", F(97, 100), "ratio", "contradicts"),
        ("1", F(99, 100), "ratio", "agrees"),
        ("29%", F(261, 900), "rate", "agrees"),
        ("29%", F(295, 1000), "rate", "agrees"),              # exactly half a point
        ("29%", F(2951, 10_000), "rate", "contradicts"),
        ("29.0%", F(293, 1000), "rate", "differs_slightly"),
        ("30%", F(285, 1000), "rate", "contradicts"),
        ("64.2%", F(18, 28), "rate", "differs_slightly"),
        ("0.81", 0.805, "coefficient", "agrees"),             # a float is the decimal that it prints as
        ("0.31", 0.33, "coefficient", "differs_slightly"),
        ("0.31", 0.3300001, "coefficient", "contradicts"),
        ("0.5", None, "ratio", "contradicts"),
        ("0.50", (F(1, 10), F(9, 10)), "ratio", "agrees"),    # small counts: some value fits
        ("0.91", (F(1, 10), F(9, 10)), "ratio", "differs_slightly"),
        ("0.95", (F(1, 10), F(9, 10)), "ratio", "contradicts"),
    ],
)  # fmt: skip
def test_verdicts(claim: str, computed: Any, kind: FigureKind, verdict: str) -> None:
    assert judge_claim(claim, computed, kind).verdict == verdict


def test_the_difference_is_told_in_both_languages() -> None:
    off = judge_claim("0.97", F(147 * 900, 700 * 261), "ratio").difference
    assert off is not None
    assert off.nl == "Opgegeven is 0,97, uit de aantallen volgt 0,724: 0,246 te hoog."
    assert off.en == "0.97 was claimed, the counts give 0.724: 0.246 too high."
    off = judge_claim("20%", F(21, 100), "rate").difference
    assert off is not None
    assert off.nl == "Opgegeven is 20%, uit de aantallen volgt 21,0%: 1,0 procentpunt te laag."
    assert off.en == "20% was claimed, the counts give 21.0%: 1.0 percentage points too low."
    follows = judge_claim("29%", F(261, 900), "rate").difference
    assert follows is not None
    assert follows.en == "29% was claimed; that follows from the counts (29.0%)."
    nothing = judge_claim("1.00", None, "ratio").difference
    assert nothing is not None
    assert "niets te berekenen" in nothing.nl
    between = judge_claim("0.95", (F(1, 10), F(9, 10)), "ratio").difference
    assert between is not None
    assert "0,100 tot 0,900" in between.nl


def test_a_claim_keeps_its_digits_and_takes_the_decimal_mark_of_the_language() -> None:
    for printed in ("64.20%", "64,20%"):
        off = judge_claim(printed, F(70, 100), "rate").difference
        assert off is not None
        assert off.nl.startswith("Opgegeven is 64,20%, uit de aantallen volgt 70,0%")
        assert off.en.startswith("64.20% was claimed, the counts give 70.0%")


def test_the_worse_of_two_verdicts_counts() -> None:
    assert worse_of(["agrees", "contradicts"]) == "contradicts"
    assert worse_of(["not_claimed", "agrees"]) == "agrees"
    assert worse_of(["differs_slightly", "agrees"]) == "differs_slightly"
    assert worse_of(["not_claimed", "not_claimed"]) == "not_claimed"
    assert worse_of([]) == "not_claimed"


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(2, 6), st.sampled_from(["nl", "en"]))
def test_whoever_rounds_honestly_agrees(k: int, n: int, decimals: int, language: str) -> None:
    k = min(k, n)
    exact = Decimal(k) / Decimal(n)
    for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        printed = str(exact.quantize(Decimal(1).scaleb(-decimals), rounding))
        if language == "nl":
            printed = printed.replace(".", ",")
        assert judge_claim(printed, F(k, n), "ratio").verdict == "agrees"
        assert judge_claim(printed, F(k, n), "rate").verdict == "agrees"


@given(st.fractions(0, 1), st.fractions(0, 1), st.sampled_from(["rate", "ratio", "coefficient"]))
def test_what_is_further_off_is_never_judged_milder(claimed: F, computed: F, kind: FigureKind) -> None:
    printed = f"{float(claimed):.3f}"
    order = ["agrees", "differs_slightly", "contradicts"]
    verdict = judge_claim(printed, computed, kind).verdict
    nearer = (computed + F(printed)) / 2
    assert order.index(judge_claim(printed, nearer, kind).verdict) <= order.index(verdict)
