"""Random codes and running numbers.

A number (`HS-2026-000123`) is said over the telephone and opens nothing; a bearer code opens something and
is therefore random (names.md 1 and 5).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import connection, models

from txng.kernel.clock import VIETNAM
from txng.kernel.text import CROCKFORD


def random_code(length: int) -> str:
    """`length` Crockford characters; ten of them (50 bits) are a look-up code of names.md 5."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def new_token() -> str:
    """A 128-bit bearer token for links (draft, activation, download)."""
    return secrets.token_urlsafe(16)


def token_digest(token: str) -> str:
    """What is stored of a token: a dump of the database opens nobody's draft."""
    return hashlib.sha256(token.encode()).hexdigest()


class Counter(models.Model):
    """The last number given in a series and year; the row lock makes numbers run without gaps."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "kernel"
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="one_counter_a_series_and_year")]


def next_value(series: str, year: int, *, step: int = 1) -> int:
    """The next value of a series, starting at 1; call it inside the transaction that uses the number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_counter (series, year, value) VALUES (%s, %s, %s) "
            "ON CONFLICT (series, year) DO UPDATE SET value = kernel_counter.value + EXCLUDED.value "
            "RETURNING value",
            [series, year, step],
        )
        return int(cursor.fetchone()[0])


def next_number(prefix: str, at: datetime, *, digits: int = 6) -> str:
    """`HS-2026-000123`: the year is the Vietnamese one of `at`."""
    year = at.astimezone(VIETNAM).year
    return f"{prefix}-{year}-{next_value(prefix, year):0{digits}d}"
