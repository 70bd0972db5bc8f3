from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.stamps.actions.custody_in_hand import order_of_own
from txng.stamps.custody import count_of
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintOrder


@transaction.atomic
def close_print_order(*, actor: Actor, order_id: int, at: datetime, reason: str = "") -> PrintOrder:
    """Đối soát: what was ordered is accounted for, or somebody says what became of the difference."""
    order = order_of_own(actor, order_id, in_states=(PrintOrder.State.DELIVERED,))
    count = count_of(order)
    reason = clean(reason)
    if count.differences and not reason:
        raise RuleBroken(
            _("%(differences)s Void them, or say what became of them.") % {"differences": " ".join(count.differences)},
            code="difference",
        )
    order.state = PrintOrder.State.CLOSED
    order.difference_reason = reason if count.differences else ""
    order.closed_at, order.closed_by = at, actor.label
    order.save(update_fields=["state", "difference_reason", "closed_at", "closed_by"])
    record(
        StampEvent.ORDER_CLOSED,
        actor=actor,
        subject=order,
        at=at,
        reason=reason,
        after={"state": order.state, **asdict(count)},
    )
    return order
