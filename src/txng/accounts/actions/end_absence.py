from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.accounts.actions._absences import own_seat
from txng.accounts.events import AccountEvent
from txng.accounts.models import Absence
from txng.kernel.errors import NotThere
from txng.ledger.recording import record


@transaction.atomic
def end_absence(*, actor: Actor, absence_id: int, at: datetime) -> Absence:
    """Back before the last day: from this moment nobody stands in any more."""
    seat = own_seat(actor)
    absence = (
        Absence.objects.select_for_update(of=("self",), no_key=True)
        .select_related("stand_in__user")
        .filter(pk=absence_id, membership=seat)
        .first()
    )
    if absence is None:
        raise NotThere
    if absence.ended_at is not None:
        return absence
    absence.ended_at, absence.ended_by = at, actor.label
    absence.save(update_fields=["ended_at", "ended_by"])
    record(
        AccountEvent.STAND_IN_ENDED,
        actor=actor,
        subject=seat.account,
        at=at,
        before={"stand_in": absence.stand_in.user.name, "first": absence.first, "last": absence.last},
    )
    return absence
