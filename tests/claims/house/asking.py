"""A plain HTTP client with a jar for cookies: for what needs no browser, and for sending what no browser would."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import itertools
import secrets
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

AGENT = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36"
_networks = itertools.count(2)


def own_network() -> str:
    """Another address of this machine: throttles count by network, and each claim is a visitor of its own."""
    number = next(_networks)
    return f"127.0.{1 + number // 250}.{number % 250 + 1}"


@dataclass(frozen=True)
class Upload:
    name: str
    kind: str
    data: bytes


@dataclass
class Answer:
    status: int
    url: str
    headers: dict[str, str]
    raw: bytes  # as it came over the line
    sent: list[str] = field(default_factory=list)  # the addresses passed on the way

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.raw) if self.headers.get("content-encoding") == "gzip" else self.raw

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Visitor:
    """One person with cookies, at an address of their own."""

    def __init__(self, base_url: str, *, network: str = "", agent: str = AGENT) -> None:
        self.base_url, self.agent = base_url, agent
        self.network = network or own_network()
        self.cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        return self._follow("GET", path, None, headers)

    def once(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Without going where the answer points."""
        return self._ask(method, urljoin(self.base_url, path), None, headers)

    def post(self, path: str, fields: list[tuple[str, Any]], *, follow: bool = True) -> Answer:
        """Send a form; an `Upload` among the fields makes it a multipart one."""
        if any(isinstance(value, Upload) for _, value in fields):
            body, kind = _multipart(fields)
        else:
            body, kind = urlencode([(n, str(v)) for n, v in fields]).encode(), "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, "Referer": urljoin(self.base_url, path), "Origin": self.base_url}
        if follow:
            return self._follow("POST", path, body, headers)
        return self._ask("POST", urljoin(self.base_url, path), body, headers)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _follow(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        url, way = urljoin(self.base_url, path), []
        for _ in range(8):
            answer = self._ask(method, url, body, headers)
            way.append(url)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            url = urljoin(url, answer.headers["location"])
            if answer.status not in (307, 308):
                method, body, headers = "GET", None, {}
        answer.sent = way
        return answer

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        sent = {"User-Agent": self.agent, "Accept-Language": "vi", "Accept-Encoding": "identity"} | named
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        for attempt in range(2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(
                    parts.netloc, timeout=120, source_address=(self.network, 0)
                )
            try:
                self._connection.request(method, path, body=body, headers=sent)
                answer = self._connection.getresponse()
                raw = answer.read()
                break
            except (http.client.HTTPException, ConnectionError):
                self.close()  # a kept connection may have been closed from the other side
                if attempt:
                    raise
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        with contextlib.suppress(KeyError):
            if answer.getheader("Connection", "").lower() == "close":
                self.close()
        return Answer(answer.status, url, {k.lower(): v for k, v in answer.getheaders()}, raw)


def _multipart(fields: list[tuple[str, Any]]) -> tuple[bytes, str]:
    line = secrets.token_hex(16)
    parts = []
    for name, value in fields:
        if isinstance(value, Upload):
            head = (
                f'Content-Disposition: form-data; name="{name}"; filename="{value.name}"\r\nContent-Type: {value.kind}'
            )
            parts.append(f"--{line}\r\n{head}\r\n\r\n".encode() + value.data + b"\r\n")
        else:
            head = f'Content-Disposition: form-data; name="{name}"'
            parts.append(f"--{line}\r\n{head}\r\n\r\n{value}\r\n".encode())
    return b"".join(parts) + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}"
