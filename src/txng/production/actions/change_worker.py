from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.add_worker import checked_membership, refuse_impossible_worker
from txng.production.actions.archiving import changed, in_use
from txng.production.events import ProductionEvent
from txng.production.models import Worker


@transaction.atomic
def change_worker(
    *,
    actor: Actor,
    worker_id: int,
    name: str,
    at: datetime,
    phone: str = "",
    birth_year: int | None = None,
    job: str = "",
    household: str = "",
    trained_on: date | None = None,
    health_checked_on: date | None = None,
    membership_id: int | None = None,
) -> Worker:
    """The ledger is for ever and says which particulars changed, not what a telephone or a year of birth was."""
    worker = in_use(actor, Worker, worker_id, Permission.WORKER_EDIT)
    name = refuse_impossible_worker(
        worker.establishment, name=name, phone=phone, birth_year=birth_year, days=(trained_on, health_checked_on),
        at=at, but=worker,
    )  # fmt: skip
    keep = membership_id is not None and membership_id == worker.membership_id  # a seat that has ended meanwhile
    seat = worker.membership if keep else checked_membership(worker.establishment, membership_id)
    values = {
        "name": name,
        "phone": phone,
        "birth_year": birth_year,
        "job": clean(job),
        "household": clean(household),
        "trained_on": trained_on,
        "health_checked_on": health_checked_on,
        "membership_id": seat.pk if seat else None,
    }
    _before, after = changed(worker, values)
    if after:
        worker.save(update_fields=[*after])
        record(ProductionEvent.WORKER_CHANGED, actor=actor, subject=worker, at=at, after={"changed": sorted(after)})
    return worker
