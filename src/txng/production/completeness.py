"""What the law's lists of required information still lack for a lot (NĐ37 art. 23.5, TT17, TT25; names.md 7.15).

The lists are data of the provinces (rule sets with dates, for some sectors or for all); here stands only where each
value is found. Stamps of a lot are not activated while something is missing that blocks them; which does, and why,
is said by the data as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from operator import methodcaller
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.catalogue import groups
from txng.catalogue.models import Product, ProductVersion
from txng.catalogue.queries import published_version
from txng.production import family
from txng.production.models import Activity, DiaryEntry, Lot, Receipt, Shipment, StockKind, StockLine
from txng.production.work import PRODUCING
from txng.provinces import RuleField, RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the list: what the law calls it, where it says so, and the page on which to supply it."""

    field_id: str
    label: str
    article: str
    there: bool = False
    blocks: bool = True  # stamps wait for it
    if_any: bool = False  # “nếu có”: the law leaves room for goods that have no such thing
    because: str = ""
    address: str = ""
    detail: str = ""


Missing = Item  # of a list of what is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Everything the law asks of this lot, each thing once."""

    items: tuple[Item, ...]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def done(self) -> int:
        return sum(item.there for item in self.items)

    @property
    def missing(self) -> list[Item]:
        """What stamps wait for comes first."""
        return sorted((item for item in self.items if not item.there), key=lambda item: not item.blocks)

    @property
    def blocking(self) -> list[Item]:
        return [item for item in self.items if item.blocks and not item.there]


@dataclass(slots=True)
class Facts:
    """What is on record of a lot and of the lots it came of, looked up once. Of a product only the approved version
    counts."""

    lot: Lot
    version: ProductVersion | None
    activities: frozenset[str]
    links: tuple[family.Link, ...] = ()
    before: frozenset[str] = frozenset()  # work done to the lots it came of
    receipts: list[Receipt] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)

    @classmethod
    def of(cls, lot: Lot) -> Facts:
        links = tuple(family.kin(lot.pk, up=True))
        return cls(
            lot=lot,
            version=published_version(lot.product),
            activities=_activities([lot.pk]),
            links=links,
            before=_activities({link.mother for link in links}) if links else frozenset(),
            receipts=list(lot.receipts.select_related("partner").order_by("id")),
            shipments=list(lot.shipments.select_related("partner").order_by("id")),
        )

    def approved(self, field: str) -> Any:
        return self.version.fields.get(field) if self.version else None

    @property
    def is_packed_goods(self) -> bool:
        """Goods whose approved description names a pack are packed before they are sold."""
        return bool(self.approved("pack"))

    @property
    def made(self) -> bool:
        """By its own diary, or by that of the lots it came of; making goods of other goods is production itself."""
        if any(link.kind == StockKind.PROCESS for link in self.links):
            return True
        return bool((self.activities | self.before) & PRODUCING)

    @property
    def packed(self) -> bool:
        return Activity.PACK in self.activities or (bool(self.links) and self.lot.packed_on is not None)

    @property
    def materials(self) -> bool:
        if self.links or self.receipts:
            return True
        return StockLine.objects.filter(
            material_lot__isnull=False, move__lines__lot=self.lot, move__kind=StockKind.PROCESS
        ).exists()


def _activities(lots: Any) -> frozenset[str]:
    corrected = DiaryEntry.objects.filter(corrects=OuterRef("pk"))
    rows = DiaryEntry.objects.filter(~Exists(corrected), lot__in=lots)
    return frozenset(rows.order_by().values_list("activity", flat=True).distinct())


def _known(step: Receipt | Shipment) -> bool:
    return bool(step.partner.name and step.partner.address)


def _events(facts: Facts) -> bool:
    """At least one event of production, and for packed goods the packing (NĐ37 art. 23.5.e)."""
    return facts.made and (facts.packed or not facts.is_packed_goods)


# Where a source of the rule data is found. A source nobody can answer yet is of a later record and not asked for.
SOURCES: dict[str, Callable[[Facts], Any]] = {
    **{f"product.{field}": methodcaller("approved", field) for field in Product.PUBLISHED_FIELDS},
    "product.gtin": lambda facts: facts.lot.product.gtin,
    "product.product_code": lambda facts: facts.lot.product.product_code,
    "establishment.name": lambda facts: facts.lot.establishment.name,
    "establishment.address": lambda facts: facts.lot.establishment.address or facts.lot.establishment.unit_id,
    "lot.number": lambda facts: facts.lot.number,
    "lot.events": _events,
    "lot.harvested_on": lambda facts: facts.lot.harvested_on,
    "lot.packed_on": lambda facts: facts.lot.packed_on,
    "lot.expires_on": lambda facts: facts.lot.expires_on,
    "lot.quantity": lambda facts: facts.lot.quantity,
    "lot.materials": lambda facts: facts.materials,
    # Of each delivery: one that lacks it makes the item incomplete. Where nothing came or went nothing is asked.
    "receipt.partner": lambda facts: all(_known(step) for step in facts.receipts),
    "receipt.received_on": lambda facts: all(step.received_on for step in facts.receipts),
    "receipt.quantity": lambda facts: all(step.what and step.quantity for step in facts.receipts),
    "shipment.partner": lambda facts: all(_known(step) for step in facts.shipments),
    "shipment.shipped_on": lambda facts: all(step.place or step.partner.address for step in facts.shipments),
    "shipment.quantity": lambda facts: all(step.quantity for step in facts.shipments),
}
# What is asked only of lots that have such a thing.
APPLIES_WHEN: dict[str, Callable[[Facts], bool]] = {
    "receipt": lambda facts: bool(facts.receipts),
    "shipment": lambda facts: bool(facts.shipments),
}
# “Nếu có”: when a thing that the law wants only if it exists does exist.
EXISTS_WHEN: dict[str, Callable[[Facts], bool]] = {
    "lot.expires_on": lambda facts: bool(facts.approved("shelf_life_days")),
    "lot.number": lambda facts: True,
}


