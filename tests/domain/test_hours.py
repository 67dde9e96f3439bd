"""What answering asks of a vendor: by kind of field, with a table of counts once, and sensible for what is shipped."""

from __future__ import annotations

from assessor.domain.answers import Key
from assessor.domain.questionnaire.hours import hours_asked, in_hours, minutes_for
from assessor.domain.questionnaire.model import Kind
from tests.domain.miniature import miniature, question, shipped

_TEXT = {"nl": "tekst", "en": "text"}
_COUNTS = {"id": "counts", "kind": "table", "label": _TEXT, "table": "T1"}
_NUMBER = {"id": "n", "kind": "number", "label": _TEXT}
_WORDS = {"id": "words", "kind": "text", "label": _TEXT}


def test_each_field_counts_by_its_kind_and_a_table_of_counts_once() -> None:
    found = miniature(
        question("VAL-01", fields=[_NUMBER, _WORDS, _COUNTS], tables=["T1"]),
        question("VAL-02", fields=[_WORDS, _COUNTS], tables=["T1"]),
        question("CTX-04", answered_by="buyer"),
    )
    each = found.minutes
    first = each.question + each.number + each.text + each.counts
    assert minutes_for(found, [Key("VAL-01")]) == first
    assert minutes_for(found, [Key("VAL-01"), Key("VAL-02")]) == first + each.question + each.text
    assert minutes_for(found, [Key("CTX-04")]) == 0, "what the buyer answers is no work for a vendor"


def test_a_question_for_each_module_counts_for_each() -> None:
    found = miniature(question("HUM-01", per="module"))
    one = minutes_for(found, [Key("HUM-01", "T05")])
    assert minutes_for(found, [Key("HUM-01", "T05"), Key("HUM-01", "T10")]) == 2 * one


def test_hours_are_rounded_up() -> None:
    assert [in_hours(minutes) for minutes in (0, 1, 60, 61)] == [0, 1, 1, 2]


def test_every_kind_of_field_has_its_minutes() -> None:
    assert {kind.value for kind in Kind} | {"question", "counts"} == set(type(shipped().minutes).model_fields)


def test_the_quick_scan_asks_days_and_the_full_bank_more_than_a_week_of_a_vendor() -> None:
    quick, full = (hours_asked(shipped(), "ranks", tier) for tier in ("quick", "full"))
    assert 10 <= quick[0] <= 24, "a light product: two to three working days"
    assert quick[1] <= 56
    assert 30 <= full[0] <= 60, "several working days"
    assert full[1] <= 120
