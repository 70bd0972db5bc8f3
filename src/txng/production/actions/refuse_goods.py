from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.handing_over import as_told, end_offer, handover_in_hand, refuse_decided
from txng.production.events import ProductionEvent
from txng.production.models import Handover, HandoverState


@transaction.atomic
def refuse_goods(*, actor: Actor, handover_id: int, reason: str, at: datetime) -> Handover:
    """The receiver does not take the goods; they stay the giver's, who is told why."""
    handover = handover_in_hand(actor, handover_id, side="receiver")
    if handover.state == HandoverState.REFUSED:
        return handover
    refuse_decided(handover)
    if not clean(reason):
        raise RuleBroken(_("Say why the goods are not taken."), code="reason_missing")
    before = as_told(handover)
    end_offer(handover, HandoverState.REFUSED, reason=reason, by=actor, at=at)
    record(
        ProductionEvent.GOODS_REFUSED,
        actor=actor,
        subject=handover,
        at=at,
        reason=handover.reason,
        before=before,
        after=as_told(handover),
    )
    return handover
