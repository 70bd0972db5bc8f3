"""Công đoạn: what a lot of each sector goes through, and which key data each stage has (domain.md 5; NĐ37 art. 23.5.e).

All of it is data (data/sectors/*.toml), each line with its source. A missing key datum never refuses an entry; what is
written must be what its kind says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext as _

from txng.catalogue import groups
from txng.catalogue.models import Product
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.production.models import Activity, Handover, HandoverState, Lot
from txng.provinces.language import Named
from txng.provinces.reading import build
from txng.ui.formats import vn_number

FOLDER = Path(__file__).parent / "data" / "sectors"
STAGE = "stage"  # in an entry's details: which of several stages with one task it was
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Named):
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDatum(Named):
    """One key data element (KDE) of a stage."""

    code: str
    name: str
    name_en: str
    kind: Literal["text", "number", "date", "choice", "yes_no"]
    source: str
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False  # asked for; never refused when missing
    public: bool = False  # stands on the page of the stamp

    def told(self, value: Any) -> str:
        """As a person reads it."""
        if self.kind == "yes_no":
            return _("Yes") if value == "yes" else _("No")
        if self.kind == "choice":
            return next((one.shown for one in self.choices if one.code == value), str(value))
        if self.kind == "date":
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        if self.kind == "number":
            return f"{vn_number(Decimal(value))}\N{NO-BREAK SPACE}{self.unit}".rstrip()
        return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Named):
    """One critical tracking event (CTE). It is written in the diary (`act`), or follows from another record."""

    code: str
    name: str
    name_en: str
    source: str
    act: str = ""
    record: Literal["", "receipt", "shipment", "stock", "sale"] = ""
    main: bool = False  # belongs to every lot of the sector; the others are shown once they happened
    fields: tuple[KeyDatum, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector(Named):
    name: str
    name_en: str
    source: str
    natures: tuple[str, ...]
    groups: tuple[str, ...]
    stages: tuple[Stage, ...]

    def of(self, activity: str) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.act == activity)


@cache
def sectors() -> dict[str, Sector]:
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        sector = build(Sector, tomllib.loads(path.read_text("utf-8")), file=path.name)
        for stage in sector.stages:
            if bool(stage.act) == bool(stage.record) or (stage.act and stage.act not in Activity.values):
                raise ValueError(f"{path.name}: {stage.code} needs one act of the diary, or one other record")
            codes = [datum.code for datum in stage.fields]
            if len(set(codes)) != len(codes) or STAGE in codes:
                raise ValueError(f"{path.name}: {stage.code} names a key datum twice")
        found[path.stem] = sector
    return found


def sector_of(product: Product) -> Sector:
    """By the product's group, else by what kind of work the group is; goods of no known group are made."""
    found = groups.group(product.group)
    for sector in sectors().values():
        if product.group and product.group in sector.groups:
            return sector
    nature = found.nature if found else "processing"
    return next(sector for sector in sectors().values() if nature in sector.natures)


def sector_of_lot(lot: Lot) -> Sector:
    """Goods that came from another establishment are traded here, whoever grew or made them."""
    if Handover.objects.filter(receipt__lot=lot.pk, state=HandoverState.ACCEPTED).exists():
        return sectors()["trade"]
    return sector_of(lot.product)


def stage_of(product: Product, activity: str, details: Mapping[str, Any] | None = None) -> Stage | None:
    """The stage of an entry: the one it names, else the first with that task."""
    stages = _stages(product, activity)
    named = (details or {}).get(STAGE)
    return next((stage for stage in stages if stage.code == named), stages[0] if stages else None)


def _stages(product: Product, activity: str) -> tuple[Stage, ...]:
    """Those of its own sector; of goods that are only traded, what a trader may have written."""
    return (*sector_of(product).of(activity), *sectors()["trade"].of(activity))


def key_data(product: Product, activity: str) -> dict[str, KeyDatum]:
    """What may be written with that task of this product, over all its stages, by code."""
    found: dict[str, KeyDatum] = {}
    for stage in _stages(product, activity):
        for datum in stage.fields:
            found.setdefault(datum.code, datum)
    return found


def read_details(product: Product, activity: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, as it is kept: texts, amounts as text, days by ISO. Codes of other stages are left out, because
    a correction may turn a harvest into a packing; a value that is not of its kind is refused."""
    known, kept = key_data(product, activity), {}
    for code, value in given.items():
        if value in (None, ""):
            continue
        if code == STAGE:
            if any(stage.code == value for stage in _stages(product, activity)):
                kept[code] = value
        elif code in known:
            kept[code] = _read(known[code], value)
    return kept


def _read(datum: KeyDatum, value: Any) -> str:
    text = clean(str(value))[:LONGEST]
    try:
        if datum.kind == "number":
            number = Decimal(text)
            if not number.is_finite() or abs(number) >= 10**12:
                raise ValueError
            return f"{number.normalize():f}"
        if datum.kind == "date":
            return date.fromisoformat(text).isoformat()
    except (InvalidOperation, ValueError):
        raise RuleBroken(_("“%(field)s” cannot be read.") % {"field": datum.shown}, code="details") from None
    if (datum.kind == "choice" and text not in {one.code for one in datum.choices}) or (
        datum.kind == "yes_no" and text not in ("yes", "no")
    ):
        raise RuleBroken(_("“%(field)s” cannot be read.") % {"field": datum.shown}, code="details")
    return text


def told(product: Product, activity: str, details: Mapping[str, Any], *, public: bool = False) -> list[tuple[str, str]]:
    """Names and values as people read them, in the order of the profile; a code of an older profile is left out."""
    return list(_told(product, activity, details, public=public))


def _told(product: Product, activity: str, details: Mapping[str, Any], *, public: bool) -> Iterator[tuple[str, str]]:
    for code, datum in key_data(product, activity).items():
        if code in details and (datum.public or not public):
            yield datum.shown, datum.told(details[code])


def wanted(product: Product, activity: str, details: Mapping[str, Any]) -> list[KeyDatum]:
    """What the stage asks for and the entry does not have yet."""
    stage = stage_of(product, activity, details)
    return [datum for datum in stage.fields if datum.required and datum.code not in details] if stage else []
