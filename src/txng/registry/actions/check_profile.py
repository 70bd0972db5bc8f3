from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.ledger.recording import record
from txng.registry.actions.profile_drafting import change_in_hand
from txng.registry.events import EstablishmentEvent
from txng.registry.models import EstablishmentChange
from txng.review.answering import require_check, told


@transaction.atomic
def check_profile(*, actor: Actor, change_id: int, at: datetime) -> EstablishmentChange:
    """The first of the two pairs of eyes (kiểm tra yêu cầu, CT-REG Điều 7.3); the second decides."""
    change = change_in_hand(change_id)
    require_check(actor, change)
    before = told(change)
    change.state = EstablishmentChange.State.CHECKED
    change.checked_by, change.checked_by_id, change.checked_at = actor.label, actor.user_id, at
    change.save(update_fields=["state", "checked_by", "checked_by_id", "checked_at"])
    record(
        EstablishmentEvent.CHANGE_CHECKED,
        actor=actor,
        subject=change.establishment,
        at=at,
        before=before,
        after=told(change),
    )
    return change
