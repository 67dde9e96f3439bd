"""Numbers and moments as people write and read them: 1.234,5 in Dutch, 1,234.5 in English.

Reading is strict: a text that could mean two numbers is refused instead of guessed.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

from assessor.domain.language import Language

_MARKS: dict[Language, tuple[str, str]] = {"nl": (".", ","), "en": (",", ".")}


def number(value: float | int | Decimal, language: Language, digits: int | None = None) -> str:
    """`value` with thousands grouped; `digits` decimals, or as many as are needed (at most four)."""
    group, point = _MARKS[language]
    if digits is None:
        plain = f"{value:,.4f}".rstrip("0").rstrip(".")
    else:
        plain = f"{value:,.{digits}f}"
    return plain.replace(",", "\0").replace(".", point).replace("\0", group)


def percent(share: float, language: Language, digits: int = 0) -> str:
    """A share of 1 as a percentage: 0.125 is "12,5%" (nl) or "12.5%" (en) with one digit."""
    return f"{number(share * 100, language, digits)}%"


def read_number(text: str, language: Language) -> Decimal | None:
    """The number that `text` means in `language`, or None when it means none.

    Dutch reads 1.234,5 and English 1,234.5; a group mark must stand before three digits. A percent sign
    and blanks around the number are passed over.
    """
    group, point = (re.escape(mark) for mark in _MARKS[language])
    bare = text.strip().removesuffix("%").strip().replace("\N{MINUS SIGN}", "-")
    form = rf"[+-]?(\d{{1,18}}|\d{{1,3}}({group}\d{{3}}){{1,5}})({point}\d{{1,8}})?"
    if not re.fullmatch(form, bare, re.ASCII):
        return None
    group_mark, point_mark = _MARKS[language]
    return Decimal(bare.replace(group_mark, "").replace(point_mark, "."))


def typed_number(value: float | int, language: Language) -> str:
    """The number as one types it, with every digit: what `read_number` reads back."""
    exact = Decimal(repr(value))
    whole = exact.to_integral_value()
    return format(whole if whole == exact else exact, "f").replace(".", _MARKS[language][1])


ZONE = ZoneInfo("Europe/Amsterdam")

_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
           "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
}  # fmt: skip


def day(date: datetime.date, language: Language) -> str:
    """23 november 2026, 23 November 2026."""
    return f"{date.day} {_MONTHS[language][date.month - 1]} {date.year}"


def read_day(text: str) -> datetime.date | None:
    """The day in `text`, written as 2026-11-23, 23-11-2026 or 23/11/2026; None when it is none."""
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text.strip(), form).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    return None


def moment(when: datetime.datetime, language: Language) -> str:
    """A stored moment (UTC) as the clock in Amsterdam showed it, with the zone."""
    local = when.replace(tzinfo=when.tzinfo or datetime.UTC).astimezone(ZONE)
    at = "om" if language == "nl" else "at"
    return f"{day(local.date(), language)} {at} {local:%H:%M} ({local.tzname()})"


def read_time(text: str) -> datetime.time | None:
    """The time of day that 17:00, 17.00 or 17 means."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", text.strip(), re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return datetime.time(int(found[1]), int(found[2] or 0))


def in_utc(date: datetime.date, time: datetime.time) -> datetime.datetime | None:
    """What the clock in Amsterdam shows, as a moment in UTC.

    None in the hours around a change of the clock that do not exist, or that come twice: a deadline must not
    depend on guessing which one was meant.
    """
    local = datetime.datetime.combine(date, time, ZONE)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        return None
    return local.astimezone(datetime.UTC)


def date_and_time(when: datetime.datetime) -> tuple[str, str]:
    """A stored moment as a form shows it: 22-11-2026 and 17:00."""
    local = when.replace(tzinfo=when.tzinfo or datetime.UTC).astimezone(ZONE)
    return f"{local:%d-%m-%Y}", f"{local:%H:%M}"
