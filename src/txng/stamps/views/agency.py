"""Print orders at an agency's desk (CB Điều 11.6)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies
from txng.accounts.freshness import require_fresh
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.ledger.queries import history_of
from txng.production.safety import conflicts_of
from txng.stamps import actions, queries
from txng.stamps.custody import count_of
from txng.stamps.forms import ReasonForm


@require_safe
@for_agencies
def queue(request: HttpRequest) -> HttpResponse:
    orders = queries.orders_of(actor_of(request))
    page = Paginator(orders, 25).get_page(request.GET.get("trang"))
    return render(
        request,
        "stamps/agency/queue.html",
        {
            "page": page,
            "waiting": list(queries.orders_to_decide(actor_of(request))[:50]),
            "undoable": queries.undoable(actor_of(request), now()),
            "sees_keys": actor_of(request).holds(Permission.KEY_WITHDRAW),
            "overridden": list(queries.activations_to_look_at(actor_of(request))[:50]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def review(request: HttpRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(queries.orders_of(actor_of(request)), id=order_id)
    answers = queries.answers_of(actor_of(request), order)
    if answers and (ask := require_fresh(request)):
        return ask
    form = ReasonForm(request.POST if request.POST.get("decision") in ("return", "reject") else None)
    if request.method == "POST":
        if not actor_of(request).may(Permission.PRINT_ORDER_CHECK, order):
            actor_of(request).require(Permission.PRINT_ORDER_DECIDE, order)
        try:
            done = _decide(request, order.pk, form)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("print-order-review", order_id=order.pk)
        if done:
            messages.success(request, done)
            return redirect("print-order-queue")
    context = {
        "order": order,
        "form": form,
        "history": history_of(order),
        "answers": answers,
        "own_check": order.needs_check and order.checked_by_id == actor_of(request).user_id,
        "count": count_of(order),
        "undoable": queries.undoable(actor_of(request), now()),
        "conflicts": conflicts_of(order.lot, today()) if order.lot is not None else [],
    }
    return render(request, "stamps/agency/review.html", context, status=422 if request.method == "POST" else 200)


def _decide(request: HttpRequest, order_id: int, form: ReasonForm) -> str:
    """The sentence of what was done; empty when the reason still has to be written."""
    decision = request.POST.get("decision")
    if decision == "check":
        order = actions.check_print_order(actor=actor_of(request), order_id=order_id, at=now())
        return _("Print order %(number)s is checked; another officer approves it.") % {"number": order.number}
    if decision == "approve":
        order = actions.approve_print_order(actor=actor_of(request), order_id=order_id, at=now())
        return _("Print order %(number)s is approved.") % {"number": order.number}
    if decision in ("return", "reject") and form.is_valid():
        verb = actions.return_print_order if decision == "return" else actions.reject_print_order
        order = verb(actor=actor_of(request), order_id=order_id, reason=form.cleaned_data["reason"], at=now())
        return _("Print order %(number)s: %(state)s.") % {"number": order.number, "state": order.get_state_display()}
    return ""


@require_POST
@for_agencies
def undo(request: HttpRequest, order_id: int) -> HttpResponse:
    order = get_object_or_404(queries.orders_of(actor_of(request)), id=order_id)
    try:
        actions.undo_print_order_decision(actor=actor_of(request), order_id=order.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The decision is undone: %(name)s waits again.") % {"name": order.number})
    return redirect("print-order-review", order_id=order.pk)
