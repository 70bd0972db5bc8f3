from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission, is_practice
from txng.catalogue.archive import refuse_archived
from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.kernel.codes import next_number, next_value
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.models import Lot
from txng.provinces import working_days_after
from txng.stamps.actions.issue_codes import issue_codes
from txng.stamps.events import StampEvent
from txng.stamps.keyring import ring_for_issuing, version_for_issuing
from txng.stamps.models import CodeBatch, PrintOrder
from txng.stamps.serials import COUNTERS, tweak_of
from txng.ui.formats import vn_number


@transaction.atomic
def order_stamps(
    *,
    actor: Actor,
    product_id: int,
    quantity: int,
    at: datetime,
    lot_id: int | None = None,
    purpose: str = "",
    template: str = "T2",
    client_id: uuid.UUID | None = None,
) -> PrintOrder:
    """Request a code batch and its print order in one act (CB Điều 11.6).

    Where the profile lets the rule decide, the order is approved and the codes are made at once; else it waits for
    the operator. A second call with the same `client_id` returns the first order.
    """
    product = Product.objects.select_related("establishment").get(id=product_id)
    actor.require(Permission.BATCH_REQUEST, product)
    if client_id is not None:
        found = PrintOrder.objects.filter(batch__client_id=client_id, establishment_id=product.establishment_id).first()
        if found is not None:
            return found
    if is_practice(product):
        raise RuleBroken(_("In practice there are only trial stamps; a scan accepts none of them."), code="practice")
    if not product.is_published:
        raise RuleBroken(
            _("Stamps need an approved product. “%(name)s” has not been approved yet.") % {"name": product.name}
        )
    refuse_archived(product)
    profile = provinces.in_force(local_date(at))
    # Above this a second person has to approve (names.md 5); until that exists the order is refused, not waved through.
    most = profile.limits.codes_an_order
    if not 1 <= quantity <= most:
        sentence = _("Order between 1 and %(most)s stamps at a time.") % {"most": vn_number(most)}
        raise RuleBroken(sentence, code="quantity")
    lot = _lot_of(product, lot_id)

    batch = make_batch(product, quantity, client_id, actor=actor, at=at)
    order = PrintOrder(
        number=next_number("LI", at, digits=4),
        establishment=product.establishment,
        batch=batch,
        lot=lot,
        template=template,
        state=PrintOrder.State.SUBMITTED,
        purpose=purpose,
        ordered_at=at,
        ordered_by=actor.label,
        due_on=working_days_after(local_date(at), profile.clocks.print_order),
    )
    order.stand_with(product)
    order.save()
    record(StampEvent.ORDER_SUBMITTED, actor=actor, subject=order, at=at, after={"quantity": quantity})
    if not profile.print_orders.needs_approval:
        issue_codes(order, at=at, by="", by_rule=True)
    return order


def make_batch(
    product: Product, quantity: int, client_id: uuid.UUID | None, *, actor: Actor, at: datetime
) -> CodeBatch:
    """The next counters of the newest key, with a line of their own; they open nothing before the order is approved."""
    version = version_for_issuing(ring_for_issuing())
    tweak = tweak_of(product.gtin or "")
    # One counter a key and tweak: two orders at once can never share a code (and the constraint would refuse it).
    end = next_value(f"serial:{version}:{tweak}", 0, step=quantity)
    if end >= COUNTERS:
        raise RuleBroken(
            _("This key has no more codes. Tell the operator to make a new key version."), code="key_used_up"
        )
    batch = CodeBatch(
        number=next_number("LM", at),
        establishment=product.establishment,
        product=product,
        key_version=version,
        tweak=tweak,
        first=end - quantity,
        quantity=quantity,
        created_at=at,
        created_by=actor.label,
    )
    if client_id is not None:
        batch.client_id = client_id
    batch.stand_with(product)
    batch.save()
    record(StampEvent.BATCH_REQUESTED, actor=actor, subject=batch, at=at, after={"quantity": quantity})
    return batch


def _lot_of(product: Product, lot_id: int | None) -> Lot | None:
    if lot_id is None:
        return None
    lot = Lot.objects.filter(id=lot_id, product=product, cancelled_at=None).first()
    if lot is None:
        raise RuleBroken(_("Choose a lot of this product."), code="lot")
    return lot
