from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from txng.access import Actor
from txng.kernel import jobs
from txng.kernel.models import Job
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


def stop(run: Import, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """The job first: it waits for the dossier being entered, so that the count below counts it."""
    before = run.state
    jobs.cancel(run.job_id, at)
    if before != Import.State.UNDONE:  # what has begun to be taken back is taken back: the rest when they may again
        run.entered = run.rows.exclude(dossier=None).count()
        run.state, run.finished_at = Import.State.CANCELLED, at
        run.save(update_fields=["state", "entered", "finished_at"])
    record(
        ImportEvent.CANCELLED,
        actor=actor,
        subject=run,
        at=at,
        before={"state": before},
        after={"entered": run.entered},
        reason=reason,
    )


def stop_of(runs: QuerySet[Import], *, may: Callable[[int], bool], actor: Actor, at: datetime, reason: str) -> None:
    """Whoever confirmed may not import any more: what waits or runs in their name stops with the change that says so
    (CB 12.5, CT-REG 12.5)."""
    busy = Q(state__in=(Import.State.WAITING, Import.State.RUNNING)) | Q(
        state=Import.State.UNDONE, job__state__in=(Job.State.WAITING, Job.State.RUNNING)
    )
    for run in runs.select_for_update(of=("self",), no_key=True).filter(busy).order_by("pk"):
        if not may(run.by_user_id):
            stop(run, actor=actor, at=at, reason=reason)
