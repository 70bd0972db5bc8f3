"""Writing scans down from the front door: many at once, each answered with what its code has seen.

Whatever came while one batch was on its way to the database makes the next, so that a quiet hour waits for nothing and
a busy one pays a statement for dozens. When the database does not answer within `PATIENCE`, the scans are kept in the
spool under the token they may have been written with already, the people get their answer without a count, and the
database is tried again beside until it is back; then the spool is written, each batch once.

An answer does not wait for the database's disk, only for its memory: what was written in the last seconds is held here
too, and goes into the spool when the database falls, under the tokens it has; a crash then loses and doubles nothing.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
import uuid
from collections import deque
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from txng.resolver.scanlines import WRITE, Scan, Seen, arguments, seen_by_place
from txng.resolver.spool import Spool

log = logging.getLogger("txng.front")

PATIENCE = 0.6  # seconds a scan waits for its count
MOST = 200  # scans in one statement
HELD = 5.0  # seconds: several times as long as the database takes to bring a commit to its disk
AGAIN = 0.5  # seconds between two tries of a database that is away
_VIETNAM = timedelta(hours=7)
# One plan for all batches: the statement takes longer to plan than to run.
_SETTINGS = (
    *("timezone=UTC", "jit=off", "plan_cache_mode=force_generic_plan"),
    *("statement_timeout=10s", "application_name=txng-front", "synchronous_commit=off"),
)
_KEYS = """
WITH made AS (INSERT INTO resolver_daykey (day, key) VALUES (%(d0)s, %(k0)s), (%(d1)s, %(k1)s)
              ON CONFLICT DO NOTHING RETURNING day, key)
