"""Each kind of field: read, checked, shown, and the anchor it settles."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.answers import Answer, Json
from assessor.domain.completeness import reasons_open
from assessor.domain.formats import number, read_number
from assessor.domain.language import Language
from assessor.domain.questionnaire.kinds import Problem, check, display, fields_asked, proposed_anchor, read
from assessor.domain.questionnaire.model import EvidenceLevel, Field, Question
from tests.domain.miniature import question

_TEXT = {"nl": "tekst", "en": "text"}
_OPTIONS = [
    {"id": "good", "label": {"nl": "Goed", "en": "Good"}, "points": 4},
    {"id": "poor", "label": {"nl": "Matig", "en": "Poor"}, "points": 1},
    {"id": "other", "label": {"nl": "Anders", "en": "Other"}},
]
_COLUMNS = [
    {"id": "name", "label": {"nl": "naam", "en": "name"}, "kind": "text"},
    {"id": "n", "label": {"nl": "aantal", "en": "number"}, "kind": "number", "optional": True},
]


def field(kind: str, **more: Any) -> Field:
    whole: dict[str, Any] = {"id": "f", "kind": kind, "label": _TEXT}
    if kind in ("one_of", "several_of"):
        whole["options"] = _OPTIONS
    if kind == "table":
        whole["columns"] = _COLUMNS
    return Field.model_validate(whole | more)


READ: list[tuple[str, dict[str, list[str]], Language, Json]] = [
    ("one_of", {"f": ["good"]}, "nl", "good"),
    ("one_of", {}, "nl", None),
    ("several_of", {"f": ["good", "poor", "good"]}, "nl", ["good", "poor"]),
    ("yes_no", {"f": ["no"], "f.reason": ["omdat"]}, "nl", {"choice": "no", "reason": "omdat"}),
    ("yes_no", {"f": [""], "f.reason": [""]}, "nl", None),
    ("number", {"f": ["1.234,5"]}, "nl", 1234.5),
    ("number", {"f": ["1,234.5"]}, "en", 1234.5),
    ("number", {"f": ["12"]}, "nl", 12),
    ("percentage", {"f": ["12,5 %"]}, "nl", 12.5),
    ("date", {"f": ["22-11-2026"]}, "nl", "2026-11-22"),
    ("date", {"f": ["2026-11-22"]}, "en", "2026-11-22"),
    ("text", {"f": ["  een\nregel "]}, "nl", "een\nregel"),
    ("table", {"f.0.name": ["a"], "f.0.n": ["1.000"], "f.3.name": ["b"]}, "nl",
     [{"name": "a", "n": 1000}, {"name": "b"}]),
    ("files", {"f": ["x"]}, "nl", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "language", "value"), READ)
def test_what_was_typed_becomes_a_plain_value(
    kind: str, typed: dict[str, list[str]], language: Language, value: Json
) -> None:
    found = read(field(kind), typed, "f", language)
    assert found == value
    assert check(field(kind), value) is None


@pytest.mark.parametrize(
    ("kind", "typed", "language"),
    [
        ("number", "1.5", "nl"),  # a thousands point before one digit could mean two things
        ("number", "1,5", "en"),
        ("number", "twaalf", "nl"),
        ("number", "1e5", "nl"),
        ("number", "NaN", "en"),
        ("number", "\u0661\u0662", "nl"),
        ("percentage", "12,5,1", "nl"),
        ("date", "31-02-2026", "nl"),
        ("date", "gisteren", "nl"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(kind: str, typed: str, language: Language) -> None:
    found = read(field(kind), {"f": [typed]}, "f", language)
    assert isinstance(found, Problem)
    assert found.typed == typed


def test_a_fault_in_a_table_names_row_and_column() -> None:
    found = read(field("table"), {"f.1.name": ["x"], "f.1.n": ["veel"]}, "f", "nl")
    assert isinstance(found, Problem)
    assert found.message.nl.startswith("Rij 2, aantal:")


@pytest.mark.parametrize(
    ("kind", "value", "more"),
    [
        ("one_of", "unknown", {}),
        ("one_of", ["good"], {}),
        ("several_of", "good", {}),
        ("several_of", ["good", "nope"], {}),
        ("yes_no", {"choice": "maybe", "reason": ""}, {}),
        ("yes_no", {"choice": "yes", "extra": "x"}, {}),
        ("number", "12", {}),
        ("number", True, {}),
        ("number", -1, {"minimum": 0}),
        ("percentage", 101, {}),
        ("percentage", -0.1, {}),
        ("date", "2026-13-01", {}),
        ("text", "x" * 11, {"longest": 10}),
        ("text", 5, {}),
        ("table", [{"n": 5}], {}),
        ("table", [{"name": "x", "nope": 1}], {}),
        ("table", [{"name": "x", "n": "1"}], {}),
        ("table", [{"name": "x"}] * 3, {"most_rows": 2}),
        ("table", "x", {}),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_both_languages(
    kind: str, value: Any, more: dict[str, Any]
) -> None:
    fault = check(field(kind, **more), value)
    assert fault is not None
    assert fault.nl != fault.en


def test_values_are_shown_in_the_readers_language() -> None:
    unit = {"unit": {"nl": "mensen", "en": "people"}}
    assert display(field("number", **unit), 1234.5, "nl") == ["1.234,5 mensen"]
    assert display(field("number", **unit), 1234.5, "en") == ["1,234.5 people"]
    assert display(field("percentage"), 12.5, "nl") == ["12,5%"]
    assert display(field("date"), "2026-11-22", "nl") == ["22 november 2026"]
    assert display(field("date"), "2026-11-22", "en") == ["22 November 2026"]
    assert display(field("one_of"), "good", "nl") == ["Goed"]
    assert display(field("several_of"), ["good", "poor"], "en") == ["Good", "Poor"]
    assert display(field("yes_no"), {"choice": "no", "reason": "r"}, "nl") == ["Nee", "r"]
    assert display(field("table"), [{"name": "a", "n": 1000}], "nl") == ["a · 1.000"]
    assert display(field("text"), "", "nl") == []


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4), st.sampled_from(["nl", "en"]))
def test_a_number_reads_back_as_it_was_written(value: Any, language: Language) -> None:
    assert read_number(number(value, language), language) == value.normalize()


@given(st.text(max_size=60), st.sampled_from(["nl", "en"]))
def test_reading_a_number_never_breaks(text: str, language: Language) -> None:
    read_number(text, language)


def asks(*fields: dict[str, Any]) -> Question:
    return question("VAL-01", fields=[{"label": _TEXT, **f} for f in fields])


CHAIN = asks(
    {"id": "tested", "kind": "one_of", "options": _OPTIONS},
    {"id": "how", "kind": "one_of", "options": _OPTIONS, "asked_if": {"field": "tested", "one_of": ["good"]}},
    {"id": "n", "kind": "number", "asked_if": {"field": "how", "one_of": ["good"]},
     "bands": [{"below": 100, "points": 2}, {"at_least": 100, "points": 4}]},
)  # fmt: skip


def test_a_follow_up_is_asked_only_while_the_choices_before_it_stand() -> None:
    assert [f.id for f in fields_asked(CHAIN, {})] == ["tested"]
    assert [f.id for f in fields_asked(CHAIN, {"tested": "good", "how": "good"})] == ["tested", "how", "n"]
    assert [f.id for f in fields_asked(CHAIN, {"tested": "poor", "how": "good", "n": 5})] == ["tested"]


@pytest.mark.parametrize(
    ("value", "anchor"),
    [
        ({"tested": "good", "how": "good", "n": 99}, 2),  # the weak number outweighs the strong word
        ({"tested": "good", "how": "good", "n": 100}, 4),
        ({"tested": "poor", "how": "good", "n": 500}, 1),
        ({"tested": "other"}, None),
        ({}, None),
    ],
)
def test_the_lowest_settled_anchor_is_proposed(value: dict[str, Json], anchor: int | None) -> None:
    assert proposed_anchor(CHAIN, value) == anchor


def test_an_answer_is_finished_when_every_asked_field_and_the_evidence_are_there() -> None:
    assert len(reasons_open(CHAIN, None)) == 1
    assert len(reasons_open(CHAIN, Answer({"tested": "good"}))) == 2
    assert reasons_open(CHAIN, Answer({"tested": "poor"}, EvidenceLevel.E0)) == ()
    assert reasons_open(CHAIN, Answer(standing="unknown")) == ()
    assert len(reasons_open(CHAIN, Answer(standing="withheld"))) == 1
    assert reasons_open(CHAIN, Answer(standing="withheld", standing_reason="bedrijfsgeheim")) == ()
