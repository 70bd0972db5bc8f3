from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from txng.access import Actor
from txng.kernel.clock import VIETNAM, local_date
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import AlarmState, CopyAlarm
from txng.provinces.copy_rules import copy_rule
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
def raise_alarms(*, actor: Actor, seen: Iterable[SeenOften], at: datetime) -> list[CopyAlarm]:
    """Put codes onto the officers' desk; returns those that were not there before.

    Told twice of the same sightings it does nothing. What an officer dismissed comes back only with a scan after that.
    """
    by_batch: dict[int, list[SeenOften]] = defaultdict(list)
    batches: dict[int, CodeBatch] = {}
    for one in seen:
        batch = _batch_of(one)
        if batch is not None:
            batches[batch.pk] = batch
            by_batch[batch.pk].append(one)
    opened: list[CopyAlarm] = []
    for batch_id in sorted(by_batch):
        # The batch's row lock: two runs at once open an alarm once and count the batch's alarms together.
        batch = CodeBatch.objects.select_for_update(of=("self",)).select_related("product").get(pk=batch_id)
        before = _opened_today(batch, at)
        new = [made for one in by_batch[batch_id] if (made := _raise(batch, one, actor=actor, at=at)) is not None]
        opened += new
        most = copy_rule(local_date(at)).batch_codes
        if before < most <= before + len(new):
            record(
                OversightEvent.BATCH_SEEN_OFTEN,
                actor=actor,
                subject=batch,
                label=f"{batch.number} – {batch.product.name}",
                at=at,
                after={"batch_id": batch.pk, "quantity": before + len(new)},
            )
    return opened


def _batch_of(one: SeenOften) -> CodeBatch | None:
    """Batches never share a counter: the last that begins at or before it, if it reaches that far."""
    found = (
        CodeBatch.objects.filter(tweak=one.tweak, key_version=one.key_version, first__lte=one.counter)
        .order_by("-first")
        .first()
    )
    return found if found is not None and one.counter <= found.last else None


def _opened_today(batch: CodeBatch, at: datetime) -> int:
    begin = at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    return batch.copy_alarms.filter(opened_at__gte=begin, opened_at__lt=begin + timedelta(days=1)).count()


def _raise(batch: CodeBatch, one: SeenOften, *, actor: Actor, at: datetime) -> CopyAlarm | None:
    alarm = CopyAlarm.objects.filter(tweak=one.tweak, key_version=one.key_version, counter=one.counter).first()
    if alarm is None:
        alarm = CopyAlarm(
            establishment_id=batch.establishment_id,
            product_id=batch.product_id,
            lot_id=one.lot_id,
            batch=batch,
            tweak=one.tweak,
            key_version=one.key_version,
            counter=one.counter,
        )
        alarm.stand_with(batch)
        reopened = True
    else:
        reopened = alarm.state == AlarmState.DISMISSED
        if reopened and alarm.decided_at is not None and one.last_at <= alarm.decided_at:
            return None  # sightings of before the dismissal, told late
    if not reopened and one.last_at <= alarm.last_at:
        return None
    alarm.sessions, alarm.places, alarm.since, alarm.last_at = one.sessions, one.places, one.since, one.last_at
    if reopened:
        alarm.state, alarm.opened_at = AlarmState.OPEN, at
    alarm.save()
    if not reopened:
        return None
    record(
        OversightEvent.ALARM_RAISED,
        actor=actor,
        subject=alarm,
        label=f"{batch.number} – {batch.product.name}",
        at=at,
        after={"number": alarm.number, "sessions": one.sessions, "places": one.places},
    )
    return alarm
