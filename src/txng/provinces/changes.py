"""The profile and the calendar as they hold on a day: what was shipped, overlaid by what the operator recorded since.

Read in the request that needs it, once: a change counts on every worker from its commit on, and one with a later
date by itself on its day. The path of a scan reads none of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.apps import apps

from txng.kernel.requests import forget, once_a_request
from txng.provinces import changeable, workdays
from txng.provinces.profiles import current
from txng.provinces.types import Profile

if TYPE_CHECKING:
    from txng.provinces.models import Holiday, Override

_VALUES, _DAYS = "provinces.overrides", "provinces.holidays"
_DAY = timedelta(days=1)
_NOT_RECORDED_YET = 1 << 63  # a preview asks what would hold if it were recorded now


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A value and the days it holds; `override` is None where the profile speaks."""

    first: date | None
    last: date | None
    value: int
    override: Override | None = None


def overrides() -> Sequence[Override]:
    """All of them, a handful: in the order in which they take effect."""
    return once_a_request(_VALUES, _read_overrides)


def holidays() -> Sequence[Holiday]:
    """All of them, in the order in which they were recorded."""
    return once_a_request(_DAYS, _read_holidays)


def forget_changes() -> None:
    """For the verbs that make one: whoever asks later in the same request must see it."""
    forget(_VALUES)
    forget(_DAYS)


def in_force(day: date) -> Profile:
    """The profile as it reads on that day."""
    rows = [row for row in overrides() if _covers(row, day)]
    if not rows:
        return current()
    # Of two that cover the day the one that took effect last holds, of the same day the one recorded last.
    return changeable.overlaid(current(), {row.key: row.value for row in sorted(rows, key=_order)})


def spans(key: str, since: date, rows: Iterable[Override] | None = None) -> list[Span]:
    """What holds from a day on, step by step: the value of that day first, then those already decided."""
    own = sorted((row for row in (overrides() if rows is None else rows) if row.key == key), key=_order)
    shipped = changeable.value_of(current(), key)
    turns = sorted({row.valid_from for row in own} | {row.valid_to + _DAY for row in own if row.valid_to})
    found = [Span(first=None, last=None, value=shipped)]
    for day in turns:
        row = next((row for row in reversed(own) if _covers(row, day)), None)
        if found[-1].override is not row:
            found[-1] = replace(found[-1], last=day - _DAY)
            found.append(Span(first=day, last=None, value=row.value if row else shipped, override=row))
    return [span for span in found if span.last is None or span.last >= since]


def recorded_days(rows: Iterable[Holiday] | None = None) -> dict[date, Holiday]:
    """The record that holds for each day the operator ever spoke of."""
    return {
        row.first + _DAY * number: row
        for row in (holidays() if rows is None else rows)
        for number in range((row.last - row.first).days + 1)
    }


def is_working_day(day: date, *, also_free: Set[date] = frozenset()) -> bool:
    """Whether offices work that day, by the national calendar and the operator's records; `also_free` on top."""
    free, worked = _free_and_worked()
    return workdays.is_working_day(day, also_free=free | also_free, also_worked=worked - also_free)


def working_days_after(start: date, number: int, *, also_free: Set[date] = frozenset()) -> date:
    """The last day of a clock of `number` working days that began on `start`; that day itself does not count.

    Nought gives the first working day on or after `start`.
    """
    free, worked = _free_and_worked()
    return workdays.working_days_after(start, number, also_free=free | also_free, also_worked=worked - also_free)


def working_days_between(start: date, end: date, *, also_free: Set[date] = frozenset()) -> int:
    """Working days after `start` up to and including `end`; less than nought when `end` lies before."""
    free, worked = _free_and_worked()
    return workdays.working_days_between(start, end, also_free=free | also_free, also_worked=worked - also_free)


def _free_and_worked() -> tuple[frozenset[date], frozenset[date]]:
    days = recorded_days()
    free = frozenset(day for day, row in days.items() if row.kind == "free")
    return free, frozenset(days) - free


def _covers(row: Override, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _order(row: Override) -> tuple[date, int]:
    return row.valid_from, row.pk or _NOT_RECORDED_YET


def _read_overrides() -> Sequence[Override]:
    if not apps.is_installed("txng.provinces"):  # the pages of the design alone
        return ()
    from txng.provinces.models import Override

    return list(Override.objects.select_related("paper").order_by("valid_from", "id"))


def _read_holidays() -> Sequence[Holiday]:
    if not apps.is_installed("txng.provinces"):
        return ()
    from txng.provinces.models import Holiday

    return list(Holiday.objects.select_related("paper").order_by("id"))
