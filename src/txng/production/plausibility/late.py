"""Ghi bù: allowed, and marked with the difference (domain.md 8.2 c). A mark, not a flag."""

from __future__ import annotations

from typing import Any

from txng.kernel.clock import local_date
from txng.production.plausibility.thresholds import thresholds


def days_late(entry: Any) -> int:
    """Days between the work and the writing; 0 where they are too few to matter."""
    days = (local_date(entry.recorded_at) - entry.done_on).days
    return days if days >= thresholds().late.days else 0
