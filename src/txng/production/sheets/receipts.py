"""Kho: materials received. A move of stock is never changed, so a changed row takes one back and books another."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.access import Actor, Permission
from txng.production import actions, units
from txng.production.models import StockMove
from txng.production.sheets.base import Desk, Sheet, options
from txng.production.sheets.columns import SheetColumn
from txng.production.stock.booking import lock_establishments


class ReceiptSheet(Sheet):
    slug = "kho"
    group = "receipts"
    edit = Permission.STOCK_EDIT
    key = (
        *("material_id", "received_on", "quantity", "unit", "partner_name", "supplier_lot", "expires_on", "site_id"),
    )
    fields_of = {
        "quantity": "quantity",
        "unit": "unit",
        "unit_missing": "unit",
        "future": "received_on",
        "expiry": "expires_on",
        "partner_missing": "partner_name",
        "stock_short": "quantity",
        "taken_back": "material_id",
    }

    def title(self) -> str:
        return pgettext("sheet", "Stock received")

    def advice(self) -> list[str]:
        return [
            _("A supplier who is not in your list yet is added by the name you write."),
            _("A row that you change is taken back and booked anew; it is refused where some of it has been used."),
        ]

    def made(self) -> list[SheetColumn]:
        measures = options((unit.name, unit.name) for unit in units.all_units())
        return [
            SheetColumn(code="material_id", label=_("Material"), required=True, kind="ref", names="material", width=36,
                        help=_("Choose from the list.")),
            SheetColumn(code="received_on", label=_("Received on"), required=True, kind="past", most=40, width=14,
                        help=_("Day, month, year, for example 17/09/2026."), examples=("17/09/2026", "5/9/26")),
            SheetColumn(code="quantity", label=_("Quantity"), required=True, kind="number", above=0, width=12, most=40,
                        help=_("For example 20 or 20,5; without a mark between thousands."), examples=("200", "20,5")),
            SheetColumn(code="unit", label=pgettext("quantity", "Unit"), required=True, kind="choice", width=10,
                        choices=measures, help=_("Choose from the list."), examples=("kg", "lít")),
            SheetColumn(code="partner_name", label=_("Supplier"), required=True, kind="name", names="partner",
                        width=30, help=_("Choose from the list, or write a new name."),
                        examples=("Đại lý vật tư Minh Tâm", "Đại lý vật tư Minh Tâm")),
            SheetColumn(code="supplier_lot", label=_("Their lot number"), required=False, most=40, width=16,
                        examples=("SH-0826", "")),
            SheetColumn(code="expires_on", label=_("Expiry date"), required=False, kind="date", most=40, width=14,
                        examples=("31/12/2027", "")),
            SheetColumn(code="site_id", label=_("Where it is kept"), required=True, kind="ref", names="site", width=24,
                        help=_("Choose from the list.")),
        ]  # fmt: skip

    def values(self, record: StockMove, desk: Desk) -> dict[str, Any]:
        line = next(line for line in record.lines.all() if line.material_lot)
        bought = line.material_lot
        assert bought is not None
        return {
            "material_id": bought.material_id,
            "received_on": record.done_on,
            "quantity": line.quantity,
            "unit": line.unit,
            "partner_name": record.partner.name if record.partner else "",
            "supplier_lot": bought.supplier_lot,
            "expires_on": bought.expires_on,
            "site_id": line.site_id,
        }

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        return actions.receive_material(actor=actor, at=at, client_id=client_id, **values).pk

    @transaction.atomic
    def change(
        self, actor: Actor, record: StockMove, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        lock_establishments([record.establishment_id])  # as receiving does, before what is taken back is held
        actions.take_back_move(actor=actor, move_id=record.pk, reason=why, at=at, client_id=uuid5(client_id, "back"))
        return self.add(actor, values, at, client_id)

    def take_back(self, actor: Actor, record: StockMove, at: datetime, why: str) -> None:
        actions.take_back_move(actor=actor, move_id=record.pk, reason=why, at=at)
