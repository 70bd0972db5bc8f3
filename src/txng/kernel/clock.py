"""The hour, asked for in one place: actions get it passed in as `at` (architecture, habit 16)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    return timezone.now()


def local_date(at: datetime) -> date:
    """The Vietnamese calendar day of an instant: clocks and scan sessions count these, not UTC days."""
    return at.astimezone(VIETNAM).date()


def today() -> date:
    return local_date(now())
