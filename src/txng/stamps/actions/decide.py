"""What the answers to a print order share, and the two persons some orders take (names.md 5)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import VIETNAM
from txng.kernel.errors import RuleBroken
from txng.stamps.models import PrintOrder


def order_in_hand(order_id: int) -> PrintOrder:
    return PrintOrder.objects.select_for_update(of=("self",), no_key=True).select_related("batch").get(id=order_id)


def order_to_decide(actor: Actor, order_id: int) -> PrintOrder:
    """The locked order, if this actor decides it and nobody has; the slower of two is told who was faster."""
    order = order_in_hand(order_id)
    actor.require(Permission.PRINT_ORDER_DECIDE, order)
    refuse_answered(order)
    return order


def order_to_send_back(actor: Actor, order_id: int) -> PrintOrder:
    """The same for whoever makes the first check: what they find wrong need not wait for the second person."""
    order = order_in_hand(order_id)
    if not (order.waits_for_check and actor.may(Permission.PRINT_ORDER_CHECK, order)):
        actor.require(Permission.PRINT_ORDER_DECIDE, order)
    refuse_answered(order)
    return order


def refuse_answered(order: PrintOrder) -> None:
    if order.state in (PrintOrder.State.SUBMITTED, PrintOrder.State.CHECKED):
        return
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


def refuse_author(actor: Actor, order: PrintOrder) -> None:
    """Nobody looks over what they ordered themselves, whatever seat they sit in by now."""
    if actor.user_id is not None and actor.user_id == order.ordered_by_id:
        raise RuleBroken(
            _("You ordered these stamps yourself. Another person has to check and approve them."), code="same_person"
        )


def refuse_same_person(actor: Actor, order: PrintOrder) -> None:
    if order.waits_for_check:
        raise RuleBroken(
            _("This order takes two persons: one officer checks it first, then another approves it."),
            code="not_checked",
        )
    refuse_author(actor, order)
    if order.needs_check and actor.user_id is not None and actor.user_id == order.checked_by_id:
        raise RuleBroken(_("You checked this order yourself. Another officer has to approve it."), code="same_person")
