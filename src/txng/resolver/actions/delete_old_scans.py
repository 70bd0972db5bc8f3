from __future__ import annotations

from datetime import datetime, timedelta

from txng.resolver.models import Gone, ScanBatch, ScanLine, SeenCode

KEPT = timedelta(days=730)  # names.md 5: raw sessions 24 months; the tallies stay
TOKENS_KEPT = timedelta(days=60)  # longer than any spool waits for its database
GONE_KEPT = timedelta(days=7)  # resolver/following.py copies everything anew after a longer absence


def delete_old_scans(*, at: datetime, limit: int = 10_000) -> int:
    """Delete a portion of the scan lines past their time; returns how many. Small portions keep no lock for long.

    How often a code was seen and since when stays; by what devices and where does not.
    """
    ScanBatch.objects.filter(at__lt=at - TOKENS_KEPT).delete()
    Gone.objects.filter(at__lt=at - GONE_KEPT).delete()
    SeenCode.objects.filter(last_at__lt=at - KEPT).exclude(days=[]).update(days=[], provinces=[], devices=[])
    old = ScanLine.objects.filter(at__lt=at - KEPT).order_by("id").values_list("id", flat=True)[:limit]
    return ScanLine.objects.filter(id__in=list(old)).delete()[0]
