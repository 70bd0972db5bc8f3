"""What a scan page tells the complaint form, signed as resolver/references.py does it, without Django and for many a
second: the same text, letter for letter."""

from __future__ import annotations

import base64
import hashlib

from txng.kernel.keyed import Keyed

SALT = "txng.scan"


class ReferenceSigner:
    def __init__(self, secret: str) -> None:
        self._keyed = Keyed(hashlib.sha256(f"{SALT}signer{secret}".encode()).digest())

    def sign_plain(
        self, raw: str, verdict: str, establishment_id: int, product_id: int | None, lot_id: int | None
    ) -> str:
        """For an address of letters, digits and slashes, which JSON writes as it is; already quoted for a query."""
        parts = [f'{{"m":"{raw}","v":"{verdict}"']
        for name, value in (("e", establishment_id), ("p", product_id), ("l", lot_id)):
            if value:
                parts.append(f'"{name}":{value}')
        text = _base64(f"{','.join(parts)}}}".encode())
        return f"{text.decode()}%3A{_base64(self._keyed.digest(text)).decode()}"


def _base64(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")
