from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.ledger.recording import record
from txng.registry.actions.profile_drafting import change_to_decide
from txng.registry.events import EstablishmentEvent
from txng.registry.models import EstablishmentChange
from txng.registry.reasons import answer_of
from txng.review.answering import told
from txng.review.undoing import open_window


@transaction.atomic
def return_profile(
    *, actor: Actor, change_id: int, at: datetime, reasons: Sequence[str] = (), text: str = ""
) -> EstablishmentChange:
    """Ask for supplements, every reason at once (yêu cầu bổ sung, Điều 10; ux.md D14). What is public stays public."""
    change = change_to_decide(actor, change_id)
    before = told(change)
    window = open_window(change, actor=actor, before=change.state, at=at)
    change.decide(EstablishmentChange.State.RETURNED, by=actor.label, at=at, answer=answer_of(reasons, text))
    change.save(update_fields=["state", "decided_by", "decided_at", "answer", *window])
    record(
        EstablishmentEvent.CHANGE_RETURNED,
        actor=actor,
        subject=change.establishment,
        at=at,
        before=before,
        after=told(change),
        reason=change.answer,
    )
    return change
