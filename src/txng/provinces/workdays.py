"""Ngày làm việc: clocks count these. Pure functions over a calendar that is data."""

from __future__ import annotations

import tomllib
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from txng.provinces.language import Named
from txng.provinces.reading import ProfileError, build

FILE = Path(__file__).parent / "calendar.toml"
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Named):
    first: date
    last: date
    name: str
    name_en: str

    @property
    def days(self) -> frozenset[date]:
        return frozenset(self.first + _DAY * number for number in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedDay:
    """A weekend day worked in exchange for another."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    years: tuple[int, ...]
    holidays: tuple[Holiday, ...]
    worked: tuple[WorkedDay, ...] = ()

    @property
    def free(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.days)

    @property
    def exchanged(self) -> frozenset[date]:
        return frozenset(worked.day for worked in self.worked)


@cache
def work_calendar() -> WorkCalendar:
    return read(FILE)


def read(path: Path) -> WorkCalendar:
    calendar = build(WorkCalendar, tomllib.loads(path.read_text(encoding="utf-8")), file=path.name)
    for number, holiday in enumerate(calendar.holidays):
        if holiday.last < holiday.first:
            raise ProfileError(path.name, f"holidays[{number}].last", "ends before it begins")
    return calendar


@cache
def _shipped() -> tuple[frozenset[date], frozenset[date]]:
    return work_calendar().free, work_calendar().exchanged


def is_working_day(day: date, *, also_free: Set[date] = frozenset(), also_worked: Set[date] = frozenset()) -> bool:
    """Whether offices work that day; `also_free` and `also_worked` are what an operator recorded, and go before."""
    free, exchanged = _shipped()
    if day in also_worked:
        return True
    if day in also_free or day in free:
        return False
    return day.weekday() < _SATURDAY or day in exchanged


def working_days_after(
    start: date, number: int, *, also_free: Set[date] = frozenset(), also_worked: Set[date] = frozenset()
) -> date:
    """The last day of a clock of `number` working days that began on `start`; that day itself does not count.

    Nought gives the first working day on or after `start`.
    """
    if number < 0:
        raise ValueError("a clock does not run backwards")
    day = start if number else start - _DAY
    left = number or 1
    while left:
        day += _DAY
        if is_working_day(day, also_free=also_free, also_worked=also_worked):
            left -= 1
    return day


def working_days_between(
    start: date, end: date, *, also_free: Set[date] = frozenset(), also_worked: Set[date] = frozenset()
) -> int:
    """Working days after `start` up to and including `end`; less than nought when `end` lies before."""
    if end < start:
        return -working_days_between(end, start, also_free=also_free, also_worked=also_worked)
    days = (start + _DAY * number for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, also_free=also_free, also_worked=also_worked) for day in days)
