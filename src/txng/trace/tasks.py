"""The jobs of this area. The rows are the queue: a job that is lost is found again by its row."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from procrastinate.contrib.django import app

from txng.kernel.clock import now
from txng.trace import actions, jobs
from txng.trace.graph import nightly
from txng.trace.models import Capture
from txng.trace.senders import actor_of_capture

# Younger ones are somebody's: the queue has just been told of them.
_LEFT_BEHIND = timedelta(seconds=45)


@app.task(name=jobs.STORE, queue="slow")
def store_capture(capture_id: str) -> None:
    capture = Capture.objects.defer("body").get(pk=uuid.UUID(capture_id))
    actions.store_capture(actor=actor_of_capture(capture), capture_id=capture.pk, at=now())


# A worker that was killed leaves its capture running and holds it no more.
@app.periodic(cron="* * * * *")
@app.task(name="trace.take_up_again", queue="slow", queueing_lock="take_up_again", pass_context=False)
def take_up_again(timestamp: int) -> None:
    take_up(now())


def take_up(at: datetime) -> int:
    """Do what others left undone; returns how many captures came to their end by it."""
    left = Capture.objects.filter(running=True, asked_at__lt=at - _LEFT_BEHIND).defer("body").order_by("asked_at")
    done = [
        actions.store_capture(actor=actor_of_capture(capture), capture_id=capture.pk, at=at) for capture in left[:20]
    ]
    return sum(one is not None for one in done)


# 02:23 in Việt Nam.
@app.periodic(cron="23 19 * * *")
@app.task(name="trace.compare_graph", queue="slow", queueing_lock="compare_graph", pass_context=False)
def compare_graph(timestamp: int) -> None:
    nightly.check()
