"""Nhật ký cần xem: what the machine noticed, for officers who may read the lots (ux.md 1.6; domain.md 8.2)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries
from txng.production.forms.flags import LookForm
from txng.production.plausibility import flags_of
from txng.production.plausibility.desk import LOTS, flagged_lots, lots_read_by

PAGE = 25


@require_safe
@for_agencies
def flagged_list(request: HttpRequest) -> HttpResponse:
    """`?xem=da-xem` those this agency has looked at already."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    looked_at = request.GET.get("xem") == "da-xem"
    found = flagged_lots(actor)
    page = Paginator([one for one in found if one.looked_at == looked_at], PAGE).get_page(request.GET.get("trang"))
    waiting = sum(not one.looked_at for one in found)
    context = {"page": page, "looked_at": looked_at, "waiting": waiting, "most": LOTS}
    return render(request, "production/agency/flagged.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def flagged_lot(request: HttpRequest, lot_id: int) -> HttpResponse:
    actor = actor_of(request)
    lot = get_object_or_404(lots_read_by(actor), id=lot_id)
    form = LookForm(request.POST or None, initial={"client_id": uuid4()})
    if request.method == "POST":
        actor.require(Permission.FLAG_LOOK, lot)
        if form.is_valid():
            try:
                actions.look_at_flags(actor=actor, lot_id=lot.pk, at=now(), **form.cleaned_data)
            except RuleBroken as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Marked as looked at: lot %(lot)s.") % {"lot": lot.number})
                return redirect("flagged-list")
    context = {
        "lot": lot,
        "flags": flags_of(lot, actor),
        "diary": queries.diary_of(lot),
        "looks": lot.looks.filter(agency_id=actor.agency_id or 0),
        "form": form if actor.may(Permission.FLAG_LOOK, lot) else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "production/agency/flagged_lot.html", context, status=status)
