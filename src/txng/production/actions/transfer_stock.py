from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.actions.in_hand import sent_before
from txng.production.actions.stock_in_hand import Pile, as_recorded, change_of, keeper, the_site
from txng.production.events import ProductionEvent
from txng.production.models import StockKind, StockMove
from txng.production.stock.booking import Change, book


@transaction.atomic
def transfer_stock(
    *, actor: Actor, pile: Pile, to_site_id: int, done_on: date, at: datetime, client_id: UUID | None = None
) -> StockMove:
    """Carry some of a pile to another place of one's own: as much arrives as left (chuyển kho)."""
    establishment = keeper(actor)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    taken = change_of(establishment, pile, sign=-1)
    target = the_site(establishment, to_site_id)
    if target == taken.site:
        raise RuleBroken(_("Choose another place than the one it lies in."), code="same_site")
    move = book(
        actor=actor,
        establishment=establishment,
        kind=StockKind.TRANSFER,
        done_on=done_on,
        at=at,
        changes=[taken, Change(taken.thing, target, -taken.quantity, taken.unit)],
        client_id=client_id,
    )
    record(
        ProductionEvent.STOCK_TRANSFERRED,
        actor=actor,
        subject=move,
        label=str(taken.thing),
        at=at,
        after=as_recorded(move),
    )
    return move
