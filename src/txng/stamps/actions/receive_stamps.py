from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps.actions.custody_in_hand import move_ranges, order_of_own
from txng.stamps.events import StampEvent
from txng.stamps.models import CodeRange, PrintOrder
from txng.ui.formats import vn_number


@transaction.atomic
def receive_stamps(*, actor: Actor, order_id: int, received: int, spoiled: int, at: datetime) -> PrintOrder:
    """Nhận tem: how many good ones came, and how many spoiled. Which ones are spoiled is said by voiding them."""
    order = order_of_own(actor, order_id, in_states=(PrintOrder.State.PRINTED,))
    if received < 0 or spoiled < 0 or received + spoiled < 1:
        raise RuleBroken(_("Write down how many stamps came."), code="received")
    if received + spoiled > (order.printed or 0):
        raise RuleBroken(
            _("Only %(printed)s stamps were printed; good and spoiled ones together cannot be more.")
            % {"printed": vn_number(order.printed or 0)},
            code="received",
        )
    printed = order.batch.ranges.select_for_update(no_key=True).filter(state=CodeRange.State.PRINTED).order_by("first")
    move_ranges(list(printed), CodeRange.State.DELIVERED)
    order.state = PrintOrder.State.DELIVERED
    order.received, order.spoiled, order.received_at, order.received_by = received, spoiled, at, actor.label
    order.save(update_fields=["state", "received", "spoiled", "received_at", "received_by"])
    record(
        StampEvent.STAMPS_RECEIVED,
        actor=actor,
        subject=order,
        at=at,
        after={"state": order.state, "received": received, "spoiled": spoiled, "batch_id": order.batch_id},
    )
    return order
