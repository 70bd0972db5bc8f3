"""When a subscription is told: comma lists of numbers and `[a-b]` ranges as in EPCIS 1, also `*` and `a/b` of cron.

The official patterns do not compile and write `[0-59]` for a range (standards.md 2.8); this is our own reading. A
field that is missing means every value, but the second, which then is 0. Times are Vietnam's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from txng.kernel.clock import VIETNAM

RANGES = {
    "second": (0, 59),
    "minute": (0, 59),
    "hour": (0, 23),
    "dayOfMonth": (1, 31),
    "month": (1, 12),
    "dayOfWeek": (1, 7),  # 1 = Monday
}
_ELEMENT = re.compile(r"(?:(?P<all>\*)|\[?(?P<low>\d{1,2})(?:-(?P<high>\d{1,2}))?\]?)(?:/(?P<step>\d{1,2}))?")
_DAYS_AHEAD = 366 * 8  # 29 February comes again within eight years, whatever the century


class NoSchedule(ValueError):
    pass


def read(schedule: Any) -> dict[str, frozenset[int]]:
    if not isinstance(schedule, Mapping) or not schedule:
        raise NoSchedule("a schedule names at least one of " + ", ".join(RANGES))
    for name in schedule:
        if name not in RANGES:
            raise NoSchedule(f"“{str(name)[:40]}” is no part of a schedule")
    found = {name: _values(name, schedule[name]) for name in RANGES if schedule.get(name) not in (None, "")}
    found.setdefault("second", frozenset({0}))
    return found


def _values(name: str, given: Any) -> frozenset[int]:
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    if not isinstance(text, str) or len(text) > 400:
        raise NoSchedule(f"{name} is text")
    lowest, highest = RANGES[name]
    found: set[int] = set()
    for element in text.replace(" ", "").split(","):
        part = _ELEMENT.fullmatch(element)
        if part is None or element.startswith("[") != element.partition("/")[0].endswith("]"):
            raise NoSchedule(f"{name}: “{element[:40]}” is neither a number nor a range [a-b]")
        low = lowest if part["all"] else int(part["low"])
        open_end = part["all"] or (part["step"] and not part["high"])
        high = highest if open_end else int(part["high"] or part["low"])
        step = int(part["step"] or 1)
        if not lowest <= low <= high <= highest or step < 1:
            raise NoSchedule(f"{name} lies between {lowest} and {highest}")
        found.update(range(low, high + 1, step))
    return frozenset(found)


def next_time(schedule: Any, after: datetime) -> datetime:
    """The first moment later than `after`; NoSchedule where none ever comes (30 February)."""
    found = read(schedule)
    every = {name: found.get(name) or frozenset(range(low, high + 1)) for name, (low, high) in RANGES.items()}
    local = after.astimezone(VIETNAM).replace(microsecond=0) + timedelta(seconds=1)
    day = local.date()
    for _ in range(_DAYS_AHEAD):
        fits = day.month in every["month"] and day.day in every["dayOfMonth"] and day.isoweekday() in every["dayOfWeek"]
        if fits and (time := _time(every, local if day == local.date() else None)):
            return datetime(day.year, day.month, day.day, *time, tzinfo=VIETNAM)
        day += timedelta(days=1)
    raise NoSchedule("that moment never comes")


def _time(every: dict[str, frozenset[int]], earliest: datetime | None) -> tuple[int, int, int] | None:
    least = (earliest.hour, earliest.minute, earliest.second) if earliest else (0, 0, 0)
    for hour in sorted(every["hour"]):
        for minute in sorted(every["minute"]):
            if (hour, minute, 59) < least:
                continue
            for second in sorted(every["second"]):
                if (hour, minute, second) >= least:
                    return hour, minute, second
    return None
