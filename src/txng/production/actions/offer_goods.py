from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.handing_over import as_told, partner_for
from txng.production.actions.in_hand import lot_in_hand, sent_before
from txng.production.actions.steps import refuse_impossible_step
from txng.production.events import ProductionEvent
from txng.production.models import Handover, Lot, Partner, Site
from txng.production.stock.booking import amount
from txng.production.stock.levels import levels
from txng.production.stock.measures import to_base
from txng.ui.fields.dates import order_complaint


@transaction.atomic
def offer_goods(
    *,
    actor: Actor,
    lot_id: int,
    to_code: str,
    quantity: Decimal,
    quantity_unit: str,
    sent_on: date,
    at: datetime,
    note: str = "",
    client_id: UUID | None = None,
) -> Handover:
    """Goods of a lot leave for whoever showed this code; the receiver confirms what came (giao hàng bằng quét mã).

    Nothing is booked yet: until it is confirmed the goods are the giver's.
    """
    lot = lot_in_hand(actor, lot_id, Permission.STOCK_EDIT, with_books=True)
    if earlier := sent_before(Handover, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    place = receiving_place(to_code, actor)
    if place is None:
        raise NotThere(_("Not found."))
    if place.establishment_id == lot.establishment_id:
        raise RuleBroken(_("This is a place of your own. Use “Move to another place” in the stock."), code="own_place")
    if place.establishment.practice or lot.establishment.practice:
        raise RuleBroken(
            _("In practice no goods are handed over: nothing of it reaches anybody else."), code="practice"
        )
    refuse_impossible_step(lot, day=sent_on, quantity=quantity, quantity_unit=quantity_unit, at=at)
    if sent_on < lot.opened_on:
        raise RuleBroken(
            order_complaint((_("the day the lot was opened"), lot.opened_on), (_("The shipping date"), sent_on)),
            code="before_opening",
        )
    refuse_more_than_there_is(lot, quantity, quantity_unit)
    partner = partner_for(lot.establishment, place.establishment, kind=Partner.Kind.CUSTOMER)
    partner.save()
    handover = Handover(
        establishment=lot.establishment,
        lot=lot,
        partner=partner,
        receiver=place.establishment,
        to_site=place,
        quantity=quantity,
        quantity_unit=quantity_unit,
        sent_on=sent_on,
        note=clean(note)[:300],
        offered_at=at,
        offered_by=actor.label,
        client_id=client_id or uuid4(),
    )
    handover.stand_with(lot)
    handover.save(force_insert=True)
    record(ProductionEvent.GOODS_OFFERED, actor=actor, subject=handover, at=at, after=as_told(handover))
    return handover


def receiving_place(code: str, actor: Actor) -> Site | None:
    """The code as it stands on the sign or is typed: with spaces, dashes, in small letters; O for 0, I or L for 1.
    A place of somebody else's practice is not there."""
    told = "".join(sign for sign in code.upper() if sign.isalnum())[:12]
    if not told.startswith("D"):
        return None
    told = "D" + told[1:].translate(str.maketrans("OIL", "011"))
    own = Q(establishment_id=actor.establishment_id) | Q(establishment__practice_of=actor.establishment_id)
    there = (
        Site.objects.filter(Q(establishment__practice=False) | own) if actor.establishment_id else Site.objects.none()
    )
    return there.select_related("establishment", "unit").filter(site_code=told).first()


def refuse_more_than_there_is(lot: Lot, quantity: Decimal, quantity_unit: str) -> None:
    """A slip of the pen is caught while the giver looks; what counts is asked again when the receiver confirms."""
    wanted, unit = to_base(quantity, quantity_unit)
    there = sum((level.quantity for level in levels(lot) if level.unit == unit), Decimal(0))
    if there and wanted > there:
        raise RuleBroken(
            _("Of lot %(lot)s there are only %(there)s %(unit)s.")
            % {"lot": lot.number, "there": amount(there), "unit": unit},
            code="stock_short",
        )
