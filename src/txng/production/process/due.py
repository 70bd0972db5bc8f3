"""What a lot's plan asks for on a day: today's work and what is late (the rule stands in calendar.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from txng.kernel.text import fold
from txng.production.models import DiaryEntry, Lot, LotPlan, LotTask, Material
from txng.production.models.process import PlannedWork
from txng.production.process.amounts import needed, usual
from txng.production.process.calendar import Standing, Turn, calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    activity: str
    title: str
    day: date  # the first day it was planned for
    what: str
    quantity: Decimal | None
    quantity_unit: str
    dose: str
    photo_wanted: bool
    late: bool
    material_id: int | None


def due(lot: Lot, on: date) -> list[Due]:
    """The late work first, then today's; nothing for a lot without a plan, or one that has ended."""
    return due_of([lot], on)[lot.pk]


def due_of(lots: Sequence[Lot], on: date) -> dict[int, list[Due]]:
    """The same for many lots, by as many queries as for one (four)."""
    found: dict[int, list[Due]] = {lot.pk: [] for lot in lots}
    running = {lot.pk: lot for lot in lots if lot.closed_at is None and lot.cancelled_at is None}
    plans = plans_of(running) if running else {}
    if not plans:
        return found
    entries = entries_of(plans)
    materials = _materials_of({plan.establishment_id for plan in plans.values()})
    for lot_id, plan in plans.items():
        turns = calendar(plan.tasks.all(), plan.starts_on, entries.get(lot_id, []))
        asked = [turn for turn in turns if turn.standing(on) in (Standing.LATE, Standing.TODAY)]
        asked.sort(key=lambda turn: (turn.standing(on) != Standing.LATE, turn.first))
        ours = materials.get(plan.establishment_id, [])
        found[lot_id] = [_due(turn, plan, ours, on) for turn in asked]
    return found


def plans_of(lot_ids: Sequence[int] | dict[int, Lot]) -> dict[int, LotPlan]:
    """The plan of each lot that has one, with the tasks nobody has left out."""
    kept = Prefetch("tasks", LotTask.objects.filter(dropped_at=None).order_by("first_day", "position", "id"))
    plans = LotPlan.objects.filter(lot__in=list(lot_ids), ended_at=None).prefetch_related(kept)
    return {plan.lot_id: plan for plan in plans}


def entries_of(lot_ids: Sequence[int] | dict[int, LotPlan]) -> dict[int, list[DiaryEntry]]:
    """The entries that hold, by lot."""
    found: dict[int, list[DiaryEntry]] = {}
    for entry in DiaryEntry.objects.filter(lot__in=list(lot_ids), corrections=None).order_by("done_on", "id"):
        found.setdefault(entry.lot_id, []).append(entry)
    return found


def _materials_of(establishment_ids: set[int]) -> dict[int, list[Material]]:
    found: dict[int, list[Material]] = {}
    kept = Material.objects.filter(establishment__in=establishment_ids, archived_at=None).order_by("name", "id")
    for material in kept:
        found.setdefault(material.establishment_id, []).append(material)
    return found


def _due(turn: Turn, plan: LotPlan, materials: list[Material], on: date) -> Due:
    task, quantity = turn.task, needed(turn.task, plan)
    return Due(
        activity=task.activity,
        title=task.title,
        day=turn.first,
        what=task.what,
        quantity=quantity,
        quantity_unit=task.amount_unit if quantity is not None else "",
        dose=usual(task),
        photo_wanted=task.photo_wanted,
        late=turn.standing(on) == Standing.LATE,
        material_id=_material_for(task, materials),
    )


def _material_for(task: PlannedWork, materials: list[Material]) -> int | None:
    """The establishment's own material the plan means: of that kind, and one names the other or its ingredient."""
    wanted = fold(task.what)
    if not task.material_kind or not wanted:
        return None
    for material in materials:
        names = [fold(name) for name in (material.name, material.active_ingredient) if name]
        if material.kind == task.material_kind and any(name in wanted or wanted in name for name in names):
            return material.pk
    return None
