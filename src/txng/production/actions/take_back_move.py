from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production import dates
from txng.production.actions.in_hand import sent_before
from txng.production.actions.stock_in_hand import as_recorded, keeper
from txng.production.actions.write_diary import draw_again
from txng.production.events import ProductionEvent
from txng.production.family import MAKING
from txng.production.models import Lot, MaterialLot, StockKind, StockMove
from txng.production.queries import counting_entries
from txng.production.stock.booking import Change, book, lock_family, lock_lots, lock_materials
from txng.production.stock.using import book_waiting, materials_in

# What another record stands behind is corrected there: the diary for a harvest, the delivery for goods that left.
TAKEN_BACK_HERE = frozenset(
    {StockKind.RECEIVE, StockKind.TRANSFER, StockKind.COUNT, StockKind.LOSS, StockKind.SPLIT, StockKind.MERGE,
     StockKind.PROCESS}
)  # fmt: skip


@transaction.atomic
def take_back_move(
    *, actor: Actor, move_id: int, reason: str, at: datetime, client_id: UUID | None = None
) -> StockMove:
    """An act on the stock was wrong: another one says the contrary on the same days. Refused where goods have gone on
    since, because somebody holds them."""
    establishment = keeper(actor)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    wrong = (
        StockMove.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=move_id, establishment=establishment)
        .first()
    )
    if wrong is None:
        raise NotThere(_("Not found."))
    if wrong.kind not in TAKEN_BACK_HERE or wrong.takes_back_id is not None:
        raise RuleBroken(_("This cannot be taken back here. Correct the record it comes from."), code="kind")
    if StockMove.objects.filter(takes_back=wrong).exists():
        raise RuleBroken(_("This has been taken back already."), code="taken_back")
    if not clean(reason):
        raise RuleBroken(_("Say why it is taken back."), code="reason_missing")
    lines = list(wrong.lines.select_related("lot", "material_lot__material", "site").order_by("id"))
    things: list[Lot | MaterialLot] = [thing for line in lines if (thing := line.lot or line.material_lot) is not None]
    materials = materials_in(lines)
    lots = {thing.pk: thing for thing in things if isinstance(thing, Lot)}
    # What came of them is drawn again with them: all of it before the materials (stock/booking.py).
    if wrong.kind in MAKING:
        lock_family(lots.values())
    else:
        lock_lots(lots)
    lock_materials(materials)
    move = book(
        actor=actor,
        establishment=establishment,
        kind=StockKind(wrong.kind),
        done_on=wrong.done_on,
        at=at,
        changes=[
            Change(thing, line.site, -line.quantity, line.unit, on=line.done_on)
            for thing, line in zip(things, lines, strict=True)
        ],
        reason=reason,
        takes_back=wrong,
        client_id=client_id,
    )
    if wrong.kind in MAKING:
        for _number, lot in sorted(lots.items()):
            draw_again(lot, counting_entries(lot, dates.DATING), expires_on=None)
    booked = book_waiting(materials, actor=actor, at=at)
    record(
        ProductionEvent.STOCK_TAKEN_BACK,
        actor=actor,
        subject=move,
        label=str(wrong),
        at=at,
        reason=move.reason,
        before=as_recorded(wrong),
        after=as_recorded(move) | {"booked": [one.pk for one in booked]},
    )
    return move
