"""Sáp nhập xã, phường: chosen, counted, then recorded once by its resolution; every reach follows at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_operator
from txng.accounts.freshness import fresh_required
from txng.kernel.clock import now
from txng.kernel.errors import BadInput, NotAllowed, NotThere, RuleBroken
from txng.places.actions import merge_units
from txng.places.models import AdministrativeUnit
from txng.project import mergers
from txng.project.merger_forms import ResolutionForm, UnitsForm

FIELD_OF = {"ground_missing": "ground"} | dict.fromkeys(
    ("file_empty", "file_too_large", "file_too_many_pixels", "file_locked", "file_unreadable"), "paper"
)


@require_safe
@for_operator
def merger_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.CONFIGURATION_READ)
    context = {
        "mergers": [mergers.told(entry) for entry in mergers.recorded()[:50]],
        "may_merge": actor.holds(Permission.UNIT_MERGE),
    }
    return render(request, "project/mergers.html", context)


@require_safe
@for_operator
def merger(request: HttpRequest, entry_id: int) -> HttpResponse:
    actor_of(request).require_verb(Permission.CONFIGURATION_READ)
    entry = get_object_or_404(mergers.recorded(), pk=entry_id)
    return render(request, "project/merger.html", {"merger": mergers.told(entry)})


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_required
def merger_new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.CONFIGURATION_READ)
    if not actor.holds(Permission.UNIT_MERGE):
        raise NotAllowed(
            _("You may look at the configuration, not change it."), code=f"missing:{Permission.UNIT_MERGE}"
        )
    if request.method == "POST":
        return _record(request, actor)
    asks = bool(request.GET)
    form = UnitsForm(request.GET if asks else None)
    if asks and form.is_valid():
        into, on = form.cleaned_data["into"], form.cleaned_data["on"]
        if form.ended and into not in form.ended:
            carried = {"into": into.code, "ended": ",".join(unit.code for unit in form.ended), "on": on.isoformat()}
            return _preview(request, into, form.ended, on, ResolutionForm(initial=carried))
        form.refuse(RuleBroken(_("A unit cannot become a part of itself.")), "into")
    return render(request, "project/merger_new.html", {"form": form}, status=422 if form.errors else 200)


def _record(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = ResolutionForm(request.POST, request.FILES)
    form.is_valid()
    given = form.cleaned_data
    province = provinces.current().identity.province_code
    into = next(iter(mergers.units_with([given.get("into", "")], province)), None)
    ended = mergers.units_with(given.get("ended", "").split(","), province)
    if into is None or not ended or "on" not in given:
        # Merged meanwhile, by somebody else or by this very form sent twice.
        messages.warning(request, _("These units are not in force any more. See whether the merger is recorded."))
        return redirect("unit-mergers")
    if form.is_valid():
        try:
            merge_units(
                actor=actor,
                unit_ids=[unit.pk for unit in ended],
                into_id=into.pk,
                on=given["on"],
                ground=given["ground"],
                paper=given["paper"],
                at=now(),
            )
        except (RuleBroken, BadInput) as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("The merger is recorded. Everything has followed."))
            entry = mergers.recorded().filter(subject_id=str(into.pk)).first()
            if entry is None:
                raise NotThere
            return redirect("unit-merger", entry.pk)
    return _preview(request, into, ended, given["on"], form, status=422)


def _preview(
    request: HttpRequest,
    into: AdministrativeUnit,
    ended: list[AdministrativeUnit],
    on: date,
    form: ResolutionForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "into": into,
        "ended": ended,
        "on": on,
        "counts": mergers.counts(ended, into),
        "heir": mergers.heir_of(into),
        "form": form,
    }
    return render(request, "project/merger_preview.html", context, status=status)
