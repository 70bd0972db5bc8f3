"""Writing a scan down from Django: the statement of resolver/scanlines.py over Django's own connection."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import connection

from txng.resolver.scanlines import WRITE, Scan, Seen, arguments, rounds, seen_by_place


def write_down(scan: Scan) -> Seen | None:
    """Committed before the answer leaves (autocommit): what we told somebody is never lost. What the code has seen,
    this scan included; None for what is no code."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, arguments(uuid.uuid4(), [scan]))
        return seen_by_place(cursor.fetchall()).get(0)


def write_all_down(scans: Iterable[Scan]) -> None:
    for batch in rounds(scans):
        with connection.cursor() as cursor:
            cursor.execute(WRITE, arguments(uuid.uuid4(), batch))
