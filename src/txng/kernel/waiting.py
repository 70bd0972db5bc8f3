"""How long one may wait for the database: whoever answers a buyer has another answer ready.

A database that is gone says so at once; one that hangs (a stopped disk, a frozen machine) says nothing at all, and
every thread would hang with it. Read by txng.project.postgresql.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_most: ContextVar[float | None] = ContextVar("most", default=None)


@contextmanager
def wait_at_most(seconds: float) -> Iterator[None]:
    """Each question asked within raises OperationalError when it has no answer after so long, and its connection is
    given up: what the server may still make of it is not known."""
    before = _most.set(seconds)
    try:
        yield
    finally:
        _most.reset(before)


def seconds_to_wait() -> float | None:
    return _most.get()
