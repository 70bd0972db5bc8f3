"""Encrypting small values under a key that lies outside the database, each purpose under its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from txng.kernel.secrets import secret_from_file


@cache
def _box(purpose: str) -> Fernet:
    secret = secret_from_file(settings.KEYS_FOLDER / "accounts.key")
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{secret}".encode()).digest()))


def seal(purpose: str, text: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str, *, seconds: int | None = None) -> str | None:
    """The text, or None for anything altered, foreign or older than `seconds`."""
    try:
        return _box(purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, UnicodeError):
        return None


def derived(purpose: str, text: str, *, size: int = 16) -> bytes:
    """The same secret bytes for the same text, to nobody without the key: what a retry must find again."""
    secret = secret_from_file(settings.KEYS_FOLDER / "accounts.key")
    return hmac.digest(f"{purpose}:{secret}".encode(), text.encode(), "sha256")[:size]
