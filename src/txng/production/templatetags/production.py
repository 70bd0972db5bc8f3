"""Small words of production on pages: an amount with its unit, the picture of an activity."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from txng.kernel.clock import today
from txng.production import stages, units
from txng.production.plausibility.late import days_late
from txng.production.things import keys_of_lot
from txng.production.work import WORK
from txng.ui.formats import NARROW, vn_number

register = template.Library()


@register.filter
def amount(thing: Any) -> str:
    """“20 kg” of anything with quantity and quantity_unit; "" where nothing was weighed."""
    if thing is None or thing.quantity is None:
        return ""
    unit = units.shown(thing.quantity_unit)
    return f"{vn_number(thing.quantity)}{NARROW}{unit}" if unit else vn_number(thing.quantity)


@register.filter
def in_short(entry: Any) -> str:
    """“Bón phân, NPK 16-16-8, 20 kg”."""
    return ", ".join(filter(None, (entry.work, amount(entry))))


@register.filter
def written_late(entry: Any) -> int:
    """Days after the work, where they are enough to be marked; else 0."""
    return days_late(entry)


@register.filter
def received_amount(handover: Any) -> str:
    """“95 kg” of what came, in the measure in which it was sent."""
    return f"{vn_number(handover.received_quantity)}{NARROW}{units.shown(handover.quantity_unit)}"


@register.filter
def key_data(entry: Any) -> list[tuple[str, str]]:
    """Key data of the stage as people read them: “Loại, hạng”, “1”."""
    if not entry.details:
        return []
    stage = stages.stage_of(entry.lot.product, entry.activity, entry.details)
    named = [(_("Stage"), stage.shown)] if stage is not None and stages.STAGE in entry.details else []
    return [*named, *stages.told(entry.lot.product, entry.activity, entry.details)]


@register.filter
def was_yesterday(entry: Any) -> bool:
    return bool((today() - entry.done_on).days == 1)


@register.filter
def activity_icon(activity: str) -> str:
    return WORK[activity].icon if activity in WORK else "dots"


@register.filter
def hectares(area_m2: Any) -> str:
    """“0,6 ha”; gardens below a tenth of a hectare stay in square metres."""
    if area_m2 is None:
        return ""
    return f"{vn_number(area_m2 / 10_000, 2)}{NARROW}ha" if area_m2 >= 1_000 else f"{vn_number(area_m2, 0)}{NARROW}m²"


@register.filter
def chain_key(lot: Any) -> str:
    """The identifier under which the supply chain knows a lot."""
    return keys_of_lot(lot)[0]


@register.filter
def used_amount(use: Any) -> str:
    """“2,5 lít” of a material used; "" where nobody measured it in the unit of the stock."""
    return f"{vn_number(use.quantity)}{NARROW}{units.shown(use.unit)}" if use.quantity is not None else ""


@register.filter
def dose(use: Any) -> str:
    """“40 ml/bình 16 lít”."""
    return f"{vn_number(use.dose)}{NARROW}{use.dose_unit}".strip() if use.dose is not None else ""


@register.filter
def stock_state(use: Any) -> str:
    """booked, waiting for a receipt, or nothing the stock could count."""
    if use.quantity is None:
        return "unmeasured"
    return "waiting" if getattr(use, "stock_move", None) is None else "booked"


@register.filter
def taken_lots(use: Any) -> str:
    """The lots of material it came from, as far as they have numbers."""
    move = getattr(use, "stock_move", None)
    lots = [line.material_lot for line in move.lines.all()] if move is not None else [use.material_lot]
    return ", ".join(dict.fromkeys(lot.supplier_lot for lot in lots if lot is not None and lot.supplier_lot))
