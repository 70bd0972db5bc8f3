"""From a connection at our door to granian and back, byte by byte, and who stands at its other end.

granian sees the door itself as its client. So the addresses of both ends lie in a table that all doors of a machine
share, by the port a tunnel leaves from: which door granian lets answer is chance.
"""

from __future__ import annotations

import asyncio
import mmap
import os
from pathlib import Path
from typing import Any, NamedTuple, cast

INSIDE = "127.0.0.1"  # granian's own address: of this machine alone
BACKLOG = 1024  # connections that wait to be let in, at our door as at granian's
PORTS, ROOM = 1 << 16, 128  # two addresses of IPv6 with their ports


class Ends(NamedTuple):
    client: str
    server: str


def written(address: tuple[Any, ...]) -> str:
    """As granian writes it."""
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class Tunnels:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(file, PORTS * ROOM)
            self._table = mmap.mmap(file, PORTS * ROOM)
        finally:
            os.close(file)

    def note(self, port: int, ends: Ends) -> None:
        self._table[port * ROOM : (port + 1) * ROOM] = _line(ends)

    def forget(self, port: int, ends: Ends) -> None:
        """Another door may have had the port since."""
        if self._table[port * ROOM : (port + 1) * ROOM] == _line(ends):
            self._table[port * ROOM : (port + 1) * ROOM] = bytes(ROOM)

    def ends(self, client: str) -> Ends | None:
        """Of the connection granian has from there; None for one that is no tunnel."""
        host, _colon, port = client.rpartition(":")
        if host != INSIDE:
            return None
        found = self._table[int(port) * ROOM : (int(port) + 1) * ROOM].rstrip(b"\x00").decode()
        return Ends(*found.split("\n")) if found else None


def _line(ends: Ends) -> bytes:
    text = "\n".join(ends).encode()
    if len(text) > ROOM:
        raise ValueError("an address no connection has")
    return text.ljust(ROOM, b"\x00")


class Through:
    """What granian tells of a request, with the ends of the tunnel it came through."""

    __slots__ = ("_told", "client", "server")

    def __init__(self, told: Any, ends: Ends) -> None:
        self._told, (self.client, self.server) = told, ends

    def __getattr__(self, name: str) -> Any:
        return getattr(self._told, name)


class Tunnel(asyncio.Protocol):
    """The end at granian. Each side is read only as fast as the other takes it."""

    def __init__(self, tunnels: Tunnels, caller: asyncio.Transport, ends: Ends) -> None:
        self._tunnels, self._caller, self._ends = tunnels, caller, ends
        self.transport: asyncio.Transport | None = None
        self._port = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._port = transport.get_extra_info("sockname")[1]
        self._tunnels.note(self._port, self._ends)  # before the first byte: granian asks when it has read some

    def data_received(self, data: bytes) -> None:
        self._caller.write(data)  # a slow one has us paused (callers.py)

    def pause_writing(self) -> None:
        self._caller.pause_reading()

    def resume_writing(self) -> None:
        self._caller.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self._tunnels.forget(self._port, self._ends)
        if error is None:
            self._caller.close()
        else:  # an answer that broke off must not look whole
            self._caller.abort()
