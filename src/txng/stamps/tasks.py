"""The jobs of this area: making print files, and deleting those that nobody took."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import override
from procrastinate.contrib.django import app

from txng.access.actors import system
from txng.kernel.clock import now
from txng.stamps import actions
from txng.stamps.actions.request_print_file import TASK
from txng.stamps.models import PrintFile


@app.task(name=TASK, queue="slow")
def make_print_file(file_id: str) -> None:
    with override("vi"):
        actions.make_print_file(actor=system(), file_id=uuid.UUID(file_id), at=now())


@app.periodic(cron="17 * * * *")
@app.task(name="stamps.discard_print_files", queue="fast", queueing_lock="discard_print_files", pass_context=False)
def discard_print_files(timestamp: int) -> None:
    discard(now())


def discard(at: datetime) -> int:
    """Delete every file whose time is over; returns how many."""
    over = list(PrintFile.objects.filter(discarded_at=None, expires_at__lte=at).values_list("pk", flat=True))
    for file_id in over:
        actions.discard_print_file(actor=system(), file_id=file_id, at=at)
    return len(over)
