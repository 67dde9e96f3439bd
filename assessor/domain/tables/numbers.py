"""Counts and figures as vendors write them, in Dutch and in English notation.

`1.234` is twelve hundred and more to one reader and hardly more than one to another. So the cells of a whole file are
looked at first: `0,97` or `1.234,5` somewhere proves that the file is Dutch, `0.97` or `1,234.5` that it is English.
Where nothing proves it, the cell is refused instead of guessed. Every refusal is a sentence; the reader of the table
puts the place before it.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from assessor.domain.formats import number as in_words
from assessor.domain.language import Language
from assessor.domain.tables.model import FEW, Count, exactly
from assessor.domain.text import Text

LONGEST = 40
"""Characters in a number, blanks included."""

_SIGNS = str.maketrans({
    "\N{MINUS SIGN}": "-", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " ",
    "\N{FIGURE SPACE}": " ", "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{MODIFIER LETTER APOSTROPHE}": "'",
})  # fmt: skip
_BODY = re.compile(r"[0-9., ']*[0-9]")
_SPACED = re.compile(r"([0-9]{1,3})((?: [0-9]{3})+|(?:'[0-9]{3})+)([.,][0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*")
_POWER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_BETWEEN = re.compile(r"([0-9]{1,10})\s?(?:\.\.|-|–)\s?([0-9]{1,10})")
_FEWER = re.compile(r"(?:<|≤|<=)\s*[0-9]+")

_DECIMAL_MARK: dict[Language, str] = {"nl": ",", "en": "."}


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


NO_NUMBER = _t(
    "hier staat geen getal. Schrijf alleen cijfers; laat de cel leeg als u het niet weet en de kolom leeg mag zijn.",
    "this is no number. Write digits only; leave the cell empty if you do not know and the column may be empty.",
)
IN_DOUBT = _t(
    "dit getal kan in dit bestand twee dingen betekenen: duizendtallen of decimalen. Schrijf het zonder punt of komma, "
    "of met een punt als decimaalteken en een extra nul.",
    "this number can mean two things in this file: thousands or decimals. Write it without point or comma, "
    "or with a decimal point and one more zero.",
)
MARKS_MISPLACED = _t(
    "de punten, komma's of spaties in dit getal staan op een plaats waar ze geen duizendtallen scheiden. "
    "Schrijf het getal zonder.",
    "the points, commas or blanks in this number stand where they do not separate thousands. "
    "Write the number without.",
)
OTHER_DIGITS = _t(
    "dit getal is met andere tekens geschreven dan de cijfers 0 tot en met 9. Typ het opnieuw.",
    "this number is written with other characters than the digits 0 to 9. Type it again.",
)
SIGN = _t(
    "een getal begint hier niet met een plusteken. Schrijf alleen het getal.",
    "a number does not begin with a plus sign here. Write the number alone.",
)
LEADING_ZERO = _t(
    "dit getal begint met een nul en lijkt daardoor een nummer en geen aantal. Schrijf het zonder nul vooraan.",
    "this number begins with a zero, which makes it look like a code and not a number. Write it without.",
)
POWER = _t(
    "dit getal is in machten van tien geschreven, waardoor cijfers wegvallen. Schrijf het voluit.",
    "this number is written in powers of ten, which drops digits. Write it in full.",
)
PERCENT = _t(
    "hier hoort een aantal en geen percentage.",
    "this has to be a number and not a percentage.",
)
NO_PERCENT = _t(
    "schrijf dit getal zonder procentteken, in de eenheid die bij de kolom staat.",
    "write this number without a percent sign, in the unit that the column names.",
)
NOT_WHOLE = _t(
    "hier hoort een heel getal, zonder decimalen.",
    "this has to be a whole number, without decimals.",
)
NEGATIVE = _t(
    "een aantal kan niet negatief zijn.",
    "a count cannot be negative.",
)
ONLY_TEN = _t(
    "schrijf <10 voor een aantal van 1 tot en met 9; andere grenzen worden niet gebruikt.",
    "write <10 for a count from 1 to 9; other limits are not used.",
)
NOT_TEN = _t(
    "schrijf een aantal dat u niet precies geeft als het tiental waarin het ligt, zoals 40..49, of als <10.",
    "write a count that you do not give exactly as the ten in which it lies, such as 40..49, or as <10.",
)
NO_SMALL_COUNT = _t(
    "<10 kan alleen staan in een kolom met aantallen mensen of gevallen.",
    "<10 can only stand in a column that counts people or cases.",
)
NO_SHARE = _t(
    "hier hoort een deel tussen 0 en 1, of een percentage met procentteken: 0.29 of 29%.",
    "this has to be a part between 0 and 1, or a percentage with its sign: 0.29 or 29%.",
)


def proves(text: str) -> Language | None:
    """Which notation this one cell can only be written in; None where it fits both or is no number."""
    bare = _bare(text).removesuffix("%").rstrip().removeprefix("-").strip()
    if len(bare) > LONGEST or not _BODY.fullmatch(bare):
        return None
    parts = _parts(bare, None)
    return parts[2] if isinstance(parts, tuple) else None


def read_count(text: str, notation: Language | None, highest: float | None = None) -> Count | Text:
    """A whole number from 0, or one that is not given exactly.

    `<10` is any number from 1 to 9; `40..49` a larger one that would give a small one away.
    """
    bare = _bare(text)
    if _FEWER.fullmatch(bare):
        return FEW if bare.replace(" ", "") == "<10" else ONLY_TEN
    between = _BETWEEN.fullmatch(bare)
    if between:
        low, high = int(between[1]), int(between[2])
        # One ten, or two where one more or fewer would leave it.
        fits = low % 10 == 0 and high - low in (9, 19) and (highest is None or high <= highest)
        return Count(low, high) if fits else NOT_TEN
    found = read_whole(text, notation, 0, highest)
    return found if isinstance(found, Text) else exactly(found)


def read_whole(
    text: str, notation: Language | None, lowest: float | None = None, highest: float | None = None
) -> int | Text:
    """A number without decimals."""
    found = _decimal(text, notation)
    if isinstance(found, Text):
        return found
    value, decimals, percent = found
    if percent:
        return PERCENT
    if decimals:
        return NOT_WHOLE
    return _outside(value, lowest, highest) or int(value)


def read_figure(
    text: str, notation: Language | None, lowest: float | None = None, highest: float | None = None
) -> float | Text:
    """A number with or without decimals."""
    found = _decimal(text, notation)
    if isinstance(found, Text):
        return found
    value, _, percent = found
    if percent:
        return NO_PERCENT
    return _outside(value, lowest, highest) or float(value)


def read_share(text: str, notation: Language | None) -> float | Text:
    """A part of one: 0.29, 0,29 or 29%."""
    found = _decimal(text, notation)
    if isinstance(found, Text):
        return found
    value, _, percent = found
    value = value / 100 if percent else value
    return float(value) if 0 <= value <= 1 else NO_SHARE


def read_printed(
    text: str, notation: Language | None, lowest: float | None = None, highest: float | None = None
) -> str | Text:
    """A figure as it was printed, with all its decimals: `0,970` gives "0.970" and `29 %` gives "29%"."""
    found = _decimal(text, notation)
    if isinstance(found, Text):
        return found
    value, decimals, percent = found
    outside = _outside(value / 100 if percent else value, lowest, highest)
    if outside is not None:
        return NO_SHARE if (lowest, highest) == (0, 1) else outside
    return f"{value:.{decimals}f}" + ("%" if percent else "")


def printed_value(text: str) -> Decimal:
    """The value of what `read_printed` gave: "29%" is 0.29."""
    value = Decimal(text.removesuffix("%"))
    return value / 100 if text.endswith("%") else value


def plain_number(text: str, whole: bool) -> str | None:
    """A number that a spreadsheet stored, written out with a decimal point; None when it is no number.

    A spreadsheet does not tell 12 from 12.0, so that a whole column takes both.
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > LONGEST:
        return None
    if whole and value == value.to_integral_value():
        value = value.to_integral_value()
    return format(value, "f")


