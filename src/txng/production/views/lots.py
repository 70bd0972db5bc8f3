"""Lô hàng: opened, described, moved, closed (CT-REG Điều 7.4, 8.2)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue.models import Product
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries
from txng.production.actions.open_lot import LotExists
from txng.production.completeness import missing_of
from txng.production.forms import CancelForm, LotForm, ReceiptForm, ShipmentForm, StepForm
from txng.production.models import Lot

PAGE = 25
NUMBER_CODES = {"duplicate_lot", "number"}
STEP_FIELDS = {
    "quantity": "quantity",
    "unit_missing": "quantity_unit",
    "future": "day",
    "before_opening": "day",
    "partner_missing": "partner",
    "name_taken": "partner_name",
    "what_missing": "what",
}


@require_safe
@for_establishments
def lot_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    text, ended = request.GET.get("q", "").strip(), request.GET.get("xem") == "da-xong"
    lots = queries.matching(queries.lots_of(actor), text)
    lots = lots.exclude(closed_at=None, cancelled_at=None) if ended else queries.running(lots)
    page = Paginator(queries.with_diary_figures(lots), PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "q": text,
        "ended": ended,
        "searching": bool(text),
        "may_edit": actor.holds(Permission.LOT_EDIT),
    }
    return render(request, "production/producer/lots.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def lot_new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.LOT_EDIT)
    products = Product.objects.filter(
        establishment_id=actor.establishment_id or 0, published_at__isnull=False
    ).order_by("plain_name")
    sites = queries.sites_of(actor)
    form = LotForm(
        request.POST or None, products=products, sites=sites, initial=_lot_defaults(request, products, sites)
    )
    existing: Lot | None = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            lot = actions.open_lot(
                actor=actor,
                product_id=typed["product"].pk,
                site_id=typed["site"].pk,
                opened_on=typed["opened_on"],
                number=form.chosen_number,
                client_id=typed["client_id"],
                at=now(),
            )
        except RuleBroken as refusal:
            existing = refusal.lot if isinstance(refusal, LotExists) else None
            form.refuse(refusal, "number" if refusal.code in NUMBER_CODES else None)
        else:
            messages.success(request, _("Lot %(lot)s is open. Write down the first work.") % {"lot": lot.number})
            return redirect("lot-detail", lot.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "existing": existing, "products": products, "sites": sites}
    return render(request, "production/producer/lot_new.html", context, status=status)


def _lot_defaults(request: HttpRequest, products: Any, sites: Any) -> dict[str, Any]:
    """Where there is one product or one site it is chosen already: a lot is three taps (ux.md 4.4, P2)."""
    number = queries.suggested_number(actor_of(request).establishment_id or 0, today())
    wanted = request.GET.get("san-pham", "")
    product_ids, site_ids = (
        list(products.values_list("pk", flat=True)[:2]),
        list(sites.values_list("pk", flat=True)[:2]),
    )
    return {
        "client_id": uuid4(),
        "opened_on": today(),
        "number": number,
        "offered": number,
        "product": int(wanted)
        if wanted.isdecimal() and len(wanted) < 18
        else product_ids[0]
        if len(product_ids) == 1
        else None,
        "site": site_ids[0] if len(site_ids) == 1 else None,
    }


def _lot(request: HttpRequest, lot_id: int) -> Lot:
    return get_object_or_404(queries.lots_of(actor_of(request)), id=lot_id)


@require_safe
@for_establishments
def lot_detail(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    context = {
        "lot": lot,
        "diary": queries.diary_of(lot),
        "receipts": queries.steps_back(lot),
        "shipments": queries.steps_forward(lot),
        "missing": missing_of(lot, on=today()) if lot.cancelled_at is None else [],
        "may_edit": actor_of(request).may(Permission.LOT_EDIT, lot),
        "may_write": actor_of(request).may(Permission.DIARY_WRITE, lot) and not lot.cancelled_at,
        "may_chain": actor_of(request).holds(Permission.TRACE_READ),
        "moved": bool(lot.on_sale_since),
    }
    return render(request, "production/producer/lot.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def receipt_new(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    form = ReceiptForm(request.POST or None, partners=_partners(request, "supplier"), initial=_step_defaults(lot))

    def send() -> None:
        typed = form.cleaned_data
        actions.record_receipt(
            actor=actor_of(request),
            lot_id=lot.pk,
            what=typed["what"],
            supplier_lot=typed["supplier_lot"],
            quantity=typed["quantity"],
            quantity_unit=typed["quantity_unit"],
            received_on=typed["day"],
            client_id=typed["client_id"],
            at=now(),
            **form.who,
        )

    return _step(request, lot, form, "receipt", send, _("The goods received have been recorded."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def shipment_new(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    form = ShipmentForm(request.POST or None, partners=_partners(request, "customer"), initial=_step_defaults(lot))

    def send() -> None:
        typed = form.cleaned_data
        actions.record_shipment(
            actor=actor_of(request),
            lot_id=lot.pk,
            quantity=typed["quantity"],
            quantity_unit=typed["quantity_unit"],
            shipped_on=typed["day"],
            client_id=typed["client_id"],
            at=now(),
            **form.who,
        )

    return _step(request, lot, form, "shipment", send, _("The goods shipped have been recorded."))


def _partners(request: HttpRequest, kind: str) -> Any:
    return queries.partners_of(actor_of(request)).filter(kind__in=(kind, "both"))


def _step_defaults(lot: Lot) -> dict[str, Any]:
    return {"client_id": uuid4(), "day": today(), "quantity_unit": lot.quantity_unit or "kg"}


def _step(request: HttpRequest, lot: Lot, form: StepForm, page: str, send: Any, done: str) -> HttpResponse:
    actor_of(request).require(Permission.LOT_EDIT, lot)
    if request.method == "POST" and form.is_valid():
        try:
            send()
        except RuleBroken as refusal:
            field = STEP_FIELDS.get(refusal.code)
            form.refuse(refusal, field if field in form.fields else None)
        else:
            messages.success(request, done)
            return redirect("lot-detail", lot.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, f"production/producer/{page}.html", {"form": form, "lot": lot}, status=status)


@require_POST
@for_establishments
def lot_close(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    try:
        actions.close_lot(actor=actor_of(request), lot_id=lot.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Lot %(lot)s is closed: everything is sold.") % {"lot": lot.number})
    return redirect("lot-detail", lot.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def lot_cancel(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    actor_of(request).require(Permission.LOT_EDIT, lot)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_lot(actor=actor_of(request), lot_id=lot.pk, reason=form.cleaned_data["reason"], at=now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Lot %(lot)s has been cancelled.") % {"lot": lot.number})
        return redirect("lot-detail", lot.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/lot_cancel.html", {"form": form, "lot": lot}, status=status)
