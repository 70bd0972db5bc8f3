"""Where an installation's parts are, as its environment says (the same variables as settings.py)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from txng.project.addresses import parse_url
from txng.resolver.card_store import place

DOOR = "TXNG_DOOR"  # where the site is asked, and the port granian has on this machine: "0.0.0.0 8000 49152"
SOCKET_ROOM = 90  # a socket's path may have about 104 bytes


@dataclass(frozen=True)
class Place:
    state: Path
    province: str
    database: dict[str, object]
    hosts: frozenset[str]
    proxies: frozenset[str]
    door: tuple[str, int, int] | None = None  # None where granian itself is asked

    @classmethod
    def from_environment(cls) -> Place:
        package = Path(__file__).resolve().parents[2]
        state = Path(os.environ.get("TXNG_STATE") or package.parent.parent / ".txng")
        province = os.environ.get("TXNG_PROVINCE") or (package / "provinces" / "default.txt").read_text("utf-8").strip()
        url = os.environ.get("TXNG_DATABASE_APP") or os.environ.get("DATABASE_URL") or "postgresql:///txng"
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        found = {names[name]: value for name, value in parse_url(url).items() if name in names and value}
        return cls(
            state=state,
            province=province,
            database=found,
            hosts=frozenset(["localhost", "127.0.0.1", "[::1]", *os.environ.get("TXNG_HOSTS", "").lower().split()]),
            proxies=frozenset(os.environ.get("TXNG_PROXIES", "").split()),
            door=_door(os.environ.get(DOOR, "")),
        )

    @property
    def cards(self) -> Path:
        return place(self.state, self.province)

    @property
    def keys(self) -> Path:
        return self.state / "keys" / "serials"

    @property
    def spool(self) -> Path:
        return self.state / "spool" / self.province

    @property
    def networks(self) -> Path:
        return self.state / "networks.csv"

    def sockets(self) -> Path:
        """Where the office listens: in the state folder, or for a folder with a long name in one of our own beside."""
        own = self.state / "run"
        if len(str(own)) > SOCKET_ROOM:
            name = hashlib.sha256(str(self.state.resolve()).encode()).hexdigest()[:16]
            own = Path(tempfile.gettempdir()) / f"txng-{os.getuid()}-{name}"
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        if own.stat().st_uid != os.getuid() or own.stat().st_mode & 0o077:
            raise PermissionError(f"{own} is open to others")
        return own


def _door(text: str) -> tuple[str, int, int] | None:
    if not text:
        return None
    host, port, inside = text.split()
    return host, int(port), int(inside)
