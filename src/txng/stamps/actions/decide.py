"""What the three answers to a print order share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import VIETNAM
from txng.kernel.errors import RuleBroken
from txng.stamps.models import PrintOrder


def order_to_decide(actor: Actor, order_id: int) -> PrintOrder:
    """The locked order, if this actor decides it and nobody has; the slower of two is told who was faster."""
    order = PrintOrder.objects.select_for_update(of=("self",)).select_related("batch").get(id=order_id)
    actor.require(Permission.PRINT_ORDER_DECIDE, order)
    if order.state not in (PrintOrder.State.SUBMITTED, PrintOrder.State.CHECKED):
        if order.decided_at and order.decided_by:
            raise RuleBroken(
                _("%(name)s has just decided this at %(time)s: %(state)s. See the result.")
                % {
                    "name": order.decided_by,
                    "time": order.decided_at.astimezone(VIETNAM).strftime("%H:%M"),
                    "state": order.get_state_display(),
                },
                code="already_answered",
            )
        raise RuleBroken(_("This order is in the state “%(state)s”.") % {"state": order.get_state_display()})
    return order
