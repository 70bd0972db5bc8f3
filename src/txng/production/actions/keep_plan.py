from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue import groups
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean, fold
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, own_establishment, sent_before
from txng.production.actions.move_plan import plan_in_hand
from txng.production.actions.processes_in_hand import work_of
from txng.production.events import ProductionEvent
from txng.production.models import ProcessState, ProcessTask, ProcessTemplate


@transaction.atomic
def keep_plan(*, actor: Actor, lot_id: int, title: str, at: datetime, client_id: UUID | None = None) -> ProcessTemplate:
    """The plan of a lot as it stands now, kept as the establishment's own process for the next lots. Under a title it
    already has, it is the next version of that process."""
    establishment = own_establishment(actor, Permission.LOT_EDIT)
    if earlier := sent_before(ProcessTemplate, client_id, actor, Permission.LOT_EDIT):
        return earlier
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    plan = plan_in_hand(lot)
    tasks = list(plan.tasks.filter(dropped_at=None))
    title = clean(title)
    if not title:
        raise RuleBroken(_("Give the process a title."), code="title")
    if not tasks:
        raise RuleBroken(_("A process has at least one task."), code="empty")
    same = ProcessTemplate.objects.filter(establishment=establishment, plain_title=fold(title))
    old = same.filter(state=ProcessState.PUBLISHED).first()
    found, followed = groups.group(lot.product.group), plan.template
    process = ProcessTemplate(
        title=title,
        plain_title=fold(title),
        nature=found.nature if found else followed.nature if followed else "processing",
        groups=[found.id] if found else [],
        first_day_is=followed.first_day_is if followed else _("First day"),
        valid_from=local_date(at),
        establishment=establishment,
        publisher=establishment.name,
        based_on=followed,
        client_id=client_id or uuid4(),
        created_at=at,
    )
    if old is not None:
        process.family = old.family
        process.version = 1 + ProcessTemplate.objects.filter(family=old.family).aggregate(most=Max("version"))["most"]
        old.state, old.retired_at = ProcessState.RETIRED, at
        old.save(update_fields=["state", "retired_at"])
    process.stand_with(establishment)
    process.save(force_insert=True)
    ProcessTask.objects.bulk_create(ProcessTask(template=process, **work_of(task)) for task in tasks)
    process.state, process.published_at, process.published_by = ProcessState.PUBLISHED, at, actor.label
    process.save(update_fields=["state", "published_at", "published_by"])
    record(
        ProductionEvent.PROCESS_PUBLISHED,
        actor=actor,
        subject=process,
        at=at,
        before={"process_id": old.pk, "version": old.version} if old else None,
        after={"process_id": process.pk, "version": process.version, "tasks": [str(task) for task in tasks]},
    )
    return process
