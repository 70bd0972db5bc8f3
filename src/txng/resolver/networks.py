"""Which province a network stands in, and nothing finer (names.md 5, security.md 5.3).

There is no such list that everybody may use, so it is a file of the installation (`manage load_networks`). Without
one every place is unknown, which the copy rule takes as no place at all.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.conf import settings

from txng.kernel.errors import RuleBroken
from txng.resolver.network_table import Networks, build

FINEST_V6 = 64  # what one customer owns whole; nothing below it is anybody's place


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What stands beside the table, for who wants to know where its provinces come from."""

    source: str
    sha256: str
    loaded_at: str
    networks: int


def province_of(address: str) -> str:
    return _of(_file()).province_of(address)


def forget() -> None:
    _of.cache_clear()


@cache
def _of(path: Path) -> Networks:
    return Networks(path)


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


def _file() -> Path:
    return Path(settings.STATE_FOLDER) / "networks.csv"


def _about() -> Path:
    return _file().with_suffix(".json")
