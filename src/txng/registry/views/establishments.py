"""The agency's list of establishments and the page of one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng import provinces
from txng.access import Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.kernel.text import fold
from txng.ledger.queries import history_of
from txng.registry import actions, facts, queries
from txng.registry.forms import AssignForm, EstablishmentListForm
from txng.registry.models import Agency, ManagingAssignment
from txng.registry.profile import documents_shown

PAGE = 25


@require_safe
@for_agencies
def establishment_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.ESTABLISHMENT_READ)
    rows = queries.establishments_of(actor)
    form = EstablishmentListForm(request.GET, communes=queries.communes_of(rows))
    form.is_valid()
    asked = form.cleaned_data
    if asked.get("tim"):
        digits = "".join(char for char in asked["tim"] if char.isdigit())
        match = Q(plain_name__contains=fold(asked["tim"]))
        rows = rows.filter(match | Q(tax_code__startswith=digits) if digits else match)
    if asked.get("loai"):
        rows = rows.filter(kind=asked["loai"])
    if asked.get("xa"):
        rows = rows.filter(unit_path__endswith=f".{asked['xa']}.")
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    agencies = Agency.objects.in_bulk({row.managing_agency_id for row in page if row.managing_agency_id})
    context = {
        "form": form,
        "page": page,
        "rows": [{"it": row, "agency": agencies.get(row.managing_agency_id)} for row in page],
        "count": page.paginator.count,
        "sees_dossiers": actor.holds(Permission.DOSSIER_READ),
        "applied": sum(bool(asked.get(name)) for name in ("tim", "loai", "xa")),
    }
    return render(request, "registry/agency/establishments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def assign(request: HttpRequest, establishment_id: int) -> HttpResponse:
    """Giao cơ quan chủ quản: what the rule suggests, who is chosen, and why."""
    actor = actor_of(request)
    establishment = get_object_or_404(queries.establishments_of(actor), id=establishment_id)
    actor.require(Permission.ESTABLISHMENT_ASSIGN, establishment)
    choices = queries.managing_choices(establishment, today())
    others = [choice for choice in choices if choice.agency.pk != establishment.managing_agency_id]
    first = others[0].agency.pk if others and others[0].reason else ""
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        agencies=[choice.agency for choice in others],
        initial={"agency": str(first)},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.assign_managing_agency(
                actor=actor,
                establishment_id=establishment.pk,
                agency_id=int(given["agency"]),
                reason=given["reason"],
                ground=given["ground"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The managing agency of %(name)s is changed.") % {"name": establishment.name})
            return redirect("establishment-detail", establishment.pk)
    context = {
        "establishment": establishment,
        "form": form,
        "suggested": choices[0] if choices else None,
        "current": Agency.objects.filter(pk=establishment.managing_agency_id or 0).first(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "registry/agency/assign.html", context, status=status)


@require_safe
@for_agencies
def establishment_detail(request: HttpRequest, establishment_id: int) -> HttpResponse:
    actor = actor_of(request)
    establishment = get_object_or_404(queries.establishments_of(actor), id=establishment_id)
    profile = provinces.current()
    sector = profile.sector(establishment.sector)
    assignments = ManagingAssignment.objects.filter(establishment=establishment).select_related("agency")
    context = {
        "may_assign": actor.may(Permission.ESTABLISHMENT_ASSIGN, establishment),
        "establishment": establishment,
        "tax_code": facts.tax_code_shown(establishment.tax_code),
        "sector": sector.shown if sector else "",
        "assignments": assignments.order_by("-valid_from"),
        "dossiers": queries.dossiers_of(actor).filter(establishment=establishment).order_by("-submitted_at"),
        "papers": documents_shown(establishment, today()),
        "may_decide": actor.may(Permission.CHANGE_DECIDE, establishment),
        "history": history_of(establishment) if actor.may(Permission.HISTORY_READ, establishment) else None,
    }
    return render(request, "registry/agency/establishment.html", context)
