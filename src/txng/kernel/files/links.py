"""Addresses of stored files: public ones plain, all others signed for an hour (`/tep/{id}`, names.md 4).

The page that shows the link has passed the gate already; the signature carries that decision for a while, so that
the file view needs to know nothing of dossiers or products.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from txng.kernel.files.models import StoredFile

_SALT = "txng.file"
LINK_SECONDS = 3600


def file_url(stored: StoredFile) -> str:
    address = reverse("file", args=[stored.id])
    if stored.public:
        return address
    return f"{address}?k={signing.TimestampSigner(salt=_SALT).sign(stored.id.hex)}"


def may_open(stored: StoredFile, key: str) -> bool:
    if stored.public:
        return True
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(key, max_age=LINK_SECONDS) == stored.id.hex
    except signing.BadSignature:
        return False
