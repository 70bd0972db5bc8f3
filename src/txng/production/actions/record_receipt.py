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
from txng.production.actions.in_hand import lot_in_hand, sent_before
from txng.production.actions.steps import refuse_impossible_step, the_partner
from txng.production.events import ProductionEvent
from txng.production.models import Partner, Receipt


@transaction.atomic
def record_receipt(
    *,
    actor: Actor,
    lot_id: int,
    what: str,
    quantity: Decimal,
    quantity_unit: str,
    received_on: date,
    at: datetime,
    partner_id: int | None = None,
    partner_name: str = "",
    address: str = "",
    phone: str = "",
    place: str = "",
    supplier_lot: str = "",
    client_id: UUID | None = None,
) -> Receipt:
    """One step back: what came in for a lot, and from whom (lô hàng nhận, TT17 art. 5)."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT, with_books=True)
    if earlier := sent_before(Receipt, client_id, actor, Permission.LOT_EDIT):
        return earlier
    refuse_impossible_step(lot, day=received_on, quantity=quantity, quantity_unit=quantity_unit, at=at)
    what = clean(what)
    if not what:
        raise RuleBroken(_("Write down what was received."), code="what_missing")
    partner = the_partner(
        actor, lot, partner_id=partner_id, partner_name=partner_name, kind=Partner.Kind.SUPPLIER, at=at,
        address=address, phone=phone,
    )  # fmt: skip
    receipt = Receipt(
        establishment_id=lot.establishment_id,
        lot=lot,
        partner=partner,
        what=what,
        supplier_lot=clean(supplier_lot),
        quantity=quantity,
        quantity_unit=quantity_unit,
        received_on=received_on,
        place=clean(place)[:300],
        client_id=client_id or uuid4(),
        recorded_at=at,
    )
    receipt.stand_with(lot)
    receipt.save(force_insert=True)
    record(
        ProductionEvent.GOODS_RECEIVED,
        actor=actor,
        subject=lot,
        at=at,
        after={
            "lot_id": lot.pk,
            "receipt_id": receipt.pk,
            "partner": partner.name,
            "what": what,
            "supplier_lot": receipt.supplier_lot,
            "quantity": quantity,
            "quantity_unit": quantity_unit,
            "received_on": received_on,
        },
    )
    return receipt
