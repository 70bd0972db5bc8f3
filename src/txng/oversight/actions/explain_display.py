from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.oversight.actions._displays import note, to_change
from txng.oversight.events import OversightEvent
from txng.oversight.models import DisplayState, TraceDisplay


@transaction.atomic
def explain_display(*, actor: Actor, display_id: int, explanation: str, at: datetime) -> TraceDisplay:
    """Giải trình: the establishment's own words, once. Late ones are taken too, and say so by their time."""
    display = to_change(
        actor,
        display_id,
        DisplayState.EXPLANATION_REQUESTED,
        DisplayState.SUSPENDED,
        permission=Permission.PRODUCT_PROPOSE,
    )
    if not explanation.strip():
        raise RuleBroken(_("Write the explanation."), code="explanation_missing")
    if display.explained_at is not None:
        raise RuleBroken(
            _("%(name)s has explained this already.") % {"name": display.explained_by}, code="explained_already"
        )
    display.explanation = explanation.strip()
    display.explained_at = at
    display.explained_by = actor.label
    display.save(update_fields=["explanation", "explained_at", "explained_by"])
    note(OversightEvent.DISPLAY_EXPLAINED, display, actor=actor, at=at, reason=explanation)
    return display
