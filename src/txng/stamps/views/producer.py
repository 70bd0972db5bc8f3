"""“Tem QR” of an establishment: its batches, ordering, the print file."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng import provinces
from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts.freshness import fresh_required
from txng.catalogue.models import Product
from txng.catalogue.queries import offered
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.production.models import Lot
from txng.stamps import actions, queries
from txng.stamps.forms import OrderForm
from txng.stamps.printing import write_trial_sheet
from txng.stamps.views.batch_page import batch_page, lots_of


@require_safe
@for_establishments
def batches(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.STAMP_READ)
    page = Paginator(queries.batches_of(actor_of(request)), 25).get_page(request.GET.get("trang"))
    lots = Lot.objects.filter(actor_of(request).reach(Permission.PRODUCTION_READ)).exists()
    for_lot = request.GET.get("lo", "")  # come from the page of a lot: what is ordered here is for it
    context = {"page": page, "has_lots": lots, "for_lot": for_lot if for_lot.isdecimal() else ""}
    return render(request, "stamps/producer/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
@fresh_required
def order_new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.BATCH_REQUEST)
    products = list(offered(Product.objects.filter(actor.reach(Permission.BATCH_REQUEST))).order_by("plain_name"))
    lots = lots_of(actor)
    chosen = next((lot for lot in lots if str(lot.pk) == request.GET.get("lo")), None)
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        products=products,
        lots=lots,
        most=provinces.in_force(today()).limits.most_codes_an_order,
        initial={"lot": chosen.pk, "product": chosen.product_id} if chosen else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            order = actions.order_stamps(actor=actor, at=now(), **form.what())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Print order %(number)s has been sent.") % {"number": order.number})
            return redirect("batch-detail", batch_id=order.batch_id)
    status = 422 if form.is_bound else 200
    return render(request, "stamps/producer/order_new.html", {"form": form, "products": products}, status=status)


@require_safe
@for_establishments
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    return batch_page(request, get_object_or_404(queries.batches_of(actor_of(request)), id=batch_id))


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
    lot = next(iter(lots_of(actor)), None)
    if not actor.practice or lot is None:
        raise NotThere(_("Not found."))
    out = io.BytesIO()
    write_trial_sheet(out, product=lot.product.name, lot=lot.number, expiry=lot.expires_on)
    response = HttpResponse(out.getvalue(), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="tem-thu.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
