"""What the diary and the deliveries mean for the stock of a lot: booked in the transaction that writes them down.

Harvesting brings goods into being, packing turns so many kg into so many boxes, delivering takes them away. An amount
nobody wrote down is not on the books, and of a lot that has nothing on the books nothing is taken: recording is never
refused for want of an earlier record (names.md 7.14). What is on the books never falls below zero.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import ROUND_UP, Decimal, InvalidOperation

from txng.access import Actor
from txng.catalogue.models import Product
from txng.kernel.errors import RuleBroken
from txng.production.models import Activity, DiaryEntry, Lot, Shipment, Site, StockKind, StockMove
from txng.production.stock.booking import Change, book
from txng.production.stock.levels import Place, levels, lines_of, lowest
from txng.production.stock.measures import FINEST, to_base

_KINDS = {Activity.HARVEST: StockKind.HARVEST, Activity.PACK: StockKind.PACK}
_NET = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(kg|g|lít|ml|tấn|tạ)\b", re.IGNORECASE)


def book_entry(entry: DiaryEntry, *, actor: Actor, at: datetime, instead_of: DiaryEntry | None = None) -> None:
    """Book what the entry says of goods; `instead_of` is the entry it corrects, whose booking is taken back with it."""
    wrong = StockMove.objects.filter(entry=instead_of).first() if instead_of is not None else None
    changes = [
        Change(entry.lot, line.site, -line.quantity, line.unit, on=line.done_on)
        for line in (wrong.lines.select_related("site").order_by("id") if wrong else ())
    ]
    changes += _made(entry, taken_back=changes)
    if not changes:
        return
    kind = _KINDS.get(Activity(entry.activity)) or StockKind(wrong.kind if wrong else StockKind.HARVEST)
    book(
        actor=actor,
        establishment=entry.lot.establishment,
        kind=kind,
        done_on=entry.done_on,
        at=at,
        changes=changes,
        takes_back=wrong,
        entry=entry,
    )


def _made(entry: DiaryEntry, *, taken_back: list[Change]) -> list[Change]:
    if entry.activity not in _KINDS or entry.quantity is None:
        return []
    try:
        quantity, unit = to_base(entry.quantity, entry.quantity_unit)
    except RuleBroken:
        return []  # finer than stock is kept, or in a measure of an older list: the diary keeps it as it was written
    site = entry.site or entry.lot.site
    made = Change(entry.lot, site, quantity, unit)
    if entry.activity == Activity.HARVEST:
        return [made]
    before = {level.unit: level for level in levels(entry.lot)}
    if not before or unit in _harvested_in(entry.lot):
        # Goods nobody weighed before they were packed come on the books packed; kg that stay kg change nothing.
        return [] if before else [made]
    net = net_content(entry.lot.product)
    if net is None or net[1] not in before:
        return [made]
    pile = before[net[1]]
    from_site = Site.objects.get(pk=pile.site_id)
    added = {entry.done_on: Decimal(0)} | {
        change.on: change.quantity
        for change in taken_back
        if change.on and change.site.pk == pile.site_id and change.unit == net[1]
    }
    there, _day = lowest(Place(entry.lot, pile.site_id, net[1]), added)
    used = min((quantity * net[0]).quantize(FINEST), there)
    return [made, Change(entry.lot, from_site, -used, net[1])] if used > 0 else [made]


def _harvested_in(lot: Lot) -> set[str]:
    lines = lines_of(lot).filter(move__kind=StockKind.HARVEST)
    return set(lines.values_list("unit", flat=True).distinct().order_by())


def net_content(product: Product) -> tuple[Decimal, str] | None:
    """What one pack holds, as its approved description says it: “Hộp 1,5 kg” → (1.5, kg)."""
    found = _NET.search(product.pack)
    if found is None:
        return None
    try:
        return to_base(Decimal(found[1].replace(",", ".")), found[2].lower())
    except (InvalidOperation, RuleBroken):
        return None


def per_pack(product: Product, unit: str, other: str) -> Decimal | None:
    """How much of `other` one `unit` is, where the description of the pack says so: a 1,5 kg box is 1,5 kg."""
    net = net_content(product)
    words = product.pack.casefold().split()
    if net is not None and other == net[1] and unit.casefold() in words:
        return net[0]
    if net is not None and unit == net[1] and other.casefold() in words:
        return 1 / net[0]
    return None


def taken_away(lot: Lot, quantity: Decimal, quantity_unit: str) -> list[Change] | None:
    """What a delivery takes, from the largest pile first, then from the next; None where it cannot be booked.

    Goods harvested by weight and packed in boxes are often delivered by weight still: what is not there in the
    measure of the delivery is taken from packs by their net content, or packs from what was weighed. A measure in which
    nothing of the lot lies and that nothing translates stays unbooked, and the page of the lot says so: recording is
    never refused for want of an earlier record (names.md 7.14).
    """
    quantity, unit = to_base(quantity, quantity_unit)
    if not lines_of(lot).exists():
        return None
    piles = sorted((level for level in levels(lot) if level.quantity > 0), key=lambda level: -level.quantity)
    changes, wanted = [], quantity
    for level in (level for level in piles if level.unit == unit):
        taken = min(wanted, level.quantity)
        if taken > 0:
            changes.append(Change(lot, Site.objects.get(pk=level.site_id), -taken, unit))
            wanted -= taken
    translated = False
    for level in piles:
        rate = per_pack(lot.product, unit, level.unit)
        if rate is None:
            continue
        translated = True
        taken = min((wanted * rate).quantize(FINEST), level.quantity)
        if wanted > 0 and taken > 0:
            changes.append(Change(lot, Site.objects.get(pk=level.site_id), -taken, level.unit))
            wanted = Decimal(0) if taken == (wanted * rate).quantize(FINEST) else wanted - taken / rate
    if wanted > 0:
        if piles and not changes and not translated:
            return None
        # The rest is asked of where the lot is made, so that the refusal names a place.
        missing = wanted.quantize(FINEST, ROUND_UP)
        changes.append(Change(lot, lot.site, -missing, unit))
    return changes


def book_shipment(shipment: Shipment, *, actor: Actor, at: datetime) -> None:
    changes = taken_away(shipment.lot, shipment.quantity, shipment.quantity_unit)
    if changes is None:
        return
    book(
        actor=actor,
        establishment=shipment.lot.establishment,
        kind=StockKind.SHIP,
        done_on=shipment.shipped_on,
        at=at,
        changes=changes,
        partner=shipment.partner,
        shipment=shipment,
    )
