from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry import clocks
from txng.registry.actions.submit_dossier import require_complete
from txng.registry.actions.taking import State, take_own
from txng.registry.events import DossierEvent
from txng.registry.facts import changed_codes, snapshot
from txng.registry.models import Dossier, DossierReturn
from txng.review.undoing import close_window


@transaction.atomic
def supplement_dossier(*, actor: Actor, dossier_id: int, at: datetime, reply: str = "") -> Dossier:
    """Send a returned dossier in again: the review goes on where it stopped, with a fresh clock."""
    dossier = take_own(actor, dossier_id)
    if dossier.state == State.IN_REVIEW:
        return dossier
    if dossier.state != State.RETURNED:
        raise RuleBroken(_("The dossier has been filed and cannot be changed any more."), code="not_editable")
    require_complete(dossier)
    asked = (
        DossierReturn.objects.select_for_update(no_key=True)
        .filter(dossier=dossier, answered_at=None)
        .order_by("round")
        .last()
    )
    changed: list[str] = []
    if asked is not None:
        changed = changed_codes(asked.facts, snapshot(dossier))
        asked.answered_at = at
        asked.reply = reply
        asked.save(update_fields=["answered_at", "reply"])
    dossier.state = State.IN_REVIEW
    dossier.due_on = clocks.review_by(at)
    dossier.save(update_fields=["state", "due_on", *close_window(dossier)])
    # Names of lines only: the ledger is for ever, a person's phone number is not.
    record(
        DossierEvent.SUPPLEMENTED,
        actor=actor,
        subject=dossier,
        at=at,
        after={"changed": changed},
        reason=reply,
    )
    return dossier
