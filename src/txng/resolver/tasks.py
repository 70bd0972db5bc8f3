from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from txng.kernel.clock import now
from txng.resolver import actions, alarms, looking, recording
from txng.stamps.pins import forget_pin_tries


@app.periodic(cron="* * * * *")
@app.task(name="resolver.fold_scans", queue="fast", queueing_lock="fold_scans", pass_context=False)
def fold_scans(timestamp: int) -> None:
    fold(now())


def fold(at: datetime) -> int:
    """Count the scans of the days that have new ones; returns how many days."""
    return len(actions.fold_scans(at=at))


@app.periodic(cron="* * * * *")
@app.task(name="resolver.write_kept_scans", queue="fast", queueing_lock="write_kept_scans", pass_context=False)
def write_kept_scans(timestamp: int) -> None:
    recording.write_kept()


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


@app.task(name=alarms.TASK, queue="fast", pass_context=False)
def look_at_codes(codes: list[list[int]]) -> None:
    looking.look([(tweak, version, counter) for tweak, version, counter in codes], at=now())


@app.periodic(cron="23 * * * *")
@app.task(name="resolver.look_at_recent", queue="fast", queueing_lock="look_at_recent", pass_context=False)
def look_at_recent(timestamp: int) -> None:
    looking.look_at_recent(at=now())
