"""What the law's list of required information still lacks for a lot (NĐ37 art. 23.5; names.md 7.15).

The list is data of the provinces (rule sets with dates); here stands only where each value is found. Stamps of a lot
are not activated while something is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import methodcaller
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.catalogue.models import Product, ProductVersion
from txng.catalogue.queries import published_version
from txng.production.models import Activity, DiaryEntry, Lot
from txng.production.work import PRODUCING
from txng.provinces import RuleField, RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One item of the list: what the law calls it, where it says so, and the page on which to supply it."""

    field_id: str
    label: str
    article: str
    address: str = ""
    detail: str = ""


@dataclass(slots=True)
class Facts:
    """What is on record of a lot, looked up once. Of a product only the approved version counts."""

    lot: Lot
    version: ProductVersion | None
    activities: frozenset[str]

    @classmethod
    def of(cls, lot: Lot) -> Facts:
        corrected = DiaryEntry.objects.filter(corrects=OuterRef("pk"))
        activities = lot.diary.filter(~Exists(corrected)).order_by().values_list("activity", flat=True).distinct()
        return cls(lot=lot, version=published_version(lot.product), activities=frozenset(activities))

    def approved(self, field: str) -> Any:
        return self.version.fields.get(field) if self.version else None

    @property
    def is_packed_goods(self) -> bool:
        """Goods whose approved description names a pack are packed before they are sold."""
        return bool(self.approved("pack"))

    @property
    def made(self) -> bool:
        return bool(self.activities & PRODUCING)

    @property
    def packed(self) -> bool:
        return Activity.PACK in self.activities


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
}
# “Nếu có”: when a thing that the law wants only if it exists does exist.
EXISTS_WHEN: dict[str, Callable[[Facts], bool]] = {
    "lot.expires_on": lambda facts: bool(facts.approved("shelf_life_days")),
    "lot.number": lambda facts: True,
}


def missing_of(lot: Lot, *, on: date) -> list[Missing]:
    """What is missing by the general rule sets in force that day, in the order of the law; empty when complete."""
    facts = Facts.of(lot)
    return [
        _missing(field, rules, facts)
        for rules in general_rules(on)
        for field in rules.fields
        if _is_due(field, facts) and not _is_there(field, facts)
    ]


def general_rules(on: date) -> tuple[RuleSet, ...]:
    """Those of every sector. The ministries' own lists name what to record, not what a stamp waits for."""
    return tuple(rules for rules in provinces.rules_in_force(on) if not rules.sectors)


def _is_due(field: RuleField, facts: Facts) -> bool:
    known = [source for source in field.sources if source in SOURCES]
    if not known:
        return False
    if field.required:
        return True
    return any(EXISTS_WHEN[source](facts) for source in known if source in EXISTS_WHEN)


def _is_there(field: RuleField, facts: Facts) -> bool:
    return any(SOURCES[source](facts) for source in field.sources if source in SOURCES)


def _missing(field: RuleField, rules: RuleSet, facts: Facts) -> Missing:
    source = next(source for source in field.sources if source in SOURCES)
    return Missing(
        field_id=field.code,
        label=field.shown,
        article=rules.article_of(field),
        address=_address(source, facts),
        detail=_detail(source, facts),
    )


def _address(source: str, facts: Facts) -> str:
    lot = facts.lot
    if source.startswith("product."):
        return reverse("product-change", args=[lot.product_id])
    if source == "lot.events":
        return f"{reverse('diary-home')}?lo={lot.pk}"
    if source in ("lot.expires_on", "lot.packed_on"):
        return f"{reverse('diary-write')}?lo={lot.pk}&viec={Activity.PACK.value}"
    if source.startswith("lot."):
        return reverse("lot-detail", args=[lot.pk])
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
    return ""
