"""GS1: mã truy vết sản phẩm, mã truy vết địa điểm and the links that carry them (TCVN 13274:2020).

Pure functions on text: keys with their check digits, application identifiers from GS1's own table, element strings,
Digital Link URIs, EPC URNs and what readers report. It knows no Django, no database and no province, so that every
area, test and command line may use it. Every refusal is a GS1Error with a code and a plain sentence.
"""

from txng.gs1.digital_link import DigitalLink, MalformedLink, build, canonical, parse
from txng.gs1.epc import EpcError
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
    "EpcError",
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
