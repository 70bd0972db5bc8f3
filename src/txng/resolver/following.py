"""Following the database: whatever changes of cards and states of codes is copied into this machine's card store.

PostgreSQL tells at each commit that something changed; what, is asked by the transaction that did it. Numbers of
transactions are given before they commit, so each look goes back to the oldest that was still under way at the look
before: a row may be copied twice, none is missed. A database that is another, or went back in time, is copied anew.
"""

from __future__ import annotations

import json
import logging
import select
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from txng.kernel.clock import today as vietnamese_today
from txng.resolver import drawing
from txng.resolver.card_store import Keeper
from txng.resolver.following_scans import ScanFollower

log = logging.getLogger("txng.resolver")

LOOKS_A_SECOND = 4  # without being told anything
AT_ONCE = 500
DRAWN_AT_ONCE = 20  # between two looks, so that a recall never waits for drawings
AWAY_FOR = 5 * 86_400  # seconds after which ended rows may be forgotten (actions/delete_old_scans.py)

# What is new stands at one end of an index. A table that grew since it was last analysed was read whole four times a
# second instead: a seventh of a processor beside a hundred thousand scans.
_SETTINGS = ("-c statement_timeout=60000", "-c enable_seqscan=off")
_HORIZON = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, (SELECT oid::text FROM pg_database
       WHERE datname = current_database()) || '.' || (SELECT system_identifier::text FROM pg_control_system())
"""
_CARDS = """
SELECT id, path, other_path, payload::text, key, product_id, lot_id, establishment_id, rebuilt_at
  FROM resolver_card WHERE {which} ORDER BY id LIMIT %(limit)s
"""
_CODES = """
SELECT range_id, tweak, key_version, first, last, state, stamp_class, void_counters, card_id, product_id,
       establishment_id, voided_on, voided_by_operator
  FROM resolver_codestate WHERE {which} ORDER BY range_id LIMIT %(limit)s
