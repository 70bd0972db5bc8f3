"""Vật tư đã dùng cho lô as a list (CT-REG Điều 7.4): by lot, goods, material, lot of material and days."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from txng.kernel.text import fold
from txng.production.models import MaterialUse
from txng.production.templatetags.production import dose, stock_state, taken_lots, used_amount
from txng.ui.lists import Column, Filter, Plan, Sort


def _found(uses: QuerySet[MaterialUse], text: str) -> QuerySet[MaterialUse]:
    """A recall asks by the number on the sack: it is looked for among what was named and what the stock gave."""
    found = uses
    for word in fold(text).split()[:10]:
        lots = Q(material_lot__supplier_lot__icontains=word)
        lots |= Q(stock_move__lines__material_lot__supplier_lot__icontains=word)
        named = Q(material__plain_name__contains=word) | Q(entry__lot__product__plain_name__contains=word)
        found = found.filter(named | Q(entry__lot__number__startswith=word.upper()) | lots)
    return uses.filter(pk__in=found.order_by().values("pk"))  # a move of several lines finds a use once


def _materials(uses: QuerySet[MaterialUse]) -> Sequence[tuple[str, str]]:
    found = uses.order_by("material__name", "material_id").values_list("material_id", "material__name").distinct()
    return [(str(pk), name) for pk, name in found]


def _stock(use: MaterialUse) -> str:
    return {
        "waiting": pgettext("material", "Waiting for a receipt"),
        "booked": pgettext("material", "Taken from stock"),
    }.get(stock_state(use), pgettext("material", "Not counted in stock"))


PLAN = Plan(
    title=_("Materials used for lots"),
    lead=_("Everything the diary says was used: for which lot, how much, and until when to wait."),
    screen="VT-07",
    icon="spray",
    empty=_("No material has been used for a lot yet"),
    empty_hint=_("Choose the material when you write the work in the diary; it appears here by itself."),
    columns=(
        Column(label=_("Material"), value=lambda use: use.name),
        Column(label=_("Lot number"), value=lambda use: use.entry.lot.number, kind="code"),
        Column(label=_("Product"), value=lambda use: use.entry.lot.product.name),
        Column(label=_("Date"), value=lambda use: use.entry.done_on, kind="date"),
        Column(label=pgettext_lazy("diary", "Work"), value=lambda use: use.entry.get_activity_display()),
        Column(label=_("Quantity"), value=used_amount, kind="num"),
        Column(label=_("Dose"), value=dose),
        Column(label=_("Lot of material"), value=taken_lots, kind="code"),
        Column(label=_("Harvest from"), value=lambda use: use.harvest_allowed_from, kind="date"),
        Column(label=_("Stock"), value=_stock),
    ),
    find=_found,
    look_for=_("Lot, goods, material or lot of material"),
    filters=(
        Filter(
            name="vat-tu",
            label=_("Material"),
            among=_materials,
            narrow=lambda uses, value: uses.filter(material_id=value),
        ),
    ),
    period="entry__done_on",
    sorts=(
        Sort(value="moi", label=_("Newest first"), order=("-entry__done_on", "-id")),
        Sort(value="cu", label=_("Oldest first"), order=("entry__done_on", "id")),
    ),
    link=lambda use: reverse("lot-detail", args=[use.entry.lot_id]) + "#vat-tu",
)
