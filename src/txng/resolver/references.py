"""What a scan page tells the complaint form about the scan, signed so that nobody can tell it anything else.

The form lies in an area below this one and reads it by itself: oversight/references.py has the same salt and keys.
No time is signed in: the same page must stay the same to a cache that asks by ETag.
"""

from __future__ import annotations

import hashlib
import json

from django.core import signing

SALT = "txng.scan"


def sign(*, raw: str, verdict: str, establishment_id: int | None, product_id: int | None, lot_id: int | None) -> str:
    value = {"m": raw, "v": verdict, "e": establishment_id, "p": product_id, "l": lot_id}
    text = json.dumps({key: one for key, one in value.items() if one}, ensure_ascii=False, separators=(",", ":"))
    return signing.Signer(salt=SALT).sign(signing.b64_encode(text.encode()).decode())


def tag(*parts: object) -> str:
    """A weak ETag: the same parts make the same page."""
    return f'W/"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:24]}"'