def _bare(text: str) -> str:
    return text[: 2 * LONGEST].translate(_SIGNS).strip()


def _decimal(text: str, notation: Language | None) -> tuple[Decimal, int, bool] | Text:
    """The value as written, how many decimals it has, and whether a percent sign follows."""
    bare = _bare(text)
    if len(bare) > LONGEST:
        return NO_NUMBER
    if any(c.isdecimal() and not c.isascii() for c in bare):
        return OTHER_DIGITS
    if _FEWER.fullmatch(bare):
        return NO_SMALL_COUNT
    if _POWER.fullmatch(bare):
        return POWER
    percent = bare.endswith("%")
    body = bare.removesuffix("%").rstrip()
    if body.startswith("+"):
        return SIGN
    negative = body.startswith("-")
    body = body.removeprefix("-").lstrip()
    if not _BODY.fullmatch(body):
        return NO_NUMBER
    parts = _parts(body, notation)
    if isinstance(parts, Text):
        return parts
    whole, fraction, _ = parts
    if len(whole) > 1 and whole.startswith("0"):
        return LEADING_ZERO
    value = Decimal(f"{'-' if negative else ''}{whole or '0'}.{fraction or '0'}")
    return value, len(fraction), percent


def _parts(body: str, notation: Language | None) -> tuple[str, str, Language | None] | Text:
    """The digits before and after the decimal mark, and the notation that this proves."""
    spaced = _SPACED.fullmatch(body)
    if spaced:
        decimals = spaced[3] or ""
        digits = spaced[1] + spaced[2].replace(" ", "").replace("'", "")
        return digits, decimals[1:], _written_in(decimals[:1])
    if " " in body or "'" in body:
        return MARKS_MISPLACED
    if body.isdecimal():
        return body, "", None
    grouped = _GROUPED.fullmatch(body)
    if grouped and not body.startswith("0"):
        return _thousands_or_decimals(body, grouped[1], notation)
    cut = max(body.rfind("."), body.rfind(","))
    whole, mark, fraction = body[:cut], body[cut], body[cut + 1 :]
    if whole and not whole.isdecimal():
        if mark in whole or not _GROUPED.fullmatch(whole) or whole.startswith("0"):
            return MARKS_MISPLACED
        whole = whole.replace(".", "").replace(",", "")
    return whole, fraction, _written_in(mark)


