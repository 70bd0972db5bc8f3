"""Each process of a running site that answers scans, asked by itself: the doors, Django behind them, and the same site
under a plain WSGI server. Which process a connection has come to, the kernel knows."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.claims.stamps.phones import Line, agent, read_page
from tests.harness import Installation
from txng.project.front.frames import LENGTH, SCANS, head

EACH = 0.02  # seconds between two questions to a door
NEVER = 15.0  # seconds: who has not told it by then is not waited for
DJANGO_EACH = 0.1  # a page of Django's takes the processor for a tenth of that


@dataclass
class Worker:
    """Asked for one address again and again."""

    name: str
    ask: Callable[[str], object]
    each: float
    answers: list[tuple[float, float, str]] = field(default_factory=list)  # sent, got, title

    def late(self, done: float, title: str) -> float | None:
        """Seconds from then until it told the right page and went on doing so; None while it does not."""
        last = [one for one in self.answers if one[1] > done]
        wrong = max((sent for sent, _got, told in last if told != title and sent > done), default=done)
        right = [got for sent, got, told in last if sent > wrong and told == title]
        return right[0] - done if len(right) >= 3 else None


class Watch:
    def __init__(self, workers: list[Worker]) -> None:
        self.workers, self.address = workers, ""

    async def ask_for_ever(self, worker: Worker) -> None:
        while True:
            sent, address = time.monotonic(), self.address
            if address:
                text = await worker.ask(address)  # type: ignore[misc]
                if address == self.address:
                    worker.answers.append((sent, time.monotonic(), read_page(str(text)).title))
            await asyncio.sleep(max(0.0, sent + worker.each - time.monotonic()))

    def look_at(self, address: str) -> None:
        self.address = address
        self.forget()

    def forget(self) -> None:
        for worker in self.workers:
            worker.answers.clear()

    async def all_tell(self, title: str, *, since: float, within: float = NEVER) -> dict[str, float]:
        """How late each was; one that never comes to it within that time is that late."""
        deadline = since + within
        while time.monotonic() < deadline:
            found = {worker.name: worker.late(since, title) for worker in self.workers}
            if all(one is not None for one in found.values()):
                return {name: one for name, one in found.items() if one is not None}
            await asyncio.sleep(0.02)
        return {worker.name: worker.late(since, title) or within for worker in self.workers}


@asynccontextmanager
async def watched(site: Installation, wsgi_port: int) -> AsyncIterator[Watch]:
    doors = await _lines(site.port, site.doors, "a door")
    plain = await _lines(wsgi_port, 2, "plain WSGI")
    workers = [Worker(name, _asker(line), EACH) for name, line in doors.items()]
    workers += [Worker(name, _asker(line), DJANGO_EACH) for name, line in plain.items()]
    workers.append(Worker("Django behind the doors", lambda address: ask_office(site, address), DJANGO_EACH))
    watch = Watch(workers)
    tasks = [asyncio.create_task(watch.ask_for_ever(worker)) for worker in workers]
    try:
        yield watch
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for line in [*doors.values(), *plain.values()]:
            line.close()


def _asker(line: Line) -> Callable[[str], object]:
    async def ask(address: str) -> str:
        status, text = await line.get(address)
        assert status == 200, (status, address)
        return text

    return ask


async def _lines(port: int, count: int, what: str) -> dict[str, Line]:
    """A connection to each of the processes that listen at a port, by opening some until all have one."""
    found: dict[int, Line] = {}
    for _try in range(400):
        line = Line("127.0.0.1", port)
        await line.get("/livez")
        assert line.writer is not None
        pid = process_behind(line.writer.get_extra_info("sockname")[1], port)
        if pid in found:
            line.close()
        else:
            found[pid] = line
        if len(found) == count:
            return {f"{what} ({number})": one for number, one in enumerate(found.values(), 1)}
    raise RuntimeError(f"{len(found)} of {count} processes answered at port {port}")


def process_behind(client_port: int, server_port: int) -> int:
    """Whose the other end of our connection is."""
    wanted = f":{server_port:04X}", f":{client_port:04X}"
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = row.split()
        if words[1].endswith(wanted[0]) and words[2].endswith(wanted[1]):
            return _holder(f"socket:[{words[9]}]")
    raise RuntimeError("the connection is gone")


def _holder(name: str) -> int:
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):
            if any(os.readlink(each) == name for each in folder.iterdir()):
                return int(folder.parent.name)
    raise RuntimeError("nobody holds the connection")


async def ask_office(site: Installation, address: str) -> str:
    """As a front door asks."""
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(site.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": f"127.0.0.1:{site.port}",
        "HTTP_USER_AGENT": agent(0),
        "HTTP_ACCEPT_LANGUAGE": "vi-VN,vi;q=0.9",
    }
    reader, writer = await asyncio.open_unix_connection(str(site.state / "run" / SCANS))
    try:
        writer.write(head({"environ": environ, "known": {}, "inline": 0}))
        told = json.loads(await _frame(reader))
        assert told["status"] == 200, (told["status"], address)
        parts = []
        while part := await _frame(reader):
            parts.append(part)
        return b"".join(parts).decode()
    finally:
        writer.close()


async def _frame(reader: asyncio.StreamReader) -> bytes:
    (size,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    return await reader.readexactly(size)
