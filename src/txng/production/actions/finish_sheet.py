from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel import jobs
from txng.ledger.recording import record
from txng.production.actions.sheet_in_hand import count_entered
from txng.production.events import ProductionEvent
from txng.production.models import SheetRun


@transaction.atomic
def finish_sheet(*, actor: Actor, run_id: int, at: datetime) -> None:
    """Every right row has been tried."""
    run = SheetRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    if run.state != SheetRun.State.RUNNING:
        return
    run.entered = count_entered(run)
    run.state, run.finished_at = SheetRun.State.DONE, at
    run.save(update_fields=["entered", "state", "finished_at"])
    jobs.end(run.job_id, at)
    record(ProductionEvent.SHEET_FINISHED, actor=actor, subject=run, at=at, after={"entered": run.entered})


@transaction.atomic
def break_off_sheet(*, run_id: int, at: datetime) -> None:
    """What went in stays, is counted, and can be taken back like any other."""
    run = SheetRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    run.entered = count_entered(run)
    if run.state == SheetRun.State.RUNNING:
        run.state, run.finished_at = SheetRun.State.FAILED, at
    run.save(update_fields=["entered", "state", "finished_at"])
    sentence = _("The system could not finish. %(n)s rows are entered; tell the hotline the number %(number)s.")
    jobs.fail(run.job_id, sentence % {"n": run.entered, "number": run.number}, at)
