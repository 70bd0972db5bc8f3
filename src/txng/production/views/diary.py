"""Nhật ký: tile, check, save. Done in two or three taps, on any phone, without a script (ux.md 4.4 P3, W7)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.production import actions, queries
from txng.production.forms import CorrectionForm, DiaryForm
from txng.production.models import Activity, DiaryEntry, Lot
from txng.production.work import MEASURED_ANEW, WORK, work_for

FIELD_OF = {
    "future": "done_on",
    "before_opening": "done_on",
    "date_order": "done_on",
    "expiry": "expires_on",
    "quantity": "quantity",
    "reason_missing": "reason",
    "activity": "activity",
}
RECENT = 8


@require_safe
@for_establishments
def home(request: HttpRequest) -> HttpResponse:
    """The tiles of one lot; with several lots the one written in last is open."""
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    lots = list(queries.with_diary_figures(queries.running(queries.lots_of(actor))))
    lot = _chosen(request, lots)
    context: dict[str, Any] = {"lots": lots, "lot": lot, "today": today()}
    if lot is not None:
        last = queries.last_entries(lot)
        context["tiles"] = [(work, last.get(work.activity.value)) for work in work_for(lot.product)]
        alike = [entry for entry in last.values() if entry.activity not in MEASURED_ANEW]
        context["again"] = max(alike, key=lambda entry: (entry.done_on, entry.pk), default=None)
        context["lines"] = sorted(queries.diary_of(lot), key=lambda line: line.entry.pk, reverse=True)[:RECENT]
    return render(request, "production/diary/home.html", context)


def _chosen(request: HttpRequest, lots: list[Any]) -> Lot | None:
    wanted = request.GET.get("lo", "")
    if wanted:
        found = next((lot for lot in lots if str(lot.pk) == wanted), None)
        if found is None:
            # Ended lots take no new entries; foreign ones are not there.
            raise NotThere(_("Not found."))
        return found
    by_last_entry = sorted(lots, key=lambda lot: (lot.last_done_on or lot.opened_on, lot.pk), reverse=True)
    return by_last_entry[0] if by_last_entry else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def write(request: HttpRequest) -> HttpResponse:
    lot, activity = _asked_for(request)
    form = DiaryForm(
        request.POST or None,
        request.FILES or None,
        activity=activity,
        sites=queries.sites_of(actor_of(request)).filter(establishment_id=lot.establishment_id),
        initial=_prefilled(lot, activity),
    )
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.write_diary(
                actor=actor_of(request), lot_id=lot.pk, activity=activity, at=now(), **form.written
            )
        except RuleBroken as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Written down: %(what)s.") % {"what": in_short(entry)})
            return redirect(f"{reverse('diary-home')}?lo={lot.pk}")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "lot": lot, "work": WORK[activity], "used": queries.used_before(lot, activity)}
    return render(request, "production/diary/write.html", context, status=status)


def _asked_for(request: HttpRequest) -> tuple[Lot, str]:
    """The lot and the activity, which stand in the address so that a tile is a plain link."""
    lot_id, activity = request.GET.get("lo", ""), request.GET.get("viec", "")
    if not (lot_id.isdecimal() and len(lot_id) < 18 and activity in Activity.values):
        raise NotThere(_("Not found."))
    lot = get_object_or_404(queries.lots_of(actor_of(request)), id=lot_id)
    actor_of(request).require(Permission.DIARY_WRITE, lot)
    return lot, activity


def _prefilled(lot: Lot, activity: str) -> dict[str, Any]:
    """Today, this place, and what was used last time: often only “Lưu” is left to press."""
    last = queries.last_like(lot, activity)
    return {
        "client_id": uuid4(),
        "done_on": today(),
        "site": lot.site_id,
        "what": last.what if last else "",
        "quantity": last.quantity if last and activity not in MEASURED_ANEW else None,
        "quantity_unit": last.quantity_unit if last and last.quantity_unit else WORK[activity].unit,
    }


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
        sites=queries.sites_of(actor_of(request)).filter(establishment_id=entry.establishment_id),
        initial=_as_written(entry),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.correct_diary(
                actor=actor_of(request),
                entry_id=entry.pk,
                reason=typed["reason"],
                activity=typed["activity"],
                at=now(),
                **form.written,
            )
        except RuleBroken as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Corrected. The earlier entry stays readable beside it."))
            return redirect("lot-detail", entry.lot_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "entry": entry, "lot": entry.lot, "short": in_short(entry)}
    return render(request, "production/diary/correct.html", context, status=status)


def _as_written(entry: DiaryEntry) -> dict[str, Any]:
    kept = ("activity", "done_on", "what", "quantity", "quantity_unit", "note", "on_behalf_of")
    return {field: getattr(entry, field) for field in kept} | {
        "client_id": uuid4(),
        "site": entry.site_id,
        "expires_on": entry.lot.expires_on if entry.activity == Activity.PACK else None,
    }


def _refuse(form: DiaryForm, refusal: RuleBroken) -> None:
    field = FIELD_OF.get(refusal.code)
    form.refuse(refusal, field if field in form.fields else None)


def in_short(entry: DiaryEntry) -> str:
    """“Bón phân, 20 kg”."""
    from txng.production.templatetags.production import amount

    return ", ".join(part for part in (entry.get_activity_display(), entry.what, amount(entry)) if part)
