from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from txng.access import Actor, Permission
from txng.catalogue import groups
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, refuse_ended
from txng.production.actions.move_plan import plan_in_hand
from txng.production.events import ProductionEvent
from txng.production.models import LotTask
from txng.production.process.rules import read_work


@transaction.atomic
def add_lot_task(
    *, actor: Actor, lot_id: int, work: dict[str, Any], at: datetime, client_id: UUID | None = None
) -> LotTask:
    """A task of one's own in the plan of a lot."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    plan = plan_in_hand(lot)
    if client_id is not None and (earlier := plan.tasks.filter(client_id=client_id).first()):
        return earlier
    refuse_ended(lot)
    found = groups.group(lot.product.group)
    task = LotTask(
        plan=plan,
        own=True,
        position=plan.tasks.count(),
        client_id=client_id or uuid4(),
        **read_work(found.nature if found else "", work),
    )
    task.save(force_insert=True)
    record(
        ProductionEvent.PLAN_TASK_ADDED,
        actor=actor,
        subject=lot,
        label=task.title,
        at=at,
        after={"lot_id": lot.pk, "task_id": task.pk, "activity": task.activity, "first_day": task.first_day},
    )
    return task
