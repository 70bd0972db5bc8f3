"""Khách hàng, nhà cung cấp."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.production import actions
from txng.production.models import MaterialLot, Partner, Receipt, Shipment, StockMove
from txng.production.sheets.base import Desk, Sheet, options, pick
from txng.production.sheets.columns import SheetColumn

FIELDS = ("name", "kind", "address", "phone", "tax_code", "gln", "code")


class PartnerSheet(Sheet):
    slug = "doi-tac"
    group = "partners"
    edit = Permission.PARTNER_EDIT
    key = ("name",)
    fields_of = {"name_missing": "name", "name_taken": "name", "kind": "kind", "gln": "gln"}

    def title(self) -> str:
        return _("Partners")

    def made(self) -> list[SheetColumn]:
        kinds = options(Partner.Kind.choices)
        return [
            SheetColumn(code="name", label=_("Name"), required=True, kind="name", width=36,
                        examples=("Cửa hàng nông sản Ba Tri", "Đại lý vật tư Minh Tâm")),
            SheetColumn(code="kind", label=_("What they are to you"), required=True, kind="choice", choices=kinds,
                        help=_("Choose from the list."), examples=(kinds[1][1], kinds[0][1])),
            SheetColumn(code="address", label=_("Address"), required=False, width=36,
                        examples=("12 Trần Hưng Đạo", "Ấp Nhơn Lộc 1")),
            SheetColumn(code="phone", label=_("Phone"), required=False, kind="phone", most=40, width=16,
                        help=_("10 digits, begins with 0; type them as text."), examples=("0912345678", "")),
            SheetColumn(code="tax_code", label=_("Tax code"), required=False, kind="tax", most=40, width=16,
                        help=_("10, 12 or 13 digits; type them as text."), examples=("0123456787", "")),
            SheetColumn(code="gln", label=_("GLN of the partner"), required=False, kind="code", most=20, width=16,
                        help=_("13 digits, if they have one; without spaces."), examples=("", "")),
            SheetColumn(code="code", label=_("Your code for them"), required=False, most=40, width=16,
                        examples=("KH-001", "NCC-002")),
        ]  # fmt: skip

    def values(self, record: Partner, desk: Desk) -> dict[str, Any]:
        return {name: getattr(record, name) for name in FIELDS}

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        return actions.add_partner(actor=actor, at=at, **pick(values, FIELDS)).pk

    def change(
        self, actor: Actor, record: Partner, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        return actions.change_partner(actor=actor, partner_id=record.pk, at=at, **pick(values, FIELDS)).pk

    def take_back(self, actor: Actor, record: Partner, at: datetime, why: str) -> None:
        if any(model.objects.filter(partner=record).exists() for model in (Receipt, Shipment, StockMove, MaterialLot)):
            raise RuleBroken(_("Goods have come from or gone to this partner."), code="in_use")
        actions.archive_partner(actor=actor, partner_id=record.pk, at=at)
