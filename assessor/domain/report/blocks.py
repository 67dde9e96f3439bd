"""What a screen and a page show of figures: titles, sentences, a picture, the table beside it, and the sums behind it.

Templates only set these out, so that screen and paper cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessor.domain.figures.grounds import GroundFigures
from assessor.domain.figures.oversight import Unseen
from assessor.domain.figures.stages import Stage
from assessor.domain.figures.words import FIGURES
from assessor.domain.tables.model import TableCode
from assessor.domain.text import Text


@dataclass(frozen=True)
class FunnelPicture:
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class GroupsPicture:
    ground: GroundFigures


@dataclass(frozen=True)
class UnseenRow:
    name: Text
    unseen: Unseen
    heading: Text | None = None
    """Stands above the first of several rows that belong together."""


@dataclass(frozen=True)
class UnseenPicture:
    rows: tuple[UnseenRow, ...]


Picture = FunnelPicture | GroupsPicture | UnseenPicture


_FEW_SIGNS = 6


@dataclass(frozen=True)
class Column:
    name: Text
    is_number: bool = True


@dataclass(frozen=True)
class ShownTable:
    """The first cell of a row heads it."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]

    @property
    def is_narrow(self) -> tuple[bool, ...]:
        """Of each column whether it holds a few signs only, so that paper can give the others more room."""
        return tuple(
            place > 0 and all(max(len(row[place].nl), len(row[place].en)) <= _FEW_SIGNS for row in self.rows)
            for place in range(len(self.columns))
        )


@dataclass(frozen=True)
class Sums:
    """Formulas with the numbers filled in, of one group, study or test."""

    name: Text
    lines: tuple[tuple[Text, Text], ...]
    """(what it is, the sum)."""


@dataclass(frozen=True)
class Block:
    id: str
    """Once on a page."""
    title: Text
    words: tuple[Text, ...]
    """The first says what is shown; the others are notes."""
    picture: Picture | None = None
    table: ShownTable | None = None
    sums: tuple[Sums, ...] = ()
    is_detail: bool = False
    """On paper in the annex alone."""


@dataclass(frozen=True)
class Section:
    code: str
    title: Text
    tables: tuple[TableCode, ...]
    """What it rests on, and is shown beside."""
    blocks: tuple[Block, ...]


def t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


def columns(*names: tuple[str, str], words: Sequence[int] = (0,)) -> tuple[Column, ...]:
    """Columns by their names; `words` are the places of those that hold words, not numbers."""
    return tuple(Column(t(*name), place not in words) for place, name in enumerate(names))


def sums(name: Text, formulas: Mapping[str, Text]) -> Sums:
    """The formulas of one thing, under what its figures are called."""
    return Sums(name, tuple((FIGURES[code], text) for code, text in formulas.items()))


def filled(found: Iterable[Sums]) -> tuple[Sums, ...]:
    """Without those that hold nothing."""
    return tuple(one for one in found if one.lines)
