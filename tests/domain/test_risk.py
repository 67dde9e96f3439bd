"""Every worked number of inherent risk, the matrix, confidence and gates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.domain.answers import Agreed, Answer, BuyerFacts, IntegrityFlag, Key, Scope
from assessor.domain.assess import Case, assess
from assessor.domain.assessment import Assessment, ConfidencePart, ConfidenceResult, Gate
from assessor.domain.questionnaire.model import EvidenceLevel, Level
from assessor.domain.risk import (
    alternatives,
    band_of,
    confidence_word,
    inherent_score,
    matrix_level,
    residual_level,
)
from assessor.domain.text import Text
from tests.domain.miniature import AS_OF, agreed, facts, miniature, question

Q = miniature(question("VAL-01"))


def scope(*products: str, effect: str = "ranks") -> Scope:
    return Scope(products, frozenset(), effect)


@pytest.mark.parametrize(
    ("products", "buyer", "score", "band"),
    [
        # the suite that rejects by itself, and the same suite highlighting only
        (("T03", "T05"), facts("rejects", 5000, back="none", vulnerable_group=True), 96, "I4"),
        (("T03", "T05"), facts("highlights", 5000, back="none", vulnerable_group=True), 71, "I3"),
        (("T07", "T09"), facts("highlights", 800, ("cv_text", "behaviour"), "easy", vulnerable_group=True), 63, "I3"),
        (("T08",), facts("ranks", 5000, ("special", "video"), "none"), 80, "I4"),
        (("T10", "T11"), facts("filters", 5000, ("audio",), "none", vulnerable_group=True), 95, "I4"),
        (("T03", "T04", "T05"), facts("ranks", 12000, back="none", vulnerable_group=True, learns_live=True), 85, "I4"),
        (("T13",), facts("informs", 100, back="easy"), 5, "I1"),
        (("T11", "T05"), facts("rejects", 20000, ("special",), "none", vulnerable_group=True), 100, "I4"),
    ],
)  # fmt: skip
def test_the_inherent_risk_adds_up(
    products: tuple[str, ...], buyer: BuyerFacts, score: int, band: str
) -> None:
    found = inherent_score(Q, scope(*products, effect=buyer.effect), buyer)
    assert (found, band_of(Q, found)) == (score, band)


@pytest.mark.parametrize(
    ("score", "band"),
    [(0, "I1"), (24, "I1"), (25, "I2"), (49, "I2"), (50, "I3"), (74, "I3"), (75, "I4"), (100, "I4")],
)
def test_bands_begin_at_their_limit(score: int, band: str) -> None:
    assert band_of(Q, score) == band


@pytest.mark.parametrize(
    ("volume", "points"),
    [(0, 0), (199, 0), (200, 3), (1999, 3), (2000, 6), (9999, 6), (10000, 9), (10**7, 9)],
)
def test_scale_adds_to_the_risk(volume: int, points: int) -> None:
    assert inherent_score(Q, scope("T05"), facts("informs", volume, back="easy")) == 50 + points


def test_only_the_heaviest_kind_of_data_counts() -> None:
    many = facts("informs", 0, ("cv_text", "audio", "behaviour", "video"), "easy")
    assert inherent_score(Q, scope("T05"), many) == 57


def test_a_prohibited_product_adds_nothing_to_the_inherent_risk() -> None:
    buyer = facts("informs", 0, back="easy")
    assert inherent_score(Q, scope("T05", "X1"), buyer) == inherent_score(Q, scope("T05"), buyer)


def test_the_what_if_of_the_incumbent_brings_the_band_down() -> None:
    buyer = facts("ranks", 12000, back="none", vulnerable_group=True, learns_live=True)
    together = alternatives(Q, buyer)[-1][1]
    assert together == replace(buyer, effect="highlights", volume_per_year=9999, learns_live=False)
    found = inherent_score(Q, scope("T03", "T04", "T05"), together)
    assert (found, band_of(Q, found)) == (74, "I3")
    assert matrix_level(Q, "I3", "C") == "high"


MATRIX = {
    "I1": "low low moderate moderate",
    "I2": "low moderate moderate high",
    "I3": "moderate moderate high very_high",
    "I4": "moderate high very_high very_high",
}


@pytest.mark.parametrize("band", MATRIX)
def test_the_residual_level_follows_band_and_class(band: str) -> None:
    assert " ".join(matrix_level(Q, band, c) for c in ("A", "B", "C", "D")) == MATRIX[band]


# --- confidence ---------------------------------------------------------------------------------------------


def parts(*shares: float | None) -> tuple[ConfidencePart, ...]:
    """Shares of strong evidence, answered, recomputed and fresh, with the weights of the method."""
    names = (("strong_evidence", 0.4), ("answered", 0.3), ("recomputed", 0.2), ("fresh", 0.1))
    return tuple(
        ConfidencePart(code, weight, share) for (code, weight), share in zip(names, shares, strict=True)
    )


@pytest.mark.parametrize(
    ("shares", "score", "word"),
    [
        ((0.62, 0.98, 0.90, 0.90), 0.81, "high"),  # the small, excellent vendor
        ((0.03, 0.95, 0.0, 0.40), 0.34, "very_limited"),  # the bluffer, who answered 95 %
        ((None, 1.0, None, None), 1.0, "high"),  # nothing to count is left out
        ((None, None, None, None), 0.0, "very_limited"),
        ((0.5, 1.0, 0.5, 0.5), 0.65, "reasonable"),
        ((0.2, 0.8, 0.1, 0.1), 0.35, "limited"),
    ],
)
def test_confidence_weighs_what_was_shown(shares: tuple[float | None, ...], score: float, word: str) -> None:
    found = confidence_word(Q, parts(*shares), misleading=False)
    assert found.score == pytest.approx(score, abs=0.005)
    assert found.word == word


def test_a_misleading_answer_caps_the_word_and_not_the_score() -> None:
    found = confidence_word(Q, parts(0.62, 0.98, 0.90, 0.90), misleading=True)
    assert found.word == "limited"
    assert found.score == pytest.approx(0.812)
    assert confidence_word(Q, parts(0, 0, 0, 0), misleading=True).word == "very_limited"


def test_confidence_counts_the_scored_questions_and_the_gates_each_where_they_belong() -> None:
    mixed = miniature(
        question(
            "PRO-01", "gate", knock_out={"suspected_at": 1, "basis": "ban", "ground": {"nl": "g", "en": "g"}}
        ),
        question("VAL-01", "critical", tables=("T3",), fresh_months=12),
        question("VAL-02", "normal", tables=("T3",)),
        question("CTX-01", "critical", answered_by="buyer"),
    )
    found = {
        Key("PRO-01"): agreed(4, "E4"),
        Key("VAL-01"): agreed(3, "E3", 3),
        Key("VAL-02"): agreed("unknown", "E0"),
    }
    result = assess(Case(mixed, "full", AS_OF, "V", facts("ranks", 1), scope("T05"), {}, found))
    shares = {p.code: p.share for p in result.confidence.parts}
    assert shares == {
        "strong_evidence": pytest.approx(3 / 4),  # weight 3 of 3 + 1; gates have no weight
        "answered": pytest.approx(2 / 3),  # the gate counts, the buyer's question does not
        "recomputed": pytest.approx(1 / 2),
        "fresh": pytest.approx(1.0),
    }


# --- limits on the level ------------------------------------------------------------------------------------

SURE = ConfidenceResult(0.9, "high", ())


def limited(word: str) -> ConfidenceResult:
    return ConfidenceResult(0.4, word, ())


def gate(state: str | None) -> Gate:
    return Gate("PRO-01", state, Text(nl="r", en="r"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "confidence", "gates", "expected"),
    [
        ("low", SURE, (), "low"),
        ("low", limited("limited"), (), "moderate"),
        ("low", limited("very_limited"), (), "high"),
        ("very_high", limited("very_limited"), (), "very_high"),
        ("low", SURE, (gate("suspected"),), "high"),
        ("low", SURE, (gate("cleared"), gate(None)), "low"),
        ("low", SURE, (gate("confirmed"),), "unacceptable"),
        ("very_high", SURE, (gate("confirmed"), gate("suspected")), "unacceptable"),
    ],
)
def test_confidence_and_gates_hold_the_level_up(
    level: Level, confidence: ConfidenceResult, gates: tuple[Gate, ...], expected: Level
) -> None:
    assert residual_level(level, confidence, gates)[0] == expected


# --- gates --------------------------------------------------------------------------------------------------

GATE = {"suspected_at": 1, "basis": "ban", "ground": {"nl": "g", "en": "g"}, "products": ["X1"]}
GATED = miniature(
    question("PRO-01", "gate", knock_out=GATE),
    question("HUM-01", knock_out=GATE | {"cleared_from": None, "products": []}),
)


def judged(id: str, found: Agreed | None, recorded: str | None = None, *products: str) -> str | None:
    case = Case(
        GATED, "full", AS_OF, "V", facts("ranks", 1), scope("T05", *products), {},
        {Key(id): found} if found else {}, {id: recorded} if recorded else {},  # type: ignore[dict-item]
    )  # fmt: skip
    return next(g.state for g in assess(case).knock_outs if g.question == id)


@pytest.mark.parametrize(
    ("found", "recorded", "products", "state"),
    [
        (agreed(4, "E2"), None, (), None),
        (agreed(1, "E4"), None, (), "suspected"),
        (agreed(2, "E0"), None, (), None),
        (None, None, (), "suspected"),
        (agreed("withheld"), None, (), "suspected"),
        (agreed(4, "E4"), None, ("X1",), "suspected"),
        (agreed(1, "E3"), "cleared", (), "cleared"),
        (agreed(1, "E2"), "cleared", (), "suspected"),
        (agreed(0, "E0"), "confirmed", (), "confirmed"),
        (agreed("not_applicable"), None, (), None),
    ],
)
def test_a_gate_is_suspected_by_the_answer_and_cleared_by_proof(
    found: Agreed | None, recorded: str | None, products: tuple[str, ...], state: str | None
) -> None:
    assert judged("PRO-01", found, recorded, *products) == state


def test_a_gate_that_a_contract_can_clear_needs_no_evidence_and_keeps_its_anchor() -> None:
    assert judged("HUM-01", agreed(0, "E0"), "cleared") == "cleared"


# --- integrity ----------------------------------------------------------------------------------------------


def flagged(outcome: str) -> Assessment:
    found = {Key("VAL-01"): agreed(4, "E4")}
    flag = IntegrityFlag("VAL-01", outcome, "reden")  # type: ignore[arg-type]
    return assess(Case(Q, "full", AS_OF, "V", facts("ranks", 1), scope("T05"), {}, found, flags=(flag,)))


def test_only_a_misleading_answer_costs_its_score() -> None:
    for outcome, score in (("explained", 4.0), ("error", 4.0), ("misleading", 0.0)):
        assert flagged(outcome).questions[0].score == score


def test_a_misleading_answer_stays_nothing_at_the_high_end_of_the_range() -> None:
    found = flagged("misleading").dimension("VAL")
    assert found is not None
    assert found.high == 0


# --- conditions ---------------------------------------------------------------------------------------------


def test_a_condition_applies_when_the_agreed_score_is_below_its_limit() -> None:
    with_trigger = miniature(question("VAL-21", conditions=[{"id": "CC02"}, {"id": "CC03", "below": 4}]))
    for anchor, expected in ((4, set()), (3, {"CC03"}), (2, {"CC02", "CC03"}), ("unknown", {"CC02", "CC03"})):
        found = {Key("VAL-21"): agreed(anchor, EvidenceLevel.E4)}
        result = assess(Case(with_trigger, "full", AS_OF, "V", facts("ranks", 1), scope("T05"), {}, found))
        assert {c.id for c in result.conditions if c.questions} == expected


def test_a_condition_for_every_offer_applies_whatever_the_score_and_names_no_question() -> None:
    always = miniature(question("VAL-21", conditions=[{"id": "CC30", "below": 5}, {"id": "CC02"}]))
    for anchor in (4, 0, "unknown", "not_applicable"):
        found = {Key("VAL-21"): agreed(anchor, EvidenceLevel.E4)}
        result = assess(Case(always, "full", AS_OF, "V", facts("ranks", 1), scope("T05"), {}, found))
        (condition,) = (c for c in result.conditions if c.id == "CC30")
        assert condition.questions == ()
        assert condition.rule is not None
        assert condition.rule.en == "applies to every offer"


def test_limited_confidence_asks_for_a_pilot() -> None:
    result = assess(
        Case(Q, "full", AS_OF, "V", facts("ranks", 1), scope("T05"), {}, {Key("VAL-01"): agreed(4, "E0")})
    )
    assert result.confidence.word in ("limited", "very_limited")
    assert "CC29" in [c.id for c in result.conditions]


# --- the share of rejections no human saw -------------------------------------------------------------------

STATED = miniature(
    question(
        "HUM-01",
        fields=[
            {"id": "share", "kind": "percentage", "label": {"nl": "l", "en": "l"}, "states": "unseen_share"}
        ],
    )
)


def unseen_of(share: float | None, evidence: str, effect: str = "ranks") -> tuple[float | None, float] | None:
    answer = Answer({"share": share} if share is not None else {})
    found = assess(
        Case(
            STATED, "full", AS_OF, "V", facts(effect, 1), scope("T05", effect=effect),
            {Key("HUM-01"): answer}, {Key("HUM-01"): agreed(2, evidence)},
        )
    ).unseen  # fmt: skip
    return (found.lowest, found.highest) if found else None


def test_a_stated_share_counts_only_when_it_can_be_recomputed() -> None:
    assert unseen_of(56, "E3") == (0.56, 1.0)
    assert unseen_of(0, "E1") == (None, 1.0)  # the claim of a bluffer is unknown, never zero
    assert unseen_of(None, "E4") == (None, 1.0)
    assert unseen_of(56, "E3", "informs") is None
