"""Ngày làm việc: the national calendar, and the days the operator recorded beside it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_operator
from txng.kernel.clock import now, today
from txng.kernel.errors import BadInput, RuleBroken
from txng.provinces.changes import holidays
from txng.registry import configuration
from txng.registry.actions import change_calendar
from txng.registry.actions._configuration import require_change
from txng.registry.forms.configuration import DAY_FIELD_OF, DayForm


@require_safe
@for_operator
def calendar(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.CONFIGURATION_READ)
    here = today()
    context = {
        "years": [{"year": year, "rows": configuration.special_days(year, here)} for year in configuration.years(here)],
        "history": [{"row": row, **configuration.document_of(row)} for row in reversed(holidays())],
        "may_change": actor.holds(Permission.CONFIGURATION_CHANGE),
    }
    return render(request, "registry/configuration/calendar.html", context)


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def record_day(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require_change(actor)
    bound = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DayForm(*bound, initial={"once": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            change_calendar(actor=actor, client_id=given.pop("once"), at=now(), **given)
        except (RuleBroken, BadInput) as refusal:
            form.refuse(refusal, DAY_FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("The days are recorded. Time limits count them from now on."))
            return redirect("work-calendar")
    return render(request, "registry/configuration/day.html", {"form": form}, status=422 if form.is_bound else 200)
