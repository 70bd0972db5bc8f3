"""What stands in the diary already: put right, completed, read through."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries
from txng.production.diary import reading
from txng.production.forms.diary import CorrectionForm
from txng.production.models import Activity, DiaryEntry
from txng.production.templatetags.production import in_short
from txng.production.views.diary import refuse
from txng.production.views.uses import other_uses, say_what_follows, used_in

PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def correct(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = get_object_or_404(queries.entries_within(actor_of(request)), id=entry_id)
    actor_of(request).require(Permission.DIARY_WRITE, entry)
    activity = request.POST.get("activity", "")
    form = CorrectionForm(
        request.POST or None,
        request.FILES or None,
        activity=activity if activity in Activity.values else entry.activity,
        lot=entry.lot,
        sites=queries.sites_of(actor_of(request)).filter(establishment_id=entry.establishment_id),
        materials=queries.materials_of(actor_of(request)),
        initial=_as_written(entry) | ({"reason": _("Completed")} if "bo-sung" in request.GET else {}),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            right = actions.correct_diary(
                actor=actor_of(request),
                entry_id=entry.pk,
                reason=typed["reason"],
                activity=typed["activity"],
                at=now(),
                **form.written | {"used": form.written["used"] + other_uses(entry)},
            )
        except RuleBroken as refusal:
            refuse(form, refusal)
        else:
            say_what_follows(request, right)
            messages.success(request, _("Corrected. The earlier entry stays readable beside it."))
            return redirect("diary-incomplete") if "bo-sung" in request.GET else redirect("lot-detail", entry.lot_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "entry": entry, "lot": entry.lot, "short": in_short(entry)}
    return render(request, "production/diary/correct.html", context, status=status)


def _as_written(entry: DiaryEntry) -> dict[str, Any]:
    kept = ("activity", "done_on", "what", "quantity", "quantity_unit", "note", "on_behalf_of", "details")
    return (
        {field: getattr(entry, field) for field in kept}
        | {
            "client_id": uuid4(),
            "site": entry.site_id,
            "expires_on": entry.lot.expires_on if entry.activity == Activity.PACK else None,
        }
        | used_in(entry)
    )


@require_safe
@for_establishments
def history(request: HttpRequest) -> HttpResponse:
    """Lịch sử: every entry that holds, the latest work first; of one lot with `lo`."""
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    entries, lot, wanted = reading.entries_of(actor), None, request.GET.get("lo", "")
    if wanted:
        lot = get_object_or_404(queries.lots_of(actor), id=wanted if wanted.isdecimal() and len(wanted) < 18 else 0)
        entries = entries.filter(lot=lot)
    page = Paginator(entries, PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "lot": lot, "lots": [] if lot else queries.lots_of(actor)[:12]}
    return render(request, "production/diary/history.html", context)


@require_safe
@for_establishments
def incomplete(request: HttpRequest) -> HttpResponse:
    """Chờ bổ sung: entries written in a hurry, to be completed by whoever has the time (ux.md 1.6)."""
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    page = Paginator(reading.incomplete(reading.entries_of(actor)), PAGE).get_page(request.GET.get("trang"))
    return render(request, "production/diary/incomplete.html", {"page": page})
