"""Từ lô nào, thành lô nào: lots that came out of lots, and what the new ones take over from the old.

What makes a family are rows of other areas of the record: acts on the stock (split, merge, process) and goods that
another establishment handed over. Nothing of it is stored a second time, so that an act taken back ends the kinship.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from txng.production.models import Handover, HandoverState, Lot, StockKind, StockLine

MAKING = (StockKind.SPLIT, StockKind.MERGE, StockKind.PROCESS)
MOST = 500  # lots of one family that are followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One lot came of another on a day, by an act."""

    mother: int
    child: int
    kind: str  # of StockKind, or "handover"
    on: date
    move_id: int | None = None
    handover_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a lot has from the goods it was made of: it is as old as the oldest of them, as short-lived too."""

    harvested_on: date | None = None
    packed_on: date | None = None
    expires_on: date | None = None
    quantity: Decimal | None = None
    quantity_unit: str = ""
    came: bool = False


def links_of(lots: Iterable[int], *, up: bool) -> list[Link]:
    """What these lots came of (`up`), or what came of them; acts taken back are not told."""
    wanted = list(lots)
    side = {"quantity__gt": 0} if up else {"quantity__lt": 0}
    standing = StockLine.objects.filter(
        move__kind__in=MAKING, move__takes_back=None, move__taken_back_by=None, lot__isnull=False
    )
    moves = list(standing.filter(lot__in=wanted, **side).order_by().values_list("move_id", flat=True).distinct())
    lines = standing.filter(move__in=moves).order_by("move_id", "id") if moves else StockLine.objects.none()
    by_move: dict[int, tuple[set[int], set[int], str, date]] = {}
    for move_id, kind, day, lot_id, quantity in lines.values_list(
        "move_id", "move__kind", "move__done_on", "lot_id", "quantity"
    ):
        went, came, *_ = by_move.setdefault(move_id, (set(), set(), kind, day))
        (came if quantity > 0 else went).add(lot_id)
    found = [
        Link(mother=mother, child=child, kind=kind, on=day, move_id=move_id)
        for move_id, (went, came, kind, day) in by_move.items()
        for mother in sorted(went)
        for child in sorted(came)
        if (child if up else mother) in wanted and mother != child
    ]
    handed = Handover.objects.filter(state=HandoverState.ACCEPTED)
    handed = handed.filter(receipt__lot__in=wanted) if up else handed.filter(lot__in=wanted)
    found += [
        Link(mother=mother, child=child, kind="handover", on=day, handover_id=pk)
        for pk, mother, child, day in handed.order_by("id").values_list(
            "id", "lot_id", "receipt__lot_id", "receipt__received_on"
        )
    ]
    return found


def kin(*lots: int, up: bool) -> list[Link]:
    """All links from these lots back to where their goods began, or forward to what became of them."""
    found: dict[Link, None] = {}
    seen, front = set(lots), set(lots)
    while front and len(seen) <= MOST:
        links = links_of(front, up=up)
        found |= dict.fromkeys(links)
        front = {link.mother if up else link.child for link in links} - seen
        seen |= front
    return list(found)


def children(lot_id: int) -> set[int]:
    return {link.child for link in links_of([lot_id], up=False)}


def with_descendants(lots: Iterable[Lot]) -> set[int]:
    """Those of the establishments themselves: of somebody else's lots nothing is changed."""
    owner = {lot.pk: lot.establishment_id for lot in lots}
    came = {link.child for link in kin(*owner, up=False)}
    theirs = Lot.objects.filter(pk__in=came, establishment_id__in=set(owner.values()))
    return owner.keys() | set(theirs.order_by().values_list("pk", flat=True))


def inherited(lot: Lot) -> Inherited:
    """From the nearest of the family only: they have theirs from the ones before."""
    links = links_of([lot.pk], up=True)
    if not links:
        return Inherited()
    mothers = Lot.objects.in_bulk({link.mother for link in links})
    handed = Handover.objects.in_bulk([link.handover_id for link in links if link.handover_id])
    sources: list[tuple[Lot | Handover, date]] = [
        (handed[link.handover_id] if link.handover_id else mothers[link.mother], link.on)
        for link in links
        if link.handover_id or mothers[link.mother].product_id == lot.product_id
    ]
    return inherited_from(sources, *_came(lot, links))


def inherited_from(
    sources: Iterable[tuple[Lot | Handover, date]], quantity: Decimal | None, quantity_unit: str
) -> Inherited:
    """`sources`: what goods of the same product came of, and the day they left it; rice is not harvested on the day the
    paddy was. What was done to a mother after a lot had left it was not done to that lot."""
    harvests, packings, expiries = [], [], []
    for source, left_on in sources:
        harvests += [source.harvested_on] if source.harvested_on and source.harvested_on <= left_on else []
        if source.packed_on and source.packed_on <= left_on:
            packings.append(source.packed_on)
            expiries += [source.expires_on] if source.expires_on else []
    return Inherited(
        harvested_on=min(harvests, default=None),
        packed_on=min(packings, default=None),
        expires_on=min(expiries, default=None),
        quantity=quantity,
        quantity_unit=quantity_unit,
        came=True,
    )


def _came(lot: Lot, links: list[Link]) -> tuple[Decimal | None, str]:
    """How much of it came into being by those acts, in the measure of the first."""
    lines = StockLine.objects.filter(lot=lot, quantity__gt=0).filter(
        Q(move__in={link.move_id for link in links if link.move_id})
        | Q(move__receipt__handover__in={link.handover_id for link in links if link.handover_id})
    )
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for unit, quantity in lines.order_by("id").values_list("unit", "quantity"):
        sums[unit] += quantity
    for unit, quantity in sums.items():
        return quantity, unit
    return None, ""
