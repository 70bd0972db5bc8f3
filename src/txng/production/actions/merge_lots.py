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
def merge_lots(
    *,
    actor: Actor,
    piles: Sequence[Pile],
    into: NewLot,
    done_on: date,
    at: datetime,
    client_id: UUID | None = None,
) -> StockMove:
    """Goods of several lots of one product are put together and go on as one new lot (gộp lô)."""
    establishment = keeper(actor)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    if len({pile.lot_id for pile in piles}) < 2:
        raise RuleBroken(_("Choose at least two lots to put together."), code="lots_missing")
    move, lots = make_lots(
        actor=actor,
        establishment=establishment,
        kind=StockKind.MERGE,
        taken=[change_of(establishment, pile, sign=-1) for pile in piles],
        new=[into],
        done_on=done_on,
        at=at,
        exact=True,
        client_id=client_id,
    )
    mothers = {pile.lot_id for pile in piles if pile.lot_id is not None}
    record(
        ProductionEvent.LOTS_MERGED,
        actor=actor,
        subject=move,
        label=lots[0].number,
        at=at,
        after=as_recorded(move) | {"from": sorted(mothers), "lots": [lots[0].pk]},
    )
    return move
