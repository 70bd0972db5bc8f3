"""The list of products of an establishment (CT-REG Điều 7.4)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from txng.catalogue import groups, queries
from txng.catalogue.models import Product, ProductChange
from txng.ui.lists import Column, Filter, Plan, Sort


def _states() -> list[tuple[str, Any]]:
    return [
        ("cong-khai", _("Public now")),
        ("cho-duyet", _("Waiting for approval")),
        ("can-bo-sung", _("Needs supplement")),
        ("chua-cong-khai", _("Not public yet")),
    ]


def _in_state(products: QuerySet[Product], state: str) -> QuerySet[Product]:
    changes = ProductChange.objects.filter(product=OuterRef("pk"))
    match state:
        case "cong-khai":
            return products.filter(published_at__isnull=False)
        case "chua-cong-khai":
            return products.filter(published_at__isnull=True)
        case "cho-duyet":
            return products.filter(Exists(changes.filter(state__in=queries.DECIDABLE)))
        case _:
            return products.filter(Exists(changes.filter(state=ProductChange.State.RETURNED)))


def _state(product: Product) -> Any:
    if product.is_published:
        return _("Public now")
    change = queries.telling_change(product)
    return change.get_state_display() if change else _("Not public yet")


def _group(product: Product) -> str:
    change = queries.telling_change(product)
    code = product.group or (change.fields.get("group", "") if change else "")
    found = groups.group(code)
    return found.shown if found else ""


PLAN = Plan(
    title=_("Products"),
    lead=_("What you make and sell. Shoppers see the last approved version."),
    screen="SP-01",
    icon="package",
    empty=_("No product yet"),
    empty_hint=_(
        "Take a photo, write the name and where it comes from. Your managing agency looks at it before shoppers do."
    ),
    columns=(
        Column(label=_("Product name"), value=lambda product: product.name),
        Column(label=_("Product group"), value=_group),
        Column(label=_("Product code (GTIN)"), value=lambda product: product.gtin or "", kind="code"),
        Column(label=_("Code"), value=lambda product: product.product_code, kind="code"),
        Column(label=_("State"), value=_state),
    ),
    search=("name", "product_code", "gtin"),
    filters=(Filter(name="trang-thai", label=_("State"), choices=_states, narrow=_in_state),),
    sorts=(
        Sort(value="ten", label=_("Name"), order=("plain_name", "id")),
        Sort(value="moi", label=_("Newest first"), order=("-id",)),
    ),
    archives=True,
    link=lambda product: reverse("product-detail", args=[product.pk]),
)