SELECT day, key FROM made UNION SELECT day, key FROM resolver_daykey WHERE day IN (%(d0)s, %(d1)s)
"""


class Connection(psycopg.AsyncConnection[Any]):
    """Left without an answer it fails, and is given up. Cancelled from outside, it would first ask the server to cancel
    the statement and wait for that: ten seconds where the database is frozen."""

    patience = PATIENCE

    async def wait(self, gen: Any, *words: Any, **named: Any) -> Any:
        try:
            return await super().wait(gen, *words, **(named | {"timeout": self.patience}))
        except psycopg.OperationalError:
            self.pgconn.finish()
            raise


class Recorder:
    def __init__(self, database: dict[str, object], spool: Spool) -> None:
        self.away = True  # until the first connection
        self.spool = spool
        self._database = database
        self._base: Connection | None = None
        self._pending: list[tuple[Scan, asyncio.Future[Seen | None]]] = []
        self._held: deque[tuple[float, uuid.UUID, list[Scan]]] = deque()
        self._called = asyncio.Event()
        self._keys: dict[date, bytes] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._write_for_ever()), loop.create_task(self._tend())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._base is not None:
            await self._base.close()
        if left := [scan for scan, _waiting in self._pending]:
            self._keep(uuid.uuid4(), left)

    def write(self, scan: Scan) -> asyncio.Future[Seen | None]:
        """Done when the scan is safe: with what its code has seen, or with None when that cannot be told now."""
        waiting: asyncio.Future[Seen | None] = asyncio.get_running_loop().create_future()
        self._pending.append((scan, waiting))
        self._called.set()
        return waiting

    def day_key(self, day: date) -> bytes:
        """A day whose key the database could not give yet has one of this process, for as long as that lasts."""
        if day not in self._keys:
            self._keys[day] = secrets.token_bytes(32)
        return self._keys[day]

    async def _write_for_ever(self) -> None:
        while True:
            await self._called.wait()
            batch = self._next_batch()
            if not self._pending:
                self._called.clear()
            await self._write(batch)

    def _next_batch(self) -> list[tuple[Scan, asyncio.Future[Seen | None]]]:
        """Two devices at one code are two statements, the second counting the first; one device again is a hit more."""
        pending, self._pending = self._pending, []
        batch: list[tuple[Scan, asyncio.Future[Seen | None]]] = []
        places: dict[tuple[int, int, int] | None, int] = {}
        for number, (scan, waiting) in enumerate(pending):
            if len(batch) == MOST:
                self._pending += pending[number:]
                break
            place = places.get(scan.code)
            if place is None:
                places[scan.code] = len(batch)
                batch.append((scan, waiting))
                continue
            first, waits = batch[place]
            if first.session == scan.session:
                batch[place] = first._replace(hits=first.hits + 1), waits
                batch.append((scan._replace(hits=0), waiting))
            else:
                self._pending.append((scan, waiting))
        return batch

    async def _write(self, batch: list[tuple[Scan, asyncio.Future[Seen | None]]]) -> None:
        token, scans = uuid.uuid4(), [scan for scan, _waiting in batch]
        found: dict[int, Seen] = {}
        try:
            if self.away or self._base is None:
                raise psycopg.OperationalError("away")
            cursor = await self._base.execute(WRITE, arguments(token, scans))
            found = seen_by_place(await cursor.fetchall())
            self._hold(token, scans)
        except (psycopg.Error, OSError, TimeoutError) as error:
            self._keep(token, scans)
            if not self.away:
                log.error("scans go to the spool: %s", type(error).__name__)
                self.away = True
                await self._drop()
                self._keep_held()
        for number, (_scan, waiting) in enumerate(batch):
            if not waiting.done():
                waiting.set_result(found.get(number))

    def _hold(self, token: uuid.UUID, scans: list[Scan]) -> None:
        now = time.monotonic()
        self._held.append((now, token, scans))
        while now - self._held[0][0] > HELD:
            self._held.popleft()

    def _keep_held(self) -> None:
        while self._held:
            _at, token, scans = self._held.popleft()
            self._keep(token, scans)

    def _keep(self, token: uuid.UUID, scans: list[Scan]) -> None:
        try:
            self.spool.add(token, scans)
        except OSError as error:  # a full disk: the people are answered all the same, and we say what is lost
            log.critical("%s scans could not be kept: %s", len(scans), error)

    async def _drop(self) -> None:
        """A connection that did not answer is given up whole: what it might still say belongs to nobody."""
        base, self._base = self._base, None
        if base is not None:
            base.pgconn.finish()

    async def _tend(self) -> None:
        """Bring the database back when it was away, write what was kept, and have the keys of today and tomorrow."""
        while True:
            try:
                if self.away:
                    await asyncio.wait_for(self._come_back(), 5)
                elif self._tomorrow() not in self._keys:
                    await self._read_keys()
                if not self.away and self.spool.holds_any:
                    await self._replay()
            except (psycopg.Error, OSError, TimeoutError):
                pass
            await asyncio.sleep(AGAIN)

    async def _come_back(self) -> None:
        base = await self._connect()
        try:
            # Whether it takes a line, not only a question: a standby and a full disk answer questions too.
            await base.execute("INSERT INTO resolver_scanbatch (token) VALUES (%s)", [uuid.uuid4()])
            await self._read_keys(base)
        except BaseException:
            base.pgconn.finish()
            raise
        self._base, self.away = base, False

    async def _connect(self) -> Connection:
        options = " ".join(f"-c {one}" for one in _SETTINGS)
        return await Connection.connect(
            **self._database,  # type: ignore[arg-type]
            autocommit=True,
            connect_timeout=3,
            options=options,
        )

    async def _read_keys(self, base: Connection | None = None) -> None:
        base = base or self._base
        assert base is not None
        today, tomorrow = self._tomorrow() - timedelta(days=1), self._tomorrow()
        asked = {"d0": today, "d1": tomorrow, "k0": secrets.token_bytes(32), "k1": secrets.token_bytes(32)}
        rows = await (await base.execute(_KEYS, asked)).fetchall()
        self._keys = {day: bytes(key) for day, key in rows}

    @staticmethod
    def _tomorrow() -> date:
        return (datetime.now(UTC) + _VIETNAM).date() + timedelta(days=1)

    async def _replay(self) -> None:
        """Over a connection of its own: a long spool must not stand before today's scans."""
        self.spool.let_go()
        base = await asyncio.wait_for(self._connect(), 5)
        base.patience = 30
        try:
            began, count = time.monotonic(), 0
            for token, scans in self.spool.waiting():
                await base.execute(WRITE, arguments(token, scans))
                count += len(scans)
                if self.away:  # it fell again: first it is brought back
                    return
            if count:
                log.warning("%s kept scans were written in %.1f s", count, time.monotonic() - began)
        finally:
            await base.close()
