"""A printed figure against the recomputed one: does it follow from the counts?

Claims are taken as printed, so that the number of decimals is known: 0.72 stands for 0.715 to 0.725. Everything is
compared exactly, in decimal fractions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from assessor.domain.formats import number, percent
from assessor.domain.language import Language
from assessor.domain.text import Text

Verdict = Literal["agrees", "differs_slightly", "contradicts", "not_claimed"]
FigureKind = Literal["rate", "ratio", "coefficient"]

TOLERANCE: dict[FigureKind, Fraction] = {
    "rate": Fraction(5, 1000),
    "ratio": Fraction(2, 100),
    "coefficient": Fraction(2, 100),
}
"""Half a percentage point for rates, 0.02 for ratios and coefficients."""

_ORDER: tuple[Verdict, ...] = ("not_claimed", "agrees", "differs_slightly", "contradicts")
Recomputed = Fraction | Decimal | float | int | tuple[Fraction, Fraction]
"""Exact, or the lowest and highest that small counts allow."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What was printed."""

    value: Fraction
    """A fraction of one, also where a percentage was printed."""
    half_unit: Fraction
    """Half of the last printed digit."""
    printed: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The verdict, and the difference in words where something was claimed."""

    verdict: Verdict
    difference: Text | None


def read_claim(claim: str | float | Decimal | None, kind: FigureKind) -> Claimed | None:
    """What a claim says: "0.72", "0,72", "29%", 0.72. None for an empty one; ValueError for what is no figure.

    Comma and point both mark decimals. A rate above 1 without a percent sign is a percentage.
    """
    if claim is None:
        return None
    text = claim.strip() if isinstance(claim, str) else format(Decimal(format(claim, ".12g")), "f")
    if not text:
        return None
    found = re.fullmatch(r"([+\-\N{MINUS SIGN}]?)(\d{1,9})?(?:[.,](\d{1,12}))?\s?(%?)", text, re.ASCII)
    if found is None or not (found[2] or found[3]):
        raise ValueError(f"{text!r} is not a figure")
    decimals = found[3] or ""
    value = Fraction(int((found[2] or "") + decimals), 10 ** len(decimals))
    half_unit = Fraction(1, 2 * 10 ** len(decimals))
    if found[4] or (kind == "rate" and value > 1):
        value, half_unit = value / 100, half_unit / 100
    return Claimed(-value if found[1] in ("-", "\N{MINUS SIGN}") else value, half_unit, text)


def judge_claim(
    claim: str | float | Decimal | None, recomputed: Recomputed | None, kind: FigureKind
) -> Claim:
    """Whether a claimed figure follows from the recomputed one.

    agrees: within half a unit of the last printed digit, inclusive, and within the tolerance; differs_slightly: within
    the tolerance; contradicts: beyond it, or nothing can be computed where something is claimed; not_claimed: nothing
    was claimed. A range is agreed with when one of its values is.
    """
    claimed = read_claim(claim, kind)
    if claimed is None:
        return Claim("not_claimed", None)
    if recomputed is None:
        return Claim("contradicts", _CANNOT_BE.fill(claimed=claimed_words(claimed.printed)))
    low, high = recomputed if isinstance(recomputed, tuple) else (_exact(recomputed),) * 2
    nearest = min(max(claimed.value, low), high)
    distance = abs(claimed.value - nearest)
    if distance > TOLERANCE[kind]:
        verdict: Verdict = "contradicts"
    else:
        verdict = "agrees" if distance <= claimed.half_unit else "differs_slightly"
    return Claim(verdict, _difference(claimed, low, high, nearest, verdict, kind))


def claimed_words(printed: str) -> Text:
    """A claimed figure digit by digit as it was printed, with the mark for decimals of each language."""
    return Text(nl=printed.replace(".", ","), en=printed.replace(",", "."))


def worse_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several; not_claimed only where nothing at all was claimed."""
    return max(verdicts, key=_ORDER.index, default="not_claimed")


def _exact(value: Fraction | Decimal | float) -> Fraction:
    """A float is the decimal number that it prints as: 0.285 is 285/1000."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


_CANNOT_BE = Text(
    nl="Opgegeven is {claimed}, maar uit de aantallen is hier niets te berekenen.",
    en="{claimed} was claimed, but nothing can be computed here from the counts.",
)
_FOLLOWS = Text(
    nl="Opgegeven is {claimed}; dat volgt uit de aantallen ({computed}).",
    en="{claimed} was claimed; that follows from the counts ({computed}).",
)
_OFF = Text(
    nl="Opgegeven is {claimed}, uit de aantallen volgt {computed}: {distance} te {side}.",
    en="{claimed} was claimed, the counts give {computed}: {distance} too {side}.",
)
_HIGH = Text(nl="hoog", en="high")
_LOW = Text(nl="laag", en="low")


def _difference(
    claimed: Claimed, low: Fraction, high: Fraction, nearest: Fraction, verdict: Verdict, kind: FigureKind
) -> Text:
    computed = Text(nl=_range(low, high, kind, "nl"), en=_range(low, high, kind, "en"))
    if verdict == "agrees":
        return _FOLLOWS.fill(claimed=claimed_words(claimed.printed), computed=computed)
    distance = abs(claimed.value - nearest)
    return _OFF.fill(
        claimed=claimed_words(claimed.printed),
        computed=computed,
        distance=Text(nl=_distance(distance, kind, "nl"), en=_distance(distance, kind, "en")),
        side=_HIGH if claimed.value > nearest else _LOW,
    )


def _range(low: Fraction, high: Fraction, kind: FigureKind, language: Language) -> str:
    ends = [
        percent(float(end), language, 1) if kind == "rate" else number(float(end), language, 3)
        for end in ((low,) if low == high else (low, high))
    ]
    return (" tot " if language == "nl" else " to ").join(ends)


def _distance(distance: Fraction, kind: FigureKind, language: Language) -> str:
    if kind != "rate":
        return number(float(distance), language, 3)
    points = "procentpunt" if language == "nl" else "percentage points"
    return f"{number(float(distance) * 100, language, 1)} {points}"
