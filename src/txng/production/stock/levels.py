"""Stock at any day, and what must never happen to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from txng.kernel.compiled import Compiled
from txng.production.models import Lot, MaterialLot, StockLine

Thing = Lot | MaterialLot


@dataclass(frozen=True, slots=True)
class Place:
    """One pile: a thing, where it lies, what it is counted in."""

    thing: Thing
    site_id: int
    unit: str

    def lines(self) -> QuerySet[StockLine]:
        return lines_of(self.thing).filter(site_id=self.site_id, unit=self.unit)


@dataclass(frozen=True, slots=True)
class Level:
    site_id: int
    unit: str
    quantity: Decimal


def lines_of(thing: Thing) -> QuerySet[StockLine]:
    return StockLine.objects.filter(**{_column(thing): thing.pk})


def _column(thing: Thing) -> str:
    return "lot_id" if isinstance(thing, Lot) else "material_lot_id"


def levels(thing: Thing, *, on: date | None = None) -> list[Level]:
    """What lies where at the end of that day, or of all that is recorded; empty piles are not told."""
    lines = lines_of(thing)
    if on is not None:
        lines = lines.filter(done_on__lte=on)
    rows = lines.values("site_id", "unit").annotate(total=Sum("quantity")).exclude(total=0).order_by("site_id", "unit")
    return [Level(row["site_id"], row["unit"], row["total"]) for row in rows]


def total(thing: Thing, unit: str, *, on: date | None = None) -> Decimal:
    return sum((level.quantity for level in levels(thing, on=on) if level.unit == unit), Decimal(0))


def _by_day(column: str) -> Compiled[tuple[date, Decimal]]:
    def asked(thing: int, site: int, unit: str) -> QuerySet[StockLine, tuple[date, Decimal]]:
        lines = StockLine.objects.filter(**{column: thing}, site_id=site, unit=unit)
        days = lines.values("done_on").annotate(total=Sum("quantity"))
        return days.order_by("done_on").values_list("done_on", "total")

    return Compiled(asked, thing=int, site=int, unit=str)


_BY_DAY = {column: _by_day(column) for column in ("lot_id", "material_lot_id")}


def lowest(place: Place, added: Mapping[date, Decimal]) -> tuple[Decimal, date]:
    """The least the pile would hold at the end of any day from the first of `added` on, and that day.

    Within a day what came stands before what went: people write down days, not minutes.
    """
    by_day: dict[date, Decimal] = defaultdict(Decimal)
    for day, quantity in _BY_DAY[_column(place.thing)](thing=place.thing.pk, site=place.site_id, unit=place.unit):
        by_day[day] = quantity
    for day, quantity in added.items():
        by_day[day] += quantity
    first, running = min(added), Decimal(0)
    found: tuple[Decimal, date] | None = None
    for day in sorted(by_day):
        running += by_day[day]
        if day >= first and (found is None or running < found[0]):
            found = running, day
    assert found is not None  # the first day itself is among them
    return found


def below_zero(lines: Iterable[StockLine]) -> list[tuple[object, ...]]:
    """Piles that ever were below zero, by lines in hand: what a test asks of everything there is."""
    days: dict[tuple[object, ...], dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        days[line.lot_id, line.material_lot_id, line.site_id, line.unit][line.done_on] += line.quantity
    found = []
    for pile, by_day in days.items():
        running = Decimal(0)
        for day in sorted(by_day):
            running += by_day[day]
            if running < 0:
                found.append((*pile, day, running))
    return found


def at_the_end_of(place: Place, day: date) -> Decimal:
    return place.lines().filter(done_on__lte=day).aggregate(total=Sum("quantity"))["total"] or Decimal(0)
