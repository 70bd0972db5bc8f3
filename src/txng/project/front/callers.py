"""Who asks at our door, a connection each. Stamps are answered right here, in the thread that read the request: to hand
each to granian's thread and back costs as much as the answer.

Only what is plain beyond doubt is read here: a whole head, of a GET for a stamp, without a body, each header once. With
anything else (half a head, another address, no HTTP at all) the connection is granian's from that byte on, through a
tunnel; so no request is understood in two ways, and slow, large and odd ones meet granian's limits.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import resource
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, cast

from txng.project.front.office import Office
from txng.project.front.recorder import PATIENCE, Recorder
from txng.project.front.scans import PRINTED, Hit, Scans
from txng.project.front.tunnel import BACKLOG, Ends, Tunnel, Tunnels, written
from txng.project.front.wire import END, LONGEST, NO_HEADERS, Asked, Reply, Writer, plain_headers
from txng.resolver.scanlines import FIRST, Seen

log = logging.getLogger("txng.front")

STAMP = re.compile(rf"GET ({PRINTED.pattern}) HTTP/1\.1\r\n")
IDLE = 30.0  # seconds a connection may stay without a request
SWEEP = 5.0
CONNECT = 10.0  # seconds to be let in by granian
OTHER_FILES, FILES = 200, 3  # of a door, and of a connection whose tunnel ends at the same door


class Callers:
    """All connections of one door."""

    def __init__(self, scans: Scans, recorder: Recorder, office: Office, tunnels: Tunnels, inside: tuple[str, int]):
        self.scans, self.recorder, self.office, self.tunnels, self.inside = scans, recorder, office, tunnels, inside
        self.writer = Writer()
        self.open: set[Caller] = set()
        self.most = _most_open()
        self._server: asyncio.Server | None = None
        self._sweeping: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, host: str, port: int) -> None:
        """Each door by itself: the system deals connections out among them."""
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                lambda: Caller(self), host or None, port, reuse_port=True, backlog=BACKLOG
            )
        except OSError as error:
            log.critical("cannot listen at port %s of %s: %s", port, host, error)
            os._exit(1)  # granian ends with its worker, and whoever started it sees that
        self._sweeping = loop.create_task(self._sweep())

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Who waits for a count still gets an answer."""
        if self._server is not None:
            self._server.close()
        if self._sweeping is not None:
            self._sweeping.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE)
        for caller in list(self.open):
            caller.end()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            before = time.time() - IDLE
            for caller in [one for one in self.open if one.is_idle_since(before)]:
                caller.end()


