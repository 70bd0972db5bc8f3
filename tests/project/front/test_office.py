"""Between the front door and the office: what is sent arrives whole, what is answered leaves whole, and nobody's slowness
is another's wait."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project.front.test_environ import Scope
from txng.project import office
from txng.project.front import office as front
from txng.project.front.frames import MAIN
from txng.project.front.office import Office


class Stream:
    def __init__(self, proto: Proto) -> None:
        self.proto = proto

    async def send_bytes(self, data: bytes) -> None:
        await self.proto.client(data)
        self.proto.body += data


class Proto:
    """The server's side of one request, as granian gives it."""

    def __init__(self, chunks: Iterable[bytes] = (), client: Callable[[bytes], Any] | None = None) -> None:
        self.chunks, self.client = list(chunks), client or self._takes
        self.status, self.headers, self.body = 0, [], b""

    async def _takes(self, data: bytes) -> None:
        await asyncio.sleep(0)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        self.response_bytes(status, headers, body.encode())

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Stream:
        self.status, self.headers = status, headers
        return Stream(self)


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says what it was told: method, path, hash and length of the body; answers as long as the path asks."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if environ["PATH_INFO"] == "/breaks":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return broken()
    length = int(environ["QUERY_STRING"] or 0)
    said = f"{environ['REQUEST_METHOD']} {len(body)} {hashlib.sha256(body).hexdigest()}"
    start_response("207 Multi-Status", [("X-Said", said), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [
        bytes([number % 251]) * min(300_000, length - start) for number, start in enumerate(range(0, length, 300_000))
    ]


def broken() -> Iterator[bytes]:
    yield b"begun " * 200_000
    raise RuntimeError("in the middle")


@pytest.fixture
def sockets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An office of two threads that runs `echo`."""
    folder = Path(f"/tmp/front-{os.getpid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    door = office._listening(folder / MAIN)
    for _ in range(2):
        threading.Thread(target=office.serve, args=(door, echo), daemon=True).start()
    yield folder
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    shutil.rmtree(folder)


def ask(
    sockets: Path, proto: Proto, *, method: str = "POST", path: str = "/", query: str = "0", headers: Any = ()
) -> Proto:
    scope = Scope(method=method, path=path, query_string=query, pairs=[("Host", "localhost"), *headers])
    asyncio.run(Office(sockets, sockets / "bodies", frozenset()).pass_on(scope, proto, {}, scan=False))
    return proto


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chunks=st.lists(st.integers(0, 200_000), max_size=4),
    length=st.sampled_from([0, 1, 299_999, 600_001, 1_500_000, 3_000_000]),
)
def test_bodies_of_any_length_arrive_and_return_as_they_were(sockets: Path, chunks: list[int], length: int) -> None:
    sent = [os.urandom(1) * size for size in chunks]
    whole = b"".join(sent)
    answered = ask(sockets, Proto(sent), query=str(length))

    assert answered.status == 207
    assert dict(answered.headers)["X-Said"] == f"POST {len(whole)} {hashlib.sha256(whole).hexdigest()}"
    assert [value for name, value in answered.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert len(answered.body) == length
    assert (
        hashlib.sha256(answered.body).digest()
        == hashlib.sha256(
            b"".join(bytes([n % 251]) * min(300_000, length - s) for n, s in enumerate(range(0, length, 300_000)))
        ).digest()
    )
    assert not (sockets / "bodies").exists() or not list((sockets / "bodies").iterdir())


def test_a_body_that_is_too_long_is_told_without_it(sockets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "MOST", 100_000)
    answered = ask(sockets, Proto([b"x" * 60_000] * 3))

    assert dict(answered.headers)["X-Said"].startswith("POST 0 "), "Django hears of it and refuses it in its words"


def test_the_answer_to_head_has_no_body(sockets: Path) -> None:
    assert ask(sockets, Proto(), method="HEAD", query="5000").body == b""


def test_an_answer_that_breaks_off_never_looks_whole(sockets: Path) -> None:
    answered = ask(sockets, Proto(), path="/breaks")

    assert answered.status == 503, "or the connection is cut, where the answer had begun"


def test_a_slow_client_holds_no_thread_of_the_office(sockets: Path) -> None:
    """Two threads, three clients that take nothing: the fourth is answered all the same."""

    async def all_at_once() -> Proto:
        taking = asyncio.Event()

        async def sleeps(data: bytes) -> None:
            await taking.wait()

        office_ = Office(sockets, sockets / "bodies", frozenset())
        scope = Scope(query_string="3000000", pairs=[("Host", "localhost")])
        slow = [asyncio.create_task(office_.pass_on(scope, Proto(client=sleeps), {}, scan=False)) for _ in range(3)]
        quick = Proto()
        await asyncio.wait_for(
            office_.pass_on(Scope(query_string="7", pairs=[("Host", "localhost")]), quick, {}, scan=False), 20
        )
        taking.set()
        await asyncio.gather(*slow)
        return quick

    assert len(asyncio.run(all_at_once()).body) == 7


def test_without_an_office_the_answer_is_503_and_says_when_to_come_again(tmp_path: Path) -> None:
    answered = ask(tmp_path, Proto())

    assert answered.status == 503
    assert dict(answered.headers)["retry-after"] == "10"
    assert "Hệ thống đang bận" in answered.body.decode()
