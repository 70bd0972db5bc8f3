from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.kernel.models import Job
from txng.ledger.recording import record
from txng.production.actions.sheet_in_hand import defer, put_to_work, run_in_hand, wrong_moment
from txng.production.events import ProductionEvent
from txng.production.models import SheetRow, SheetRun
from txng.registry.models.imports import UNDO_HOURS

OVER = (SheetRun.State.DONE, SheetRun.State.FAILED, SheetRun.State.CANCELLED)


@transaction.atomic
def undo_sheet(*, actor: Actor, run_id: int, at: datetime) -> SheetRun:
    """“Hoàn tác lần nhập này”: within 24 hours, row by row, what nobody has touched since (names.md 5)."""
    run = run_in_hand(actor, run_id)
    if run.state == SheetRun.State.UNDONE and not left_half_way(run):
        return run
    if run.state not in (*OVER, SheetRun.State.UNDONE) or not run.entered or run.undo_until is None:
        raise wrong_moment(run)
    if at > run.undo_until:
        sentence = _("An import can be taken back within %(hours)s hours; this one is older.")
        raise RuleBroken(sentence % {"hours": UNDO_HOURS}, code="too_late")
    before = run.state
    run.state, run.undone_at = SheetRun.State.UNDONE, at
    run.by, run.by_user_id = actor.label, actor.user_id or 0
    title = _("Take back the import %(number)s") % {"number": run.number}
    run.job = put_to_work(run, title, run.entered, at, run.by_user_id)
    run.save(update_fields=["state", "undone_at", "job", "by", "by_user_id"])
    defer(run, "production.take_back_sheet")
    record(
        ProductionEvent.SHEET_UNDONE, actor=actor, subject=run, at=at, before={"state": before},
        after={"state": run.state},
    )  # fmt: skip
    return run


def left_half_way(run: SheetRun) -> bool:
    stopped = run.job.state in (Job.State.CANCELLED, Job.State.FAILED)
    return stopped and run.rows.filter(state__in=(SheetRow.State.ADDED, SheetRow.State.CHANGED)).exists()
