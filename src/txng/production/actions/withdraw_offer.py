from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.handing_over import as_told, handover_in_hand, refuse_decided
from txng.production.events import ProductionEvent
from txng.production.models import Handover, HandoverState


@transaction.atomic
def withdraw_offer(*, actor: Actor, handover_id: int, at: datetime, reason: str = "") -> Handover:
    """The giver takes the offer back, as long as the receiver has not answered."""
    handover = handover_in_hand(actor, handover_id, side="giver")
    if handover.state == HandoverState.WITHDRAWN:
        return handover
    refuse_decided(handover)
    before = as_told(handover)
    handover.state, handover.reason = HandoverState.WITHDRAWN, clean(reason)[:300]
    handover.decided_at, handover.decided_by = at, actor.label
    handover.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record(
        ProductionEvent.OFFER_WITHDRAWN,
        actor=actor,
        subject=handover,
        at=at,
        reason=handover.reason,
        before=before,
        after=as_told(handover),
    )
    return handover
