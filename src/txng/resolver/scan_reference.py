"""What a scan page tells the complaint form, signed as resolver/references.py does it, without Django and for many a
second: the same text, letter for letter."""

from __future__ import annotations

import binascii
import hashlib

from txng.kernel.keyed import Keyed

SALT = "txng.scan"
_FOR_URLS = bytes.maketrans(b"+/", b"-_")


class ReferenceSigner:
    def __init__(self, secret: str) -> None:
        self._keyed = Keyed(hashlib.sha256(f"{SALT}signer{secret}".encode()).digest())

    def sign(self, raw: str, told: str) -> str:
        """Of an address of letters, digits and slashes, which JSON writes as it is; already quoted for a query."""
        text = _base64(f'{{"m":"{raw}{told}'.encode())
        return f"{text.decode()}%3A{_base64(self._keyed.digest(text)).decode()}"


def told_of(verdict: str, establishment_id: int, product_id: int | None, lot_id: int | None) -> str:
    """What all scans of a page say alike, as it goes on after the address."""
    parts = [f'","v":"{verdict}"']
    for name, value in (("e", establishment_id), ("p", product_id), ("l", lot_id)):
        if value:
            parts.append(f'"{name}":{value}')
    return f"{','.join(parts)}}}"


def _base64(value: bytes) -> bytes:
    return binascii.b2a_base64(value, newline=False).translate(_FOR_URLS).rstrip(b"=")
