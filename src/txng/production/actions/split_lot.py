from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.actions.in_hand import sent_before
from txng.production.actions.lots_from_lots import NewLot, make_lots
from txng.production.actions.stock_in_hand import Pile, as_recorded, change_of, keeper
from txng.production.events import ProductionEvent
from txng.production.models import StockKind, StockMove
from txng.production.stock.measures import to_base


@transaction.atomic
def split_lot(
    *,
    actor: Actor,
    lot_id: int,
    site_id: int,
    parts: Sequence[NewLot],
    done_on: date,
    at: datetime,
    client_id: UUID | None = None,
) -> StockMove:
    """Some of a lot becomes lots of their own (tách lô). The parts are taken from one place; the rest stays the lot."""
    establishment = keeper(actor)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    units = {to_base(part.quantity, part.unit)[1] for part in parts}
    if len(units) > 1:
        raise RuleBroken(_("Write all parts in one measure."), code="unit")
    taken = [
        change_of(
            establishment,
            Pile(lot_id=lot_id, site_id=site_id, quantity=_together(parts, unit), unit=unit),
            sign=-1,
        )
        for unit in units
    ]
    move, lots = make_lots(
        actor=actor,
        establishment=establishment,
        kind=StockKind.SPLIT,
        taken=taken,
        new=parts,
        done_on=done_on,
        at=at,
        exact=True,
        client_id=client_id,
    )
    record(
        ProductionEvent.LOT_SPLIT,
        actor=actor,
        subject=move,
        label=", ".join(lot.number for lot in lots),
        at=at,
        after=as_recorded(move) | {"from": [lot_id], "lots": [lot.pk for lot in lots]},
    )
    return move


def _together(parts: Sequence[NewLot], unit: str) -> Decimal:
    return sum((to_base(part.quantity, part.unit)[0] for part in parts), Decimal(0))
