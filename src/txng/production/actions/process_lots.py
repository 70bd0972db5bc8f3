from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
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


@transaction.atomic
def process_lots(
    *,
    actor: Actor,
    inputs: Sequence[Pile],
    outputs: Sequence[NewLot],
    done_on: date,
    at: datetime,
    reason: str = "",
    client_id: UUID | None = None,
) -> StockMove:
    """Lots and materials go in, lots of other goods come out (chế biến): dried, milled, slaughtered, mixed."""
    establishment = keeper(actor)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    if not inputs:
        raise RuleBroken(_("Choose what goes in."), code="lots_missing")
    move, lots = make_lots(
        actor=actor,
        establishment=establishment,
        kind=StockKind.PROCESS,
        taken=[change_of(establishment, pile, sign=-1) for pile in inputs],
        new=outputs,
        done_on=done_on,
        at=at,
        exact=False,
        reason=reason,
        client_id=client_id,
    )
    record(
        ProductionEvent.LOTS_PROCESSED,
        actor=actor,
        subject=move,
        label=", ".join(lot.number for lot in lots),
        at=at,
        reason=move.reason,
        after=as_recorded(move)
        | {"from": sorted({pile.lot_id for pile in inputs if pile.lot_id}), "lots": [lot.pk for lot in lots]},
    )
    return move
