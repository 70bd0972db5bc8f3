"""Sectors, departments, targets and measures of a province."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from txng.provinces.language import Named, said
from txng.provinces.words import EstablishmentKind, SectorId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion(Named):
    """A list of the system (danh mục): since when it reads as it does, and on which text it rests."""

    code: str
    name: str
    name_en: str
    source: str
    since: date | None = None  # none: since the regulation


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Named):
    code: str
    name: str
    name_en: str
    measure: Literal["percent", "count"]
    value: int
    by: int
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector(Named):
    code: SectorId
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Named):
    code: str
    name: str
    name_en: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A line of the suggestion rule: the first that fits is offered, a person decides. "" and () fit all."""

    sector: SectorId | Literal[""] = ""
    establishment_kinds: tuple[EstablishmentKind, ...] = ()
    tier: Literal["operator", "department", "commune"]
    department: str = ""
    reason: str  # shown beside the offer: “Sở NN&MT (vì là nông sản)”
    reason_en: str

    @property
    def shown_reason(self) -> str:
        return said(self, "reason")

    def fits(self, sector: str, establishment_kind: str) -> bool:
        return self.sector in ("", sector) and (
            not self.establishment_kinds or establishment_kind in self.establishment_kinds
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaUnit(Named):
    """A local measure of land: 1 of it is `square_metres`."""

    code: str
    name: str
    name_en: str
    square_metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Named):
    """A measure of goods. `unece` is its UN/ECE Recommendation 20 code, as EPCIS wants it."""

    code: str
    name: str
    name_en: str
    unece: str
    # What it is counted in where stock is kept: tấn, tạ and g are kg. "" for a measure that stands for itself.
    base: str = ""
    milli: int = 1000  # thousandths of that base (or of itself) it holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence that differs because the procedure differs."""

    vi: str
    en: str

    @property
    def shown(self) -> str:
        return said(self, "vi", "en")

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    where_to_file: Text
    after_filing: Text
    approved: Text
    account_issued: Text
    print_order_sent: Text
