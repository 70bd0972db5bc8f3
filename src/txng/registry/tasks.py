"""The jobs of this area: reading, entering and taking back an import; keeping papers, telling of those that run out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from txng.access.actors import system
from txng.kernel.clock import local_date, now
from txng.registry import actions, keeping
from txng.registry.imports.checking import check_rows
from txng.registry.imports.entering import enter_rows, undo_rows
from txng.registry.models import Import
from txng.registry.profile_queries import documents_to_warn_of

log = logging.getLogger("txng.registry")


@app.task(name="registry.read_import", queue="slow")
def read_import(run_id: int) -> None:
    _work(run_id, check_rows, actions.preview_import)


@app.task(name="registry.enter_import", queue="slow")
def enter_import(run_id: int) -> None:
    _work(run_id, enter_rows, actions.finish_import)


@app.task(name="registry.take_back_import", queue="slow")
def take_back_import(run_id: int) -> None:
    _work(run_id, undo_rows, actions.finish_undoing)


def _work(run_id: int, work: Callable[[Import, datetime], bool], finish: Callable[..., object]) -> None:
    """A page that says “failed” is better than one that runs for ever: what was kept stands in the run."""
    if not actions.begin_import(run_id=run_id, at=now()):
        return
    run = Import.objects.select_related("agency", "establishment", "job").get(pk=run_id)
    try:
        if work(run, now()):
            finish(run_id=run_id, at=now())
    except Exception:
        log.exception("import %s broke off", run.number)
        actions.break_off_import(run_id=run_id, at=now())


@app.task(name=keeping.TASK, queue="fast", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def keep_papers(dossier_id: int) -> None:
    with override("vi"):
        who = system()
    actions.keep_papers(actor=who, dossier_id=dossier_id, at=now())


# 17:05 UTC is five past midnight in Việt Nam: the day on which a paper no longer counts has just begun.
@app.periodic(cron="5 17 * * *")
@app.task(name="registry.warn_of_expiry", queue="fast", queueing_lock="warn_of_expiry", pass_context=False)
def warn_of_expiry(timestamp: int) -> None:
    warn(now())


def warn(at: datetime) -> int:
    """Tell of every paper that runs out soon or has run out; returns how many were told of."""
    due = list(documents_to_warn_of(local_date(at)).values_list("id", flat=True))
    told = [actions.warn_of_expiry(actor=system(), document_id=document_id, at=at) for document_id in due]
    return sum(document is not None for document in told)
