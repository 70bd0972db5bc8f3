"""“Thống kê báo cáo” of an establishment: figures of a period, each with the list it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import today
from txng.kernel.errors import NotThere
from txng.production import queries
from txng.production.freshness import SILENT_DAYS, badge_of
from txng.production.process.due import due_of
from txng.project import statistics_lists, statistics_sheet
from txng.project.charts import chart
from txng.project.period_forms import PeriodForm
from txng.project.periods import MONTH, OWN, Period, period_of
from txng.project.statistics import Rows, codes_of, harvest_of, scans_of, stock_of
from txng.review.sheets import answer
from txng.ui.formats import vn_date

LOTS = 8  # of which freshness and completeness are worked out on the page; the others' on their own pages
PLANNED = 50
A_PAGE = 50
_DAYS_DRAWN = 62  # a longer period is drawn by month


@require_safe
@for_establishments
def statistics(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STATISTICS_READ)
    form, period = _period(request)
    context = {"form": form, **figures(actor, period, today())}
    template = "project/statistics_print.html" if "ban-in" in request.GET else "project/statistics.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@for_establishments
def statistics_sheet_out(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STATISTICS_READ)
    period = _period(request)[1]
    data = statistics_sheet.book(figures(actor, period, today()))
    return answer(f"thong-ke-{period.first:%Y%m%d}-{period.last:%Y%m%d}", data)


@require_safe
@for_establishments
def statistics_list(request: HttpRequest, what: str) -> HttpResponse:
    """The rows behind one figure."""
    actor = actor_of(request)
    actor.require_verb(Permission.STATISTICS_READ)
    period = _period(request)[1]
    rows = Rows(establishment_id=actor.establishment_id or 0, period=period)
    if what == "thu-hoach":
        product = request.GET.get("san-pham", "")
        number = int(product) if product.isdecimal() and len(product) < 19 else None
        listed = statistics_lists.harvests(rows, number, _month(request.GET.get("thang", "")))
    elif what in statistics_lists.PLAIN:
        listed = statistics_lists.PLAIN[what](rows)
    else:
        raise NotThere(_("Not found."))
    page = Paginator(listed.rows, A_PAGE).get_page(request.GET.get("trang"))
    context = {"listed": listed, "lines": listed.lines(page), "page": page, "period": period}
    return render(request, "project/statistics_list.html", context)


def figures(actor: Actor, period: Period, day: date) -> dict[str, Any]:
    """All that the page, the paper and the workbook say, worked out once."""
    rows = Rows(establishment_id=actor.establishment_id or 0, period=period)
    lots = list(queries.with_diary_figures(queries.running(queries.lots_of(actor)))[:PLANNED])
    planned = due_of(lots, day)
    scans, harvest = scans_of(rows), harvest_of(rows)
    return {
        "period": period,
        "today": day,
        "harvest": harvest,
        "harvest_entries": sum(line.entries for line in harvest),
        "harvest_chart": _harvest_chart(harvest, period),
        "stock": stock_of(actor.establishment_id or 0),
        "codes": codes_of(rows),
        "scans": scans,
        "scan_chart": _scan_chart(scans.by_day, period),
        "complaints": rows.complaints().count(),
        "silent": queries.silent_lots(actor, since=queries.days_before(day, SILENT_DAYS)),
        "silent_days": SILENT_DAYS,
        "late": [(lot, due) for lot in lots for due in planned[lot.pk] if due.late],
        "badges": [(lot, badge_of(lot, day)) for lot in lots[:LOTS]],
        "more_lots": len(lots) > LOTS,
    }


def _period(request: HttpRequest) -> tuple[PeriodForm, Period]:
    """What was asked for; this month where nothing was, or where it cannot be read."""
    this_month = period_of(MONTH, today())
    if "ky" not in request.GET:
        return PeriodForm(initial={"ky": this_month.kind, "tu": this_month.first, "den": this_month.last}), this_month
    form = PeriodForm(request.GET)
    return form, form.period(today()) if form.is_valid() else this_month


def _month(text: str) -> date | None:
    year, _dash, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12 and int(year):
        return date(int(year), int(month), 1)
    return None


def _harvest_chart(harvest: list[Any], period: Period) -> Any:
    """Of the unit most was weighed in: bars of kilos and of heads beside each other would say nothing."""
    weighed = [line for line in harvest if line.unit]
    if not weighed or (period.kind == OWN and len(period.months) > 60):
        return None
    totals: dict[str, int] = {}
    for line in weighed:
        totals[line.unit] = totals.get(line.unit, 0) + line.entries
    unit = max(sorted(totals), key=totals.__getitem__)
    by_month = dict.fromkeys(period.months, 0)
    for line in weighed:
        if line.unit == unit:
            by_month[line.month] += round(line.quantity)
    return {"unit": unit, "chart": chart([(f"{month:%m/%Y}", value) for month, value in by_month.items()])}


def _scan_chart(by_day: dict[date, int], period: Period) -> Any:
    if (period.last - period.first).days < _DAYS_DRAWN:
        days = [date.fromordinal(n) for n in range(period.first.toordinal(), period.last.toordinal() + 1)]
        return chart([(vn_date(day), by_day.get(day, 0)) for day in days])
    return chart(
        [
            (
                f"{month:%m/%Y}",
                sum(visits for day, visits in by_day.items() if (day.year, day.month) == (month.year, month.month)),
            )
            for month in period.months
        ]
    )
