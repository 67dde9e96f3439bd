"""Other stories that give the same published tables: the search behind the rule of suppress.py."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assessor.domain.tables.model import ALL, UNKNOWN

SMALL = 10
"""Fewer people than this are hidden."""

Column = Hashable
Group = tuple[str, str]
"""A ground and one of its groups."""
Cell = tuple[Group, Column]
Story = Mapping[Cell, int]
"""What would be different: cells, each one more (+1) or one fewer (-1)."""

EVERYBODY: Group = (ALL, ALL)
JOINED = " x "

_FEW_OPTIONS, _MANY_OPTIONS = 60, 20_000
_WIDER = 30.0
"""What two tens cost instead of one."""


@dataclass(frozen=True)
class Counts:
    """Counts that belong together, so that one can be computed from others."""

    values: Mapping[Cell, int]
    """What is not there is zero."""
    grounds: Mapping[str, Sequence[str]]
    """The groups of every published ground; a combination is called `sex x origin`, its groups `woman x none`."""
    parents: Mapping[Column, Column | None]
    """Every column, and the column that it is a part of."""
    limits: Mapping[Column, Column] = field(default_factory=dict)
    """Columns that count some of those in another column, without the rest being counted: at most as many."""
    weights: Mapping[Column, float] = field(default_factory=dict)
    """How much it costs to hide a count of this column; 1 where nothing is said."""

    def value(self, cell: Cell) -> int:
        return self.values.get(cell, 0)


def combined(groups: Iterable[str]) -> str:
    """The group of a combination of grounds; unknown where one of its parts is."""
    parts = list(groups)
    return UNKNOWN if UNKNOWN in parts else JOINED.join(parts)


class Search:
    """Looks for a story for every small count and hides what it touches."""

    def __init__(self, counts: Counts, grounds: Mapping[str, Sequence[str]]) -> None:
        self.counts = counts
        self.grounds = grounds
        self.parts = {ground: tuple(ground.split(JOINED)) for ground in grounds}
        # A combination may be published without its parts; then its groups tell which there are.
        self.base = _base_groups(grounds, self.parts)
        self.structural = {c for c in counts.parents if counts.value((EVERYBODY, c)) == 0}
        self.paths = {c: _path(c, counts.parents) for c in counts.parents}
        with_parts = set(counts.parents.values())
        self.leaves = [c for c in counts.parents if c not in with_parts and c not in self.structural]
        self.limited: dict[Column, list[Column]] = {}
        for column, limit in counts.limits.items():
            self.limited.setdefault(limit, []).append(column)
        self.transfers: dict[Column, list[dict[Column, int]]] = {}
        groups = [EVERYBODY, *((ground, group) for ground in grounds for group in grounds[ground])]
        self.small = [
            (group, column)
            for group in groups
            for column in counts.parents
            if column not in self.structural and counts.value((group, column)) < SMALL
        ]
        self.hidden: set[Cell] = set(self.small)
        self.wide: set[Cell] = set()
        self.known = set(groups)
        self.crossed = [
            (ground, place, base)
            for ground, parts in self.parts.items()
            if len(parts) > 1
            for place, base in enumerate(parts)
            if base in grounds
        ]
        self.stories: dict[Cell, Story] = {}

    def run(self) -> str | None:
        """None when every small count has its story, otherwise the ground that has none."""
        small = frozenset(self.small)
        for cell in self.small:
            if cell in self.stories:
                continue
            story = self._story(cell)
            if story is None:
                return cell[0][0]
            self.hidden.update(story)
            self.wide.update(c for c, change in story.items() if self._leaves_its_ten(c, change))
            for other in story:
                if other in small:
                    self.stories.setdefault(other, story)
        return None

    def _story(self, cell: Cell) -> Story | None:
        for most in (_FEW_OPTIONS, _MANY_OPTIONS):
            best: Story | None = None
            lowest = float("inf")
            for story in itertools.islice(self._options(cell, most), most):
                cost = self._cost(story, lowest)
                if cost < lowest:
                    best, lowest = story, cost
                    if cost == 0:
                        break
            if best is not None:
                return best
        return None

    def _cost(self, story: Story, enough: float) -> float:
        """What would have to be hidden for it; infinite where the tables would not be the same."""
        cost = 0.0
        for cell, change in story.items():
            group, column = cell
            value = self.counts.value(cell)
            changed = value + change
            if column in self.structural or changed < 0 or group not in self.known:
                return float("inf")
            if self._leaves_its_ten(cell, change):
                if min(value, changed) < SMALL:
                    return float("inf")
                cost += 0 if cell in self.wide else _WIDER
            limit = self.counts.limits.get(column)
            if limit is not None and changed > self._after(story, (group, limit)):
                return float("inf")
            if any(self._after(story, (group, c)) > changed for c in self.limited.get(column, ())):
                return float("inf")
            if cell not in self.hidden:
                for_all = 4 if group == EVERYBODY else 1
                cost += for_all * self.counts.weights.get(column, 1.0) * (1 + SMALL / (value + 1))
                if cost >= enough:
                    return float("inf")
        return cost if self._fits_combinations(story) else float("inf")

    def _leaves_its_ten(self, cell: Cell, change: int) -> bool:
        value = self.counts.value(cell)
        return (value + change) // SMALL != value // SMALL

    def _fits_combinations(self, story: Story) -> bool:
        """Whether those known in a combination stay no more than those of each of its parts."""
        if not self.crossed:
            return True
        rest: dict[tuple[str, str, str, Column], int] = {}
        for ((ground, group), column), change in story.items():
            for crossed, place, base in self.crossed:
                if ground == base:
                    key = (crossed, base, group, column)
                    rest[key] = rest.get(key, 0) + change
                elif ground == crossed and group != UNKNOWN:
                    key = (crossed, base, group.split(JOINED)[place], column)
                    rest[key] = rest.get(key, 0) - change
        return all(change >= 0 or self._unknown_of(*key) + change >= 0 for key, change in rest.items())

    def _unknown_of(self, crossed: str, base: str, group: str, column: Column) -> int:
        """How many of a group are in a combination only as unknown."""
        place = self.parts[crossed].index(base)
        known = (g for g in self.grounds[crossed] if g != UNKNOWN and g.split(JOINED)[place] == group)
        return self.counts.value(((base, group), column)) - sum(
            self.counts.value(((crossed, g), column)) for g in known
        )

    def _after(self, story: Story, cell: Cell) -> int:
        return self.counts.value(cell) + story.get(cell, 0)

    # --- which stories there are ------------------------------------------------------------------------------

    def _options(self, cell: Cell, most: int) -> Iterator[Story]:
        """Stories in which this cell differs, those that disturb least first."""
        (ground, group), column = cell
        wide = most > _FEW_OPTIONS
        transfers = self._transfers(column)[: None if wide else 10]
        exchanges = self._exchanges(ground, group, column, None if wide else 4)
        if wide and ground != ALL:
            # Then stories that change other rows too: two people who differ in every part of a combination, and one
            # person more or fewer, in the row of everybody as well.
            exchanges = itertools.chain(
                exchanges,
                self._any_two(ground, group),
                *(self._one_person(own, column, None) for own in self._labels(ground, group)),
            )
        for people in exchanges:
            if (ground, group) not in people:
                continue
            for transfer in transfers:
                for sign in (1, -1):
                    yield {
                        (who, where): sign * by * change
                        for who, by in people.items()
                        for where, change in transfer.items()
                    }

    def _transfers(self, column: Column) -> list[dict[Column, int]]:
        """One person of this column counted elsewhere, or not at all: the columns that change, few first."""
        known = self.transfers.get(column)
        if known is None:
            inside = [leaf for leaf in self.leaves if column in self.paths[leaf]]
            outside = [self.paths[leaf] for leaf in self.leaves if column not in self.paths[leaf]]
            outside = [path for path in outside if path[-1] == self.paths[column][-1]]
            known = [_difference(self.paths[leaf], path) for leaf in inside for path in [*outside, ()]]
            limit = self.counts.limits.get(column)
            if limit is not None:
                # Somebody counted in both columns.
                known += [t | {column: t[limit]} for t in self._transfers(limit) if limit in t]
            known += [with_them for t in known for with_them in self._along(t)]
            known.sort(key=lambda t: sum(self.counts.weights.get(c, 1.0) for c in t))
            self.transfers[column] = known
        return known

    def _along(self, transfer: Mapping[Column, int]) -> Iterator[dict[Column, int]]:
        """The same, where the person is also among those whom a limited column counts."""
        along = {
            c: change
            for limit, change in transfer.items()
            for c in self.limited.get(limit, ())
            if c not in transfer and c not in self.structural
        }
        for column, change in along.items():
            yield {**transfer, column: change}
        if len(along) > 1:
            yield {**transfer, **along}

    def _exchanges(
        self, ground: str, group: str, column: Column, most: int | None
    ) -> Iterator[dict[Group, int]]:
        """Which groups get one person more or fewer when people change places, all sums of grounds kept."""
        if ground == ALL:
            yield from self._one_person({}, column, most)
            return
        for own in self._labels(ground, group):
            others = [
                [g for g in self._by_use(base, column) if g != own[base]][:most]
                for base in self.parts[ground]
            ]
            for partner in itertools.product(*others):
                pairs = [((base, own[base]), (base, other)) for base, other in zip(own, partner, strict=True)]
                for around in self._surroundings(own, column, most):
                    found: dict[Group, int] = {}
                    for chosen in itertools.product((0, 1), repeat=len(pairs)):
                        labels = dict(around) | dict(p[c] for p, c in zip(pairs, chosen, strict=True))
                        self._count_person(labels, (-1) ** sum(chosen), found)
                    yield {g: by for g, by in found.items() if by}

    def _any_two(self, ground: str, group: str) -> Iterator[dict[Group, int]]:
        if len(self.parts[ground]) == 1:
            return
        for own in self._labels(ground, group):
            for other in self.grounds[ground]:
                for their in self._labels(ground, other) if other != group else ():
                    found: dict[Group, int] = {}
                    self._count_person(own, 1, found)
                    self._count_person(their, -1, found)
                    yield {g: by for g, by in found.items() if by}

    def _labels(self, ground: str, group: str) -> list[dict[str, str]]:
        """To which groups of the single grounds somebody of this group can belong."""
        bases = self.parts[ground]
        if len(bases) == 1:
            return [{ground: group}]
        if group != UNKNOWN:
            return [dict(zip(bases, group.split(JOINED), strict=True))]
        # Unknown in a combination is whoever is unknown in one of its parts.
        every = itertools.product(*(self.base[base] for base in bases))
        return [dict(zip(bases, labels, strict=True)) for labels in every if UNKNOWN in labels]

    def _one_person(
        self, labels: Mapping[str, str], column: Column, most: int | None
    ) -> Iterator[dict[Group, int]]:
        free = [base for base in self.base if base not in labels]
        choices = [self._by_use(base, column)[:most] for base in free]
        for chosen in itertools.islice(itertools.product(*choices), 200):
            found: dict[Group, int] = {EVERYBODY: 1}
            self._count_person(dict(labels) | dict(zip(free, chosen, strict=True)), 1, found)
            yield found

    def _surroundings(
        self, own: Mapping[str, str], column: Column, most: int | None
    ) -> Iterator[list[tuple[str, str]]]:
        """To which groups of other grounds the exchanging people belong, where a combination counts them too."""
        around = sorted(
            {b for parts in self.parts.values() if not own.keys().isdisjoint(parts) for b in parts}
            - own.keys()
        )
        choices = [[(base, g) for g in self._by_use(base, column)][:most] for base in around]
        for chosen in itertools.islice(itertools.product(*choices), 50):
            yield list(chosen)

    def _count_person(self, labels: Mapping[str, str], by: int, found: dict[Group, int]) -> None:
        for ground, parts in self.parts.items():
            if all(p in labels for p in parts):
                group = labels[ground] if len(parts) == 1 else combined(labels[p] for p in parts)
                found[ground, group] = found.get((ground, group), 0) + by

    def _by_use(self, base: str, column: Column) -> list[str]:
        """The groups of a ground: where the column is hidden already first, then the largest."""

        def rank(group: str) -> tuple[bool, int]:
            cell = ((base, group), column)
            return cell not in self.hidden, -self.counts.value(cell)

        return sorted(self.base[base], key=rank)


def _base_groups(
    grounds: Mapping[str, Sequence[str]], parts: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ground, groups in grounds.items():
        bases = parts[ground]
        for group in groups:
            names = [group] if len(bases) == 1 else group.split(JOINED)
            if len(names) != len(bases):
                names = [UNKNOWN] * len(bases)
            for base, name in zip(bases, names, strict=True):
                if name not in found.setdefault(base, []):
                    found[base].append(name)
    return found


def _path(column: Column, parents: Mapping[Column, Column | None]) -> tuple[Column, ...]:
    """The column and all that it is a part of."""
    path = [column]
    while (above := parents[path[-1]]) is not None:
        path.append(above)
    return tuple(path)


def _difference(leave: Sequence[Column], enter: Sequence[Column]) -> dict[Column, int]:
    changes: dict[Column, int] = {c: -1 for c in leave if c not in enter}
    return changes | {c: 1 for c in enter if c not in leave}
