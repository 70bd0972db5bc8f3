"""Handing a capture to the worker, and making sure that one worker alone has it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from procrastinate.contrib.django import app

STORE = "trace.store_capture"
_SPACE = 0x7C2F << 48


def defer(capture_id: uuid.UUID) -> None:
    """In the transaction of the row: the queue hears of it when, and only when, the body is durable."""
    app.configure_task(STORE).defer(capture_id=str(capture_id))


@contextmanager
def alone_with(capture_id: uuid.UUID) -> Iterator[bool]:
    """Whether nobody else works on it just now. The lock is the session's: it falls with a worker that is killed."""
    number = _SPACE | capture_id.int & (1 << 48) - 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
