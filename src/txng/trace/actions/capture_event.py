from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from psycopg.errors import DeadlockDetected

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.models import ApiClient
from txng.gs1.epcis import Event, Fault
from txng.kernel.errors import Refusal
from txng.ledger.recording import record
from txng.trace import faults
from txng.trace.beside import keep_prefixes
from txng.trace.events import TraceEvent
from txng.trace.ids import uuid_of
from txng.trace.models import Capture, CapturedEvent
from txng.trace.rows import Row, row_of, with_id
from txng.trace.senders import new_capture, sender_of_capture
from txng.trace.storing import Busy, store, stored_as

_TRIES = 5


class EventRefused(Refusal):
    """One event that cannot be stored, with what is wrong with it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message, code=fault.code)
        self.faults = [fault]
        self.status = faults.kind_of(fault.code)[2]


def capture_event(
    *, actor: Actor, client: ApiClient, event: Event, body: bytes, media: str, at: datetime
) -> CapturedEvent:
    """One event, stored before its sender is answered. Sent again it is the same row, and writes nothing."""
    actor.require_verb(Permission.TRACE_CAPTURE)
    sha256 = hashlib.sha256(body).hexdigest()
    own = "" if event.id else uuid_of(str(client.account_id), sha256, "0").urn
    row = row_of(with_id(event, own), 0)
    if isinstance(row, Fault):
        raise EventRefused(row)
    if (known := stored_as(row)) is not None:
        return CapturedEvent.objects.get(pk=known)
    for _ in range(_TRIES):
        try:
            return _captured(actor, client, row, body=body, media=media, sha256=sha256, at=at)
        except (DeadlockDetected, Busy):
            continue
    raise EventRefused(Fault("model", "", "busy", "the same event is being captured elsewhere; send it again"))


@transaction.atomic
def _captured(
    actor: Actor, client: ApiClient, row: Row, *, body: bytes, media: str, sha256: str, at: datetime
) -> CapturedEvent:
    capture = new_capture(client, actor, kind=Capture.Kind.EVENT, body=body, media=media, sha256=sha256, at=at)
    capture.running, capture.finished_at, capture.event_count, capture.stored_count = False, at, 1, 1
    careful = row.declared_at is not None or CapturedEvent.objects.filter(event_id=row.event_id).exists()
    # Somebody may bring it at this very moment: then what was sent goes with the savepoint, and theirs stands.
    with transaction.atomic():
        capture.save(force_insert=True)
        found = store([row], most=1, sender=sender_of_capture(capture), at=at, careful=careful)
        if not found.stored:
            transaction.set_rollback(True)
    if found.refused:
        raise EventRefused(found.refused[0])
    stored = CapturedEvent.objects.get(pk=found.ids[0])
    if found.stored:
        keep_prefixes([row.event])
        record(
            TraceEvent.CAPTURED,
            actor=actor,
            subject=capture,
            label=row.event_id,
            at=at,
            after={"events": 1, "stored": 1, "event_id": row.event_id, "sha256": sha256},
        )
    return stored
