from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.stamps.actions.custody_in_hand import order_of_own
from txng.stamps.actions.order_stamps import order_stamps
from txng.stamps.custody import to_reprint
from txng.stamps.models import PrintOrder
from txng.ui.formats import vn_number

State = PrintOrder.State
PRINTED_ONCE = (State.DOWNLOADED, State.PRINTED, State.DELIVERED, State.CLOSED)


@transaction.atomic
def reprint_stamps(
    *, actor: Actor, order_id: int, at: datetime, purpose: str = "", client_id: uuid.UUID | None = None
) -> PrintOrder:
    """In lại: as many new stamps as were voided, in an order of their own. A serial is never printed twice: whoever has
    the lost roll holds void codes."""
    order = order_of_own(actor, order_id, in_states=PRINTED_ONCE, permission=Permission.BATCH_REQUEST)
    if client_id is not None and (found := order.reprints.filter(batch__client_id=client_id).first()):
        return found
    count = to_reprint(order)
    if not count:
        raise RuleBroken(
            _("Nothing is to be printed again: void the lost or spoiled stamps first."), code="nothing_to_reprint"
        )
    batch = order.batch
    return order_stamps(
        actor=actor,
        product_id=batch.product_id,
        lot_id=order.lot_id,
        quantity=count,
        level=batch.level,
        stamp_class=batch.stamp_class,
        generic=batch.generic,
        template=order.template,
        purpose=purpose
        or _("In place of %(n)s voided stamps of order %(number)s") % {"n": vn_number(count), "number": order.number},
        reprint_of=order,
        client_id=client_id,
        at=at,
    )
