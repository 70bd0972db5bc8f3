"""Values handed to PostgreSQL beside the statement instead of inside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor


@contextmanager
def bound_by_the_server() -> Iterator[None]:
    """For a row with megabytes in it: Django writes values out as text, twice as long, and PostgreSQL has to parse it.

    For plain statements only: the server must guess the types of what it is handed, and guesses from the columns.
    """
    connection.ensure_connection()
    raw = connection.connection
    before = raw.cursor_factory
    raw.cursor_factory = ServerBindingCursor
    try:
        yield
    finally:
        raw.cursor_factory = before
