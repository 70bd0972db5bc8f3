"""Small words of production on pages: an amount with its unit, the picture of an activity."""

from __future__ import annotations

from typing import Any

from django import template

from txng.production import units
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
