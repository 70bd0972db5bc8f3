"""Connections at our door: a plain scan is answered at once, and whatever is not plain reaches granian byte by byte."""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from http.client import HTTPResponse, IncompleteRead
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvloop
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from txng.project.front import callers as module
from txng.project.front.callers import Callers
from txng.project.front.tunnel import INSIDE, Ends, Tunnels, written
from txng.project.front.wire import Asked, Writer, plain_headers

STAMP = "/01/08938505974002/21/0123456789ABCDEF"
WAITS = "/t/WAWAWAWAWAWAWAWA"  # of a stamp somebody has met
SHARED = "/t/CPCPCPCPCPCPCPCP"  # of one the copy rule has to be asked about
LONG = "/t/L0L0L0L0L0L0L0L0"  # of one whose page is
FORGED = "/t/F0F0F0F0F0F0F0F0"
COMMON = [("x-frame-options", "DENY"), ("cache-control", "private, no-store")]


class Page:
    """Knows a few stamps, and answers with their address."""

    def __init__(self) -> None:
        self.shelf = SimpleNamespace(headers=COMMON)
        self.visitors = SimpleNamespace(of_lines=lambda lines, client, host: plain_headers(lines) and client)

    def now(self) -> float:
        return 1_700_000_000.0

    def hit(self, visitor: str | None, now: float, path: str, gtin: str | None, serial: str) -> Any:
        if not visitor or path == FORGED:
            return None
        parts = None if path not in (WAITS, SHARED) else object()
        return SimpleNamespace(at=now, code=(int(gtin or 0), 1, 1), line=path, parts=parts)

    def may_be_copied(self, seen: Any) -> bool:
        return bool(seen.copied)

    def own(self, hit: Any, seen: Any) -> tuple[int, list[tuple[str, str]], bytes]:
        return 200, [("link", f"<{hit.line}>")], f"page of {hit.line}".encode() * (1_000 if hit.line == LONG else 1)


class Recorder:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.told: list[asyncio.Future[Any]] = []

    def note(self, code: Any, line: str) -> None:
        self.lines.append(line)

    def write(self, code: Any, line: str) -> asyncio.Future[Any]:
        self.lines.append(line)
        self.told.append(asyncio.get_running_loop().create_future())
        return self.told[-1]


class Office:
    """Django, which tells what it was asked."""

    async def pass_on(self, scope: Asked, proto: Any, known: dict[str, Any], *, scan: bool) -> None:
        assert [part async for part in proto] == []
        body = f"{scope.method} {scope.path} {scope.headers['host']} {scope.client} {known}"
        proto.response_bytes(200, [("Content-Length", "7"), ("vary", "Cookie")], body.encode())


class Inside:
    """In granian's place: keeps what comes, and answers each connection as it is told to."""

    def __init__(self, tunnels: Tunnels) -> None:
        self.tunnels = tunnels
        self.came: list[bytes] = []
        self.ends: list[Ends | None] = []
        self.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        place = len(self.came)
        self.came.append(b"")
        while data := await reader.read(65_536):
            if not self.came[place]:
                self.ends.append(self.tunnels.ends(written(writer.get_extra_info("peername"))))
            self.came[place] += data
        writer.write(self.answer)
        await writer.drain()
        writer.close()


class Door:
    def __init__(self, callers: Callers, inside: Inside, port: int) -> None:
        self.callers, self.inside, self.port = callers, inside, port

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def asks_for_a_count(self, writer: asyncio.StreamWriter, *requests: bytes) -> asyncio.Future[Any]:
        """What will be told of its code, once it is asked for."""
        recorder: Any = self.callers.recorder
        writer.write(b"".join(requests))
        while not recorder.told:
            await asyncio.sleep(0)
        [told] = recorder.told
        return told  # type: ignore[no-any-return]

    async def said(self, *parts: bytes) -> bytes:
        """What is answered until the door closes; the client has ended its side."""
        reader, writer = await self.open()
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        writer.write_eof()
        with contextlib.closing(writer):
            return await asyncio.wait_for(reader.read(), 10)


@contextlib.asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Door]:
    tunnels = Tunnels(folder / "tunnels")
    inside = Inside(tunnels)
    server = await asyncio.start_server(inside.serve, INSIDE, 0)
    behind = server.sockets[0].getsockname()[1]
    scans: Any = Page()
    recorder: Any = Recorder()
    office: Any = Office()
    callers = Callers(scans, recorder, office, tunnels, (INSIDE, behind))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    await callers.listen("127.0.0.1", port)
    try:
        yield Door(callers, inside, port)
    finally:
        await callers.close()
        server.close()


