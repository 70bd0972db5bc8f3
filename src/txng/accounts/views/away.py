"""Vắng mặt: who does somebody's work, from a day to a day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import for_agencies
from txng.accounts import acting
from txng.accounts.absences import absences_of, colleagues
from txng.accounts.actions import end_absence, name_stand_in
from txng.accounts.agency_forms import AbsenceForm
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken


@for_agencies
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    actor = acting.actor_for(request)
    seat = acting.membership_for(request)
    if seat is None:
        raise NotThere
    others = colleagues(seat)
    form = AbsenceForm(request.POST if request.method == "POST" else None, colleagues=others)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            name_stand_in(
                actor=actor, stand_in_id=int(given["stand_in"]), first=given["first"], last=given["last"], at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is recorded; your colleagues see who stands in."))
            return redirect("absences")
    context = {"form": form, "absences": absences_of(actor, today()), "seat": seat, "alone": not others.exists()}
    return render(request, "accounts/agency/absences.html", context, status=422 if form.is_bound else 200)


@for_agencies
@require_POST
def absence_end(request: HttpRequest, absence_id: int) -> HttpResponse:
    end_absence(actor=acting.actor_for(request), absence_id=absence_id, at=now())
    messages.success(request, _("You are back; nobody stands in any more."))
    return redirect("absences")
