from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, refuse_ended, sent_before
from txng.production.actions.processes_in_hand import work_of
from txng.production.events import ProductionEvent
from txng.production.models import Lot, LotPlan, LotTask, ProcessTemplate
from txng.production.process.library import fits, in_force, processes_of
from txng.production.process.rules import refuse_impossible_size


@transaction.atomic
def plan_lot(
    *,
    actor: Actor,
    lot_id: int,
    template_id: int | None,
    at: datetime,
    starts_on: date | None = None,
    area_m2: Decimal | None = None,
    heads: int | None = None,
    input_kg: Decimal | None = None,
    client_id: UUID | None = None,
) -> LotPlan:
    """Let a lot follow a process: its tasks are copied, and what is published later changes nothing of them. Without a
    process the plan begins empty. The plan there was before ends."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    if earlier := sent_before(LotPlan, client_id, actor, Permission.LOT_EDIT):
        return earlier
    refuse_ended(lot)
    template = _template(actor, lot, template_id, on=local_date(at))
    tasks = list(template.tasks.all()) if template else []
    starts_on = starts_on or first_day_for(lot, template)
    refuse_impossible_start(lot, starts_on)
    refuse_impossible_size(area_m2, heads, input_kg)
    before = lot.plans.filter(ended_at=None).first()
    if before is not None:
        before.ended_at = at
        before.save(update_fields=["ended_at"])
    plan = LotPlan(
        establishment_id=lot.establishment_id,
        lot=lot,
        template=template,
        starts_on=starts_on,
        area_m2=area_m2 if area_m2 is not None else lot.site.area_m2,
        heads=heads,
        input_kg=input_kg,
        client_id=client_id or uuid4(),
        created_at=at,
    )
    plan.stand_with(lot)
    plan.save(force_insert=True)
    LotTask.objects.bulk_create(LotTask(plan=plan, **work_of(task)) for task in tasks)
    record(
        ProductionEvent.LOT_PLANNED,
        actor=actor,
        subject=lot,
        at=at,
        before={"plan_id": before.pk, "process_id": before.template_id} if before else None,
        after={
            "plan_id": plan.pk,
            "process_id": template_id,
            "version": template.version if template else None,
            "starts_on": starts_on,
        },
    )
    return plan


def _template(actor: Actor, lot: Lot, template_id: int | None, *, on: date) -> ProcessTemplate | None:
    if template_id is None:
        return None
    found = processes_of(actor).filter(pk=template_id).first()
    if found is None:
        raise NotThere(_("Not found."))
    if not in_force(processes_of(actor), on).filter(pk=found.pk).exists():
        raise RuleBroken(_("This process is not in use. Choose another."), code="template")
    if not fits(found, lot.product):
        raise RuleBroken(_("This process is for other goods. Choose another."), code="template")
    return found


def first_day_for(lot: Lot, template: ProcessTemplate | None) -> date:
    """So that the first work of the process falls on the day the lot was opened."""
    if template is None:
        return lot.opened_on
    earliest = template.tasks.order_by("first_day").values_list("first_day", flat=True).first() or 0
    return lot.opened_on + timedelta(days=max(0, -earliest))


def refuse_impossible_start(lot: Lot, starts_on: date) -> None:
    if abs((starts_on - lot.opened_on).days) > 400:
        raise RuleBroken(
            _("The first day of the plan lies too far from %(day)s, the day the lot was opened.")
            % {"day": f"{lot.opened_on:%d/%m/%Y}"},
            code="starts_on",
        )
