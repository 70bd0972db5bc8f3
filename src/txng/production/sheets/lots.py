"""Lô sản xuất: opened from a file; of an open one the place and the first day can be put right."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.production import actions
from txng.production.models import Lot
from txng.production.sheets.base import Desk, Sheet
from txng.production.sheets.columns import SheetColumn


class LotSheet(Sheet):
    slug = "lo-hang"
    group = "lots"
    edit = Permission.LOT_EDIT
    key = ("product_id", "number")
    told_by = ("number",)  # without one the system gives it, to each its own
    fields_of = {
        "duplicate_lot": "number",
        "number": "number",
        "future": "opened_on",
        "before_opening": "opened_on",
        "not_approved": "product_id",
        "not_open": "opened_on",
    }

    def title(self) -> str:
        return _("Lots")

    def advice(self) -> list[str]:
        return [
            _("Without a lot number the system gives one. Product and number of a lot cannot be changed afterwards."),
            _("Harvest, packing and quantities come from the diary; they are not typed here."),
        ]

    def made(self) -> list[SheetColumn]:
        return [
            SheetColumn(code="number", label=_("Lot number"), required=False, kind="code", fixed=True, most=40,
                        width=16, help=_("Letters without accents, digits and dashes, at most 20."),
                        examples=("", "L26A0917")),
            SheetColumn(code="product_id", label=_("Product"), required=True, kind="ref", names="product", fixed=True,
                        width=36, help=_("Choose from the list: products that are approved.")),
            SheetColumn(code="site_id", label=_("Where it is grown or made"), required=True, kind="ref", names="site",
                        width=30, help=_("Choose from the list.")),
            SheetColumn(code="opened_on", label=_("Day the lot was opened"), required=True, kind="past", most=40,
                        width=14, help=_("Day, month, year, for example 17/09/2026."),
                        examples=("17/09/2026", "5/9/26")),
        ]  # fmt: skip

    def values(self, record: Lot, desk: Desk) -> dict[str, Any]:
        return {name: getattr(record, name) for name in ("number", "product_id", "site_id", "opened_on")}

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        return actions.open_lot(actor=actor, at=at, client_id=client_id, **values).pk

    def change(self, actor: Actor, record: Lot, values: dict[str, Any], at: datetime, why: str, client_id: UUID) -> int:
        return actions.change_lot(
            actor=actor, lot_id=record.pk, site_id=values["site_id"], opened_on=values["opened_on"], at=at
        ).pk

    def take_back(self, actor: Actor, record: Lot, at: datetime, why: str) -> None:
        if record.diary.exists():
            raise RuleBroken(_("Work stands in the diary of this lot."), code="in_use")
        actions.cancel_lot(actor=actor, lot_id=record.pk, reason=why, at=at)
