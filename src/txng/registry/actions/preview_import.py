from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from txng.kernel import jobs
from txng.registry.models import Import, ImportRow


@transaction.atomic
def preview_import(*, run_id: int, at: datetime) -> None:
    """All rows are checked: what would happen is ready to be looked at."""
    run = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    if run.state != Import.State.RUNNING:
        return
    good = Count("pk", filter=Q(state=ImportRow.State.GOOD))
    wrong = Count("pk", filter=Q(state=ImportRow.State.WRONG))
    counted = run.rows.aggregate(good=good, wrong=wrong)
    run.good, run.wrong, run.state = counted["good"], counted["wrong"], Import.State.PREVIEWED
    run.save(update_fields=["good", "wrong", "state"])
    jobs.end(run.job_id, at)
