"""Handing a request to the office and its answer to the client, neither waiting for the slower of the two.

The office's threads are few, so it is asked only once the whole request is here, and its answer is taken as fast as it
is given: what a slow telephone has not fetched yet waits in memory, then in a file.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from txng.project.front.environ import Refused, environ_of
from txng.project.front.frames import INLINE, LENGTH, MAIN, SCANS, head

log = logging.getLogger("txng.front")

MOST = 60 * 1024 * 1024  # settings.REQUEST_BYTES; more is told to Django without its body
IN_MEMORY = 1024 * 1024
BACKLOG_WAIT = 10.0  # seconds to be let into an office whose doors are full
ONE_PIECE = 512 * 1024  # an answer up to this leaves at once, with its length


class Gone(Exception):
    """The office did not answer, or not to the end."""


class Office:
    def __init__(self, sockets: Path, bodies: Path, proxies: frozenset[str]) -> None:
        self.sockets, self.bodies, self.proxies = sockets, bodies, proxies

    async def pass_on(self, scope: Any, proto: Any, known: dict[str, Any], *, scan: bool) -> None:
        body = Body(self.bodies)
        try:
            too_long = not await body.read(proto, MOST, announced=_length(scope))
            try:
                environ = environ_of(scope, self.proxies, max(body.length, _length(scope)) if too_long else body.length)
            except (Refused, ValueError):
                proto.response_str(400, [("content-type", "text/plain; charset=utf-8")], "400")
                return
            told = {"environ": environ, "known": known, **body.told(empty=too_long)}
            await self._ask(head(told) + body.inline(empty=too_long), proto, scope, scan=scan)
        finally:
            body.forget()

    async def _ask(self, request: bytes, proto: Any, scope: Any, *, scan: bool) -> None:
        writer = None
        try:
            path = str(self.sockets / (SCANS if scan else MAIN))
            reader, writer = await asyncio.wait_for(asyncio.open_unix_connection(path), BACKLOG_WAIT)
            writer.write(request)
            await writer.drain()
            await _relay(reader, proto, scope)
        except (Gone, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.error("the office did not answer: %s", type(error).__name__)
            _busy(proto)
        finally:
            if writer is not None:
                writer.close()


async def _relay(reader: asyncio.StreamReader, proto: Any, scope: Any) -> None:
    answer = json.loads(await _frame(reader))
    status, headers = answer["status"], [(name, value) for name, value in answer["headers"]]
    bare = scope.method == "HEAD" or status in (204, 304)
    taken: list[bytes] = []
    size = 0
    while size <= ONE_PIECE:
        data = await _frame(reader)
        if not data:
            if bare:
                proto.response_empty(status, headers)
            else:
                proto.response_bytes(status, headers, b"".join(taken))
            return
        taken.append(data)
        size += len(data)
        if answer.get("streams"):
            break
    await _stream(reader, proto.response_stream(status, headers), b"".join(taken))


async def _stream(reader: asyncio.StreamReader, transport: Any, begun: bytes) -> None:
    """What has come and is not yet taken lies between the two in a file that nobody else sees."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as between:
        between.write(begun)
        written, ended, more = len(begun), False, asyncio.Event()

        async def fetch() -> None:
            nonlocal written, ended
            try:
                while data := await _frame(reader):
                    between.seek(written)
                    between.write(data)
                    written += len(data)
                    more.set()
            finally:
                ended = True
                more.set()

        fetching = asyncio.get_running_loop().create_task(fetch())
        sent = 0
        try:
            while True:
                if sent < written:
                    between.seek(sent)
                    data = between.read(min(written - sent, 256 * 1024))
                    sent += len(data)
                    await transport.send_bytes(data)
                elif ended:
                    await fetching  # an answer that broke off must not look whole
                    break
                else:
                    more.clear()
                    await more.wait()
        finally:
            fetching.cancel()
            await asyncio.gather(fetching, return_exceptions=True)


async def _frame(reader: asyncio.StreamReader) -> bytes:
    (size,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    return await reader.readexactly(size) if size else b""


class Body:
    """A request's body: in memory while it is short, else in a file the office opens."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.length = folder, 0
        self._parts: list[bytes] = []
        self._file: Any = None

    async def read(self, proto: Any, most: int, *, announced: int = 0) -> bool:
        """False when it is longer than `most`. The rest is then read and thrown away: answered while still sending, a
        browser shows a broken connection instead of our page. Nobody sends four times the limit by mistake."""
        if announced > 4 * most:
            return False
        async for data in proto:
            self.length += len(data)
            if self.length > 4 * most:
                return False
            if max(self.length, announced) > most:
                continue
            if self._file is None and self.length > INLINE:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._file = tempfile.NamedTemporaryFile(dir=self.folder, delete=False)  # noqa: SIM115
                self._file.write(b"".join(self._parts))
            if self._file is None:
                self._parts.append(data)
            else:
                self._file.write(data)
        if self._file is not None:
            self._file.flush()
        return max(self.length, announced) <= most

    def told(self, *, empty: bool) -> dict[str, Any]:
        if empty:
            return {"inline": 0}
        return {"file": self._file.name} if self._file is not None else {"inline": self.length}

    def inline(self, *, empty: bool) -> bytes:
        return b"" if empty or self._file is not None else b"".join(self._parts)

    def forget(self) -> None:
        if self._file is not None:
            self._file.close()
            os.unlink(self._file.name)


def _length(scope: Any) -> int:
    text = scope.headers.get("content-length") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _busy(proto: Any) -> None:
    """No page of ours is at hand without the office; the words are those of `unavailable`."""
    text = (
        '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>503</title><h1>Hệ thống đang bận</h1><p>Thử lại sau vài phút.</p>"
    )
    headers = [("content-type", "text/html; charset=utf-8"), ("retry-after", "10"), ("cache-control", "no-store")]
    try:
        proto.response_str(503, headers, text)
    except Exception:  # the answer had begun: cut off is all that can be said
        log.error("an answer was cut off")
