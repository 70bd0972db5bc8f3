"""What cannot be planned: days that run backwards, work of another trade, a harvest while a spray still waits."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.production import units
from txng.production.models import Activity, MaterialKind, Per
from txng.production.models.process import PlannedWork
from txng.production.process.calendar import days_of
from txng.production.work import activities_of

EARLIEST, LATEST = -120, 1500
LONGEST_WAIT = 400


def read_work(nature: str, typed: dict[str, Any]) -> dict[str, Any]:
    """The columns of a planned work out of what was typed; refuses what cannot be."""
    first = typed["first_day"]
    last = typed.get("last_day")
    work = {
        "activity": typed["activity"],
        "title": clean(typed["title"]),
        "first_day": first,
        "last_day": first if last is None else last,
        "every": typed.get("every"),
        "until": typed.get("until"),
        "what": clean(typed.get("what", "")),
        "material_kind": typed.get("material_kind", ""),
        "dose": clean(typed.get("dose", "")),
        "amount": typed.get("amount"),
        "amount_unit": typed.get("amount_unit", "") if typed.get("amount") is not None else "",
        "per": typed.get("per") or Per.LOT.value,
        "phi_days": typed.get("phi_days"),
        "withdrawal_days": typed.get("withdrawal_days"),
        "photo_wanted": bool(typed.get("photo_wanted")),
        "note": clean(typed.get("note", "")),
    }
    _refuse_other_trade(nature, work)
    _refuse_impossible_days(work)
    _refuse_impossible_amount(work)
    return work


def _refuse_other_trade(nature: str, work: dict[str, Any]) -> None:
    if work["activity"] not in [activity.value for activity in activities_of(nature)]:
        raise RuleBroken(_("Choose a work that there is for these goods."), code="activity")
    if not work["title"]:
        raise RuleBroken(_("Say in a few words what is to be done."), code="title")
    if work["material_kind"] and work["material_kind"] not in MaterialKind.values:
        raise RuleBroken(_("Choose what kind of material it is."), code="material_kind")


def _refuse_impossible_days(work: dict[str, Any]) -> None:
    days = [work["first_day"], work["last_day"], *([work["until"]] if work["until"] is not None else [])]
    if not all(EARLIEST <= day <= LATEST for day in days):
        raise RuleBroken(
            _("Days are counted from %(least)s to %(most)s.") % {"least": EARLIEST, "most": LATEST}, code="first_day"
        )
    if work["last_day"] < work["first_day"]:
        raise RuleBroken(_("The last day cannot come before the first."), code="last_day")
    if (work["every"] is None) != (work["until"] is None):
        raise RuleBroken(
            _("For work that is repeated, say after how many days and up to which day; else leave both empty."),
            code="every",
        )
    if work["until"] is not None and (work["every"] < 1 or work["until"] < work["first_day"]):
        raise RuleBroken(_("Repeated work goes on to a day after its first."), code="until")


def _refuse_impossible_amount(work: dict[str, Any]) -> None:
    amount = work["amount"]
    if amount is not None and amount <= 0:
        raise RuleBroken(_("The amount must be greater than 0."), code="amount")
    if amount is not None and work["amount_unit"] not in [unit.name for unit in units.all_units()]:
        raise RuleBroken(_("Choose the unit."), code="amount_unit")
    if work["per"] not in Per.values:
        raise RuleBroken(_("Choose what the amount is for."), code="per")
    for name in ("phi_days", "withdrawal_days"):
        if work[name] is not None and not 0 <= work[name] <= LONGEST_WAIT:
            raise RuleBroken(
                _("The waiting time is a number of days from 0 to %(most)s.") % {"most": LONGEST_WAIT}, code=name
            )


def refuse_unsafe(tasks: Iterable[PlannedWork]) -> None:
    """A process that is published may not plan a harvest before the last spray or medicine before it has waited."""
    for task, harvest_day, free_from in unsafe(tasks):
        raise RuleBroken(
            _("“%(title)s” must wait until day %(free)s, and a harvest is planned on day %(harvest)s.")
            % {"title": task.title, "harvest": harvest_day, "free": free_from},
            code="waiting",
        )


def unsafe(tasks: Iterable[PlannedWork]) -> list[tuple[PlannedWork, int, int]]:
    """Work with a waiting time, the day of the harvest that comes too early, the first day that would do."""
    tasks = list(tasks)
    harvests = [first for task in tasks if task.activity == Activity.HARVEST for first, _last in days_of(task)]
    found = []
    for task in tasks:
        wait = max(task.phi_days or 0, task.withdrawal_days or 0)
        for first, last in days_of(task) if wait else ():
            early = [day for day in harvests if first <= day < last + wait]
            if early:
                found.append((task, min(early), last + wait))
    return found


def size_asked(tasks: Iterable[PlannedWork]) -> set[str]:
    """Which sizes of a lot its amounts hang on: `hectare`, `head`, `hundred_kg`."""
    return {task.per for task in tasks if task.amount is not None} - {Per.LOT.value}


def refuse_impossible_size(area_m2: Decimal | None, heads: int | None, input_kg: Decimal | None) -> None:
    if any(size is not None and size <= 0 for size in (area_m2, heads, input_kg)):
        raise RuleBroken(_("The size of the lot must be greater than 0."), code="size")