"""
_GONE = "SELECT kind, row FROM resolver_gone WHERE changed >= %(since)s"


class Follower:
    """One connection, one store. `look` copies what is new; `run` does so for ever."""

    def __init__(self, url: dict[str, Any], keeper: Keeper) -> None:
        self.url, self.keeper = url, keeper
        self.scans = ScanFollower(keeper)
        self._base: psycopg.Connection[Any] | None = None

    def run(self) -> None:
        """Until the process is ended. While the database is away the store stays as it is, and its age tells."""
        self.begin()
        pause = 0.25
        while True:
            try:
                self._connected()
                self.look()
                pause = 0.25
                if not self.draw(DRAWN_AT_ONCE):
                    self._wait(1 / LOOKS_A_SECOND)
            except (psycopg.Error, sqlite3.OperationalError) as error:
                log.error("the card store could not follow: %s", type(error).__name__)
                self.close()
                time.sleep(pause)
                pause = min(0.5, pause * 2)  # a recall made right after its return must be here before it falls again

    def begin(self) -> None:
        self.keeper.apply(about=drawing.shell())

    def _connected(self) -> psycopg.Connection[Any]:
        if self._base is None or self._base.closed:
            self._base = psycopg.connect(
                **self.url, autocommit=True, connect_timeout=3, options=" ".join(_SETTINGS), keepalives_idle=5
            )
            self._base.execute("LISTEN txng_cards")
        return self._base

    def close(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None

    def _wait(self, seconds: float) -> None:
        """Until something is told, or so long."""
        base = self._connected()
        if select.select([base.fileno()], [], [], seconds)[0]:
            base.pgconn.consume_input()
            while base.pgconn.notifies():
                pass

    def look(self) -> int:
        """Copy what changed since the last look; returns how many rows. Touches the pulse: all is there."""
        base = self._connected()
        row = base.execute(_HORIZON).fetchone()
        assert row is not None
        horizon, whose = row
        since = self._since(horizon, whose)
        if since is None:
            count = self._copy_all(base)
        else:
            count = self._copy_changes(base, since)
        self.scans.look(base, anew=since is None)
        told = {"horizon": str(horizon), "database": whose, "looked": str(int(time.time()))}
        if count or since is None or since != horizon or self._seconds_since_told() > 3_600:
            self.keeper.apply(about=told)
        self.keeper.alive()
        return count

    def _since(self, horizon: int, whose: str) -> int | None:
        """Where the last look left off; None when everything has to be copied."""
        known, before = self.keeper.about("horizon"), self.keeper.about("database")
        if not known or before != whose or int(known) > horizon or self._seconds_since_told() > AWAY_FOR:
            return None
        return int(known)

    def _seconds_since_told(self) -> float:
        return time.time() - float(self.keeper.about("looked") or 0)

    def _copy_all(self, base: psycopg.Connection[Any]) -> int:
        self.keeper.forget_all()
        count = 0
        for rows in _portions(base, _CARDS, "id"):
            self.keeper.apply(cards=map(_card, rows))
            count += len(rows)
        for rows in _portions(base, _CODES, "range_id"):
            self.keeper.apply(codes=map(_code, rows))
            count += len(rows)
        return count

    def _copy_changes(self, base: psycopg.Connection[Any], since: int) -> int:
        asked = {"since": since, "limit": None}
        with base.transaction():
            base.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            gone = base.execute(_GONE, asked).fetchall()
            cards = base.execute(_CARDS.format(which="changed >= %(since)s"), asked).fetchall()
            codes = base.execute(_CODES.format(which="changed >= %(since)s"), asked).fetchall()
        # A look goes back to what was under way then, so the same rows come several times; each is copied once.
        here = {"card": {row[0] for row in cards}, "code": {row[0] for row in codes}}
        fresh = [made for row in cards if self.keeper.row_of((made := _card(row))[0]) != made[1:5]]
        ranges = [made for row in codes if self.keeper.code_of((made := _code(row))[0]) != made]
        left = [(kind, row) for kind, row in gone if row not in here[kind] and self.keeper.has(kind, row)]
        if not (fresh or ranges or left):
            return 0
        self.keeper.apply(
            cards=fresh,
            codes=ranges,
            gone_cards=[row for kind, row in left if kind == "card"],
            gone_codes=[row for kind, row in left if kind == "code"],
        )
        # A recall must not wait behind older drawings, and is mostly asked for at once.
        for made in fresh[:DRAWN_AT_ONCE]:
            self._draw(made[0], made[3], made[4])
        return len(fresh) + len(ranges) + len(left)

    def draw(self, limit: int) -> int:
        """Make ready some pages that are not; returns how many."""
        waiting = self.keeper.not_ready(drawing.edition(), vietnamese_today().toordinal(), limit)
        for card in waiting:
            self._draw(card.id, card.row, card.payload)
        return len(waiting)

    def _draw(self, card_id: int, row: str, payload: bytes) -> None:
        today = vietnamese_today()
        try:
            drawn = drawing.draw(json.loads(zlib.decompress(payload)), json.loads(row), today)
        except Exception:  # one card nobody foresaw must not stop all others; Django answers for it
            log.exception("a card could not be drawn ahead")
            drawn = drawing.Drawn(today.toordinal() + 1)
        self.keeper.make_ready(card_id, row, drawing.edition(), drawn)


def _portions(base: psycopg.Connection[Any], question: str, key: str) -> Iterator[list[Any]]:
    after = -1
    asked = question.format(which=f"{key} > %(after)s")
    while rows := base.execute(asked, {"after": after, "limit": AT_ONCE}).fetchall():
        yield rows
        after = rows[-1][0]


def _card(row: Any) -> tuple[Any, ...]:
    card_id, path, other, payload, key, product_id, lot_id, establishment_id, rebuilt_at = row
    about = {
        "key": key,
        "product_id": product_id,
        "lot_id": lot_id,
        "establishment_id": establishment_id,
        "rebuilt_at": rebuilt_at.isoformat(),
    }
    return card_id, path, other, json.dumps(about), zlib.compress(payload.encode()), "", 0, None, ""


def _code(row: Any) -> tuple[Any, ...]:
    *columns, voided_on, by_operator = row
    voids: Iterable[int] = columns[7]
    columns[7] = json.dumps(list(voids)) if voids else None
    about = {"voided_on": voided_on.isoformat() if voided_on else None, "voided_by_operator": by_operator}
    return (*columns, json.dumps(about))
