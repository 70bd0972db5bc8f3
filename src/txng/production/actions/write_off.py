from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import sent_before
from txng.production.actions.stock_in_hand import Pile, as_recorded, change_of, keeper
from txng.production.events import ProductionEvent
from txng.production.models import StockKind, StockMove
from txng.production.stock.booking import book


@transaction.atomic
def write_off(
    *, actor: Actor, pile: Pile, reason: str, done_on: date, at: datetime, client_id: UUID | None = None
) -> StockMove:
    """Some of it spoilt, was lost or thrown away (hao hụt, hủy): said with a reason, so that the balance stays true."""
    establishment = keeper(actor)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    if not clean(reason):
        raise RuleBroken(_("Say how it was lost."), code="reason_missing")
    lost = change_of(establishment, pile, sign=-1)
    move = book(
        actor=actor,
        establishment=establishment,
        kind=StockKind.LOSS,
        done_on=done_on,
        at=at,
        changes=[lost],
        reason=reason,
        client_id=client_id,
    )
    record(
        ProductionEvent.STOCK_LOST,
        actor=actor,
        subject=move,
        label=str(lost.thing),
        at=at,
        reason=move.reason,
        after=as_recorded(move),
    )
    return move
