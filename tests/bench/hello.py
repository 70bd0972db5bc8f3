"""The least a server can do: the limit that the rate of scans is a share of."""

from __future__ import annotations

from typing import Any


async def app(scope: Any, proto: Any) -> None:
    proto.response_bytes(200, [("content-type", "text/plain")], b"Hello, world")
