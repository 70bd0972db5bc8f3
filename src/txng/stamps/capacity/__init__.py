"""Item stamps may not exceed what a lot can hold (names.md 7.15): goods of the lot ÷ what a pack holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Sum
from django.utils.translation import gettext as _

from txng.production.models import Lot
from txng.stamps.capacity.goods import goods_of
from txng.stamps.capacity.packs import Pack, pack_of
from txng.stamps.models import CodeException, CodeLevel, CodeRange
from txng.stamps.ranges import IN_USE

__all__ = ["Capacity", "capacity_of", "in_use"]


@dataclass(frozen=True, slots=True)
class Capacity:
    packs: int | None  # None: nothing on record says, so nothing is refused
    how: str  # what it was worked out of, or why it could not be


def capacity_of(lot: Lot, on: date) -> Capacity:
    goods = goods_of(lot, on)
    if goods is None:
        return Capacity(None, _("neither land, stock nor a quantity of this lot is on record"))
    pack = pack_of(lot.product.pack)
    fits = [_packs(amount, unit, pack) for unit, amount in goods.amounts.items()]
    if any(one is None for one in fits):
        return Capacity(None, _("the product does not say how much a pack holds"))
    how = goods.how
    if pack is not None and pack.unit in goods.amounts:
        how = _("%(how)s; packs of %(pack)s") % {"how": how, "pack": lot.product.pack}
    return Capacity(sum(one for one in fits if one is not None), how)


def _packs(amount: Decimal, unit: str, pack: Pack | None) -> int | None:
    """Things counted one by one may bear a stamp each; what is weighed needs to know its pack."""
    if pack is not None and pack.unit == unit:
        return int(amount / pack.amount)
    return None if unit in ("kg", "lít") else int(amount)


def in_use(lot: Lot) -> int:
    """Item stamps that are active for the lot: of ranges that are, less the single ones voided since."""
    ranges = CodeRange.objects.filter(lot=lot, state__in=IN_USE, batch__level=CodeLevel.ITEM).order_by()
    total = ranges.aggregate(total=Sum(F("last") - F("first") + 1))["total"] or 0
    of_lot = ranges.filter(batch=OuterRef("batch"), first__lte=OuterRef("counter"), last__gte=OuterRef("counter"))
    return total - CodeException.objects.filter(Exists(of_lot)).count()
