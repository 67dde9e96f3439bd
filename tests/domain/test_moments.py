"""Days and times as officers type them, in Amsterdam."""

from __future__ import annotations

import datetime

import pytest

from assessor.domain.formats import date_and_time, in_utc, read_day, read_time

TIME = datetime.time(17)


@pytest.mark.parametrize("typed", ["22-11-2026", "2026-11-22", " 22-11-2026 ", "22/11/2026"])
def test_a_day_is_read_the_dutch_and_the_international_way(typed: str) -> None:
    assert read_day(typed) == datetime.date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["", "22 november", "31-02-2026", "11-22-2026", "2026", "0-0-0000"])
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert read_day(typed) is None


@pytest.mark.parametrize(("typed", "hour", "minute"), [("17:00", 17, 0), ("9.30", 9, 30), ("17", 17, 0)])
def test_a_time_is_read_with_a_colon_a_point_or_nothing(typed: str, hour: int, minute: int) -> None:
    assert read_time(typed) == datetime.time(hour, minute)


@pytest.mark.parametrize("typed", ["", "24:00", "17:60", "vijf uur", "17:0"])
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    assert read_time(typed) is None


def test_a_deadline_in_winter_and_in_summer_is_stored_in_utc() -> None:
    winter, summer = in_utc(datetime.date(2026, 11, 22), TIME), in_utc(datetime.date(2026, 7, 1), TIME)
    assert winter == datetime.datetime(2026, 11, 22, 16, tzinfo=datetime.UTC)
    assert summer == datetime.datetime(2026, 7, 1, 15, tzinfo=datetime.UTC)


@pytest.mark.parametrize("date", [datetime.date(2027, 3, 28), datetime.date(2026, 10, 25)])
def test_an_hour_that_is_missing_or_comes_twice_is_refused(date: datetime.date) -> None:
    assert in_utc(date, datetime.time(2, 30)) is None
    assert in_utc(date, datetime.time(3)) is not None


def test_a_stored_moment_is_shown_as_it_was_typed() -> None:
    assert date_and_time(datetime.datetime(2026, 11, 22, 16, tzinfo=datetime.UTC)) == ("22-11-2026", "17:00")
