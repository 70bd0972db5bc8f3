from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.review.undoing import close_window, followed, require_undoable
from txng.stamps.events import StampEvent
from txng.stamps.models import CodeRange, PrintOrder

State = PrintOrder.State


@transaction.atomic
def undo_print_order_decision(*, actor: Actor, order_id: int, at: datetime) -> PrintOrder:
    """Hoàn tác: the order waits again. Codes that no file has carried out of the house cease to exist with it."""
    order = (
        PrintOrder.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch")
        .filter(id=order_id)
        .first()
    )
    if order is None:
        raise NotThere
    first_check = order.needs_check and order.decided_from == State.SUBMITTED
    if not (first_check and actor.may(Permission.PRINT_ORDER_CHECK, order)):
        actor.require(Permission.PRINT_ORDER_DECIDE, order)
    require_undoable(actor, order, at, decided_by=order.decided_by)
    if order.state not in (State.READY, State.RETURNED, State.REJECTED):
        raise followed()
    before = {"state": order.state, "answer": order.answer, "decided_at": order.decided_at}
    if order.state == State.READY:
        ranges = CodeRange.objects.select_for_update(no_key=True).filter(batch=order.batch)
        if any(one.state != CodeRange.State.ISSUED for one in ranges) or order.batch.exceptions.exists():
            raise followed()  # stamps are in use already
        ranges.delete()
    order.state = State(order.decided_from)
    order.decided_by, order.decided_at, order.decided_by_rule, order.answer = "", None, False, ""
    columns = ["state", "decided_by", "decided_at", "decided_by_rule", "answer"]
    order.save(update_fields=[*columns, *close_window(order, undone_at=at)])
    record(
        StampEvent.DECISION_UNDONE,
        actor=actor,
        subject=order,
        at=at,
        before=before,
        after={"state": order.state, "batch_id": order.batch_id},
    )
    return order
