"""How much a lot of that size needs, and how it is said."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from txng.production import units
from txng.production.models import LotPlan, Per
from txng.production.models.process import PlannedWork
from txng.ui.formats import NARROW, vn_number


def needed(task: PlannedWork, plan: LotPlan | None) -> Decimal | None:
    """None where no amount is usual, or where it hangs on a size nobody has written down."""
    if task.amount is None or plan is None:
        return None
    times = {
        Per.LOT.value: Decimal(1),
        Per.HECTARE.value: plan.area_m2 / 10_000 if plan.area_m2 is not None else None,
        Per.HEAD.value: Decimal(plan.heads) if plan.heads is not None else None,
        Per.HUNDRED_KG.value: plan.input_kg / 100 if plan.input_kg is not None else None,
    }[task.per]
    return None if times is None else _handy(task.amount * times)


def _handy(amount: Decimal) -> Decimal:
    """No more digits than anybody weighs out; never rounded away to nothing."""
    for least, step in ((Decimal(100), Decimal(1)), (Decimal(10), Decimal("0.1")), (Decimal(1), Decimal("0.01"))):
        if amount >= least:
            return amount.quantize(step, ROUND_HALF_UP)
    return max(amount.quantize(Decimal("0.001"), ROUND_HALF_UP), Decimal("0.001"))


def usual(task: PlannedWork) -> str:
    """“80 kg cho 1 ha; 1,0–1,2 lít/ha”: as the process says it, whatever the lot."""
    parts = []
    if task.amount is not None:
        amount = f"{vn_number(task.amount)}{NARROW}{units.shown(task.amount_unit)}".strip()
        parts.append(_("%(amount)s %(per)s") % {"amount": amount, "per": Per(task.per).label})
    if task.dose:
        parts.append(task.dose)
    return "; ".join(parts)
