"""Clocks run in working days: no weekends, no holidays, exchanged Saturdays count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.provinces.workdays import is_working_day, work_calendar, working_days_after, working_days_between

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # filed on a Saturday
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 2, 13), 3, date(2026, 2, 25)),  # over Tết Bính Ngọ
        (date(2026, 1, 9), 1, date(2026, 1, 10)),  # the Saturday worked for 02/01
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # over National Day
    ],
)
def test_a_clock_ends_on_a_working_day(start: date, number: int, end: date) -> None:
    assert working_days_after(start, number) == end


def test_days_the_operator_adds_are_free_too() -> None:
    storm = frozenset({date(2026, 11, 23), date(2026, 11, 24)})
    assert working_days_after(date(2026, 11, 20), 1, also_free=storm) == date(2026, 11, 25)


def test_a_clock_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        working_days_after(date(2026, 1, 5), -1)


@given(start=DAYS, number=st.integers(1, 60))
def test_the_days_between_a_start_and_its_end_are_the_days_of_the_clock(start: date, number: int) -> None:
    end = working_days_after(start, number)
    assert is_working_day(end)
    assert working_days_between(start, end) == number
    assert working_days_between(end, start) <= 0


@given(start=DAYS, number=st.integers(1, 60))
def test_a_longer_clock_never_ends_earlier(start: date, number: int) -> None:
    assert working_days_after(start, number + 1) > working_days_after(start, number)
    assert working_days_after(start, 1) >= working_days_after(start, 0) >= start


def test_every_holiday_lies_in_a_year_of_the_calendar_and_worked_days_are_weekends() -> None:
    calendar = work_calendar()
    assert {day.year for day in calendar.free} == set(calendar.years)
    assert all(day.weekday() >= 5 for day in calendar.exchanged)
    assert not calendar.free & calendar.exchanged


@pytest.mark.parametrize("year", work_calendar().years)
def test_a_year_has_about_250_working_days(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    assert 245 <= sum(is_working_day(day) for day in days) <= 253
