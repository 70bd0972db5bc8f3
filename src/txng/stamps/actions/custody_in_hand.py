"""What the verbs of custody begin with."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.stamps.models import CodeBatch, CodeRange, PrintOrder


def order_of_own(
    actor: Actor, order_id: int, *, in_states: Iterable[str], permission: Permission = Permission.PRINT_FILE_DOWNLOAD
) -> PrintOrder:
    """The locked order in one of these states; its batch is locked first, as whoever activates or voids does."""
    batch_id = PrintOrder.objects.filter(id=order_id).values_list("batch_id", flat=True).first()
    if batch_id is None:
        raise NotThere(_("Not found."))
    CodeBatch.objects.select_for_update(no_key=True).get(pk=batch_id)
    order = PrintOrder.objects.select_for_update(of=("self",), no_key=True).select_related("batch").get(id=order_id)
    actor.require(permission, order)
    if order.state not in in_states:
        raise RuleBroken(
            _("This order is in the state “%(state)s”.") % {"state": order.get_state_display()}, code="state"
        )
    return order


def move_ranges(ranges: Iterable[CodeRange], state: str) -> None:
    for one in ranges:
        one.state = state
        one.save(update_fields=["state"])
