from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.production.actions.archiving import refuse_taken_name, take_out
from txng.production.events import ProductionEvent
from txng.production.models import Worker


@transaction.atomic
def restore_worker(*, actor: Actor, worker_id: int, at: datetime) -> Worker:
    """Back into use, unless another has taken its name meanwhile."""
    return take_out(actor, Worker, worker_id, Permission.WORKER_EDIT, ProductionEvent.WORKER_RESTORED, at, _refuse_twin)


def _refuse_twin(worker: Worker) -> None:
    refuse_taken_name(
        worker.establishment.workers.filter(phone=worker.phone),
        worker,
        _("You already have a worker with this name and phone number."),
    )
