"""The GS1 keys. GTIN, GLN and SSCC also as people type them: spaces and dashes forgiven, a wrong digit put right.

No function guesses the kind of key from bare digits: who asks says what it should be. That is what keeps codes we
give out ourselves (names.md 4) from ever being taken for a key of GS1 (NĐ 37/2026, điều 28.4).
"""

from __future__ import annotations

import re

from txng.gs1.application_identifiers import check_value
from txng.gs1.check_characters import check_digit, check_pair, has_right_check_digit
from txng.gs1.errors import GS1Error, NotDigits, RestrictedPrefix, WrongCheckDigit, WrongLength

__all__ = [
    "KEYS",
    "GS1Error",
    "NotDigits",
    "RestrictedPrefix",
    "WrongCheckDigit",
    "WrongLength",
    "begins_with_prefix",
    "check_digit",
    "complete",
    "has_right_check_digit",
    "normalise_gln",
    "normalise_gtin",
    "normalise_sscc",
    "require",
    "restricted_prefix",
]

# Name of the key → the application identifier that carries it. 415 to 417 carry a GLN in one role each.
KEYS = {
    "sscc": "00",
    "gtin": "01",
    "gdti": "253",
    "gcn": "255",
    "ginc": "401",
    "gsin": "402",
    "gln": "414",
    "grai": "8003",
    "giai": "8004",
    "itip": "8006",
    "cpid": "8010",
    "gmn": "8013",
    "mudi": "8014",
    "gsrnp": "8017",
    "gsrn": "8018",
}
_CHECK_DIGIT_AFTER = {
    "sscc": 17,
    "gtin": 13,
    "gdti": 12,
    "gcn": 12,
    "gsin": 16,
    "gln": 12,
    "grai": 13,
    "itip": 13,
    "gsrnp": 17,
    "gsrn": 17,
}
_CHECK_PAIR = ("gmn", "mudi")

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


def require(kind: str, value: str) -> str:
    """The value, when it is a key of that kind exactly as it stands in a carrier; GS1Error otherwise."""
    check_value(_ai(kind), value)
    return value


def complete(kind: str, body: str, rest: str = "") -> str:
    """The key of a body without check characters; `rest` is what follows the check digit (serial, piece and total).

    A GRAI begins with its zero, as in the carrier. Kinds without check characters come back as they are.
    """
    ai = _ai(kind)
    if length := _CHECK_DIGIT_AFTER.get(kind):
        if len(body) != length:
            raise WrongLength(len(body))
        body += check_digit(body)
    elif kind in _CHECK_PAIR:
        body += check_pair(body)
    check_value(ai, body + rest)
    return body + rest


def _ai(kind: str) -> str:
    try:
        return KEYS[kind]
    except KeyError:
        raise GS1Error("unknown_key", kind[:20]) from None
