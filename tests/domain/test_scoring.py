"""Every worked number of the scoring method."""

from __future__ import annotations

import datetime

import pytest

from assessor.domain.answers import Agreed, Key, Scope
from assessor.domain.assess import Case, assess
from assessor.domain.assessment import Assessment, DimensionResult
from assessor.domain.questionnaire.model import EvidenceLevel, Questionnaire
from assessor.domain.scoring import control_class, index_of, months_between, score_question
from tests.domain.miniature import AS_OF, agreed, facts, miniature, question

TIMED = miniature(question("VAL-01", fresh_months=12), question("VAL-02"))


@pytest.mark.parametrize(
    ("anchor", "evidence", "expected"),
    [
        (4, "E0", 0.50),  # claims the best, proves nothing
        (4, "E1", 1.40),  # claims the best, sends a brochure
        (1, "E2", 0.85),  # an honest low answer with a dated report beats the bare claim
        (2, "E2", 1.70),
        (3, "E2", 2.55),
        (4, "E2", 2.55),
        (4, "E3", 3.80),
        (4, "E4", 4.00),
        (0, "E4", 0.00),
    ],
)
def test_a_score_is_capped_and_multiplied_by_its_evidence(
    anchor: int, evidence: str, expected: float
) -> None:
    result = score_question(TIMED, Key("VAL-02"), agreed(anchor, evidence), AS_OF)
    assert result.score == pytest.approx(expected)


def test_old_evidence_on_another_population_counts_for_less() -> None:
    result = score_question(TIMED, Key("VAL-01"), agreed(3, "E3", months_old=15, fit="one"), AS_OF)
    assert result.score == pytest.approx(3 * 0.95 * 0.85 * 0.80)
    assert round(result.score, 2) == 1.94
    assert "1,94" in result.why.nl
    assert "1.94" in result.why.en


@pytest.mark.parametrize(
    ("months", "factor"), [(0, 1.0), (12, 1.0), (13, 0.85), (24, 0.85), (25, 0.60), (None, 0.60)]
)
def test_evidence_ages_in_whole_months(months: int | None, factor: float) -> None:
    assert score_question(TIMED, Key("VAL-01"), agreed(4, "E4", months), AS_OF).age_factor == factor


def test_a_question_may_set_its_own_limit_of_age() -> None:
    slow = miniature(question("VAL-02", fresh_months=36))
    assert score_question(slow, Key("VAL-02"), agreed(4, "E4", 36), AS_OF).age_factor == 1.0
    assert score_question(slow, Key("VAL-02"), agreed(4, "E4", 72), AS_OF).age_factor == 0.85
    assert score_question(slow, Key("VAL-02"), agreed(4, "E4", 73), AS_OF).age_factor == 0.60


def test_evidence_dated_after_the_deadline_counts_as_undated() -> None:
    late = Agreed(4, EvidenceLevel.E4, AS_OF + datetime.timedelta(days=1))
    assert score_question(TIMED, Key("VAL-01"), late, AS_OF).age_factor == 0.60


def test_a_month_counts_when_it_is_whole() -> None:
    assert months_between(datetime.date(2025, 11, 23), AS_OF) == 11
    assert months_between(datetime.date(2025, 11, 22), AS_OF) == 12
    assert months_between(datetime.date(2026, 10, 31), datetime.date(2026, 11, 30)) == 0


@pytest.mark.parametrize(("fit", "factor"), [("both", 1.0), ("one", 0.80), ("neither", 0.50)])
def test_evidence_of_another_version_or_population_fits_less(fit: str, factor: float) -> None:
    result = score_question(TIMED, Key("VAL-02"), agreed(4, "E4", fit=fit), AS_OF)  # type: ignore[arg-type]
    assert result.score == pytest.approx(4 * factor)


@pytest.mark.parametrize(("evidence", "expected"), [("E2", 2 * 0.85), ("E3", 3 * 0.95), ("E4", 3.0)])
def test_a_high_score_that_asks_recomputable_proof_counts_as_two_without_it(
    evidence: str, expected: float
) -> None:
    strict = miniature(
        question("BIA-04", evidence={"accepted": {"nl": "t", "en": "t"}, "minimum": "E2", "for_high": "E3"})
    )
    assert score_question(strict, Key("BIA-04"), agreed(3, evidence), AS_OF).score == pytest.approx(expected)


@pytest.mark.parametrize("standing", ["unanswered", "unknown", "withheld"])
def test_what_is_open_counts_as_nothing_and_is_said_apart(standing: str) -> None:
    result = score_question(TIMED, Key("VAL-02"), agreed(standing, "E4"), AS_OF)
    assert result.score == 0
    assert result.is_open


