"""Danh mục vật tư."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.production import actions, units
from txng.production.models import Material
from txng.production.sheets.base import Desk, Sheet, options, pick
from txng.production.sheets.columns import SheetColumn

FIELDS = (
    *("name", "kind", "unit", "active_ingredient", "registration_number", "maker"),
    *("dose_low", "dose_high", "dose_unit", "phi_days", "withdrawal_days"),
)


class MaterialSheet(Sheet):
    slug = "vat-tu"
    group = "materials"
    edit = Permission.MATERIAL_EDIT
    key = ("kind", "name")
    fields_of = {
        "name_missing": "name", "name_taken": "name", "kind": "kind", "unit_missing": "unit",
        "banned": "active_ingredient", "dose": "dose_high", "days": "phi_days",
    }  # fmt: skip

    def title(self) -> str:
        return _("Materials")

    def made(self) -> list[SheetColumn]:
        kinds = options(Material.Kind.choices)
        measures = options((unit.name, unit.name) for unit in units.all_units() if not unit.base)
        return [
            SheetColumn(code="name", label=_("Name"), required=True, width=36, most=200,
                        examples=("Phân hữu cơ vi sinh Sông Hậu", "Dầu khoáng SK 99")),
            SheetColumn(code="kind", label=_("Kind"), required=True, kind="choice", choices=kinds,
                        help=_("Choose from the list."), examples=(kinds[1][1], kinds[2][1])),
            SheetColumn(code="unit", label=pgettext("quantity", "Unit"), required=True, kind="choice", width=10,
                        choices=measures, help=_("What your stock of it is counted in."), examples=("kg", "lít")),
            SheetColumn(code="active_ingredient", label=_("Active ingredient"), required=False, most=200,
                        examples=("", "Petroleum spray oil")),
            SheetColumn(code="registration_number", label=_("Number of registration for sale"), required=False,
                        most=60, examples=("", "0567/CNĐKT-BVTV")),
            SheetColumn(code="maker", label=_("Maker"), required=False, most=200, examples=("", "")),
            SheetColumn(code="dose_low", label=_("Lowest dose"), required=False, kind="number", above=0, width=12,
                        most=40, examples=("", "50")),
            SheetColumn(code="dose_high", label=_("Highest dose"), required=False, kind="number", above=0, width=12,
                        most=40, examples=("", "80")),
            SheetColumn(code="dose_unit", label=_("Dose per"), required=False, most=40,
                        examples=("", "ml/bình 16 lít")),
            SheetColumn(code="phi_days", label=_("Days to wait before the harvest"), required=False, kind="whole",
                        maximum=400, width=12, most=10, examples=("", "7")),
            SheetColumn(code="withdrawal_days", label=_("Days without medicine before slaughter or sale"),
                        required=False, kind="whole", maximum=400, width=12, most=10, examples=("", "")),
        ]  # fmt: skip

    def values(self, record: Material, desk: Desk) -> dict[str, Any]:
        return {name: getattr(record, name) for name in FIELDS}

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        return actions.add_material(actor=actor, at=at, client_id=client_id, **pick(values, FIELDS)).pk

    def change(
        self, actor: Actor, record: Material, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        return actions.change_material(actor=actor, material_id=record.pk, at=at, **pick(values, FIELDS)).pk

    def take_back(self, actor: Actor, record: Material, at: datetime, why: str) -> None:
        if record.lots.exists():
            raise RuleBroken(_("Some of this material has been received into stock."), code="in_use")
        actions.archive_material(actor=actor, material_id=record.pk, at=at)
