from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.kernel import jobs
from txng.production.models import SheetRun


@transaction.atomic
def begin_sheet(*, run_id: int, at: datetime) -> bool:
    """The worker takes the file up. False when a person has stopped it in the meantime."""
    run = SheetRun.objects.select_for_update(of=("self",), no_key=True).filter(pk=run_id).first()
    if run is None or run.state not in (SheetRun.State.WAITING, SheetRun.State.UNDONE):
        return False
    if run.state == SheetRun.State.WAITING:
        run.state = SheetRun.State.RUNNING
        run.save(update_fields=["state"])
    return jobs.begin(run.job_id, at)
