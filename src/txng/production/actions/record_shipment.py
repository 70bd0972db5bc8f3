from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.goods import book_shipment
from txng.production.actions.in_hand import lot_in_hand, sent_before
from txng.production.actions.steps import refuse_impossible_step, the_partner
from txng.production.events import ProductionEvent
from txng.production.models import Partner, Shipment
from txng.ui.fields.dates import order_complaint


@transaction.atomic
def record_shipment(
    *,
    actor: Actor,
    lot_id: int,
    quantity: Decimal,
    quantity_unit: str,
    shipped_on: date,
    at: datetime,
    partner_id: int | None = None,
    partner_name: str = "",
    address: str = "",
    phone: str = "",
    place: str = "",
    client_id: UUID | None = None,
) -> Shipment:
    """One step forward: where goods of a lot went (lô hàng giao, TT17 art. 5)."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT, with_books=True)
    if earlier := sent_before(Shipment, client_id, actor, Permission.LOT_EDIT):
        return earlier
    refuse_impossible_step(lot, day=shipped_on, quantity=quantity, quantity_unit=quantity_unit, at=at)
    if shipped_on < lot.opened_on:
        raise RuleBroken(
            order_complaint((_("the day the lot was opened"), lot.opened_on), (_("The shipping date"), shipped_on)),
            code="before_opening",
        )
    partner = the_partner(
        actor, lot, partner_id=partner_id, partner_name=partner_name, kind=Partner.Kind.CUSTOMER, at=at,
        address=address, phone=phone,
    )  # fmt: skip
    shipment = Shipment(
        establishment_id=lot.establishment_id,
        lot=lot,
        partner=partner,
        quantity=quantity,
        quantity_unit=quantity_unit,
        shipped_on=shipped_on,
        place=clean(place)[:300],
        client_id=client_id or uuid4(),
        recorded_at=at,
    )
    shipment.stand_with(lot)
    shipment.save(force_insert=True)
    book_shipment(shipment, actor=actor, at=at)
    record(
        ProductionEvent.GOODS_SHIPPED,
        actor=actor,
        subject=lot,
        at=at,
        after={
            "lot_id": lot.pk,
            "shipment_id": shipment.pk,
            "partner": partner.name,
            "quantity": quantity,
            "quantity_unit": quantity_unit,
            "shipped_on": shipped_on,
        },
    )
    return shipment
