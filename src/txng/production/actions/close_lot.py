from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, refuse_ended
from txng.production.events import ProductionEvent
from txng.production.models import Lot


@transaction.atomic
def close_lot(*, actor: Actor, lot_id: int, at: datetime) -> Lot:
    """Everything is sold. The lot stays readable for as long as the law keeps it; its stamps stay valid."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    if lot.closed_at:
        return lot
    refuse_ended(lot)
    if lot.state == Lot.State.OPEN:
        raise RuleBroken(
            _("Nothing of this lot has been harvested or packed yet. Cancel it if nothing will come of it."),
            code="still_open",
        )
    lot.closed_at = at
    lot.save(update_fields=["closed_at"])
    record(ProductionEvent.LOT_CLOSED, actor=actor, subject=lot, at=at, after={"lot_id": lot.pk})
    return lot
