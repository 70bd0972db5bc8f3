"""What lies in stock by the diaries and deliveries of the demo, and what bà Lành uses and has bought.

The diaries are written in bulk, past the verb that books what they say of goods; here it is booked in bulk as well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.kernel.text import fold
from txng.ledger.recording import without_consequences
from txng.production.actions.goods import net_content
from txng.production.models import (
    Activity,
    DiaryEntry,
    Lot,
    Material,
    MaterialLot,
    Partner,
    Shipment,
    Site,
    StockKind,
    StockLine,
    StockMove,
)
from txng.production.stock.measures import FINEST, to_base
from txng.project.demo.world import World

# (kind, name, unit, active ingredient, number of registration, waiting days, bought, lot of the supplier)
HERS = (
    ("fertiliser", "Phân hữu cơ vi sinh Sông Hậu", "kg", "", "", None, 400, "SH-0826"),
    ("fertiliser", "NPK 16-16-8", "kg", "", "", None, 250, "NPK-1125"),
    ("pesticide", "Chế phẩm Trichoderma", "lít", "Trichoderma spp.", "1234/CNĐKT-BVTV", 3, 20, "TR-0726"),
    ("pesticide", "Dầu khoáng SK 99", "lít", "Petroleum spray oil", "0567/CNĐKT-BVTV", 7, 12, "SK-0526"),
    ("packaging", "Hộp giấy 1,5 kg", "hộp", "", "", None, 600, ""),
)


@dataclass
class _Book:
    moves: list[StockMove] = field(default_factory=list)
    lines: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def add(self, kind: StockKind, owner: Any, on: date, *lines: dict[str, Any], **more: Any) -> None:
        move = StockMove(establishment_id=owner.establishment_id, kind=kind, done_on=on, **more)
        move.stand_with(owner)
        self.lines += [(len(self.moves), {"done_on": on, **line}) for line in lines]
        self.moves.append(move)

    def close(self) -> None:
        StockMove.objects.bulk_create(self.moves)
        StockLine.objects.bulk_create(
            [StockLine(move=self.moves[place], **line) for place, line in self.lines], batch_size=1000
        )


def build(world: World) -> None:
    book = _Book()
    _goods(book)
    _materials(world, book)
    with without_consequences():
        book.close()


def _goods(book: _Book) -> None:
    piles: dict[int, dict[str, Decimal]] = defaultdict(dict)
    harvested: dict[int, set[str]] = defaultdict(set)
    places: dict[tuple[int, str], Site] = {}  # by lot and unit
    entries = DiaryEntry.objects.filter(
        activity__in=(Activity.HARVEST, Activity.PACK), quantity__isnull=False, corrections=None
    )
    for entry in entries.select_related("lot__product", "site").order_by("done_on", "id"):
        try:
            quantity, unit = to_base(entry.quantity or Decimal(0), entry.quantity_unit)
        except RuleBroken:
            continue
        lot, pile = entry.lot, piles[entry.lot_id]
        site = entry.site or lot.site
        line = {"lot": lot, "site": site}
        who = {"recorded_at": entry.recorded_at, "recorded_by": entry.recorded_by, "entry": entry}
        if entry.activity == Activity.HARVEST:
            harvested[lot.pk].add(unit)
            book.add(StockKind.HARVEST, lot, entry.done_on, line | {"quantity": quantity, "unit": unit}, **who)
            pile[unit] = pile.get(unit, Decimal(0)) + quantity
            places[lot.pk, unit] = site
        elif not (pile and unit in harvested[lot.pk]):
            lines = [line | {"quantity": quantity, "unit": unit}]
            net = net_content(lot.product)
            if net is not None and pile.get(net[1]):
                used = min((quantity * net[0]).quantize(FINEST), pile[net[1]])
                lines.append({"lot": lot, "site": places[lot.pk, net[1]], "quantity": -used, "unit": net[1]})
                pile[net[1]] -= used
            book.add(StockKind.PACK, lot, entry.done_on, *lines, **who)
            pile[unit] = pile.get(unit, Decimal(0)) + quantity
            places[lot.pk, unit] = site
    for shipment in Shipment.objects.select_related("lot__site").order_by("shipped_on", "id"):
        try:
            quantity, unit = to_base(shipment.quantity, shipment.quantity_unit)
        except RuleBroken:
            continue
        lot = shipment.lot
        if piles[lot.pk].get(unit, Decimal(0)) >= quantity:
            piles[lot.pk][unit] -= quantity
            book.add(
                StockKind.SHIP, lot, shipment.shipped_on,
                {"lot": lot, "site": places[lot.pk, unit], "quantity": -quantity, "unit": unit},
                recorded_at=shipment.recorded_at, recorded_by=_by(lot), partner_id=shipment.partner_id,
                shipment=shipment,
            )  # fmt: skip
    for lot in Lot.objects.filter(closed_at__isnull=False).select_related("establishment").order_by("id"):
        left = {unit: quantity for unit, quantity in piles[lot.pk].items() if quantity}
        if left and lot.closed_at is not None:
            book.add(
                StockKind.LOSS, lot, local_date(lot.closed_at),
                *(
                    {"lot": lot, "site": places[lot.pk, unit], "quantity": -quantity, "unit": unit}
                    for unit, quantity in left.items()
                ),
                recorded_at=lot.closed_at, recorded_by=_by(lot), reason="Bán lẻ tại vườn, hao hụt cuối vụ",
            )  # fmt: skip


def _by(lot: Lot) -> str:
    return lot.establishment.representative


def _materials(world: World, book: _Book) -> None:
    hers = world.establishments[0]
    store = Site.objects.filter(establishment=hers, kind=Site.Kind.WAREHOUSE).first() or hers.sites.order_by("id")[0]
    seller = Partner.objects.filter(establishment=hers, kind=Partner.Kind.SUPPLIER).order_by("id")[0]
    for number, (kind, name, unit, ingredient, registered, days, bought, supplier_lot) in enumerate(HERS):
        material = Material(
            establishment=hers, kind=kind, name=name, unit=unit, active_ingredient=ingredient, phi_days=days,
            registration_number=registered, plain_name=fold(f"{name} {ingredient}"), created_at=world.days_ago(60),
        )  # fmt: skip
        material.stand_with(hers)
        material.save(force_insert=True)
        expires = world.today + timedelta(days=200 + 30 * number) if kind != "packaging" else None
        lot = MaterialLot(
            establishment=hers, material=material, supplier_lot=supplier_lot, partner=seller, expires_on=expires,
            created_at=world.days_ago(40 - number),
        )  # fmt: skip
        lot.stand_with(hers)
        lot.save(force_insert=True)
        book.add(
            StockKind.RECEIVE, material, world.today - timedelta(days=40 - number),
            {"material_lot": lot, "site": store, "quantity": Decimal(bought), "unit": unit},
            recorded_at=world.days_ago(40 - number), recorded_by=hers.representative, partner=seller,
        )  # fmt: skip
