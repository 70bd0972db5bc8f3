"""Trang chủ of an establishment: what to do next, what runs, what shoppers do with it (ux.md W6, 4.7).

It reads stamps and scans too, and therefore stands here and not in production.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue.queries import requests_of
from txng.catalogue.running_out import papers_running_out
from txng.kernel.clock import today
from txng.production import queries
from txng.production.freshness import SILENT_DAYS
from txng.production.models import Lot
from txng.production.process.due import due_of
from txng.project.beginning import first_steps, next_step
from txng.project.charts import Chart, chart
from txng.stamps.models import CodeRange, ScanTally
from txng.ui.formats import vn_date

SHOWN = 8
DAYS = 7  # of scans


@require_safe
@for_establishments
def establishment_home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not actor.holds(Permission.LOT_EDIT):
        # Whoever only writes the diary is at home there.
        return redirect("diary-home")
    day = today()
    running = list(queries.with_diary_figures(queries.running(queries.lots_of(actor)))[: SHOWN + 1])
    lots = running[:SHOWN]
    with_stamps_and_scans(lots)
    steps = first_steps(actor)
    requests = list(requests_of(actor))
    running_out, running_out_count = papers_running_out(actor, day)
    planned = due_of(lots, day)
    context = {
        "waiting": [change for change in requests if change.is_open],
        "returned": [change for change in requests if not change.is_open],
        "silent": queries.silent_lots(actor, since=queries.days_before(day, SILENT_DAYS)),
        "silent_days": SILENT_DAYS,
        "planned": [(lot, due) for lot in lots for due in planned[lot.pk]],
        "lots": lots,
        "more_lots": len(running) > SHOWN,
        "week": scans_of_the_week(actor, day),
        "days": DAYS,
        "steps": steps,
        "next_step": next_step(steps),
        "done": sum(step.state == "done" for step in steps),
        "total": len(steps),
        "today": day,
        "running_out": running_out,
        "running_out_count": running_out_count,
        "may_propose": actor.holds(Permission.PRODUCT_PROPOSE),
        "may_practise": actor.holds(Permission.PRACTICE_OPEN) and not actor.practice,
    }
    return render(request, "project/establishment_home.html", context)


def with_stamps_and_scans(lots: list[Lot]) -> None:
    """Each lot with `stamps` in use and `visits`: two questions, however many lots."""
    ids = [lot.pk for lot in lots]
    in_use = CodeRange.objects.filter(lot__in=ids, state__in=(CodeRange.State.ACTIVATED, CodeRange.State.CONSUMED))
    stamps: dict[int, int] = {}
    for lot_id, first, last in in_use.order_by().values_list("lot_id", "first", "last"):
        stamps[lot_id] = stamps.get(lot_id, 0) + last - first + 1
    visits: dict[int, Any] = dict(
        ScanTally.objects.filter(lot_id__in=ids).values_list("lot_id").annotate(Sum("sessions")).order_by()
    )
    for lot in lots:
        lot.stamps, lot.visits = stamps.get(lot.pk, 0), visits.get(lot.pk, 0)  # type: ignore[attr-defined]


def scans_of_the_week(actor: Actor, day: date) -> Chart:
    """The last seven days, today's so far among them."""
    first = day - timedelta(days=DAYS - 1)
    tallies = ScanTally.objects.filter(establishment_id=actor.establishment_id or 0, day__gte=first, day__lte=day)
    found: dict[date, int] = dict(tallies.values_list("day").annotate(Sum("sessions")).order_by("day"))
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return chart([(vn_date(one), found.get(one, 0)) for one in days])
