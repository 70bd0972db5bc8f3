"""Lô hàng: opened, described, moved, closed (CT-REG Điều 7.4, 8.2)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue.models import Product
from txng.catalogue.queries import offered
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.production import actions, family, lot_page, queries
from txng.production.actions.open_lot import LotExists
from txng.production.completeness import Facts, checklist_of
from txng.production.forms.lots import CancelForm, LotForm
from txng.production.forms.partners import ReceiptForm, ShipmentForm, StepForm
from txng.production.lists import GROUPS
from txng.production.models import HandoverState, Lot
from txng.production.plausibility import flags_of
from txng.production.process import library
from txng.production.process.pages import plan_page
from txng.production.views.uses import used_for
from txng.ui.lists import Listing, listed

LOT_FIELDS = {"duplicate_lot": "number", "number": "number", "template": "process"}
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
    group = GROUPS["lots"]
    return listed(
        request,
        Listing(group.plan, group.rows(actor), request.GET),
        template="production/producer/lots.html",
        may_edit=actor.holds(group.edit),
        add_url=reverse("lot-new"),
        excel_url=reverse("sheet-export", args=[group.sheet]),
        import_url=reverse("sheet-import", args=[group.sheet]) if actor.holds(group.edit) else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def lot_new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.LOT_EDIT)
    products = offered(Product.objects.filter(establishment_id=actor.establishment_id or 0)).order_by("plain_name")
    sites = queries.sites_of(actor)
    form = LotForm(
        request.POST or None,
        products=products,
        sites=sites,
        processes=library.for_products(actor, products, today()),
        initial=_lot_defaults(request, products, sites),
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
                template_id=typed["process"].pk if typed["process"] else None,
                at=now(),
            )
        except RuleBroken as refusal:
            existing = refusal.lot if isinstance(refusal, LotExists) else None
            form.refuse(refusal, LOT_FIELDS.get(refusal.code))
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
    lot, actor = _lot(request, lot_id), actor_of(request)
    diary, receipts = queries.diary_of(lot), list(queries.steps_back(lot))
    shipments = list(queries.steps_forward(lot))
    facts = Facts.of(lot)
    checklist = checklist_of(lot, on=today(), facts=facts) if lot.cancelled_at is None else None
    running = lot.cancelled_at is None and lot.closed_at is None
    context = {
        "lot": lot,
        "diary": diary,
        "receipts": receipts,
        "shipments": shipments,
        "checklist": checklist,
        "stages": lot_page.timeline(lot, diary, receipts, shipments, facts.before),
        "mothers": lot_page.relatives(actor, [one for one in facts.links if one.child == lot.pk], up=True),
        "children": lot_page.relatives(actor, family.links_of([lot.pk], up=False), up=False),
        "heaps": lot_page.heaps(lot),
        "unbooked": lot_page.unbooked(lot, shipments),
        "waiting": lot.handovers.filter(state=HandoverState.WAITING).select_related("receiver"),
        "may_edit": actor.may(Permission.LOT_EDIT, lot),
        "may_keep": actor.may(Permission.STOCK_EDIT, lot) and running,
        "may_write": actor.may(Permission.DIARY_WRITE, lot) and not lot.cancelled_at,
        "may_chain": actor.holds(Permission.TRACE_READ),
        "flags": flags_of(lot) if lot.cancelled_at is None else [],
        "moved": bool(lot.on_sale_since),
        "used": used_for(lot, actor_of(request)),
        "plan": plan_page(lot, today()),
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
            place=typed["place"],
            address=typed["address"],
            phone=typed["phone"],
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
            place=typed["place"],
            address=typed["address"],
            phone=typed["phone"],
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
