"""What a reader reports of a symbol: an AIM symbology identifier (ISO/IEC 15424), then the data (standards.md 8).

The identifier, not the look of the data, decides whether it is GS1: a DataMatrix whose first codeword is GS instead
of FNC1 is reported ]d1 and is plain text, and a plain QR holds a Digital Link or something that is none of GS1's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from txng.gs1.application_identifiers import check_value, find
from txng.gs1.check_characters import check_digit, has_right_check_digit
from txng.gs1.digital_link import DigitalLink
from txng.gs1.digital_link import parse as parse_link
from txng.gs1.element_strings import GS, Element
from txng.gs1.element_strings import parse as parse_elements
from txng.gs1.errors import GS1Error

_PLAIN = {"]Q1": "QR", "]d1": "DataMatrix", "]J0": "DotCode"}
_ELEMENTS = {"]Q3": "QR", "]d2": "DataMatrix", "]J1": "DotCode", "]e0": "DataBar", "]C1": "GS1-128"}
_NUMBERS = {"]E0": ("EAN-13", 13), "]E4": ("EAN-8", 8), "]I1": ("ITF-14", 14)}
_PLAIN_OF = {name: identifier for identifier, name in _PLAIN.items()}
_ELEMENTS_OF = {name: identifier for identifier, name in _ELEMENTS.items()}

_LINK = re.compile(r"https?://", re.IGNORECASE)
_COMPOSITE = "|]e0"
# UPC-E leaves zeros out of a UPC-A; only numbers with the zeros in these places can be printed as one.
_SUPPRESSIBLE = re.compile(r"000(?:\d\d[012]0000\d\d\d|\d{3}00000\d\d|\d{4}00000\d|\d{5}0000[5-9])\d")


@dataclass(frozen=True, slots=True)
class Scan:
    symbology: str
    elements: tuple[Element, ...] = ()  # whatever GS1 the symbol says, from a link too
    link: DigitalLink | None = None
    text: str = ""  # the data of a plain symbol; "" when the symbol holds element strings


def read(scan_data: str, *, lenient: bool = False) -> Scan:
    """The GS1 content of what a reader sent; `lenient` as in digital_link.parse.

    GS1Error when no symbology is announced or the symbol does not hold what it must. A QR with any other web
    address than a Digital Link is such a case: it says nothing about goods.
    """
    identifier, data = scan_data[:3], scan_data[3:]
    if not scan_data.startswith("]"):
        raise GS1Error("no_symbology", scan_data[:10])
    if identifier in _ELEMENTS:
        return Scan(_ELEMENTS[identifier], parse_elements(GS + data))
    if identifier in _NUMBERS:
        return _read_number(*_NUMBERS[identifier], data)
    if identifier not in _PLAIN:
        raise GS1Error("unknown_symbology", identifier)
    if not _LINK.match(data):
        return Scan(_PLAIN[identifier], text=data)
    link = parse_link(data, lenient=lenient)
    if link is None:
        raise GS1Error("not_gs1", data[:100])
    return Scan(_PLAIN[identifier], link.elements, link, data)


def report(symbology: str, data: str, composite: str = "", *, add_check_digit: bool = False) -> str:
    """What a reader sends of a symbol that holds `data`: plain text, a number, or an element string with GS first.

    Symbologies: QR, DataMatrix, DotCode, GS1-128, DataBar, DataBar-14 (Omnidirectional, Stacked), DataBar-Limited,
    EAN-13, EAN-8, UPC-A, UPC-E, ITF-14. GS1Error when the symbol cannot hold it.
    """
    if composite:
        parse_elements(composite)
    if symbology in ("DataBar-14", "DataBar-Limited"):
        number = _number(symbology, data, 14, add_check_digit)
        if symbology == "DataBar-Limited" and number[0] not in "01":
            raise GS1Error("wrong_content", number)
        return "]e0" + _joined(GS + "01" + number, composite)
    if symbology in ("EAN-13", "EAN-8", "UPC-A", "UPC-E", "ITF-14"):
        return _reported_number(symbology, data, composite, add_check_digit)
    if data.startswith(GS) and symbology in _ELEMENTS_OF:
        parse_elements(data)
        return ("]e0" if composite else _ELEMENTS_OF[symbology]) + _joined(data, composite)
    if symbology not in _PLAIN_OF or composite:
        raise GS1Error("wrong_content" if symbology in _ELEMENTS_OF else "unknown_symbology", symbology)
    return _PLAIN_OF[symbology] + data


def _read_number(symbology: str, length: int, data: str) -> Scan:
    number, bar, composite = data.partition(_COMPOSITE)
    if len(number) != length:
        raise GS1Error("wrong_content", data[:40])
    gtin = number.zfill(14)
    check_value("01", gtin)
    return Scan(symbology, (("01", gtin), *(parse_elements(GS + composite) if bar else ())))


def _reported_number(symbology: str, data: str, composite: str, add_check_digit: bool) -> str:
    if symbology == "EAN-8":
        return "]E4" + _number(symbology, data, 8, add_check_digit) + _attached(composite)
    if symbology == "ITF-14":
        if composite:
            raise GS1Error("wrong_content", symbology)
        return "]I1" + _number(symbology, data, 14, add_check_digit)
    number = _number(symbology, data, 13 if symbology == "EAN-13" else 12, add_check_digit).zfill(13)
    if symbology == "UPC-E" and not _SUPPRESSIBLE.fullmatch("0" + number):
        raise GS1Error("wrong_content", number)
    return "]E0" + number + _attached(composite)


def _number(symbology: str, data: str, length: int, add_check_digit: bool) -> str:
    """The number of a symbol that holds nothing else: given as such, or as (01) with leading zeros."""
    number = data
    if data.startswith(GS + "01"):
        number = data[3:][14 - length :] if not data[3:][: 14 - length].strip("0") else ""
    elif add_check_digit and len(data) == length - 1:
        number = data + check_digit(data)
    if len(number) != length or not has_right_check_digit(number):
        raise GS1Error("wrong_content", f"{symbology} “{data[:20]}”")
    return number


def _attached(composite: str) -> str:
    return _COMPOSITE + composite[1:] if composite else ""


def _joined(linear: str, composite: str) -> str:
    """A reader sends both parts as one message, with a separator where the first part has an open end."""
    if not composite:
        return linear[1:]
    last = parse_elements(linear)[-1][0]
    closed = find(last).predefined_length or linear.endswith(GS)
    return linear[1:] + ("" if closed else GS) + composite[1:]
