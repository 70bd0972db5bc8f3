"""A request as Django's WSGI handler wants it told (PEP 3333), from what the server tells the front door."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# Two names that WSGI writes alike: what a proxy of ours adds with a dash must not be forged with an underscore.
_JOINED_OTHERWISE = {"cookie": "; "}


class Refused(Exception):
    """A request that is none: answered 400 before Django hears of it."""


def environ_of(scope: Any, proxies: frozenset[str], length: int) -> dict[str, str]:
    headers = _headers(scope.headers.items())
    client, scheme = client_of(scope, proxies), scheme_of(scope, proxies)
    if scheme not in ("http", "https"):
        raise Refused("scheme")
    for name in ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded"):
        headers.pop(name, None)
    name, _colon, port = scope.server.rpartition(":")
    found = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": client,
        "SERVER_NAME": name.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.url_scheme": scheme,
    }
    for header, value in headers.items():
        if header == "content-type":
            found["CONTENT_TYPE"] = value
        elif header not in ("content-length", "transfer-encoding", "proxy"):
            found["HTTP_" + header.upper().replace("-", "_")] = value
    if length or "content-length" in headers:
        found["CONTENT_LENGTH"] = str(length)
    return found


def client_of(scope: Any, proxies: frozenset[str]) -> str:
    """The address without its port; behind a proxy of ours the last one that proxy has seen."""
    client: str = scope.client.rpartition(":")[0].strip("[]")
    if client in proxies:
        return (scope.headers.get("x-forwarded-for") or client).rpartition(",")[2].strip() or client
    return client


def scheme_of(scope: Any, proxies: frozenset[str]) -> str:
    scheme: str = scope.scheme
    if proxies and scope.client.rpartition(":")[0].strip("[]") in proxies:
        return (scope.headers.get("x-forwarded-proto") or scheme).strip().lower()
    return scheme


def _headers(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in items:
        name = name.lower()
        if "_" in name:
            continue
        if name not in found:
            found[name] = value
        elif name in ("host", "content-length", "content-type", "authorization"):
            raise Refused(f"two of {name}")
        else:
            found[name] += _JOINED_OTHERWISE.get(name, ",") + value
    return found
