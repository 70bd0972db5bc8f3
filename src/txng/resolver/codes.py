"""Serials on the scan path: which counter a text is, found with the keys alone (names.md 4)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from txng.resolver.models import CodeState
from txng.stamps.serials import KeyRing, NoKey, key_ring, open_serial, open_typed, tweak_of

PRODUCTS_SECONDS = 5.0

_products: tuple[float, NDArray[np.uint64]] | None = None


class Code(NamedTuple):
    """A counter under a key version and tweak: a code that could have been issued. The range table says if it was."""

    tweak: int
    version: int
    counter: int


def open_item(gtin: str, serial: str) -> Code | None:
    """The code of a printed GS1 link; None for a forged serial, at the price of some AES and no query."""
    tweak = tweak_of(gtin)
    return _open(serial, tweak)


def open_roll(serial: str) -> Code | None:
    """The code of a stamp without GTIN, as most typed and `/t/` codes are: tweak 0, tried first."""
    return _open(serial, 0)


def open_among_products(serial: str) -> list[Code]:
    """The same sixteen characters under every GTIN that has codes; dearer, therefore throttled by the caller."""
    return open_among(serial, _tweaks())


def open_among(serial: str, tweaks: Sequence[int] | NDArray[np.uint64]) -> list[Code]:
    keys = _keys()
    return [Code(*found) for found in open_typed(keys, serial, tweaks)] if keys else []


def _open(serial: str, tweak: int) -> Code | None:
    keys = _keys()
    opened = open_serial(keys, serial, tweak) if keys else None
    return Code(tweak, opened.version, opened.counter) if opened else None


def _keys() -> KeyRing | None:
    """None before the first code was ever made. Keys lost later are trouble, not an answer: NoKey goes on up, because
    “not found” would be said of every stamp there is."""
    try:
        return ring()
    except NoKey:
        if CodeState.objects.exists():
            raise
        return None


def ring() -> KeyRing:
    """The key files, read again when one is added or withdrawn.

    stamps/keyring.py names the same folder; it reads code batches and so may not be loaded by a scan.
    """
    return key_ring(Path(settings.KEYS_FOLDER) / "serials")


def _tweaks() -> NDArray[np.uint64]:
    """GTINs that have codes, at most a few seconds old, so that guessing at the box costs no query a guess."""
    global _products
    if _products is None or time.monotonic() - _products[0] > PRODUCTS_SECONDS:
        rows = CodeState.objects.exclude(tweak=0).order_by("tweak").values_list("tweak", flat=True).distinct()
        _products = (time.monotonic(), np.fromiter(rows, dtype=np.uint64))
    return _products[1]


def forget_products() -> None:
    """A product just got its first codes: its stamps can be typed from now on."""
    global _products
    _products = None
