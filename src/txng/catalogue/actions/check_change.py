from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.catalogue.actions.deciding import change_in_hand, require_check
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import ProductChange
from txng.kernel.text import clean
from txng.ledger.recording import record


@transaction.atomic
def check_change(*, actor: Actor, change_id: int, at: datetime, note: str = "") -> ProductChange:
    """The first of the two pairs of eyes (kiểm tra yêu cầu, CT-REG Điều 7.3); the second decides."""
    change = change_in_hand(change_id)
    require_check(actor, change)
    change.state = ProductChange.State.CHECKED
    change.checked_by = actor.label
    change.checked_by_id = actor.user_id
    change.checked_at = at
    change.save(update_fields=["state", "checked_by", "checked_by_id", "checked_at"])
    record(
        ProductEvent.CHANGE_CHECKED,
        actor=actor,
        subject=change.product,
        at=at,
        before={"change_id": change.pk, "state": ProductChange.State.WAITING},
        after={"change_id": change.pk, "state": change.state},
        reason=clean(note),
    )
    return change
