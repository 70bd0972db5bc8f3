"""How much of a lot there can be, from what is on record: land and yield, stock, what was declared (names.md 7.15).

Where several things are known the first that can be worked out holds, in the order of the rule: goods that came out of
other lots, land × yield band + stock received, what was harvested or made, heads, inputs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from txng import provinces
from txng.catalogue import groups
from txng.kernel.errors import RuleBroken
from txng.production.models import Activity, DiaryEntry, Lot, Site, SiteKind, StockKind, StockLine
from txng.production.safety.conflicts import MADE_OF_LOTS
from txng.production.stock.measures import to_base
from txng.production.units import shown
from txng.production.yields import band_of
from txng.ui.formats import vn_number

LAND = (SiteKind.AREA, SiteKind.ZONE, SiteKind.PLOT)
Amounts = dict[str, Decimal]  # by base unit


@dataclass(frozen=True, slots=True)
class Goods:
    amounts: Amounts
    how: str  # said to people


def goods_of(lot: Lot, on: date) -> Goods | None:
    """The most there can be; None where nothing on record says."""
    booked = _booked(lot)
    came = _sum(booked, MADE_OF_LOTS, +1)
    if came:
        more = _add(came, _sum(booked, (StockKind.HARVEST, StockKind.RECEIVE), +1))
        return Goods(
            _less(more, _sum(booked, MADE_OF_LOTS, -1)), _("%(much)s out of other lots") % {"much": _told(more)}
        )
    found = _of_the_land(lot, on, booked) or _declared(lot, on, booked) or _heads(lot) or _inputs(lot)
    return found and Goods(_less(found.amounts, _sum(booked, MADE_OF_LOTS, -1)), found.how)


def _of_the_land(lot: Lot, on: date, booked: list[tuple[str, str, Decimal]]) -> Goods | None:
    group = groups.group(lot.product.group)
    band = band_of(f"{lot.product.name} {lot.product.variety}", lot.product.group, on)
    if group is None or group.nature != "crop" or band is None:
        return None
    entries = DiaryEntry.objects.filter(lot=lot, corrections=None, site__isnull=False).order_by()
    places = {lot.site_id, *entries.values_list("site_id", flat=True)}
    areas = list(Site.objects.filter(pk__in=places, kind__in=LAND).values_list("area_m2", flat=True))
    if not areas or not all(areas):
        return None
    area = sum((Decimal(one) for one in areas if one), Decimal(0))
    percent = provinces.in_force(on).limits.yield_percent
    kilos = (area * band.kg_per_ha * percent / 1_000_000).quantize(Decimal(1))
    received = _sum(booked, (StockKind.RECEIVE,), +1)
    how = _("%(area)s m² of land, at most %(tonnes)s tonnes a hectare (%(crop)s)") % {
        "area": vn_number(round(area)),
        "tonnes": vn_number(round(band.kg_per_ha * percent / 100_000, 1)),
        "crop": band.crop,
    }
    if received:
        how = _("%(how)s, and %(much)s received") % {"how": how, "much": _told(received)}
    return Goods(_add({"kg": kilos}, received), how)


def _declared(lot: Lot, on: date, booked: list[tuple[str, str, Decimal]]) -> Goods | None:
    """What was harvested or made, with what a scale may err by."""
    amounts = _sum(booked, (StockKind.HARVEST,), +1)
    if lot.quantity:
        try:
            amount, unit = to_base(lot.quantity, lot.quantity_unit)
        except RuleBroken:  # a unit of an older release
            amount, unit = Decimal(0), ""
        if amount > amounts.get(unit, 0):
            amounts[unit] = amount
    if not amounts:
        return None
    all_of_it = _add(amounts, _sum(booked, (StockKind.RECEIVE,), +1))
    percent = provinces.in_force(on).limits.balance_tolerance_percent
    how = _("%(much)s on record, and %(percent)s%% more for weighing") % {
        "much": _told(all_of_it),
        "percent": percent,
    }
    return Goods({unit: amount * (100 + percent) / 100 for unit, amount in all_of_it.items()}, how)


def _heads(lot: Lot) -> Goods | None:
    stocked = DiaryEntry.objects.filter(lot=lot, corrections=None, activity=Activity.SOW, quantity_unit="con")
    heads = stocked.aggregate(total=Sum("quantity"))["total"]
    return Goods({"con": heads}, _("%(much)s stocked") % {"much": _told({"con": heads})}) if heads else None


def _inputs(lot: Lot) -> Goods | None:
    amounts: Amounts = defaultdict(Decimal)
    for quantity, unit in lot.receipts.values_list("quantity", "quantity_unit"):
        try:
            amount, base = to_base(quantity, unit)
        except RuleBroken:
            continue
        amounts[base] += amount
    return Goods(dict(amounts), _("%(much)s received") % {"much": _told(amounts)}) if amounts else None


def _booked(lot: Lot) -> list[tuple[str, str, Decimal]]:
    """What changed the lot's stock, kind by kind; what was taken back never did."""
    lines = StockLine.objects.filter(lot=lot, move__takes_back=None, move__taken_back_by=None).order_by()
    return list(lines.values_list("move__kind", "unit", "quantity"))


def _sum(booked: Iterable[tuple[str, str, Decimal]], kinds: Iterable[str], sign: int) -> Amounts:
    amounts: Amounts = defaultdict(Decimal)
    wanted = set(kinds)
    for kind, unit, quantity in booked:
        if kind in wanted and quantity * sign > 0:
            amounts[unit] += abs(quantity)
    return dict(amounts)


def _add(one: Amounts, other: Amounts) -> Amounts:
    return {unit: one.get(unit, Decimal(0)) + other.get(unit, Decimal(0)) for unit in {*one, *other}}


def _less(one: Amounts, other: Amounts) -> Amounts:
    """What went on into other lots is theirs to be stamped."""
    return {unit: max(Decimal(0), amount - other.get(unit, Decimal(0))) for unit, amount in one.items()}


def _told(amounts: Amounts) -> str:
    return " + ".join(f"{vn_number(amount.normalize())} {shown(unit)}" for unit, amount in sorted(amounts.items()))