def missing_of(lot: Lot, *, on: date) -> list[Item]:
    """What stamps of the lot wait for by the rule sets in force that day, in the order of the law."""
    return checklist_of(lot, on=on).blocking


def checklist_of(lot: Lot, *, on: date, facts: Facts | None = None) -> Checklist:
    facts = facts or Facts.of(lot)
    found: dict[tuple[str, ...], Item] = {}
    for rules in rules_for(lot, on):
        for one in rules.fields:
            if not _is_due(one, facts):
                continue
            item = _item(one, rules, facts)
            earlier = found.get(one.sources)
            # Named by two lists it is asked once, with the article of the first.
            if earlier is None or (item.blocks and not earlier.blocks):
                found[one.sources] = item
    return Checklist(items=tuple(found.values()))


def sector_of(lot: Lot) -> str:
    """Whose lists hold: by what the goods are; where that is not known, by the establishment's sector."""
    found = groups.group(lot.product.group)
    return found.sector if found else lot.sector


def rules_for(lot: Lot, on: date) -> tuple[RuleSet, ...]:
    return provinces.rules_in_force(on, sector_of(lot))


def general_rules(on: date) -> tuple[RuleSet, ...]:
    """Those of every sector."""
    return tuple(rules for rules in provinces.rules_in_force(on) if not rules.sectors)


def _is_due(field: RuleField, facts: Facts) -> bool:
    known = [source for source in field.sources if source in SOURCES]
    if not known:
        return False
    owner = known[0].partition(".")[0]
    if owner in APPLIES_WHEN and not APPLIES_WHEN[owner](facts):
        return False
    if field.required:
        return True
    return any(EXISTS_WHEN[source](facts) for source in known if source in EXISTS_WHEN)


def _is_there(field: RuleField, facts: Facts) -> bool:
    return any(SOURCES[source](facts) for source in field.sources if source in SOURCES)


def _item(field: RuleField, rules: RuleSet, facts: Facts) -> Item:
    source = next(source for source in field.sources if source in SOURCES)
    there = _is_there(field, facts)
    return Item(
        field_id=field.code,
        label=field.shown,
        article=rules.article_of(field),
        there=there,
        blocks=field.blocks,
        if_any=field.if_any,
        because=field.because,
        address="" if there else _address(source, facts),
        detail="" if there else _detail(source, facts),
    )


def _address(source: str, facts: Facts) -> str:
    lot = facts.lot
    if source.startswith("product."):
        return reverse("product-change", args=[lot.product_id])
    if source == "lot.events":
        return f"{reverse('diary-home')}?lo={lot.pk}"
    if source in ("lot.expires_on", "lot.packed_on"):
        return f"{reverse('diary-write')}?lo={lot.pk}&viec={Activity.PACK.value}"
    if source == "lot.quantity":
        return f"{reverse('diary-write')}?lo={lot.pk}&viec={Activity.HARVEST.value}"
    if source == "lot.materials":
        return reverse("receipt-new", args=[lot.pk])
    if source.startswith("lot."):
        return reverse("lot-detail", args=[lot.pk])
    if source.startswith(("receipt.", "shipment.")):
        return reverse("partner-list")
    return ""


def _detail(source: str, facts: Facts) -> str:
    if source.startswith("product.") and facts.version is None:
        return _("The product has not been approved yet.")
    if source == "lot.events":
        if not facts.made:
            return _("No work of production stands in the diary.")
        return _("The packing does not stand in the diary.")
    if source == "lot.expires_on":
        return _("The product has a shelf life: write down the packing, or type the expiry date.")
    if source in ("receipt.partner", "shipment.partner"):
        steps: list[Any] = [*facts.receipts] if source.startswith("receipt") else [*facts.shipments]
        names = sorted({step.partner.name for step in steps if not _known(step)})
        return _("The address is missing of: %(names)s.") % {"names": ", ".join(names)}
    if source == "shipment.shipped_on":
        return _("The place of the delivery is missing.")
    return ""
