from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import F

from txng.kernel.clock import VIETNAM, local_date
from txng.resolver.models import ScanLine
from txng.stamps.models import ScanTally

AT_ONCE = 10_000
Key = tuple[date, int, int | None]


@transaction.atomic
def fold_scans(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Count scan lines into the tallies, each exactly once; returns how many lines were looked at.

    Lines somebody else is counting are skipped. Two runs may still meet at one tally: the upsert holds its row until
    the end of the transaction, and sessions are counted anew from all folded lines after that lock is had, so that a
    device seen by both runs is one session.
    """
    lines = list(
        ScanLine.objects.select_for_update(skip_locked=True)
        .filter(folded=False, at__lte=at)
        .order_by("at", "id")[:limit]
    )
    counted = [line for line in lines if line.session is not None and line.product_id is not None]
    makers = {line.product_id: line.establishment_id for line in counted}
    hits = Counter(_key(line) for line in counted)
    # In one order everywhere, so that two runs never wait for each other's rows.
    keys = sorted(hits, key=lambda key: (key[0], key[1], key[2] or 0))
    ScanTally.objects.bulk_create(
        [
            ScanTally(day=day, product_id=product, lot_id=lot, establishment_id=makers[product] or 0)
            for day, product, lot in keys
        ],
        ignore_conflicts=True,
    )
    for day, product, lot in keys:
        ScanTally.objects.filter(day=day, product_id=product, lot_id=lot).update(
            scans=F("scans") + hits[day, product, lot]
        )
    ScanLine.objects.filter(id__in=[line.id for line in lines]).update(folded=True)
    _count_sessions(keys)
    return len(lines)


def _key(line: ScanLine) -> Key:
    assert line.product_id is not None
    return local_date(line.at), line.product_id, line.lot_id


def _count_sessions(keys: Iterable[Key]) -> None:
    with connection.cursor() as cursor:
        for day, product, lot in keys:
            begin = datetime.combine(day, time(), VIETNAM)
            cursor.execute(
                "UPDATE stamps_scantally SET sessions = (SELECT count(DISTINCT session) FROM resolver_scanline "
                "WHERE folded AND product_id = %(product)s AND lot_id IS NOT DISTINCT FROM %(lot)s "
                "AND at >= %(begin)s AND at < %(end)s) "
                "WHERE day = %(day)s AND product_id = %(product)s AND lot_id IS NOT DISTINCT FROM %(lot)s",
                {"product": product, "lot": lot, "begin": begin, "end": begin + timedelta(days=1), "day": day},
            )
