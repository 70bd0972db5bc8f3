from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.oversight.actions._displays import note, to_change
from txng.oversight.events import OversightEvent
from txng.oversight.models import DisplayState, TraceDisplay


@transaction.atomic
def restore_trace(*, actor: Actor, display_id: int, reason: str, at: datetime) -> TraceDisplay:
    """Hiển thị lại: the agency's conclusion ends the question; the pages answer as before from this moment."""
    display = to_change(actor, display_id, DisplayState.EXPLANATION_REQUESTED, DisplayState.SUSPENDED)
    if not reason.strip():
        raise RuleBroken(_("State the conclusion."), code="reason_missing")
    before = display.state
    display.state = DisplayState.SHOWN
    display.ended_at = at
    display.ended_by = actor.label
    display.conclusion = reason.strip()
    display.save(update_fields=["state", "ended_at", "ended_by", "conclusion"])
    note(OversightEvent.DISPLAY_RESTORED, display, actor=actor, at=at, before=before, reason=reason)
    return display
