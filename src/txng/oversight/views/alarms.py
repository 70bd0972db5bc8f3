"""“Mã cần kiểm tra”: codes that were scanned in many places, for officers to look at."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.queries import history_of
from txng.oversight import actions, alarms
from txng.oversight.display_forms import ConfirmForm, DismissForm
from txng.oversight.models import AlarmState
from txng.provinces.copy_rules import copy_rule

A_PAGE = 25


@require_safe
@for_agencies
def alarm_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.ALARM_READ)
    rule = copy_rule(today())
    found = alarms.alarms_of(actor)
    everything = request.GET.get("xem") == "tat-ca"
    rows = found if everything else found.filter(state=AlarmState.OPEN)
    batch = request.GET.get("lo-ma", "")
    if batch.isdigit() and len(batch) <= 18:
        rows = rows.filter(batch_id=int(batch))
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("trang")),
        "everything": everything,
        "batches": alarms.batches_in_sight(found, rule.batch_codes),
        "rule": rule,
    }
    return render(request, "oversight/agency/alarm_list.html", context)


@require_safe
@for_agencies
def alarm_detail(request: HttpRequest, alarm_id: int) -> HttpResponse:
    actor = actor_of(request)
    alarm = get_object_or_404(alarms.alarms_of(actor), id=alarm_id)
    context = {
        "alarm": alarm,
        "decides": actor.may(Permission.ALARM_DECIDE, alarm),
        "beside": alarms.alarms_of(actor).filter(batch=alarm.batch_id).exclude(pk=alarm.pk).count(),
        "history": history_of(alarm),
    }
    return render(request, "oversight/agency/alarm_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def alarm_judge(request: HttpRequest, alarm_id: int, step: str) -> HttpResponse:
    actor = actor_of(request)
    alarm = get_object_or_404(alarms.alarms_of(actor), id=alarm_id)
    actor.require(Permission.ALARM_DECIDE, alarm)
    posted = request.POST if request.method == "POST" else None
    form: DismissForm | ConfirmForm
    if step == "khong-phai":
        form, act = DismissForm(posted), actions.dismiss_alarm
        heading, done = _("Not a copy"), _("Dismissed. The page of the code answers as before.")
    elif step == "nghi-sao-chep":
        form = ConfirmForm(posted, may_void=actor.may(Permission.CODES_VOID, alarm.batch))
        act = actions.confirm_alarm
        heading, done = _("Probably copied"), _("Recorded. The establishment has been told.")
    else:
        raise NotThere
    if form.is_bound and form.is_valid():
        try:
            act(actor=actor, alarm_id=alarm.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("alarm-detail", alarm_id=alarm.pk)
    context = {"alarm": alarm, "form": form, "heading": heading}
    return render(request, "oversight/agency/alarm_judge.html", context, status=422 if form.is_bound else 200)
