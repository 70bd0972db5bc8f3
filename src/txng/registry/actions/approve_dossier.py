from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.registry import clocks
from txng.registry.actions.taking import State, begin, desk_of, require_in_review, take_to_decide
from txng.registry.actions.tell_managing_agency import tell
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier
from txng.review.undoing import open_window, told


@transaction.atomic
def approve_dossier(*, actor: Actor, dossier_id: int, at: datetime, appraisal: str = "") -> Dossier:
    """Phê duyệt: the dossier is complete and valid. Where it was filed past the managing agency, that one is told."""
    dossier = take_to_decide(actor, Permission.DOSSIER_APPROVE, dossier_id)
    begin(dossier, actor=actor, at=at)
    require_in_review(dossier, at)
    window = open_window(dossier, actor=actor, before=dossier.state, at=at)
    dossier.due_before = dossier.due_on
    dossier.state = State.APPROVED
    dossier.decided_by = actor.label
    dossier.decided_at = at
    dossier.appraisal = clean(appraisal) or dossier.appraisal
    dossier.due_on = clocks.issue_by(at)
    dossier.save(update_fields=["state", "decided_by", "decided_at", "appraisal", "due_on", "due_before", *window])
    record(
        DossierEvent.APPROVED,
        actor=actor,
        subject=dossier,
        at=at,
        after={"state": dossier.state, **told(dossier)},
        reason=dossier.appraisal,
    )
    if provinces.current().tells_managing_agency(filed_at=desk_of(dossier.filed_with)):  # type: ignore[arg-type]
        tell(dossier, actor=actor, at=at)
    return dossier
