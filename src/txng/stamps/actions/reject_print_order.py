from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.review.undoing import open_window, told
from txng.stamps.actions.decide import order_to_send_back
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintOrder


@transaction.atomic
def reject_print_order(*, actor: Actor, order_id: int, reason: str, at: datetime) -> PrintOrder:
    """Refuse the order; its codes never come to exist."""
    order = order_to_send_back(actor, order_id)
    if not reason.strip():
        raise RuleBroken(_("State the reason."), code="reason_missing")
    window = open_window(order, actor=actor, before=order.state, at=at)
    order.state = PrintOrder.State.REJECTED
    order.decided_at = at
    order.decided_by = actor.label
    order.answer = reason
    order.save(update_fields=["state", "decided_at", "decided_by", "answer", *window])
    after = {"state": order.state, **told(order)}
    record(StampEvent.ORDER_REJECTED, actor=actor, subject=order, at=at, after=after, reason=reason)
    return order
