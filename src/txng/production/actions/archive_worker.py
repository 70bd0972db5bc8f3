from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.production.actions.archiving import put_away
from txng.production.events import ProductionEvent
from txng.production.models import Worker


@transaction.atomic
def archive_worker(*, actor: Actor, worker_id: int, at: datetime) -> Worker:
    """Who has left. Their name stays under the work they did."""
    return put_away(actor, Worker, worker_id, Permission.WORKER_EDIT, ProductionEvent.WORKER_ARCHIVED, at)
