"""GTIN, GLN and SSCC as people type them: spaces and dashes forgiven, a wrong check digit put right."""

from __future__ import annotations

import re

# What people put between the digits of a number copied from a package, a PDF or a chat.
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−.\u200b\u2060\ufeff]+")


class GS1Error(Exception):
    """A value that is not what GS1 calls it: `code` picks the sentence, `detail` is what it names."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class NotDigits(GS1Error):
    """Letters or other signs in a number; `detail` is the first of them."""

    def __init__(self, sign: str) -> None:
        super().__init__("not_digits", sign)


class WrongLength(GS1Error):
    """`detail` is the number of digits found."""

    def __init__(self, found: int) -> None:
        super().__init__("wrong_length", str(found))


class WrongCheckDigit(GS1Error):
    """Usually one mistyped digit: the person sees which last digit would fit (`detail`, `right_digit`)."""

    def __init__(self, digits: str, right_digit: str) -> None:
        super().__init__("wrong_check_digit", right_digit)
        self.right_digit = right_digit
        self.corrected = digits[:-1] + right_digit


class RestrictedPrefix(GS1Error):
    """A number some shop gave itself (scales, in-house goods); `detail` is the prefix."""

    def __init__(self, prefix: str) -> None:
        super().__init__("restricted_prefix", prefix)


def check_digit(digits: str) -> str:
    """The check digit that follows `digits` (weights 3, 1, 3 … from the right, modulo 10)."""
    total = sum(int(d) * (3 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits)))
    return str(-total % 10)


def has_right_check_digit(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]


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
