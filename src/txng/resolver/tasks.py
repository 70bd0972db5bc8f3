from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from txng.kernel.clock import now
from txng.resolver import actions
from txng.stamps.pins import forget_pin_tries


@app.periodic(cron="* * * * *")
@app.task(name="resolver.fold_scans", queue="fast", queueing_lock="fold_scans", pass_context=False)
def fold_scans(timestamp: int) -> None:
    fold(now())


def fold(at: datetime) -> int:
    """Count every scan up to `at` into the tallies; returns how many lines were looked at."""
    total = 0
    while found := actions.fold_scans(at=at):
        total += found
    return total


@app.periodic(cron="17 * * * *")
@app.task(name="resolver.destroy_day_keys", queue="fast", queueing_lock="destroy_day_keys", pass_context=False)
def destroy_day_keys(timestamp: int) -> None:
    actions.destroy_day_keys(at=now())


@app.periodic(cron="41 3 * * *")
@app.task(name="resolver.delete_old_scans", queue="fast", queueing_lock="delete_old_scans", pass_context=False)
def delete_old_scans(timestamp: int) -> None:
    while actions.delete_old_scans(at=now()):
        pass
    forget_pin_tries(at=now())
