from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, refuse_ended
from txng.production.events import ProductionEvent
from txng.production.models import Lot


@transaction.atomic
def cancel_lot(*, actor: Actor, lot_id: int, reason: str, at: datetime) -> Lot:
    """Nothing came of the lot. Only while nothing moved: what was received, shipped or stamped cannot be unsaid."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    if lot.cancelled_at:
        return lot
    refuse_ended(lot)
    if lot.on_sale_since or lot.receipts.exists() or lot.shipments.exists():
        raise RuleBroken(
            _("Goods or stamps of this lot have already moved, so it cannot be cancelled. Close it when it is sold."),
            code="moved",
        )
    reason = clean(reason)
    if not reason:
        raise RuleBroken(_("Say why the lot is cancelled."), code="reason_missing")
    lot.cancelled_at = at
    lot.save(update_fields=["cancelled_at"])
    record(ProductionEvent.LOT_CANCELLED, actor=actor, subject=lot, at=at, after={"lot_id": lot.pk}, reason=reason)
    return lot