def at_the_door(folder: Path, story: Callable[[Door], Awaitable[None]]) -> None:
    async def told() -> None:
        async with opened(folder) as door:
            await asyncio.wait_for(story(door), 30)

    def run() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(told())

    with ThreadPoolExecutor(1) as beside:  # a browser of another test may have its loop in this thread
        beside.submit(run).result()


def request(path: str = STAMP, *lines: str, first: str = "GET {} HTTP/1.1") -> bytes:
    return "\r\n".join([first.format(path), "Host: txng.example", *lines, "", ""]).encode("latin-1")


def read(data: bytes) -> tuple[int, dict[str, str], bytes]:
    """As any client reads it."""
    answer = HTTPResponse(SimpleNamespace(makefile=lambda mode: io.BytesIO(data)))  # type: ignore[arg-type]
    answer.begin()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_a_plain_scan_is_answered_and_its_connection_stays(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        reader, writer = await door.open()
        for _time in range(2):
            writer.write(request())
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(len(f"page of {STAMP}"))
            status, headers, found = read(head + body)
            assert (status, found) == (200, f"page of {STAMP}".encode())
            assert headers.items() >= {*COMMON, ("link", f"<{STAMP}>"), ("content-length", str(len(body)))}
            assert headers["date"].endswith(" GMT")
        writer.close()
        assert not door.inside.came
        assert door.callers.recorder.lines == [STAMP, STAMP]  # type: ignore[attr-defined]

    at_the_door(tmp_path, story)


def test_requests_that_come_together_are_answered_in_their_order(tmp_path: Path) -> None:
    """Though the first waits for its count, and the last is not one of ours."""

    async def story(door: Door) -> None:
        reader, writer = await door.open()
        told = await door.asks_for_a_count(writer, request(WAITS), request(STAMP), request("/thu-vien/"))
        assert door.callers.recorder.lines == [WAITS], "what comes behind waits"  # type: ignore[attr-defined]
        told.set_result(SimpleNamespace(copied=False))
        said = await reader.readuntil(f"page of {WAITS}".encode())
        said = await reader.readuntil(f"page of {STAMP}".encode())
        assert b"HTTP/1.1 200 OK" in said
        writer.write_eof()
        assert (await reader.read()).endswith(b"ok")
        assert door.inside.came == [request("/thu-vien/")]
        writer.close()

    at_the_door(tmp_path, story)


def test_a_stamp_that_may_be_copied_is_answered_by_django_on_the_same_connection(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        reader, writer = await door.open()
        (await door.asks_for_a_count(writer, request(SHARED))).set_result(
            SimpleNamespace(copied=True, plain=lambda: ["seen"])
        )
        head = await reader.readuntil(b"\r\n\r\n")
        [length] = re.findall(rb"content-length: (\d+)", head.lower())
        _status, headers, found = read(head + await reader.readexactly(int(length)))
        body = found.decode()
        host, port = writer.get_extra_info("sockname")[:2]
        assert body == f"GET {SHARED} txng.example {host}:{port} {{'seen': ['seen'], 'at': 1700000000.0}}"
        assert headers["vary"] == "Cookie"
        writer.write(request())
        assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
        writer.close()

    at_the_door(tmp_path, story)


def test_who_hangs_up_while_a_count_is_awaited_harms_nobody(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        reader, writer = await door.open()
        told = await door.asks_for_a_count(writer, request(WAITS))
        writer.transport.abort()
        await asyncio.sleep(0)
        told.set_result(SimpleNamespace(copied=False))
        while door.callers.open:
            await asyncio.sleep(0)
        assert b"200 OK" in await door.said(request())

    at_the_door(tmp_path, story)


def test_an_answer_nobody_can_give_ends_its_connection_alone(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        reader, writer = await door.open()
        (await door.asks_for_a_count(writer, request(SHARED))).set_result(
            SimpleNamespace(copied=True)
        )  # without what the office has to be told
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.close()
        assert b"200 OK" in await door.said(request())

    at_the_door(tmp_path, story)


ODD = [
    request(FORGED),
    request("/"),
    request(f"{STAMP}?a=1"),
    request(f"http://txng.example{STAMP}"),
    request(first="HEAD {} HTTP/1.1"),
    request(first="POST {} HTTP/1.1"),
    request(first="GET {} HTTP/1.0"),
    request(first="GET  {} HTTP/1.1"),
    request(first="get {} HTTP/1.1"),
    request(STAMP, "Content-Length: 4") + b"body",
    request(STAMP, "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    request(STAMP, "Transfer-Encoding : chunked") + b"0\r\n\r\n",
    request(STAMP, "Expect: 100-continue"),
    request(STAMP, "Upgrade: h2c"),
    request(STAMP, "Connection: close"),
    request(STAMP, "Connection: keep-alive, Content-Length"),
    request(STAMP, "host: other.example"),
    request(STAMP, "X-A: 1", "x-a: 2"),
    request(STAMP, "X-Folded: a", " b"),
    request(STAMP, "X-No-Colon"),
    request(STAMP, ": no name"),
    request(STAMP, "X-Nul: \x00"),
    request(STAMP, "X-Bare: a\rb"),
    request(STAMP, "X-Bare: a\nContent-Length: 9"),
    request(STAMP, "X-Umlaut: \xe4"),
    request().replace(b"\r\n", b"\n"),
    request()[:-2],
    b"GET " + STAMP.encode() + b" HTTP/1.1\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\r\n" + request(),
    request(STAMP, "X-Long: " + "a" * 16_384),
    request(STAMP, *(f"X-{n}:" + " " * 3_000 for n in range(5)), ": no name"),
]


@pytest.mark.parametrize("sent", ODD, ids=range(len(ODD)))
def test_whatever_is_not_plain_reaches_granian_as_it_came(tmp_path: Path, sent: bytes) -> None:
    async def story(door: Door) -> None:
        assert await door.said(sent) == door.inside.answer
        assert door.inside.came == [sent]
        recorder: Any = door.callers.recorder
        assert not recorder.lines, "nothing is written down twice"

    at_the_door(tmp_path, story)


PIECES = st.sampled_from([request(), request(STAMP, "Accept: */*"), *ODD[:12], b"GET ", b"\r\n", b"\r\n\r\n", b"x"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, min_size=1, max_size=5), cuts=st.lists(st.integers(0, 300), max_size=3))
@example(pieces=[request(), request()], cuts=[len(request()) + 1])
def test_no_byte_is_lost_or_read_twice_however_it_comes(tmp_path: Path, pieces: list[bytes], cuts: list[int]) -> None:
    """What granian gets is the end of what was sent, and before it stand plain scans alone, each answered once."""
    sent = b"".join(pieces)
    places = [0, *sorted({min(cut, len(sent)) for cut in cuts}), len(sent)]

    async def story(door: Door) -> None:
        said = await door.said(*(sent[a:b] for a, b in itertools.pairwise(places)))
        rest = b"".join(door.inside.came)
        recorder: Any = door.callers.recorder
        assert len(door.inside.came) <= 1
        assert sent.endswith(rest)
        before = sent[: len(sent) - len(rest)]
        assert before.count(b"\r\n\r\n") == before.count(b"GET /01/") == len(recorder.lines)
        assert said.count(f"page of {STAMP}".encode()) == len(recorder.lines)

    at_the_door(tmp_path, story)


def test_granian_learns_who_asks(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        reader, writer = await door.open()
        host, port = writer.get_extra_info("sockname")[:2]
        writer.write(request("/"))
        writer.write_eof()
        assert await reader.read() == door.inside.answer
        assert door.inside.ends == [Ends(f"{host}:{port}", f"127.0.0.1:{door.port}")]
        writer.close()

    at_the_door(tmp_path, story)


def test_where_no_tunnel_is_nobody_is_made_up(tmp_path: Path) -> None:
    """A tunnel that ended leaves nothing behind for the next at its port, and takes nothing from it."""
    tunnels, beside = Tunnels(tmp_path / "tunnels"), Tunnels(tmp_path / "tunnels")
    first, second = Ends("[2001:db8::7]:40000", "[2001:db8::1]:8000"), Ends("192.0.2.9:40000", "192.0.2.1:8000")
    tunnels.note(50_000, first)
    assert beside.ends(f"{INSIDE}:50000") == first, "of whichever door"
    assert beside.ends("192.0.2.5:50000") is None and beside.ends("") is None
    beside.note(50_000, second)
    tunnels.forget(50_000, first)
    assert tunnels.ends(f"{INSIDE}:50000") == second
    beside.forget(50_000, second)
    assert tunnels.ends(f"{INSIDE}:50000") is None


def test_a_long_answer_arrives_whole_at_a_slow_client(tmp_path: Path) -> None:
    body = bytes(range(256)) * 40_000

    async def story(door: Door) -> None:
        door.inside.answer = b"HTTP/1.1 200 OK\r\n\r\n" + body
        reader, writer = await door.open()
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(request("/tep-lon/"))
        writer.write_eof()
        [caller] = await until(lambda: [one for one in door.callers.open if one._full])
        held = caller._transport.get_write_buffer_size()
        assert held < len(body) / 4, "it waits at granian, not in our memory"
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        assert (await reader.read()).endswith(body)
        writer.close()

    at_the_door(tmp_path, story)


def test_an_answer_that_broke_off_does_not_look_whole(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        door.inside.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"
        with pytest.raises(IncompleteRead):
            read(await door.said(request("/dut-gang/")))

    at_the_door(tmp_path, story)


def test_who_asks_and_does_not_take_the_answers_is_not_read_on(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        reader, writer = await door.open()
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        count = 600
        writer.write(request(LONG) * count)  # one packet: half a head would be granian's
        [caller] = await until(lambda: [one for one in door.callers.open if one._full])
        recorder: Any = door.callers.recorder
        assert caller._transport.get_write_buffer_size() < 1 << 20
        assert caller._tunnel is None
        assert len(recorder.lines) < count
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        said = 0
        while said < count:
            head = await reader.readuntil(b"\r\n\r\n")
            [length] = re.findall(rb"content-length: (\d+)", head)
            said += len(await reader.readexactly(int(length))) == 1_000 * len(f"page of {LONG}")
        assert len(recorder.lines) == count
        writer.close()

    at_the_door(tmp_path, story)


async def until(found: Callable[[], list[Any]]) -> list[Any]:
    while not found():
        await asyncio.sleep(0)
    return found()


def test_who_says_nothing_for_long_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But nobody who waits for an answer, or whom granian serves: that has its own limits."""

    async def story(door: Door) -> None:
        silent, waits, served = [await door.open() for _caller in range(3)]
        waits[1].write(request(WAITS))
        served[1].write(b"GET")
        await until(lambda: door.callers.recorder.told and door.inside.came)  # type: ignore[attr-defined]
        monkeypatch.setattr(module, "IDLE", -1e9)
        sweeping = asyncio.get_running_loop().create_task(door.callers._sweep())
        monkeypatch.setattr(module, "SWEEP", 0)
        sweeping.cancel()
        sweeping = asyncio.get_running_loop().create_task(door.callers._sweep())
        assert await silent[0].read() == b""
        assert len(door.callers.open) == 2
        sweeping.cancel()
        for _reader, writer in (silent, waits, served):
            writer.transport.abort()

    at_the_door(tmp_path, story)


def test_more_than_a_door_can_hold_are_not_let_in(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        door.callers.most = 1
        first = await door.open()
        await until(lambda: list(door.callers.open))
        second = await door.open()
        with contextlib.suppress(ConnectionResetError):
            assert await second[0].read() == b""
        first[1].write(request())
        assert b"200 OK" in await first[0].readuntil(b"\r\n\r\n")
        for _reader, writer in (first, second):
            writer.transport.abort()

    at_the_door(tmp_path, story)


def test_without_granian_a_connection_ends(tmp_path: Path) -> None:
    async def story(door: Door) -> None:
        with socket.socket() as nobody:
            nobody.bind((INSIDE, 0))
            door.callers.inside = (INSIDE, nobody.getsockname()[1])
            with contextlib.suppress(ConnectionResetError):
                assert await door.said(request("/")) == b""
        assert b"200 OK" in await door.said(request())

    at_the_door(tmp_path, story)


NAMES = st.from_regex(r"x-[a-z]{1,6}", fullmatch=True)
VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12).map(str.strip)


@given(
    status=st.sampled_from([200, 404, 410, 503]),
    own=st.dictionaries(NAMES, VALUES, max_size=4),
    body=st.binary(max_size=200),
    shares=st.booleans(),
)
def test_an_answer_is_read_as_it_was_meant(status: int, own: dict[str, str], body: bytes, shares: bool) -> None:
    writer = Writer()
    for now in (1_790_000_000.0, 1_790_000_000.5, 1_790_000_001.5, 1_789_990_000.0):
        found = read(writer.message((status, [*own.items()], body), COMMON if shares else [], now))
        assert found[0] == status and found[2] == body
        assert found[1].pop("date") == formatdate(int(now), usegmt=True)
        assert found[1] == {**(dict(COMMON) if shares else {}), **own, "content-length": str(len(body))}
