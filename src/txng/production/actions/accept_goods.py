from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.archive import refuse_archived
from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.goods import taken_away
from txng.production.actions.handing_over import as_told, handover_in_hand, partner_for, refuse_decided, with_address
from txng.production.actions.open_lot import number_for
from txng.production.actions.stock_in_hand import the_site
from txng.production.actions.write_diary import draw_lot
from txng.production.events import ProductionEvent
from txng.production.models import Handover, HandoverState, Lot, Partner, Receipt, Shipment, StockKind
from txng.production.stock.booking import Change, StockShort, book, lock_establishments, lock_things
from txng.production.stock.measures import to_base
from txng.registry.models import Establishment
from txng.ui.fields.dates import order_complaint


@transaction.atomic
def accept_goods(
    *,
    actor: Actor,
    handover_id: int,
    product_id: int,
    quantity: Decimal,
    received_on: date,
    at: datetime,
    site_id: int | None = None,
    number: str = "",
    reason: str = "",
) -> Handover:
    """The receiver confirms what came: it leaves the stock of the one and enters that of the other in one act, as a lot
    that knows where it came from. Pressed twice it is done once."""
    handover = handover_in_hand(actor, handover_id, side="receiver")
    if handover.state == HandoverState.ACCEPTED:
        return handover
    refuse_decided(handover)
    _refuse_impossible(handover, quantity, received_on, reason, today=local_date(at))
    # Both books are written in, and two who give to each other must not begin with their own (stock/booking.py).
    lock_establishments([handover.establishment_id, handover.receiver_id])
    lock_things([handover.lot])
    handover.lot.refresh_from_db()
    receiver = Establishment.objects.get(pk=handover.receiver_id)
    before = as_told(handover)
    with_address(handover.partner, receiver).save()
    lot = _opened(handover, receiver, product_id, site_id, number, on=received_on, at=at)
    shipment = _shipped(handover, actor=actor, at=at)
    receipt = _received(handover, lot, quantity=quantity, on=received_on, actor=actor, at=at)
    handover.state = HandoverState.ACCEPTED
    handover.shipment, handover.receipt = shipment, receipt
    handover.received_quantity, handover.received_on = quantity, received_on
    handover.reason = clean(reason)[:300]
    handover.decided_at, handover.decided_by = at, actor.label
    for day in ("harvested_on", "packed_on", "expires_on"):
        setattr(handover, day, getattr(handover.lot, day))
    handover.save()
    draw_lot(lot)
    record(
        ProductionEvent.GOODS_ACCEPTED,
        actor=actor,
        subject=handover,
        at=at,
        reason=handover.reason,
        before=before,
        after=as_told(handover) | {"shipment_id": shipment.pk, "receipt_id": receipt.pk, "new_lot_id": lot.pk},
    )
    return handover


def _refuse_impossible(handover: Handover, quantity: Decimal, on: date, reason: str, *, today: date) -> None:
    if quantity <= 0:
        raise RuleBroken(
            _("The quantity must be greater than 0. If nothing came, do not take the goods and say why."),
            code="quantity",
        )
    if quantity != handover.quantity and not clean(reason):
        raise RuleBroken(_("Another amount came than was sent. Say why."), code="reason_missing")
    if on > today:
        raise RuleBroken(_("The date cannot be after today."), code="future")
    if on < handover.sent_on:
        raise RuleBroken(
            order_complaint((_("the day the goods were sent"), handover.sent_on), (_("The day of receipt"), on)),
            code="before_opening",
        )


def _opened(
    handover: Handover,
    receiver: Establishment,
    product_id: int,
    site_id: int | None,
    number: str,
    *,
    on: date,
    at: datetime,
) -> Lot:
    """Under the sender's number where the receiver keeps it, else the next of that day."""
    product = Product.objects.filter(pk=product_id, establishment=receiver).first()
    if product is None:
        raise NotThere(_("Not found."))
    if not product.is_published:
        raise RuleBroken(_("A lot can be opened once the product has been approved."), code="not_approved")
    refuse_archived(product)
    lot = Lot(
        establishment=receiver,
        product=product,
        number=number_for(product, number, day=on),
        site=the_site(receiver, site_id or handover.to_site_id),
        opened_on=on,
        client_id=uuid4(),
        created_at=at,
    )
    lot.stand_with(receiver)
    lot.save(force_insert=True)
    return lot


def _shipped(handover: Handover, *, actor: Actor, at: datetime) -> Shipment:
    """What left the giver is what the giver sent, whatever came."""
    shipment = Shipment(
        establishment=handover.establishment,
        lot=handover.lot,
        partner=handover.partner,
        quantity=handover.quantity,
        quantity_unit=handover.quantity_unit,
        shipped_on=handover.sent_on,
        place=_place(handover),
        recorded_at=at,
    )
    shipment.stand_with(handover)
    shipment.save(force_insert=True)
    changes = taken_away(handover.lot, handover.quantity, handover.quantity_unit)
    if changes is None:
        return shipment
    try:
        book(
            actor=actor,
            establishment=handover.establishment,
            kind=StockKind.SHIP,
            done_on=handover.sent_on,
            at=at,
            changes=changes,
            partner=handover.partner,
            shipment=shipment,
        )
    except StockShort:
        # How much there is, and where, is the giver's own.
        raise RuleBroken(
            _("%(giver)s no longer has as much of this lot in the books. Ask them to put it right.")
            % {"giver": handover.establishment.name},
            code="giver_short",
        ) from None
    return shipment


def _received(handover: Handover, lot: Lot, *, quantity: Decimal, on: date, actor: Actor, at: datetime) -> Receipt:
    partner = with_address(
        partner_for(lot.establishment, handover.establishment, kind=Partner.Kind.SUPPLIER), handover.establishment
    )
    partner.save()
    receipt = Receipt(
        establishment=lot.establishment,
        lot=lot,
        partner=partner,
        what=handover.lot.product.name[:200],
        supplier_lot=handover.lot.number,
        quantity=quantity,
        quantity_unit=handover.quantity_unit,
        received_on=on,
        place=_place(handover),
        recorded_at=at,
    )
    receipt.stand_with(lot)
    receipt.save(force_insert=True)
    base, unit = to_base(quantity, handover.quantity_unit)
    book(
        actor=actor,
        establishment=lot.establishment,
        kind=StockKind.RECEIVE,
        done_on=on,
        at=at,
        changes=[Change(lot, lot.site, base, unit)],
        partner=partner,
        receipt=receipt,
    )
    return receipt


def _place(handover: Handover) -> str:
    site = handover.to_site
    return f"{site.name}, {site.unit.name}"[:300]
