from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.registry.actions.profile_drafting import change_to_decide
from txng.registry.events import EstablishmentEvent
from txng.registry.models import EstablishmentChange
from txng.review.answering import told
from txng.review.undoing import open_window


@transaction.atomic
def reject_profile(*, actor: Actor, change_id: int, at: datetime, reason: str, ground: str = "") -> EstablishmentChange:
    """Refuse a change for good, with the reason (từ chối phê duyệt, Điều 10). A new request may be sent."""
    change = change_to_decide(actor, change_id)
    before = told(change)
    window = open_window(change, actor=actor, before=change.state, at=at)
    change.decide(EstablishmentChange.State.REJECTED, by=actor.label, at=at, answer=clean(reason))
    change.save(update_fields=["state", "decided_by", "decided_at", "answer", *window])
    record(
        EstablishmentEvent.CHANGE_REJECTED,
        actor=actor,
        subject=change.establishment,
        at=at,
        before=before,
        after=told(change),
        reason=change.answer,
        ground=clean(ground),
    )
    return change
