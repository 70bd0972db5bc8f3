"""What the scan page said about the scan a complaint is about (resolver/references.py signs it; the salt and the keys
of the value must stay the same there, tests/oversight/test_references.py compares)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.core import signing

SALT = "txng.scan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    scanned: str = ""
    verdict: str = ""
    establishment_id: int | None = None
    product_id: int | None = None
    lot_id: int | None = None


def read(text: str) -> Reference | None:
    """None for what no scan page of ours has signed."""
    try:
        value = json.loads(signing.b64_decode(signing.Signer(salt=SALT).unsign(text).encode()))
    except (signing.BadSignature, ValueError):
        return None
    return Reference(
        scanned=str(value.get("m", ""))[:300],
        verdict=str(value.get("v", ""))[:20],
        establishment_id=value.get("e"),
        product_id=value.get("p"),
        lot_id=value.get("l"),
    )
