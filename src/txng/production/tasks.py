"""The jobs of this area: reading, entering and taking back an import from Excel."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

from txng.kernel import jobs
from txng.kernel.clock import now
from txng.production import actions
from txng.production.models import SheetRun
from txng.production.sheets.acting import who
from txng.production.sheets.checking import check_rows, counted
from txng.production.sheets.entering import enter_rows, undo_rows

log = logging.getLogger("txng.production")


@app.task(name="production.read_sheet", queue="slow")
def read_sheet(run_id: int) -> None:
    def finish(run: SheetRun) -> None:
        actions.preview_sheet(run_id=run.pk, at=now(), **counted(run))

    _work(run_id, check_rows, finish)


@app.task(name="production.enter_sheet", queue="slow")
def enter_sheet(run_id: int) -> None:
    _work(run_id, enter_rows, lambda run: actions.finish_sheet(actor=who(run), run_id=run.pk, at=now()))


@app.task(name="production.take_back_sheet", queue="slow")
def take_back_sheet(run_id: int) -> None:
    _work(run_id, undo_rows, lambda run: jobs.end(run.job_id, now()))


def _work(run_id: int, work: Callable[[SheetRun, datetime], bool], finish: Callable[[SheetRun], Any]) -> None:
    """A page that says “failed” is better than one that runs for ever: what was kept stands in the run."""
    if not actions.begin_sheet(run_id=run_id, at=now()):
        return
    run = SheetRun.objects.select_related("establishment", "job").get(pk=run_id)
    try:
        if work(run, now()):
            finish(run)
    except Exception:
        log.exception("import %s broke off", run.number)
        actions.break_off_sheet(run_id=run_id, at=now())
