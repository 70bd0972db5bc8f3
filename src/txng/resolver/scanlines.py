"""Writing scans down, many at once: the lines, and what each code has seen so far, in one statement.

A code that was seen for the first time makes a row of resolver_seencode, one seen again changes its own; the statement
answers with what stands there then, so that the page told to a buyer counts his own scan. Nothing here knows of
Django: the front door runs the same statement as the site under plain WSGI, each over its own connection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

SIGHTINGS = 32  # sessions of a code kept with their place: more than the copy rule looks at
DEVICES = 64  # sessions by which a device is known again
# Scans before the stamp was put to use are the producer's own trials; what a buyer is told begins after them.
NOT_COUNTED = "not_activated"


class Scan(NamedTuple):
    """One line. `at` in seconds since 1970; `session` None for who is no person looking (a crawler, a preview)."""

    at: float
    raw: str
    verdict: str
    tweak: int | None = None
    version: int | None = None
    counter: int | None = None
    card_key: str = ""
    product_id: int | None = None
    lot_id: int | None = None
    establishment_id: int | None = None
    session: bytes | None = None
    province: str = ""
    hits: int = 1  # raw hits it brings to its code; 0 beside another scan of the same device in the same statement

    @property
    def code(self) -> tuple[int, int, int] | None:
        if self.counter is None or self.tweak is None or self.version is None:
            return None
        return self.tweak, self.version, self.counter


class Seen(NamedTuple):
    """What is known of a code, this scan included. `days` and `provinces`: a place a session, the newest last."""

    sessions: int
    first_at: datetime | None
    first_province: str
    days: Sequence[date]
    provinces: Sequence[str]

    def plain(self) -> list[Any]:
        """For JSON."""
        first_at = self.first_at.isoformat() if self.first_at else None
        return [self.sessions, first_at, self.first_province, [str(day) for day in self.days], list(self.provinces)]

    @classmethod
    def of(cls, plain: Sequence[Any]) -> Seen:
        sessions, first_at, province, days, provinces = plain
        first = datetime.fromisoformat(first_at) if first_at else None
        return cls(sessions, first, province, [date.fromisoformat(day) for day in days], provinces)


# The arguments are arrays as PostgreSQL writes them: building text is several times cheaper than adapting each value.
_COLUMNS = ", ".join(Scan._fields)
_TYPES = "float8 text text bigint int bigint text bigint bigint bigint bytea text int".split()  # noqa: SIM905
_ARRAYS = ", ".join(f"%(a{number})s::{kind}[]" for number, kind in enumerate(_TYPES))
_KNOWN = "excluded.devices[1] = ANY(seen.devices)"
WRITE = f"""
WITH batch AS (
    INSERT INTO resolver_scanbatch (token) VALUES (%(token)s::uuid) ON CONFLICT DO NOTHING RETURNING token
), asked AS (
    SELECT scan.*, to_timestamp(scan.at) AS moment, (to_timestamp(scan.at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
      FROM unnest({_ARRAYS}) WITH ORDINALITY AS scan({_COLUMNS}, place) WHERE EXISTS (SELECT FROM batch)
), line AS (
    INSERT INTO resolver_scanline (at, raw, verdict, tweak, key_version, counter, card_key, product_id, lot_id,
                                   establishment_id, session, province)
    SELECT moment, raw, verdict, tweak, version, counter, card_key, product_id, lot_id, establishment_id, session,
           province FROM asked ORDER BY place
), met AS (
    INSERT INTO resolver_seencode AS seen (tweak, key_version, counter, scans, sessions, first_at, first_province,
                                           last_at, days, provinces, devices)
    SELECT tweak, version, counter, hits, 1, moment, province, moment, ARRAY[day], ARRAY[province], ARRAY[session]
      FROM asked WHERE counter IS NOT NULL AND session IS NOT NULL AND hits > 0 AND verdict <> '{NOT_COUNTED}'
     ORDER BY tweak, version, counter
    ON CONFLICT (tweak, key_version, counter) DO UPDATE SET
        scans = seen.scans + excluded.scans,
        sessions = seen.sessions + CASE WHEN {_KNOWN} THEN 0 ELSE 1 END,
        first_at = least(seen.first_at, excluded.first_at),
        first_province = CASE WHEN excluded.first_at < seen.first_at THEN excluded.first_province
                              ELSE seen.first_province END,
        last_at = greatest(seen.last_at, excluded.last_at),
        days = CASE WHEN {_KNOWN} THEN seen.days ELSE (seen.days || excluded.days)
                    [greatest(1, cardinality(seen.days) + 2 - {SIGHTINGS}):] END,
        provinces = CASE WHEN {_KNOWN} THEN seen.provinces ELSE (seen.provinces || excluded.provinces)
                    [greatest(1, cardinality(seen.provinces) + 2 - {SIGHTINGS}):] END,
        devices = CASE WHEN {_KNOWN} THEN seen.devices ELSE (seen.devices || excluded.devices)
                    [greatest(1, cardinality(seen.devices) + 2 - {DEVICES}):] END
    RETURNING tweak, key_version, counter, sessions, first_at, first_province, days, provinces
)
SELECT asked.place, coalesce(met.sessions, before.sessions + 1, 1), coalesce(met.first_at, before.first_at),
       coalesce(met.first_province, before.first_province, ''), coalesce(met.days, before.days),
       coalesce(met.provinces, before.provinces)
  FROM asked
  LEFT JOIN met ON met.tweak = asked.tweak AND met.key_version = asked.version AND met.counter = asked.counter
  LEFT JOIN resolver_seencode before ON met.sessions IS NULL AND before.tweak = asked.tweak
       AND before.key_version = asked.version AND before.counter = asked.counter
 WHERE asked.counter IS NOT NULL
"""


def arguments(token: UUID, scans: Sequence[Scan]) -> dict[str, str]:
    """For WRITE. Of one code one scan alone brings hits; two devices are written one after the other."""
    made = {f"a{number}": _array(values) for number, values in enumerate(zip(*scans, strict=True))}
    return {"token": str(token), **made}


def rounds(scans: Iterable[Scan]) -> list[list[Scan]]:
    """Scans in their order, in batches without two of one code."""
    found: list[list[Scan]] = []
    times: Counter[tuple[int, int, int] | None] = Counter()
    for scan in scans:
        place = times[scan.code] if scan.code else 0
        times[scan.code] += 1
        if place == len(found):
            found.append([])
        found[place].append(scan)
    return found


def seen_by_place(rows: Iterable[Sequence[Any]]) -> dict[int, Seen]:
    """What WRITE answered, by the place of the scan in the batch."""
    return {row[0] - 1: Seen(row[1], row[2], row[3], row[4] or (), row[5] or ()) for row in rows}


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join([_text(value) for value in values]) + "}"


def _text(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return repr(value)
