"""“Quản lý quét mã QR Code” (CB 7.4, CT-REG 7.4): an establishment sees how often its lots were scanned.

Not among the views of the scan, which may not load the back office (import contract).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from txng.access import Actor, Permission
from txng.access.gate import for_establishments
from txng.catalogue.models import Product
from txng.kernel.clock import today
from txng.production.models import Lot
from txng.stamps.models import ScanTally

DAYS = 30
A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class LotScans:
    product: str
    lot: str
    sessions: int
    scans: int
    last_day: date


@require_safe
@for_establishments
def scan_list(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require_verb(Permission.STAMP_READ)
    tallies = tallies_of(actor)
    page = Paginator(_by_lot(tallies), A_PAGE).get_page(request.GET.get("trang"))
    since = today() - timedelta(days=DAYS - 1)
    recent = tallies.filter(day__gte=since).aggregate(sessions=Sum("sessions"), scans=Sum("scans"))
    return render(
        request,
        "resolver/scan_list.html",
        {"page": page, "rows": _named(list(page)), "recent": recent, "days": DAYS, "bars": _bars(tallies, since)},
    )


def tallies_of(actor: Actor) -> QuerySet[ScanTally]:
    """A tally stands where its establishment does; only the establishment's own seat reads it here."""
    return ScanTally.objects.filter(establishment_id=actor.establishment_id or 0)


def _by_lot(tallies: QuerySet[ScanTally]) -> QuerySet[ScanTally, Any]:
    return (
        tallies.values("product_id", "lot_id")
        .annotate(all_sessions=Sum("sessions"), all_scans=Sum("scans"), last_day=Max("day"))
        .order_by("-last_day", "-all_sessions", "product_id", "lot_id")
    )


def _named(rows: list[dict[str, Any]]) -> list[LotScans]:
    products = Product.objects.in_bulk({row["product_id"] for row in rows})
    lots = Lot.objects.in_bulk({row["lot_id"] for row in rows if row["lot_id"]})
    return [
        LotScans(
            product=str(products.get(row["product_id"], "–")),
            lot=lots[row["lot_id"]].number if row["lot_id"] in lots else "",
            sessions=row["all_sessions"],
            scans=row["all_scans"],
            last_day=row["last_day"],
        )
        for row in rows
    ]


def _bars(tallies: QuerySet[ScanTally], since: date) -> list[dict[str, Any]]:
    """The days of the chart, empty ones too, with the height of each bar as a share of the tallest."""
    found = dict(tallies.filter(day__gte=since).values_list("day").annotate(Sum("sessions")).order_by("day"))
    days = [since + timedelta(days=n) for n in range(DAYS)]
    top = max(found.values(), default=0) or 1
    return [
        # Whole numbers: a decimal comma would break the SVG.
        {
            "day": day,
            "sessions": (count := found.get(day, 0)),
            "x": n * 10 + 1,
            "y": 101 - count * 100 // top,
            "height": count * 100 // top,
        }
        for n, day in enumerate(days)
    ]
