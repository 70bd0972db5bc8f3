from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.actions.processes_in_hand import process_in_hand
from txng.production.events import ProductionEvent
from txng.production.models import ProcessState, ProcessTemplate
from txng.production.process.rules import refuse_unsafe


@transaction.atomic
def publish_process(*, actor: Actor, process_id: int, at: datetime) -> ProcessTemplate:
    """From now on establishments may choose it, and nobody changes it. An earlier version goes out of use; the lots
    that follow it keep their copies."""
    process = process_in_hand(actor, process_id)
    if process.state == ProcessState.PUBLISHED:
        return process
    if process.state != ProcessState.DRAFT:
        raise RuleBroken(_("This process is out of use. Make a new one."), code="retired")
    tasks = list(process.tasks.all())
    if not tasks:
        raise RuleBroken(_("A process has at least one task."), code="empty")
    refuse_unsafe(tasks)
    earlier = ProcessTemplate.objects.filter(family=process.family, state=ProcessState.PUBLISHED).first()
    if earlier is not None:
        earlier.state, earlier.retired_at = ProcessState.RETIRED, at
        earlier.save(update_fields=["state", "retired_at"])
    process.state, process.published_at, process.published_by = ProcessState.PUBLISHED, at, actor.label
    process.publisher = actor.organisation or process.publisher
    process.save(update_fields=["state", "published_at", "published_by", "publisher"])
    record(
        ProductionEvent.PROCESS_PUBLISHED,
        actor=actor,
        subject=process,
        at=at,
        before={"process_id": earlier.pk, "version": earlier.version} if earlier else None,
        after={"process_id": process.pk, "version": process.version, "tasks": [str(task) for task in tasks]},
    )
    return process
