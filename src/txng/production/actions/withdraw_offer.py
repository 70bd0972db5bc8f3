from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.ledger.recording import record
from txng.production.actions.handing_over import as_told, end_offer, handover_in_hand, refuse_decided
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
    end_offer(handover, HandoverState.WITHDRAWN, reason=reason, by=actor, at=at)
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
