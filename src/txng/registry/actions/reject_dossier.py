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


@transaction.atomic
def reject_dossier(*, actor: Actor, dossier_id: int, reason: str, at: datetime, ground: str = "") -> Dossier:
    """Từ chối: final for this dossier, so never without a reason the applicant can read."""
    dossier = take_to_decide(actor, Permission.DOSSIER_APPROVE, dossier_id)
    if not clean(reason):
        raise RuleBroken(_("State why the dossier is rejected."), code="reason_missing")
    begin(dossier, actor=actor, at=at)
    require_in_review(dossier, at)
    dossier.state = State.REJECTED
    dossier.decided_by = actor.label
    dossier.decided_at = at
    dossier.answer = clean(reason)
    dossier.due_on = None
    dossier.save(update_fields=["state", "decided_by", "decided_at", "answer", "due_on"])
    record(
        DossierEvent.REJECTED,
        actor=actor,
        subject=dossier,
        at=at,
        after={"state": dossier.state},
        reason=dossier.answer,
        ground=clean(ground),
    )
    return dossier
