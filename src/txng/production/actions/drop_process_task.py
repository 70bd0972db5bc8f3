from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.production.actions.processes_in_hand import draft_in_hand
from txng.production.models import ProcessTemplate


@transaction.atomic
def drop_process_task(*, actor: Actor, process_id: int, task_id: int, at: datetime) -> ProcessTemplate:
    """Strike a task out of a draft; one that is gone already is no fault."""
    process = draft_in_hand(actor, process_id)
    process.tasks.filter(pk=task_id).delete()
    return process
