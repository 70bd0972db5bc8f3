from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.kernel.models import Job
from txng.ledger.recording import record
from txng.registry.actions.importing import put_to_work, take_import, wrong_moment
from txng.registry.events import ImportEvent
from txng.registry.models import Import, ImportRow
from txng.registry.models.imports import UNDO_HOURS

_OVER = (Import.State.DONE, Import.State.FAILED, Import.State.CANCELLED)


@transaction.atomic
def undo_import(*, actor: Actor, run_id: int, at: datetime) -> Import:
    """“Hoàn tác lần nhập này”: within 24 hours, row by row, what nobody has touched since (names.md 5)."""
    run = take_import(actor, run_id)
    if run.state == Import.State.UNDONE and not left_half_way(run):
        return run
    if run.state not in (*_OVER, Import.State.UNDONE) or not run.entered:
        raise wrong_moment(run)
    assert run.undo_until is not None  # it is over, so it ended
    if at > run.undo_until:
        sentence = _("An import can be taken back within %(hours)s hours; this one is older.")
        raise RuleBroken(sentence % {"hours": UNDO_HOURS}, code="too_late")
    before = run.state
    run.state, run.undone_at = Import.State.UNDONE, at  # also of one left half-way, whose rest is taken back now
    title = _("Take back the import %(number)s") % {"number": run.number}
    run.job = put_to_work(
        run, "registry.take_back_import", title=title, total=run.entered, at=at, user_id=actor.user_id or 0
    )
    run.by, run.by_user_id = actor.label, actor.user_id or 0
    run.save(update_fields=["state", "undone_at", "job", "by", "by_user_id"])
    record(ImportEvent.UNDONE, actor=actor, subject=run, at=at, before={"state": before}, after={"state": run.state})
    return run


def left_half_way(run: Import) -> bool:
    """Taking it back was stopped with the account of who asked, or broke off."""
    stopped = run.job.state in (Job.State.CANCELLED, Job.State.FAILED)
    return stopped and run.rows.filter(state=ImportRow.State.ENTERED).exists()
