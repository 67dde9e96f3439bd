"""Every figure unfolds to its formula with the numbers filled in."""

from __future__ import annotations

import pytest

from assessor.domain.figures.figures import Figures, figures_of
from assessor.domain.figures.formulas import (
    equality_formula,
    group_formulas,
    p_words,
    part_formula,
    points_words,
    unseen_formulas,
)
from assessor.domain.figures.formulas_other import (
    excess_formula,
    review_formulas,
    robustness_formulas,
    score_formulas,
    study_formulas,
    trained_formulas,
    variation_formula,
    wrongful_formula,
)
from assessor.domain.figures.values import as_count, as_number, as_percent, part
from assessor.domain.tables.model import FEW, TableCode, exactly
from assessor.domain.text import Text
from tests.domain.figures.tables import demo, written


def delivered(vendor: str, *codes: TableCode) -> Figures:
    return figures_of({code: demo(vendor, code) for code in codes})


def of_group(text: str, name: str) -> dict[str, Text]:
    (ground,) = figures_of({"T1": written("T1", text)}).grounds
    group = ground.group(name)
    assert group is not None
    return group_formulas(group, ground)


def test_a_groups_figures_unfold() -> None:
    found = of_group("ground,group,n_in,n_through\nsex,women,700,147\nsex,men,900,261", "women")
    assert {name: text.en for name, text in found.items()} == {
        "rate": "147 / 700 = 21.0%",
        "rate_ci95": "(147 + 1.92 ± 1.96·√(147·553/700 + 0.96)) / (700 + 3.84) = 18.1% to 24.2%",
        "ratio_to_overall": "(147/700) / (408/1,600) = 0.82",
        "impact_ratio": "(147/700) / (261/900) = 0.72",
        "gap": "147/700 − 261/900 = −8.0 percentage points",
        "impact_ratio_ci95": "exp(ln 0.724 ± 1.96·√((1 − 0.210)/147 + (1 − 0.290)/261)) = 0.61 to 0.86",
        "rejection_ratio": "(553/700) / (639/900) = 1.11",
        "rejection_ratio_ci95": "exp(ln 1.113 ± 1.96·√((1 − 0.790)/553 + (1 − 0.710)/639)) = 1.05 to 1.18",
        "gap_ci95": "−0.080 with the distances of 0.210 and 0.290 to their own Wilson intervals, √(a² + b²) either "
        "way = −12.2 to −3.7 percentage points",
        "fisher_p": "Fisher, two-sided, on 147 through and 553 not beside 261 through and 639 not: p = 0.0003",
        "z": "(147/700 − 261/900) / √(0.255·0.745·(1/700 + 1/900)) = −3.64",
        "below_four_fifths": "5·147·900 = 661,500 < 730,800 = 4·261·700",
        "shortfall": "700·(147 + 261)/(700 + 900) − 147 = 31.5",
    }
    assert found["impact_ratio"].nl == "(147/700) / (261/900) = 0,72"
    assert found["rate_ci95"].nl.endswith("= 18,1% tot 24,2%")


def test_unknown_people_are_placed_in_the_formula() -> None:
    found = of_group("ground,group,n_in,n_through\no,a,160,40\no,b,560,212\no,unknown,100,43", "a")
    assert found["bounds_impact_ratio"].en.startswith(
        "lowest: (40/(160+57)) / ((212+43)/(560+43)) = 0.44; highest: ((40+43)/(160+43)) / (212/(560+57)) = 1.19"
    )
    turning = of_group("ground,group,n_in,n_through\no,a,148,56\no,b,700,287\no,unknown,162,69", "a")[
        "turning_point"
    ]
    assert turning.nl.startswith("25 van de 162 onbekenden (15,4%)")


def test_nobody_through_says_that_a_half_was_added() -> None:
    found = of_group("ground,group,n_in,n_through\nsex,women,40,0\nsex,men,50,20", "women")
    assert found["impact_ratio"].en == "(0/40) / (20/50) = 0.00"
    assert found["impact_ratio_ci95"].nl.startswith("0,5 bij alle vier")
    assert "0.5)/0.5" not in found["impact_ratio_ci95"].en
    assert "/0.5" in found["impact_ratio_ci95"].en


def test_small_counts_stay_small_in_the_formula() -> None:
    found = of_group("ground,group,n_in,n_through\nsex,women,200,<10\nsex,men,200,100", "women")
    assert found["rate"].en == "<10 / 200 = 0.5% to 4.5%"
    assert found["impact_ratio"].nl == "(<10/200) / (100/200) = 0,01 tot 0,09"
    assert found["gap"].en == "<10/200 − 100/200 = −49.5 to −45.5 percentage points"


