"""One act on the stock, whole or not at all, under the locks that keep every pile at or above zero.

Two people who take the last sack at the same moment both read “one sack” unless one of them waits. So whatever changes
the stock of a thing locks the row of that thing first and judges afterwards. Whoever waits while holding must never be
waited for: **every verb of production takes its locks in this order**, each kind by the number of its rows, and what
it will need of a kind all at once.

1. what is answered or taken back: a hand-over, a move, a run of a sheet;
2. establishments – both of a hand-over, before anything of either; with them whatever hangs on an establishment alone:
   the numbers of its lots, the names in its books (partners, places, materials);
3. lots, those that came of them among the others: a lot has a higher number than all it came of, so whoever holds a
   mother may go on to her children;
4. materials, each for all lots of it: one use may take from many.

A verb that may come to write a partner's name holds the establishment before the lot (actions/in_hand.py). A new row
is nobody's to wait for. tests/production/stock/test_locks.py lets everybody at it, and the old order with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.production import family
from txng.production.models import (
    DiaryEntry,
    Lot,
    Material,
    MaterialLot,
    MaterialUse,
    Partner,
    Receipt,
    Shipment,
    Site,
    StockKind,
    StockLine,
    StockMove,
)
from txng.production.stock.levels import Place, Thing, lowest
from txng.registry.models import Establishment


@dataclass(frozen=True, slots=True)
class Change:
    """So much more (+) or less (–) of a thing at a site, in a base unit."""

    thing: Thing
    site: Site
    quantity: Decimal
    unit: str
    on: date | None = None  # another day than the act's: a correction takes back on the day of what was wrong


class StockShort(RuleBroken):
    """More was to be taken than there is."""

    default_code = "stock_short"

    def __init__(self, pile: Place, site: Site, there: Decimal, day: date) -> None:
        super().__init__(
            _("Of %(thing)s there are only %(there)s %(unit)s in %(site)s on %(day)s.")
            % {
                "thing": pile.thing,
                "there": amount(there),
                "unit": pile.unit,
                "site": site.name,
                "day": f"{day:%d/%m/%Y}",
            }
        )
        self.there = there


def amount(quantity: Decimal) -> str:
    """1.234,5 – as people write it."""
    whole, _dot, rest = f"{quantity:f}".partition(".")
    rest = rest.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped


def _lock(model: type[Model], ids: Iterable[int]) -> None:
    """Without their keys: rows that point to them are written meanwhile. In plain SQL, for every act on the stock asks
    it several times and Django would build it anew each time."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT FROM {model._meta.db_table} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [sorted(set(ids))]
        )


def lock_establishments(ids: Iterable[int]) -> None:
    _lock(Establishment, ids)


def lock_lots(ids: Iterable[int]) -> None:
    _lock(Lot, ids)


def lock_family(lots: Iterable[Lot]) -> None:
    """These and all that came of them. What somebody makes of one of them while we wait for it came later and has a
    higher number than all we hold, for lots are opened one after the other: so it is asked for again."""
    lots, held = list(lots), set[int]()
    while found := family.with_descendants(lots) - held:
        lock_lots(found)
        held |= found


def lock_materials(ids: Iterable[int]) -> None:
    _lock(Material, ids)


def lock_things(things: Sequence[Thing]) -> None:
    """The rows whose stock is about to change, so that nobody else changes it until this transaction ends."""
    if lots := {thing.pk for thing in things if isinstance(thing, Lot)}:
        lock_lots(lots)
    if materials := {thing.material_id for thing in things if isinstance(thing, MaterialLot)}:
        lock_materials(materials)


def book(
    *,
    actor: Actor,
    establishment: Establishment,
    kind: StockKind,
    done_on: date,
    at: datetime,
    changes: Sequence[Change],
    reason: str = "",
    partner: Partner | None = None,
    takes_back: StockMove | None = None,
    entry: DiaryEntry | None = None,
    shipment: Shipment | None = None,
    use: MaterialUse | None = None,
    receipt: Receipt | None = None,
    counted: Decimal | None = None,
    client_id: UUID | None = None,
) -> StockMove:
    """Record the act. Refused with StockShort where a pile would fall below zero on that day or on any day after it.

    The caller has asked for the right and recognised a resend; it records the ledger's entry.
    """
    assert connection.in_atomic_block
    if done_on > local_date(at):
        raise RuleBroken(_("The date cannot be after today."), code="future")
    piles = _piles(changes, done_on)
    if not piles:
        raise RuleBroken(_("Write down at least one quantity."), code="quantity")
    for pile, (site, _days) in piles.items():
        if pile.thing.establishment_id != establishment.pk or site.establishment_id != establishment.pk:
            raise NotThere(_("Not found."))
    lock_things([pile.thing for pile in piles])
    for pile, (site, days) in piles.items():
        if any(quantity < 0 for quantity in days.values()):
            left, day = lowest(pile, days)
            if left < 0:
                there = left - sum(quantity for one, quantity in days.items() if one <= day)
                raise StockShort(pile, site, max(there, Decimal(0)), day)
    move = StockMove(
        establishment=establishment,
        kind=kind,
        done_on=done_on,
        partner=partner,
        reason=clean(reason)[:300],
        takes_back=takes_back,
        entry=entry,
        shipment=shipment,
        use=use,
        receipt=receipt,
        client_id=client_id or uuid4(),
        recorded_at=at,
        recorded_by=actor.label,
        recorded_by_id=actor.user_id,
    )
    move.stand_with(establishment)
    move.save(force_insert=True)
    move.booked = StockLine.objects.bulk_create(
        StockLine(
            move=move,
            lot=pile.thing if isinstance(pile.thing, Lot) else None,
            material_lot=pile.thing if isinstance(pile.thing, MaterialLot) else None,
            site=site,
            quantity=quantity,
            unit=pile.unit,
            done_on=day,
            counted=counted,
        )
        for pile, (site, days) in piles.items()
        for day, quantity in days.items()
    )
    return move


def _piles(changes: Sequence[Change], done_on: date) -> dict[Place, tuple[Site, dict[date, Decimal]]]:
    """By pile and day: of a pile that is added to and taken from on one day, the difference is what happens."""
    found: dict[Place, tuple[Site, dict[date, Decimal]]] = {}
    for change in changes:
        pile = Place(change.thing, change.site.pk, change.unit)
        days = found.setdefault(pile, (change.site, {}))[1]
        day = change.on or done_on
        days[day] = days.get(day, Decimal(0)) + change.quantity
    for pile, (site, days) in list(found.items()):
        moved = {day: quantity for day, quantity in days.items() if quantity}
        if moved:
            found[pile] = site, moved
        else:
            del found[pile]
    return found
