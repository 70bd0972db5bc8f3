from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, refuse_ended
from txng.production.actions.move_plan import plan_in_hand
from txng.production.events import ProductionEvent
from txng.production.models import LotTask


@transaction.atomic
def drop_lot_task(*, actor: Actor, lot_id: int, task_id: int, at: datetime) -> LotTask:
    """Leave a task out of this lot's plan, all its turns. The row stays: what was planned remains readable."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    task = plan_in_hand(lot).tasks.filter(pk=task_id).first()
    if task is None:
        raise NotThere(_("Not found."))
    if task.dropped_at is not None:
        return task
    refuse_ended(lot)
    task.dropped_at = at
    task.save(update_fields=["dropped_at"])
    record(
        ProductionEvent.PLAN_TASK_DROPPED,
        actor=actor,
        subject=lot,
        label=task.title,
        at=at,
        before={"lot_id": lot.pk, "task_id": task.pk, "activity": task.activity, "first_day": task.first_day},
    )
    return task
