from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.catalogue.actions.deciding import change_to_decide, let_go_of_code, told
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import ProductChange
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.review.undoing import open_window


@transaction.atomic
def reject_change(*, actor: Actor, change_id: int, at: datetime, reason: str, ground: str = "") -> ProductChange:
    """Refuse a change for good, with the reason (từ chối phê duyệt, Điều 10). A new request may be sent."""
    change = change_to_decide(actor, change_id)
    window = open_window(change, actor=actor, before=change.state, at=at)
    change.decide(ProductChange.State.REJECTED, by=actor.label, at=at, answer=clean(reason))
    change.save(update_fields=["state", "decided_by", "decided_at", "answer", *window])
    let_go_of_code(change.product)
    record(
        ProductEvent.CHANGE_REJECTED,
        actor=actor,
        subject=change.product,
        at=at,
        after=told(change),
        reason=change.answer,
        ground=clean(ground),
    )
    return change
