from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._displays import hide, new_display
from txng.oversight.models import TraceDisplay


@transaction.atomic
def suspend_trace_at_once(
    *,
    actor: Actor,
    product_id: int,
    lot_id: int | None = None,
    reason: str,
    ground: str,
    client_id: UUID,
    at: datetime,
) -> TraceDisplay:
    """Without waiting for an explanation, where the matter cannot wait (TT31/2026 Điều 11.2)."""
    display, new = new_display(
        actor=actor, product_id=product_id, lot_id=lot_id, reason=reason, ground=ground, client_id=client_id, at=at
    )
    if new:
        hide(display, actor=actor, at=at, before="")
    return display
