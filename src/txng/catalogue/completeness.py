"""How complete a product's record is by the lists in force that day (NĐ37 art. 23.5, TT25, TT17; CT-REG 8.2).

The lists are data with dates: which replaces which needs nobody here (CB-45). What a lot must carry is asked of each
lot (production.completeness) and here only named, so that an owner sees the whole of it once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.catalogue import groups
from txng.catalogue.models import Product, ProductChange
from txng.catalogue.sections import GOODS_ONLY, address_of, screens, title_of, working_values
from txng.registry.models import Document, DocumentState
from txng.registry.models.documents import state_of
from txng.registry.papers import as_day

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a list asks for: in which words, by which article, whether it is there, and where it is typed."""

    code: str
    label: str
    article: str
    required: bool
    there: bool
    expired: bool = False
    address: str = ""
    where: str = ""
    each_lot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    items: tuple[Item, ...]

    @property
    def counted(self) -> tuple[Item, ...]:
        """What the bar counts: needed, and of the product or its maker. Lots are counted one by one."""
        return tuple(item for item in self.items if item.required and not item.each_lot)

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def done(self) -> int:
        return sum(item.there for item in self.counted)

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.counted if not item.there)

    @property
    def wanted(self) -> tuple[Item, ...]:
        """“Nếu có”, and nothing there."""
        return tuple(item for item in self.items if not item.required and not item.each_lot and not item.there)

    @property
    def of_lots(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.each_lot)


def _holding(entries: Any, on: date) -> bool:
    """At least one paper that has not run out."""
    return any(state_of(as_day(entry.get("valid_to", "")), on) != DocumentState.EXPIRED for entry in entries or [])


def value_of(source: str, product: Product, values: Values, on: date) -> bool:
    area, _dot, name = source.partition(".")
    if area == "product":
        if name in Product.LISTS:
            return _holding(values.get(name), on)
        return bool(product.product_code) if name == "product_code" else bool(values.get(name))
    if name == "address":
        return bool(product.establishment.unit_id)
    return bool(getattr(product.establishment, name, ""))


def record_of(product: Product, change: ProductChange | None, *, on: date) -> Record:
    """Everything the lists in force ask for, each thing once, the law's own before the regulation's."""
    values = working_values(product, change)
    group = groups.group(values.get("group") or "")
    sector = group.sector if group else product.sector
    service = groups.is_service(values.get("group") or "")
    items: dict[str, Item] = {}
    for rules in provinces.rules_in_force(on, sector):
        for field in rules.fields:
            source = _best(field.sources)
            if source and field.code not in items:
                items[field.code] = _item(
                    field.code,
                    field.shown,
                    rules.article_of(field),
                    field.required,
                    field.sources,
                    source,
                    product,
                    values,
                    on,
                )
    for extra in provinces.current().record_items:
        if extra.source.startswith("product.") and not (service and extra.source.split(".")[1] in GOODS_ONLY):
            article = _("Regulation, Điều %(article)s") % {"article": extra.article}
            sources = (extra.source,)
            items[extra.code] = _item(
                extra.code, extra.shown, article, extra.required, sources, extra.source, product, values, on
            )
    return Record(items=tuple(items.values()))


def _best(sources: tuple[str, ...]) -> str:
    """The source that the owner of a product can do something about, else the first that has a screen."""
    known = [source for source in sources if source in screens()]
    return next((source for source in known if source.startswith("product.")), known[0] if known else "")


def _item(
    code: str,
    label: str,
    article: str,
    required: bool,
    sources: tuple[str, ...],
    source: str,
    product: Product,
    values: Values,
    on: date,
) -> Item:
    section = screens()[source].section
    each_lot = section == "lot"
    asked = [one for one in sources if screens().get(one) and screens()[one].section != "lot"]
    there = not each_lot and any(value_of(one, product, values, on) for one in asked)
    listed = values.get(source.partition(".")[2]) if source.startswith("product.") else None
    return Item(
        code=code,
        label=label,
        article=article,
        required=required,
        there=there,
        expired=isinstance(listed, list) and bool(listed) and not there,
        address=_ADDRESS.get(section, _in_record(section))(product),
        where=_WHERE[section]() if section in _WHERE else title_of(section),
        each_lot=each_lot,
    )


def _in_record(section: str) -> Callable[[Product], str]:
    return lambda product: address_of(section, product.pk)


_ADDRESS: dict[str, Callable[[Product], str]] = {
    "establishment": lambda product: reverse("profile"),
    "lot": lambda product: reverse("lot-list"),
}
_WHERE: dict[str, Callable[[], str]] = {
    "establishment": lambda: _("Information of the establishment"),
    "lot": lambda: _("In each lot"),
}


def expiring_entries(values: Values, on: date) -> list[dict[str, Any]]:
    """The papers of a record that have run out or soon will, with the list they stand in."""
    found = []
    for name in Product.LISTS:
        for entry in values.get(name) or []:
            state = state_of(as_day(entry.get("valid_to", "")), on)
            if state in (DocumentState.EXPIRING, DocumentState.EXPIRED):
                found.append({**entry, "list": name, "state": state, "last": as_day(entry["valid_to"])})
    return found


def prefix_of(establishment_id: int, on: date) -> Document | None:
    """The GS1 company prefix that counts on that day."""
    rows = Document.objects.filter(
        establishment=establishment_id,
        kind=Document.Kind.GS1_PREFIX,
        shown_since__isnull=False,
        ended_at=None,
        revoked_on=None,
    )
    return next((row for row in rows.order_by("-id") if row.state_on(on) != DocumentState.EXPIRED), None)
