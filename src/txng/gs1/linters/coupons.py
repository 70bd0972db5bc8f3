"""North American coupons, AIs (8110) and (8112): fields that announce their own length, one after another.

Nothing in Viet Nam prints them; they are here because goods from abroad carry them and a reader of the whole
dictionary must tell a good one from a broken one.
"""

from __future__ import annotations

from collections.abc import Callable

from txng.gs1.linters.dates import yymmdd

_DIGIT = "0123456789"


class _Broken(Exception):
    pass


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def ended(self) -> bool:
        return self.at == len(self.text)

    def take(self, count: int, code: str) -> str:
        part = self.text[self.at : self.at + count]
        if len(part) < count:
            raise _Broken(code)
        self.at += count
        return part

    def one_of(self, allowed: str, missing: str, invalid: str) -> str:
        sign = self.take(1, missing)
        if sign not in allowed:
            raise _Broken(invalid)
        return sign

    def counted(self, name: str, allowed: str, *, more: int = 0, none: str = "") -> str:
        """A field behind the digit that tells its length; `none` is the digit for “not there”."""
        count = self.one_of(allowed, f"coupon_missing_{name}_vli", f"coupon_invalid_{name}_length")
        return self.take(0 if count == none else int(count) + more, f"coupon_truncated_{name}")

    def optional(self, sign: str) -> bool:
        if self.text[self.at : self.at + 1] != sign:
            return False
        self.at += 1
        return True


def couponcode(text: str) -> str:
    return _judge(text, _coupon)


def couponposoffer(text: str) -> str:
    return _judge(text, _offer)


def _judge(text: str, read: Callable[[_Reader], None]) -> str:
    if text.strip(_DIGIT) or not (text.isascii() and (text.isdigit() or not text)):
        return "non_digit_character"
    reader = _Reader(text)
    try:
        read(reader)
    except _Broken as wrong:
        return str(wrong)
    return "" if reader.ended else "coupon_excess_data"


def _offer(reader: _Reader) -> None:
    reader.one_of("01", "coupon_missing_format_code", "coupon_invalid_format_code")
    reader.counted("funder", "0123456", more=6)
    reader.take(6, "coupon_truncated_offer_code")
    reader.counted("serial_number", _DIGIT, more=6)


def _coupon(reader: _Reader) -> None:
    reader.counted("gcp", "0123456", more=6)
    reader.take(6, "coupon_truncated_offer_code")
    reader.counted("save_value", "12345")
    _purchase(reader, "1st")
    if reader.optional("1"):
        name = "additional_purchase_rules_code"
        reader.one_of("0123", f"coupon_missing_{name}", f"coupon_invalid_{name}")
        _further_purchase(reader, "2nd")
    if reader.optional("2"):
        _further_purchase(reader, "3rd")
    expires = ""
    if reader.optional("3"):
        # The dictionary's own spelling of the code.
        expires = _date(reader, "coupon_too_short_for_expiration_date", "coupon_invalid_exipiration_date")
    if reader.optional("4"):
        starts = _date(reader, "coupon_too_short_for_start_date", "coupon_invalid_start_date")
        if expires and starts > expires:
            raise _Broken("coupon_expiration_before_start")
    if reader.optional("5"):
        reader.counted("serial_number", _DIGIT, more=6)
    if reader.optional("6"):
        reader.counted("retailer_gcp_or_gln", "1234567", more=6)
    if reader.optional("9"):
        for name, allowed in (("save_value_code", "01256"), ("save_value_applies_to_item", "012")):
            reader.one_of(allowed, f"coupon_missing_{name}", f"coupon_invalid_{name}")
        reader.take(1, "coupon_missing_store_coupon_flag")
        reader.one_of("01", "coupon_missing_dont_multiply_flag", "coupon_invalid_dont_multiply_flag")


def _purchase(reader: _Reader, which: str) -> None:
    reader.counted(f"{which}_purchase_requirement", "12345")
    name = f"{which}_purchase_requirement_code"
    reader.one_of("012349", f"coupon_missing_{name}", f"coupon_invalid_{name}")
    reader.take(3, f"coupon_truncated_{which}_purchase_family_code")


def _further_purchase(reader: _Reader, which: str) -> None:
    _purchase(reader, which)
    reader.counted(f"{which}_purchase_gcp", "01234569", more=6, none="9")


def _date(reader: _Reader, short: str, invalid: str) -> str:
    date = reader.take(6, short)
    if yymmdd(date):
        raise _Broken(invalid)
    return date
