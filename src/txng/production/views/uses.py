"""Vật tư đã dùng cho lô: the book of it, what follows from an entry, what is answered for (CT-REG Điều 7.4)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.production import actions, queries
from txng.production.forms.use import ExplainForm, value_of
from txng.production.models import DiaryEntry, Lot, MaterialUse
from txng.production.safety import cautions_of, conflicts_of
from txng.production.safety.cautions import cautions_of_use
from txng.production.uses import Used, counting_uses, wait_of


def used_for(lot: Lot, actor: Actor) -> dict[str, Any]:
    """What parts/lot_materials.html shows: what was used, what stands against the goods and who may answer for it."""
    uses = counting_uses().filter(entry__lot=lot).select_related("entry__lot", "material", "material_lot", "stock_move")
    rows = uses.prefetch_related("stock_move__lines__material_lot").order_by("entry__done_on", "id")
    return {
        "rows": [{"use": use, "wait": wait_of(use), "cautions": cautions_of_use(use)} for use in rows],
        "conflicts": conflicts_of(lot, today()),
        "may_explain": actor.may(Permission.CONFLICT_EXPLAIN, lot),
        "may_correct": actor.may(Permission.DIARY_WRITE, lot) and not lot.cancelled_at,
        "today": today(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def conflict_explain(request: HttpRequest, lot_id: int, key: str) -> HttpResponse:
    lot = get_object_or_404(queries.lots_of(actor_of(request)), id=lot_id)
    conflict = next((one for one in conflicts_of(lot, today()) if one.key == key and one.lot.pk == lot.pk), None)
    if conflict is None:
        raise NotThere(_("Not found."))
    actor_of(request).require(Permission.CONFLICT_EXPLAIN, lot)
    form = ExplainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain_conflict(
                actor=actor_of(request), lot_id=lot.pk, key=key, reason=form.cleaned_data["reason"], at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal, "reason" if refusal.code == "reason_missing" else None)
        else:
            messages.success(request, _("The reason has been written into the history of the lot."))
            return redirect("lot-detail", lot.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "lot": lot, "conflict": conflict}
    return render(request, "production/producer/conflict_explain.html", context, status=status)


# --- what the pages of the diary say ---------------------------------------------------------------------------------


def say_what_follows(request: HttpRequest, entry: DiaryEntry) -> None:
    """After saving: how long to wait, what is not in stock yet, what may be a slip of the pen."""
    for use in entry.uses.select_related("entry", "stock_move").order_by("place"):
        if sentence := wait_of(use):
            messages.info(request, f"{use.name}. {sentence}.")
        if is_waiting(use):
            messages.info(
                request,
                _("%(material)s: not enough in stock, waiting for a receipt. The entry is kept.")
                % {"material": use.name},
            )
    for caution in cautions_of(entry):
        (messages.info if caution.quiet else messages.warning)(request, caution.sentence)


def is_waiting(use: MaterialUse) -> bool:
    return use.quantity is not None and getattr(use, "stock_move", None) is None


def used_last(entry: DiaryEntry | None) -> dict[str, Any]:
    """What the last such entry used: without its lot and its reason, which differ every time."""
    use = entry.uses.order_by("place").first() if entry is not None else None
    if use is None:
        return {}
    return {"material": value_of(use.material_id), "dose": use.dose, "dose_unit": use.dose_unit}


def used_in(entry: DiaryEntry) -> dict[str, Any]:
    use = entry.uses.order_by("place").first()
    if use is None:
        return {}
    return {
        "material": value_of(use.material_id, use.material_lot_id),
        "used_quantity": use.quantity,
        "dose": use.dose,
        "dose_unit": use.dose_unit,
        "target": use.reason,
        "area_m2": use.area_m2,
    }


def other_uses(entry: DiaryEntry) -> list[Used]:
    """What the page of a correction has no boxes for: the second and third material of an entry stay as they were."""
    return [
        Used(
            material_id=use.material_id,
            material_lot_id=use.material_lot_id,
            quantity=use.quantity,
            unit=use.unit,
            dose=use.dose,
            dose_unit=use.dose_unit,
            area_m2=use.area_m2,
            reason=use.reason,
        )
        for use in entry.uses.order_by("place")[1:]
    ]
