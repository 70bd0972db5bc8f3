"""What receipts and shipments share: the partner, known or new, and a day that can be."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.production.actions.add_partner import add_partner
from txng.production.actions.in_hand import refuse_no_quantity, same_name
from txng.production.models import Lot, Material, Partner


def the_partner(
    actor: Actor,
    thing: Lot | Material,
    *,
    partner_id: int | None,
    partner_name: str,
    kind: str,
    at: datetime,
    address: str = "",
    phone: str = "",
) -> Partner:
    """The partner chosen; a name nobody has written before becomes a new one at once."""
    if partner_id is not None:
        found = Partner.objects.filter(pk=partner_id, establishment_id=thing.establishment_id).first()
        if found is None:
            raise NotThere(_("Not found."))
        return found
    name = clean(partner_name)
    if not name:
        raise RuleBroken(_("Choose the partner, or write the name of a new one."), code="partner_missing")
    known = same_name(Partner.objects.filter(establishment_id=thing.establishment_id, archived_at=None), name)
    return known or add_partner(actor=actor, kind=kind, name=name, address=address, phone=phone, at=at)


def refuse_impossible_step(lot: Lot, *, day: date, quantity: Decimal | None, quantity_unit: str, at: datetime) -> None:
    if lot.cancelled_at:
        raise RuleBroken(_("Lot %(lot)s has been cancelled.") % {"lot": lot.number}, code="cancelled")
    if day > local_date(at):
        raise RuleBroken(_("The date cannot be after today."), code="future")
    if quantity is None:
        raise RuleBroken(_("The quantity must be greater than 0, for example 20 or 20,5."), code="quantity")
    refuse_no_quantity(quantity)
    if not clean(quantity_unit):
        raise RuleBroken(_("Choose the unit."), code="unit_missing")
