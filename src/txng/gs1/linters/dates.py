"""Dates and times. A year of two digits is leap when it divides by four: 00 means 2000 in every window GS1 uses."""

from __future__ import annotations

from calendar import isleap

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def yymmdd(text: str) -> str:
    return _date(text, year_digits=2, day_may_be_zero=False)


def yymmd0(text: str) -> str:
    """Day 00 stands for the last day of the month."""
    return _date(text, year_digits=2, day_may_be_zero=True)


def yyyymmdd(text: str) -> str:
    return _date(text, year_digits=4, day_may_be_zero=False)


def yyyymmd0(text: str) -> str:
    return _date(text, year_digits=4, day_may_be_zero=True)


def hh(text: str) -> str:
    return _number(text, "hour", 23)


def mi(text: str) -> str:
    return _number(text, "minute", 59)


def ss(text: str) -> str:
    return _number(text, "second", 59)


def hhmi(text: str) -> str:
    if len(text) != 4:
        return "hour_with_minute_too_short" if len(text) < 4 else "hour_with_minute_too_long"
    return hh(text[:2]) or mi(text[2:])


def _date(text: str, *, year_digits: int, day_may_be_zero: bool) -> str:
    wanted = year_digits + 4
    if len(text) != wanted:
        return "date_too_short" if len(text) < wanted else "date_too_long"
    if not (text.isascii() and text.isdigit()):
        return "non_digit_character"
    year, month, day = int(text[:year_digits]), int(text[-4:-2]), int(text[-2:])
    if not 1 <= month <= 12:
        return "illegal_month"
    leap = isleap(year) if year_digits == 4 else year % 4 == 0
    last = 29 if month == 2 and leap else _DAYS[month - 1]
    return "" if (0 if day_may_be_zero else 1) <= day <= last else "illegal_day"


def _number(text: str, name: str, most: int) -> str:
    if len(text) != 2:
        return f"{name}_too_short" if len(text) < 2 else f"{name}_too_long"
    if not (text.isascii() and text.isdigit()):
        return "non_digit_character"
    return "" if int(text) <= most else f"illegal_{name}"
