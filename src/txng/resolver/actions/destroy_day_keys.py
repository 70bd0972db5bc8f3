from __future__ import annotations

from datetime import datetime

from txng.kernel.clock import local_date
from txng.resolver import sessions
from txng.resolver.models import DayKey


def destroy_day_keys(*, at: datetime) -> int:
    """Destroy the keys of days that began 48 hours ago or more: no way back to a device is left (names.md 5)."""
    sessions.forget_keys()
    return DayKey.objects.filter(day__lte=local_date(at - sessions.KEPT)).delete()[0]
