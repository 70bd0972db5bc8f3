"""Giao hàng, hàng đến: goods handed from one establishment to another by scanning (TT17 Điều 5; CT-REG Điều 7.4)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue.models import Product
from txng.catalogue.queries import offered
from txng.kernel.clock import now, today
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.production import actions, queries
from txng.production.actions.offer_goods import receiving_place
from txng.production.forms.handover import AcceptForm, CodeForm, GiveForm, RefuseForm
from txng.production.models import Handover, HandoverState, Lot, Site
from txng.production.stock.heaps import heaps_of
from txng.ui.forms import Form

PAGE = 25
FIELD_OF = {
    "quantity": "quantity",
    "stock_short": "quantity",
    "unit_missing": "quantity_unit",
    "future": "day",
    "before_opening": "day",
    "reason_missing": "reason",
    "duplicate_lot": "number",
    "number": "number",
    "not_approved": "product",
}
# Where goods arrive, the likeliest first.
ARRIVAL = (Site.Kind.PACKING_HOUSE, Site.Kind.WAREHOUSE, Site.Kind.SHOP, Site.Kind.WORKSHOP)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def outgoing_list(request: HttpRequest) -> HttpResponse:
    """What was sent, and the box for a code that cannot be scanned."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    may_edit = actor.holds(Permission.STOCK_EDIT)
    form = CodeForm(request.POST or None) if may_edit else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed(_("You do not have the right to do this."))
        if form.is_valid():
            place = receiving_place(form.cleaned_data["code"], actor)
            if place is not None:
                lot = request.GET.get("lo", "")
                query = f"?lo={lot}" if lot.isdecimal() and len(lot) < 18 else ""
                return redirect(reverse("give-to", args=[place.site_code]) + query)
            form.add_error("code", _("No place has this code. Look at the sign again."))
    page = Paginator(queries.outgoing_of(actor), PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "form": form, "may_edit": may_edit}
    return render(request, "production/producer/outgoing.html", context, status=_status(request))


