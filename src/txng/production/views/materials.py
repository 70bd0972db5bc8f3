"""Danh mục vật tư (CT-REG Điều 7.4)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.production import actions
from txng.production.forms.materials import MaterialForm
from txng.production.models import MaterialKind, PermittedMaterial
from txng.production.safety.cautions import not_listed
from txng.production.safety.permitted import list_on, permitted

PAGE = 25
LISTED = (
    *("name", "active_ingredient", "registration_number", "maker"),
    *("dose_low", "dose_high", "dose_unit", "phi_days", "withdrawal_days"),
)
FIELD_OF = {
    "name_missing": "name",
    "name_taken": "name",
    "kind": "kind",
    "unit_missing": "unit",
    "banned": "active_ingredient",
    "dose": "dose_high",
    "days": "phi_days",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def material_new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.MATERIAL_EDIT)
    chosen = _from_the_list(request)
    initial = {"client_id": uuid4(), "unit": "kg"} | (_as_listed(chosen) if chosen is not None else {})
    form = MaterialForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            material = actions.add_material(actor=actor, at=now(), **_typed(form))
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": material.name})
            for caution in not_listed(material.kind, material.name, material.registration_number, today()):
                messages.info(request, caution.sentence)
            return redirect("material-list")
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/material_new.html", {"form": form, "chosen": chosen}, status=status)


@require_safe
@for_establishments
def permitted_list(request: HttpRequest) -> HttpResponse:
    """Danh mục được phép sử dụng, searched; a line of it fills in the form of a new material."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    text, kind = request.GET.get("q", "").strip(), request.GET.get("loai", "")
    kind = kind if kind in MaterialKind.values else ""
    lists = [one for value in MaterialKind.values if (one := list_on(value, today())) is not None]
    context = {
        "page": Paginator(permitted(today(), text=text, kind=kind), PAGE).get_page(request.GET.get("trang")),
        "lists": lists,
        "q": text,
        "kind": kind,
        "kinds": [(one.kind, one.get_kind_display()) for one in lists],
        "may_edit": actor.holds(Permission.MATERIAL_EDIT),
    }
    return render(request, "production/producer/permitted.html", context)


def _from_the_list(request: HttpRequest) -> PermittedMaterial | None:
    wanted = request.GET.get("tu", "")
    if not (wanted.isdecimal() and len(wanted) < 18):
        return None
    return PermittedMaterial.objects.select_related("of_list").filter(pk=wanted).first()


def _as_listed(line: PermittedMaterial) -> dict[str, Any]:
    return {name: getattr(line, name) for name in LISTED} | {"kind": line.of_list.kind}


def _typed(form: MaterialForm) -> dict[str, Any]:
    return dict(form.cleaned_data)
