"""Award points: cases worked by hand, and what must hold whatever the scores are."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessor.domain.answers import Agreed, Key, Scope
from assessor.domain.award import (
    FORMULA,
    Award,
    SubCriterion,
    award_from_json,
    award_json,
    countable,
    formula_words,
    places,
    points_of,
    proposed_weights,
    rounded,
)
from assessor.domain.questionnaire.conditions import asked, asked_of_all
from assessor.domain.requirements import missed_requirements
from assessor.domain.text import Text
from tests.domain.miniature import agreed, miniature, question, shipped

NAME = Text(nl="naam", en="name")
STRICT = {"accepted": {"nl": "tekst", "en": "text"}, "minimum": "E2", "for_high": "E3"}
Q = miniature(
    question("VAL-01"),
    question("VAL-02", evidence=STRICT),
    question("HUM-01", per="module"),
    question("SEC-01", when=[{"any": ["T01"]}]),
)
KEYS = (Key("VAL-01"), Key("VAL-02"), Key("HUM-01", "T05"), Key("HUM-01", "T10"))
SHIPPED = shipped()


def award(val: int = 60, hum: int = 40) -> Award:
    return Award(
        FORMULA,
        (SubCriterion("VAL", NAME, val, ("VAL-01", "VAL-02")), SubCriterion("HUM", NAME, hum, ("HUM-01",))),
    )


def given(*scores: Agreed | None) -> dict[Key, Agreed]:
    return {key: score for key, score in zip(KEYS, scores, strict=True) if score is not None}


FULL = agreed(4, "E4")


@pytest.mark.parametrize(
    ("scores", "parts"),
    [
        ((FULL, FULL, FULL, FULL), ("60.00", "40.00")),
        ((None, None, None, None), ("0.00", "0.00")),
        # A claim without proof counts at what its evidence carries, just as an honest low score.
        ((agreed(4, "E0"), FULL, FULL, FULL), ("37.50", "40.00")),
        ((agreed(1, "E2"), FULL, FULL, FULL), ("37.50", "40.00")),
        ((agreed(4, "E1"), FULL, FULL, FULL), ("45.00", "40.00")),
        ((agreed(4, "E2"), FULL, FULL, FULL), ("52.50", "40.00")),
        ((agreed(4, "E3"), FULL, FULL, FULL), ("60.00", "40.00")),
        # Where a 3 or 4 needs evidence that can be recomputed, it is a 2 until then.
        ((FULL, agreed(4, "E2"), FULL, FULL), ("45.00", "40.00")),
        ((FULL, agreed(3, "E3"), FULL, FULL), ("52.50", "40.00")),
        # Of the modules the lowest, also when one was left open.
        ((FULL, FULL, FULL, agreed(1, "E4")), ("60.00", "10.00")),
        ((FULL, FULL, agreed(4, "E0"), agreed(2, "E4")), ("60.00", "10.00")),
        ((FULL, FULL, FULL, None), ("60.00", "0.00")),
        # No anchor is 0, whatever the reason.
        *(
            ((agreed(standing, "E4"), FULL, FULL, FULL), ("30.00", "40.00"))
            for standing in ("unknown", "withheld", "not_applicable", "unanswered")
        ),
        # Age and fit weigh in the risk, not here.
        ((agreed(4, "E4", months_old=90, fit="neither"), FULL, FULL, FULL), ("60.00", "40.00")),
        ((agreed(4, "E4", months_old=None), FULL, FULL, FULL), ("60.00", "40.00")),
    ],
)
def test_points_worked_by_hand(scores: tuple[Agreed | None, ...], parts: tuple[str, ...]) -> None:
    points = points_of(Q, award(), KEYS, given(*scores))
    assert tuple(str(part.points) for part in points.parts) == parts
    assert points.total == sum(Decimal(p) for p in parts)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(0), "0.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(5, 1000), "0.01"),
        (Fraction(4999, 1000000), "0.00"),
        (Fraction(12345, 1000), "12.35"),
        (Fraction(1005, 1000), "1.01"),
        (Fraction(100), "100.00"),
    ],
)
def test_two_decimals_and_a_half_goes_up(exact: Fraction, shown: str) -> None:
    assert str(rounded(exact)) == shown


def test_the_total_unfolds_to_what_is_printed() -> None:
    three = Award(FORMULA, tuple(SubCriterion(c, NAME, w, ("VAL-01", "VAL-02", "HUM-01")) for c, w in
                                 (("VAL", 33), ("HUM", 33), ("BIA", 34))))  # fmt: skip
    points = points_of(Q, three, KEYS, given(agreed(1, "E4"), None, None, None))
    assert [str(p.points) for p in points.parts] == ["2.75", "2.75", "2.83"]
    assert str(points.total) == "8.33"
    [first, *_] = points.parts
    assert (first.sum, first.most) == (1, 12)
    assert [(v.key, v.anchor, v.value) for v in first.questions] == [
        (Key("VAL-01"), 1, 1), (Key("VAL-02"), "unanswered", 0), (Key("HUM-01", "T05"), "unanswered", 0),
    ]  # fmt: skip


def test_the_module_that_decided_is_named() -> None:
    points = points_of(Q, award(), KEYS, given(FULL, FULL, FULL, agreed(3, "E4")))
    assert points.parts[1].questions[0].key == Key("HUM-01", "T10")


def test_a_weight_of_nothing_earns_nothing() -> None:
    points = points_of(Q, award(100, 0), KEYS, given(*[FULL] * 4))
    assert [str(p.points) for p in points.parts] == ["100.00", "0.00"]
    empty = Award(FORMULA, (SubCriterion("SEC", NAME, 0, ()),))
    assert str(points_of(Q, empty, KEYS, {}).total) == "0.00"


# --- what must hold whatever the scores -------------------------------------------------------------------

ANCHORS: list[Any] = ["unanswered", "unknown", "withheld", "not_applicable", 0, 1, 2, 3, 4]


def some(chance: random.Random) -> dict[Key, Agreed]:
    return {
        key: agreed(chance.choice(ANCHORS), f"E{chance.randrange(5)}")
        for key in KEYS
        if chance.random() < 0.9
    }


def some_award(chance: random.Random) -> Award:
    val = chance.randrange(101)
    return award(val, 100 - val)


@pytest.mark.parametrize("seed", range(200))
def test_raising_one_agreed_anchor_or_its_evidence_never_lowers_points(seed: int) -> None:
    chance = random.Random(seed)
    found, formula = some(chance), some_award(chance)
    before = points_of(Q, formula, KEYS, found).total
    assert 0 <= before <= 100
    for key, score in found.items():
        raised = {**found, key: replace(score, anchor=min(score.points + 1, 4))}
        assert points_of(Q, formula, KEYS, raised).total >= before
        better = {**found, key: agreed(score.anchor, f"E{min(int(score.evidence[1]) + 1, 4)}")}
        assert points_of(Q, formula, KEYS, better).total >= before


@pytest.mark.parametrize("seed", range(50))
def test_a_question_that_does_not_count_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    found, formula = some(chance), some_award(chance)
    before = points_of(Q, formula, KEYS, found)
    more = {**found, Key("SEC-01"): agreed(chance.choice(ANCHORS), "E4")}
    assert points_of(Q, formula, (*KEYS, Key("SEC-01")), more) == before


@pytest.mark.parametrize("seed", range(50))
def test_the_order_of_vendors_changes_no_place(seed: int) -> None:
    chance = random.Random(seed)
    totals = {f"v{n}": Decimal(chance.randrange(5)) for n in range(8)}
    found = places(totals)
    shuffled = list(totals)
    chance.shuffle(shuffled)
    assert places({name: totals[name] for name in shuffled}) == found
    for one, total in totals.items():
        for other, less in totals.items():
            assert (total > less) == (found[one] < found[other])


def test_equal_totals_share_their_place() -> None:
    totals = {"a": Decimal("80.00"), "b": Decimal("90.10"), "c": Decimal("90.10"), "d": Decimal("12.00")}
    assert places(totals) == {"b": 1, "c": 1, "a": 3, "d": 4}
    assert places({}) == {}


# --- what can count ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", ["quick", "full"])
@pytest.mark.parametrize("effect", ["informs", "highlights", "ranks", "filters", "rejects"])
def test_only_scored_questions_that_every_vendor_gets_can_count(effect: str, tier: str) -> None:
    found = countable(SHIPPED, effect, tier)
    assert set(found) == {d.code for d in SHIPPED.dimensions if not d.gate}
    common = asked_of_all(SHIPPED, effect, tier)
    for code, questions in found.items():
        assert set(questions) <= common
        assert all(SHIPPED.by_id[q].is_scored and SHIPPED.by_id[q].dimension == code for q in questions)
    for products in (("T01",), ("T13",), ("T05", "T10"), ("T14", "T03")):
        own = {k.question for k in asked(SHIPPED, Scope(products, frozenset(), effect), tier, {})}
        assert {q for questions in found.values() for q in questions} <= own


@pytest.mark.parametrize("tier", ["quick", "full"])
@pytest.mark.parametrize("effect", ["informs", "highlights", "ranks", "filters", "rejects"])
def test_the_proposed_weights_are_together_100_and_stand_where_something_counts(
    effect: str, tier: str
) -> None:
    found = countable(SHIPPED, effect, tier)
    weights = proposed_weights(SHIPPED, found)
    assert sum(weights.values()) == 100
    assert {code for code, weight in weights.items() if weight} == {c for c, qs in found.items() if qs}
    own = {d.code: d.weight for d in SHIPPED.dimensions}
    # In proportion, but for the rounding to whole points.
    for one in weights:
        for other in weights:
            if weights[one] and weights[other] and own[one] > own[other]:
                assert weights[one] >= weights[other]


def test_where_nothing_can_count_the_questionnaires_weights_stay_and_are_named() -> None:
    own = {d.code: d.weight for d in SHIPPED.dimensions if not d.gate}
    assert proposed_weights(SHIPPED, {}) == own
    assert proposed_weights(SHIPPED, dict.fromkeys(own, ("X",))) == own
    bare = Award(FORMULA, (SubCriterion("VAL", NAME, 10, ()), SubCriterion("HUM", NAME, 0, ())))
    assert [s.code for s in bare.without_questions] == ["VAL"]
    assert award().without_questions == ()


# --- as published -----------------------------------------------------------------------------------------


def test_what_is_published_reads_back_and_tells_the_formula_in_both_languages() -> None:
    plain = award_json(Q, award())
    assert award_from_json(plain) == award()
    assert [Text(**w) for w in plain["words"]] == list(formula_words(Q, award()))
    first, second, *_ = formula_words(Q, award())
    assert "E0 hoogstens 1, E1 hoogstens 2, E2 hoogstens 3" in first.nl
    assert second.en == "At VAL-02 a 3 or 4 counts as 2 as long as the evidence is below E3."
    assert len(formula_words(Q, replace(award(), sub_criteria=()))) == len(formula_words(Q, award())) - 1


# --- requirements -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "missed"),
    [
        (agreed(3), ()),
        (agreed(2), ("VAL-01",)),
        (agreed("unknown"), ("VAL-01",)),
        (agreed("not_applicable"), ()),
        (None, ("VAL-01",)),
    ],
)
def test_a_minimum_is_missed_below_it_and_when_left_open(score: Agreed | None, missed: tuple[str]) -> None:
    assert missed_requirements({"VAL-01": 3}, KEYS, given(score, None, None, None), {}) == missed


def test_a_requirement_is_not_missed_where_it_is_not_asked_or_not_confirmed() -> None:
    assert missed_requirements({"SEC-01": 3}, KEYS, {}, {}) == ()
    gates: dict[str, Any] = {"PRO-01": "confirmed", "PRO-02": "cleared", "PRO-03": "suspected"}
    assert missed_requirements({}, KEYS, {}, gates) == ("PRO-01",)
    lowest = given(None, None, agreed(4), agreed(2))
    assert missed_requirements({"HUM-01": 3}, KEYS, lowest, {}) == ("HUM-01",)
