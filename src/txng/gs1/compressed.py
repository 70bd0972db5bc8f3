"""Compressed Digital Links are told apart so that the person reads why nothing was found; they are never read.

Two schemes exist: the toolkit's of 2019 and the standard of 2025. No current application standard uses either,
and GS1 recommends the uncompressed form only. What is recognised is the scheme of 2019, whose bytes begin with a
key that can be checked; a text that merely could be compressed is an unknown address, nothing more.
"""

from __future__ import annotations

import base64
import re

from txng.gs1.check_characters import has_right_check_digit

_BASE64URL = re.compile(r"[A-Za-z0-9_\-]{10,}")
_HALF = re.compile(r"(?=[^A-Z]*[A-Z])(?=[^a-z0-9]*[a-z0-9])[A-Za-z0-9_\-]{6,}")
# A first byte with A–F in it stands for a key with its usual companions; in these two rows the key is (01).
_GTIN_BYTES = {0x01, *range(0x0A, 0x10), *range(0x1A, 0x20)}


def looks_compressed(segments: list[str], *, may_have_stem: bool) -> bool:
    if not segments or (len(segments) > 1 and not may_have_stem) or segments[0] in ("t", "T"):
        return False
    text = segments[-1]
    if not _BASE64URL.fullmatch(text):
        return False
    # Four signs are three bytes; what hangs over cannot be part of the number looked at, nor what comes after it.
    packed = base64.urlsafe_b64decode(text[: min(len(text) - len(text) % 4, 16)])
    if packed[0] in _GTIN_BYTES:
        return _holds_number(packed, bits=47, digits=14)
    return packed[0] == 0x00 and _holds_number(packed, bits=60, digits=18)


def looks_half_compressed(last: str) -> bool:
    """The odd segment behind a readable key: mixed like base64, unlike a word somebody appended."""
    return bool(_HALF.fullmatch(last))


def _holds_number(packed: bytes, *, bits: int, digits: int) -> bool:
    if 8 * (len(packed) - 1) < bits:
        return False
    number = str(int.from_bytes(packed[1:], "big") >> (8 * (len(packed) - 1) - bits))
    return len(number) <= digits and has_right_check_digit(number.zfill(digits))
