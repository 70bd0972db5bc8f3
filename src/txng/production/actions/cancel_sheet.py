from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.kernel import jobs
from txng.ledger.recording import record
from txng.production.actions.sheet_in_hand import count_entered, run_in_hand, wrong_moment
from txng.production.events import ProductionEvent
from txng.production.models import SheetRun


@transaction.atomic
def cancel_sheet(*, actor: Actor, run_id: int, at: datetime) -> SheetRun:
    """“Chờ sửa hết rồi nhập”, or stop it half-way: what went in stays and can be taken back."""
    run = run_in_hand(actor, run_id)
    if run.state == SheetRun.State.CANCELLED:
        return run
    if run.state not in (SheetRun.State.WAITING, SheetRun.State.RUNNING, SheetRun.State.PREVIEWED):
        raise wrong_moment(run)
    before = run.state
    jobs.cancel(run.job_id, at)  # first: it waits for the row being entered, so that the count below counts it
    run.entered = count_entered(run)
    run.state, run.finished_at = SheetRun.State.CANCELLED, at
    run.save(update_fields=["state", "entered", "finished_at"])
    after = {"entered": run.entered}
    record(ProductionEvent.SHEET_CANCELLED, actor=actor, subject=run, at=at, before={"state": before}, after=after)
    return run
