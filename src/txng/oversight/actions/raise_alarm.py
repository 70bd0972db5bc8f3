from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from txng.access import Actor
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import AlarmState, CopyAlarm
from txng.stamps.models import CodeBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenOften:
    """A code for which the copy rule has fired, with what it was seen of."""

    tweak: int
    key_version: int
    counter: int
    lot_id: int | None
    sessions: int
    places: int
    since: date
    last_at: datetime


@transaction.atomic
def raise_alarm(*, actor: Actor, batch_id: int, seen: SeenOften, at: datetime) -> CopyAlarm | None:
    """Put a code onto the officers' desk; None where it is there, or no scan came after what they dismissed."""
    # The batch's row lock: two runs at once open an alarm once.
    batch = (
        CodeBatch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("product")
        .filter(id=batch_id)
        .first()
    )
    if batch is None:
        raise NotThere
    code = {"tweak": seen.tweak, "key_version": seen.key_version, "counter": seen.counter}
    alarm = CopyAlarm.objects.filter(**code).first()
    if alarm is not None and (
        alarm.state != AlarmState.DISMISSED or (alarm.decided_at is not None and seen.last_at <= alarm.decided_at)
    ):
        return None
    before = alarm.state if alarm else ""
    if alarm is None:
        alarm = CopyAlarm(
            establishment_id=batch.establishment_id,
            product_id=batch.product_id,
            lot_id=seen.lot_id,
            batch=batch,
            **code,
        )
        alarm.stand_with(batch)
    alarm.state = AlarmState.OPEN
    alarm.opened_at, alarm.last_at = at, seen.last_at
    alarm.sessions, alarm.places, alarm.since = seen.sessions, seen.places, seen.since
    alarm.save()
    record(
        OversightEvent.ALARM_RAISED,
        actor=actor,
        subject=alarm,
        label=f"{batch.number} – {batch.product.name}",
        at=at,
        before={"state": before} if before else None,
        after={"state": alarm.state, "number": alarm.number, "sessions": seen.sessions, "places": seen.places},
    )
    return alarm
