from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue.archive import refuse_archived
from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, sent_before
from txng.production.actions.plan_lot import plan_lot
from txng.production.events import ProductionEvent
from txng.production.lot_numbers import is_well_formed
from txng.production.models import Lot, Site
from txng.production.queries import suggested_number


class LotExists(RuleBroken):
    """The number is taken; the page offers to open that lot (ux.md 4.9)."""

    default_code = "duplicate_lot"

    def __init__(self, lot: Lot) -> None:
        super().__init__(_("Lot %(lot)s of this product already exists. Open that lot?") % {"lot": lot.number})
        self.lot = lot


@transaction.atomic
def open_lot(
    *,
    actor: Actor,
    product_id: int,
    site_id: int,
    opened_on: date,
    at: datetime,
    number: str = "",
    client_id: UUID | None = None,
    template_id: int | None = None,
) -> Lot:
    """Begin a lot of an approved product at one of the establishment's sites; without a number it gets the next one.
    With a process it has its plan from the first day."""
    # Locked: numbers of a day are given one after the other, and a second press finds the first one's lot.
    establishment = own_establishment(actor, Permission.LOT_EDIT)
    if earlier := sent_before(Lot, client_id, actor, Permission.LOT_EDIT):
        return earlier
    product = Product.objects.filter(pk=product_id, establishment=establishment).first()
    site = Site.objects.filter(pk=site_id, establishment=establishment, archived_at=None).first()
    if product is None or site is None:
        raise NotThere(_("Not found."))
    if not product.is_published:
        raise RuleBroken(_("A lot can be opened once the product has been approved."), code="not_approved")
    refuse_archived(product)
    if opened_on > local_date(at):
        raise RuleBroken(_("The day the lot was opened cannot be after today."), code="future")
    lot = Lot(
        establishment=establishment,
        product=product,
        number=number_for(product, number, day=opened_on),
        site=site,
        opened_on=opened_on,
        client_id=client_id or uuid4(),
        created_at=at,
    )
    lot.stand_with(product)
    lot.save()
    record(
        ProductionEvent.LOT_OPENED,
        actor=actor,
        subject=lot,
        at=at,
        after={"lot_id": lot.pk, "product_id": product.pk, "site": site.site_code, "opened_on": opened_on},
    )
    if template_id is not None:
        plan_lot(actor=actor, lot_id=lot.pk, template_id=template_id, at=at)
    return lot


def number_for(product: Product, typed: str, *, day: date) -> str:
    """What somebody chose, if no lot of the product has it; else the next of that day. The caller holds the
    establishment's row: numbers are given one after the other."""
    number = clean(typed).upper().replace(" ", "")
    if not number:
        return suggested_number(product.establishment_id, day)
    if not is_well_formed(number):
        raise RuleBroken(_("A lot number has at most 20 letters without accents, digits and dashes."), code="number")
    if twin := Lot.objects.filter(product=product, number=number).first():
        raise LotExists(twin)
    return number
