"""Sản phẩm: a new row is a draft, as the screen keeps one; of a public product a changed row is a proposal, and what is
public stays as it is until the agency has decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue import actions, groups
from txng.catalogue.lists import PLAN
from txng.catalogue.models import Product, ProductChange
from txng.catalogue.queries import WORKING, products_of, telling_change, working_change
from txng.kernel.errors import RuleBroken
from txng.production.sheets.base import Desk, Sheet, options
from txng.production.sheets.columns import SheetColumn
from txng.ui.lists import Listing

TEXTS = ("name", "group", "origin", "brand", "pack", "standards", "variety", "ingredients", "description")


class ProductSheet(Sheet):
    slug = "san-pham"
    edit = Permission.PRODUCT_PROPOSE
    read = Permission.PRODUCT_READ
    key = ("name", "gtin")
    fields_of = {
        "name_missing": "name",
        "unknown_group": "group",
        "gtin": "gtin",
        "gtin_taken": "gtin",
        "gtin_fixed": "gtin",
        "shelf_life": "shelf_life_days",
        "open_change": "name",
        **{f"long:{name}": name for name in TEXTS},
    }

    def title(self) -> str:
        return _("Products")

    def advice(self) -> list[str]:
        return [
            _("A new row becomes a draft: add its photo on the system and send it for approval."),
            _("A changed row of a public product is sent for approval; the public page stays as it is until then."),
        ]

    def made(self) -> list[SheetColumn]:
        kinds = options(groups.choices())
        return [
            SheetColumn(code="name", label=_("Product name"), required=True, kind="name", most=300, width=36,
                        examples=("Sầu riêng Ri6", "Dâu Hạ Châu")),
            SheetColumn(code="group", label=_("Product group"), required=False, kind="choice", choices=kinds, width=28,
                        help=_("Choose from the list."), examples=(kinds[0][1], kinds[0][1])),
            SheetColumn(code="origin", label=_("Origin"), required=False, most=300, width=30,
                        examples=("Xã Nhơn Ái", "")),
            SheetColumn(code="brand", label=_("Brand"), required=False, most=200, examples=("", "")),
            SheetColumn(code="pack", label=_("Pack"), required=False, most=200, examples=("Thùng 10 kg", "Hộp 1,5 kg")),
            SheetColumn(code="standards", label=_("Standards"), required=False, most=500, examples=("VietGAP", "")),
            SheetColumn(code="gtin", label=_("Product code (GTIN)"), required=False, kind="code", most=40, width=18,
                        help=_("8, 12, 13 or 14 digits, if there is one; type them as text."), examples=("", "")),
            SheetColumn(code="shelf_life_days", label=_("Shelf life (days)"), required=False, kind="whole", width=10,
                        maximum=36_500, most=10, examples=("7", "5")),
            SheetColumn(code="variety", label=_("Variety"), required=False, most=200, examples=("Ri6", "")),
            SheetColumn(code="ingredients", label=_("Ingredients"), required=False, kind="lines", most=2_000,
                        examples=("", "")),
            SheetColumn(code="description", label=_("Description"), required=False, kind="lines", most=3_900, width=40,
                        examples=("Trái chín cây, cơm vàng hạt lép", "")),
        ]  # fmt: skip

    def every(self, actor: Actor) -> QuerySet[Any]:
        return products_of(actor)

    def chosen(self, actor: Actor, asked: Mapping[str, str]) -> Any:
        return Listing(PLAN, self.every(actor), asked).rows

    def values(self, record: Product, desk: Desk) -> dict[str, Any]:
        """As it would be if what waits were approved: a proposal of yesterday is not proposed again."""
        change = telling_change(record)
        drafted = change.fields if change is not None and change.state in WORKING else {}
        values = {name: drafted.get(name, getattr(record, name)) for name in (*TEXTS, "shelf_life_days")}
        return values | {"gtin": record.gtin or ""}

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        said = {name: value for name, value in values.items() if name != "gtin" and value not in ("", None)}
        change = actions.save_draft(actor=actor, fields=said, gtin=values["gtin"], at=at, client_id=client_id)
        return int(change.product_id)

    def change(
        self, actor: Actor, record: Product, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        said = {name: value for name, value in values.items() if name != "gtin"}
        keep = actions.propose_change if record.is_published else actions.save_draft
        keep(actor=actor, product_id=record.pk, fields=said, gtin=values["gtin"], at=at, client_id=client_id)
        return record.pk

    def put_back(
        self, actor: Actor, record: Product, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        """A proposal is withdrawn while nobody has decided it; of a draft the cells are written again."""
        change = working_change(record)
        if record.is_published and change is not None:
            actions.withdraw_change(actor=actor, change_id=change.pk, at=at)
            return record.pk
        return self.change(actor, record, values, at, why, client_id)

    def take_back(self, actor: Actor, record: Product, at: datetime, why: str) -> None:
        change = working_change(record)
        if record.is_published or change is None or change.state != ProductChange.State.DRAFT:
            raise RuleBroken(_("The product has been sent for approval since."), code="in_use")
        actions.withdraw_change(actor=actor, change_id=change.pk, at=at)
