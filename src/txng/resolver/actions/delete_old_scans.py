from __future__ import annotations

from datetime import datetime, timedelta

from txng.resolver.models import ScanLine

KEPT = timedelta(days=730)  # names.md 5: raw sessions 24 months; the tallies stay


def delete_old_scans(*, at: datetime, limit: int = 10_000) -> int:
    """Delete a portion of the scan lines past their time; returns how many. Small portions keep no lock for long."""
    old = ScanLine.objects.filter(at__lt=at - KEPT, folded=True).order_by("id").values_list("id", flat=True)[:limit]
    return ScanLine.objects.filter(id__in=list(old)).delete()[0]
