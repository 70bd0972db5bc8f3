"""Of each group one record: changed, put away, taken out again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts.models import Membership
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries
from txng.production.forms.materials import MaterialForm
from txng.production.forms.partners import PartnerForm
from txng.production.forms.sites import SiteForm
from txng.production.forms.workers import WorkerForm
from txng.production.models import Site
from txng.production.site_tree import BUILDINGS, LAND
from txng.ui.forms import Form

FIELD_OF = {
    "name_missing": "name",
    "name_taken": "name",
    "kind": "kind",
    "area": "area",
    "parent": "parent",
    "gln": "gln",
    "unit_missing": "unit",
    "banned": "active_ingredient",
    "dose": "dose_high",
    "days": "phi_days",
    "birth_year": "birth_year",
    "membership": "membership",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def worker_new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.WORKER_EDIT)
    form = WorkerForm(request.POST or None, seats=_seats(actor), initial={"client_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            worker = actions.add_worker(
                actor=actor, at=now(), **_of_worker(form), client_id=form.cleaned_data["client_id"]
            )
        except RuleBroken as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": worker.name})
            return redirect("worker-list")
    context = {"form": form, "title": _("Add a worker"), "back": reverse("worker-list"), "screen": "NL-02"}
    return render(request, "production/producer/record.html", context, status=_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def worker_change(request: HttpRequest, worker_id: int) -> HttpResponse:
    actor = actor_of(request)
    worker = get_object_or_404(queries.every_worker_of(actor), pk=worker_id)
    actor.require(Permission.WORKER_EDIT, worker)
    names = ("name", "phone", "birth_year", "job", "household", "trained_on", "health_checked_on")
    initial = {name: getattr(worker, name) for name in names} | {"membership": worker.membership_id}
    form = WorkerForm(request.POST or None, seats=_seats(actor), initial=initial)

    def send() -> None:
        seat = {} if "membership" in form.fields else {"membership_id": worker.membership_id}
        actions.change_worker(actor=actor, worker_id=worker.pk, at=now(), **(_of_worker(form) | seat))

    return _changed(request, form, worker, send, "worker", reverse("worker-list"), "NL-03")


def _of_worker(form: WorkerForm) -> dict[str, Any]:
    typed = {key: value for key, value in form.cleaned_data.items() if key not in ("client_id", "membership")}
    seat = form.cleaned_data.get("membership")
    return typed | {"membership_id": seat.pk if seat else None}


def _seats(actor: Actor) -> Any:
    """Whose log-ins there are is the owner's business; nobody else is shown the list."""
    if not actor.holds(Permission.MEMBER_MANAGE):
        return None
    seats = Membership.objects.filter(account__establishment=actor.establishment_id, ended_at=None)
    return seats.select_related("user").order_by("id")


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def site_change(request: HttpRequest, site_id: int) -> HttpResponse:
    actor = actor_of(request)
    site = get_object_or_404(queries.every_site_of(actor), pk=site_id)
    actor.require(Permission.SITE_EDIT, site)
    land = site.kind in LAND
    initial = {
        "name": site.name,
        "kind": site.kind,
        "parent": site.parent_id,
        "unit": site.unit,
        "address": site.address,
    }
    form = SiteForm(
        request.POST or None,
        kinds=LAND if land else BUILDINGS,
        parents=queries.sites_of(actor).exclude(pk=site.pk),
        initial=initial | {"area": site.area_m2, "area_unit": "m2"},
    )

    def send() -> None:
        typed = form.cleaned_data
        actions.change_site(
            actor=actor, site_id=site.pk, kind=typed["kind"], name=typed["name"], unit=typed["unit"],
            address=typed["address"], area_m2=form.area_m2, parent_id=form.parent_id, at=now(),
        )  # fmt: skip

    return _changed(request, form, site, send, "site", _list_of(site), "VT-02" if land else "VT-04")


def _list_of(site: Site) -> str:
    return reverse("site-list" if site.kind in LAND else "workshop-list")


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def partner_change(request: HttpRequest, partner_id: int) -> HttpResponse:
    actor = actor_of(request)
    partner = get_object_or_404(queries.every_partner_of(actor), pk=partner_id)
    actor.require(Permission.PARTNER_EDIT, partner)
    names = ("name", "kind", "address", "phone", "tax_code", "gln", "code")
    form = PartnerForm(request.POST or None, initial={name: getattr(partner, name) for name in names})

    def send() -> None:
        actions.change_partner(actor=actor, partner_id=partner.pk, at=now(), **form.cleaned_data)

    return _changed(request, form, partner, send, "partner", reverse("partner-list"), "DT-03")


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def material_change(request: HttpRequest, material_id: int) -> HttpResponse:
    actor = actor_of(request)
    material = get_object_or_404(queries.every_material_of(actor), pk=material_id)
    actor.require(Permission.MATERIAL_EDIT, material)
    names = [name for name in MaterialForm.base_fields if name not in ("client_id", "photo")]
    form = MaterialForm(
        request.POST or None, request.FILES or None, initial={name: getattr(material, name) for name in names}
    )

    def send() -> None:
        actions.change_material(actor=actor, material_id=material.pk, at=now(), **form.cleaned_data)

    return _changed(request, form, material, send, "material", reverse("material-list"), "VT-06")


def _changed(request: HttpRequest, form: Form, row: Any, send: Any, thing: str, back: str, screen: str) -> HttpResponse:
    form.fields.pop("client_id", None)  # a change sent twice changes once
    if request.method == "POST" and form.is_valid():
        try:
            send()
        except RuleBroken as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect(back)
    context = {
        "form": form,
        "row": row,
        "title": row.name,
        "back": back,
        "screen": screen,
        "keep_url": reverse(f"{thing}-{'restore' if row.archived_at else 'archive'}", args=[row.pk]),
    }
    return render(request, "production/producer/record.html", context, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _refuse(form: Form, refusal: RuleBroken) -> None:
    field = FIELD_OF.get(refusal.code)
    form.refuse(refusal, field if field in form.fields else None)


# --- put away, taken out ---------------------------------------------------------------------------------------------

KEPT: dict[str, Any] = {
    "worker": (queries.every_worker_of, Permission.WORKER_EDIT),
    "site": (queries.every_site_of, Permission.SITE_EDIT),
    "partner": (queries.every_partner_of, Permission.PARTNER_EDIT),
    "material": (queries.every_material_of, Permission.MATERIAL_EDIT),
}


@require_POST
@for_establishments
def archive(request: HttpRequest, thing: str, pk: int) -> HttpResponse:
    return _kept(request, thing, pk, "archive", _("Archived: %(name)s. It is offered nowhere any more."))


@require_POST
@for_establishments
def restore(request: HttpRequest, thing: str, pk: int) -> HttpResponse:
    return _kept(request, thing, pk, "restore", _("Back in use: %(name)s."))


def _kept(request: HttpRequest, thing: str, pk: int, verb: str, done: str) -> HttpResponse:
    actor = actor_of(request)
    rows, permission = KEPT[thing]
    row = get_object_or_404(rows(actor), pk=pk)
    actor.require(permission, row)
    try:
        getattr(actions, f"{verb}_{thing}")(actor=actor, at=now(), **{f"{thing}_id": row.pk})
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{thing}-change", row.pk)
    messages.success(request, done % {"name": row.name})
    return redirect(_list_of(row) if isinstance(row, Site) else reverse(f"{thing}-list"))
