"""Mã truy vết of TCVN 13274:2020 as GS1 identifiers, in the carrier, in a link and in an event (standards.md 4.4).

A working map: the full texts of TCVN 13274 and 13275 were not at hand, and two rows are decisions of this project,
marked below. Codes without GS1 are legal too, if nobody can take them for GS1's (NĐ 37/2026, điều 28.4): they live
under /t/ and have no row here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from txng.gs1 import digital_link, element_strings
from txng.gs1.element_strings import Element
from txng.gs1.errors import GS1Error, RestrictedPrefix
from txng.gs1.keys import restricted_prefix


class Term(Enum):
    """Terms of TCVN 13274:2020; the stage's of NĐ 37/2026, điều 3."""

    PRODUCT = "mã truy vết sản phẩm"
    LOT = "mã truy vết sản phẩm, số lô/mẻ"
    ITEM = "mã truy vết vật phẩm, số sê-ri"
    CONTAINER = "mã công-te-nơ vận chuyển"
    PLACE = "mã truy vết địa điểm"
    PRODUCTION_PLACE = "mã truy vết địa điểm, nơi sản xuất hoặc cung cấp dịch vụ"
    PARTY = "mã truy vết bên tham gia"
    RETURNABLE_ASSET = "mã truy vết tài sản, tài sản có thể quay vòng"
    INDIVIDUAL_ASSET = "mã truy vết tài sản, tài sản đơn chiếc"
    STAGE = "mã truy xuất nguồn gốc của công đoạn"


# The application identifiers of each term: what names it, then what may stand with it.
_SHAPES: dict[Term, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Term.PRODUCT: (("01",), ()),
    Term.LOT: (("01", "10"), ()),
    Term.ITEM: (("01", "21"), ("10",)),
    Term.CONTAINER: (("00",), ()),
    Term.PLACE: (("414",), ("254",)),
    Term.PRODUCTION_PLACE: (("416",), ()),
    Term.PARTY: (("417",), ()),
    Term.RETURNABLE_ASSET: (("8003",), ()),
    Term.INDIVIDUAL_ASSET: (("8004",), ()),
    Term.STAGE: (("01", "416"), ("10", "21")),
}
_ORDER = {ai: place for place, ai in enumerate(("00", "01", "10", "21", "414", "254", "416", "417", "8003", "8004"))}
_EVENT_FIELDS: dict[Term, tuple[str, ...]] = {
    Term.PRODUCT: ("epcClass",),
    Term.LOT: ("epcClass",),
    Term.ITEM: ("epcList",),
    Term.CONTAINER: ("epcList", "parentID"),
    Term.PLACE: ("readPoint", "bizLocation"),
    Term.PRODUCTION_PLACE: ("bizLocation",),
    Term.PARTY: ("source", "destination"),
    Term.RETURNABLE_ASSET: ("childEPCs", "parentID"),
    Term.INDIVIDUAL_ASSET: ("childEPCs", "deviceID"),
}
# Data carriers of TCVN 13275 and what a reader announces of them with GS1 content (standards.md 8).
CARRIERS = {
    "EAN-13 (TCVN 7825)": ("]E0",),
    "EAN-8 (TCVN 7825)": ("]E4",),
    "ITF-14 (TCVN 6513)": ("]I1",),
    "GS1-128": ("]C1",),
    "GS1 DataMatrix": ("]d2",),
    "GS1 DataBar": ("]e0",),
    "QR (TCVN 7322)": ("]Q1", "]Q3"),
}


@dataclass(frozen=True, slots=True)
class TraceCode:
    term: Term
    elements: tuple[Element, ...]

    @property
    def element_string(self) -> str:
        return element_strings.build(self.elements)

    @property
    def bracketed(self) -> str:
        return element_strings.build_bracketed(self.elements)

    @property
    def digital_link(self) -> str:
        """The link that names it. (416) is no key of a link: the same GLN as (414) stands for it (our decision)."""
        if self.term is Term.PRODUCTION_PLACE:
            return digital_link.build("414", self.elements[0][1])
        return digital_link.from_elements(self.elements)

    @property
    def in_events(self) -> dict[str, str]:
        """EPCIS field → identifier. A stage is no thing of its own but what happened to goods at a place: both."""
        if self.term is not Term.STAGE:
            return dict.fromkeys(_EVENT_FIELDS[self.term], self.digital_link)
        goods = of_elements([pair for pair in self.elements if pair[0] != "416"])
        place = production_place(dict(self.elements)["416"])
        return {_EVENT_FIELDS[goods.term][0]: goods.digital_link, "bizLocation": place.digital_link}


def of_elements(elements: Iterable[Element]) -> TraceCode:
    """The trace code that AI data spells, in the order of the carrier; GS1Error when it spells none."""
    pairs = sorted(dict.fromkeys(elements), key=lambda pair: _ORDER.get(pair[0], len(_ORDER)))
    spelt = element_strings.build_bracketed(pairs)
    named = {ai for ai, _ in pairs}
    if named == {"01", "416"}:
        raise GS1Error("stage", spelt[:60])
    for term, (needed, further) in _SHAPES.items():
        if len(named) == len(pairs) and set(needed) <= named <= {*needed, *further}:
            gtin = dict(pairs).get("01", "")
            if gtin and (prefix := restricted_prefix(gtin)):
                raise RestrictedPrefix(prefix)
            return TraceCode(term, tuple(pairs))
    raise GS1Error("no_trace_code", spelt[:60])


def read(carrier_or_link: str) -> TraceCode:
    """The trace code of an element string (FNC1 first), of bracketed text or of a Digital Link."""
    if carrier_or_link.startswith(element_strings.GS):
        return of_elements(element_strings.parse(carrier_or_link))
    if carrier_or_link.startswith("("):
        return of_elements(element_strings.parse_bracketed(carrier_or_link))
    link = digital_link.parse(carrier_or_link)
    if link is None:
        raise GS1Error("not_gs1", carrier_or_link[:100])
    return of_elements(link.elements)


def product(gtin: str, *, lot: str = "", serial: str = "") -> TraceCode:
    return of_elements([("01", gtin), *_given(("10", lot), ("21", serial))])


def container(sscc: str) -> TraceCode:
    return of_elements([("00", sscc)])


def place(gln: str, extension: str = "") -> TraceCode:
    return of_elements([("414", gln), *_given(("254", extension))])


def production_place(gln: str) -> TraceCode:
    return of_elements([("416", gln)])


def party(gln: str) -> TraceCode:
    return of_elements([("417", gln)])


def returnable_asset(grai: str) -> TraceCode:
    return of_elements([("8003", grai)])


def individual_asset(giai: str) -> TraceCode:
    return of_elements([("8004", giai)])


def stage(gtin: str, gln: str, *, lot: str = "", serial: str = "") -> TraceCode:
    """Product code, lot or serial, and location code together (NĐ 37/2026, điều 3): our decision, no one GS1 key."""
    return of_elements([("01", gtin), *_given(("10", lot), ("21", serial)), ("416", gln)])


def _given(*pairs: Element) -> list[Element]:
    return [pair for pair in pairs if pair[1]]
