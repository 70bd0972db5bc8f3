from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import sent_before
from txng.production.actions.stock_in_hand import Pile, as_recorded, keeper, the_site, the_thing
from txng.production.events import ProductionEvent
from txng.production.models import MaterialLot, StockKind, StockMove
from txng.production.stock.booking import Change, book, lock_things
from txng.production.stock.levels import Place, at_the_end_of
from txng.production.stock.measures import to_base
from txng.production.stock.using import book_waiting


@transaction.atomic
def count_stock(
    *,
    actor: Actor,
    pile: Pile,
    counted_on: date,
    at: datetime,
    reason: str = "",
    client_id: UUID | None = None,
) -> StockMove | None:
    """Kiểm kê: so much of it really lies there. What differs is booked, with a reason; where nothing differs there is
    nothing to book, and None is returned."""
    establishment = keeper(actor)
    if earlier := sent_before(StockMove, client_id, actor, Permission.STOCK_EDIT):
        return earlier
    if pile.quantity < 0:
        raise RuleBroken(_("The quantity cannot be less than 0."), code="quantity")
    counted, unit = to_base(pile.quantity, pile.unit)
    thing, site = the_thing(establishment, pile), the_site(establishment, pile.site_id)
    # Locked before it is read: what somebody takes out meanwhile is neither counted twice nor lost.
    lock_things([thing])
    differs: Decimal = counted - at_the_end_of(Place(thing, site.pk, unit), counted_on)
    if not differs:
        return None
    if not clean(reason):
        raise RuleBroken(_("Say why the count differs from the book."), code="reason_missing")
    move = book(
        actor=actor,
        establishment=establishment,
        kind=StockKind.COUNT,
        done_on=counted_on,
        at=at,
        changes=[Change(thing, site, differs, unit)],
        reason=reason,
        counted=counted,
        client_id=client_id,
    )
    # More than the book said: what waited for it can be taken (names.md 7.14).
    booked = book_waiting([thing.material_id], actor=actor, at=at) if isinstance(thing, MaterialLot) else []
    record(
        ProductionEvent.STOCK_COUNTED,
        actor=actor,
        subject=move,
        label=str(thing),
        at=at,
        reason=move.reason,
        before={"quantity": counted - differs, "unit": unit},
        after=as_recorded(move) | {"counted": counted, "booked": [one.pk for one in booked]},
    )
    return move
