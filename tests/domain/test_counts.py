"""Counts among other counts in one answer."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assessor.domain.answers import Answer, Json
from assessor.domain.completeness import reasons_open
from assessor.domain.questionnaire.counts import in_words, more_than_the_whole
from assessor.domain.questionnaire.model import EvidenceLevel
from tests.domain.miniature import question

_SEEDED = {"nl": "Geplante fouten", "en": "Planted errors"}
_CAUGHT = {"nl": "Gevonden", "en": "Caught"}
Q = question(
    "HUM-08",
    fields=[
        {"id": "held", "kind": "yes_no", "label": {"nl": "Gehouden", "en": "Held"}},
        {"id": "seeded", "kind": "number", "label": _SEEDED},
        {
            "id": "caught",
            "kind": "number",
            "label": _CAUGHT,
            "of": "seeded",
            "sample": True,
            "asked_if": {"field": "held", "one_of": ["yes"]},
        },
    ],
)


def answer(seeded: Json, caught: Json) -> dict[str, Json]:
    return {"held": {"choice": "yes", "reason": "x"}, "seeded": seeded, "caught": caught}


@pytest.mark.parametrize(
    ("seeded", "caught", "nl", "en"),
    [
        (20, 14, "14, dat is 70,0% van 20 (95%: 48,1% tot 85,5%)", "14, which is 70.0% of 20 (95%: 48.1% to 85.5%)"),
        (60, 0, "0, van 60: met 95% zekerheid hoogstens 4,9%", "0, of 60: with 95% confidence at most 4.9%"),
        (1200, 1200, "1.200, dat is 100,0% van 1.200 (95%: 99,7% tot 100,0%)",
         "1,200, which is 100.0% of 1,200 (95%: 99.7% to 100.0%)"),
        (0, 0, "0", "0"),
        (None, 14, "14", "14"),
        (20.5, 14, "14", "14"),
        (10, 14, "14", "14"),
    ],
)  # fmt: skip
def test_a_count_among_another_is_read_with_its_share_and_how_sure_that_is(
    seeded: Json, caught: Json, nl: str, en: str
) -> None:
    value, field = answer(seeded, caught), Q.field("caught")
    assert field is not None
    assert in_words(Q, field, value, "nl") == [nl]
    assert in_words(Q, field, value, "en") == [en]


def test_a_count_among_all_there_were_has_no_uncertainty() -> None:
    counts = [
        {"id": "requests", "kind": "number", "label": _SEEDED},
        {"id": "granted", "kind": "number", "label": _CAUGHT, "of": "requests"},
    ]
    asked = question("HUM-13", fields=counts)
    granted = asked.fields[1]
    assert in_words(asked, granted, {"requests": 8, "granted": 6}, "nl") == ["6, dat is 75,0% van 8"]
    assert in_words(asked, granted, {"requests": 8, "granted": 0}, "en") == ["0, which is 0.0% of 8"]


@pytest.mark.parametrize(
    ("seeded", "caught", "refused"),
    [(20, 21, True), (20, 20, False), (0, 1, True), (None, 5, False), (20, None, False), (1, 1.5, True)],
)
def test_a_part_is_not_more_than_the_whole(seeded: Json, caught: Json, refused: bool) -> None:
    value = answer(seeded, caught)
    assert ("caught" in more_than_the_whole(Q, value)) is refused
    reasons = reasons_open(Q, Answer(value=value, evidence=EvidenceLevel.E2))
    assert any("meer dan bij 'Geplante fouten'" in r.nl for r in reasons) is refused


def test_a_count_that_is_not_asked_is_no_fault() -> None:
    value: dict[str, Json] = {"held": {"choice": "no", "reason": "x"}, "seeded": 1, "caught": 5}
    assert more_than_the_whole(Q, value) == {}


@pytest.mark.parametrize("of", ["caught", "held", "nothing"])
def test_a_part_belongs_to_another_number_of_the_same_question(of: str) -> None:
    field = {"id": "caught", "kind": "number", "label": _CAUGHT, "of": of}
    held = {"id": "held", "kind": "yes_no", "label": _SEEDED}
    with pytest.raises(ValidationError, match="no other number here"):
        question("HUM-08", fields=[held, field])
