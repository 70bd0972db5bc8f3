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
from txng.kernel.codes import next_number
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.models import Lot
from txng.provinces import working_days_after
from txng.stamps.actions.issue_codes import issue_codes
from txng.stamps.batches import Make, make_batch
from txng.stamps.events import StampEvent
from txng.stamps.labels import TEMPLATES
from txng.stamps.models import CodeLevel, PrintOrder, StampClass
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
    template: str = "",
    level: str = CodeLevel.ITEM,
    stamp_class: str = StampClass.OPEN,
    generic: bool = False,
    roll_size: int | None = None,
    reprint_of: PrintOrder | None = None,
    client_id: uuid.UUID | None = None,
) -> PrintOrder:
    """Request a code batch and its print order in one act (CB Điều 11.6).

    Where the profile lets the rule decide, the order is approved and the codes are made at once; else it waits for
    the operator. Above the profile's limit no rule decides: one officer checks, another approves (names.md 5). A second
    call with the same `client_id` returns the first order.
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
    most = profile.limits.most_codes_an_order
    if not 1 <= quantity <= most:
        sentence = _("Order between 1 and %(most)s stamps at a time.") % {"most": vn_number(most)}
        raise RuleBroken(sentence, code="quantity")
    if roll_size is not None and not 1 <= roll_size <= quantity:
        raise RuleBroken(_("A roll holds at least one stamp and no more than are ordered."), code="roll_size")
    template = _template(template, scratch=stamp_class == StampClass.SCRATCH)
    lot = _lot_of(product, lot_id)
    if level == CodeLevel.LOT and lot is None:
        raise RuleBroken(_("Choose the lot whose address all the stamps bear."), code="lot")
    two_persons = quantity > profile.limits.codes_an_order
    by_rule = not profile.print_orders.needs_approval and not two_persons

    make = Make(level=level, stamp_class=stamp_class, generic=generic)
    batch = make_batch(product, quantity, make, client_id, actor=actor, at=at)
    order = PrintOrder(
        number=next_number("LI", at, digits=4),
        establishment=product.establishment,
        batch=batch,
        lot=lot,
        template=template,
        roll_size=roll_size,
        reprint_of=reprint_of,
        state=PrintOrder.State.SUBMITTED,
        purpose=purpose,
        ordered_at=at,
        ordered_by=actor.label,
        ordered_by_id=actor.user_id,
        needs_check=two_persons or (not by_rule and profile.print_orders.looked_at_by_managing_agency),
        due_on=working_days_after(local_date(at), profile.clocks.print_order),
    )
    order.stand_with(product)
    order.save()
    said: dict[str, object] = {"quantity": quantity, "by_rule": by_rule, "needs_check": order.needs_check}
    if reprint_of is not None:
        said["reprint_of"] = reprint_of.number
    record(StampEvent.ORDER_SUBMITTED, actor=actor, subject=order, at=at, after=said)
    if by_rule:
        issue_codes(order, at=at, by="", by_rule=True)
    return order


def _template(asked: str, *, scratch: bool) -> str:
    """A label that leaves out the number under the scratch layer would make every stamp of the order worthless."""
    name = asked or ("T3" if scratch else "T2")
    if name not in TEMPLATES:
        raise RuleBroken(_("There is no such template."), code="template")
    if scratch and TEMPLATES[name].pin is None:
        raise RuleBroken(_("This template has no field for the number under the scratch layer."), code="pin")
    return name


def _lot_of(product: Product, lot_id: int | None) -> Lot | None:
    if lot_id is None:
        return None
    lot = Lot.objects.filter(id=lot_id, product=product, cancelled_at=None).first()
    if lot is None:
        raise RuleBroken(_("Choose a lot of this product."), code="lot")
    return lot
