"""Base units. Tấn, tạ and g are all kg to the stock; boxes and heads are counted as what they are."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.production.units import all_units

FINEST = Decimal("0.001")  # of a base unit: a gram, a millilitre


def to_base(quantity: Decimal, unit: str) -> tuple[Decimal, str]:
    """(amount, base unit). Refuses an unknown unit, and an amount finer than stock is kept: it would vanish."""
    measure = next((one for one in all_units() if one.name == unit), None)
    if measure is None:
        raise RuleBroken(_("Choose the unit."), code="unit_missing")
    amount = quantity * measure.milli / 1000
    if amount != amount.quantize(FINEST):
        raise RuleBroken(_("The quantity is finer than can be kept: at most 3 decimals."), code="quantity")
    return amount.quantize(FINEST), measure.base or measure.name


def is_base(unit: str) -> bool:
    return any(one.name == unit and not one.base for one in all_units())
