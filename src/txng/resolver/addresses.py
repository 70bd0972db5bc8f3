"""What a scanned path or a typed text asks for (names.md 4). Pure: text in, a question out; no row is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import quote

from txng.gs1 import GS1Error, MalformedLink, normalise_gtin, parse
from txng.gs1.digital_link import percent_decode
from txng.kernel.text import CROCKFORD, crockford_clean
from txng.stamps.serials import UnreadableCode, clean_typed

TEST = "TEST"  # the QR of the calibration page
_PRODUCT_CODE = re.compile(rf"P[{CROCKFORD}]{{7}}")
_LOT = re.compile(r"[0-9A-Z\-]{1,20}")
# What may stand unencoded in one part of an address.
_SAFE = ":!$&'()*+,;=@-._~"
_LEVELS = re.compile(
    r"(?P<key>/01/[0-9]{14})(?:/22/(?P<v22>.+?))?(?:/10/(?P<v10>.+?))?(?:/(?P<last>21|235)/(?P<serial>.+))?"
)
_GTIN = re.compile(r"[0-9][0-9 \-.]{6,20}[0-9]")


class Kind(Enum):
    ITEM = "item"  # /01/…/21/…: a serial of one product
    TYPED = "typed"  # sixteen characters of whatever product
    CARD = "card"  # a product or a lot by its address
    TEST = "test"
    NOTHING = "nothing"  # not ours, or not a code
    MALFORMED = "malformed"  # meant as a GS1 link and wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    kind: Kind
    gtin: str = ""
    serial: str = ""
    lot: str = ""
    path: str = ""
    shown: str = ""  # what to show back to the person: “Bạn đã nhập: …”
    sixteen: bool = False  # a typed code of another length: say how long a code is


def read_path(wire: str) -> Asked:
    """A path of ours as it came over the wire, query included. Only the spelling of `/t/` has cases to forgive."""
    path, _, _query = wire.partition("?")
    segments = path.split("/")[1:]
    if segments and segments[-1] == "":
        segments.pop()
    if segments and segments[0] in ("t", "T"):
        return _read_own([percent_decode(segment) for segment in segments[1:]])
    return _read_link(wire)


def encoded_again(path: str) -> str:
    """A decoded path as it came over the wire (DL-09). Where the server tells the decoded one alone, a slash in a lot
    or a serial can no longer be told from one between parts; the standard's order of parts tells it, unless the value
    itself holds the number of the part that may follow."""
    found = _LEVELS.fullmatch(path.removesuffix("/"))
    if found is None:
        return quote(path, safe=f"/{_SAFE}")
    parts = [found["key"]]
    for ai, value in (("22", found["v22"]), ("10", found["v10"]), (found["last"], found["serial"])):
        parts += [ai, quote(value, safe=_SAFE)] if value else []
    return "/".join(parts) + ("/" if path.endswith("/") else "")


def read_typed(text: str) -> Asked:
    """What somebody put into the box: the code of a stamp; kindly also a whole link, a product code or a GTIN."""
    text = text.strip()[:300]
    if "://" in text or text.startswith("/"):
        # Whatever the host: old hosts answer for ever (names.md 4), and a foreign one has no codes of ours.
        wire = "/" + text.partition("://")[2].partition("/")[2] if "://" in text else text
        return replace(read_path(wire), shown=text)
    if asked := _read_code(text):
        return asked
    if _GTIN.fullmatch(text):
        try:
            return Asked(kind=Kind.CARD, path=f"01/{normalise_gtin(text)}", shown=text)
        except GS1Error:
            return Asked(kind=Kind.NOTHING, shown=text, sixteen=True)
    return Asked(kind=Kind.NOTHING, shown=text, sixteen=True)


def _read_own(segments: list[str]) -> Asked:
    shown = "/".join(segments)[:100]
    if len(segments) == 1:
        # Anything else may be an imported old code or a sign; none is held yet.
        return _read_code(segments[0]) or Asked(kind=Kind.NOTHING, shown=shown)
    if len(segments) == 2:
        product, lot = crockford_clean(segments[0]), segments[1].upper()
        if _PRODUCT_CODE.fullmatch(product) and _LOT.fullmatch(lot):
            return Asked(kind=Kind.CARD, path=f"t/{product}/{lot}", lot=lot, shown=shown)
    return Asked(kind=Kind.NOTHING, shown=shown)


def _read_code(text: str) -> Asked | None:
    if text.upper() == TEST:
        return Asked(kind=Kind.TEST, shown=TEST)
    own = crockford_clean(text)
    if _PRODUCT_CODE.fullmatch(own):
        return Asked(kind=Kind.CARD, path=f"t/{own}", shown=own)
    try:
        return Asked(kind=Kind.TYPED, serial=clean_typed(text), shown=text)
    except UnreadableCode:
        return None


def _read_link(wire: str) -> Asked:
    try:
        link = parse(wire)
    except MalformedLink:
        return Asked(kind=Kind.MALFORMED, shown=wire.partition("?")[0][:100])
    shown = wire.partition("?")[0][:100]
    if link is None or link.key != "01" or {ai for ai, _ in link.qualifiers} - {"10", "21"}:
        return Asked(kind=Kind.NOTHING, shown=shown)
    if link.serial:
        return Asked(
            kind=Kind.ITEM, gtin=link.gtin, serial=link.serial, lot=link.lot.upper(), shown=link.serial.upper()
        )
    lot = link.lot.upper()
    return Asked(
        kind=Kind.CARD, gtin=link.gtin, lot=lot, path=f"01/{link.gtin}" + (f"/10/{lot}" if lot else ""), shown=shown
    )