@require_safe
@for_establishments
def incoming_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    found = queries.incoming_of(actor)
    waiting = found.filter(state=HandoverState.WAITING)
    page = Paginator(found.exclude(state=HandoverState.WAITING), PAGE).get_page(request.GET.get("trang"))
    context = {"waiting": waiting, "page": page, "may_edit": actor.holds(Permission.STOCK_EDIT)}
    return render(request, "production/producer/incoming.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def give_to(request: HttpRequest, code: str) -> HttpResponse:
    """What a phone's camera opens when it reads the receiver's code."""
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    place = receiving_place(code, actor)
    if place is None:
        raise NotThere(_("Not found."))
    lots = queries.running(queries.lots_of(actor)).filter(establishment_id=actor.establishment_id or 0)
    form = GiveForm(request.POST or None, lots=lots, heaps=heaps_of(actor), initial=_offered(request, lots))

    def send() -> HttpResponse:
        typed = form.cleaned_data
        sent = actions.offer_goods(
            actor=actor,
            lot_id=int(typed["lot"]),
            to_code=place.site_code,
            quantity=typed["quantity"],
            quantity_unit=typed["quantity_unit"],
            sent_on=typed["day"],
            note=typed["note"],
            client_id=typed["client_id"],
            at=now(),
        )
        messages.success(request, _("Sent. %(receiver)s confirms what comes.") % {"receiver": sent.receiver.name})
        return redirect("handover", sent.pk)

    own = place.establishment_id == actor.establishment_id
    context = {
        "form": form,
        "place": place,
        "own": own,
        "practice": actor.practice or place.establishment.practice,
        "ready": lots.exists(),
    }
    return _answer(request, form, send) or render(
        request, "production/producer/give.html", context, status=_status(request)
    )


def _offered(request: HttpRequest, lots: Any) -> dict[str, Any]:
    wanted = request.GET.get("lo", "")
    lot = lots.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 18 else None
    unit = lot.quantity_unit if lot is not None and lot.quantity_unit else "kg"
    return {"client_id": uuid4(), "day": today(), "lot": wanted if lot else "", "quantity_unit": unit}


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One delivery for its two sides; the receiver answers here."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    found = get_object_or_404(queries.handovers_of(actor), pk=handover_id)
    receiving = found.receiver_id == actor.establishment_id
    answers = receiving and found.state == HandoverState.WAITING and actor.holds(Permission.STOCK_EDIT)
    if request.method == "POST":
        _require_side(actor, found, receiving=True)
    form, ready = _accept_form(request, found) if answers or request.method == "POST" else (None, False)

    def send() -> HttpResponse:
        assert form is not None
        typed = form.cleaned_data
        taken = actions.accept_goods(
            actor=actor,
            handover_id=found.pk,
            product_id=typed["product"].pk,
            site_id=typed["site"].pk,
            quantity=typed["quantity"],
            received_on=typed["day"],
            number=typed["number"],
            reason=typed["reason"],
            at=now(),
        )
        assert taken.receipt is not None
        messages.success(request, _("Received. The goods are lot %(lot)s here.") % {"lot": taken.receipt.lot.number})
        return redirect("lot-detail", taken.receipt.lot_id)

    context = {
        "handover": found,
        "receiving": receiving,
        "form": form,
        "ready": ready,
        "refusal": RefuseForm() if answers else None,
        "may_withdraw": not receiving and found.state == HandoverState.WAITING and actor.holds(Permission.STOCK_EDIT),
    }
    return (_answer(request, form, send) if form is not None else None) or render(
        request, "production/producer/handover.html", context, status=_status(request)
    )


def _require_side(actor: Actor, found: Handover, *, receiving: bool) -> None:
    """Who may not write at all is told so; the other side's answers are not there."""
    if (found.receiver_id if receiving else found.establishment_id) != actor.establishment_id:
        raise NotThere(_("Not found."))
    if not actor.holds(Permission.STOCK_EDIT):
        raise NotAllowed(_("You do not have the right to do this."))


def _accept_form(request: HttpRequest, found: Handover) -> tuple[AcceptForm, bool]:
    products = offered(Product.objects.filter(establishment_id=found.receiver_id))
    products = products.order_by("plain_name")
    sites = queries.sites_of(actor_of(request)).filter(establishment_id=found.receiver_id)
    alike = products.filter(plain_name=found.lot.product.plain_name).first() or (
        products[0] if products.count() == 1 else None
    )
    taken = alike is not None and Lot.objects.filter(product=alike, number=found.lot.number).exists()
    form = AcceptForm(
        request.POST or None,
        handover=found,
        products=products,
        sites=sites,
        initial={
            "quantity": found.quantity,
            "product": alike.pk if alike else None,
            "number": "" if taken else found.lot.number,
            "site": found.to_site_id,
            "day": today(),
        },
    )
    return form, products.exists()


@require_POST
@for_establishments
def refuse(request: HttpRequest, handover_id: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(queries.handovers_of(actor), pk=handover_id)
    _require_side(actor, found, receiving=True)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse_goods(actor=actor, handover_id=found.pk, reason=form.cleaned_data["reason"], at=now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Not taken. The sender is told why."))
        return redirect("incoming")
    accept, ready = _accept_form(_get_again(request), found)
    context = {"handover": found, "receiving": True, "form": accept, "ready": ready, "refusal": form}
    return render(request, "production/producer/handover.html", context, status=422)


def _get_again(request: HttpRequest) -> HttpRequest:
    """The other form of the page is shown as if it had just been opened."""
    request.POST = request.POST.__class__("")
    return request


@require_POST
@for_establishments
def withdraw(request: HttpRequest, handover_id: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(queries.handovers_of(actor), pk=handover_id)
    _require_side(actor, found, receiving=False)
    try:
        actions.withdraw_offer(actor=actor, handover_id=found.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. The receiver is told."))
    return redirect("handover", found.pk)


@require_safe
@for_establishments
def own_code(request: HttpRequest) -> HttpResponse:
    """Mã của tôi: what the receiver shows to whoever brings goods."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    sites = list(queries.sites_of(actor).filter(establishment_id=actor.establishment_id or 0))
    sites.sort(key=lambda site: ARRIVAL.index(site.kind) if site.kind in ARRIVAL else len(ARRIVAL))
    wanted = request.GET.get("noi", "")
    site = next((one for one in sites if one.site_code == wanted), sites[0] if sites else None)
    # Goods rarely arrive on a field: those places are shown only where there is no house.
    shown = [one for one in sites if one.kind in ARRIVAL] or sites
    context: dict[str, Any] = {"sites": shown, "site": site}
    if site is not None:
        address = request.build_absolute_uri(reverse("give-to", args=[site.site_code]))
        context |= {"address": address, "qr": _qr(address)}
    return render(request, "production/producer/own_code.html", context)


def _qr(address: str) -> str:
    out = io.BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(out, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", omitsize=True, svgclass="own-code")
    return mark_safe(out.getvalue().decode())


def _answer(request: HttpRequest, form: Form, send: Callable[[], HttpResponse]) -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return send()
    except RuleBroken as refusal:
        field = FIELD_OF.get(refusal.code)
        form.refuse(refusal, field if field in form.fields else None)
    return None


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
