from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, refuse_ended
from txng.production.actions.plan_lot import refuse_impossible_start
from txng.production.events import ProductionEvent
from txng.production.models import Lot, LotPlan
from txng.production.process.rules import refuse_impossible_size


@transaction.atomic
def move_plan(
    *,
    actor: Actor,
    lot_id: int,
    starts_on: date,
    at: datetime,
    area_m2: Decimal | None = None,
    heads: int | None = None,
    input_kg: Decimal | None = None,
) -> LotPlan:
    """Begin the plan on another day: every task moves by as many days. And the size its amounts are counted for."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    refuse_ended(lot)
    plan = plan_in_hand(lot)
    refuse_impossible_start(lot, starts_on)
    refuse_impossible_size(area_m2, heads, input_kg)
    wanted = {"starts_on": starts_on, "area_m2": area_m2, "heads": heads, "input_kg": input_kg}
    before = {name: getattr(plan, name) for name in wanted}
    if before == wanted:
        return plan
    for name, value in wanted.items():
        setattr(plan, name, value)
    plan.save(update_fields=[*wanted])
    record(ProductionEvent.PLAN_MOVED, actor=actor, subject=lot, at=at, before=before, after=wanted)
    return plan


def plan_in_hand(lot: Lot) -> LotPlan:
    """The lot is locked, and with it its plan."""
    plan = lot.plans.filter(ended_at=None).first()
    if plan is None:
        raise RuleBroken(_("This lot has no plan yet. Choose a process first."), code="no_plan")
    return plan
