"""A lot's dates and amount, drawn from its diary; and what cannot have been (ux.md 4.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.production.family import Inherited
from txng.production.models import Activity, DiaryEntry, Lot
from txng.ui.fields.dates import order_complaint

DATING = frozenset({Activity.HARVEST, Activity.PACK})  # what else was done leaves dates and amount as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Of several harvests and packings the first counts: a shopper is never shown goods as fresher than they are."""

    harvested_on: date | None = None
    packed_on: date | None = None
    quantity: Decimal | None = None
    quantity_unit: str = ""
    weighed_from: str = ""  # "harvests" or "packings"


def drawn_from(entries: Iterable[DiaryEntry]) -> Drawn:
    """From the entries that hold. The amount is what was harvested, else what was packed."""
    entries = list(entries)
    harvests = [entry for entry in entries if entry.activity == Activity.HARVEST]
    packings = [entry for entry in entries if entry.activity == Activity.PACK]
    quantity, unit = _total(harvests or packings)
    weighed_from = "harvests" if harvests else "packings" if packings else ""
    return Drawn(
        harvested_on=min((entry.done_on for entry in harvests), default=None),
        packed_on=min((entry.done_on for entry in packings), default=None),
        quantity=quantity,
        quantity_unit=unit,
        weighed_from=weighed_from,
    )


def with_inherited(own: Drawn, had: Inherited) -> Drawn:
    """What a lot has from the lots it came of, and what its own diary adds: never fresher than the goods in it."""
    if not had.came:
        return own
    quantity, unit = had.quantity, had.quantity_unit
    if quantity is None or (own.weighed_from == "harvests" and own.quantity is not None and own.quantity_unit == unit):
        quantity, unit = (quantity or Decimal(0)) + (own.quantity or Decimal(0)), own.quantity_unit or unit
    return Drawn(
        harvested_on=_earlier(own.harvested_on, had.harvested_on),
        packed_on=_earlier(own.packed_on, had.packed_on),
        quantity=quantity or None,
        quantity_unit=unit,
        weighed_from=own.weighed_from,
    )


def _earlier(first: date | None, second: date | None) -> date | None:
    return min((day for day in (first, second) if day is not None), default=None)


def expiry_of_family(lot: Lot, own: Drawn, drawn: Drawn, had: Inherited, *, typed: date | None) -> date | None:
    """Packing goods again makes them no fresher: unless a date is typed, the one they came with is the latest."""
    if typed is None and had.packed_on is not None and own.packed_on is None:
        return had.expires_on or _by_shelf_life(lot, drawn.packed_on)
    found = expiry(lot, drawn, typed=typed)
    if typed is None and had.expires_on is not None and found is not None:
        return min(found, had.expires_on)
    return found


def _total(entries: list[DiaryEntry]) -> tuple[Decimal | None, str]:
    """The sum in the unit written last; amounts in other units cannot be added and are left out."""
    weighed = [entry for entry in entries if entry.quantity is not None]
    if not weighed:
        return None, ""
    unit = weighed[-1].quantity_unit
    return sum(
        (entry.quantity for entry in weighed if entry.quantity_unit == unit and entry.quantity), Decimal(0)
    ), unit


def refuse_impossible_day(lot: Lot, done_on: date, *, today: date) -> None:
    if done_on > today:
        raise RuleBroken(_("The day of the work cannot be after today."), code="future")
    if done_on < lot.opened_on:
        raise RuleBroken(
            order_complaint((_("the day the lot was opened"), lot.opened_on), (_("The day of the work"), done_on)),
            code="before_opening",
        )


def refuse_impossible_order(drawn: Drawn) -> None:
    """Nothing is packed before it is harvested; which of the two entries came last makes no difference."""
    if drawn.harvested_on and drawn.packed_on and drawn.packed_on < drawn.harvested_on:
        raise RuleBroken(
            order_complaint((_("the harvest date"), drawn.harvested_on), (_("The packing date"), drawn.packed_on)),
            code="date_order",
        )


def expiry(lot: Lot, drawn: Drawn, *, typed: date | None) -> date | None:
    """The typed expiry date; else the one the product's shelf life gives, unless another was typed before."""
    if drawn.packed_on is None:
        return None
    if typed is not None:
        if typed < drawn.packed_on:
            raise RuleBroken(
                order_complaint((_("the packing date"), drawn.packed_on), (_("The expiry date"), typed)), code="expiry"
            )
        return typed
    worked_out_before = _by_shelf_life(lot, lot.packed_on)
    if lot.expires_on is not None and lot.expires_on != worked_out_before:
        return lot.expires_on
    return _by_shelf_life(lot, drawn.packed_on)


def _by_shelf_life(lot: Lot, packed_on: date | None) -> date | None:
    days = lot.product.shelf_life_days
    return packed_on + timedelta(days=days) if packed_on and days else None
