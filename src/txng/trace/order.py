"""The order in which events entered, for whoever must miss none: subscriptions, pages, the graph.

Rows become visible in the order of their commits, not of their numbers: of two captures at once the later numbers may
be seen first. `horizon()` is the number up to which nothing can appear any more. Every writer says beforehand, by an
advisory lock that ends with its transaction, from which number on it writes.
"""

from __future__ import annotations

from django.db import connection

from txng.trace.models import CapturedEvent

# The upper 16 bits of the locks' numbers; the lower 48 are the last number drawn before.
SPACE = 0x7C2E
_BITS = 48
_SEQUENCE = "pg_get_serial_sequence(%s, 'id')::regclass"


def announce() -> None:
    """Called by a writer in its transaction, before it draws its first number."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_advisory_xact_lock_shared((%s::bigint << {_BITS}) | "
            f"coalesce(pg_sequence_last_value({_SEQUENCE}), 0))",
            [SPACE, CapturedEvent._meta.db_table],
        )


def draw(count: int) -> list[int]:
    """Numbers of rows to come, rising."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT nextval({_SEQUENCE}) FROM generate_series(1, %s)", [CapturedEvent._meta.db_table, count]
        )
        return [number for (number,) in cursor.fetchall()]


def horizon() -> int:
    """All events up to this number are either visible or will never be."""
    with connection.cursor() as cursor:
        # First the last number, then the locks: who announces after this line draws numbers beyond it.
        cursor.execute(f"SELECT coalesce(pg_sequence_last_value({_SEQUENCE}), 0)", [CapturedEvent._meta.db_table])
        last = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT min((classid::bigint & 65535) << 32 | objid::bigint) FROM pg_locks "
            "WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = %s "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [SPACE],
        )
        held = cursor.fetchone()[0]
    return last if held is None else min(last, int(held))
