"""Working days in the Netherlands: every day but weekends and the general public holidays."""

from __future__ import annotations

import datetime
from functools import cache

_DAY = datetime.timedelta(days=1)


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def working_days_after(day: datetime.date, n: int) -> datetime.date:
    """The n-th working day after `day`."""
    while n > 0:
        day += _DAY
        n -= is_working_day(day)
    return day


def working_days_until(day: datetime.date, last: datetime.date) -> int:
    """How many whole working days there are after `day`, up to and including `last`."""
    return sum(is_working_day(day + _DAY * n) for n in range(1, (last - day).days + 1))


@cache
def holidays(year: int) -> frozenset[datetime.date]:
    """The days that the Algemene termijnenwet, article 3, treats as Sundays."""
    easter = _easter(year)
    kings_day = datetime.date(year, 4, 27)
    return frozenset(
        {
            datetime.date(year, 1, 1),
            easter - 2 * _DAY,
            easter + _DAY,
            # On a Sunday it is kept the day before.
            kings_day - _DAY if kings_day.weekday() == 6 else kings_day,
            datetime.date(year, 5, 5),
            easter + 39 * _DAY,
            easter + 50 * _DAY,
            datetime.date(year, 12, 25),
            datetime.date(year, 12, 26),
        }
    )


def _easter(year: int) -> datetime.date:
    """Easter Sunday of the Gregorian calendar, by the rule of Gauss in the form without exceptions."""
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    after = moon - weekday
    month = 3 + (after + 40) // 44
    return datetime.date(year, month, after + 28 - 31 * (month // 4))
