from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._displays import note, require_why, to_change
from txng.oversight.events import OversightEvent
from txng.oversight.models import DisplayState, TraceDisplay


@transaction.atomic
def take_down(*, actor: Actor, display_id: int, reason: str, ground: str, at: datetime) -> TraceDisplay:
    """Gỡ thông tin (hủy hiển thị): final, and only of what is suspended, so that it takes two steps (names.md 2).

    The page keeps saying that something stood there, who took it away, when and on what ground.
    """
    display = to_change(actor, display_id, DisplayState.SUSPENDED)
    require_why(reason, ground)
    before = display.state
    display.state = DisplayState.CANCELLED
    display.ended_at = at
    display.ended_by = actor.label
    display.conclusion = reason.strip()
    display.ground = ground.strip()
    display.save(update_fields=["state", "ended_at", "ended_by", "conclusion", "ground"])
    note(OversightEvent.TAKEN_DOWN, display, actor=actor, at=at, before=before, reason=reason, ground=ground)
    return display
