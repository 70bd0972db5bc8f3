"""Who asks, told from the headers once: phones ask with the same ones again, and so do all phones of a kind in one
network. What is remembered of an address is forgotten with its day, and when there is too much of it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from txng.kernel.networks import network_of
from txng.project.front.environ import client_of, scheme_of
from txng.project.front.place import Place
from txng.project.front.shelf import LANGUAGE
from txng.project.front.wire import Asked, plain_headers
from txng.resolver.network_table import Networks
from txng.resolver.scanlines import about_visitor
from txng.resolver.visits import PURPOSES, language_of, looks, session

_HOST = re.compile(r"(\[[0-9a-f:]+\]|[^:]+)(?::[0-9]*)?")  # and its port, which goes into the answer as it is
REMEMBERED = 4_096
LENGTH = 1_500  # characters of headers worth remembering


class Visitor(NamedTuple):
    base: str  # of addresses, as this visitor wrote it: https://host
    looks: bool  # a person, not a crawler or a preview
    about: str  # as a line of a scan ends
    takes_gzip: bool
    reads_page: bool  # the one made ahead: in Vietnamese, for people


class Visitors:
    def __init__(self, place: Place) -> None:
        self._place = place
        self._networks = Networks(place.networks)
        self._known: dict[tuple[object, ...], Visitor | None] = {}
        self._day_key, self._table = b"", self._networks.table()

    def look(self, day_key: bytes) -> None:
        """Another day, or another list of networks: nothing of before holds."""
        table = self._networks.table()
        if day_key is not self._day_key or table is not self._table:
            self._day_key, self._table = day_key, table
            self._known.clear()

    def of(self, scope: Any) -> Visitor | None:
        """None for whom Django answers whatever is asked: a host that is not ours, a header told twice."""
        items = scope.headers.items()  # asking the server for one at a time costs as much for each
        key = (scope.client.rpartition(":")[0], scope.scheme, *items)
        try:
            return self._known[key]
        except KeyError:
            pass
        headers = dict(items)
        found = self._found(scope, headers) if len(headers) == len(items) else None
        self._remember(key, found, headers, sum(len(name) + len(value) for name, value in items))
        return found

    def of_lines(self, lines: str, client: str, host: str) -> Visitor | None:
        """The same of the lines of a head, as they came from `client`, whose address without its port is `host`."""
        key = (host, lines)
        try:
            return self._known[key]
        except KeyError:
            pass
        headers = plain_headers(lines)
        if headers is None:
            return None
        found = self._found(Asked("", headers, client, ""), headers)
        self._remember(key, found, headers, len(lines))
        return found

    def _remember(self, key: tuple[object, ...], found: Visitor | None, headers: dict[str, str], length: int) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        # Whoever is signed in shall not be found in here.
        if "cookie" not in headers and length <= LENGTH:
            self._known[key] = found

    def _found(self, scope: Any, headers: dict[str, str]) -> Visitor | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return None
        agent, visit, province = headers.get("user-agent", ""), None, ""
        if looks("GET", agent, [headers[name] for name in PURPOSES if name in headers]):
            client = client_of(scope, self._place.proxies)
            visit = session(self._day_key, network_of(client), agent)
            province = self._networks.province_of(client)
        return Visitor(
            base=f"{scheme_of(scope, self._place.proxies)}://{host}",
            looks=visit is not None,
            about=about_visitor(visit, province),
            takes_gzip="gzip" in headers.get("accept-encoding", ""),
            reads_page=language_of(headers.get("accept-language", "")) == LANGUAGE
            and "json" not in headers.get("accept", ""),
        )

    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host.lower())
        return found is not None and found[1] in self._place.hosts
