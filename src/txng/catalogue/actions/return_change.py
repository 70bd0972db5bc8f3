from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.catalogue.actions.deciding import change_to_decide, told
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import ProductChange
from txng.catalogue.reasons import answer_of
from txng.ledger.recording import record
from txng.review.undoing import open_window


@transaction.atomic
def return_change(
    *, actor: Actor, change_id: int, at: datetime, reasons: Sequence[str] = (), text: str = ""
) -> ProductChange:
    """Ask for supplements, every reason at once (yêu cầu bổ sung, Điều 10; ux.md D14). What is public stays public."""
    change = change_to_decide(actor, change_id)
    window = open_window(change, actor=actor, before=change.state, at=at)
    change.decide(ProductChange.State.RETURNED, by=actor.label, at=at, answer=answer_of(reasons, text))
    change.save(update_fields=["state", "decided_by", "decided_at", "answer", *window])
    record(
        ProductEvent.CHANGE_RETURNED,
        actor=actor,
        subject=change.product,
        at=at,
        after=told(change),
        reason=change.answer,
    )
    return change
