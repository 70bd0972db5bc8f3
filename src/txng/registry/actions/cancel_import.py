from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.kernel import jobs
from txng.ledger.recording import record
from txng.registry.actions.importing import take_import, wrong_moment
from txng.registry.events import ImportEvent
from txng.registry.models import Import

_STOPPABLE = (Import.State.WAITING, Import.State.RUNNING, Import.State.PREVIEWED)


@transaction.atomic
def cancel_import(*, actor: Actor, run_id: int, at: datetime) -> Import:
    """Stop it: nothing more is entered. What went in before stays and can be taken back."""
    run = take_import(actor, run_id)
    if run.state == Import.State.CANCELLED:
        return run
    if run.state not in _STOPPABLE:
        raise wrong_moment(run)
    stop(run, actor=actor, at=at)
    return run


def stop(run: Import, *, actor: Actor, at: datetime) -> None:
    before = run.state
    run.entered = run.rows.exclude(dossier=None).count()
    run.state, run.finished_at = Import.State.CANCELLED, at
    run.save(update_fields=["state", "entered", "finished_at"])
    jobs.cancel(run.job_id, at)
    record(
        ImportEvent.CANCELLED, actor=actor, subject=run, at=at, before={"state": before}, after={"entered": run.entered}
    )
