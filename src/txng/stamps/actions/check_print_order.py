from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.stamps.actions.decide import order_in_hand, refuse_answered, refuse_author
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintOrder


@transaction.atomic
def check_print_order(*, actor: Actor, order_id: int, at: datetime, note: str = "") -> PrintOrder:
    """Kiểm tra lệnh in: the first of two persons; another one approves (names.md 5)."""
    order = order_in_hand(order_id)
    actor.require(Permission.PRINT_ORDER_CHECK, order)
    refuse_answered(order)
    if not order.needs_check:
        raise RuleBroken(_("This order needs no first check."), code="no_check")
    if order.state == PrintOrder.State.CHECKED:
        raise RuleBroken(
            _("%(name)s has checked this order already.") % {"name": order.checked_by}, code="already_checked"
        )
    refuse_author(actor, order)
    order.state = PrintOrder.State.CHECKED
    order.checked_at, order.checked_by, order.checked_by_id = at, actor.label, actor.user_id
    order.save(update_fields=["state", "checked_at", "checked_by", "checked_by_id"])
    record(
        StampEvent.ORDER_CHECKED,
        actor=actor,
        subject=order,
        at=at,
        before={"state": PrintOrder.State.SUBMITTED},
        after={"state": order.state, "quantity": order.batch.quantity},
        reason=clean(note),
    )
    return order
