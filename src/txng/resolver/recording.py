"""Writing a scan down from Django: the statement of resolver/scanlines.py over Django's own connection."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DataError, connection

from txng.resolver.codes import Code
from txng.resolver.models import SeenCode
from txng.resolver.scanlines import WRITE, Scan, Seen, arguments, rounds, seen_by_place
from txng.resolver.spool import Spool


def write_down(scan: Scan, token: uuid.UUID | None = None) -> Seen | None:
    """Committed before the answer leaves (autocommit): what we told somebody is never lost. What the code has seen,
    this scan included; None for what is no code. `token`: that of `keep`, should the database not say how it went."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, arguments(token or uuid.uuid4(), [scan.line()], [0]))
        return seen_by_place(cursor.fetchall()).get(0)


def seen_of(code: Code) -> Seen | None:
    """What buyers have seen of a code so far; None while nobody has."""
    row = SeenCode.objects.filter(tweak=code.tweak, key_version=code.version, counter=code.counter).first()
    if row is None:
        return None
    return Seen(row.sessions, row.first_at, row.first_province, row.days, row.provinces)


def tell(scan: Scan, verdict: str) -> None:
    """What its own count made of the answer: a code seen too often is told otherwise than it was written down."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE resolver_scanline SET verdict = %s WHERE at = to_timestamp(%s) AND tweak = %s AND counter = %s",
            [verdict, scan.at, scan.tweak, scan.counter],
        )


def write_all_down(scans: Iterable[Scan]) -> None:
    for batch in rounds(scans):
        _write(uuid.uuid4(), [scan.line() for scan in batch])


def keep(scan: Scan, token: uuid.UUID) -> None:
    """On this machine's disk, while the database is away. A file a scan, since nobody tells us when to let it go."""
    spool().keep(token, [scan.line()])


def write_kept() -> int:
    """What was kept and nobody holds is written, each scan once whoever tries (the token); how many scans."""
    count = 0
    for token, lines in spool().waiting():
        try:
            _write(token, lines)
        except DataError as error:
            spool().set_aside(token, lines, str(error))
        count += len(lines)
    return count


def _write(token: uuid.UUID, lines: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITE, arguments(token, lines))


def spool() -> Spool:
    return _spool(settings.STATE_FOLDER / "spool" / settings.TXNG_PROVINCE)


@cache
def _spool(folder: Path) -> Spool:
    return Spool(folder)
