"""Networks and their provinces in sorted arrays: a look-up is one bisection and asks no database. No Django here."""

from __future__ import annotations

import csv
import time
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

LOOK_AGAIN = 30.0  # seconds until a newly loaded file is noticed by a running process


@dataclass(frozen=True, slots=True)
class Table:
    """Where each stretch of addresses begins, and the number of its province; 0 is “unknown”."""

    names: tuple[str, ...]
    v4: array[int]
    v4_place: array[int]
    v6: array[int]  # the upper half of an address
    v6_place: array[int]

    def province_of(self, address: str) -> str:
        try:
            found = ip_address(address.strip().split("%")[0])
        except ValueError:
            return ""
        if isinstance(found, IPv4Address):
            return self._find(self.v4, self.v4_place, int(found))
        if found.ipv4_mapped:
            return self._find(self.v4, self.v4_place, int(found.ipv4_mapped))
        return self._find(self.v6, self.v6_place, int(found) >> 64)

    def _find(self, begins: array[int], places: array[int], address: int) -> str:
        return self.names[places[bisect_right(begins, address) - 1]]


class Networks:
    """The table of a file, read again when the file is another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._looked, self._changed, self._table = float("-inf"), -1, build(())
        self._known_of, self._known = self._table, dict[str, str]()

    def province_of(self, address: str) -> str:
        """The short name of the province, or "" for what no list knows."""
        table = self.table()
        if table is not self._known_of or len(self._known) > 8_192:
            self._known_of, self._known = table, {}
        found = self._known.get(address)
        if found is None:
            found = self._known[address] = table.province_of(address)
        return found

    def table(self) -> Table:
        if time.monotonic() - self._looked >= LOOK_AGAIN:
            self._looked = time.monotonic()
            try:
                changed = self.path.stat().st_mtime_ns
            except OSError:
                changed = 0
            if changed != self._changed:
                self._changed = changed
                self._table = build(_rows(self.path.read_text("utf-8"))) if changed else build(())
        return self._table


def build(rows: Iterable[tuple[IPv4Network | IPv6Network, str]]) -> Table:
    """Networks are nested or apart, never crossing; the narrower one speaks for its addresses."""
    found = list(rows)
    names = ("", *sorted({name for _, name in found} - {""}))
    number = {name: place for place, name in enumerate(names)}
    v4 = [(int(net[0]), int(net[-1]), number[name]) for net, name in found if isinstance(net, IPv4Network)]
    v6 = [(int(net[0]) >> 64, int(net[-1]) >> 64, number[name]) for net, name in found if isinstance(net, IPv6Network)]
    return Table(names, *_stretches(v4), *_stretches(v6))


def _stretches(spans: list[tuple[int, int, int]]) -> tuple[array[int], array[int]]:
    begins, places = array("Q", [0]), array("H", [0])
    open_ends: list[tuple[int, int]] = []  # (last address, province) of the networks we stand in, the widest first

    def begin(at: int, place: int) -> None:
        if begins[-1] == at:
            places[-1] = place
        elif places[-1] != place:
            begins.append(at)
            places.append(place)

    def close(before: int) -> None:
        while open_ends and open_ends[-1][0] < before:
            last, _ = open_ends.pop()
            if last < 2**64 - 1:
                begin(last + 1, open_ends[-1][1] if open_ends else 0)

    for first, last, place in sorted(spans, key=lambda span: (span[0], -span[1])):
        close(first)
        begin(first, place)
        open_ends.append((last, place))
    close(2**64)
    return begins, places


def _rows(text: str) -> Iterable[tuple[IPv4Network | IPv6Network, str]]:
    for network, name in csv.reader(text.splitlines()):
        yield ip_network(network), name
