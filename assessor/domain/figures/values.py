"""What every family of figures shares: ranges, parts of a whole, and numbers as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor.domain.figures.intervals import wilson
from assessor.domain.formats import number, percent
from assessor.domain.tables.model import NOBODY, Count
from assessor.domain.text import Text

Range = tuple[float, float]
"""Lowest and highest."""

UNKNOWN_NAMES = ("unknown", "onbekend")

NOTHING_TO_DIVIDE = Text(
    nl="Er is niemand om een aandeel van te nemen.", en="There is nobody to take a share of."
)
NOT_DELIVERED = Text(
    nl="De aantallen hiervoor zijn niet aangeleverd.", en="The counts for this were not delivered."
)
SMALL_COUNT = Text(
    nl="Een van de aantallen is kleiner dan 10 en daarom niet precies bekend; er is alleen een laagste en "
    "hoogste waarde.",
    en="One of the counts is below 10 and so not known exactly; there is only a lowest and a highest value.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many of so many. `share` is None where there is nothing to divide by or a small count leaves a range."""

    k: Count
    n: Count
    share: float | None
    low: float | None
    """Lowest and highest share that the counts allow; equal to `share` where both counts are exact."""
    high: float | None
    ci95: Range | None
    """Wilson; over a range of counts from the lowest interval's lower end to the highest one's upper end."""
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What a claim or a change is about; None: it is about everybody, or the whole offer."""

    ground: str | None = None
    group: str | None = None
    stage: str | None = None
    item: str | None = None
    """A study, a test or a data set."""


def part(k: Count, n: Count) -> Part:
    """`k` of `n`, with the Wilson interval (Wilson 1927). The `k` people are among the `n`."""
    if n.high == 0:
        return Part(k=k, n=n, share=None, low=None, high=None, ci95=None, why=NOTHING_TO_DIVIDE)
    low_n, low_k = max(n.high, k.low), k.low
    high_n = max(n.low, k.high, 1)
    high_k = min(k.high, high_n)
    low, high = low_k / low_n, high_k / high_n
    exact = k.is_exact and n.is_exact
    return Part(
        k=k, n=n, share=low if exact else None, low=low, high=high,
        ci95=wilson_over((low_k, low_n), (high_k, high_n)),
        why=None if exact else SMALL_COUNT,
    )  # fmt: skip


def wilson_over(fewest: tuple[int, int], most: tuple[int, int]) -> Range | None:
    """From the lower end of the Wilson interval of the one (k, n) to the upper end of the other."""
    if fewest[1] == 0 or most[1] == 0:
        return None
    return wilson(*fewest)[0], wilson(*most)[1]


def is_unknown(group: str) -> bool:
    """Whether this is the group of people whose group nobody knows; a combination with such a part is one too."""
    return any(name.strip().casefold() in UNKNOWN_NAMES for name in group.split(" x "))


def total(counts: Iterable[Count]) -> Count:
    """The sum; of nothing, zero."""
    return sum(counts, NOBODY)


def delivered(counts: Iterable[Count | None]) -> Count | None:
    """The sum of the cells that were filled in, or None where none was."""
    found = [c for c in counts if c is not None]
    return total(found) if found else None


def weighted_median(found: Iterable[tuple[float, Count]]) -> float | None:
    """The median of medians, each weighing its cases; a small count weighs its middle. None of nothing."""
    weighed = sorted((value, (count.low + count.high) / 2) for value, count in found)
    half, passed = sum(weight for _, weight in weighed) / 2, 0.0
    for value, weight in weighed:
        passed += weight
        if weight and passed >= half:
            return value
    return None


def as_number(value: float, digits: int = 2) -> Text:
    """0.7241 is "0,72" in Dutch and "0.72" in English."""
    return _minus(Text(nl=number(value, "nl", digits), en=number(value, "en", digits)))


def as_percent(share: float, digits: int = 1) -> Text:
    """0.21 is "21,0%" and "21.0%"."""
    return _minus(Text(nl=percent(share, "nl", digits), en=percent(share, "en", digits)))


def as_count(count: Count | int) -> Text:
    """1192 is "1.192" and "1,192"; a small count is "<10"."""
    if isinstance(count, Count):
        if not count.is_exact:
            return Text(nl=str(count), en=str(count))
        count = count.low
    return Text(nl=number(count, "nl", 0), en=number(count, "en", 0))


def same(words: str) -> Text:
    """Words that are the same in both languages: a name, a formula."""
    return Text(nl=words, en=words)


def _minus(text: Text) -> Text:
    """With the sign of mathematics, and none before a zero."""

    def one(words: str) -> str:
        if not words.startswith("-"):
            return words
        return f"\N{MINUS SIGN}{words[1:]}" if words.strip("-0.,%") else words[1:]

    return Text(nl=one(text.nl), en=one(text.en))
