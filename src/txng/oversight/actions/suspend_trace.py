from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._displays import hide, require_why, to_change
from txng.oversight.models import DisplayState, TraceDisplay


@transaction.atomic
def suspend_trace(*, actor: Actor, display_id: int, reason: str, ground: str, at: datetime) -> TraceDisplay:
    """Tạm ngừng hiển thị, after an explanation that came, did not come or did not convince."""
    display = to_change(actor, display_id, DisplayState.EXPLANATION_REQUESTED)
    require_why(reason, ground)
    before = display.state
    display.reason = reason.strip()
    display.ground = ground.strip()
    hide(display, actor=actor, at=at, before=before)
    return display
