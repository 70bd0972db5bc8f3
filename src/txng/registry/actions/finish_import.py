from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.kernel import jobs
from txng.ledger.recording import record
from txng.registry.events import ImportEvent
from txng.registry.imports.acting import who
from txng.registry.models import Import


@transaction.atomic
def finish_import(*, run_id: int, at: datetime) -> None:
    """Every right row has its dossier."""
    run = (
        Import.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency", "establishment")
        .get(pk=run_id)
    )
    if run.state != Import.State.RUNNING:
        return
    run.entered = run.rows.exclude(dossier=None).count()
    run.state, run.finished_at = Import.State.DONE, at
    run.save(update_fields=["entered", "state", "finished_at"])
    jobs.end(run.job_id, at)
    record(ImportEvent.FINISHED, actor=who(run), subject=run, at=at, after={"entered": run.entered})


@transaction.atomic
def finish_undoing(*, run_id: int, at: datetime) -> None:
    jobs.end(Import.objects.get(pk=run_id).job_id, at)


@transaction.atomic
def break_off_import(*, run_id: int, at: datetime) -> None:
    """What went in stays, is counted, and can be taken back like any other."""
    run = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=run_id)
    run.entered = run.rows.exclude(dossier=None).count()
    if run.state == Import.State.RUNNING:
        run.state, run.finished_at = Import.State.FAILED, at
    run.save(update_fields=["entered", "state", "finished_at"])
    sentence = _("The system could not finish. %(n)s rows are entered; tell the hotline the number %(number)s.")
    jobs.fail(run.job_id, sentence % {"n": run.entered, "number": run.number}, at)
