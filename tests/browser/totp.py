"""A one-time password as an authenticator application computes it (RFC 6238: SHA-1, 30 s, six digits)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

STEP = 30


def code(secret: str, counter: int) -> str:
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


class Authenticator:
    """Codes of one secret, none of them twice: the site takes the step before and after too, each once."""

    def __init__(self, secret: str) -> None:
        self.secret, self._spent = secret, set[int]()

    def next(self) -> str:
        """Whoever signs in a fourth time within ninety seconds waits for the next code, as a person does."""
        while (counter := self._unspent()) is None:
            time.sleep(0.2)
        self._spent.add(counter)
        return code(self.secret, counter)

    def _unspent(self) -> int | None:
        now = int(time.time()) // STEP
        return next((c for c in (now, now + 1, now - 1) if c not in self._spent), None)
