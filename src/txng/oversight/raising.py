"""Codes for which the copy rule has fired, batch by batch: alarms, fresher numbers, and a word about a whole batch.

Told twice of the same sightings it does nothing, so it may be told by the recording and by the clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from txng.access import Actor
from txng.kernel.clock import VIETNAM, local_date
from txng.ledger.recording import record
from txng.oversight import actions
from txng.oversight.actions import SeenOften
from txng.oversight.events import OversightEvent
from txng.oversight.models import AlarmState, CopyAlarm
from txng.provinces.copy_rules import copy_rule
from txng.stamps.models import CodeBatch


def raise_alarms(*, actor: Actor, seen: Iterable[SeenOften], at: datetime) -> list[CopyAlarm]:
    """Those that were not on the desk before."""
    by_batch: dict[int, list[SeenOften]] = defaultdict(list)
    for one in seen:
        if (batch := _batch_of(one)) is not None:
            by_batch[batch.pk].append(one)
    opened: list[CopyAlarm] = []
    for batch_id in sorted(by_batch):
        with transaction.atomic():
            opened += _of_batch(batch_id, by_batch[batch_id], actor=actor, at=at)
    return opened


def _of_batch(batch_id: int, seen: list[SeenOften], *, actor: Actor, at: datetime) -> list[CopyAlarm]:
    # The batch's row lock: two runs at once count its alarms together, and tell of the batch once.
    batch = CodeBatch.objects.select_for_update(of=("self",), no_key=True).select_related("product").get(pk=batch_id)
    before = _opened_today(batch, at)
    new = []
    for one in seen:
        made = actions.raise_alarm(actor=actor, batch_id=batch_id, seen=one, at=at)
        if made is not None:
            new.append(made)
        else:
            _keep_fresh(one)
    if before < copy_rule(local_date(at)).batch_codes <= before + len(new):
        record(
            OversightEvent.BATCH_SEEN_OFTEN,
            actor=actor,
            subject=batch,
            label=f"{batch.number} – {batch.product.name}",
            at=at,
            after={"batch_id": batch.pk, "quantity": before + len(new)},
        )
    return new


def _keep_fresh(one: SeenOften) -> None:
    """An alarm that is open goes on counting; nobody is told of each scan."""
    CopyAlarm.objects.filter(
        tweak=one.tweak, key_version=one.key_version, counter=one.counter, last_at__lt=one.last_at
    ).exclude(state=AlarmState.DISMISSED).update(
        sessions=one.sessions, places=one.places, since=one.since, last_at=one.last_at
    )


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
