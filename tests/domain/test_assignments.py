"""Which assessors score which sections, and what was published of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.assignments import (
    Assignment,
    assessors_of,
    covers,
    not_as_stated,
    sections_asked,
    stated_of,
    too_few,
)
from tests.domain.miniature import miniature, question

SECTIONS = ("BIA", "HUM", "VAL")


def team(*each: str) -> list[Assignment]:
    return [
        Assignment(str(place), f"Beoordelaar {place} (fictief)", frozenset(sections.split()))
        for place, sections in enumerate(each)
    ]


@pytest.mark.parametrize(
    ("each", "lacking"),
    [
        (("", ""), ()),
        (("",), SECTIONS),
        ((), SECTIONS),
        (("BIA", "BIA HUM", "HUM VAL", "VAL"), ()),
        (("", "BIA"), ("HUM", "VAL")),
        (("BIA HUM", "HUM VAL", "VAL"), ("BIA",)),
    ],
)
def test_a_section_needs_two_assessors(each: tuple[str, ...], lacking: tuple[str, ...]) -> None:
    assert too_few(team(*each), SECTIONS) == lacking


def test_who_has_no_sections_named_scores_everything() -> None:
    assert covers((), "BIA")
    assert not covers(("HUM",), "BIA")


CODES = st.lists(st.frozensets(st.sampled_from(SECTIONS)), max_size=5)


@given(CODES)
def test_what_is_stated_holds_until_somebody_leaves(each: list[frozenset[str]]) -> None:
    assigned = [Assignment(str(n), str(n), sections, f"kennis {n}") for n, sections in enumerate(each)]
    stated = stated_of(assigned, SECTIONS)
    assert not_as_stated(assigned, stated) == ()
    for gone in assigned:
        left = [a for a in assigned if a != gone]
        missing = {s.section for s in not_as_stated(left, stated)}
        assert missing == {s for s in SECTIONS if covers(gone.sections, s)}


def test_what_is_stated_names_expertise_and_nobody() -> None:
    assigned = [
        Assignment("1", "Anna (fictief)", frozenset(), "recht"),
        Assignment("2", "Bo (fictief)", frozenset({"BIA"}), "recht"),
        Assignment("3", "Cem (fictief)", frozenset({"BIA"}), ""),
    ]
    stated = stated_of(assigned, ("BIA", "HUM"))
    assert [(s.section, s.number, s.expertise) for s in stated] == [
        ("BIA", 3, ("recht",)),
        ("HUM", 1, ("recht",)),
    ]
    assert len(assessors_of(assigned, "BIA")) == 3


def test_a_section_in_which_vendors_are_asked_nothing_needs_nobody() -> None:
    own = miniature(question("VAL-01", quick=[]), question("HUM-01"), question("SEC-01", quick=[]))
    assert {s.code for s in sections_asked(own, "quick")} == {"VAL", "SEC"}
    assert {s.code for s in sections_asked(own, "full")} == {"VAL", "HUM", "SEC"}
