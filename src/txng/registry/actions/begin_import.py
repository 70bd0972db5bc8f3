from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.kernel import jobs
from txng.registry.models import Import


@transaction.atomic
def begin_import(*, run_id: int, at: datetime) -> bool:
    """The worker takes the file up. False when a person has stopped it in the meantime."""
    run = Import.objects.select_for_update(of=("self",), no_key=True).filter(pk=run_id).first()
    if run is None or run.state not in (Import.State.WAITING, Import.State.UNDONE):
        return False
    if run.state == Import.State.WAITING:
        run.state = Import.State.RUNNING
        run.save(update_fields=["state"])
    return jobs.begin(run.job_id, at)
