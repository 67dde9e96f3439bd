"""Phrases that stand in place of facts: found in an answer whatever the capitals and the language, and in no other."""

from __future__ import annotations

import pytest

from assessor.domain.answers import Answer, Json
from assessor.domain.phrases import heard
from tests.domain.miniature import question

Q = question(
    "VAL-01",
    warning_signs=[
        {"nl": '"Past bij de cultuur"', "en": '"Culture fit"'},
        {"nl": 'Een percentage "nauwkeurigheid" zonder meer', "en": 'A bare percentage of "accuracy"'},
        {"nl": "Alleen gecorrigeerde waarden", "en": "Only corrected values"},
        {"nl": '"AI"', "en": '"AI"'},
    ],
)


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ("Wij meten culture-fit, geleerd van uw mensen", {0}),
        ("Wie PAST\nbij de  cultuur, gaat door", {0}),
        ("Nauwkeurigheid: 94%", {1}),
        ("accuracy 94% and culture fit", {0, 1}),
        ("multiculture fitness", set()),
        ("Alleen gecorrigeerde waarden. AI", set()),
    ],
)
def test_a_quoted_phrase_is_heard_in_either_language(said: str, signs: set[int]) -> None:
    assert heard(Q, Answer({"main": said})) == signs


@pytest.mark.parametrize(
    "value", [{"rows": [{"what": "culture fit"}]}, {"yes": {"choice": "yes", "reason": "Culture fit!"}}]
)
def test_it_is_heard_wherever_something_is_typed(value: dict[str, Json]) -> None:
    assert heard(Q, Answer(value)) == {0}
    assert heard(Q, Answer(evidence_note="Brochure: culture fit")) == {0}
    assert heard(Q, Answer(standing="withheld", standing_reason="culture fit is ours")) == {0}
