"""The page of one code batch: its order, where its stamps are, what can be done next. Every form of it comes back here
when it is refused."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of
from txng.kernel.clock import today
from txng.production.models import Lot
from txng.stamps import queries
from txng.stamps.actions.cancel_print_order import CANCELLABLE
from txng.stamps.actions.reprint_stamps import PRINTED_ONCE
from txng.stamps.capacity import Capacity, capacity_of, in_use
from txng.stamps.custody import Count, count_of, to_reprint
from txng.stamps.forms import ActivateForm, CancelForm, CloseForm, PrintedForm, ReceivedForm, VoidForm
from txng.stamps.models import CodeBatch, CodeLevel, PrintOrder
from txng.stamps.ranges import READY_TO_ACTIVATE

State = PrintOrder.State
WITHOUT_CODES = (State.DRAFT, State.SUBMITTED, State.CHECKED, State.RETURNED, State.REJECTED, State.CANCELLED)


def lots_of(actor: Actor, batch: CodeBatch | None = None) -> list[Lot]:
    """The open lots stamps can be ordered or activated for, newest first; of a batch those its stamps may go to."""
    lots = Lot.objects.filter(
        actor.reach(Permission.PRODUCTION_READ), cancelled_at=None, closed_at=None
    ).select_related("product")
    if batch is not None and batch.level == CodeLevel.LOT and batch.print_order.lot_id is not None:
        lots = lots.filter(pk=batch.print_order.lot_id)
    elif batch is not None and batch.generic:
        lots = lots.filter(establishment_id=batch.establishment_id)
    elif batch is not None:
        lots = lots.filter(product_id=batch.product_id)
    return list(lots.order_by("-opened_on", "-id")[:200])


def batch_page(request: HttpRequest, batch: CodeBatch, **bound: Any) -> HttpResponse:
    """`bound` are refused forms, by their names in the context, with `missing` and `conflicts` of a lot."""
    order = batch.print_order
    lots = lots_of(actor_of(request), batch)
    ranges = list(batch.ranges.select_related("lot__product").order_by("first"))
    waiting = next((run for run in ranges if run.state in READY_TO_ACTIVATE), None)
    offered: dict[str, Any] = {"lot": order.lot_id or ""}
    if waiting:  # the next stamps of the roll, so that nothing has to be counted
        offered |= {"first": waiting.first - batch.first + 1, "last": waiting.last - batch.first + 1}
    count = count_of(order)
    context = {
        "batch": batch,
        "order": order,
        "ranges": ranges,
        "waiting": waiting,
        "exceptions": queries.voided_of(batch),
        "lots": lots,
        "plain": batch.quantity <= provinces.in_force(today()).limits.plain_print_file,
        "issued": order.state not in WITHOUT_CODES,
        "count": count,
        "holds": _holds(order.lot if order.lot_id else None, batch),
        "to_reprint": to_reprint(order) if order.state in PRINTED_ONCE else 0,
        "reprint_id": uuid.uuid4(),
        "activate": ActivateForm(batch=batch, lots=lots, rolls=order.rolls, initial=offered),
        "void": VoidForm(batch=batch, auto_id="void_%s"),
        "printed": PrintedForm(initial={"printed": batch.quantity}) if order.state == State.DOWNLOADED else None,
        "received": _received(order) if order.state == State.PRINTED else None,
        "close": _close(count) if order.state == State.DELIVERED else None,
        "cancel": CancelForm(auto_id="cancel_%s") if order.state in CANCELLABLE else None,
        "form": next((form for form in bound.values() if getattr(form, "is_bound", False)), None),
        **bound,
    }
    return render(request, "stamps/producer/batch.html", context, status=422 if bound else 200)


def _received(order: PrintOrder) -> ReceivedForm:
    return ReceivedForm(initial={"received": order.printed, "spoiled": 0})


def _close(count: Count) -> CloseForm:
    return CloseForm(auto_id="close_%s", differs=bool(count.differences))


def _holds(lot: Lot | None, batch: CodeBatch) -> dict[str, Any] | None:
    if lot is None or not batch.has_serials:
        return None
    capacity: Capacity = capacity_of(lot, today())
    return {"lot": lot, "packs": capacity.packs, "how": capacity.how, "active": in_use(lot)}
