from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from txng.access import Actor
from txng.access.actors import system
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.review.undoing import open_window, told
from txng.stamps.events import StampEvent
from txng.stamps.keyring import may_issue
from txng.stamps.models import CodeRange, PrintOrder


def issue_codes(order: PrintOrder, *, at: datetime, by: str, by_rule: bool = False, actor: Actor | None = None) -> None:
    """Approve a locked, submitted order and make its codes: one range, whatever the quantity.

    Inside the caller's transaction. Until now the batch's counters opened nothing.
    """
    who = actor or system()
    approve(order, at=at, by=by, by_rule=by_rule, who=who)
    make_codes(order, at=at, who=who)


def approve(order: PrintOrder, *, at: datetime, by: str, by_rule: bool, who: Actor) -> None:
    before = order.state
    window = open_window(order, actor=who, before=before, at=at)
    order.state = PrintOrder.State.APPROVED
    order.decided_at = at
    order.decided_by = by
    order.decided_by_rule = by_rule
    order.save(update_fields=["state", "decided_at", "decided_by", "decided_by_rule", *window])
    record(
        StampEvent.ORDER_APPROVED,
        actor=who,
        subject=order,
        at=at,
        before={"state": before},
        after={"state": order.state, "by_rule": by_rule, **told(order)},
    )


def make_codes(order: PrintOrder, *, at: datetime, who: Actor) -> None:
    batch = order.batch
    if batch.has_serials and not may_issue(batch.key_version):
        raise RuleBroken(
            _("The key of this order has been withdrawn. Reject the order; the establishment orders anew."),
            code="key_withdrawn",
        )
    codes = CodeRange(batch=batch, establishment_id=order.establishment_id, first=batch.first, last=batch.last)
    codes.stand_with(order)
    codes.save()
    order.state = PrintOrder.State.READY
    order.save(update_fields=["state"])
    record(
        StampEvent.CODES_ISSUED,
        actor=who,
        subject=batch,
        at=at,
        after={"batch_id": batch.pk, "quantity": batch.quantity},
    )
