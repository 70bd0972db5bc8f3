"""Times and numbers: exact, never through binary floating point, never through the machine's time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,18}))?)?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))"
)
# Seconds are optional here: the schema layer says whether the source may leave them out.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
# A number no weighing or counting reaches; written out it stays one line. 1e999999999 is an attack, not a weight.
_DIGITS = 60
_EXACT = Context(prec=2 * _DIGITS)


class NoTime(ValueError):
    """Text that is no date and time with a zone."""


@lru_cache(maxsize=32_768)
def _read(text: str) -> tuple[datetime, str]:
    """(the moment without its fraction, in the offset it was written with; the digits of the fraction)."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise NoTime(text)
    year, month, day, hour, minute, second, fraction, zulu, sign, hours, minutes = found.groups()
    try:
        if zulu:
            zone: timezone = UTC
        else:
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            if offset > timedelta(hours=14) or int(minutes) > 59:
                raise NoTime(text)
            zone = timezone(-offset if sign == "-" else offset)
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone)
        # Both sides of the clock must be able to say it: 9999-12-31T23:59:59-14:00 has no UTC.
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NoTime(text) from None
    return moment, fraction or ""


def moment(text: str) -> datetime:
    """The moment with its own offset, to the microsecond; finer digits are cut."""
    whole, fraction = _read(text.strip())
    return whole.replace(microsecond=int(fraction[:6].ljust(6, "0"))) if fraction else whole


def is_time(text: object) -> bool:
    if not isinstance(text, str):
        return False
    try:
        _read(text.strip())
    except NoTime:
        return False
    return True


def order(text: str) -> tuple[datetime, str]:
    """For comparing: exact to the last digit written."""
    whole, fraction = _read(text.strip())
    return whole, fraction.rstrip("0")


def utc_text(text: str) -> str:
    """The same moment in UTC with at least three decimals, and as many as were written."""
    whole, fraction = _read(text.strip())
    return f"{whole.astimezone(UTC):%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + f".{fraction.rstrip('0').ljust(3, '0')}Z"


def hash_text(text: str) -> str:
    """UTC with exactly three decimals, the fourth rounding half up: the rule of the event hash."""
    whole, fraction = _read(text.strip())
    thousandths = int(fraction[:3].ljust(3, "0") or "0") + (1 if fraction[3:4] >= "5" else 0)
    try:
        rounded = whole.astimezone(UTC) + timedelta(milliseconds=thousandths)
    except OverflowError:
        raise NoTime(text) from None
    return f"{rounded:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + f".{rounded.microsecond // 1000:03d}Z"


def offset_of(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))


def decimal(text: str) -> Decimal | int | None:
    """The number an XML document wrote, or None. Whole numbers come as int, as they do from JSON."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    if text.lstrip("+-").isdigit() and len(text) <= _DIGITS:
        return int(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def is_reasonable(number: int | Decimal) -> bool:
    """Whether a number may be kept. Its size is looked at before anything writes it out."""
    if isinstance(number, int):
        return number.bit_length() <= 200
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    return len(digits) <= _DIGITS and isinstance(exponent, int) and abs(exponent) <= _DIGITS


def one_number(number: int | Decimal) -> int | Decimal:
    """10, 10.0 and 1e1 as one value: whole numbers as int, others without trailing zeros."""
    if isinstance(number, int):
        return number
    if number == number.to_integral_value(context=_EXACT):
        return int(number)
    return Decimal(format(number.normalize(_EXACT), "f"))


def number_text(number: int | Decimal) -> str:
    """Without exponent and trailing zeros, every digit kept."""
    number = one_number(number)
    return str(number) if isinstance(number, int) else format(number, "f")
