from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.actions.sheet_in_hand import defer, put_to_work, run_in_hand, wrong_moment
from txng.production.events import ProductionEvent
from txng.production.models import SheetRun


@transaction.atomic
def confirm_sheet(*, actor: Actor, run_id: int, at: datetime) -> SheetRun:
    """“Chỉ nhập dòng đúng”: have the right rows entered, in the name of who presses. Pressed twice, once."""
    run = run_in_hand(actor, run_id)
    if run.is_confirmed and run.state in (SheetRun.State.WAITING, SheetRun.State.RUNNING, SheetRun.State.DONE):
        return run
    if run.state != SheetRun.State.PREVIEWED:
        raise wrong_moment(run)
    if not run.good:
        raise RuleBroken(_("There is nothing to enter: every row is unchanged or has errors."), code="nothing_to_enter")
    run.state, run.confirmed_at = SheetRun.State.WAITING, at
    run.by, run.by_user_id = actor.label, actor.user_id or 0
    title = _("Enter the rows of “%(file)s”") % {"file": run.file_name}
    run.job = put_to_work(run, title, run.good, at, run.by_user_id)
    run.save()
    defer(run, "production.enter_sheet")
    record(
        ProductionEvent.SHEET_CONFIRMED,
        actor=actor,
        subject=run,
        at=at,
        before={"state": SheetRun.State.PREVIEWED},
        after={"added": run.added, "changed": run.changed, "left_out": run.wrong},
    )
    return run
