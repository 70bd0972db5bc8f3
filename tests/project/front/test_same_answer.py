"""The front door and Django answer a scan alike, word by word and header by header."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.claims.stamps import resolving
from tests.harness import up
from txng.project.front.frames import LENGTH, SCANS, head

pytestmark = pytest.mark.browser  # a running site, as its tests have one

PHONE = {
    "Accept-Language": "vi-VN,vi;q=0.9",
    "Accept-Encoding": "gzip",
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/140",
    "Accept": "text/html,*/*;q=0.8",
}
OF_THE_SERVER = {"server", "date", "content-length", "connection", "x-request-id"}


def by_the_door(site: Any, address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    asking = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    with closing(asking):
        asking.request(method, address, headers=PHONE | headers)
        answer = asking.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def by_django(site: Any, address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The same request, given to the office as the front door would."""
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(site.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": f"127.0.0.1:{site.port}",
        **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in (PHONE | headers).items()},
    }
    sockets = Path(site.state) / "run"
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(str(sockets / SCANS))
        door.sendall(head({"environ": environ, "known": {}, "inline": 0}))
        stream = door.makefile("rb")
        told = json.loads(frame(stream))
        body = b"".join(iter(lambda: frame(stream), b""))
    return told["status"], {name.lower(): value for name, value in told["headers"]}, body


def frame(stream: Any) -> bytes:
    (size,) = LENGTH.unpack(stream.read(LENGTH.size))
    return bytes(stream.read(size))


@pytest.fixture
def followed(sites: Any) -> Any:
    """The province's site with its cards followed: the front door answers by itself."""
    site = sites.of("can-tho")
    if "web cards" not in site._children:
        site._spawn("web cards", up.follower_command())
    store = site.state / "cards" / f"{site.province}.pulse"
    deadline = time.monotonic() + 60
    while not store.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return site


def asked_of_django(site: Any) -> int:
    """How many scans Django was asked for: each of them leaves a line of its own connection's."""
    return int(site.sql("SELECT count(*) FROM resolver_scanbatch")[0][0])


@pytest.mark.parametrize("verdict", ["valid", "recalled", "expired", "paused", "not_activated", "void", "valid_shared"])
def test_a_scan_reads_the_same_whoever_answers(followed: Any, verdict: str) -> None:
    ours, theirs = both(followed, followed.facts["scan"][verdict])
    # Pages made ahead are padded with spaces between tags.
    assert gzip.decompress(ours).decode().split() == gzip.decompress(theirs).decode().split()


def test_rs_18_who_reads_english_or_is_a_program_gets_no_page_made_ahead_in_vietnamese(followed: Any) -> None:
    for headers in ({"Accept-Language": "en"}, {"Accept": "application/json"}):
        ours, theirs = both(followed, followed.facts["scan"]["valid"], **headers)
        assert gzip.decompress(ours) == gzip.decompress(theirs)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_rs_06_a_link_leads_there_alike_whoever_answers(followed: Any, method: str, language: str) -> None:
    path = resolving.linked(followed)[0][0]
    address = f"{path}?linkType=gs1:hasRetailers&utm_source=tem"
    assert both(followed, address, method, **{"Accept-Language": language}) == (b"", b"")
    assert by_the_door(followed, address)[0] == 307


def both(site: Any, address: str, method: str = "GET", **headers: str) -> tuple[bytes, bytes]:
    """The bodies of two answers that are otherwise the same."""
    deadline = time.monotonic() + 60
    while True:  # the store is filled in the first seconds; until then Django answers both times
        theirs, ours = by_django(site, address, method, **headers), by_the_door(site, address, method, **headers)
        if drawn(site) or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    assert ours[0] == theirs[0]
    for name in OF_THE_SERVER:
        ours[1].pop(name, None), theirs[1].pop(name, None)
    assert {name: vary(value) for name, value in ours[1].items()} == {n: vary(v) for n, v in theirs[1].items()}
    return ours[2], theirs[2]


def drawn(site: Any) -> bool:
    import sqlite3

    base = sqlite3.connect(site.state / "cards" / f"{site.province}.db")
    cards, waiting = base.execute("SELECT count(*), count(*) FILTER (WHERE edition = '') FROM card").fetchone()
    base.close()
    return bool(cards and not waiting)


def vary(value: str) -> object:
    """Lists of names in any order, which that of a policy's directives has by chance."""
    return sorted(part.strip() for part in re.split("[,;]", value))
