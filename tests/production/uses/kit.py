"""bà Lành's shelf: a spray with a waiting time, and the store it stands in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests import make
from txng.access import Actor
from txng.kernel.clock import now
from txng.production import actions
from txng.production.models import DiaryEntry, Lot, Material, MaterialLot, Site, StockLine, StockMove
from txng.production.uses import Used


def ago(days: int) -> date:
    return make.TODAY - timedelta(days=days)


def spray(by: Actor, **fields: Any) -> Material:
    label = {
        "kind": "pesticide",
        "name": "Dầu khoáng SK 99",
        "unit": "lít",
        "active_ingredient": "Petroleum spray oil",
        "dose_low": Decimal(30),
        "dose_high": Decimal(50),
        "dose_unit": "ml/bình 16 lít",
        "phi_days": 7,
    }
    return actions.add_material(actor=by, at=now(), **(label | fields))


def receive(by: Actor, material: Material, store: Site, quantity: Any, on: date = make.TODAY, **more: Any) -> StockMove:
    return actions.receive_material(
        actor=by, material_id=material.pk, site_id=store.pk, quantity=Decimal(quantity), unit=material.unit,
        received_on=on, partner_name="Đại lý Ba Hưng", at=make.AT, **more,
    )  # fmt: skip


def used(material: Material, quantity: Any = None, lot: MaterialLot | None = None, **more: Any) -> Used:
    return Used(
        material_id=material.pk,
        quantity=None if quantity is None else Decimal(quantity),
        unit=material.unit,
        material_lot_id=lot.pk if lot else None,
        **more,
    )


def write(by: Actor, lot: Lot, *uses: Used, on: date, activity: str = "spray", **more: Any) -> DiaryEntry:
    return actions.write_diary(actor=by, lot_id=lot.pk, activity=activity, done_on=on, at=make.AT, used=uses, **more)


def correct(by: Actor, entry: DiaryEntry, *uses: Used, on: date | None = None, **more: Any) -> DiaryEntry:
    return actions.correct_diary(
        actor=by, entry_id=entry.pk, reason="Ghi nhầm", activity=more.pop("activity", entry.activity),
        done_on=on or entry.done_on, at=make.AT, used=uses, **more,
    )  # fmt: skip


def in_stock(material: Material) -> Decimal:
    lines = StockLine.objects.filter(material_lot__material=material)
    return sum((line.quantity for line in lines), Decimal(0))


def waits(entry: DiaryEntry) -> list[bool]:
    booked = set(StockMove.objects.filter(use__entry=entry).values_list("use_id", flat=True))
    return [use.pk not in booked for use in entry.uses.order_by("place")]
