from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F
from psycopg.errors import DeadlockDetected

from txng.access.actors import Actor
from txng.gs1.epcis import EpcisError, Fault
from txng.gs1.epcis.document import Document
from txng.kernel.collecting import collector_waits
from txng.ledger.recording import record
from txng.trace import faults, jobs, media
from txng.trace.beside import keep_master_data, keep_prefixes
from txng.trace.events import TraceEvent
from txng.trace.ids import uuid_of
from txng.trace.models import Capture
from txng.trace.reading import read_documents
from txng.trace.rows import Row, row_of, with_id
from txng.trace.senders import may_still_capture, sender_of_capture
from txng.trace.storing import Busy, Stored, store

log = logging.getLogger("txng.trace")
# A document that ends its worker each time is given up; one deadlock is no reason to.
ATTEMPTS = 5


class _TakenBack(Exception):
    """All or nothing, and something was wrong."""

    def __init__(self, found: Stored) -> None:
        self.found = found


def store_capture(*, actor: Actor, capture_id: uuid.UUID, at: datetime) -> Capture | None:
    """Do the job: judge the document and store its events. None when it is done already or somebody else is at it.

    The events and the end of the job are one transaction: a worker that dies leaves either nothing or all of it, and
    who takes the job up again stores nothing twice. What goes before is said at once, so that who asks meanwhile
    learns that errors were met.
    """
    with jobs.alone_with(capture_id) as alone, collector_waits():
        running = Capture.objects.select_related("client__account").filter(pk=capture_id, running=True)
        capture = running.first() if alone else None
        if capture is None:
            return None
        if not may_still_capture(capture.client):
            return _refused(capture, actor, at, Fault("model", "", faults.STOPPED, "this key may no longer capture"))
        if capture.attempts >= ATTEMPTS:
            return _refused(capture, actor, at, Fault("syntax", "", "gave_up", "this document could not be worked on"))
        running.update(attempts=F("attempts") + 1)
        try:
            document = read_documents(
                bytes(capture.body),
                capture.media_type,
                source=media.SOURCES[capture.source],
                limits=media.limits(),
            )
        except EpcisError as wrong:
            return _refused(capture, actor, at, *wrong.faults)
        capture.event_count = len(document.events) + len(document.errors)
        if document.errors:
            running.update(success=False)
            if capture.behaviour == Capture.Behaviour.ROLLBACK:
                return _refused(capture, actor, at, *document.faults, count=len(document.errors))
        for again in range(ATTEMPTS):
            try:
                return _stored(capture, document, actor, at)
            except _TakenBack as back:
                found = back.found.refused
                return _refused(capture, actor, at, *(found[place] for place in sorted(found)), count=len(found))
            except (DeadlockDetected, Busy):
                log.info("capture %s begins again (%s)", capture.pk, again + 1)
        return None  # left running: another worker takes it up


@transaction.atomic
def _stored(capture: Capture, document: Document, actor: Actor, at: datetime) -> Capture:
    sender = sender_of_capture(capture)
    found = store(
        _rows(capture, document),
        most=len(document.events),
        sender=sender,
        at=at,
        careful=any(event.error_declaration for event in document.events),
    )
    if found.refused and capture.behaviour == Capture.Behaviour.ROLLBACK:
        raise _TakenBack(found)
    keep_prefixes(document.events)
    keep_master_data(document.master_data, sender=sender, client_id=capture.client_id, at=at)
    wrong = {**document.errors, **{place: [fault] for place, fault in found.refused.items()}}
    return _end(
        capture,
        actor,
        at,
        [fault for place in sorted(wrong) for fault in wrong[place]],
        count=len(wrong),
        stored=found.stored,
        duplicates=found.duplicates,
    )


def _rows(capture: Capture, document: Document) -> Iterator[Row | tuple[int, Fault]]:
    # The account, not the key: a key that was replaced must not make its documents new ones.
    who = str(capture.client.account_id)
    for event, place in zip(document.events, document.positions, strict=True):
        own = "" if event.id else uuid_of(who, capture.sha256, str(place)).urn
        found = row_of(with_id(event, own), place)
        yield (place, found) if isinstance(found, Fault) else found


@transaction.atomic
def _refused(capture: Capture, actor: Actor, at: datetime, *found: Fault, count: int = 0) -> Capture:
    return _end(capture, actor, at, list(found), count=count or 1, stored=0, duplicates=0)


def _end(
    capture: Capture, actor: Actor, at: datetime, found: list[Fault], *, count: int, stored: int, duplicates: int
) -> Capture:
    capture.running = False
    capture.success = not count
    capture.finished_at = at
    capture.errors = faults.kept(found)
    capture.error_count = count
    capture.stored_count = stored
    capture.duplicate_count = duplicates
    fields = ["running", "success", "finished_at", "errors", "error_count", "event_count", "stored_count"]
    capture.save(update_fields=[*fields, "duplicate_count"])
    nothing_stored = bool(count) and not stored and not duplicates
    record(
        TraceEvent.CAPTURE_REFUSED if nothing_stored else TraceEvent.CAPTURED,
        actor=actor,
        subject=capture,
        at=at,
        after={
            "events": capture.event_count,
            "stored": stored,
            "known_before": duplicates,
            "errors": count,
            "sha256": capture.sha256,
        },
    )
    return capture
