from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from txng.kernel.clock import VIETNAM
from txng.resolver.models import ScanFolding, ScanLine

# Lines a transaction under way may still bring before the last one seen: far more than are ever written at once.
LOOK_BACK = 10_000
_ONE = 1

_COUNT = """
WITH counted AS (
    SELECT product_id, lot_id, max(establishment_id) AS establishment_id,
           count(*) AS scans, count(DISTINCT session) AS sessions
      FROM resolver_scanline
     WHERE at >= %(begin)s AND at < %(end)s AND session IS NOT NULL AND product_id IS NOT NULL
     GROUP BY product_id, lot_id
)
INSERT INTO stamps_scantally AS tally (day, product_id, lot_id, establishment_id, scans, sessions)
SELECT %(day)s, product_id, lot_id, coalesce(establishment_id, 0), scans, sessions FROM counted
 ORDER BY product_id, lot_id
ON CONFLICT (day, product_id, lot_id) DO UPDATE SET scans = excluded.scans, sessions = excluded.sessions
 WHERE (tally.scans, tally.sessions) IS DISTINCT FROM (excluded.scans, excluded.sessions)
"""


@transaction.atomic
def fold_scans(*, at: datetime) -> list[date]:
    """Count the days that have new lines; returns those days.

    A day is counted whole from its lines, so that doing it twice, or after a replay of scans kept aside, changes
    nothing that was right. Whoever counts at the same time waits: the row of the last line is held.
    """
    row, _made = ScanFolding.objects.select_for_update(no_key=True).get_or_create(id=_ONE, defaults={"last_line": 0})
    last = ScanLine.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if last == row.last_line:
        return []
    days = _days_since(row.last_line - LOOK_BACK)
    for day in days:
        begin = datetime.combine(day, time(), VIETNAM)
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {"day": day, "begin": begin, "end": begin + timedelta(days=1)})
    row.last_line = last
    row.save(update_fields=["last_line"])
    return days


def _days_since(line: int) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM resolver_scanline "
            "WHERE id > %s ORDER BY 1",
            [line],
        )
        return [day for (day,) in cursor.fetchall()]
