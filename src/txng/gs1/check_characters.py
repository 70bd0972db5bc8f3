"""Check digits of the numeric keys and check pairs of the alphanumeric ones (GS1 General Specifications 7.9)."""

from __future__ import annotations

from functools import lru_cache

from txng.gs1.errors import GS1Error, NotDigits

CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
CSET32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
MODULUS = 1021
LONGEST = 99  # no application identifier holds more

_VALUE = {sign: place for place, sign in enumerate(CSET82)}


def _primes(count: int) -> tuple[int, ...]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return tuple(found)


_WEIGHTS = _primes(LONGEST - 2)


def check_digit(digits: str) -> str:
    """The check digit that follows `digits` (weights 3, 1, 3 … from the right, modulo 10)."""
    if not (digits.isascii() and digits.isdigit()):
        raise NotDigits(next((sign for sign in digits if not "0" <= sign <= "9"), ""))
    numbers = digits.encode()
    # The signs are summed as bytes and the 48 of “0” taken off once: this is on the path of every scan.
    last, other = numbers[::-2], numbers[-2::-2]
    return str(-(3 * (sum(last) - 48 * len(last)) + sum(other) - 48 * len(other)) % 10)


@lru_cache(maxsize=8_192)  # a document speaks of few products, and of thousands of things of each
def has_right_check_digit(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]


def check_pair(text: str) -> str:
    """The two signs that follow the text of a GMN or MUDI."""
    if wrong := [sign for sign in text if sign not in _VALUE]:
        raise GS1Error("invalid_cset82_character", wrong[0])
    if len(text) > LONGEST - 2:
        raise GS1Error("too_long_for_check_pair_implementation", str(len(text)))
    total = sum(_VALUE[sign] * weight for sign, weight in zip(reversed(text), _WEIGHTS, strict=False)) % MODULUS
    return CSET32[total >> 5] + CSET32[total & 31]


def check_pair_error(text: str) -> str:
    """What is wrong with a text that ends in a check pair, or ""."""
    if len(text) < 2:
        return "too_short_for_check_pair"
    if len(text) > LONGEST:
        return "too_long_for_check_pair_implementation"
    if not all(sign in _VALUE for sign in text[:-2]):
        return "invalid_cset82_character"
    return "" if check_pair(text[:-2]) == text[-2:] else "incorrect_check_pair"
