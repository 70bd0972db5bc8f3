"""What was used is taken from the stock; what is not there yet waits for a receipt (names.md 7.14).

A use that finds too little is not booked at all and stands “chờ nhập kho”. Each act that brings material in asks the
uses that wait for it, the oldest day first. A use and a receipt written at the same moment must not miss each other:
both lock the row of the material before they look (the order of all locks: stock/booking.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from txng.access import Actor
from txng.production.models import (
    DiaryEntry,
    MaterialLot,
    MaterialUse,
    Site,
    StockKind,
    StockLine,
    StockMove,
)
from txng.production.stock.booking import Change, book
from txng.production.stock.levels import Place, lowest
from txng.production.uses import counting_uses


def materials_in(lines: Iterable[StockLine]) -> set[int]:
    lots = {line.material_lot_id for line in lines if line.material_lot_id}
    return set(MaterialLot.objects.filter(pk__in=lots).values_list("material_id", flat=True))


def waiting() -> QuerySet[MaterialUse]:
    """Uses that are to be taken from the stock and are not, the oldest first."""
    return counting_uses().filter(quantity__isnull=False, stock_move=None).order_by("entry__done_on", "id")


def book_uses(uses: Sequence[MaterialUse], *, actor: Actor, at: datetime) -> list[StockMove]:
    """Of those the stock suffices for. The caller holds the locks of `lock_materials`."""
    moves = (_booked(use, actor=actor, at=at) for use in uses if use.quantity is not None)
    return [move for move in moves if move is not None]


def book_waiting(materials: Iterable[int], *, actor: Actor, at: datetime) -> list[StockMove]:
    """After material came in: what waited for it, in order of day. One that still finds too little lets others pass.

    Who never wrote receipts down may have a thousand uses waiting for the first: those that want more than there is
    cost nothing.
    """
    moves: list[StockMove] = []
    for material in sorted(set(materials)):
        lines = StockLine.objects.filter(material_lot__material_id=material)
        left = lines.aggregate(total=Sum("quantity"))["total"] or Decimal(0)
        found = waiting().filter(material_id=material, quantity__lte=left)
        for use in found.select_related("entry__lot__establishment", "material"):
            wanted = use.quantity or Decimal(0)
            if wanted <= left and (move := _booked(use, actor=actor, at=at)) is not None:
                moves.append(move)
                left -= wanted
    return moves


def give_back_uses(entry: DiaryEntry, *, actor: Actor, at: datetime) -> list[StockMove]:
    """The entry was wrong: what it took lies there again, from the days on which it was taken."""
    moves = StockMove.objects.filter(use__entry=entry, taken_back_by=None).select_related("establishment")
    return [
        book(
            actor=actor,
            establishment=move.establishment,
            kind=StockKind.USE,
            done_on=move.done_on,
            at=at,
            changes=[
                Change(line.material_lot, line.site, -line.quantity, line.unit, on=line.done_on)
                for line in move.lines.select_related("material_lot__material", "site").order_by("id")
                if line.material_lot is not None
            ],
            takes_back=move,
        )
        for move in moves.order_by("id")
    ]


def _booked(use: MaterialUse, *, actor: Actor, at: datetime) -> StockMove | None:
    piles = _piles(use)
    if not piles:
        return None
    for day in _days(use, piles):
        changes = _taken(use, piles, day)
        if changes:
            return book(
                actor=actor,
                establishment=use.entry.lot.establishment,
                kind=StockKind.USE,
                done_on=day,
                at=at,
                changes=changes,
                use=use,
            )
    return None


def _piles(use: MaterialUse) -> list[tuple[MaterialLot, Site]]:
    """Where any of it is left, in the order in which it is taken.

    The lot that was named, else whichever expires first; what had expired on that day comes last of all. Within a lot
    the place of the work first: a sack beside the plot is opened before one in the store.
    """
    lines = StockLine.objects.filter(material_lot__material_id=use.material_id, unit=use.unit).order_by()
    if use.material_lot_id is not None:
        lines = lines.filter(material_lot_id=use.material_lot_id)
    there = lines.values("material_lot_id", "site_id").annotate(total=Sum("quantity")).filter(total__gt=0)
    pairs = list(there.values_list("material_lot_id", "site_id"))
    if not pairs:
        return []
    lots = MaterialLot.objects.select_related("material").in_bulk({lot for lot, _site in pairs})
    sites = Site.objects.in_bulk({site for _lot, site in pairs})

    def turn(pile: tuple[MaterialLot, Site]) -> tuple[object, ...]:
        lot, site = pile
        expires = lot.expires_on or date.max
        return expires < use.entry.done_on, expires, lot.pk, site.pk != use.entry.site_id, site.pk

    return sorted(((lots[lot], sites[site]) for lot, site in pairs), key=turn)


def _days(use: MaterialUse, piles: Sequence[tuple[MaterialLot, Site]]) -> list[date]:
    """The day of the work; else the first day on which enough had come: stock is never taken before it was there."""
    came = StockLine.objects.filter(
        material_lot__in={lot.pk for lot, _site in piles}, unit=use.unit, quantity__gt=0, done_on__gt=use.entry.done_on
    )
    return [use.entry.done_on, *sorted(set(came.values_list("done_on", flat=True)))]


def _taken(use: MaterialUse, piles: Sequence[tuple[MaterialLot, Site]], day: date) -> list[Change]:
    wanted, changes = use.quantity or Decimal(0), []
    for lot, site in piles:
        there, _day = lowest(Place(lot, site.pk, use.unit), {day: Decimal(0)})
        taken = min(there, wanted)
        if taken > 0:
            changes.append(Change(lot, site, -taken, use.unit))
            wanted -= taken
        if not wanted:
            return changes
    return []