def _thousands_or_decimals(
    body: str, mark: str, notation: Language | None
) -> tuple[str, str, Language | None] | Text:
    if body.count(mark) > 1:
        return body.replace(mark, ""), "", "nl" if mark == "." else "en"
    if notation is None:
        return IN_DOUBT
    if mark == _DECIMAL_MARK[notation]:
        whole, _, fraction = body.partition(mark)
        return whole, fraction, None
    return body.replace(mark, ""), "", None


def _written_in(decimal_mark: str) -> Language | None:
    return {",": "nl", ".": "en"}.get(decimal_mark)  # type: ignore[return-value]


def _outside(value: Decimal, lowest: float | None, highest: float | None) -> Text | None:
    if lowest is not None and value < lowest:
        if lowest == 0:
            return NEGATIVE
        return _t(
            "dit getal is te laag; het laagste is {n}.", "this number is too low; the lowest is {n}."
        ).fill(n=_limit(lowest))
    if highest is not None and value > highest:
        return _t(
            "dit getal is te hoog; het hoogste is {n}.", "this number is too high; the highest is {n}."
        ).fill(n=_limit(highest))
    return None


def _limit(value: float) -> Text | str:
    if float(value).is_integer() and abs(value) < 10_000:
        return str(int(value))  # a year is not written with a point
    return Text(nl=in_words(value, "nl"), en=in_words(value, "en"))