# --- dimensions: the worked table of oversight --------------------------------------------------------------

HUM = miniature(
    *(question(f"HUM-{n:02}") for n in (1, 2, 3, 8, 12, 16)),
    *(question(f"HUM-{n:02}", "major") for n in (9, 10)),
)
ORDER = ("HUM-01", "HUM-02", "HUM-03", "HUM-08", "HUM-12", "HUM-16", "HUM-09", "HUM-10")
BLUFFER = (1.4, 1.4, 1.4, 0.5, 0.5, 1.4, 1.4, 1.4)
SOLID = (2.85, 2.85, 2.55, 2.55, 2.55, 3.8, 2.85, 2.55)
NO_SECOND_LOOK = (4, 4, 3.8, 2.55, 0, 4, 3.8, 2.55)
FROM_SCORE = {
    4.0: (4, "E4"), 3.8: (4, "E3"), 2.85: (3, "E3"), 2.55: (3, "E2"), 1.4: (2, "E1"), 0.5: (1, "E0"), 0.0: (0, "E4"),
}  # fmt: skip


def of_scores(questionnaire: Questionnaire, ids: tuple[str, ...], scores: tuple[float, ...]) -> Assessment:
    """The assessment in which each question has this score."""
    found = {Key(i): agreed(*FROM_SCORE[s]) for i, s in zip(ids, scores, strict=True)}
    scope = Scope(("T05",), frozenset(), "ranks")
    return assess(Case(questionnaire, "full", AS_OF, "V (fictief)", facts("ranks", 1800), scope, {}, found))


@pytest.mark.parametrize(
    ("scores", "raw", "ceiling", "score"),
    [(BLUFFER, 28.9, 39, 28.9), (SOLID, 70.7, None, 70.7), (NO_SECOND_LOOK, 77.0, 39, 39.0)],
)
def test_a_weak_critical_answer_holds_its_dimension_down(
    scores: tuple[float, ...], raw: float, ceiling: int | None, score: float
) -> None:
    found = of_scores(HUM, ORDER, scores).dimension("HUM")
    assert found is not None
    assert found.raw == pytest.approx(raw, abs=0.05)
    assert found.ceiling == ceiling
    assert found.score == pytest.approx(score, abs=0.05)


def test_a_score_that_meets_a_ceilings_limit_is_not_under_it() -> None:
    both = miniature(*(question(f"HUM-{n:02}") for n in (1, 2, 3, 4)))
    exact = {Key(f"HUM-{n:02}"): agreed(4, "E4") for n in (1, 2, 3)} | {Key("HUM-04"): agreed(2, "E4")}
    case = Case(both, "full", AS_OF, "V", facts("ranks", 1), Scope(("T05",), frozenset(), "ranks"), {}, exact)
    found = assess(case).dimension("HUM")
    assert found is not None
    assert found.ceiling is None
    lower = exact | {Key("HUM-04"): agreed(2, "E3")}
    under = assess(Case(both, "full", AS_OF, "V", case.buyer, case.scope, {}, lower)).dimension("HUM")
    assert under is not None
    assert under.ceiling == 59


def test_what_is_open_leaves_a_range_and_its_ceiling_may_lift() -> None:
    found = {Key(i): agreed(*FROM_SCORE[s]) for i, s in zip(ORDER, SOLID, strict=True)}
    del found[Key("HUM-12")]
    case = Case(HUM, "full", AS_OF, "V", facts("ranks", 1), Scope(("T05",), frozenset(), "ranks"), {}, found)
    result = assess(case).dimension("HUM")
    assert result is not None
    assert (result.low, result.ceiling) == (39, 39)
    assert result.high == pytest.approx(70.7, abs=0.05)


def test_rightly_not_applicable_leaves_the_question_out() -> None:
    found = {Key(i): agreed(*FROM_SCORE[s]) for i, s in zip(ORDER, SOLID, strict=True)}
    found[Key("HUM-12")] = agreed("not_applicable")
    case = Case(HUM, "full", AS_OF, "V", facts("ranks", 1), Scope(("T05",), frozenset(), "ranks"), {}, found)
    result = assess(case).dimension("HUM")
    assert result is not None
    assert result.ceiling is None
    assert result.low == result.high
    assert "HUM-12" not in [r.key.question for r in result.questions]


