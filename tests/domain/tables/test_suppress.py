"""Small counts are hidden so that nobody can compute them; here somebody tries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.tables.model import FEW, Count
from assessor.domain.tables.numbers import proves, read_count
from assessor.domain.tables.suppress import (
    EVERYBODY,
    SMALL,
    Cell,
    Column,
    Counts,
    Protected,
    combined,
    protect,
)
from assessor.domain.text import Text

TREE: Mapping[Column, Column | None] = {
    "in": None, "through": "in", "rejected": "in", "withdrawn": "in", "by model": "rejected", "by human": "rejected",
    "in 2": "through", "through 2": "in 2", "rejected 2": "in 2",
}  # fmt: skip
LEAVES = ("withdrawn", "by model", "by human", "through 2", "rejected 2")
SEX, ORIGIN = ("man", "woman", "unknown"), ("here", "elsewhere", "unknown")
CROSSED = "sex x origin"
Equation = tuple[Cell, list[Cell]]


def path(column: Column) -> list[Column]:
    found = [column]
    while (above := TREE[found[-1]]) is not None:
        found.append(above)
    return found


def counts_of(people: Mapping[tuple[str, str, str], int], crossed: bool) -> Counts:
    """Counts by group and column of people with a sex, an origin and a fate."""
    values: Counter[Cell] = Counter()
    for (sex, origin, fate), number in people.items():
        groups = [EVERYBODY, ("sex", sex), ("origin", origin)]
        if crossed:
            groups.append((CROSSED, combined((sex, origin))))
        for group in groups:
            for column in path(fate):
                values[group, column] += number
    grounds: dict[str, list[str]] = {}
    for group, _ in values:
        if group != EVERYBODY and group[1] not in grounds.setdefault(group[0], []):
            grounds[group[0]].append(group[1])
    return Counts(dict(values), grounds, TREE)


def equations(counts: Counts, left_out: frozenset[str]) -> list[Equation]:
    """Every sum that a reader of the tables knows of."""
    grounds = {g: groups for g, groups in counts.grounds.items() if g not in left_out}
    found: list[Equation] = [
        ((EVERYBODY, c), [((g, group), c) for group in groups]) for c in TREE for g, groups in grounds.items()
    ]
    everywhere = [EVERYBODY, *((g, group) for g, groups in grounds.items() for group in groups)]
    for group in everywhere:
        for column in TREE:
            parts = [c for c, above in TREE.items() if above == column]
            if parts:
                found.append(((group, column), [(group, c) for c in parts]))
    return found


def holds(counts: Counts, story: Mapping[Cell, int], protected: Protected) -> None:
    def value(cell: Cell) -> int:
        return counts.value(cell) + story.get(cell, 0)

    for whole, parts in equations(counts, protected.left_out):
        assert value(whole) == sum(value(p) for p in parts)
    for cell in story:
        assert value(cell) >= 0
        there = protected.published(cell, counts.value(cell))
        assert there.low <= value(cell) <= there.high
    if CROSSED in counts.grounds and not protected.left_out:
        # Those of a combination that are known are no more than those of each of its parts.
        for column in TREE:
            for sex in counts.grounds["sex"]:
                known = [g for g in counts.grounds[CROSSED] if g.startswith(f"{sex} x ")]
                assert sum(value(((CROSSED, g), column)) for g in known) <= value((("sex", sex), column))


def solved_by_sums(counts: Counts, protected: Protected) -> set[Cell]:
    """The hidden counts that follow from the sums alone, by elimination in whole numbers."""
    hidden = sorted(protected.hidden, key=repr)
    places = {cell: n for n, cell in enumerate(hidden)}
    rows: list[list[Fraction]] = []
    for whole, parts in equations(counts, protected.left_out):
        row = [Fraction(0)] * (len(hidden) + 1)
        for sign, cell in [(1, whole), *((-1, p) for p in parts)]:
            if cell in places:
                row[places[cell]] += sign
            else:
                row[-1] -= sign * counts.value(cell)
        if any(row[:-1]):
            rows.append(row)
    done = 0
    for column in range(len(hidden)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [v / rows[done][column] for v in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return {
        hidden[next(n for n, v in enumerate(row) if v)]
        for row in rows[:done]
        if sum(map(bool, row[:-1])) == 1
    }


def narrowed(counts: Counts, protected: Protected) -> dict[Cell, tuple[int, int]]:
    """What is left possible for each hidden count when every sum is used again and again until nothing changes."""
    possible = {}
    for cell in protected.hidden:
        count = protected.published(cell, counts.value(cell))
        possible[cell] = (count.low, count.high)

    def bounds(cell: Cell) -> tuple[int, int]:
        return possible.get(cell, (counts.value(cell), counts.value(cell)))

    changed = True
    while changed:
        changed = False
        for whole, parts in equations(counts, protected.left_out):
            for cell in [whole, *parts]:
                if cell not in possible:
                    continue
                others = [bounds(p) for p in parts if p != cell]
                if cell == whole:
                    low, high = sum(b[0] for b in others), sum(b[1] for b in others)
                else:
                    low = bounds(whole)[0] - sum(b[1] for b in others)
                    high = bounds(whole)[1] - sum(b[0] for b in others)
                found = (max(possible[cell][0], low), min(possible[cell][1], high))
                if found != possible[cell]:
                    possible[cell] = found
                    changed = True
    return possible


people = st.dictionaries(
    st.tuples(st.sampled_from(SEX), st.sampled_from(ORIGIN), st.sampled_from(LEAVES)),
    st.one_of(st.integers(0, 12), st.integers(0, 300)),
    min_size=1,
)


@settings(deadline=None, max_examples=60)
@given(people, st.booleans())
def test_no_small_count_can_be_computed_from_all_that_is_published(
    who: dict[tuple[str, str, str], int], crossed: bool
) -> None:
    counts = counts_of(who, crossed)
    protected = protect(counts)
    if "all" in protected.left_out:
        return
    small = {cell for cell in protected.hidden if counts.value(cell) < SMALL}
    shown = {g for g in counts.grounds if g not in protected.left_out}
    for ground in shown:
        for group in counts.grounds[ground]:
            for column in TREE:
                cell = ((ground, group), column)
                structural = counts.value((EVERYBODY, column)) == 0
                assert structural or counts.value(cell) >= SMALL or cell in small
    for cell in small:
        assert cell in protected.stories, cell
        assert protected.stories[cell].get(cell)
        holds(counts, protected.stories[cell], protected)
    assert not solved_by_sums(counts, protected) & small
    for cell, (low, high) in narrowed(counts, protected).items():
        assert low <= counts.value(cell) <= high
        assert cell not in small or low < high


def two_groups(women_through: int, men_through: int) -> Counts:
    values: dict[Cell, int] = {}
    for group, through, rejected in (
        (EVERYBODY, women_through + men_through, 160 - women_through - men_through),
        (("sex", "woman"), women_through, 60 - women_through),
        (("sex", "man"), men_through, 100 - men_through),
    ):
        values[group, "in"] = through + rejected
        values[group, "through"] = through
        values[group, "rejected"] = rejected
    return Counts(values, {"sex": ["woman", "man"]}, {"in": None, "through": "in", "rejected": "in"})


def test_one_small_count_takes_its_complements_along_as_tens() -> None:
    counts = two_groups(5, 45)
    protected = protect(counts)
    assert protected.hidden == {
        ((("sex", who)), what) for who in ("woman", "man") for what in ("through", "rejected")
    }
    assert protected.written((("sex", "man"), "through"), 45) == "40..49"
    assert protected.written((("sex", "woman"), "through"), 5) == "<10"
    assert protected.written((("sex", "woman"), "in"), 60) == "60"


def test_nobody_is_hidden_like_few_unless_nobody_could_be() -> None:
    protected = protect(two_groups(0, 45))
    assert (("sex", "woman"), "through") in protected.hidden
    assert protect(two_groups(0, 0)).hidden == frozenset()


@pytest.mark.parametrize("men", range(40, 50))
def test_nobody_beside_any_last_digit_is_still_hidden(men: int) -> None:
    protected = protect(two_groups(0, men))
    assert not protected.left_out
    assert (("sex", "woman"), "through") in protected.stories


def test_nothing_is_hidden_where_all_counts_are_large() -> None:
    assert protect(two_groups(20, 45)).hidden == frozenset()


def test_a_count_of_some_cannot_exceed_the_count_of_all_in_any_story() -> None:
    values: dict[Cell, int] = {}
    for group, n, fast in ((EVERYBODY, 33, 24), (("sex", "woman"), 3, 3), (("sex", "man"), 30, 21)):
        values[group, "n"] = n
        values[group, "fast"] = fast
    counts = Counts(values, {"sex": ["woman", "man"]}, {"n": None, "fast": None}, {"fast": "n"})
    protected = protect(counts)
    assert not protected.left_out
    for story in protected.stories.values():
        for group in (EVERYBODY, ("sex", "woman"), ("sex", "man")):
            fast = counts.value((group, "fast")) + story.get((group, "fast"), 0)
            assert 0 <= fast <= counts.value((group, "n")) + story.get((group, "n"), 0)


def test_what_is_hidden_is_read_back_as_the_numbers_it_can_be() -> None:
    assert read_count("40..49", None) == Count(40, 49)
    assert read_count("1190..1199", "nl") == Count(1190, 1199)
    assert read_count("<10", None) == FEW
    assert isinstance(read_count("49..40", None), Text)
    assert read_count("40..59", None) == Count(40, 59)
    assert isinstance(read_count("40..79", None), Text)
    assert proves("40..49") is None
