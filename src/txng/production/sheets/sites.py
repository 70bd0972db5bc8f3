"""Thửa đất, khu, vùng sản xuất; xưởng, phân xưởng, khu vực: two groups of the regulation, one tree of sites."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.places.models import AdministrativeUnit
from txng.production import actions
from txng.production.models import DiaryEntry, Site, StockLine
from txng.production.sheets.base import Desk, Sheet, options
from txng.production.sheets.columns import SheetColumn
from txng.production.site_tree import BUILDINGS, LAND


class SiteSheet(Sheet):
    edit = Permission.SITE_EDIT
    key = ("kind", "name")
    fields_of = {
        "name_missing": "name",
        "name_taken": "name",
        "kind": "kind",
        "area": "area_m2",
        "parent": "parent_id",
        "in_use": "name",
    }

    def __init__(self, family: str) -> None:
        self.group = family
        self.kinds = LAND if family == "land" else BUILDINGS
        self.slug = "vung-trong" if family == "land" else "nha-xuong"

    def title(self) -> str:
        return _("Plots") if self.group == "land" else _("Workshops")

    def made(self) -> list[SheetColumn]:
        kinds = options((kind.value, kind.label) for kind in self.kinds)
        land = self.group == "land"
        names = ("Vườn Nhơn Lộc 1", "Vườn Nhơn Lộc 2") if land else ("Nhà sơ chế", "Kho mát")
        kind = kinds[2 if land else 0][1]
        return [
            SheetColumn(code="name", label=_("Name"), required=True, width=30, most=200, examples=names),
            SheetColumn(code="kind", label=_("Kind of site"), required=True, kind="choice", choices=kinds,
                        help=_("Choose from the list."), examples=(kind, kind if land else kinds[3][1])),
            SheetColumn(code="parent_id", label=_("Inside"), required=False, kind="ref", names="site", most=220,
                        help=_("The larger place of which it is a part, if there is one."), examples=("", "")),
            SheetColumn(code="unit_id", label=_("Commune or ward"), required=True, kind="ref", names="unit", most=200,
                        help=_("Choose from the list. An old name is understood if it went to one unit.")),
            SheetColumn(code="address", label=_("Hamlet, road, house number"), required=False, most=300, width=30,
                        examples=("Ấp Nhơn Lộc 1", "Ấp Trường Thọ")),
            SheetColumn(code="area_m2", label=pgettext("land", "Area (m²)"), required=False, kind="number", above=0,
                        places=2, width=12, most=40, help=_("In square metres, for example 1500 or 1500,5."),
                        examples=("1500", "620,5") if land else ("", "")),
        ]  # fmt: skip

    def values(self, record: Site, desk: Desk) -> dict[str, Any]:
        return {name: getattr(record, name) for name in ("name", "kind", "parent_id", "unit_id", "address", "area_m2")}

    def _said(self, values: dict[str, Any]) -> dict[str, Any]:
        names = ("name", "kind", "parent_id", "address", "area_m2")
        unit = AdministrativeUnit.objects.get(pk=values["unit_id"])
        return {name: values[name] for name in names} | {"unit": unit}

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        return actions.add_site(actor=actor, at=at, client_id=client_id, **self._said(values)).pk

    def change(
        self, actor: Actor, record: Site, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        return actions.change_site(actor=actor, site_id=record.pk, at=at, **self._said(values)).pk

    def take_back(self, actor: Actor, record: Site, at: datetime, why: str) -> None:
        used = record.lots.exists() or Site.objects.filter(parent=record, archived_at=None).exists()
        if used or DiaryEntry.objects.filter(site=record).exists() or StockLine.objects.filter(site=record).exists():
            raise RuleBroken(_("Work, lots, goods or other places stand at this place."), code="in_use")
        actions.archive_site(actor=actor, site_id=record.pk, at=at)