class Caller(asyncio.Protocol):
    def __init__(self, door: Callers) -> None:
        self.door = door
        self._ends, self._host = Ends("", ""), ""
        self._asked_at = time.time()
        self._rest = b""  # what came while nothing more can be answered
        self._waits = self._full = self._ended = False
        self._tunnel: Tunnel | None = None

    # --- what the loop calls ------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)
        self.door.open.add(self)
        if len(self.door.open) > self.door.most:
            transport.abort()
            return
        self._ends = Ends(*(written(transport.get_extra_info(name)) for name in ("peername", "sockname")))
        self._host = self._ends.client.rpartition(":")[0]

    def data_received(self, data: bytes) -> None:
        if self._tunnel is not None and self._tunnel.transport is not None:
            self._tunnel.transport.write(data)
        elif self._tunnel is not None or self._waits or self._full:
            self._rest += data
        else:
            self._read(data)

    def eof_received(self) -> bool:
        """Whether the other way stays open."""
        self._ended = True
        if self._tunnel is not None and self._tunnel.transport is not None:
            self._tunnel.transport.write_eof()
        return self._tunnel is not None or self._waits

    def pause_writing(self) -> None:
        """What is asked faster than its answers are taken is not read."""
        self._full = True
        if self._tunnel is None:
            self._transport.pause_reading()
        elif self._tunnel.transport is not None:
            self._tunnel.transport.pause_reading()

    def resume_writing(self) -> None:
        self._full = False
        if self._tunnel is None:
            self._go_on()
        elif self._tunnel.transport is not None:
            self._tunnel.transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self.door.open.discard(self)
        if self._tunnel is not None and self._tunnel.transport is not None:
            self._tunnel.transport.abort() if error else self._tunnel.transport.close()

    def is_idle_since(self, moment: float) -> bool:
        return self._tunnel is None and not self._waits and self._asked_at < moment

    def end(self) -> None:
        """In order the first time; who then does not take what is left is cut off."""
        self._transport.abort() if self._transport.is_closing() else self._transport.close()

    # --- a stamp ------------------------------------------------------------------------------------------

    def _read(self, data: bytes) -> None:
        """Requests that came together, in their order."""
        while data:
            if self._waits or self._full:
                self._rest = data
                self._transport.pause_reading()
                return
            end = data.find(END) + len(END)
            if not len(END) <= end <= LONGEST or not self._answers(data[:end].decode("latin-1")):
                self._rest = data
                self._begin_tunnel()
                return
            data = data[end:]

    def _answers(self, head: str) -> bool:
        asked = STAMP.match(head)
        if asked is None:
            return False
        scans, recorder = self.door.scans, self.door.recorder
        now = scans.now()
        lines = head[asked.end() : -len(END)]
        visitor = scans.visitors.of_lines(lines, self._ends.client, self._host)
        hit = scans.hit(visitor, now, asked[1], asked[2], asked[3])
        if hit is None:
            return False
        self._asked_at = now
        if hit.parts is None:
            recorder.note(hit.code, hit.line)
            self._transport.write(self.door.writer.message(scans.own(hit, FIRST), scans.shelf.headers, now))
        else:
            self._waits = True
            told = recorder.write(hit.code, hit.line)
            self.door.run(self._answer_counted(hit, told, asked[1], lines))
        return True

    async def _answer_counted(self, hit: Hit, told: asyncio.Future[Seen | None], path: str, lines: str) -> None:
        try:
            self._transport.write(await self._counted(hit, told, path, lines))
        except Exception as error:  # nobody foresaw it, and nobody may wait for ever because of it
            log.exception("a scan could not be answered: %s", type(error).__name__)
            self._transport.abort()
        self._waits = False
        if self._ended:
            self._transport.close()
        else:
            self._go_on()

    async def _counted(self, hit: Hit, told: asyncio.Future[Seen | None], path: str, lines: str) -> bytes:
        scans = self.door.scans
        seen = await told
        if seen is not None and scans.may_be_copied(seen):
            reply, asked = Reply(), Asked(path, plain_headers(lines) or {}, *self._ends)
            await self.door.office.pass_on(asked, reply, {"seen": seen.plain(), "at": hit.at}, scan=True)
            answer, shared = reply.answer, NO_HEADERS
        else:
            answer, shared = scans.own(hit, seen), scans.shelf.headers
        return self.door.writer.message(answer, shared, time.time())

    def _go_on(self) -> None:
        if self._transport.is_closing() or self._waits or self._full:
            return
        self._transport.resume_reading()
        rest, self._rest = self._rest, b""
        self._read(rest)

    # --- everything else ----------------------------------------------------------------------------------

    def _begin_tunnel(self) -> None:
        self._transport.pause_reading()
        self._tunnel = Tunnel(self.door.tunnels, self._transport, self._ends)
        self.door.run(self._open(self._tunnel))

    async def _open(self, tunnel: Tunnel) -> None:
        loop = asyncio.get_running_loop()
        try:
            await asyncio.wait_for(loop.create_connection(lambda: tunnel, *self.door.inside), CONNECT)
        except (OSError, TimeoutError) as error:
            log.error("a connection was not let in: %s", type(error).__name__)
            self._transport.abort()
            return
        assert tunnel.transport is not None
        if self._transport.is_closing():
            tunnel.transport.close()
            return
        rest, self._rest = self._rest, b""
        tunnel.transport.write(rest)
        if self._ended:
            tunnel.transport.write_eof()
        if self._full:
            tunnel.transport.pause_reading()
        self._transport.resume_reading()


def _most_open() -> int:
    """Connections a door may hold: one without a file left could write no scan down."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else min(most, 65_536)
    if now != resource.RLIM_INFINITY and now < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            now = wanted
    return max(64, ((65_536 if now == resource.RLIM_INFINITY else now) - OTHER_FILES) // FILES)
