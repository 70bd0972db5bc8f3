from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.ledger.recording import record
from txng.registry.actions.taking import State, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier
from txng.review.undoing import close_window, followed, require_undoable

_ANSWERS = (State.APPROVED, State.FORWARDED, State.RETURNED, State.REJECTED)


@transaction.atomic
def undo_decision(*, actor: Actor, dossier_id: int, at: datetime) -> Dossier:
    """Hoàn tác: the review goes on as if the answer had not been given (names.md 5). Both lines stay in the ledger."""
    dossier = take_to_decide(actor, Permission.DOSSIER_REVIEW, dossier_id)
    require_undoable(actor, dossier, at, decided_by=dossier.decided_by)
    if dossier.state not in _ANSWERS:
        raise followed()
    before = {"state": dossier.state, "answer": dossier.answer, "decided_at": dossier.decided_at}
    if dossier.state == State.RETURNED:
        asked = dossier.returns.select_for_update(no_key=True).order_by("round").last()
        if asked is None or asked.answered_at or (dossier.saved_at and dossier.saved_at > asked.returned_at):
            raise followed()  # the applicant has begun to mend what was asked for
        before["items"] = asked.items
        asked.delete()  # the line of the ledger keeps what it asked; the applicant is not asked twice
    dossier.state = State(dossier.decided_from)
    dossier.decided_by, dossier.decided_at, dossier.answer = "", None, ""
    dossier.due_on, dossier.due_before = dossier.due_before, None
    dossier.agency_told_at = None  # told anew when it is approved anew
    columns = ["state", "decided_by", "decided_at", "answer", "due_on", "due_before", "agency_told_at"]
    dossier.save(update_fields=[*columns, *close_window(dossier, undone_at=at)])
    record(
        DossierEvent.DECISION_UNDONE,
        actor=actor,
        subject=dossier,
        at=at,
        before=before,
        after={"state": dossier.state, "due_on": dossier.due_on},
    )
    return dossier
