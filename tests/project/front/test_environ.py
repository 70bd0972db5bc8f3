"""What Django is told of a request by the front door is what any WSGI server tells it (PEP 3333), and not more."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.project.front.environ import Refused, environ_of


class Headers:
    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def items(self) -> list[tuple[str, str]]:
        return self.pairs

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.pairs if key.lower() == name), None)


@dataclass
class Scope:
    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    pairs: list[tuple[str, str]] = field(default_factory=list)
    client: str = "203.0.113.7:40000"
    server: str = "192.0.2.1:8000"
    scheme: str = "http"
    http_version: str = "1.1"
    proto: str = "http"

    @property
    def headers(self) -> Headers:
        return Headers(self.pairs)


def oracle(scope: Scope, body: bytes) -> dict[str, str]:
    """The environ of Python's own WSGI server for the same request, read from its bytes."""
    lines = [f"{scope.method} {quote(scope.path)}{'?' if scope.query_string else ''}{scope.query_string} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in scope.pairs]
    handler = WSGIRequestHandler.__new__(WSGIRequestHandler)
    handler.client_address = ("203.0.113.7", 40000)  # type: ignore[assignment]
    server = WSGIServer.__new__(WSGIServer)
    server.base_environ = {"SERVER_NAME": "192.0.2.1", "SERVER_PORT": "8000", "SCRIPT_NAME": ""}
    handler.server = server
    handler.rfile = io.BytesIO("\r\n".join([*lines[1:], "", ""]).encode("latin-1"))
    handler.raw_requestline = f"{lines[0]}\r\n".encode("latin-1")
    handler.error_code = None
    handler.requestline = ""
    assert handler.parse_request()
    return {key: str(value) for key, value in handler.get_environ().items()}


NAMES = st.sampled_from(
    ["Accept", "Accept-Language", "User-Agent", "X-Thing", "HX-Request", "Referer", "Origin", "If-None-Match", "Cookie"]
)
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
# Python's own server folds a second slash at the beginning, which is its own affair.
PATHS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x7f"), max_size=20).map(
    lambda text: text.lstrip("/")
)


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS"]),
    path=PATHS,
    query=st.text(st.sampled_from("ab=&%20+/?"), max_size=12),
    headers=st.lists(st.tuples(NAMES, VALUES), max_size=8, unique_by=lambda pair: pair[0].lower()),
    length=st.integers(0, 10**6),
)
def test_a_request_reads_as_any_wsgi_server_would_tell_it(
    method: str, path: str, query: str, headers: list[tuple[str, str]], length: int
) -> None:
    pairs = [("Host", "localhost:8000"), *headers]
    pairs += [("Content-Type", "text/plain"), ("Content-Length", str(length))] if length else []
    scope = Scope(method=method, path="/" + path, query_string=query, pairs=pairs)

    ours, theirs = environ_of(scope, frozenset(), length), oracle(scope, b"")
    for name in ("SERVER_SOFTWARE", "GATEWAY_INTERFACE", "REMOTE_HOST", "wsgi.url_scheme"):
        ours.pop(name, None), theirs.pop(name, None)
    if not length:  # Python's server names what was not sent
        theirs.pop("CONTENT_TYPE", None), theirs.pop("CONTENT_LENGTH", None)
    assert ours == theirs


def told(*pairs: tuple[str, str], proxies: tuple[str, ...] = (), **fields: Any) -> dict[str, str]:
    return environ_of(Scope(pairs=list(pairs), **fields), frozenset(proxies), 0)


def test_a_name_with_an_underscore_cannot_pass_for_one_with_a_dash() -> None:
    found = told(("X_Request_Id", "forged"), ("X-Request-Id", "own"))

    assert found["HTTP_X_REQUEST_ID"] == "own"
    assert "forged" not in found.values()


def test_repeated_headers_are_joined_as_the_standard_says() -> None:
    found = told(("Accept", "text/html"), ("accept", "*/*"), ("Cookie", "a=1"), ("Cookie", "b=2"))

    assert found["HTTP_ACCEPT"] == "text/html,*/*"
    assert found["HTTP_COOKIE"] == "a=1; b=2"


@pytest.mark.parametrize("name", ["Host", "Content-Length", "Content-Type", "Authorization"])
def test_two_of_what_may_stand_once_is_no_request(name: str) -> None:
    with pytest.raises(Refused):
        told((name, "1"), (name, "2"))


def test_nobody_but_a_proxy_of_ours_says_who_asks() -> None:
    forged = [("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example")]
    found = told(*forged)
    assert found["REMOTE_ADDR"] == "203.0.113.7"
    assert found["wsgi.url_scheme"] == "http"
    assert not any("FORWARDED" in name for name in found)

    ours = told(("X-Forwarded-For", "9.9.9.9, 198.51.100.1"), *forged[1:], proxies=("203.0.113.7",))
    assert ours["REMOTE_ADDR"] == "198.51.100.1", "the last is the one our proxy has seen"
    assert ours["wsgi.url_scheme"] == "https"
    assert not any("FORWARDED" in name for name in ours)


def test_a_scheme_no_browser_has_is_refused() -> None:
    with pytest.raises(Refused):
        told(("X-Forwarded-Proto", "gopher"), proxies=("203.0.113.7",))


def test_httpoxy_stays_outside() -> None:
    assert "HTTP_PROXY" not in told(("Proxy", "http://evil.example"))
