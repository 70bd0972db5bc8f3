"""What must be true of all that is booked, whoever booked it at the same moment: judged from the rows alone."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from txng.production.models import StockKind, StockLine, StockMove
from txng.production.stock.levels import below_zero

# In one measure as much leaves as comes; harvests, counts and losses say what the whole is worth.
_EXACT = (StockKind.TRANSFER, StockKind.SPLIT, StockKind.MERGE)


def faults() -> list[str]:
    lines = list(StockLine.objects.select_related("move").order_by("id"))
    found = [f"below zero: {pile}" for pile in below_zero(lines)]
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.move_id] += line.quantity
    moves = {move.pk: move for move in StockMove.objects.select_related("takes_back")}
    for number, move in moves.items():
        if move.kind in _EXACT and sums[number]:
            found.append(f"{move.kind} {number} makes {sums[number]} of nothing")
        if move.takes_back_id and move.entry_id is None and sums[number] != -sums[move.takes_back_id]:
            found.append(f"{number} takes back something else than {move.takes_back_id}")
    counted = [line for line in lines if line.counted is not None and line.move.takes_back_id is None]
    found += [f"a count booked nothing: {line.pk}" for line in counted if not line.quantity]
    return found


def weights() -> dict[str, Any]:
    """What is there by the piles, and what should be by harvests, receipts, counts and losses: the same to the gram."""
    lines = list(StockLine.objects.filter(unit="kg").select_related("move"))
    outer = [line.quantity for line in lines if line.move.kind not in _EXACT]
    return {"there": sum(line.quantity for line in lines), "should": sum(outer, Decimal(0)), "lines": len(lines)}
