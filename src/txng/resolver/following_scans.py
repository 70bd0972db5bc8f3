"""Keeping this machine's filter of codes somebody has scanned full, whoever wrote the scans down and wherever."""

from __future__ import annotations

from typing import Any

import numpy as np
import psycopg

from txng.resolver import met_codes
from txng.resolver.card_store import Keeper
from txng.resolver.met_codes import MetCodes

AT_ONCE = 50_000
BEFORE = 100_000  # lines looked at again at the beginning: more than are written while one statement lasts
# Who is writing lines down at this moment.
_WRITERS = """
SELECT coalesce(array_agg(virtualtransaction), '{}') FROM pg_locks WHERE mode = 'RowExclusiveLock'
   AND relation = 'resolver_scanline'::regclass
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_LINES = """
SELECT tweak, key_version, counter, id FROM resolver_scanline
 WHERE id > %s AND counter IS NOT NULL AND session IS NOT NULL
"""
_ALL = "SELECT tweak, key_version, counter FROM resolver_seencode"


class ScanFollower:
    """Lines are numbered before they are committed, so a look goes back to where nobody who wrote then writes still."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._met: MetCodes | None = None
        self._low = self._codes = 0
        self._highest, self._writers = 0, frozenset[str]()

    def look(self, base: psycopg.Connection[Any], *, anew: bool) -> None:
        """`anew`: the database is another one, or went back in time."""
        if anew or (self._met is None and not self._taken_up()) or self._is_full():
            self._begin(base)
        assert self._met is not None
        before = _writers(base)
        rows = base.execute(_LINES, [self._low]).fetchall()
        _mark(self._met, rows)
        if self._highest > self._low:
            if self._writers & before:
                return  # somebody who wrote when we saw the highest is at it still
            self._codes += self._highest - self._low
            self._low = self._highest
            self._keeper.apply(about={"met_low": str(self._low), "met_codes": str(self._codes)})
        self._highest = max((row[3] for row in rows), default=self._low)
        self._writers = _writers(base) if rows else frozenset()

    def _taken_up(self) -> bool:
        """What a follower before us left, if it is of this start of the machine."""
        try:
            found = MetCodes(met_codes.place(self._keeper.path))
        except FileNotFoundError:
            return False
        if found.name != self._keeper.about("met"):
            found.close()
            return False
        self._met, self._low = found, int(self._keeper.about("met_low"))
        self._codes = int(self._keeper.about("met_codes"))
        return True

    def _is_full(self) -> bool:
        """Every line may have brought a code."""
        return self._met is not None and self._codes > self._met.room_for

    def _begin(self, base: psycopg.Connection[Any]) -> None:
        """Anew, from all that was ever seen. Doors believe it when it is full."""
        self._keeper.apply(about={"met": ""})
        if self._met is not None:
            self._met.close()
        base.execute("SET enable_seqscan = on")  # here everything is read
        row = base.execute(
            "SELECT (SELECT coalesce(max(id), 0) FROM resolver_scanline), (SELECT count(*) FROM resolver_seencode)"
        ).fetchone()
        assert row is not None
        low, codes = max(0, row[0] - BEFORE), row[1]
        made = MetCodes.begun(met_codes.place(self._keeper.path), codes)
        with base.transaction(), base.cursor(name="met") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(_ALL)
            while rows := cursor.fetchmany(AT_ONCE):
                _mark(made, rows)
        base.execute("SET enable_seqscan = off")
        self._met, self._low, self._highest, self._codes = made, low, low, codes
        self._keeper.apply(about={"met": made.name, "met_low": str(low), "met_codes": str(codes)})


def _writers(base: psycopg.Connection[Any]) -> frozenset[str]:
    row = base.execute(_WRITERS).fetchone()
    assert row is not None
    return frozenset(row[0])


def _mark(met: MetCodes, rows: list[Any]) -> None:
    if rows:
        tweaks, versions, counters = np.array([row[:3] for row in rows], dtype=np.uint64).T
        met.add_many(tweaks, versions, counters)
