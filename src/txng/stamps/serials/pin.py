"""The hidden PIN of a scratch stamp: eight digits under the scratch layer, derived and stored nowhere (names.md 4).

Another key than the serial's, from the same master file: who learns to read serials cannot tell a PIN.
"""

from __future__ import annotations

import hashlib
import hmac

from txng.stamps.serials.serial import COUNTERS, KeyRing

DIGITS = 8


def pin_of(ring: KeyRing, version: int, tweak: int, counter: int) -> str:
    return _pin(ring.pin_key(version), tweak, counter)


def pins(ring: KeyRing, version: int, tweak: int, first: int, count: int) -> list[str]:
    """Of counters `first` … `first + count - 1`, for the printer; never of a version that issues nothing more."""
    if first < 0 or count < 0 or first + count > COUNTERS:
        raise ValueError("counters run from 0 to 2³⁶ - 1")
    if version not in ring.versions:
        raise ValueError(f"nothing is issued under key version {version}")
    key = ring.pin_key(version)
    return [_pin(key, tweak, counter) for counter in range(first, first + count)]


def is_pin(ring: KeyRing, version: int, tweak: int, counter: int, typed: str) -> bool:
    return hmac.compare_digest(pin_of(ring, version, tweak, counter).encode(), typed.encode())


def _pin(key: bytes, tweak: int, counter: int) -> str:
    # Eight bytes of the HMAC, so that no PIN is likelier than another by more than one in 10¹¹.
    said = hmac.digest(key, tweak.to_bytes(8, "big") + counter.to_bytes(8, "big"), hashlib.sha256)
    return f"{int.from_bytes(said[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
