"""Identifiers made here: of captures, sorted by time, and of events whose sender gave none."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from txng.kernel.clock import now


def uuid7() -> uuid.UUID:
    """RFC 9562, 5.7: milliseconds first, so that an index of them grows at its end."""
    milliseconds = int(now().timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return _stamped(value, 7)


def uuid_of(*parts: str) -> uuid.UUID:
    """RFC 9562, 5.8: drawn from what it names. The same event of the same document gets the same ID again, so a
    document sent twice, or a job that is taken up again, adds nothing; a random version 7 could not promise that."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return _stamped(int.from_bytes(digest[:16], "big"), 8)


def _stamped(value: int, version: int) -> uuid.UUID:
    value = value & ~(0xF << 76) | version << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
