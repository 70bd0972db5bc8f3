from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, sent_before
from txng.production.actions.steps import the_partner
from txng.production.actions.stock_in_hand import as_recorded, the_site
from txng.production.events import ProductionEvent
from txng.production.models import Material, MaterialLot, Partner, StockKind, StockMove
from txng.production.stock.booking import Change, book, lock_materials
from txng.production.stock.measures import to_base
from txng.production.stock.using import book_waiting


@transaction.atomic
def receive_material(
    *,
    actor: Actor,
    material_id: int,
    site_id: int,
    quantity: Decimal,
    unit: str,
    received_on: date,
    at: datetime,
    supplier_lot: str = "",
    expires_on: date | None = None,
    partner_id: int | None = None,
    partner_name: str = "",
    client_id: UUID | None = None,
) -> StockMove:
    """Nhập kho: one step back. What came under the same lot number of the same supplier is the same lot."""
    # Locked: two deliveries of one lot, entered at the same moment, are two moves of one lot.
    establishment = own_establishment(actor, Permission.STOCK_EDIT)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    material = Material.objects.filter(pk=material_id, establishment=establishment).first()
    if material is None:
        raise NotThere(_("Not found."))
    if quantity <= 0:
        raise RuleBroken(_("The quantity must be greater than 0, for example 20 or 20,5."), code="quantity")
    amount, base = to_base(quantity, unit)
    if base != material.unit:
        raise RuleBroken(
            _("%(material)s is counted in %(unit)s.") % {"material": material.name, "unit": material.unit}, code="unit"
        )
    partner = the_partner(
        actor, material, partner_id=partner_id, partner_name=partner_name, kind=Partner.Kind.SUPPLIER, at=at
    )
    lot = _lot(material, clean(supplier_lot), partner, expires_on, at)
    lock_materials([material.pk])  # a use written at this moment waits for us, or we see it (stock/using.py)
    move = book(
        actor=actor,
        establishment=establishment,
        kind=StockKind.RECEIVE,
        done_on=received_on,
        at=at,
        changes=[Change(lot, the_site(establishment, site_id), amount, base)],
        partner=partner,
        client_id=client_id,
    )
    booked = book_waiting([material.pk], actor=actor, at=at)
    record(
        ProductionEvent.MATERIAL_RECEIVED,
        actor=actor,
        subject=move,
        label=str(lot),
        at=at,
        after=as_recorded(move)
        | {"partner": partner.name, "supplier_lot": lot.supplier_lot, "expires_on": expires_on}
        | {"booked": [one.pk for one in booked]},
    )
    return move


def _lot(material: Material, supplier_lot: str, partner: Partner, expires_on: date | None, at: datetime) -> MaterialLot:
    known = MaterialLot.objects.filter(material=material, partner=partner, supplier_lot=supplier_lot).first()
    if known is not None and supplier_lot:
        if expires_on is not None and known.expires_on not in (None, expires_on):
            raise RuleBroken(
                _("Lot %(lot)s of this supplier is on record with the expiry date %(day)s.")
                % {"lot": supplier_lot, "day": f"{known.expires_on:%d/%m/%Y}"},
                code="expiry",
            )
        return known
    lot = MaterialLot(
        establishment_id=material.establishment_id,
        material=material,
        supplier_lot=supplier_lot,
        partner=partner,
        expires_on=expires_on,
        created_at=at,
    )
    lot.stand_with(material)
    lot.save(force_insert=True)
    return lot
