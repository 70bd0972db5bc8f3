from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.review.undoing import close_window
from txng.stamps.actions.custody_in_hand import order_of_own
from txng.stamps.events import StampEvent
from txng.stamps.models import CodeRange, PrintOrder, VoidKind

State = PrintOrder.State
CANCELLABLE = (State.DRAFT, State.SUBMITTED, State.CHECKED, State.RETURNED, State.APPROVED, State.READY)


@transaction.atomic
def cancel_print_order(*, actor: Actor, order_id: int, reason: str, at: datetime) -> PrintOrder:
    """Hủy lệnh in: until a print file was handed out. Codes made already are void for ever."""
    order = order_of_own(actor, order_id, in_states=CANCELLABLE, permission=Permission.BATCH_REQUEST)
    reason = clean(reason)
    if not reason:
        raise RuleBroken(_("State the reason."), code="reason_missing")
    ranges = list(order.batch.ranges.select_for_update(no_key=True).order_by("first"))
    if any(one.state not in (CodeRange.State.ISSUED, CodeRange.State.VOID) for one in ranges):
        raise RuleBroken(_("Stamps of this order are in use; void those that are not needed."), code="in_use")
    for one in ranges:
        if one.state == CodeRange.State.ISSUED:
            one.state, one.voided_at = CodeRange.State.VOID, at
            one.void_kind, one.void_reason = VoidKind.OTHER, reason
            one.save(update_fields=["state", "voided_at", "void_kind", "void_reason"])
    before = order.state
    order.state = State.CANCELLED
    order.save(update_fields=["state", *close_window(order)])
    record(
        StampEvent.ORDER_CANCELLED,
        actor=actor,
        subject=order,
        at=at,
        reason=reason,
        before={"state": before},
        after={"state": order.state, "batch_id": order.batch_id, "quantity": order.batch.quantity},
    )
    return order
