"""What the verbs of an import share: whose it is, its lock, the job that works for it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from txng.access import Actor
from txng.kernel import jobs
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.models import Job
from txng.registry.models import Import
from txng.registry.queries import own_imports


def take_import(actor: Actor, run_id: int) -> Import:
    """Locked until the transaction ends, so that two presses are put in a row."""
    run = Import.objects.select_for_update(of=("self",), no_key=True).filter(own_imports(actor), pk=run_id).first()
    if run is None:
        raise NotThere(_("Not found."))
    return run


def put_to_work(run: Import, task: str, *, title: str, total: int, at: datetime, user_id: int) -> Job:
    """A job of its own page for each part of the work; the queue hears of it when the transaction commits."""
    job = jobs.ask(
        title=title,
        counts=_("rows"),
        total=total,
        result=reverse("import-detail", args=[run.pk]) if run.pk else "",
        user_id=user_id,
        at=at,
    )
    if run.pk:
        defer(run.pk, task)
    return job


def defer(run_id: int, task: str) -> None:
    app.configure_task(task, queue="slow").defer(run_id=run_id)


def wrong_moment(run: Import) -> RuleBroken:
    sentence = _("This import is in the state “%(state)s”.") % {"state": run.get_state_display()}
    return RuleBroken(sentence, code="wrong_moment")