def test_a_dimension_takes_the_lowest_module_of_a_question() -> None:
    per_module = miniature(*(question(f"VAL-{n:02}", per="module") for n in range(1, 5)))
    scope = Scope(("T05", "T10"), frozenset(), "ranks")
    found = {Key(f"VAL-{n:02}", t): agreed(4, "E4") for n in range(1, 5) for t in scope.products}
    found[Key("VAL-03", "T10")] = agreed(1, "E2")
    result = assess(Case(per_module, "full", AS_OF, "V", facts("ranks", 1), scope, {}, found))
    dimension = result.dimension("VAL")
    assert dimension is not None
    assert [r.score for r in dimension.questions] == pytest.approx([4, 4, 0.85, 4])
    assert dimension.ceiling == 39
    assert len(result.questions) == 8


# --- index and class ----------------------------------------------------------------------------------------

CODES = ("CTX", "VAL", "BIA", "HUM", "DAT", "TRA", "SEC", "ACC")
F_SCORES = {
    "Luchtkasteel": ((45, 24, 22, 27, 38, 35, 52, 34), 29.1, "D"),
    "Eerlijke Meetlat": ((82, 81, 78, 84, 85, 80, 66, 72), 79.5, "A"),
    "Glimlachmeter": ((50, 31, 26, 40, 22, 30, 61, 40), 33.1, "D"),
    "Papegaai": ((55, 28, 30, 39, 52, 46, 33, 50), 37.0, "D"),
    "Zoalsaltijd, first": ((66, 39, 39, 39, 70, 58, 86, 76), 48.7, "D"),
    "Zoalsaltijd, final": ((66, 58, 44, 46, 70, 58, 86, 76), 56.0, "C"),
    "one failing core dimension": ((91.5, 91.5, 91.5, 20, 91.5, 91.5, 91.5, 91.5), 67.5, "D"),
}


def dimensions(scores: tuple[float, ...]) -> list[DimensionResult]:
    core = {"VAL", "BIA", "HUM"}
    return [
        DimensionResult(code, s, None, (), s, s, s, (), code in core, False)
        for code, s in zip(CODES, scores, strict=True)
    ]


@pytest.mark.parametrize("name", F_SCORES)
def test_the_index_is_geometric_and_the_class_looks_at_each_dimension(name: str) -> None:
    scores, index, control = F_SCORES[name]
    found = index_of(HUM, dict(zip(CODES, scores, strict=True)))
    assert found == pytest.approx(index, abs=0.05)
    assert control_class(HUM, found, dimensions(scores), [])[0] == control


def test_the_arithmetic_mean_would_have_called_a_failing_vendor_fine() -> None:
    scores, index, _ = F_SCORES["one failing core dimension"]
    weights = {d.code: d.weight for d in HUM.dimensions}
    mean = sum(weights[c] * s for c, s in zip(CODES, scores, strict=True)) / 100
    assert mean == pytest.approx(77.2, abs=0.05)
    assert index < mean


def test_two_misleading_answers_in_core_dimensions_give_the_lowest_class() -> None:
    scores = F_SCORES["Eerlijke Meetlat"][0]
    assert control_class(HUM, 79.5, dimensions(scores), ["BIA-04", "HUM-01"])[0] == "D"
    assert control_class(HUM, 79.5, dimensions(scores), ["BIA-04"])[0] == "A"
    assert control_class(HUM, 79.5, dimensions(scores), ["SEC-03", "ACC-06", "BIA-04"])[0] == "A"


def test_a_core_dimension_with_few_questions_is_judged_as_the_others() -> None:
    few = miniature(
        *(question(f"HUM-{n:02}") for n in range(1, 5)),
        *(question(f"VAL-{n:02}") for n in range(1, 4)),
        question("SEC-01"),
    )
    found = {Key(q.id): agreed(3, "E3") if q.dimension != "VAL" else agreed(3, "E2") for q in few.questions}
    scope = Scope(("T05",), frozenset(), "ranks")
    result = assess(Case(few, "full", AS_OF, "V", facts("ranks", 1), scope, {}, found))
    by_code = {d.code: d for d in result.dimensions}
    assert by_code["HUM"].is_core
    assert not by_code["VAL"].is_core
    assert by_code["SEC"].too_few
    assert by_code["DAT"].score is None
    assert (
        result.control_class == "B"
    )  # VAL 63.75 would miss the 70 of class A as core, and passes the 60 as other


def test_without_a_core_dimension_there_is_no_class_and_the_band_gives_the_level() -> None:
    light = miniature(question("DAT-01"), question("DAT-02"))
    found = {Key(q.id): agreed(4, "E4") for q in light.questions}
    for product, effect, level in (
        ("T13", "informs", "low"),
        ("T05", "informs", "high"),
        ("T11", "rejects", "very_high"),
    ):
        scope = Scope((product,), frozenset(), effect)
        result = assess(Case(light, "full", AS_OF, "V", facts(effect, 100), scope, {}, found))
        assert result.control_class is None
        assert result.matrix_level == level
