from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.registry.actions.taking import State, begin, require_in_review, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier
from txng.review.undoing import open_window, told


@transaction.atomic
def reject_dossier(*, actor: Actor, dossier_id: int, reason: str, at: datetime, ground: str = "") -> Dossier:
    """Từ chối: final for this dossier, so never without a reason the applicant can read."""
    dossier = take_to_decide(actor, Permission.DOSSIER_APPROVE, dossier_id)
    if not clean(reason):
        raise RuleBroken(_("State why the dossier is rejected."), code="reason_missing")
    begin(dossier, actor=actor, at=at)
    require_in_review(dossier, at)
    window = open_window(dossier, actor=actor, before=dossier.state, at=at)
    dossier.due_before = dossier.due_on
    dossier.state = State.REJECTED
    dossier.decided_by = actor.label
    dossier.decided_at = at
    dossier.answer = clean(reason)
    dossier.due_on = None
    dossier.save(update_fields=["state", "decided_by", "decided_at", "answer", "due_on", "due_before", *window])
    record(
        DossierEvent.REJECTED,
        actor=actor,
        subject=dossier,
        at=at,
        after={"state": dossier.state, **told(dossier)},
        reason=dossier.answer,
        ground=clean(ground),
    )
    return dossier
