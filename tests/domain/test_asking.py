"""What is asked of whom: the quick scan, the sourcing swap, conditions and modules."""

from __future__ import annotations

import pytest

from assessor.domain.answers import Answer, Key, Scope
from assessor.domain.questionnaire.conditions import asked, asked_of_all, marks_of
from tests.domain.miniature import miniature, question, shipped

Q = shipped()

QUICK = """
PRO-01 PRO-02 PRO-03 PRO-04 PRO-05 PRO-06 CTX-01 CTX-05 CTX-08 VAL-01 VAL-03 VAL-07 VAL-09 VAL-17 VAL-19 VAL-21
VAL-24 VAL-25 BIA-01 BIA-02 BIA-04 BIA-07 BIA-13 BIA-14 BIA-16 BIA-23 BIA-24 BIA-25 BIA-27 BIA-28 HUM-01 HUM-02
HUM-03 HUM-04 HUM-08 HUM-12 HUM-16 HUM-19 DAT-01 DAT-02 DAT-05 TRA-01 TRA-02 SEC-04 ACC-04
""".split()  # noqa: SIM905


def any_of(marks: frozenset[str], *names: str) -> bool:
    return bool(marks & set(names))


def expected(products: tuple[str, ...], declared: tuple[str, ...], effect: str) -> set[str]:
    """The show rules of the quick scan, stated a second time and apart from the files."""
    m = frozenset(products)
    sourcing, selection = any_of(m, "T01", "T02", "T03"), any_of(m, *(f"T{n:02}" for n in range(4, 13)))
    after = any_of(m, "T14", "T15")
    scores = any_of(m, "T03", "T05", "T07", "T08", "T09", "T10", "T11")
    llm = "uses_llm" in declared or any_of(m, "T10", "T11")
    learned = "learned" in declared
    hides = effect != "informs"
    rejects = effect in ("ranks", "filters", "rejects")
    sourcing_only = not selection and not after
    rules = {
        "PRO-04": any_of(m, "T02", "T06", "T10", "T11", "T14"),
        "PRO-06": any_of(m, "T02", "T03", "T05", "T10", "T12"),
        "VAL-01": learned or scores,
        "VAL-03": scores and not sourcing_only,
        "VAL-07": hides and not sourcing_only,
        "VAL-09": scores and (llm or learned),
        "VAL-17": hides and not sourcing_only,
        "VAL-19": scores,
        "VAL-21": hides,
        "VAL-24": sourcing and sourcing_only,
        "VAL-25": any_of(m, "T03", "T05", "T10") and sourcing_only,
        "BIA-01": hides, "BIA-02": hides, "BIA-04": hides, "BIA-16": hides, "BIA-28": hides,
        "BIA-07": rejects and not sourcing_only,
        "BIA-13": learned, "BIA-14": learned,
        "BIA-23": any_of(m, "T02", "T03") and sourcing_only,
        "BIA-24": selection,
        "BIA-25": sourcing,
        "BIA-27": llm and scores,
        "HUM-02": rejects, "HUM-04": rejects, "HUM-12": rejects,
        "HUM-03": any_of(m, "T03", "T05", "T10"),
        "HUM-08": scores,
        "HUM-16": hides,
        "HUM-19": any_of(m, "T10", "T11"),
        "TRA-02": rejects,
        "SEC-04": llm,
    }  # fmt: skip
    return {id for id in QUICK if rules.get(id, True)}


CONFIGURATIONS = [
    (("T01",), ("uses_llm",), "informs"),
    (("T13",), (), "informs"),
    (("T02",), ("learned",), "highlights"),
    (("T03",), ("learned",), "ranks"),
    (("T04",), ("learned",), "informs"),
    (("T05",), ("learned",), "ranks"),
    (("T06",), (), "rejects"),
    (("T07", "T09"), ("learned",), "highlights"),
    (("T08",), ("learned",), "ranks"),
    (("T10", "T11"), ("learned",), "filters"),
    (("T03", "T04", "T05"), ("learned", "claims_anonymise"), "ranks"),
    (("T14",), ("learned",), "ranks"),
    (("T05", "X1"), (), "rejects"),
]