def test_the_reference_and_empty_groups_have_what_they_have() -> None:
    text = "ground,group,n_in,n_through\nsex,women,40,0\nsex,men,50,20\nsex,other,0,0"
    assert set(of_group(text, "men")) == {"rate", "rate_ci95", "ratio_to_overall"}
    assert of_group(text, "other")["rate"].en == "0 / 0 = –"


def test_the_unseen_share_unfolds_to_at_least_and_at_most() -> None:
    figures = delivered("zoalsaltijd", "T1x")
    assert figures.oversight is not None
    found = unseen_formulas(figures.oversight.overall)
    assert found["share"].nl == "ten minste 1.729 / 2.744 = 63,0%"
    assert found["share_max"].en == "at most (1,729 + 273 + 0) / 2,744 = 73.0%"
    assert "=" in equality_formula(figures.oversight.equality[0], figures.oversight).en


def test_studies_tests_reviews_and_data_unfold_too() -> None:
    figures = delivered("eerlijke-meetlat", "T1", "T1x", "T3", "T4", "T5", "T5b", "T6")
    assert figures.validity is not None
    assert {k: t.en for k, t in study_formulas(figures.validity.studies[0]).items()} == {
        "ci95": "tanh(atanh(0.31) ± 1.96/√(412 − 3)) = 0.22 to 0.39",
        "corrected": "0.31·1.19 / √(1 + 0.31²·(1.19² − 1)) = 0.36",
    }
    repeat = robustness_formulas(figures.robustness[0])
    assert repeat["flips_highest"].nl == "1 − 0,05^(1/200) = 1,5%"
    assert figures.reviews is not None
    reviews = review_formulas(figures.reviews)
    assert reviews["wrong"].en == "12 / 150 = 8.0%"
    assert reviews["wrong_highest"].en == "at most 12.6% (95%, exact)"
    assert reviews["asymmetry"].en == "16.9% / 16.5% = 1.02"
    age = next(c for c in figures.compositions if c.ground == "age")
    assert trained_formulas(age.groups[0], age)["representation_ratio"].en == "20.0% / 33.0% = 0.61"
    variation = variation_formula(age)
    assert variation is not None
    assert variation.en == "½·(|20.0% − 33.0%| + |80.0% − 67.0%|) = 13.0%"
    wrongful = wrongful_formula(figures)
    assert wrongful is not None
    assert wrongful.en == "0.0% · 598 · 12/150 = 0 a year"
    women = next(e for e in figures.excess if e.group == "women")
    assert excess_formula(women).en == "512 · (41.6% − 40.0%) = 8"


def test_scores_unfold() -> None:
    table = written(
        "T2",
        "ground,group,n,mean,sd,n_above_median,n_suitable_independent,n_suitable_below_cutoff\n"
        "sex,women,100,48,10,40,50,20\nsex,men,100,52,10,60,50,10",
    )
    (scores,) = figures_of({"T2": table}).scores
    women = score_formulas(scores.groups[0], scores)
    assert women["d"].en == "48.00 − 52.00, difference over the pooled spread = −0.40"
    assert women["scoring_rate"].en == "40 / 100 = 40.0%"
    assert women["scoring"].en == "(40/100) / (60/100) = 0.67"
    assert women["missed"].en == "20 / 50 = 40.0%"
    assert "d" not in score_formulas(scores.groups[1], scores)


def test_the_sign_test_unfolds() -> None:
    figures = delivered("papegaai", "T6")
    swap = robustness_formulas(figures.robustness[1])
    assert swap["flips"].en == "23 / 400 = 5.8%"
    assert swap["direction_p"].en == "16 against 7: as uneven or more by chance with probability p = 0.0931"


@pytest.mark.parametrize(
    ("text", "nl", "en"),
    [
        (p_words(1e-12), "< 0,0001", "< 0.0001"),
        (p_words(0.0342), "= 0,0342", "= 0.0342"),
        (points_words(-0.00001), "0,0 procentpunt", "0.0 percentage points"),
        (as_number(-0.5), "−0,50", "−0.50"),
        (as_percent(0.125), "12,5%", "12.5%"),
        (as_count(1192), "1.192", "1,192"),
        (as_count(FEW), "<10", "<10"),
        (part_formula(part(exactly(0), exactly(0))), "0 / 0 = –", "0 / 0 = –"),
    ],
)
def test_numbers_are_written_as_people_read_them(text: Text, nl: str, en: str) -> None:
    assert (text.nl, text.en) == (nl, en)
