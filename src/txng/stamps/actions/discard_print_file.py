from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from txng.access import Actor, Permission
from txng.kernel import jobs
from txng.ledger.recording import record
from txng.stamps import vault
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintFile


@transaction.atomic
def discard_print_file(*, actor: Actor, file_id: UUID, at: datetime) -> PrintFile:
    """Delete a file that nobody took, and all that opened it: its time is over, or its person wants it no more.
    While it is being made, that stops."""
    made = PrintFile.objects.select_for_update(of=("self",), no_key=True).select_related("order").get(pk=file_id)
    actor.require(Permission.PRINT_FILE_DOWNLOAD, made)
    if made.discarded_at is not None:
        return made
    made.discarded_at = at
    made.held_key = b""
    made.save(update_fields=["discarded_at", "held_key"])
    jobs.cancel(made.job_id, at)
    record(StampEvent.FILE_DISCARDED, actor=actor, subject=made.order, at=at, after={"file": str(made.pk)})
    transaction.on_commit(lambda: vault.discard(made.pk))
    return made
