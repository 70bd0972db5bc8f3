"""The jobs of this area. The rows are the queue: a job that is lost costs a minute, not a letter."""

from __future__ import annotations

from procrastinate.contrib.django import app

from txng.kernel.clock import now
from txng.notifications import delivery, digests


@app.periodic(cron="* * * * *")
@app.task(name="notifications.deliver", queue="fast", queueing_lock="deliver", lock="deliver", pass_context=False)
def deliver(timestamp: int) -> None:
    delivery.sweep(now())


@app.task(name="notifications.deliver_now", queue="fast")
def deliver_now() -> None:
    delivery.sweep(now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="notifications.summaries", queue="fast", queueing_lock="summaries", pass_context=False)
def write_summaries(timestamp: int) -> None:
    digests.write(now())
