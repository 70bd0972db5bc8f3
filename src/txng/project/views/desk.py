from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import today
from txng.project.trays import tasks_of
from txng.review.trays import by_deadline


@require_safe
@for_agencies
def my_work(request: HttpRequest) -> HttpResponse:
    """“Việc của tôi”: the first screen of every officer, no tabs and no hidden filters."""
    tasks = tasks_of(actor_of(request))
    return render(
        request,
        "project/my_work.html",
        {"groups": by_deadline(tasks, today()), "count": len(tasks)},
    )
