"""GTIN, GLN and SSCC as people type them: spaces and dashes forgiven, a wrong check digit put right."""

from __future__ import annotations

import re

from txng.gs1.check_characters import check_digit, has_right_check_digit
from txng.gs1.errors import GS1Error, NotDigits, RestrictedPrefix, WrongCheckDigit, WrongLength

__all__ = [
    "GS1Error",
    "NotDigits",
    "RestrictedPrefix",
    "WrongCheckDigit",
    "WrongLength",
    "begins_with_prefix",
    "check_digit",
    "has_right_check_digit",
    "normalise_gln",
    "normalise_gtin",
    "normalise_sscc",
    "restricted_prefix",
]

# What people put between the digits of a number copied from a package, a PDF or a chat.
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−.\u200b\u2060\ufeff]+")


def begins_with_prefix(gtin14: str, prefix: str) -> bool:
    """Whether a GTIN is of that GS1 company prefix; the indicator digit of a case does not count.

    A GTIN-8 has no company prefix: GS1 gives those one by one.
    """
    return bool(prefix) and not gtin14.startswith("000000") and gtin14[1:].startswith(prefix)


def restricted_prefix(gtin14: str) -> str:
    """The in-house prefix of a GTIN-14, or "". Such numbers must not appear in open Digital Links."""
    if gtin14.startswith("000000"):  # GTIN-8 has a prefix list of its own: 0 and 2 are in-house
        return gtin14[6:9] if gtin14[6] in "02" else ""
    prefix = gtin14[1:4]
    return prefix if prefix[0] == "2" or prefix[:2] in ("02", "04") else ""


def normalise_gtin(text: str) -> str:
    """The GTIN-14 of what a person typed (8, 12, 13 or 14 digits)."""
    gtin = _checked(text, (8, 12, 13, 14)).zfill(14)
    if prefix := restricted_prefix(gtin):
        raise RestrictedPrefix(prefix)
    return gtin


def normalise_gln(text: str) -> str:
    return _checked(text, (13,))


def normalise_sscc(text: str) -> str:
    return _checked(text, (18,))


def _checked(text: str, lengths: tuple[int, ...]) -> str:
    digits = _SEPARATORS.sub("", text)
    for sign in digits:
        if not ("0" <= sign <= "9"):
            raise NotDigits(sign)
    if len(digits) not in lengths:
        raise WrongLength(len(digits))
    right = check_digit(digits[:-1])
    if right != digits[-1]:
        raise WrongCheckDigit(digits, right)
    return digits
