"""GS1: mã truy vết sản phẩm, mã truy vết địa điểm and the links that carry them (TCVN 13274:2020).

Pure functions on text: keys with their check digits, and GS1 Digital Link URIs read and written strictly.
It knows no Django, no database and no province, so that every area, test and command line may use it.
"""

from txng.gs1.digital_link import DigitalLink, MalformedLink, build, canonical, parse
from txng.gs1.keys import (
    GS1Error,
    NotDigits,
    RestrictedPrefix,
    WrongCheckDigit,
    WrongLength,
    check_digit,
    normalise_gln,
    normalise_gtin,
    normalise_sscc,
)

__all__ = [
    "DigitalLink",
    "GS1Error",
    "MalformedLink",
    "NotDigits",
    "RestrictedPrefix",
    "WrongCheckDigit",
    "WrongLength",
    "build",
    "canonical",
    "check_digit",
    "normalise_gln",
    "normalise_gtin",
    "normalise_sscc",
    "parse",
]
