from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import Complaint, ComplaintState


@transaction.atomic
def answer_difficulty(*, actor: Actor, complaint_id: int, answer: str, at: datetime) -> Complaint:
    """Answer a letter about a difficulty, once; the answer is for its writer, the ledger tells that there is one."""
    letter = Complaint.objects.select_for_update(of=("self",), no_key=True).get(
        id=complaint_id, kind=Complaint.Kind.DIFFICULTY
    )
    actor.require(Permission.DIFFICULTY_ANSWER, letter)
    before = letter.state
    if before not in (ComplaintState.RECEIVED, ComplaintState.ASSIGNED, ComplaintState.VERIFYING):
        raise RuleBroken(
            _("This letter was answered by %(name)s.") % {"name": letter.answered_by or "–"}, code="answered"
        )
    if not answer.strip():
        raise RuleBroken(_("Write the answer."), code="answer_missing")
    if before != ComplaintState.VERIFYING:
        # Whoever answers has looked into it: names.md 2 knows no way from new to answered past that.
        letter.state = ComplaintState.VERIFYING
        letter.save(update_fields=["state"])
    letter.state = ComplaintState.ANSWERED
    letter.answer = answer
    letter.answered_at = at
    letter.answered_by = actor.label
    letter.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    record(
        OversightEvent.DIFFICULTY_ANSWERED,
        actor=actor,
        subject=letter,
        at=at,
        before={"state": before},
        after={"state": letter.state, "number": letter.number},
    )
    return letter