def test_the_quick_scan_holds_the_45_questions_with_the_swap() -> None:
    assert sorted(q.id for q in Q.questions if q.quick is not None) == sorted(QUICK)
    assert len(QUICK) == 45


@pytest.mark.parametrize(("products", "declared", "effect"), CONFIGURATIONS)
def test_each_product_is_asked_its_own_questions(
    products: tuple[str, ...], declared: tuple[str, ...], effect: str
) -> None:
    scope = Scope(products, frozenset(declared), effect)
    found = {key.question for key in asked(Q, scope, "quick", {})}
    assert found == expected(products, declared, effect)


SIZES = {
    (("T01",), ("uses_llm",), "informs"): (4, 8, 2, 2, 1, 7, 5, 3, 8),
    (("T13",), (), "informs"): (4, 8, 1, 0, 1, 7, 5, 2, 8),
    (("T02",), ("learned",), "highlights"): (6, 8, 7, 15, 6, 9, 5, 2, 8),
    (("T03",), ("learned",), "ranks"): (5, 8, 22, 23, 20, 9, 6, 3, 8),
    (("T04",), ("learned",), "informs"): (4, 8, 8, 7, 1, 8, 5, 3, 8),
    (("T05",), ("learned",), "ranks"): (5, 8, 23, 23, 20, 9, 6, 4, 8),
    (("T06",), (), "rejects"): (5, 8, 8, 15, 14, 8, 6, 4, 8),
    (("T07", "T09"), ("learned",), "highlights"): (4, 8, 20, 19, 12, 9, 5, 4, 8),
    (("T08",), ("learned",), "ranks"): (4, 8, 23, 22, 19, 9, 6, 4, 8),
    (("T10", "T11"), ("learned",), "filters"): (6, 8, 26, 24, 21, 9, 7, 6, 8),
    (("T03", "T04", "T05"), ("learned", "claims_anonymise"), "ranks"): (5, 8, 24, 26, 20, 9, 6, 4, 8),
}
"""How many questions of the full bank each kind of offer gets, by section in the order of the files."""

TOTALS = (40, 36, 66, 104, 52, 106, 76, 89, 103, 115, 110)


@pytest.mark.parametrize(("offer", "total"), list(zip(SIZES, TOTALS, strict=True)))
def test_a_light_product_gets_a_light_questionnaire_and_a_heavy_one_nearly_all(
    offer: tuple[tuple[str, ...], tuple[str, ...], str], total: int
) -> None:
    products, declared, effect = offer
    ids = {key.question for key in asked(Q, Scope(products, frozenset(declared), effect), "full", {})}
    counts = tuple(sum(id.startswith(d.code) for id in ids) for d in Q.dimensions)
    assert (counts, len(ids)) == (SIZES[offer], total)


@pytest.mark.parametrize("tier", ["quick", "full"])
@pytest.mark.parametrize("effect", ["informs", "highlights", "ranks", "filters", "rejects"])
def test_what_is_asked_of_every_vendor_is_asked_of_each_kind_of_offer(effect: str, tier: str) -> None:
    common = asked_of_all(Q, effect, tier)
    for products, declared, _ in [*CONFIGURATIONS, (("T01", "T13"), (), ""), (("T14", "T03"), (), "")]:
        scope = Scope(products, frozenset(declared), effect)
        assert common <= {key.question for key in asked(Q, scope, tier, {})}
    assert {"CTX-05", "DAT-01", "ACC-04"} <= common
    assert not common & {"VAL-03", "VAL-13", "HUM-19", "SEC-04", "BIA-13"}


def test_the_more_a_product_does_the_more_every_vendor_is_asked() -> None:
    assert "BIA-04" not in asked_of_all(Q, "informs", "full")
    assert "BIA-04" in asked_of_all(Q, "highlights", "full")
    assert "HUM-02" not in asked_of_all(Q, "highlights", "full")
    assert "HUM-02" in asked_of_all(Q, "ranks", "full")


