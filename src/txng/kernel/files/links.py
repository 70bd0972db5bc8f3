"""Addresses of stored files: public ones plain, all others signed for an hour (`/tep/{id}`, names.md 4).

The page that shows the link has passed the gate already; the signature carries that decision for a while, so that
the file view needs to know nothing of dossiers or products. A link on the page of somebody signed in is theirs alone
and dies with their account; an applicant, who has none, holds a link that carries nobody.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from txng.kernel.files.models import StoredFile
from txng.kernel.requests import reader

_SALT = "txng.file"
LINK_SECONDS = 3600


def file_url(stored: StoredFile) -> str:
    address = reverse("file", args=[stored.id])
    if stored.public:
        return address
    return f"{address}?k={signing.TimestampSigner(salt=_SALT).sign(_said(stored, reader()))}"


def _said(stored: StoredFile, user_id: int) -> str:
    return f"{stored.id.hex}.{user_id}" if user_id else stored.id.hex


def may_open(stored: StoredFile, key: str, user_id: int = 0) -> bool:
    """`user_id` is who asks, 0 for nobody and for somebody whose account does not work."""
    if stored.public:
        return True
    try:
        said = signing.TimestampSigner(salt=_SALT).unsign(key, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return False
    return said in (stored.id.hex, _said(stored, user_id))
