"""What writing and correcting the diary do with the materials of an entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from txng.access import Actor
from txng.production.models import DiaryEntry, MaterialUse
from txng.production.stock.booking import lock_materials
from txng.production.stock.using import book_uses, book_waiting, give_back_uses
from txng.production.uses import Used, as_recorded, new_uses


def take_used(
    entry: DiaryEntry,
    used: Sequence[Used],
    *,
    actor: Actor,
    at: datetime,
    instead_of: DiaryEntry | None = None,
) -> dict[str, Any]:
    """Write down what was used and take it from the stock, or let it wait; what the ledger says of it.

    `instead_of` is the entry it corrects: what that one took lies there again first.
    """
    earlier = list(instead_of.uses.values_list("material_id", flat=True)) if instead_of is not None else []
    if not used and not earlier:
        return {}
    uses = new_uses(entry, used)
    lock_materials([*earlier, *(use.material_id for use in uses)])
    if instead_of is not None:
        give_back_uses(instead_of, actor=actor, at=at)
    for use in uses:
        use.save(force_insert=True)
    moves = book_uses(uses, actor=actor, at=at)
    if earlier:
        moves += book_waiting(earlier, actor=actor, at=at)
    return {"used": as_recorded(uses), "booked": [move.pk for move in moves]}


def recorded_uses(entry: DiaryEntry) -> dict[str, Any]:
    uses: list[MaterialUse] = list(entry.uses.order_by("place"))
    return {"used": as_recorded(uses)} if uses else {}
