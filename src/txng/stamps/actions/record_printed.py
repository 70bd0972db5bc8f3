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
from txng.stamps.ranges import cut
from txng.ui.formats import vn_number


@transaction.atomic
def record_printed(*, actor: Actor, order_id: int, printed: int, at: datetime) -> PrintOrder:
    """“Tôi đã in xong”: stamps 1 … `printed` of the order are on paper; the rest of its codes wait."""
    order = order_of_own(actor, order_id, in_states=(PrintOrder.State.DOWNLOADED,))
    batch = order.batch
    if not 1 <= printed <= batch.quantity:
        raise RuleBroken(
            _("At least one stamp and at most %(most)s were printed.") % {"most": vn_number(batch.quantity)},
            code="printed",
        )
    last = batch.first + printed - 1
    waiting = (
        batch.ranges.select_for_update(no_key=True)
        .filter(state=CodeRange.State.ISSUED, first__lte=last)
        .order_by("first")
    )
    move_ranges(cut(list(waiting), batch.first, last), CodeRange.State.PRINTED)
    order.state = PrintOrder.State.PRINTED
    order.printed, order.printed_at, order.printed_by = printed, at, actor.label
    order.save(update_fields=["state", "printed", "printed_at", "printed_by"])
    record(
        StampEvent.ORDER_PRINTED,
        actor=actor,
        subject=order,
        at=at,
        after={"state": order.state, "printed": printed, "batch_id": batch.pk},
    )
    return order
