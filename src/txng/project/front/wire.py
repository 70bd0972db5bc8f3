"""HTTP/1.1 as it comes and goes at our door: heads that are plain beyond doubt, and answers as bytes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]

END = b"\r\n\r\n"  # of a head
NO_HEADERS: Headers = []
LONGEST = 16 * 1024  # a head, in bytes
_LINE = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t -~]*)")
# They say how long the request is, or ask for something before its answer.
_FRAMING = {"content-length", "transfer-encoding", "trailer", "expect", "upgrade"}


def plain_headers(lines: str) -> dict[str, str] | None:
    """Of a request that ends with its head; None for one that is not plain, which granian is to read."""
    found: dict[str, str] = {}
    for line in lines.split("\r\n"):
        parts = _LINE.fullmatch(line)
        if parts is None:
            return None
        name, value = parts[1].lower(), parts[2].strip(" \t")
        if name in found or name in _FRAMING or (name == "connection" and value.lower() != "keep-alive"):
            return None
        found[name] = value
    return found


class Asked:
    """A plain GET, told as granian tells one."""

    proto, http_version, method, scheme, query_string = "http", "1.1", "GET", "http", ""

    def __init__(self, path: str, headers: dict[str, str], client: str, server: str) -> None:
        self.path, self.headers, self.client, self.server = path, headers, client, server


class Reply:
    """Takes an answer as granian does, for whoever writes it to the connection: a page of a stamp is short."""

    def __init__(self) -> None:
        self.answer: Answer = (503, [], b"")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        return
        yield b""  # makes it one that gives nothing

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        # How long the body is, the writer says.
        self.answer = (status, [(name, value) for name, value in headers if name.lower() != "content-length"], body)

    def response_str(self, status: int, headers: Headers, body: str) -> None:
        self.response_bytes(status, headers, body.encode())

    def response_empty(self, status: int, headers: Headers) -> None:
        self.response_bytes(status, headers, b"")

    def response_stream(self, status: int, headers: Headers) -> Reply:
        self.response_bytes(status, headers, b"")
        return self

    async def send_bytes(self, data: bytes) -> None:
        status, headers, body = self.answer
        self.answer = (status, headers, body + data)


class Writer:
    """What the answers of a second have in common is joined once."""

    def __init__(self) -> None:
        self._begins, self._begun, self._status, self._shared = b"", 0.0, 0, NO_HEADERS

    def message(self, answer: Answer, shared: Headers, now: float) -> bytes:
        """The answer as it leaves. `shared`: further headers, again and again the same list."""
        status, own, body = answer
        if not self._begun <= now < self._begun + 1 or status != self._status or shared is not self._shared:
            self._begun, self._status, self._shared = now // 1, status, shared
            first = f"HTTP/1.1 {status} {_phrase(status)}\r\n".encode()
            self._begins = first + _lines([("date", formatdate(now, usegmt=True)), *shared])
        return b"%b%bcontent-length: %d\r\n\r\n%b" % (self._begins, _lines(own), len(body), body)


def _lines(headers: Sequence[tuple[str, str]]) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in headers]).encode("latin-1")


def _phrase(status: Any) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
