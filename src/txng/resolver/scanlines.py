"""Writing scans down, many at once: the lines, and what each code has seen so far, in one statement.

A code that was seen for the first time makes a row of resolver_seencode, one seen again changes its own; the statement
answers with what stands there then, so that the page told to a buyer counts his own scan. Nothing here knows of
Django: the front door runs the same statement as the site under plain WSGI, each over its own connection.

A scan is one line of text from the moment it is known: the same bytes go into the spool and to the database, which
cuts them up itself. That is several times cheaper for both than a value at a time.
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
FIELDS = 12
RAW = 300  # characters of an address that are written down
# What would end a line or a field, as an address writes it.
_ENDS = str.maketrans({"\t": "%09", "\n": "%0A", "\r": "%0D", "\x00": "%00"})


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

    @property
    def code(self) -> tuple[int, int, int] | None:
        if self.counter is None or self.tweak is None or self.version is None:
            return None
        return self.tweak, self.version, self.counter

    def line(self) -> str:
        """The fields by tabs, nothing for none."""
        code = self.code or ("", "", "")
        goods = about_goods(self.card_key, self.product_id, self.lot_id, self.establishment_id)
        visitor = about_visitor(self.session, self.province)
        # Cut when it is as long as it becomes: a tab makes three characters.
        return line(repr(self.at), self.raw.translate(_ENDS)[:RAW], self.verdict, code, goods, visitor)


def line(at: str, raw: str, verdict: str, code: tuple[Any, Any, Any], goods: str, visitor: str) -> str:
    """`at` in seconds since 1970; `raw` without what would end a line or a field; `goods` and `visitor` as the next two
    write them."""
    tweak, version, counter = code
    return f"{at}\t{raw}\t{verdict}\t{tweak}\t{version}\t{counter}\t{goods}\t{visitor}"


def about_goods(card: str, product_id: int | None, lot_id: int | None, establishment_id: int | None) -> str:
    return f"{card}\t{product_id or ''}\t{lot_id or ''}\t{establishment_id or ''}"


def about_visitor(session: bytes | None, province: str) -> str:
    return f"{session.hex() if session else ''}\t{province}"


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


FIRST = Seen(1, None, "", (), ())  # of a code nobody has seen before

_KNOWN = "excluded.devices[1] = ANY(seen.devices)"
# What stands before a code that only crawlers look at is read row by row: as a join with the others it was planned as a
# walk over all codes once there were many.
_CUT = """
WITH batch AS (
    INSERT INTO resolver_scanbatch (token) VALUES (%(token)s::uuid) ON CONFLICT DO NOTHING RETURNING token
), cut AS MATERIALIZED (
    SELECT place, string_to_array(line, E'\\t', '') AS f
      FROM string_to_table(%(lines)s::text, E'\\n') WITH ORDINALITY AS one(line, place) WHERE EXISTS (SELECT FROM batch)
), asked AS MATERIALIZED (
    SELECT place, to_timestamp(f[1]::float8) AS moment,
           (to_timestamp(f[1]::float8) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, coalesce(f[2], '') AS raw,
           f[3] AS verdict, f[4]::bigint AS tweak, f[5]::int AS version, f[6]::bigint AS counter,
           coalesce(f[7], '') AS card_key, f[8]::bigint AS product_id, f[9]::bigint AS lot_id,
           f[10]::bigint AS establishment_id, decode(f[11], 'hex') AS session, coalesce(f[12], '') AS province
      FROM cut
), line AS (
    INSERT INTO resolver_scanline (at, raw, verdict, tweak, key_version, counter, card_key, product_id, lot_id,
                                   establishment_id, session, province)
    SELECT moment, raw, verdict, tweak, version, counter, card_key, product_id, lot_id, establishment_id, session,
           province FROM asked
"""
_MET = f"""
    INSERT INTO resolver_seencode AS seen (tweak, key_version, counter, scans, sessions, first_at, first_province,
                                           last_at, days, provinces, devices)
    SELECT tweak, version, counter, 1, 1, moment, province, moment, ARRAY[day], ARRAY[province], ARRAY[session]
      FROM asked WHERE counter IS NOT NULL AND session IS NOT NULL AND verdict <> '{NOT_COUNTED}'
     ORDER BY tweak, version, counter
"""
WRITE = f"""{_CUT}), met AS ({_MET}    ON CONFLICT (tweak, key_version, counter) DO UPDATE SET
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
SELECT wanted.place, coalesce(met.sessions, before.sessions + 1, 1), coalesce(met.first_at, before.first_at),
       coalesce(met.first_province, before.first_province, ''), coalesce(met.days, before.days),
       coalesce(met.provinces, before.provinces)
  FROM asked AS wanted
  LEFT JOIN met ON met.tweak = wanted.tweak AND met.key_version = wanted.version AND met.counter = wanted.counter
  LEFT JOIN LATERAL (
       SELECT sessions, first_at, first_province, days, provinces FROM resolver_seencode AS seen
        WHERE met.sessions IS NULL AND seen.tweak = wanted.tweak AND seen.key_version = wanted.version
          AND seen.counter = wanted.counter LIMIT 1) AS before ON true
 WHERE wanted.place = ANY(%(wanted)s::bigint[]) AND wanted.counter IS NOT NULL
"""
# Where nobody waits to be told, hardly any code was met before; to ask for each whether it was takes as long as all the
# rest of its row. Raises UniqueViolation, having written nothing, where one was: then WRITE takes the same batch.
WRITE_NEW = f"{_CUT}) {_MET}"


def arguments(token: UUID | str, lines: Sequence[str], wanted: Iterable[int] = ()) -> dict[str, str]:
    """For WRITE. `wanted`: the places, from 0, of those who are told. A code may stand in one of the lines only."""
    places = ",".join([str(place + 1) for place in wanted])
    return {"token": str(token), "lines": "\n".join(lines), "wanted": f"{{{places}}}"}


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
