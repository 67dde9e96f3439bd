"""How firm the order of scored offers is: one score at a time, minimums, and the words."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assessor.domain import firmness_words as words
from assessor.domain.answers import Agreed, Key
from assessor.domain.award import FORMULA, Award, SubCriterion, places, points_of
from assessor.domain.firmness import Candidate, Firmness, firmness
from assessor.domain.requirements import missed_requirements
from assessor.domain.text import Text
from tests.domain.miniature import agreed, miniature, question

STRICT = {"accepted": {"nl": "tekst", "en": "text"}, "minimum": "E2", "for_high": "E3"}
Q = miniature(
    question("VAL-01"),
    question("VAL-02", evidence=STRICT),
    question("HUM-01", per="module"),
    question("SEC-01"),
)
VAL1, VAL2, HUM5, HUM10 = Key("VAL-01"), Key("VAL-02"), Key("HUM-01", "T05"), Key("HUM-01", "T10")
KEYS = (VAL1, VAL2, HUM5, HUM10)
VAL_NAME, HUM_NAME = Text(nl="Validatie", en="Validation"), Text(nl="Toezicht", en="Oversight")


def award(val: int = 60, hum: int = 40) -> Award:
    return Award(
        FORMULA,
        (
            SubCriterion("VAL", VAL_NAME, val, ("VAL-01", "VAL-02")),
            SubCriterion("HUM", HUM_NAME, hum, ("HUM-01",)),
            SubCriterion("SEC", VAL_NAME, 0, ()),
        ),
    )


def offer(name: str, scores: str, evidence: str = "E4") -> Candidate:
    """Of the four keys an anchor each; a dash is left open."""
    found: dict[Key, Agreed] = {
        key: agreed(int(anchor), evidence) for key, anchor in zip(KEYS, scores, strict=True) if anchor != "-"
    }
    return Candidate(Text(nl=name, en=name), KEYS, found, {})


def found(*offers: Candidate, least: Mapping[str, int] | None = None, of: Award | None = None) -> Firmness:
    result = firmness(Q, of or award(), least or {}, offers)
    assert result is not None
    return result


def told(result: Firmness) -> list[tuple[str, str, int, int, list[str]]]:
    return [(s.name.en, str(s.key), s.before, s.after, [name.en for name in s.first]) for s in result.scores]


def first_by_formula(offers: list[Candidate], least: Mapping[str, int]) -> set[str]:
    totals = {
        o.name.en: points_of(Q, award(), o.asked, o.agreed).total
        for o in offers
        if not missed_requirements(least, o.asked, o.agreed, o.gates)
    }
    return {name for name, place in places(totals).items() if place == 1}


def test_offers_stand_by_points_with_places_as_in_the_award() -> None:
    result = found(offer("A", "2222"), offer("B", "3333"), offer("C", "3333"), offer("D", "4444"))
    assert [(o.name.en, o.place, str(o.total)) for o in result.offers] == [
        ("D", 1, "100.00"), ("B", 2, "75.00"), ("C", 2, "75.00"), ("A", 4, "50.00"),
    ]  # fmt: skip
    assert [s.code for s in result.criteria] == ["VAL", "HUM"], "what weighs nothing is left out"
    assert [o.drawn.places.index(result.draws) + 1 for o in result.offers] == [1, 2, 2, 4]


def test_with_fewer_than_two_offers_or_nothing_that_counts_there_is_no_order() -> None:
    a, b = offer("A", "3333"), replace(offer("B", "2222"), gates={"PRO-01": "confirmed"})
    assert firmness(Q, award(), {}, [a]) is None
    assert firmness(Q, award(), {}, [a, b]) is None
    assert firmness(Q, Award(FORMULA, (SubCriterion("SEC", VAL_NAME, 100, ()),)), {}, [a, a]) is None


def test_a_score_that_decides_is_found_with_who_is_first_then() -> None:
    # A: 60 x 7/8 + 40 x 3/4 = 82.5. B: 60 x 6/8 + 40 x 3/4 = 75. One point of VAL is 7.5, one of HUM 10.
    result = found(offer("A", "4333"), offer("B", "3333"))
    # HUM-01 counts with its lowest module: a point up in one of two changes nothing, a point down does.
    assert told(result) == [
        ("A", "VAL-01", 4, 3, ["A", "B"]),
        ("A", "VAL-02", 3, 2, ["A", "B"]),
        ("A", "HUM-01@T05", 3, 2, ["B"]),
        ("A", "HUM-01@T10", 3, 2, ["B"]),
        ("B", "VAL-01", 3, 4, ["A", "B"]),
        ("B", "VAL-02", 3, 4, ["A", "B"]),
    ]


def test_a_point_more_that_evidence_cannot_carry_changes_nothing() -> None:
    # With an internal report a 4 counts as 3, and VAL-02 counts 2 until it can be recomputed.
    result = found(offer("A", "3333", "E2"), offer("B", "3333", "E2"))
    assert [o.place for o in result.offers] == [1, 1]
    assert ("A", "VAL-01", 3, 4, ["A"]) not in told(result)
    assert ("A", "VAL-02", 3, 2, ["B"]) not in told(result)
    assert ("A", "VAL-01", 3, 2, ["B"]) in told(result)


def test_a_minimum_that_one_point_misses_or_reaches_counts_as_well() -> None:
    strong, weak = offer("Strong", "2444"), offer("Weak", "3222")
    assert told(found(strong, weak, least={"VAL-01": 2}))[0] == ("Strong", "VAL-01", 2, 1, ["Weak"])
    third = offer("Third", "2222")
    result = found(strong, weak, third, least={"VAL-01": 2})
    assert result.out == ()
    outside = found(offer("Strong", "1444"), weak, third, least={"VAL-01": 2})
    assert [name.en for name in outside.out] == ["Strong"]
    assert [o.name.en for o in outside.offers] == ["Weak", "Third"]
    assert ("Strong", "VAL-01", 1, 2, ["Strong"]) in told(outside)
    # Also where the minimum lies on a question that earns no points.
    keys = (*KEYS, Key("SEC-01"))
    fragile = replace(strong, asked=keys, agreed={**strong.agreed, Key("SEC-01"): agreed(2, "E4")})
    assert told(found(fragile, weak, least={"SEC-01": 2}))[-1] == ("Strong", "SEC-01", 2, 1, ["Weak"])


@pytest.mark.parametrize("seed", range(40))
def test_the_scores_that_decide_are_those_that_trying_every_change_finds(seed: int) -> None:
    chance = random.Random(seed)
    offers = [
        offer(name, "".join(chance.choice("01234-") for _ in KEYS), chance.choice(["E1", "E2", "E3"]))
        for name in "ABCD"
    ]
    least: dict[str, int] = {"VAL-01": 1} if seed % 2 else {}
    result = firmness(Q, award(), least, offers)
    if result is None:
        return
    usual, expected = first_by_formula(offers, least), []
    for number, one in enumerate(offers):
        for key, score in one.agreed.items():
            for anchor in (score.points - 1, score.points + 1):
                if 0 <= anchor <= 4:
                    changed = replace(one, agreed={**one.agreed, key: replace(score, anchor=anchor)})
                    then = first_by_formula([*offers[:number], changed, *offers[number + 1 :]], least)
                    if then != usual:
                        expected.append((one.name.en, str(key), score.points, anchor, sorted(then)))
    assert told(result) == expected


def test_the_rounding_that_decides_is_said() -> None:
    # 1/8 of 33 is 4.125, printed 4.13: twice that is 8.26, and 2/8 at once is 8.25.
    of = Award(
        FORMULA,
        (
            SubCriterion("VAL", VAL_NAME, 33, ("VAL-01", "VAL-02")),
            SubCriterion("HUM", HUM_NAME, 33, ("HUM-01", "SEC-01")),
            SubCriterion("SEC", HUM_NAME, 34, ("SEC-01",)),
        ),
    )
    result = found(offer("B", "2000"), offer("A", "1011"), of=of)
    assert [(o.name.en, o.place, o.total) for o in result.offers] == [
        ("A", 1, Decimal("8.26")), ("B", 2, Decimal("8.25")),
    ]  # fmt: skip
    assert result.rounding_decides
    assert not found(offer("B", "2000"), offer("A", "1000"), of=of).rounding_decides


@pytest.mark.parametrize(
    ("count", "draws", "nl"),
    [
        (10000, 10000, "alle 100"), (9999, 10000, "meer dan 99 van de 100"), (9950, 10000, "meer dan 99 van de 100"),
        (9949, 10000, "99 van de 100"), (8350, 10000, "84 van de 100"), (8349, 10000, "83 van de 100"),
        (50, 10000, "1 van de 100"), (49, 10000, "minder dan 1 van de 100"), (0, 10000, "geen van de 100"),
    ],
)  # fmt: skip
def test_what_is_not_quite_all_or_none_is_not_said_to_be(count: int, draws: int, nl: str) -> None:
    assert words.of_hundred(count, draws).nl == nl


SENTENCES: dict[str, Any] = {
    "headline": words.headline,
    "weight": words.deciding_weight,
    "quarter": words.by_a_quarter,
    "point": words.by_one_point,
}


def said(result: Firmness) -> dict[str, Text]:
    return {name: sentence(result) for name, sentence in SENTENCES.items()}


def test_a_firm_order_is_said_plainly() -> None:
    text = said(found(offer("A", "4444"), offer("B", "1111")))
    assert text["headline"].en == "A comes first. In all 100 nearby weightings the same offer comes first."
    assert "Geen enkele weging" in text["weight"].nl
    assert "de hele volgorde" in text["quarter"].nl
    assert text["point"].nl.startswith("Geen enkele vastgestelde score")


def test_an_order_that_hangs_on_a_weight_says_on_which() -> None:
    # A: 60 x 4/4 + 40 x 1/4 = 70; B: 60 x 2/4 + 40 x 3/4 = 60. Equal at 50.
    result = found(offer("A", "4411"), offer("B", "2233"))
    text = said(result)
    assert text["weight"].en == (
        "The weight that decides soonest is that of Validation: at 49 points instead of 60, with the others in "
        "proportion, B comes first."
    )
    assert [words.other_weight(w).nl for w in result.weights] == ["bij 49: B", "bij 51: B"]
    share = result.offers[0].drawn.places[0]
    assert 0.5 < share / result.draws < 1
    assert words.of_hundred(share, result.draws).en in text["headline"].en
    assert text["quarter"].en.endswith("the whole order stays the same.")
    assert text["point"].nl == "2 vastgestelde scores veranderen, elk met één punt verschil, wie eerste is."


def test_equal_firsts_are_named_together_with_what_each_has() -> None:
    text = said(found(offer("A", "4433"), offer("B", "4433"), offer("C", "1111")))
    assert text["headline"].nl == (
        "A en B komen samen als eerste uit. In de buurt van deze wegingen is eerste: A bij alle 100 en B bij alle 100."
    )
    assert text["point"].en == "8 agreed scores, each changed by one point, change who is first."


def test_every_sentence_comes_in_both_languages_and_is_filled() -> None:
    cases = ("4411", "2233"), ("4444", "1111"), ("4433", "4433"), ("4333", "3333"), ("0000", "0000")
    for one, other in cases:
        for text in said(found(offer("Een & <ander>", one), offer("{twee}", other))).values():
            assert text.nl != text.en
            assert "{n}" not in text.nl + text.en
            assert "{v}" not in text.nl + text.en
