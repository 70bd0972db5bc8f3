"""Truy cập khẩn cấp: two persons of the operator, 60 minutes, every lead told (names.md 5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import for_operator
from txng.access.permissions import Permission
from txng.accounts import acting, emergencies
from txng.accounts.actions import ask_emergency, end_emergency, grant_emergency
from txng.accounts.freshness import fresh_required
from txng.accounts.models.accounts import MembershipRole
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.ui import fields
from txng.ui.forms import Form

_LISTED = 50


class EmergencyForm(Form):
    reason = fields.LongTextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("What has happened, and what you must do that the agency cannot do in time."),
        max_length=1000,
        rows=3,
        missing=gettext_lazy("Enter the reason."),
    )


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def emergency_list(request: HttpRequest) -> HttpResponse:
    actor = acting.actor_for(request)
    actor.require_verb(Permission.EMERGENCY_OPEN)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ask_emergency(actor=actor, reason=form.cleaned_data["reason"], at=now())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Asked. A lead of the operator has to grant it within the hour."))
            return redirect("emergency-list")
    return _page(request, form, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, form: EmergencyForm, status: int = 200) -> HttpResponse:
    actor, at = acting.actor_for(request), now()
    rows = [_row(access, actor, at) for access in emergencies.emergencies()[:_LISTED]]
    context = {
        "form": form,
        "waiting": [row for row in rows if row["waiting"]],
        "in_force": [row for row in rows if row["in_force"]],
        "past": [row for row in rows if not row["waiting"] and not row["in_force"]],
        "may_ask": not any(row["mine"] and (row["waiting"] or row["in_force"]) for row in rows),
    }
    return render(request, "accounts/emergency/list.html", context, status=status)


def _row(access: Any, actor: Any, at: Any) -> dict[str, Any]:
    mine = access.asked_by_id == actor.user_id
    lead = actor.role == MembershipRole.LEAD
    waiting, in_force = emergencies.is_waiting(access, at), emergencies.is_in_force(access, at)
    return {
        "access": access,
        "mine": mine,
        "waiting": waiting,
        "in_force": in_force,
        "may_grant": waiting and lead and not mine,
        "may_end": (waiting or in_force) and (mine or lead),
    }


@for_operator
@require_POST
@fresh_required
def emergency_grant(request: HttpRequest, access_id: int) -> HttpResponse:
    return _decide(request, access_id, grant_emergency, _("Granted for 60 minutes."))


@for_operator
@require_POST
def emergency_end(request: HttpRequest, access_id: int) -> HttpResponse:
    return _decide(request, access_id, end_emergency, _("The emergency access has ended."))


def _decide(request: HttpRequest, access_id: int, action: Any, done: str) -> HttpResponse:
    try:
        action(actor=acting.actor_for(request), access_id=access_id, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("emergency-list")
