"""Tries at hidden numbers (actions/confirm_pin.py): what is kept of them, and how long."""

from __future__ import annotations

from datetime import datetime

from txng.kernel.clock import local_date
from txng.stamps.models import PinCheck


def forget_pin_tries(*, at: datetime) -> int:
    """Wrong tries count for a day; a stamp that nobody confirmed leaves no row behind."""
    return PinCheck.objects.filter(confirmed_at=None, day__lt=local_date(at)).delete()[0]
