"""The draft contract: every published condition once, by topic, with what makes it apply in words."""

from __future__ import annotations

import pytest

from assessor.domain.draft_contract import (
    DraftContract,
    Possible,
    conditions_json,
    introduction,
    triggers_of,
)
from assessor.domain.words import TOPICS
from tests.reports.drafts import draft
from tests.reports.samples import questionnaire


def one(contract: DraftContract, id: str) -> Possible:
    return next(c for c in contract.conditions if c.condition.id == id)


def test_every_condition_stands_once_under_the_first_of_its_topics_in_the_order_of_the_model_clauses() -> (
    None
):
    contract = draft()
    ids = [c.condition.id for c in contract.conditions]
    assert sorted(ids) == [c.id for c in questionnaire().contract_conditions]
    codes = [topic.code for topic in contract.topics]
    assert codes == [code for code in TOPICS if code in codes]
    for topic in contract.topics:
        assert all(c.condition.topics[0] == topic.code for c in topic.conditions)


def test_every_topic_of_the_library_has_a_name() -> None:
    used = {code for condition in questionnaire().contract_conditions for code in condition.topics}
    assert used <= set(TOPICS)


def test_the_text_holds_the_published_values_and_brackets_where_a_name_is_still_open() -> None:
    contract = draft(values={"CC01": {"hours": 12, "refund_days": 30}})
    assert "binnen 12 uur" in one(contract, "CC01").condition.text.nl
    assert not one(contract, "CC01").is_open
    open_one = one(contract, "CC16")
    assert open_one.is_open
    assert "[" in open_one.condition.text.en
    assert any("square brackets" in text.en for text in introduction(contract))


def test_a_trigger_is_said_in_words_and_in_codes() -> None:
    pilot = one(draft(), "CC29")
    assert [t.en for t in pilot.applies_at] == [
        f"score of VAL-21 ({questionnaire().by_id['VAL-21'].name.en}) below 3",
        "confidence in the judgement is limited",
    ]
    assert [t.nl for t in pilot.short] == ["VAL-21 onder 3", "beperkte zekerheid"]


def test_a_condition_for_every_offer_says_so_instead_of_a_score() -> None:
    works_council = one(draft(tier="full"), "CC30")
    assert "every offer" in [t.en for t in works_council.short]
    assert not any("below 5" in t.en for t in works_council.applies_at)


def test_a_quick_scan_names_no_question_that_vendors_do_not_get() -> None:
    quick = {q.id for q in questionnaire().questions if q.quick is not None and q.by_vendor}
    named = {
        id
        for c in draft(tier="quick").conditions
        for id in questionnaire().by_id
        for line in c.applies_at
        if id in line.nl
    }
    assert named <= quick
    whole = draft(tier="full")
    assert sum(len(c.applies_at) for c in whole.conditions) > sum(
        len(c.applies_at) for c in draft().conditions
    )


def test_with_a_verification_its_questions_are_named_as_such() -> None:
    asked = {id for found in triggers_of(questionnaire()).values() for id, _ in found}
    later = [q.id for q in questionnaire().questions if q.id in asked and q.quick is None and q.by_vendor]
    assert later
    lines = [line.nl for c in draft(is_verified=True).conditions for line in c.applies_at]
    for id in later:
        assert any(f" {id} " in line and line.endswith("alleen in de verificatie") for line in lines), id


@pytest.mark.parametrize(
    ("procedure", "words"),
    [
        ("open", "veranderen niet meer"),
        ("negotiated", "niet na de definitieve inschrijving"),
        ("market_consultation", "Dit is geen aanbesteding"),
    ],
)
def test_it_says_whether_the_words_can_still_change(procedure: str, words: str) -> None:
    assert words in introduction(draft(procedure=procedure))[0].nl


def test_what_is_frozen_has_every_number_and_no_name_that_is_still_open() -> None:
    frozen = {str(c["id"]): c for c in conditions_json(questionnaire(), {"CC16": {"hours": 12}})}
    for condition in questionnaire().contract_conditions:
        values = frozen[condition.id]["values"]
        assert isinstance(values, dict)
        assert set(values) == {name for name, p in condition.parameters.items() if not p.is_open}
    assert frozen["CC16"]["values"]["hours"] == 12  # type: ignore[index,call-overload]
    assert {"question": "VAL-21", "below": 3} in frozen["CC29"]["triggers"]  # type: ignore[operator]
