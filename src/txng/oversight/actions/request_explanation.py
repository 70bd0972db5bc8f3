from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._displays import new_display, note
from txng.oversight.events import OversightEvent
from txng.oversight.models import DisplayState, TraceDisplay

TO_EXPLAIN = timedelta(hours=24)  # TT31/2026 Điều 11.2; hours of the clock, not of the office


@transaction.atomic
def request_explanation(
    *,
    actor: Actor,
    product_id: int,
    lot_id: int | None = None,
    reason: str,
    ground: str,
    client_id: UUID,
    at: datetime,
) -> TraceDisplay:
    """Yêu cầu giải trình: the establishment has 24 hours; until somebody decides, buyers see what they saw."""
    display, new = new_display(
        actor=actor, product_id=product_id, lot_id=lot_id, reason=reason, ground=ground, client_id=client_id, at=at
    )
    if new:
        display.state = DisplayState.EXPLANATION_REQUESTED
        display.due_at = at + TO_EXPLAIN
        display.save()
        note(OversightEvent.EXPLANATION_REQUESTED, display, actor=actor, at=at, reason=reason, ground=ground)
    return display
