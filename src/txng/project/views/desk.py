from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from txng.access.gate import actor_of, for_agencies
from txng.accounts.absences import absences_of
from txng.catalogue.running_out import papers_running_out
from txng.kernel.clock import now, today
from txng.production.boundaries import kept_over_others
from txng.project.trays import tasks_of, undoable_of
from txng.review.sheets import answer, workbook
from txng.review.trays import by_deadline
from txng.ui.formats import vn_date


@require_safe
@for_agencies
def my_work(request: HttpRequest) -> HttpResponse:
    """“Việc của tôi”: the first screen of every officer, no tabs and no hidden filters."""
    tasks = tasks_of(actor_of(request))
    running_out, running_out_count = papers_running_out(actor_of(request), today())
    return render(
        request,
        "project/my_work.html",
        {
            "groups": by_deadline(tasks, today()),
            "count": len(tasks),
            "undoable": undoable_of(actor_of(request), now()),
            "absences": absences_of(actor_of(request), today()),
            "running_out": running_out,
            "running_out_count": running_out_count,
            "overlaps": kept_over_others(actor_of(request)).count(),
        },
    )


@require_safe
@for_agencies
def my_work_sheet(request: HttpRequest) -> HttpResponse:
    """“Tải Excel đúng danh sách này”."""
    groups = by_deadline(tasks_of(actor_of(request)), today())
    heads = [_("Deadline"), _("Kind"), _("About"), _("Organisation"), pgettext("sheet", "State"), _("Due on")]
    rows = [
        [group.label, task.kind, task.title, task.organisation, task.state_label, vn_date(task.due_on)]
        for group in groups
        for task in group.tasks
    ]
    return answer(f"viec-cua-toi-{today():%Y%m%d}", workbook(_("My work"), heads, rows))
