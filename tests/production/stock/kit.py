"""A co-operative with a plot, a drying house and a store, and goods to move between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests import make
from txng.access import Actor
from txng.kernel.clock import now
from txng.production import actions
from txng.production.actions.stock_in_hand import Pile
from txng.production.models import Lot, Material, MaterialLot, Site, StockLine
from txng.production.stock.levels import levels, total


@dataclass
class Yard:
    plot: Site
    dryer: Site
    store: Site
    lot: Lot


def yard(establishment: Any, *, kg: int | None = 500, by: Actor | None = None) -> Yard:
    plot = make.site(establishment, "Vườn 1")
    dryer = make.site(establishment, "Nhà sấy", kind="workshop")
    store = make.site(establishment, "Kho lạnh", kind="warehouse")
    lot = make.lot(make.product(establishment), site=plot)
    if kg is not None and by is not None:
        harvest(lot, by, kg)
    return Yard(plot, dryer, store, lot)


def harvest(lot: Lot, by: Actor, kg: int | str, *, on: date = make.TODAY - timedelta(days=9)) -> Any:
    return actions.write_diary(
        actor=by, lot_id=lot.pk, activity="harvest", done_on=on, quantity=Decimal(kg), quantity_unit="kg", at=make.AT
    )


def some(thing: Lot | MaterialLot, site: Site, quantity: int | str, unit: str = "kg") -> Pile:
    which = {"lot_id": thing.pk} if isinstance(thing, Lot) else {"material_lot_id": thing.pk}
    return Pile(site_id=site.pk, quantity=Decimal(quantity), unit=unit, **which)


def kg(thing: Lot | MaterialLot, **options: Any) -> Decimal:
    return total(thing, "kg", **options)


def at(thing: Lot | MaterialLot, site: Site, unit: str = "kg") -> Decimal:
    return next((x.quantity for x in levels(thing) if x.site_id == site.pk and x.unit == unit), Decimal(0))


def fertiliser(by: Actor, **fields: Any) -> Material:
    return actions.add_material(
        actor=by, at=now(), **{"kind": "fertiliser", "name": "Phân hữu cơ vi sinh", "unit": "kg", **fields}
    )


def all_lines() -> list[StockLine]:
    return list(StockLine.objects.order_by("id"))
