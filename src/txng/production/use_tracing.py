"""What went into a lot, as EPCIS events: so that a recall of a lot of material finds the lots it went into.

A use is told as soon as it is known which lot of material it was: the one that was named, else the ones the stock
gave. A use that waits for a receipt is told when it is booked (names.md 7.14).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from txng.kernel.compiled import Compiled
from txng.ledger.models import Entry
from txng.production.models import DiaryEntry, MaterialLot, MaterialUse
from txng.production.stock.tracing import thing_key
from txng.production.tracing import amount_of, diary_id, lot_key, site_key
from txng.production.uses import counting_uses
from txng.trace.own_events import Amount, amounts, declare_wrong, event, of_day, own_id, record_own

_USED = 2  # the second of its day: after what was received, before what was harvested (production/tracing.py)


def use_id(use: MaterialUse) -> str:
    return own_id("use", str(use.entry.client_id), str(use.place))


def material_used(use: MaterialUse) -> list[dict[str, Any]]:
    taken = _taken(use)
    if not taken:
        return []
    entry = use.entry
    return [
        event(
            "TransformationEvent",
            event_id=use_id(use),
            at=of_day(entry.done_on, _USED),
            biz_step="commissioning",
            disposition="in_progress",
            place=site_key(entry.site if entry.site is not None else entry.lot.site),
            only_a_day=True,
            inputQuantityList=amounts(*(amount_of(thing_key(lot), quantity, use.unit) for lot, quantity in taken)),
            outputQuantityList=amounts(Amount(lot_key(entry.lot))),
            **{"txng:what": use.name, "txng:entry": diary_id(entry)},
        )
    ]


def _taken(use: MaterialUse) -> list[tuple[MaterialLot, Decimal | None]]:
    """Lots of material with how much of each; the one that was named, as it was written, while it waits."""
    if use.material_lot is not None:
        return [(use.material_lot, use.quantity)]
    move = getattr(use, "stock_move", None)
    summed: dict[MaterialLot, Decimal | None] = {}
    for line in move.lines.all() if move is not None else ():
        if line.material_lot is not None:
            summed[line.material_lot] = (summed.get(line.material_lot) or Decimal(0)) - line.quantity
    return sorted(summed.items(), key=lambda taken: taken[0].pk)


_BESIDE = "stock_move__lines__material_lot"


def _ready(uses: QuerySet[MaterialUse]) -> QuerySet[MaterialUse]:
    of_entry = ("entry__lot__product", "entry__lot__site", "entry__site", "material_lot", "stock_move")
    return uses.select_related(*of_entry).prefetch_related(_BESIDE).order_by("id")


_of_entry = Compiled(lambda entry: _ready(MaterialUse.objects.filter(entry_id=entry)), entry=int)


# --- listeners -------------------------------------------------------------------------------------------------------


def tell_uses(entry: Entry) -> None:
    """After an entry was written or material came in: the entry's own uses, and those that had waited."""
    said = entry.after or {}
    if "entry_id" in said:
        uses = _of_entry(entry=int(said["entry_id"]))
        prefetch_related_objects(uses, _BESIDE)
        _tell(uses, at=entry.at)
    if booked := said.get("booked"):
        tell(MaterialUse.objects.filter(stock_move__in=booked), at=entry.at)


def tell_uses_corrected(entry: Entry) -> None:
    """Đính chính: what the wrong entry used is declared wrong and names what holds now (standards.md 1.6)."""
    tell_uses(entry)
    line = DiaryEntry.objects.select_related("corrects").get(pk=(entry.after or {})["entry_id"])
    right = [one["eventID"] for use in _ready(line.uses.all()) for one in material_used(use)]
    _declare(line, right, at=entry.at)


def _declare(line: DiaryEntry, right: Iterable[str], *, at: datetime) -> None:
    wrong = line.corrects.uses.select_related("entry").order_by("id") if line.corrects is not None else ()
    for use in wrong:
        declare_wrong(use_id(use), owner=line, at=at, instead=right)


def tell(uses: QuerySet[MaterialUse], *, at: datetime) -> int:
    return _tell(_ready(uses), at=at)


def _tell(uses: Iterable[MaterialUse], *, at: datetime) -> int:
    return sum(record_own(material_used(use), owner=use, at=at) for use in uses)


def tell_all(at: datetime) -> int:
    """For a database older than this file; told before, it adds nothing. How many events were new."""
    return tell(counting_uses(), at=at)
