"""One cell, read as its column says: a count, a share, a day, a month, a word from a list."""

from __future__ import annotations

import datetime
import re

from assessor.domain.language import Language
from assessor.domain.limits import clean_text
from assessor.domain.tables.grid import Cell
from assessor.domain.tables.model import ALL, UNKNOWN, Choice, Column, Count, HeaderField
from assessor.domain.tables.numbers import (
    NO_NUMBER,
    plain_number,
    read_count,
    read_figure,
    read_printed,
    read_share,
    read_whole,
)
from assessor.domain.text import Text

Value = Count | str | float | int | bool | datetime.date | None

NUMERIC = ("count", "whole", "number", "share", "printed")
LONGEST_WORD = 300
"""Characters in a name of a group, a stage or a study; what was done about an alarm may be longer."""
LONGEST_NOTE = 2000

_EVERYBODY = frozenset({"all", "alle", "iedereen", "totaal", "total", "everyone", "everybody"})
_NOT_KNOWN = frozenset({"unknown", "onbekend"})
_YES = frozenset({"yes", "y", "ja", "j", "true", "waar", "1"})
_NO = frozenset({"no", "n", "nee", "false", "onwaar", "0"})
_SPLITS = frozenset(
    {"vacancy_family", "module_code", "reviewer_decile", "score_band", "job_family", "ground", "group"}
)
"""Columns that split; where they may be empty, `all` says the same as an empty cell."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb", "maart march mrt mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "augustus august aug", "september sep sept",
            "oktober october okt oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAMED_MONTH = re.compile(r"([a-z]{3,9})\.?[ -]'?([0-9]{2}|[0-9]{4})")
_PERIOD = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})(-01)?|[qk]([1-4])))?")


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


IS_DATE = _t(
    "het rekenblad heeft hier een datum van gemaakt. Maak de cel op als tekst en typ opnieuw wat er moet staan.",
    "the spreadsheet has made a date of this. Format the cell as text and type again what it has to say.",
)
NO_DAY = _t(
    "hier hoort een datum als jaar-maand-dag, zoals 2026-03-31.",
    "this has to be a date as year-month-day, such as 2026-03-31.",
)
NO_MONTH = _t(
    "hier hoort een maand zoals 2026-03, een kwartaal zoals 2026-Q1, een jaar, of twee maanden met een schuine streep: "
    "2025-10/2026-09. Een dag is te precies.",
    "this has to be a month such as 2026-03, a quarter such as 2026-Q1, a year, or two months with a slash: "
    "2025-10/2026-09. A day is too precise.",
)
BACKWARDS = _t(
    "deze periode eindigt voordat zij begint.",
    "this period ends before it begins.",
)
NO_YES_NO = _t("hier hoort yes of no (of ja of nee).", "this has to be yes or no (or ja or nee).")


def read_cell(asked: Column | HeaderField, cell: Cell, notation: Language | None) -> Value | Text:
    """The value, None for an empty cell that may be empty, or what is wrong as a sentence."""
    if cell.is_empty or _is_left_open(asked, cell.text):
        return None
    if asked.kind in NUMERIC:
        return _numeric(asked, cell, notation)
    match asked.kind:
        case "choice":
            return _choice(asked.choices, cell.text)
        case "day":
            return read_day(cell.text)
        case "month":
            return read_period(cell.text)
        case "yes_no":
            word = _plain(cell.text)
            return True if word in _YES else False if word in _NO else NO_YES_NO
        case _:
            return _word(asked.name, cell)


def read_day(text: str) -> datetime.date | Text:
    """2026-03-31; also 31-3-2026, which is how a Dutch spreadsheet writes it."""
    bare = text.strip()
    dutch = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", bare)
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]{5,15})?", bare)
    try:
        if dutch:
            return datetime.date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        if iso:
            return datetime.date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    return NO_DAY


def read_period(text: str) -> str | Text:
    """A month as 2026-03, a quarter as 2026-Q1, a year, or the first and last month with a slash."""
    first, slash, last = text.strip().partition("/")
    begin = _month(first)
    end = _month(last) if slash else begin
    if (
        begin is None
        or end is None
        or (slash and not (len(begin) == len(end) == 7 and "Q" not in begin + end))
    ):
        return NO_MONTH
    if begin > end:
        return BACKWARDS
    return f"{begin}/{end}" if slash else begin


def _month(text: str) -> str | None:
    bare = re.sub(r"T[0-9:.]{5,15}$", "", text.strip()).casefold()
    named = _NAMED_MONTH.fullmatch(bare)
    if named:
        number = _MONTHS.get(named[1])
        year = named[2] if len(named[2]) == 4 else f"20{named[2]}"
        return f"{year}-{number:02d}" if number else None
    turned = re.fullmatch(r"([0-9]{2})-([0-9]{4})", bare)
    if turned:
        bare = f"{turned[2]}-{turned[1]}"
    found = _PERIOD.fullmatch(bare)
    if not found or not 1900 <= int(found[1]) <= 2200:
        return None
    if found[4]:
        return f"{found[1]}-Q{found[4]}"
    if found[2] is None:
        return found[1]
    return f"{found[1]}-{found[2]}" if 1 <= int(found[2]) <= 12 else None


def _is_left_open(asked: Column | HeaderField, text: str) -> bool:
    if not isinstance(asked, Column) or not asked.empty:
        return False
    word = _plain(text)
    if word in _NOT_KNOWN:
        return asked.kind in ("choice", "yes_no") and not any(c.code == UNKNOWN for c in asked.choices)
    return asked.name in _SPLITS and word in _EVERYBODY


def _numeric(asked: Column | HeaderField, cell: Cell, notation: Language | None) -> Value | Text:
    if asked.choices and isinstance(word := _choice(asked.choices, cell.text), str):
        return word
    if cell.kind == "date":
        return IS_DATE
    if cell.kind == "truth":
        return NO_NUMBER
    text = cell.text
    if cell.kind == "number":
        notation = "en"
        plain = plain_number(text, whole=asked.kind in ("count", "whole"))
        if plain is None:
            return NO_NUMBER
        text = cell.shown if asked.kind == "printed" else plain
    if asked.name.endswith("_pct"):
        text = text.strip().removesuffix("%")
    lowest, highest = (asked.lowest, asked.highest) if isinstance(asked, Column) else (0, None)
    match asked.kind:
        case "count":
            return read_count(text, notation, highest)
        case "whole":
            return read_whole(text, notation, lowest, highest)
        case "share":
            return read_share(text, notation)
        case "printed":
            return read_printed(text, notation, lowest, highest)
        case _:
            return read_figure(text, notation, lowest, highest)


def _choice(choices: tuple[Choice, ...], text: str) -> str | Text:
    word = _plain(text)
    for choice in choices:
        if word in (choice.code.casefold(), choice.label.nl.casefold(), choice.label.en.casefold()):
            return choice.code
    codes = {choice.code for choice in choices}
    if {"yes", "no"} <= codes and word in _YES | _NO:
        return "yes" if word in _YES else "no"
    listed = ", ".join(choice.code for choice in choices)
    return _t(
        "hier hoort een van deze woorden: {codes}.", "this has to be one of these words: {codes}."
    ).fill(codes=listed)


def _word(name: str, cell: Cell) -> str | Text:
    if cell.kind == "date":
        return IS_DATE
    # Blanks at the ends and doubled blanks are nobody's intention, and would make two groups of one.
    text = " ".join(clean_text(cell.shown).split())
    most = LONGEST_NOTE if name == "action" else LONGEST_WORD
    if not text or len(text) > most:
        return _t(
            "deze tekst is te lang; er passen {n} tekens.", "this text is too long; {n} characters fit."
        ).fill(n=most)
    if name == "group":
        word = text.casefold()
        return ALL if word in ("all", "alle") else UNKNOWN if word in _NOT_KNOWN else text
    return text


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
