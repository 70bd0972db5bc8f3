"""How the front door and the office talk over a Unix socket: one request a connection.

There: a head in JSON (the WSGI environ's words, how long the body is or in which file it lies), then a short body.
Back: a head in JSON (status, headers), then the body in frames; a frame of no length ends it, and a connection that
ends without one says that the answer is not whole.
"""

from __future__ import annotations

import json
import struct
from typing import Any

LENGTH = struct.Struct("<I")
END = LENGTH.pack(0)
LARGEST = 1 << 20  # of one frame
INLINE = 64 * 1024  # a body up to this goes along, a longer one lies in a file
MAIN, SCANS = "main.sock", "scans.sock"


def head(value: dict[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
    return LENGTH.pack(len(text)) + text


def frames(data: bytes) -> list[bytes]:
    """Ready to be written, none larger than LARGEST, none empty."""
    parts: list[bytes] = []
    for start in range(0, len(data), LARGEST):
        part = data[start : start + LARGEST]
        parts += (LENGTH.pack(len(part)), part)
    return parts