def test_the_full_bank_holds_121_questions() -> None:
    counts = {d.code: sum(q.dimension == d.code for q in Q.questions) for d in Q.dimensions}
    assert counts == {
        "PRO": 6, "CTX": 8, "VAL": 27, "BIA": 28, "HUM": 22, "DAT": 9, "TRA": 7, "SEC": 6, "ACC": 8,
    }  # fmt: skip


def test_the_order_is_that_of_the_files() -> None:
    keys = asked(Q, Scope(("T05",), frozenset(), "ranks"), "quick", {})
    order = [q.id for q in Q.questions]
    assert [order.index(k.question) for k in keys] == sorted(order.index(k.question) for k in keys)


def test_a_question_per_module_is_asked_of_the_modules_it_fits() -> None:
    keys = asked(Q, Scope(("T03", "T10", "T13"), frozenset({"learned"}), "ranks"), "quick", {})
    assert [k.module for k in keys if k.question == "HUM-03"] == ["T03", "T10"]
    assert [k.module for k in keys if k.question == "HUM-01"] == ["*"]


def test_an_earlier_answer_opens_a_later_question() -> None:
    q = miniature(
        question(
            "VAL-01",
            fields=[
                {
                    "id": "main", "kind": "one_of", "label": {"nl": "l", "en": "l"},
                    "options": [{"id": o, "label": {"nl": o, "en": o}} for o in ("yes", "no", "partly")],
                }
            ],
        ),
        question("VAL-02", when=[{"question": "VAL-01", "one_of": ("yes", "partly")}]),
    )  # fmt: skip
    scope = Scope(("T05",), frozenset(), "ranks")

    def ids(answer: Answer | None) -> list[str]:
        return [k.question for k in asked(q, scope, "full", {Key("VAL-01"): answer} if answer else {})]

    assert ids(None) == ["VAL-01"]
    assert ids(Answer({"main": "no"})) == ["VAL-01"]
    assert ids(Answer({"main": "partly"})) == ["VAL-01", "VAL-02"]
    assert ids(Answer({"main": "partly"}, standing="unknown")) == ["VAL-01"]


def test_marks_are_implied_and_grouped() -> None:
    marks = marks_of(Q, Scope(("T11",), frozenset(), "filters"))
    assert {
        "T11",
        "uses_llm",
        "selection",
        "scores",
        "speech",
        "behaviour",
        "can_hide",
        "can_reject",
    } <= marks
    assert "sourcing" not in marks


TABLES = {
    "T1": "BIA-04 BIA-05 BIA-06 BIA-07 HUM-01 HUM-02 HUM-03 HUM-17 HUM-18",
    "T1x": "HUM-01 HUM-02 HUM-03 HUM-17 HUM-18 BIA-07",
    "T1s": "VAL-24 BIA-23 BIA-25 BIA-26",
    "T2": "BIA-08 BIA-09",
    "T3": "VAL-03 VAL-04 VAL-05 VAL-06 BIA-09",
    "T4": "HUM-05 HUM-06 HUM-09 HUM-12 HUM-20 VAL-07 VAL-17",
    "T5": "BIA-13 BIA-14 DAT-09",
    "T6": "VAL-08 VAL-09 VAL-10 BIA-10 BIA-27 SEC-01 SEC-02",
    "T7": "VAL-18 BIA-16 BIA-28 SEC-04 ACC-06",
    "T8": "BIA-19 HUM-14 TRA-07",
    "T9": "HUM-13 TRA-06 DAT-06",
}


def test_a_question_names_the_tables_its_claim_is_recomputed_from() -> None:
    by_question: dict[str, set[str]] = {}
    for table, ids in TABLES.items():
        for id in ids.split():
            by_question.setdefault(id, set()).add(table)
    assert {q.id: set(q.tables) for q in Q.questions} == {
        q.id: by_question.get(q.id, set()) for q in Q.questions
    }


def test_only_obligations_hold_dates_of_law() -> None:
    for q in Q.questions:
        for text in (q.text, q.why, q.help, q.knock_out.ground if q.knock_out else q.why):
            for words in (text.nl, text.en):
                for year in ("2025", "2026", "2027", "2028", "2030"):
                    assert year not in words, f"{q.id} holds the year {year}"
