"""Which province a network stands in, and nothing finer (names.md 5, security.md 5.3).

There is no such list that everybody may use, so it is a file of the installation (`manage load_networks`). Without
one every place is unknown, which the copy rule takes as no place at all. Read into sorted arrays: a look-up is one
bisection and needs no database, because a scan is answered when the database is away too.
"""

from __future__ import annotations

import csv
import hashlib
import json
import time
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from django.conf import settings

from txng.kernel.errors import RuleBroken

FINEST_V6 = 64  # what one customer owns whole; nothing below it is anybody's place
LOOK_AGAIN = 30.0  # seconds until a newly loaded file is noticed by a running process


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What stands beside the table, for who wants to know where its provinces come from."""

    source: str
    sha256: str
    loaded_at: str
    networks: int


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


_known: tuple[float, Path, int, Table] | None = None  # when looked, which file, its time, what it says


def province_of(address: str) -> str:
    """The short name of the province, or "" for what no list knows."""
    return table().province_of(address)


def table() -> Table:
    global _known
    path = _file()
    if _known is not None and _known[1] == path and time.monotonic() - _known[0] < LOOK_AGAIN:
        return _known[3]
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    if _known is None or _known[1:3] != (path, changed):
        found = build(_rows(path.read_text("utf-8"))) if changed else build(())
        _known = (time.monotonic(), path, changed, found)
    else:
        _known = (time.monotonic(), *_known[1:])
    return _known[3]


def forget() -> None:
    global _known
    _known = None


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


# --- loading ------------------------------------------------------------------------------------------------


def load(source: Path, provinces: Iterable[str], at: datetime) -> Loaded:
    """Check the file and put it where every process finds it. `provinces`: the official names there are."""
    raw = source.read_bytes()
    known = {short_name(name): short_name(name) for name in provinces}
    rows = []
    for line, (network, name) in enumerate(csv.reader(raw.decode("utf-8-sig").splitlines()), 1) if raw else ():
        if line == 1 and network.strip().lower() == "network":
            continue
        rows.append((_network(network, line), _name(name, known, line)))
    if not rows:
        raise RuleBroken("The file names no network.", code="empty")
    build(rows)
    loaded = Loaded(
        source=source.name, sha256=hashlib.sha256(raw).hexdigest(), loaded_at=at.isoformat(), networks=len(rows)
    )
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(f"{net},{name}\n" for net, name in rows), "utf-8")
    fresh.replace(path)  # whoever reads meanwhile has the old one or the new one, never half
    _about().write_text(json.dumps(asdict(loaded), ensure_ascii=False), "utf-8")
    forget()
    return loaded


def loaded() -> Loaded | None:
    try:
        return Loaded(**json.loads(_about().read_text("utf-8")))
    except OSError:
        return None


def short_name(official: str) -> str:
    """Without “Tỉnh”, “Thành phố”: as buyers say them."""
    for kind in ("Thành phố ", "Tỉnh "):
        official = official.strip().removeprefix(kind)
    return official


def _network(text: str, line: int) -> IPv4Network | IPv6Network:
    try:
        found = ip_network(text.strip())
    except ValueError:
        raise RuleBroken(f"Line {line}: {text!r} is no network.", code="network") from None
    if isinstance(found, IPv6Network) and found.prefixlen > FINEST_V6:
        raise RuleBroken(f"Line {line}: {text} is finer than /{FINEST_V6}.", code="too_fine")
    return found


def _name(text: str, known: dict[str, str], line: int) -> str:
    name = known.get(short_name(text))
    if name is None:
        raise RuleBroken(f"Line {line}: there is no province {text!r}.", code="province")
    return name


def _rows(text: str) -> Iterable[tuple[IPv4Network | IPv6Network, str]]:
    for network, name in csv.reader(text.splitlines()):
        yield ip_network(network), name


def _file() -> Path:
    return Path(settings.STATE_FOLDER) / "networks.csv"


def _about() -> Path:
    return _file().with_suffix(".json")
