"""What an establishment's statistics count (CB, CT-REG Điều 7.4 “thống kê báo cáo”).

Every figure is the sum of rows that stand here as one queryset, and its list shows that same queryset: a figure that
cannot be counted over by hand is not here. Rows of the establishment itself alone; nothing of anybody else is read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from txng.kernel.clock import VIETNAM
from txng.kernel.errors import RuleBroken
from txng.oversight.models import Complaint
from txng.production.models import Activity, DiaryEntry, Lot, StockLine
from txng.production.stock.measures import to_base
from txng.project.periods import Period
from txng.stamps.models import CodeException, CodeRange, ScanTally


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What lies behind the figures of one establishment in one period."""

    establishment_id: int
    period: Period

    @property
    def _moments(self) -> tuple[datetime, datetime]:
        """Vietnamese days as instants, the end not included."""
        first = datetime.combine(self.period.first, time(), tzinfo=VIETNAM)
        return first, datetime.combine(self.period.last + timedelta(days=1), time(), tzinfo=VIETNAM)

    def _at(self, column: str) -> Q:
        first, end = self._moments
        return Q(**{f"{column}__gte": first, f"{column}__lt": end})

    def harvests(self) -> QuerySet[DiaryEntry]:
        """Harvests as they stand: a corrected entry counts as its correction says."""
        return (
            DiaryEntry.objects.filter(
                establishment_id=self.establishment_id,
                activity=Activity.HARVEST,
                corrections=None,
                lot__cancelled_at=None,
                done_on__gte=self.period.first,
                done_on__lte=self.period.last,
            )
            .select_related("lot__product", "site")
            .order_by("-done_on", "-id")
        )

    def codes_made(self) -> QuerySet[CodeRange]:
        """Ranges are split when a part is used, so the day is that of the approved order."""
        order = self._at("batch__print_order__decided_at")
        return self._ranges().filter(order).order_by("-batch__print_order__decided_at", "first")

    def codes_activated(self) -> QuerySet[CodeRange]:
        """By the day of activation, whatever became of the stamps since."""
        return self._ranges().filter(self._at("activated_at")).order_by("-activated_at", "first")

    def codes_voided(self) -> QuerySet[CodeRange]:
        return self._ranges().filter(self._at("voided_at"), state=CodeRange.State.VOID).order_by("-voided_at", "first")

    def single_voids(self) -> QuerySet[CodeException]:
        """One by one, out of ranges that go on."""
        found = CodeException.objects.filter(self._at("voided_at"), batch__establishment_id=self.establishment_id)
        return found.select_related("batch__product").order_by("-voided_at", "counter")

    def _ranges(self) -> QuerySet[CodeRange]:
        ranges = CodeRange.objects.filter(establishment_id=self.establishment_id)
        return ranges.select_related("batch__product", "lot", "batch__print_order")

    def scans(self) -> QuerySet[ScanTally]:
        days = {"day__gte": self.period.first, "day__lte": self.period.last}
        return ScanTally.objects.filter(establishment_id=self.establishment_id, **days).order_by("-day", "product_id")

    def complaints(self) -> QuerySet[Complaint]:
        """About its goods. Of a violation somebody reports, or a difficulty it writes of itself, these say nothing."""
        found = Complaint.objects.filter(
            self._at("filed_at"), establishment_id=self.establishment_id, kind=Complaint.Kind.PRODUCT
        )
        return found.select_related("product", "lot").order_by("-filed_at", "-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    product_id: int
    product: str
    month: date
    unit: str  # "" where nothing was weighed
    quantity: Decimal
    entries: int


def harvest_of(rows: Rows) -> list[Harvest]:
    """By product and month, each in its base unit: 2 tấn and 300 kg are 2.300 kg."""
    found: dict[tuple[str, int, date, str], list[Decimal]] = defaultdict(list)
    for entry in rows.harvests():
        quantity, unit = _weighed(entry)
        product = entry.lot.product
        found[product.name, product.pk, entry.done_on.replace(day=1), unit].append(quantity)
    return [
        Harvest(
            product=name, product_id=pk, month=month, unit=unit, quantity=sum(amounts, Decimal(0)), entries=len(amounts)
        )
        for (name, pk, month, unit), amounts in sorted(found.items())
    ]


def _weighed(entry: DiaryEntry) -> tuple[Decimal, str]:
    if entry.quantity is None:
        return Decimal(0), ""
    try:
        return to_base(entry.quantity, entry.quantity_unit)
    except RuleBroken:  # a unit of an older release, as written on the day
        return entry.quantity, entry.quantity_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    made: int
    activated: int
    voided: int


def codes_of(rows: Rows) -> Codes:
    """Stamps, not ranges."""
    voided = _stamps(rows.codes_voided()) + rows.single_voids().order_by().count()
    return Codes(made=_stamps(rows.codes_made()), activated=_stamps(rows.codes_activated()), voided=voided)


def _stamps(ranges: QuerySet[CodeRange]) -> int:
    found = ranges.select_related(None).order_by().values_list("first", "last")
    return sum(last - first + 1 for first, last in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scans:
    scans: int
    sessions: int
    by_day: dict[date, int]


def scans_of(rows: Rows) -> Scans:
    found = rows.scans().values("day").annotate(raw=Sum("scans"), visits=Sum("sessions")).order_by("day")
    days = list(found)
    return Scans(
        scans=sum(day["raw"] for day in days),
        sessions=sum(day["visits"] for day in days),
        by_day={day["day"]: day["visits"] for day in days},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    name: str
    unit: str
    quantity: Decimal
    goods: bool  # goods of a lot; else a material


def stock_of(establishment_id: int) -> list[Stock]:
    """What lies there now, by product and material over all places; it comes from the moves alone."""
    lines = StockLine.objects.filter(move__establishment_id=establishment_id)
    goods = lines.filter(lot__isnull=False).values("lot__product__name", "unit").annotate(total=Sum("quantity"))
    materials = lines.filter(material_lot__isnull=False).values("material_lot__material__name", "unit")
    found = [
        Stock(name=row["lot__product__name"], unit=row["unit"], quantity=row["total"], goods=True)
        for row in goods.exclude(total=0).order_by("lot__product__name", "unit")
    ]
    return found + [
        Stock(name=row["material_lot__material__name"], unit=row["unit"], quantity=row["total"], goods=False)
        for row in materials.annotate(total=Sum("quantity"))
        .exclude(total=0)
        .order_by("material_lot__material__name", "unit")
    ]


def named_lots(tallies: list[ScanTally]) -> dict[int, Lot]:
    return Lot.objects.select_related("product").in_bulk({tally.lot_id for tally in tallies if tally.lot_id})
