from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import NotThere
from txng.production.actions.processes_in_hand import draft_in_hand
from txng.production.models import ProcessTask
from txng.production.process.rules import read_work


@transaction.atomic
def put_process_task(
    *, actor: Actor, process_id: int, work: dict[str, Any], at: datetime, task_id: int | None = None
) -> ProcessTask:
    """Add a task to a draft, or change one of it. The same task sent twice stands there once."""
    process = draft_in_hand(actor, process_id)
    columns = read_work(process.nature, work)
    if task_id is None:
        if same := process.tasks.filter(**columns).first():
            return same
        task = ProcessTask(template=process, position=process.tasks.count())
    else:
        found = process.tasks.filter(pk=task_id).first()
        if found is None:
            raise NotThere(_("Not found."))
        task = found
    for name, value in columns.items():
        setattr(task, name, value)
    task.save()
    return task
