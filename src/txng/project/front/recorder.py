"""Writing scans down from the front door: many at once, each safe before its answer leaves.

A scan goes into the spool first, under the token of the batch it will be written with. Who is the first to scan a stamp
is answered then; who needs to be told what its code has seen before waits for the batch. Whatever came while one batch
was on its way makes the next, so that nobody who waits does so for others. A batch stays in the spool for some seconds
after the database took it, for an answer does not wait for the database's disk: when the database falls, or we do, all
of it is written again under the same tokens, and nothing twice.

When the database does not answer within `PATIENCE`, people get their answer without a count, and it is tried again
beside until it is back.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
import uuid
from collections import deque
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from txng.resolver.scanlines import WRITE, WRITE_NEW, Seen, arguments, seen_by_place
from txng.resolver.spool import LARGE, Segment, Spool

log = logging.getLogger("txng.front")

PATIENCE = 0.6  # seconds a scan waits for its count
UNHURRIED = 2.0  # seconds for a batch nobody waits for: a database that is only busy is not away
MOST = 300  # scans in one statement
MANY = 6_000  # scans not written yet: from here on everybody waits, so that they do not become more
LINGER = 0.05  # seconds scans that nobody waits for are gathered
HELD = 5.0  # seconds: several times as long as the database takes to bring a commit to its disk
AGAIN = 0.5  # seconds between two tries of a database that is away
_VIETNAM = timedelta(hours=7)
# One plan for all batches: the statement takes longer to plan than to run.
_SETTINGS = (
    *("timezone=UTC", "jit=off", "plan_cache_mode=force_generic_plan"),
    *("statement_timeout=10s", "application_name=txng-front"),
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


Code = tuple[int, int, int] | None  # None of a scan that names a product or a lot alone


class Batch:
    """Scans of different codes, and any number without one, written by one statement."""

    __slots__ = ("codes", "lines", "prefix", "segment", "token", "waiting")

    def __init__(self, segment: Segment | None) -> None:
        self.token = uuid.uuid4().hex
        self.prefix = f"{self.token}\t"
        self.segment = segment
        self.lines: list[str] = []
        self.codes: set[tuple[int, int, int]] = set()
        self.waiting: dict[int, asyncio.Future[Seen | None]] = {}
        if segment is not None:
            segment.open_batches += 1


class Recorder:
    def __init__(self, database: dict[str, object], spool: Spool) -> None:
        self.away = True  # until the first connection
        self.back_at = 0.0  # when it last came back, having been there
        self._was_there = False
        self.spool = spool
        self._database = database
        self._base: Connection | None = None
        self._batches: deque[Batch] = deque()  # in the order they are written
        self._filling = 0  # place of the first that takes more
        self._behind = 0  # scans in them
        self._segments: list[Segment] = []  # the last is written to
        self._called, self._hurried = asyncio.Event(), asyncio.Event()
        self._keys: dict[date, bytes] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._write_for_ever()), loop.create_task(self._tend())]

    async def stop(self) -> None:
        """What is not written yet stays in the spool."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._base is not None:
            with suppress(psycopg.Error, OSError, TimeoutError):
                await asyncio.wait_for(self._settle_all(), PATIENCE)
            await self._base.close()
        self._let_go()

    async def _settle_all(self) -> None:
        """A commit that waits for the disk has all before it there too."""
        while self._batches:
            await self._send(self._next())
        assert self._base is not None
        await self._base.execute("SET synchronous_commit = on")
        await self._base.execute("INSERT INTO resolver_scanbatch (token) VALUES (%s)", [uuid.uuid4()])
        self._remove_settled(time.monotonic() + 2 * HELD)

    # --- what the door calls ------------------------------------------------------------------------------

    @property
    def is_behind(self) -> bool:
        return self._behind > MANY

    def note(self, code: Code, line: str) -> None:
        """Safe when this returns. It is written with the next batch, and nobody waits for what its code has seen."""
        self._put(code, line)

    def write(self, code: tuple[int, int, int], line: str) -> asyncio.Future[Seen | None]:
        """Done with what its code has seen, this scan included, or with None when that cannot be told now."""
        told: asyncio.Future[Seen | None] = asyncio.get_running_loop().create_future()
        batch = self._put(code, line)
        if batch is None:
            told.set_result(None)
        else:
            batch.waiting[len(batch.lines) - 1] = told
            self._hurried.set()
            told.get_loop().call_later(PATIENCE, _say_nothing, told)  # before its own may stand one nobody waits for
        return told

    def day_key(self, day: date) -> bytes:
        """A day whose key the database could not give yet has one of this process, for as long as that lasts."""
        if day not in self._keys:
            self._keys[day] = secrets.token_bytes(32)
        return self._keys[day]

    # --- from the scan to its batch -----------------------------------------------------------------------

    def _put(self, code: Code, line: str) -> Batch | None:
        """The batch it is in; None while the database is away and the spool is all there is."""
        batch = self._batch_without(code)
        if code is not None:
            batch.codes.add(code)
        batch.lines.append(line)
        if batch.segment is not None:
            try:
                batch.segment.add(f"{batch.prefix}{line}\n".encode())
            except OSError as error:  # a full disk: people are answered, and the database may still take it
                log.critical("a scan could not be kept: %s", error)
        self._behind += 1
        if self.away:
            if len(batch.lines) >= MOST:
                self._forget_batches()
            return None
        self._called.set()
        if len(batch.lines) == MOST:
            self._hurried.set()
        return batch

    def _batch_without(self, code: Code) -> Batch:
        """The first that has room and not this code: of two devices at one code the second counts the first."""
        batches = self._batches
        for place in range(self._filling, len(batches)):
            batch = batches[place]
            if len(batch.lines) == MOST:
                if place == self._filling:
                    self._filling += 1
            elif code not in batch.codes:
                return batch
        made = Batch(self._segment())
        batches.append(made)
        return made

    def _segment(self) -> Segment | None:
        segments, now = self._segments, time.monotonic()
        if segments and segments[-1].end < LARGE and now - segments[-1].began < HELD:
            return segments[-1]
        try:
            segments.append(Segment(self.spool.folder))
        except OSError as error:
            log.critical("scans cannot be kept: %s", error)
            return None
        return segments[-1]

    def _next(self) -> Batch:
        batch = self._batches.popleft()
        self._filling = max(0, self._filling - 1)
        self._behind -= len(batch.lines)
        return batch

    # --- from the batch to the database -------------------------------------------------------------------

    async def _write_for_ever(self) -> None:
        while True:
            await self._called.wait()
            if not self._hurried.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._hurried.wait(), LINGER)
            if self._batches:
                await self._write(self._next())
            self._hurried.clear()
            if not self._batches:
                self._called.clear()
            elif any(batch.waiting or len(batch.lines) == MOST for batch in self._batches):
                self._hurried.set()

    async def _write(self, batch: Batch) -> None:
        try:
            await self._send(batch)
        except psycopg.DataError as error:
            self.spool.set_aside(uuid.UUID(batch.token), batch.lines, str(error))
            self._settled(batch)
        except (psycopg.Error, OSError) as error:
            self._fall(error)
        except Exception as error:  # nobody foresaw it, and nobody may wait for ever because of it
            log.exception("a batch could not be written")
            self._fall(error)
        for told in batch.waiting.values():
            _say_nothing(told)

    def _fall(self, error: Exception) -> None:
        if not self.away:
            log.error("scans stay in the spool: %s", type(error).__name__)
        self.away = True
        self._drop()

    async def _send(self, batch: Batch) -> None:
        if self._base is None:
            raise psycopg.OperationalError("away")
        self._base.patience = PATIENCE if batch.waiting else UNHURRIED
        given = arguments(batch.token, batch.lines, batch.waiting)
        if not batch.waiting:
            with suppress(psycopg.errors.UniqueViolation):
                await self._base.execute(WRITE_NEW, given, prepare=True)
                self._settled(batch)
                return
        cursor = await self._base.execute(WRITE, given, prepare=True)
        if batch.waiting:
            found = seen_by_place(await cursor.fetchall())
            for place, told in batch.waiting.items():
                if not told.done():
                    told.set_result(found.get(place))
        self._settled(batch)

    @staticmethod
    def _settled(batch: Batch) -> None:
        if (segment := batch.segment) is not None:
            segment.open_batches -= 1
            segment.settled_at = time.monotonic()

    def _drop(self) -> None:
        """A connection that did not answer is given up whole: what it might still say belongs to nobody."""
        base, self._base = self._base, None
        if base is not None:
            base.pgconn.finish()
        self._forget_batches()

    def _forget_batches(self) -> None:
        """They are in the spool, and written from there."""
        for batch in self._batches:
            for told in batch.waiting.values():
                _say_nothing(told)
        self._batches.clear()
        self._filling = self._behind = 0

    # --- the spool ----------------------------------------------------------------------------------------

    def _remove_settled(self, now: float) -> None:
        """Files whose batches the database has had on its disk for a while."""
        for segment in list(self._segments):
            quiet = segment is not self._segments[-1] or now - segment.began > HELD
            if quiet and not segment.open_batches and now - segment.settled_at > HELD:
                self._segments.remove(segment)
                segment.remove()

    def _let_go(self) -> None:
        """To be written by whoever can; what is being gathered goes with it."""
        self._forget_batches()
        segments, self._segments = self._segments, []
        for segment in segments:
            segment.let_go()

    async def _replay(self) -> None:
        """Over a connection of its own: a long spool must not stand before today's scans."""
        base: Connection | None = None
        began, count = time.monotonic(), 0
        try:
            for token, lines in self.spool.waiting():
                # What is written here is removed at once: each commit waits for the disk.
                if base is None:
                    base = await asyncio.wait_for(self._connect(synchronous_commit="on"), 5)
                    base.patience = 30
                try:
                    await base.execute(WRITE, arguments(token, lines), prepare=True)
                except psycopg.DataError as error:
                    self.spool.set_aside(token, lines, str(error))
                count += len(lines)
                if self.away:  # it fell again: first it is brought back
                    return
        finally:
            if base is not None:
                log.warning("%s kept scans were written in %.1f s", count, time.monotonic() - began)
                await base.close()

    # --- the database's coming and going ------------------------------------------------------------------

    async def _tend(self) -> None:
        """Bring the database back when it was away, write what was kept, and have the keys of today and tomorrow."""
        while True:
            try:
                if self.away:
                    await asyncio.wait_for(self._come_back(), 5)
                elif self._tomorrow() not in self._keys:
                    await self._read_keys()
                else:  # that it fell is known before somebody waits for it
                    await self._ping()
                if not self.away:
                    self._remove_settled(time.monotonic())
                    await self._replay()
            except (psycopg.Error, OSError, TimeoutError):
                pass
            await asyncio.sleep(AGAIN)

    async def _ping(self) -> None:
        try:
            if self._base is not None:
                await self._base.execute("SELECT 1")
        except (psycopg.Error, OSError) as error:
            self._fall(error)

    async def _come_back(self) -> None:
        base = await self._connect()
        try:
            # Whether it takes a line, not only a question: a standby and a full disk answer questions too.
            await base.execute("INSERT INTO resolver_scanbatch (token) VALUES (%s)", [uuid.uuid4()])
            await self._read_keys(base)
        except BaseException:
            base.pgconn.finish()
            raise
        self._let_go()  # whatever came meanwhile, and what the database may have lost when it fell
        if self._was_there:
            self.back_at = time.time()
        self._base, self.away, self._was_there = base, False, True

    async def _connect(self, *, synchronous_commit: str = "off") -> Connection:
        options = " ".join(f"-c {one}" for one in (*_SETTINGS, f"synchronous_commit={synchronous_commit}"))
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


def _say_nothing(told: asyncio.Future[Seen | None]) -> None:
    if not told.done():
        told.set_result(None)
