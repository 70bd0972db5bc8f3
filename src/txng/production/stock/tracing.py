"""What happens to the stock, as EPCIS events (CT-17; docs/one-more-kind-of-event.md).

A harvest, a packing and a delivery are told by production/tracing.py, from the diary and the deliveries themselves;
here stand the acts that are nothing but acts on the stock.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from txng.kernel.compiled import Compiled
from txng.ledger.models import Entry
from txng.production.models import Lot, MaterialLot, StockKind, StockLine, StockMove
from txng.production.tracing import amount_of, lot_key, named_partner, owner_key, site_key
from txng.trace import addresses
from txng.trace.own_events import amounts, declare_wrong, event, name_party, of_day, own_id, record_own

# Seconds of the day: after what was harvested and packed on it, before what left (production/tracing.py).
_RECEIVED, _MADE, _MOVED, _LOST, _COUNTED = 1, 40, 50, 60, 70
_MAKING = (StockKind.SPLIT, StockKind.MERGE, StockKind.PROCESS)
TOLD = (*_MAKING, StockKind.RECEIVE, StockKind.TRANSFER, StockKind.LOSS, StockKind.COUNT)


def thing_key(thing: Lot | MaterialLot) -> str:
    if isinstance(thing, Lot):
        return lot_key(thing)
    return addresses.named("material-lot", str(thing.establishment_id), str(thing.pk))


def _thing(line: StockLine) -> Lot | MaterialLot:
    found = line.lot or line.material_lot
    assert found is not None  # by constraint
    return found


def _amounts(lines: list[StockLine]) -> list[dict[str, Any]]:
    """One amount a thing and unit, wherever it lay."""
    summed: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        of = thing_key(_thing(line)), line.unit
        summed[of] = summed.get(of, Decimal(0)) + abs(line.quantity)
    return amounts(*(amount_of(key, quantity, unit) for (key, unit), quantity in summed.items()))


_lines = Compiled(
    lambda move: (
        StockLine.objects.filter(move_id=move).select_related("lot__product", "material_lot", "site").order_by("id")
    ),
    move=int,
)


def move_id(move: StockMove) -> str:
    return own_id("stock", str(move.client_id))


def stock_moved(move: StockMove) -> list[dict[str, Any]]:
    """The event of an act; none of one that takes another back: that is told by declaring the other wrong."""
    if move.kind not in TOLD or move.takes_back_id is not None or move.receipt_id is not None:
        return []  # (goods handed over are told with their delivery)
    lines = _lines(move=move.pk)
    came = [line for line in lines if line.quantity > 0]
    went = [line for line in lines if line.quantity < 0]
    common: dict[str, Any] = {
        "event_id": move_id(move),
        "place": site_key((came or went)[0].site),
        "only_a_day": True,
    }
    if move.kind in _MAKING:
        step = {StockKind.PROCESS: "commissioning"}.get(StockKind(move.kind), "repackaging")
        return [
            event(
                "TransformationEvent",
                at=of_day(move.done_on, _MADE),
                biz_step=step,
                disposition="in_progress",
                inputQuantityList=_amounts(went),
                outputQuantityList=_amounts(came),
                **common,
            )
        ]
    if move.kind == StockKind.RECEIVE:
        source = [{"type": "owning_party", "source": named_partner(move)}] if move.partner_id else []
        return [
            event(
                "ObjectEvent",
                at=of_day(move.done_on, _RECEIVED),
                biz_step="receiving",
                disposition="in_progress",
                action="OBSERVE",
                quantityList=_amounts(came),
                sourceList=source,
                destinationList=[{"type": "owning_party", "destination": owner_key(move)}],
                **common | {"txng:what": str(_thing(came[0]))},
            )
        ]
    if move.kind == StockKind.TRANSFER:
        return [
            event(
                "ObjectEvent",
                at=of_day(move.done_on, _MOVED),
                biz_step="storing",
                disposition="in_progress",
                action="OBSERVE",
                quantityList=_amounts(came),
                **common,
            )
        ]
    if move.kind == StockKind.LOSS:
        return [
            event(
                "ObjectEvent",
                at=of_day(move.done_on, _LOST),
                biz_step="destroying",
                disposition="destroyed",
                action="DELETE",
                quantityList=_amounts(went),
                **common,
            )
        ]
    return [
        event(
            "ObjectEvent",
            at=of_day(move.done_on, _COUNTED),
            biz_step="cycle_counting",
            disposition="in_progress",
            action="OBSERVE",
            quantityList=amounts(*(amount_of(thing_key(_thing(line)), line.counted, line.unit) for line in lines)),
            **common,
        )
    ]


def tell_stock_moved(entry: Entry) -> None:
    move = _of(entry)
    tell(move, at=entry.at)


def tell(move: StockMove, *, at: datetime) -> int:
    new = record_own(stock_moved(move), owner=move, at=at)
    if move.partner is not None and move.kind == StockKind.RECEIVE and move.receipt_id is None:
        name_party(named_partner(move), move.partner.name, owner=move, at=at)
    if move.takes_back is not None and move.kind in TOLD:
        declare_wrong(move_id(move.takes_back), owner=move, at=at)
    return new


def _of(entry: Entry) -> StockMove:
    return _moves(pk=int((entry.after or {})["move_id"]))[0]


_moves = Compiled(
    lambda pk: StockMove.objects.filter(pk=pk).select_related("establishment", "partner", "takes_back").order_by(),
    pk=int,
)


def tell_all() -> int:
    """For a database older than this file; told before, it adds nothing. How many events were new."""
    moves = StockMove.objects.filter(kind__in=TOLD)
    return sum(
        tell(move, at=move.recorded_at)
        for move in moves.select_related("establishment", "partner", "takes_back").order_by("id")
    )
