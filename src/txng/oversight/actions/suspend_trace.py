from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._displays import new_display, note, require_why, to_change
from txng.oversight.events import OversightEvent
from txng.oversight.models import DisplayState, TraceDisplay


@transaction.atomic
def suspend_trace(*, actor: Actor, display_id: int, reason: str, ground: str, at: datetime) -> TraceDisplay:
    """Tạm ngừng hiển thị, after an explanation that came, did not come or did not convince."""
    display = to_change(actor, display_id, DisplayState.EXPLANATION_REQUESTED)
    require_why(reason, ground)
    before = display.state
    display.reason = reason.strip()
    display.ground = ground.strip()
    _hide(display, actor=actor, at=at, before=before)
    return display


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
        _hide(display, actor=actor, at=at, before="")
    return display


def _hide(display: TraceDisplay, *, actor: Actor, at: datetime, before: str) -> None:
    display.state = DisplayState.SUSPENDED
    display.suspended_at = at
    display.save()
    note(
        OversightEvent.DISPLAY_SUSPENDED,
        display,
        actor=actor,
        at=at,
        before=before,
        reason=display.reason,
        ground=display.ground,
    )
