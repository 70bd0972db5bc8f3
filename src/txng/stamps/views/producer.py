"""“Tem QR” of an establishment: order, print, activate, void."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts.freshness import fresh_required
from txng.catalogue.models import Product
from txng.catalogue.queries import offered
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.production.models import Lot
from txng.stamps import actions, queries
from txng.stamps.actions.activate_codes import READY_TO_ACTIVATE, Incomplete, Unsafe
from txng.stamps.forms import ActivateForm, OrderForm, VoidForm
from txng.stamps.models import CodeBatch
from txng.stamps.printing import write_trial_sheet


@require_safe
@for_establishments
def batches(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.STAMP_READ)
    page = Paginator(queries.batches_of(actor_of(request)), 25).get_page(request.GET.get("trang"))
    lots = Lot.objects.filter(actor_of(request).reach(Permission.PRODUCTION_READ)).exists()
    return render(request, "stamps/producer/batches.html", {"page": page, "has_lots": lots})


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
@fresh_required
def order_new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.BATCH_REQUEST)
    products = list(offered(Product.objects.filter(actor.reach(Permission.BATCH_REQUEST))).order_by("plain_name"))
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        products=products,
        lots=_lots(actor),
        initial={"lot": request.GET.get("lo", ""), "product": request.GET.get("san-pham", "")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            order = actions.order_stamps(
                actor=actor,
                product_id=int(data["product"]),
                lot_id=int(data["lot"]) if data["lot"] else None,
                quantity=data["quantity"],
                purpose=data["purpose"],
                client_id=data["client_id"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Print order %(number)s has been sent.") % {"number": order.number})
            return redirect("batch-detail", batch_id=order.batch_id)
    status = 422 if form.is_bound else 200
    return render(request, "stamps/producer/order_new.html", {"form": form, "products": products}, status=status)


def _lots(actor: Actor, product_id: int | None = None) -> list[Lot]:
    lots = Lot.objects.filter(
        actor.reach(Permission.PRODUCTION_READ), cancelled_at=None, closed_at=None
    ).select_related("product")
    if product_id is not None:
        lots = lots.filter(product_id=product_id)
    return list(lots.order_by("-opened_on", "-id")[:200])


@require_safe
@for_establishments
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _batch_page(request, get_object_or_404(queries.batches_of(actor_of(request)), id=batch_id))


def _batch_page(
    request: HttpRequest,
    batch: CodeBatch,
    *,
    activate: ActivateForm | None = None,
    void: VoidForm | None = None,
    missing: list[object] | None = None,
    conflicts: list[object] | None = None,
) -> HttpResponse:
    order = batch.print_order
    lots = _lots(actor_of(request), batch.product_id)
    ranges = list(batch.ranges.select_related("lot").order_by("first"))
    waiting = next((run for run in ranges if run.state in READY_TO_ACTIVATE), None)
    offered = {"lot": order.lot_id or ""}
    if waiting:  # the next stamps of the roll, so that nothing has to be counted
        offered |= {"first": waiting.first - batch.first + 1, "last": waiting.last - batch.first + 1}
    context = {
        "batch": batch,
        "order": order,
        "ranges": ranges,
        "waiting": waiting,
        "exceptions": list(batch.exceptions.order_by("counter")[:200]),
        "lots": lots,
        "activate": activate or ActivateForm(batch=batch, lots=lots, initial=offered),
        "void": void or VoidForm(batch=batch),
        "missing": missing or [],
        "conflicts": conflicts or [],
        "issued": order.decided_at is not None and not order.answer,
        "plain": batch.quantity <= provinces.in_force(today()).limits.plain_print_file,
    }
    status = 422 if activate or void else 200
    return render(request, "stamps/producer/batch.html", context, status=status)


@require_POST
@for_establishments
def print_file(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Handing out the file changes its state and is recorded: hence a POST and never a link."""
    batch = get_object_or_404(queries.batches_of(actor_of(request)), id=batch_id)
    try:
        order, data = actions.hand_out_print_file(actor=actor_of(request), order_id=batch.print_order.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("batch-detail", batch_id=batch.pk)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="tem-{order.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@for_establishments
def trial_sheet(request: HttpRequest) -> HttpResponse:
    """“TEM THỬ” of the newest lot: all that is printed in practice. Nobody else has a use for stamps of no code."""
    actor = actor_of(request)
    actor.require_verb(Permission.STAMP_READ)
    lot = next(iter(_lots(actor)), None)
    if not actor.practice or lot is None:
        raise NotThere(_("Not found."))
    out = io.BytesIO()
    write_trial_sheet(out, product=lot.product.name, lot=lot.number, expiry=lot.expires_on)
    response = HttpResponse(out.getvalue(), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="tem-thu.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@for_establishments
def activate(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = get_object_or_404(queries.batches_of(actor_of(request)), id=batch_id)
    actor_of(request).require(Permission.CODES_ACTIVATE, batch)
    form = ActivateForm(request.POST, batch=batch, lots=_lots(actor_of(request), batch.product_id))
    missing: list[object] = []
    conflicts: list[object] = []
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.activate_codes(
                actor=actor_of(request),
                batch_id=batch.pk,
                lot_id=int(data["lot"]),
                first=data["first"],
                last=data["last"],
                at=now(),
            )
        except Incomplete as refusal:
            form.add_error(None, str(refusal))
            missing = list(refusal.missing)
        except Unsafe as refusal:
            form.add_error(None, str(refusal))
            conflicts = list(refusal.conflicts)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            count = data["last"] - data["first"] + 1
            messages.success(request, _("%(count)s stamps are activated.") % {"count": f"{count:,}".replace(",", ".")})
            return redirect("batch-detail", batch_id=batch.pk)
    return _batch_page(request, batch, activate=form, missing=missing, conflicts=conflicts)


@require_POST
@for_establishments
def void(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = get_object_or_404(queries.batches_of(actor_of(request)), id=batch_id)
    actor_of(request).require(Permission.CODES_VOID, batch)
    form = VoidForm(request.POST, batch=batch)
    if form.is_valid():
        try:
            actions.void_codes(actor=actor_of(request), batch_id=batch.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The stamps are voided. Whoever scans them is warned from now on."))
            return redirect("batch-detail", batch_id=batch.pk)
    return _batch_page(request, batch, void=form)
