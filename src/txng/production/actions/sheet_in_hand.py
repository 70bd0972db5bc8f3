"""What the verbs of an import from Excel share: whose it is, its lock, the job that works for it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from txng.access import Actor
from txng.kernel import jobs
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.models import Job
from txng.production.models import SheetRow, SheetRun
from txng.production.sheet_rights import RIGHTS

ENTERED = (SheetRow.State.ADDED, SheetRow.State.CHANGED, SheetRow.State.UNDONE, SheetRow.State.KEPT)


def run_in_hand(actor: Actor, run_id: int) -> SheetRun:
    """Locked until the transaction ends, so that two presses are put in a row."""
    runs = SheetRun.objects.select_for_update(of=("self",), no_key=True).select_related("job")
    run = runs.filter(pk=run_id, establishment_id=actor.establishment_id or 0).first()
    if run is None or run.sheet not in RIGHTS:
        raise NotThere(_("Not found."))
    actor.require_verb(RIGHTS[run.sheet])
    return run


def put_to_work(run: SheetRun, title: str, total: int, at: datetime, user_id: int) -> Job:
    """A job of its own page for each part of the work."""
    result = reverse("sheet-run", args=[run.pk]) if run.pk else ""
    return jobs.ask(title=title, counts=_("rows"), total=total, result=result, user_id=user_id, at=at)


def defer(run: SheetRun, task: str) -> None:
    """The queue hears of it when the transaction commits."""
    app.configure_task(task, queue="slow").defer(run_id=run.pk)


def wrong_moment(run: SheetRun) -> RuleBroken:
    sentence = _("This import is in the state “%(state)s”.") % {"state": run.get_state_display()}
    return RuleBroken(sentence, code="wrong_moment")


def count_entered(run: SheetRun) -> int:
    return run.rows.filter(state__in=ENTERED).count()
