from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.kernel import jobs
from txng.production.models import SheetRun


@transaction.atomic
def preview_sheet(*, run_id: int, at: datetime, added: int, changed: int, same: int, wrong: int) -> None:
    """All rows are looked at: what would happen is ready to be read."""
    run = SheetRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    if run.state != SheetRun.State.RUNNING:
        return
    run.added, run.changed, run.same, run.wrong = added, changed, same, wrong
    run.state = SheetRun.State.PREVIEWED
    run.save(update_fields=["added", "changed", "same", "wrong", "state"])
    jobs.end(run.job_id, at)
